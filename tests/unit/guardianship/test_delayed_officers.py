"""Successor and recovery address change by themselves after their delay (DelayedAddress), 14 and 30 days.

proposeSuccessor / proposeRecoveryAddress
├── not the guardian ── reverts CallerNotGuardian
├── zero, the guardian, a contract of the protocol, an agent ── reverts CandidateRefused
├── holds the other office, now or soon ── reverts OfficersNotDistinct
├── another change pending ── replaces it; due already ── it counts as the previous one
├── the place is empty ── in force at once
└── otherwise ── emits, reserves both; in force exactly at its time and without a call
cancelSuccessor / cancelRecoveryAddress
├── neither guardian nor recovery ── reverts CallerNotGuardian
├── nothing pending, or in force already ── reverts NothingPending
└── pending ── emits; the old recovery address can cancel its own replacement until the last second
"""

from dataclasses import dataclass
from typing import Any

import pytest

from tests.support.actors import actor
from tests.support.contract import reverts
from tests.support.office import rotate_office, told
from tests.support.system import DAY, ZERO, System

NEW, NEWER = actor("new officer"), actor("newer officer")


@dataclass(frozen=True)
class Place:
    """One of the two offices, and the functions that move it."""

    name: str
    other: str
    propose: str
    propose_other: str
    cancel: str
    proposed: str
    cancelled: str
    delay: int


PLACES = [
    Place(
        "successor", "recovery", "proposeSuccessor", "proposeRecoveryAddress", "cancelSuccessor",
        "SuccessorProposed", "SuccessorCancelled", 14 * DAY,
    ),
    Place(
        "recovery", "successor", "proposeRecoveryAddress", "proposeSuccessor", "cancelRecoveryAddress",
        "RecoveryAddressProposed", "RecoveryAddressCancelled", 30 * DAY,
    ),
]  # fmt: skip


@pytest.fixture(params=PLACES, ids=[p.name for p in PLACES])
def place(request: pytest.FixtureRequest) -> Place:
    chosen: Place = request.param
    return chosen


def test_propose__not_the_guardian__reverts(newborn: System, place: Place) -> None:
    for caller in (newborn.stranger, newborn.recovery, newborn.successor, NEW):
        with reverts("CallerNotGuardian", caller):
            newborn.guardianship.fn(place.propose)(NEW, sender=caller)


def test_propose__refused_candidates__reverts(newborn: System, place: Place) -> None:
    newborn.birth(1)
    agent = newborn.registry.getAgentWallet(1)
    for candidate in (ZERO, newborn.guardian, newborn.vesting, agent):
        with reverts("CandidateRefused", candidate):
            newborn.guardianship.fn(place.propose)(candidate, sender=newborn.guardian)


def test_propose__holder_of_the_other_office__reverts(newborn: System, place: Place) -> None:
    other = getattr(newborn, place.other)
    with reverts("OfficersNotDistinct", other):
        newborn.guardianship.fn(place.propose)(other, sender=newborn.guardian)


def test_propose__soon_to_hold_the_other_office__reverts(newborn: System, place: Place) -> None:
    """Invariant 50: one key in both offices would contest and confirm alone."""
    newborn.guardianship.fn(place.propose_other)(NEW, sender=newborn.guardian)
    with reverts("OfficersNotDistinct", NEW):
        newborn.guardianship.fn(place.propose)(NEW, sender=newborn.guardian)
    newborn.rpc.travel(31 * DAY)
    with reverts("OfficersNotDistinct", NEW):
        newborn.guardianship.fn(place.propose)(NEW, sender=newborn.guardian)


def test_propose__free_address__takes_effect_by_itself(newborn: System, place: Place) -> None:
    office = newborn.guardianship
    old = getattr(newborn, place.name).address
    time = newborn.rpc.now + 100
    receipt = office.fn(place.propose)(NEW, sender=newborn.guardian, at=time)
    effective = time + place.delay
    assert told(receipt) == [("Heartbeat", 1, time), (place.proposed, old, NEW.address, effective)]
    assert office.isReserved(old)
    assert office.isReserved(NEW)
    views = [office.fn(place.name)(at=effective + d) for d in (-1, 0, 1)]
    assert views == [old, NEW.address, NEW.address]
    newborn.rpc.travel_to(effective)
    assert office.isReserved(NEW)
    assert not office.isReserved(old)


def test_propose__another_pending__replaces_it(newborn: System, place: Place) -> None:
    office = newborn.guardianship
    old = getattr(newborn, place.name).address
    office.fn(place.propose)(NEW, sender=newborn.guardian)
    later = newborn.rpc.now + place.delay - 10
    receipt = office.fn(place.propose)(NEWER, sender=newborn.guardian, at=later)
    assert told(receipt)[1] == (place.proposed, old, NEWER.address, later + place.delay)
    assert not office.isReserved(NEW)
    views = [office.fn(place.name)(at=later + d) for d in (11, place.delay - 1, place.delay)]
    assert views == [old, old, NEWER.address]


def test_propose__the_last_change_due__counts_it_as_the_previous(newborn: System, place: Place) -> None:
    office = newborn.guardianship
    office.fn(place.propose)(NEW, sender=newborn.guardian)
    later = newborn.rpc.now + place.delay
    receipt = office.fn(place.propose)(NEWER, sender=newborn.guardian, at=later)
    assert told(receipt)[1] == (place.proposed, NEW.address, NEWER.address, later + place.delay)
    views = [office.fn(place.name)(at=later + d) for d in (1, place.delay - 1, place.delay)]
    assert views == [NEW.address, NEW.address, NEWER.address]
    receipt = office.fn(place.cancel)(sender=newborn.guardian)
    assert told(receipt)[1] == (place.cancelled, NEWER.address)
    assert office.fn(place.name)(at=later + place.delay) == NEW.address


def test_propose__empty_place__takes_effect_at_once(newborn: System, place: Place) -> None:
    """Whoever takes the office leaves its other one empty, and names somebody before a thief can."""
    office = newborn.guardianship
    holder = getattr(newborn, place.name)
    rotate_office(newborn, holder)
    assert office.fn(place.name)() == ZERO
    newborn.rpc.travel(1)
    receipt = office.fn(place.propose)(NEW, sender=holder)
    assert told(receipt)[1] == (place.proposed, ZERO, NEW.address, newborn.rpc.now)
    assert office.fn(place.name)() == NEW.address


def test_cancel__neither_guardian_nor_recovery__reverts(newborn: System, place: Place) -> None:
    newborn.guardianship.fn(place.propose)(NEW, sender=newborn.guardian)
    for caller in (newborn.stranger, newborn.successor, NEW):
        with reverts("CallerNotGuardian", caller):
            newborn.guardianship.fn(place.cancel)(sender=caller)


@pytest.mark.parametrize("who", ["guardian", "recovery"])
def test_cancel__nothing_pending__reverts(newborn: System, place: Place, who: Any) -> None:
    with reverts("NothingPending"):
        newborn.guardianship.fn(place.cancel)(sender=getattr(newborn, who))


def test_cancel__in_force_already__reverts(newborn: System, place: Place) -> None:
    time = newborn.rpc.now + 1
    newborn.guardianship.fn(place.propose)(NEW, sender=newborn.guardian, at=time)
    newborn.rpc.travel_to(time + place.delay - 1)
    with reverts("NothingPending"):
        newborn.guardianship.fn(place.cancel)(sender=newborn.guardian, at=time + place.delay)


@pytest.mark.parametrize("who", ["guardian", "recovery"])
def test_cancel__in_the_last_second__emits(newborn: System, place: Place, who: Any) -> None:
    time = newborn.rpc.now + 1
    newborn.guardianship.fn(place.propose)(NEW, sender=newborn.guardian, at=time)
    last = time + place.delay - 1
    receipt = newborn.guardianship.fn(place.cancel)(sender=getattr(newborn, who), at=last)
    heartbeat = [("Heartbeat", 1, last)] if who == "guardian" else []
    assert told(receipt) == [*heartbeat, (place.cancelled, NEW.address)]
    assert newborn.guardianship.fn(place.name)(at=last + 10) == getattr(newborn, place.name).address
    assert not newborn.guardianship.isReserved(NEW)
    with reverts("NothingPending"):
        newborn.guardianship.fn(place.cancel)(sender=newborn.guardian)


def test_recovery_address__once_changed__has_the_powers_and_the_old_one_none(newborn: System) -> None:
    office = newborn.guardianship
    office.proposeRecoveryAddress(NEW, sender=newborn.guardian)
    with reverts("CallerNotRecovery", NEW, newborn.recovery):
        office.proposeRecovery(NEWER, sender=NEW)
    newborn.rpc.travel(30 * DAY)
    office.proposeRecovery(NEWER, sender=NEW)
    with reverts("CallerNotRecovery", newborn.recovery, NEW):
        office.cancelRecovery(sender=newborn.recovery)
    office.proposeRotation(NEWER, sender=newborn.guardian)
    with reverts("CallerNotGuardian", newborn.recovery):
        office.cancelRotation(sender=newborn.recovery)
    office.cancelRotation(sender=NEW)
