"""The guardian suspends an agent at once, and only for a time.

emergencySuspend
├── caller is not the guardian ── reverts CallerNotGuardian
├── agent unknown ── reverts UnknownAgent; pending, suspended, retired ── reverts WrongStatus
├── a 13th agent at once ── reverts TooManySuspended; again for one of the 12 ── prolongs
├── budget of the agent spent ── reverts EmergencyBudgetSpent
└── otherwise ── emits, stops pay and outgoing transfers; votes, units, seats and receipts stay
    └── ends by itself after 72 hours, to the second
liftSuspension
├── caller is neither the guardian nor in the role ── reverts AccessManagedUnauthorized
├── nothing held ── reverts NotHeld
└── otherwise ── ends it at once; a suspension by governance stays
confirmSuspension
├── caller is not Governance ── reverts CallerNotPeer
├── open ── prolongs to 35 days from the start
│   ├── more than 72 hours after the start ── reverts ConfirmedTooLate
│   └── again within 180 days ── reverts ConfirmedTooRecently
└── not open ── ends it
suspendedAgents ── those whose suspension runs
"""

from typing import Any

import pytest

from tests.support.actors import agent_actor
from tests.support.agents import govern, later_birth
from tests.support.contract import reverts
from tests.support.office import told
from tests.support.system import COHORT, DAY, FOR_EVER, ROAD, System, reason

SCOPE = b"suspension".ljust(32, b"\0")
SPAN = 3 * DAY
AGENT = agent_actor(1)


def subject(agent_id: int) -> bytes:
    return agent_id.to_bytes(32, "big")


def suspend(system: System, agent_id: int = 1, **time: Any) -> Any:
    return system.registry.emergencySuspend(agent_id, sender=system.guardian, **time)


@pytest.mark.parametrize("caller", ["registrar", "recovery", "stranger"])
def test_emergency_suspend__not_the_guardian__reverts(system: System, caller: str) -> None:
    sender = getattr(system, caller)
    with reverts("CallerNotGuardian", sender):
        system.registry.emergencySuspend(1, sender=sender)


def test_emergency_suspend__wrong_status__reverts(system: System) -> None:
    with reverts("UnknownAgent", COHORT + 1):
        suspend(system, COHORT + 1)
    pending = later_birth(system, 4)
    system.registry.suspend(2, sender=system.guardian)
    system.registry.retire(3, sender=system.guardian)
    for agent_id, status in ((pending, 1), (2, 3), (3, 4)):
        with reverts("WrongStatus", agent_id, status):
            suspend(system, agent_id)


def test_emergency_suspend__active__emits_and_sets(system: System) -> None:
    receipt = suspend(system)
    now = system.rpc.now
    assert told(receipt) == [
        ("Heartbeat", 1, now),
        ("EmergencyStarted", SCOPE, subject(1), 1, now + SPAN, 11 * DAY),
    ]
    assert system.registry.agent(1).suspendedUntil == now + SPAN
    assert system.registry.agent(1).status == 2
    assert system.registry.heldUntil(SCOPE, subject(1)) == now + SPAN
    assert system.cap.walletOf(AGENT).haltedUntil == now + SPAN
    assert system.registry.suspendedAgents() == [1]


def test_emergency_suspend__72_hours__ends_by_itself(system: System) -> None:
    system.treasury.release(1, sender=system.stranger)
    suspend(system)
    end = system.rpc.now + SPAN
    with reverts("TransferRefused", reason("SENDER_SUSPENDED"), AGENT, agent_actor(2), ROAD):
        system.token.transfer(agent_actor(2), ROAD, sender=AGENT, at=end - 1)
    system.rpc.travel_to(end - 1)
    assert not system.registry.isActive(1)
    assert system.registry.payeeOf(1) == (AGENT.address, 2)
    assert system.registry.suspendedAgents() == [1]
    system.token.transfer(agent_actor(2), ROAD, sender=AGENT, at=end)
    assert system.registry.isActive(1)
    assert system.registry.payeeOf(1) == (AGENT.address, 1)
    assert system.registry.suspendedAgents() == []


def test_emergency_suspend__votes__keep(system: System) -> None:
    """X2, invariant 48: units, past votes and the denominator stay; others may still pay it."""
    system.treasury.releaseBatch([1, 2], sender=system.stranger)
    before = system.token.unitsOf(AGENT), system.token.getVotes(AGENT), system.rpc.now
    receipt = suspend(system)
    assert not receipt.of("DelegateVotesChanged")
    system.rpc.travel(1)
    assert (system.token.unitsOf(AGENT), system.token.getVotes(AGENT)) == before[:2]
    supply = system.token.getPastTotalSupply(system.rpc.now - 1)
    assert supply == system.token.getPastTotalSupply(before[2])
    system.token.transfer(AGENT, ROAD, sender=agent_actor(2))
    assert system.registry.membersOf(0) == 10


def test_emergency_suspend__13th__reverts_and_keeps_12(system: System) -> None:
    for agent_id in range(1, 13):
        suspend(system, agent_id)
    with reverts("TooManySuspended", 12, 12):
        suspend(system, 13)
    suspend(system, 12)
    assert sorted(system.registry.suspendedAgents()) == list(range(1, 13))


@pytest.mark.parametrize("freed", ["ended", "lifted"])
def test_emergency_suspend__place_is_free_again__sets_the_13th(system: System, freed: str) -> None:
    suspend(system, 1)
    end = system.rpc.now + SPAN
    for agent_id in range(2, 13):
        suspend(system, agent_id)
    if freed == "lifted":
        system.registry.liftSuspension(5, sender=system.guardian)
    else:
        with reverts("TooManySuspended", 12, 12):
            suspend(system, 13, at=end - 1)
        system.rpc.travel_to(end - 1)
    suspend(system, 13)
    gone = 5 if freed == "lifted" else 1
    assert sorted(system.registry.suspendedAgents()) == [i for i in range(1, 14) if i != gone]


def test_emergency_suspend__budget__reverts_after_14_days_in_90(system: System) -> None:
    """Invariant 29, for each agent by itself."""
    start = system.rpc.now + 1
    for number in range(4):
        suspend(system, at=start + number * SPAN)
    suspend(system, at=start + 4 * SPAN)
    assert system.registry.agent(1).suspendedUntil == start + 14 * DAY
    with reverts("EmergencyBudgetSpent", 14 * DAY, 14 * DAY):
        suspend(system, at=start + 14 * DAY)
    suspend(system, 2)


@pytest.mark.parametrize("caller", ["registrar", "stranger", "agent"])
def test_lift_suspension__nobody_of_the_role__reverts(system: System, caller: str) -> None:
    suspend(system)
    sender = AGENT if caller == "agent" else getattr(system, caller)
    with reverts("AccessManagedUnauthorized", sender):
        system.registry.liftSuspension(1, sender=sender)


def test_lift_suspension__guardian__emits_and_ends_it(system: System) -> None:
    suspend(system)
    receipt = system.registry.liftSuspension(1, sender=system.guardian)
    assert told(receipt) == [
        ("Heartbeat", 1, system.rpc.now),
        ("EmergencyLifted", SCOPE, subject(1), system.guardian.address),
    ]
    assert system.registry.isActive(1)
    assert system.cap.walletOf(AGENT).haltedUntil == 0
    with reverts("NotHeld"):
        system.registry.liftSuspension(1, sender=system.guardian)


def test_lift_suspension__critical_role__emits_and_ends_it(sealed: System) -> None:
    suspend(sealed)
    operations, critical = govern(sealed, agent_actor(2))
    with reverts("AccessManagedUnauthorized", operations):
        sealed.registry.liftSuspension(1, sender=operations)
    receipt = sealed.registry.liftSuspension(1, sender=critical)
    assert told(receipt) == [("EmergencyLifted", SCOPE, subject(1), critical)]
    assert sealed.registry.isActive(1)


def test_lift_suspension__also_suspended_by_governance__keeps_that(system: System) -> None:
    suspend(system)
    system.registry.suspend(1, sender=system.guardian)
    system.registry.liftSuspension(1, sender=system.guardian)
    assert not system.registry.isActive(1)
    assert system.cap.walletOf(AGENT).haltedUntil == FOR_EVER
    system.registry.reinstate(1, sender=system.guardian)
    assert system.registry.isActive(1)
    assert system.cap.walletOf(AGENT).haltedUntil == 0


def test_reinstate__emergency_suspension_runs__keeps_that(system: System) -> None:
    suspend(system)
    end = system.rpc.now + SPAN
    system.registry.suspend(1, sender=system.guardian)
    system.registry.reinstate(1, sender=system.guardian)
    assert not system.registry.isActive(1)
    assert system.cap.walletOf(AGENT).haltedUntil == end


@pytest.mark.parametrize("caller", ["guardian", "registrar", "stranger"])
def test_confirm_suspension__another_caller__reverts(system: System, caller: str) -> None:
    suspend(system)
    sender = getattr(system, caller)
    for is_open in (True, False):
        with reverts("CallerNotPeer", sender, system.peer("EmergencyConfirmation")):
            system.registry.confirmSuspension(1, is_open, sender=sender)


def test_confirm_suspension__open__sets_35_days_from_the_start(system: System) -> None:
    suspend(system)
    start, confirmation = system.rpc.now, system.peer("EmergencyConfirmation")
    until = start + 35 * DAY
    receipt = system.registry.confirmSuspension(1, True, sender=confirmation, at=start + SPAN - 1)
    assert told(receipt) == [("EmergencyConfirmed", SCOPE, subject(1), until)]
    assert system.registry.agent(1).suspendedUntil == until
    assert system.cap.walletOf(AGENT).haltedUntil == until
    receipt = system.registry.confirmSuspension(1, False, sender=confirmation)
    assert told(receipt) == [("EmergencyLifted", SCOPE, subject(1), confirmation)]
    assert system.registry.isActive(1)
    assert system.cap.walletOf(AGENT).haltedUntil == system.rpc.now


def test_confirm_suspension__72_hours__reverts_one_second_later(system: System) -> None:
    """A hold that was prolonged is confirmed by its start all the same."""
    suspend(system)
    start = system.rpc.now
    suspend(system, at=start + DAY)
    confirmation = system.peer("EmergencyConfirmation")
    with reverts("ConfirmedTooLate", start, start + SPAN):
        system.registry.confirmSuspension(1, True, sender=confirmation, at=start + SPAN + 1)
    system.registry.confirmSuspension(1, True, sender=confirmation, at=start + SPAN)
    assert system.registry.agent(1).suspendedUntil == start + 35 * DAY


def test_confirm_suspension__twice_in_180_days__reverts(system: System) -> None:
    """Invariant 29."""
    confirmation = system.peer("EmergencyConfirmation")
    suspend(system)
    system.registry.confirmSuspension(1, True, sender=confirmation)
    first = system.rpc.now
    system.registry.confirmSuspension(1, False, sender=confirmation)
    suspend(system, at=first + 178 * DAY)
    with reverts("ConfirmedTooRecently", first, first + 180 * DAY):
        system.registry.confirmSuspension(1, True, sender=confirmation, at=first + 180 * DAY - 1)
    system.registry.confirmSuspension(1, True, sender=confirmation, at=first + 180 * DAY)


def test_emergency_suspend__in_the_year_2106__reverts(system: System) -> None:
    """The agent's slot keeps 32 bits of seconds."""
    with reverts("SafeCastOverflowedUintDowncast", 32, 2**32):
        suspend(system, at=2**32 - SPAN)
    suspend(system, at=2**32 - SPAN - 1)


def test_confirm_suspension__nothing_held__reverts(system: System) -> None:
    with reverts("NotHeld"):
        system.registry.confirmSuspension(1, True, sender=system.peer("EmergencyConfirmation"))
