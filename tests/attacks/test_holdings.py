"""Attacks on token and cap (T, H and X of ATTACKS.md): the stories; single calls are in the unit tests.

T1, T2, T7, H12 ── unit/cap/test_boundary     T5, T6, T12 ── unit/token/test_transfer
T8 ── unit/cap/test_agents                    T11 ── unit/token/test_permissions
T13 ── unit/token/test_permit                 T14 ── unit/token/test_delegate
T17 ── attacks/test_cap                       H1 ── unit/cap/test_permissions
H2 ── unit/cap/test_set_human_cap             X8 ── unit/token/test_freeze
here: T9, H3, H4, H5, H7, H9, H10, X1, X2, X9, X10
"""

import random

import pytest

from tests.support.actors import actor, agent_actor
from tests.support.batch import construct, next_contract
from tests.support.contract import reverts, selector
from tests.support.holders import FAR, history, paid_agent, pay, rich_human
from tests.support.office import rotate_office
from tests.support.system import CAP, DAY, GUARDIAN_IDENTITY, ROAD, System, class_, identity_of, reason

WHO = identity_of("human")
ABOVE = reason("ABOVE_CAP")


def test_t9__frozen_recipient_in_a_batch__is_skipped_alone(system: System) -> None:
    """Its pay is recorded as skipped, and paid when the freeze has ended."""
    frozen = agent_actor(2)
    due = system.treasury.releasableOf(2)
    system.token.freeze(frozen, sender=system.guardian)
    receipt = system.treasury.releaseBatch([1, 2, 3], sender=system.stranger)
    refused = next(e for e in system.token.abi if e["type"] == "error" and e["name"] == "TransferRefused")
    assert [e.args for e in receipt.of("ReleaseSkipped")] == [
        {"agentId": 2, "reason": selector(refused), "refusal": reason("RECIPIENT_FROZEN")}
    ]
    assert [e.agentId for e in receipt.of("Released")] == [1, 3]
    with reverts("TransferRefused", reason("RECIPIENT_FROZEN"), system.treasury, frozen, due):
        system.treasury.release(2, sender=system.stranger)
    system.token.unfreeze(frozen, sender=system.guardian)
    system.treasury.release(2, sender=system.stranger)
    assert (system.token.unitsOf(frozen), system.token.balanceOf(frozen)) == (due, due)


def test_h3_h4__rebalance__exact_once_and_to_the_escrow(fleet: System) -> None:
    """Nobody chooses amount or destination: the function takes an identity and nothing else."""
    entry = next(e for e in fleet.cap.abi if e.get("name") == "rebalance")
    assert [i["type"] for i in entry["inputs"]] == ["bytes32"]
    wallet = rich_human(fleet, "human", CAP)[0]
    fleet.cap.setHumanCap(CAP - 7, sender=fleet.guardian)
    fleet.rpc.travel(30 * DAY)
    for keeper in (fleet.stranger, fleet.deployer):
        fleet.cap.rebalance(WHO, sender=keeper, at=fleet.rpc.now)
    assert fleet.token.balanceOf(fleet.escrow) == fleet.escrow.escrowedOf(wallet) == 7


def test_h5__rebalance_of_one_with_nothing_at_hand__moves_nothing(fleet: System) -> None:
    """What is vested to the office and not paid is in no book, and no excess."""
    fleet.rpc.travel(3 * 365 * DAY)
    for _ in range(2):
        assert fleet.cap.rebalance(GUARDIAN_IDENTITY, sender=fleet.stranger).events == []


def test_h7__above_the_cap_for_a_moment__reverts_at_that_step(fleet: System) -> None:
    """In and out again in one transaction; out and in again is fine."""
    human, agent, maker = rich_human(fleet, "human", CAP)[0], paid_agent(fleet), fleet.stranger
    spender = next_contract(fleet, maker)
    for one in (human, agent):
        fleet.token.approve(spender, 2**256 - 1, sender=one)
    comes = (fleet.token.address, fleet.token.calldata("transferFrom", agent, human, 1))
    goes = (fleet.token.address, fleet.token.calldata("transferFrom", human, agent, 1))
    with reverts("TransferRefused", ABOVE, agent, human, 1):
        construct(fleet, maker, [comes, goes])
    construct(fleet, maker, [goes, comes])
    assert fleet.cap.holdingsOf(WHO) == CAP


@pytest.mark.parametrize("who", ["registrar", "attestor"])
def test_h9__a_humans_wallet_as_an_agents__is_refused(fleet: System, who: str) -> None:
    human = fleet.human("human")[0]
    if who == "registrar":
        with reverts("WalletUnavailable", human, class_("human")):
            fleet.registry.birthBatch(15, [(human.address, b"P15".ljust(32, b"\0"))], sender=fleet.registrar)
        with reverts("WalletUnavailable", human, class_("human")):
            fleet.rotate(1, agent_actor(1), human)
    for call, peer in (("enrolAgent", fleet.registry), ("rotateAgent", fleet.registry)):
        args = (human,) if call == "enrolAgent" else (agent_actor(1), human)
        with reverts("CallerNotPeer", getattr(fleet, who), peer):
            fleet.cap.fn(call)(*args, sender=getattr(fleet, who))
    with reverts("WalletUnavailable", agent_actor(1), class_("agent")):
        fleet.link(agent_actor(1), WHO)
    assert fleet.cap.classOf(human) == class_("human")


@pytest.mark.parametrize("seed", [1, 2])
def test_h10__any_movements__each_book_is_the_sum_of_its_wallets(fleet: System, seed: int) -> None:
    """A walk with a ghost sum; properties/test_economy goes far deeper."""
    chance = random.Random(seed)
    people = {name: rich_human(fleet, name, CAP - ROAD, ROAD // 2) for name in ("first", "second", "third")}
    wallets = [w for group in people.values() for w in group] + [paid_agent(fleet, i) for i in (1, 2)]
    books = dict.fromkeys(people, CAP - ROAD // 2)
    owner = {w.address: name for name, group in people.items() for w in group}
    for _ in range(60):
        source, to = chance.choice(wallets), chance.choice(wallets)
        amount = chance.choice([0, 1, ROAD // 2, ROAD, chance.randrange(CAP)])
        amount = min(amount, fleet.token.balanceOf(source))
        giver, taker = owner.get(source.address), owner.get(to.address)
        if giver != taker and taker and books[taker] + amount > CAP:
            with reverts("TransferRefused", ABOVE, source, to, amount):
                fleet.token.transfer(to, amount, sender=source)
            continue
        fleet.token.transfer(to, amount, sender=source)
        for name, change in ((giver, -amount), (taker, amount)):
            if name:
                books[name] += change
    for name, group in people.items():
        held = sum(map(fleet.token.balanceOf, group))
        assert books[name] == held == fleet.cap.holdingsOf(identity_of(name))


def test_x1__gift_to_a_friend_before_a_snapshot__buys_nothing(system: System) -> None:
    """Guardian and human give 10 million each to a paid agent."""
    friend = agent_actor(20)
    system.treasury.releaseBatch([20, 21], sender=system.stranger)
    system.vesting.release(sender=system.stranger)
    human = rich_human(system, "human", CAP)[0]
    units = system.token.unitsOf(friend)
    before = system.rpc.now
    for giver in (system.guardian, human):
        system.token.transfer(friend, 10_000_000 * ROAD, sender=giver)
    after = system.rpc.now
    system.rpc.travel(1)
    for time in (before, after):
        assert system.token.getPastVotes(friend, time) == units
        assert system.token.getPastTotalSupply(time) == 2 * units
    assert system.token.balanceOf(friend) == units + 20_000_000 * ROAD


def test_x2__opposition_suspended_before_a_snapshot__keeps_its_votes(fleet: System) -> None:
    opposition = [paid_agent(fleet, i) for i in range(1, 13)]
    time = fleet.rpc.now + 1
    for agent_id in range(1, 13):
        fleet.registry.emergencySuspend(agent_id, sender=fleet.guardian, at=time)
    fleet.rpc.travel(1)
    assert [fleet.token.getPastVotes(one, time) for one in opposition] == [100 * ROAD] * 12
    assert fleet.token.getPastTotalSupply(time) == 1200 * ROAD


def test_x9__merge_of_two_strangers_by_a_liar__is_seen_and_stopped(fleet: System) -> None:
    """And if nobody looks, both keep what they have, and lose only the second cap."""
    one, two = rich_human(fleet, "human", CAP)[0], rich_human(fleet, "other", CAP)[0]
    for attempt in range(2):
        fleet.cap.requestMerge(WHO, identity_of("other"), sender=fleet.attestor)
        fleet.rpc.travel(14 * DAY)
        if attempt == 0:
            fleet.cap.cancelMerge(WHO, sender=fleet.guardian)
            with reverts("MergeNotRequested", WHO):
                fleet.cap.merge(WHO, sender=fleet.attestor)
    fleet.cap.merge(WHO, sender=fleet.attestor)
    assert [fleet.token.balanceOf(w) for w in (one, two)] == [CAP, CAP]
    fleet.rpc.travel(30 * DAY)
    fleet.cap.rebalance(WHO, sender=fleet.attestor)
    assert fleet.escrow.escrowedOf(two) == CAP
    fleet.escrow.withdraw(agent_actor(1), CAP, sender=two)
    assert fleet.token.balanceOf(one) == CAP


def test_x10__office_passed_round__every_wallet_stays_in_one_book(fleet: System) -> None:
    """Paid in each of its eight wallets, the human that held the office has one excess."""
    fleet.cap.attest(GUARDIAN_IDENTITY, FAR, sender=fleet.attestor)
    wallets = [actor(f"own {i}") for i in range(7)]
    for wallet in wallets:
        fleet.link(wallet, GUARDIAN_IDENTITY)
    pay(fleet, fleet.guardian, CAP)
    for wallet in wallets[:5]:
        rotate_office(fleet, wallet)
        pay(fleet, wallet, CAP)
    rotate_office(fleet, actor("heir"))
    assert fleet.cap.holdingsOf(GUARDIAN_IDENTITY) == 6 * CAP
    assert fleet.cap.excessOf(GUARDIAN_IDENTITY) == 5 * CAP
    left = {w for w in fleet.cap.walletsOf(GUARDIAN_IDENTITY) if fleet.cap.classOf(w) == class_("former")}
    assert left == {fleet.guardian.address, *(w.address for w in wallets[:5])}
    assert len(history(fleet, "BookMoved")) == 6
