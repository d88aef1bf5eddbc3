"""The office falls vacant, and is filled again. "Succession" comes with governance; its address is known.

vacate
├── not the contract named Succession ── reverts CallerNotPeer
├── vacant already ── reverts OfficeVacant
├── less than 120 days of silence ── reverts GuardianNotSilent
└── 120 days of silence ── emits OfficeVacated; nobody is guardian, `guardian()` still says who was
install
├── not the contract named Succession ── reverts CallerNotPeer
├── office not vacant, or the guardian has returned ── reverts GuardianNotSilent
├── candidate zero, the silent guardian, a contract of the protocol, an agent ── reverts CandidateRefused
└── otherwise ── next guardian, next epoch, no longer vacant
the silent guardian
├── any power ── reverts OfficeVacant
└── heartbeat by call or signature ── emits GuardianReturned: the same guardian, the same epoch
"""

from typing import Any

import pytest

from tests.support.actors import actor
from tests.support.contract import reverts
from tests.support.office import rotate_office, sign_heartbeat, told, vacate
from tests.support.system import DAY, HOUR, ZERO, System, class_

NEXT = actor("next guardian")


def test_vacate__not_the_succession__reverts(newborn: System) -> None:
    newborn.rpc.travel(200 * DAY)
    succession = newborn.peer("Succession")
    others = [newborn.stranger, newborn.recovery, newborn.successor, newborn.guardian, newborn.authority]
    for caller in (*others, newborn.peer("Governance")):
        with reverts("CallerNotPeer", caller, succession):
            newborn.guardianship.vacate(sender=caller)


def test_vacate__guardian_heard_of__reverts(newborn: System) -> None:
    seen = newborn.guardianship.lastSeen()
    for time in (newborn.rpc.now + 1, seen + 90 * DAY, seen + 120 * DAY - 1):
        with reverts("GuardianNotSilent", seen, seen + 120 * DAY):
            newborn.guardianship.vacate(sender=newborn.peer("Succession"), at=time)


def test_vacate__heard_of_in_the_last_second__reverts(newborn: System) -> None:
    last = newborn.guardianship.lastSeen() + 120 * DAY - 1
    newborn.guardianship.heartbeat(sender=newborn.guardian, at=last)
    with reverts("GuardianNotSilent", last, last + 120 * DAY):
        newborn.guardianship.vacate(sender=newborn.peer("Succession"), at=last + 1)


@pytest.mark.parametrize("late", [0, 1, 1000 * DAY])
def test_vacate__silent__sets_vacant(newborn: System, late: Any) -> None:
    """Invariant 25."""
    seen = newborn.guardianship.lastSeen()
    time = seen + 120 * DAY + late
    receipt = newborn.guardianship.vacate(sender=newborn.peer("Succession"), at=time)
    assert told(receipt) == [("OfficeVacated", 1, newborn.guardian.address)]
    office = newborn.guardianship
    assert (office.vacant(), office.guardian(), office.epoch()) == (True, newborn.guardian.address, 1)
    assert not office.isGuardian(newborn.guardian)
    assert office.lastSeen() == seen


def test_vacate__vacant_already__reverts(newborn: System) -> None:
    vacate(newborn)
    with reverts("OfficeVacant"):
        newborn.guardianship.vacate(sender=newborn.peer("Succession"))


def test_vacate__everything_paused__sets_vacant(newborn: System) -> None:
    """Invariants 25 and 30: no pause stops the succession."""
    late = newborn.guardianship.lastSeen() + 120 * DAY
    newborn.rpc.travel_to(late - HOUR)
    guardian = newborn.guardian
    newborn.token.pause(sender=guardian)
    newborn.registry.pauseBirths(sender=guardian)
    newborn.registry.pauseWalletRequests(sender=guardian)
    newborn.cap.pauseLinks(sender=guardian)
    newborn.treasury.pausePayments(sender=guardian)
    for _ in range(4):
        newborn.rpc.travel(3 * DAY - 1)
        newborn.token.pause(sender=guardian)
    seen = newborn.guardianship.lastSeen()
    newborn.guardianship.vacate(sender=newborn.peer("Succession"), at=seen + 120 * DAY)
    newborn.guardianship.install(NEXT, sender=newborn.peer("Succession"))
    assert newborn.guardianship.guardian() == NEXT.address


@pytest.mark.parametrize(
    ("contract", "call"),
    [
        ("guardianship", ("proposeRotation", NEXT)),
        ("guardianship", ("proposeSuccessor", NEXT)),
        ("guardianship", ("proposeRecoveryAddress", NEXT)),
        ("guardianship", ("contestRecovery",)),
        ("guardianship", ("cancelRotation",)),
        ("guardianship", ("cancelSuccessor",)),
        ("guardianship", ("cancelRecoveryAddress",)),
        ("token", ("pause",)),
        ("token", ("freeze", NEXT)),
        ("registry", ("pauseBirths",)),
        ("registry", ("pauseWalletRequests",)),
        ("registry", ("emergencySuspend", 1)),
        ("cap", ("pauseLinks",)),
        ("treasury", ("pausePayments",)),
        ("authority", ("handOver", NEXT)),
    ],
    ids=lambda v: v if isinstance(v, str) else v[0],
)
def test_vacant__any_power_of_the_silent_guardian__reverts(newborn: System, contract: Any, call: Any) -> None:
    vacate(newborn)
    function, *args = call
    with reverts("OfficeVacant"):
        getattr(newborn, contract).fn(function)(*args, sender=newborn.guardian)


def test_heartbeat__vacant__returns(newborn: System) -> None:
    """Invariant 26."""
    vacate(newborn)
    time = newborn.rpc.now + 5
    receipt = newborn.guardianship.heartbeat(sender=newborn.guardian, at=time)
    assert told(receipt) == [("GuardianReturned", 1, newborn.guardian.address), ("Heartbeat", 1, time)]
    office = newborn.guardianship
    assert (office.vacant(), office.epoch(), office.lastSeen()) == (False, 1, time)
    assert office.isGuardian(newborn.guardian)
    with reverts("GuardianNotSilent", time, time + 120 * DAY):
        office.install(NEXT, sender=newborn.peer("Succession"))


def test_heartbeat_by_sig__vacant__returns(newborn: System) -> None:
    """Invariant 26."""
    vacate(newborn)
    deadline = newborn.rpc.now + HOUR
    proof = sign_heartbeat(newborn, deadline)
    receipt = newborn.guardianship.heartbeatBySig(deadline, proof, sender=newborn.stranger)
    now = newborn.rpc.now
    assert told(receipt) == [("GuardianReturned", 1, newborn.guardian.address), ("Heartbeat", 1, now)]
    assert not newborn.guardianship.vacant()


def test_install__not_the_succession__reverts(newborn: System) -> None:
    vacate(newborn)
    for caller in (newborn.stranger, newborn.successor, newborn.recovery, newborn.guardian, NEXT):
        with reverts("CallerNotPeer", caller, newborn.peer("Succession")):
            newborn.guardianship.install(NEXT, sender=caller)


def test_install__office_not_vacant__reverts(newborn: System) -> None:
    """Invariant 25: also after any silence, as long as nobody declared the office vacant."""
    seen = newborn.guardianship.lastSeen()
    for time in (newborn.rpc.now + 1, seen + 500 * DAY):
        with reverts("GuardianNotSilent", seen, seen + 120 * DAY):
            newborn.guardianship.install(NEXT, sender=newborn.peer("Succession"), at=time)


def test_install__refused_candidates__reverts(newborn: System) -> None:
    newborn.birth(1)
    vacate(newborn)
    agent = newborn.registry.getAgentWallet(1)
    for candidate in (ZERO, newborn.guardian, newborn.treasury, agent):
        with reverts("CandidateRefused", candidate):
            newborn.guardianship.install(candidate, sender=newborn.peer("Succession"))


def test_install__vacant__sets_the_next_guardian(newborn: System) -> None:
    vacate(newborn)
    time = newborn.rpc.now + 10
    receipt = newborn.guardianship.install(NEXT, sender=newborn.peer("Succession"), at=time)
    assert told(receipt)[0] == ("GuardianChanged", 2, newborn.guardian.address, NEXT.address)
    office = newborn.guardianship
    assert (office.vacant(), office.guardian(), office.epoch()) == (False, NEXT.address, 2)
    assert office.lastSeen() == time
    assert newborn.cap.classOf(NEXT) == class_("guardian")
    with reverts("CallerNotGuardian", newborn.guardian):
        office.heartbeat(sender=newborn.guardian)


def test_install__the_named_successor__leaves_its_office_empty(newborn: System) -> None:
    vacate(newborn)
    newborn.guardianship.install(newborn.successor, sender=newborn.peer("Succession"))
    assert newborn.guardianship.guardian() == newborn.successor.address
    assert newborn.guardianship.successor() == ZERO


def test_vacate__after_a_rotation__counts_from_the_acceptance(newborn: System) -> None:
    rotate_office(newborn, NEXT)
    seated = newborn.rpc.now
    with reverts("GuardianNotSilent", seated, seated + 120 * DAY):
        newborn.guardianship.vacate(sender=newborn.peer("Succession"), at=seated + 120 * DAY - 1)
    newborn.guardianship.vacate(sender=newborn.peer("Succession"), at=seated + 120 * DAY)


def test_install__vacant__sets_the_start_of_the_epoch(newborn: System) -> None:
    """A return is no new epoch; an installation is."""
    first = newborn.guardianship.startedAt(1)
    vacate(newborn)
    newborn.guardianship.heartbeat(sender=newborn.guardian)
    assert [newborn.guardianship.startedAt(epoch) for epoch in (1, 2)] == [first, 0]
    vacate(newborn)
    time = newborn.rpc.now + 10
    newborn.guardianship.install(NEXT, sender=newborn.peer("Succession"), at=time)
    assert [newborn.guardianship.startedAt(epoch) for epoch in (0, 1, 2, 3)] == [0, first, time, 0]
