"""Ways round the cap, each tried (INVARIANTS.md): none lets one human come to hold more than 5 %.

a second wallet · two identities, then merged · a funded wallet relinked · a recovery with another
identity in between · an expired identity · a paused policy · a swapped policy · infinite approval ·
permit · a contract that holds for a human · code-size tricks, delegated code · an agent's wallet ·
vesting claims · escrow · agent rewards · retirement · guardianship handed over · dust against
unlinking · false links as confiscation
"""

from typing import Any

import pytest

from tests.support.actors import Actor, actor, agent_actor
from tests.support.batch import construct, next_contract
from tests.support.contract import reverts
from tests.support.holders import FAR, paid_agent, pay, rich_human, sign_permit
from tests.support.office import rotate_office
from tests.support.system import CAP, DAY, GUARDIAN_IDENTITY, ROAD, System, identity_of, peer_name, reason

WHO = identity_of("human")
ABOVE, UNKNOWN = reason("ABOVE_CAP"), reason("RECIPIENT_UNKNOWN")
EXPIRED, FORMER = reason("IDENTITY_EXPIRED"), reason("RECIPIENT_FORMER")
MAX = 2**256 - 1


@pytest.fixture
def human(fleet: System) -> Actor:
    """A human that holds exactly the cap."""
    return rich_human(fleet, "human", CAP)[0]


def test_second_wallet__unlinked__holds_nothing(fleet: System, human: Actor) -> None:
    with reverts("TransferRefused", UNKNOWN, human, actor("second"), 1):
        fleet.token.transfer(actor("second"), 1, sender=human)


def test_second_wallet__linked__shares_the_cap(fleet: System, human: Actor) -> None:
    second = actor("second")
    fleet.link(second, WHO)
    fleet.token.transfer(second, CAP, sender=human)
    for wallet in (human, second):
        with reverts("TransferRefused", ABOVE, fleet.treasury, wallet, 1):
            pay(fleet, wallet, 1)


def test_two_identities__merged__lose_the_second_cap(fleet: System, human: Actor) -> None:
    other = rich_human(fleet, "alias", CAP)[0]
    fleet.cap.requestMerge(identity_of("alias"), WHO, sender=fleet.attestor)
    fleet.rpc.travel(14 * DAY)
    fleet.cap.merge(identity_of("alias"), sender=fleet.stranger)
    fleet.rpc.travel(30 * DAY)
    fleet.cap.rebalance(identity_of("alias"), sender=fleet.stranger)
    assert fleet.cap.holdingsOf(WHO) == CAP
    assert [fleet.escrow.escrowedOf(w) for w in (human, other)] == [CAP, 0]
    with reverts("TransferRefused", ABOVE, fleet.escrow, human, 1):
        fleet.escrow.withdraw(human, 1, sender=human)


def test_funded_wallet__relinked__takes_nothing_along(fleet: System, human: Actor) -> None:
    """Unlink, link to a fresh identity, and buy again: the balance stays where it is counted."""
    fleet.human("fresh", 0)
    fleet.cap.unlink(human, sender=fleet.attestor)
    with reverts("WalletNotEmpty", human, CAP):
        fleet.link(human, identity_of("fresh"))
    with reverts("TransferRefused", FORMER, agent_actor(1), human, 1):
        pay(fleet, agent_actor(1), 1)
        fleet.token.transfer(human, 1, sender=agent_actor(1))
    second = actor("second")
    fleet.link(second, WHO)
    with reverts("TransferRefused", ABOVE, fleet.treasury, second, 1):
        pay(fleet, second, 1)


def test_recovery__identity_changed_in_between__keeps_both_books(fleet: System, human: Actor) -> None:
    """The lost wallet's balance stays in the first human's book, whatever the attestor does next."""
    fleet.human("fresh", 0)
    replacement, deadline = actor("replacement"), fleet.rpc.now + DAY
    consent = fleet.sign_link(replacement, WHO, deadline)
    fleet.cap.recover(human, replacement, deadline, consent, sender=fleet.attestor)
    fleet.cap.unlink(replacement, sender=fleet.attestor)
    fleet.link(replacement, identity_of("fresh"))
    with reverts("WalletNotEmpty", human, CAP):
        fleet.link(human, identity_of("fresh"))
    fleet.token.transfer(replacement, CAP, sender=human)
    assert (fleet.cap.holdingsOf(WHO), fleet.cap.holdingsOf(identity_of("fresh"))) == (0, CAP)
    with reverts("TransferRefused", ABOVE, fleet.treasury, replacement, 1):
        pay(fleet, replacement, 1)


def test_identity__expired__receives_nothing(fleet: System, human: Actor) -> None:
    """An expiry empties no book: renewed, the human is where it was."""
    fleet.cap.attest(WHO, fleet.rpc.now + 10, sender=fleet.attestor)
    fleet.rpc.travel(10)
    fleet.token.transfer(fleet.guardian, ROAD, sender=human)
    with reverts("TransferRefused", EXPIRED, fleet.guardian, human, ROAD):
        fleet.token.transfer(human, ROAD, sender=fleet.guardian)
    fleet.cap.attest(WHO, FAR, sender=fleet.attestor)
    with reverts("TransferRefused", ABOVE, fleet.treasury, human, ROAD + 1):
        pay(fleet, human, ROAD + 1)


def test_policy__everything_held__binds_all_the_same(fleet: System, human: Actor) -> None:
    pay(fleet, agent_actor(1), ROAD)
    fleet.cap.pauseLinks(sender=fleet.guardian)
    fleet.treasury.pausePayments(sender=fleet.guardian)
    fleet.registry.pauseBirths(sender=fleet.guardian)
    with reverts("TransferRefused", ABOVE, agent_actor(1), human, 1):
        fleet.token.transfer(human, 1, sender=agent_actor(1))
    for who in (fleet.guardian, fleet.deployer):
        with reverts("Unavailable", bytes.fromhex("167bd395")):
            fleet.authority.setTargetClosed(fleet.cap, True, sender=who)


def test_policy__swapped__is_impossible(fleet: System, human: Actor) -> None:
    """The policy is an immutable; no function takes another, and no other gets its name."""
    assert fleet.token.CAP() == fleet.cap.address
    setters = [e["name"] for e in fleet.token.abi if e["type"] == "function" and e["name"].startswith("set")]
    assert setters == ["setAuthority"]
    with reverts("BootstrapAlreadyClosed", fleet.factory.closedAt()):
        fleet.factory.deploy(peer_name("HumanCapEnforcement"), b"\x00", sender=fleet.deployer)
    with reverts("Unavailable", bytes.fromhex("18ff183c")):
        fleet.authority.updateAuthority(fleet.cap, fleet.stranger, sender=fleet.guardian)


@pytest.mark.parametrize("permitted", [False, True])
def test_infinite_approval_or_permit__is_no_way_in(fleet: System, human: Actor, permitted: bool) -> None:
    pay(fleet, agent_actor(1), CAP)
    if permitted:
        signed = sign_permit(fleet, agent_actor(1), human, MAX)
        fleet.token.permit(agent_actor(1), human, MAX, FAR, *signed, sender=human)
    else:
        fleet.token.approve(human, MAX, sender=agent_actor(1))
    with reverts("TransferRefused", ABOVE, agent_actor(1), human, 1):
        fleet.token.transferFrom(agent_actor(1), human, 1, sender=human)


def test_contract__that_holds_for_a_human__is_a_wallet_or_nothing(fleet: System, human: Actor) -> None:
    vault = actor("vault")
    fleet.rpc.set_code(vault.address, "0x00")
    with reverts("TransferRefused", UNKNOWN, human, vault, 1):
        fleet.token.transfer(vault, 1, sender=human)
    fleet.cap.setVenue(vault, True, sender=fleet.guardian)
    fleet.token.transfer(vault, CAP, sender=human)
    with reverts("TransferRefused", ABOVE, fleet.treasury, vault, 1):
        pay(fleet, vault, 1)


def test_constructor__that_takes_for_itself__is_refused(fleet: System) -> None:
    """Class follows the address; whether code is there yet does not matter."""
    maker, agent = fleet.stranger, paid_agent(fleet)
    born = next_contract(fleet, maker)
    fleet.token.approve(born, MAX, sender=agent)
    take = fleet.token.calldata("transferFrom", agent, born, 1)
    with reverts("TransferRefused", UNKNOWN, agent, born, 1):
        construct(fleet, maker, [(fleet.token.address, take)])
    with reverts("TransferRefused", UNKNOWN, agent, born, 1):
        fleet.token.transfer(born, 1, sender=agent)


def test_delegated_code__on_a_humans_wallet__is_the_same_wallet(fleet: System, human: Actor) -> None:
    """EIP-7702: code comes and goes at an address, its class stays."""
    for wallet, why in ((human, ABOVE), (actor("unlinked"), UNKNOWN)):
        fleet.rpc.set_code(wallet.address, "0xef0100" + fleet.token.address[2:])
        with reverts("TransferRefused", why, fleet.treasury, wallet, 1):
            pay(fleet, wallet, 1)


def test_agents_wallet__in_human_hands__is_no_vote_and_no_human(fleet: System, human: Actor) -> None:
    """T17. No chain sees who holds an agent's key: a known limit. What is sent there buys no vote."""
    agent = paid_agent(fleet, 1, ROAD)
    fleet.token.transfer(agent, CAP, sender=human)
    assert (fleet.token.unitsOf(agent), fleet.token.balanceOf(agent)) == (ROAD, CAP + ROAD)
    for identity in (WHO, identity_of("fresh")):
        fleet.cap.attest(identity, FAR, sender=fleet.attestor)
        with reverts("WalletUnavailable", agent, 3):
            fleet.link(agent, identity)
    with reverts("TransferRefused", ABOVE, agent, human, CAP + 1):
        fleet.token.transfer(human, CAP + 1, sender=agent)


def test_vesting__guardians_human__counts_only_after_the_office(fleet: System) -> None:
    """What the office was paid is not hidden by leaving it: it shows as excess, and moves to the escrow."""
    fleet.vesting.release(sender=fleet.stranger)
    held = fleet.token.balanceOf(fleet.guardian)
    rotate_office(fleet, actor("heir"))
    assert fleet.cap.excessOf(GUARDIAN_IDENTITY) == held - CAP
    fleet.vesting.release(sender=fleet.guardian)
    assert fleet.token.balanceOf(fleet.guardian) == held
    with reverts("TransferRefused", FORMER, actor("heir"), fleet.guardian, 1):
        fleet.token.transfer(fleet.guardian, 1, sender=actor("heir"))


def test_office__handed_to_an_own_wallet__doubles_nothing(fleet: System, human: Actor) -> None:
    """Passing the office round one's own wallets makes one book of them."""
    second = actor("second")
    fleet.link(second, WHO)
    rotate_office(fleet, second)
    pay(fleet, second, CAP)
    rotate_office(fleet, actor("heir"))
    assert (fleet.cap.holdingsOf(WHO), fleet.cap.excessOf(WHO)) == (2 * CAP, CAP)


def test_escrow__as_a_second_purse__takes_nothing(fleet: System, human: Actor) -> None:
    with reverts("TransferRefused", reason("RECIPIENT_ESCROW"), human, fleet.escrow, 1):
        fleet.token.transfer(fleet.escrow, 1, sender=human)
    assert fleet.cap.rebalance(WHO, sender=human).events == []


def test_agent_rewards__reach_no_human(system: System) -> None:
    """A reward goes to an agent that may be paid, by the table of the treasury; retired ones are none."""
    system.registry.retire(1, sender=system.guardian)
    with reverts("AgentNotPayable", 1):
        system.treasury.reward(1, ROAD, "work", sender=system.guardian)
    system.treasury.reward(2, ROAD, "work", sender=system.guardian)
    assert system.token.unitsOf(agent_actor(2)) == ROAD
    assert system.cap.head() == b"\0" * 32


def test_retirement__of_a_rich_agent__shows_and_ends_the_excess(fleet: System, human: Actor) -> None:
    """T8: a human parks ROAD with an agent and has it retired."""
    agent = agent_actor(1)
    fleet.token.transfer(agent, CAP, sender=human)
    pay(fleet, human, CAP)
    pay(fleet, agent, ROAD)
    fleet.registry.retire(1, sender=fleet.guardian)
    own = fleet.cap.identityOf(agent)
    assert fleet.cap.excessOf(own) == ROAD
    with reverts("TransferRefused", ABOVE, agent, human, 1):
        fleet.token.transfer(human, 1, sender=agent)


def test_dust__blocks_neither_unlinking_nor_forgetting(fleet: System, human: Actor) -> None:
    attacker: Any = paid_agent(fleet)
    fleet.token.transfer(fleet.guardian, CAP, sender=human)
    fleet.token.transfer(human, 1, sender=attacker)
    fleet.cap.unlink(human, sender=fleet.attestor)
    fleet.token.transfer(fleet.guardian, 1, sender=human)
    with reverts("TransferRefused", FORMER, attacker, human, 1):
        fleet.token.transfer(human, 1, sender=attacker)
    fleet.cap.forget(human, sender=fleet.stranger)
    with reverts("TransferRefused", UNKNOWN, attacker, human, 1):
        fleet.token.transfer(human, 1, sender=attacker)


def test_false_links__confiscate_nothing(fleet: System, human: Actor) -> None:
    """A lying attestor makes its own wallets the victim's: the victim's ROAD waits for the victim alone."""
    bait = agent_actor(1)
    pay(fleet, bait, CAP)
    fleet.rotate(1, bait, actor("next wallet"))
    fleet.link(bait, WHO)
    assert fleet.cap.excessOf(WHO) == CAP
    fleet.rpc.travel(30 * DAY)
    fleet.cap.rebalance(WHO, sender=fleet.stranger)
    assert (fleet.escrow.escrowedOf(human), fleet.token.balanceOf(bait)) == (CAP, CAP)
    with reverts("EscrowBalanceTooLow", bait, 0, 1):
        fleet.escrow.withdraw(bait, 1, sender=bait)
    fleet.escrow.withdraw(agent_actor(2), CAP, sender=human)
