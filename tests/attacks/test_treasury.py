"""Attacks on the agents' treasury and the guardian's vesting.

V2 ── a batch made to fail, or to pay twice
V6 ── retired in the middle, twice
V7 ── a recipient at the cap
V9, N1 ── a second share for the same agent
A1 ── a wallet whose code bites
A7 ── pay to zero, to the treasury, to the token, to a human
A8 ── every pause at once, and nobody to lift them
R6, R12 ── the whole reserve by an ordinary proposal
R10, R11 ── keepers away for three quarters; every wei counted
X3, X4 ── a guardian alone, or silent, from the first day
"""

from random import Random

import pytest

from tests.support.actors import actor, agent_actor
from tests.support.agents import AGREES, BURNS_GAS, REVERTS, name_of
from tests.support.contract import Revert, reverts
from tests.support.office import vacate
from tests.support.system import COHORT, DAY, ROAD, YEAR, ZERO, System, class_, identity_of, reason

AGENT = agent_actor(1)
QUARTER = 90 * DAY
DUST = 477
REFUSALS = {
    "NothingToRelease",
    "AgentNotPayable",
    "WrongStatus",
    "RewardAboveReserve",
    "RewardAboveMonthlyLimit",
    "EmergencyBudgetSpent",
}


def solvent(system: System) -> bool:
    """Invariant 36."""
    treasury = system.treasury
    return bool(system.token.balanceOf(treasury) >= treasury.outstanding() + treasury.rewardReserve() + DUST)


def test_v2__batch_full_of_traps__pays_everybody_once(system: System) -> None:
    """Invariant 37: neither duplicates nor failing wallets change anybody else's result."""
    for agent_id in (3, 6, 9):
        system.token.freeze(agent_actor(agent_id), sender=system.guardian)
    ids = [i for _ in range(5) for i in range(1, 11)]
    Random(1).shuffle(ids)
    system.treasury.releaseBatch(ids, sender=system.stranger)
    quarter = system.treasury.entitlementOf(1) // 4
    for agent_id in range(1, 11):
        expected = 0 if agent_id in (3, 6, 9) else quarter
        assert system.token.balanceOf(agent_actor(agent_id)) == expected
        assert system.treasury.releasedOf(agent_id) == expected
    assert solvent(system)


def test_v6__retired_in_the_middle__pays_the_vested_part_once_and_books_the_rest_once(system: System) -> None:
    share, start = system.treasury.entitlementOf(1), system.treasury.activatedAt()
    system.treasury.release(1, sender=system.stranger)
    system.registry.retire(1, sender=system.guardian, at=start + QUARTER)
    with reverts("WrongStatus", 1, 4):
        system.registry.retire(1, sender=system.guardian)
    with reverts("CallerNotPeer", system.guardian, system.registry):
        system.treasury.onRetired(1, sender=system.guardian)
    system.treasury.releaseBatch([1, 1], sender=system.stranger, at=start + 10 * QUARTER)
    assert system.token.balanceOf(AGENT) == share // 2
    assert system.treasury.rewardReserve() == share // 2
    assert solvent(system)


def test_v7__retired_agent_at_the_cap__waits_and_holds_up_nobody(system: System) -> None:
    """A retired agent counts as a human: what would take it above the cap waits."""
    system.cap.setHumanCap(3_000_000 * ROAD, sender=system.guardian)
    start = system.treasury.activatedAt()
    system.treasury.release(1, sender=system.stranger)
    system.registry.retire(1, sender=system.guardian, at=start + QUARTER)
    receipt = system.treasury.releaseBatch([1, 2], sender=system.stranger)
    assert [e.agentId for e in receipt.of("ReleaseSkipped")] == [1]
    quarter = system.treasury.entitlementOf(1) // 4
    refused = reason("ABOVE_CAP"), system.treasury, AGENT, quarter
    with reverts("TransferRefused", *refused):
        system.treasury.release(1, sender=system.stranger)
    system.token.transfer(agent_actor(2), quarter, sender=AGENT)
    system.treasury.release(1, sender=system.stranger)
    assert system.treasury.releasedOf(1) == 2 * quarter


def test_v9__second_share__reverts(system: System) -> None:
    """There is no list to add to: the share follows from the id."""
    system.treasury.release(1, sender=system.stranger)
    with reverts("AlreadyActivated", system.treasury.activatedAt()):
        system.treasury.activate(sender=system.guardian)
    with reverts("GenesisIsSealed"):
        system.registry.birthBatch(1, [(actor("twin").address, name_of(1))], sender=system.registrar)
    with reverts("NothingToRelease", 1):
        system.treasury.release(1, sender=system.stranger)
    names = {entry.get("name", "") for entry in system.treasury.abi if entry["type"] == "function"}
    setters = [name for name in names if name.startswith(("set", "add", "grant", "mint", "withdraw"))]
    assert setters == ["setAuthority"]
    with reverts("Unavailable", bytes.fromhex("7a9e5e4b")):
        system.treasury.setAuthority(system.stranger, sender=system.authority)


@pytest.mark.parametrize("code", [REVERTS, BURNS_GAS, AGREES])
def test_a1__wallet_with_code__is_paid_without_being_called(system: System, code: str) -> None:
    """The token has no hooks, so nothing comes back in."""
    system.rpc.set_code(AGENT.address, code)
    receipt = system.treasury.releaseBatch([1, 2], sender=system.stranger)
    assert [e.agentId for e in receipt.of("Released")] == [1, 2]
    system.treasury.release(1, sender=system.stranger, at=system.treasury.activatedAt() + QUARTER)
    assert system.token.balanceOf(AGENT) == system.treasury.entitlementOf(1) // 2


def test_a7__pay_to_anything_but_an_agent__reverts(system: System) -> None:
    """No payment takes an address: zero, treasury, token and humans have no number."""
    system.registry.retire(10, sender=system.guardian)
    (human,) = system.human("holder")
    for address in (ZERO, system.treasury.address, system.token.address, human.address):
        assert system.registry.agentOf(address) == 0
        agent_id = int(address, 16)
        with reverts("NoEntitlement", agent_id):
            system.treasury.release(agent_id, sender=system.stranger)
        with reverts("AgentNotPayable", agent_id):
            system.treasury.reward(agent_id, 1, "", sender=system.guardian)


def test_a7__agent_passes_its_pay_to_a_human_at_the_cap__reverts(system: System) -> None:
    """T2."""
    cap = 3_000_000 * ROAD
    system.cap.setHumanCap(cap, sender=system.guardian)
    system.treasury.releaseBatch([1, 2], sender=system.stranger)
    (human,) = system.human("holder")
    system.token.transfer(human, 1_000_000 * ROAD, sender=AGENT)
    system.token.transfer(human, 1_800_000 * ROAD, sender=agent_actor(2))
    room = cap - system.cap.holdingsOf(identity_of("holder"))
    with reverts("TransferRefused", reason("ABOVE_CAP"), AGENT, human, room + 1):
        system.token.transfer(human, room + 1, sender=AGENT)
    system.token.transfer(human, room, sender=AGENT)


def test_a8__everything_paused_and_nobody_lifts__pays_when_the_time_is_over(system: System) -> None:
    """Outflow stops, clocks run, pauses end by themselves."""
    system.token.pause(sender=system.guardian)
    system.treasury.pausePayments(sender=system.guardian)
    end = system.rpc.now + 3 * DAY
    for lifter in (system.registrar, AGENT, system.recovery, system.stranger):
        with reverts("AccessManagedUnauthorized", lifter):
            system.treasury.unpausePayments(sender=lifter)
    with reverts("Held", b"payments".ljust(32, b"\0"), end):
        system.treasury.release(1, sender=system.stranger, at=end - 1)
    vested = system.vesting.vestedAt(end - 2)
    with reverts("TransferRefused", reason("PAUSED"), system.vesting, system.guardian, vested):
        system.vesting.release(sender=system.stranger, at=end - 2)
    system.treasury.release(1, sender=system.stranger, at=end)
    system.vesting.release(sender=system.stranger)
    assert system.token.balanceOf(AGENT) == system.treasury.entitlementOf(1) // 4


def test_r6__reserve_and_month__hold_against_many_small_rewards(system: System) -> None:
    """R12, A2: however it is split, a month pays 100,000 ROAD at most, and the reserve what it holds."""
    system.registry.retire(15, sender=system.guardian)
    reserve = system.treasury.rewardReserve()
    assert 100_000 * ROAD < reserve < 200_000 * ROAD
    for _ in range(5):
        system.treasury.reward(1, 20_000 * ROAD, "", sender=system.guardian)
    with reverts("RewardAboveMonthlyLimit", 1, 0):
        system.treasury.reward(2, 1, "", sender=system.guardian)
    left = reserve - 100_000 * ROAD
    with reverts("RewardAboveReserve", left + 1, left):
        system.treasury.reward(1, left + 1, "", sender=system.guardian, at=system.rpc.now + 31 * DAY)
    with reverts("RewardAboveReserve", left + 1, left):
        system.treasury.rewardExceptionally(1, left + 1, "", sender=system.guardian)
    assert solvent(system)


@pytest.mark.parametrize("seed", range(3))
def test_r11__random_year__keeps_every_wei(system: System, seed: int) -> None:
    """Invariants 35, 36: releases, retirements, rewards, donations and rotations in any order."""
    random, now, ids = Random(seed), system.rpc.now, [1, 2, 11, 15, 16, 1188, 1189, 1247, 1250]
    paid, done = dict.fromkeys(ids, 0), 0
    for step in range(60):
        now += random.choice([1, DAY, 10 * DAY, QUARTER // 2])
        agent_id = random.choice(ids)
        try:
            match random.choice(["release", "release", "batch", "retire", "reward", "suspend", "rotate"]):
                case "release":
                    system.treasury.release(agent_id, sender=system.stranger, at=now)
                case "batch":
                    system.treasury.releaseBatch(ids, sender=system.stranger, at=now)
                case "retire" if agent_id in (1, 15, 1188):
                    system.registry.retire(agent_id, sender=system.guardian, at=now)
                case "reward":
                    amount = random.choice([1, 50_000 * ROAD])
                    system.treasury.reward(agent_id, amount, "", sender=system.guardian, at=now)
                case "suspend":
                    system.registry.emergencySuspend(agent_id, sender=system.guardian, at=now)
                case "rotate":
                    owner = system.registry.ownerOf(agent_id)
                    new = actor(f"{seed} {step}")
                    consent = system.sign_wallet(agent_id, new, now + 100)
                    system.registry.setAgentWallet(agent_id, new, now + 100, consent, sender=owner, at=now)
            done += 1
        except Revert as refused:
            assert refused.name in REFUSALS
            now = system.rpc.now
        treasury = system.treasury
        for one in ids:
            released = treasury.releasedOf(one)
            assert paid[one] <= released <= treasury.vestedOf(one) <= treasury.entitlementOf(one)
            paid[one] = released
        assert solvent(system)
    assert done > 20


def test_r10__nobody_asks_for_years__pays_everything_at_once(system: System) -> None:
    at = system.treasury.activatedAt() + 30 * YEAR
    receipt = system.treasury.releaseBatch([1, 11, 15, 1188, 1247], sender=system.stranger, at=at)
    for event in receipt.of("Released"):
        assert event.amount == system.treasury.entitlementOf(event.agentId)


def test_x3__guardian_alone_before_any_release__starts_no_clock_of_its_own(newborn: System) -> None:
    """Activation is anyone's, once the cohort is complete, and nobody's before."""
    for caller in (newborn.guardian, newborn.stranger):
        with reverts("GenesisIncomplete"):
            newborn.treasury.activate(sender=caller)
    with reverts("NotActivated"):
        newborn.treasury.release(1, sender=newborn.guardian)
    with reverts("NotActivated"):
        newborn.treasury.reward(1, 1, "", sender=newborn.guardian)
    newborn.birth(COHORT)
    newborn.treasury.activate(sender=newborn.stranger)
    assert newborn.treasury.activatedAt() == newborn.rpc.now


def test_x4__guardian_silent_from_day_one__agents_are_paid_all_the_same(system: System) -> None:
    vacate(system)
    at = system.treasury.activatedAt() + 3 * QUARTER
    system.treasury.releaseBatch([1, 2], sender=system.stranger, at=at)
    assert system.token.balanceOf(AGENT) == system.treasury.entitlementOf(1)
    with reverts("OfficeIsVacant"):
        system.vesting.release(sender=system.stranger)
    assert system.cap.classOf(system.guardian) == class_("guardian")
