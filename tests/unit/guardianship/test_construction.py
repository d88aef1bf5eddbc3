"""The first officers.

constructor
├── guardian, recovery or successor is zero ── reverts CandidateRefused(0)   (D1)
├── two of them are one ── reverts OfficersNotDistinct
└── three people ── sets the office, tells of each
views of a young office
├── isReserved / reserved ── the three officers and nobody else
└── version
"""

from typing import Any

import pytest

from tests.support.actors import actor
from tests.support.contract import reverts
from tests.support.system import ZERO, System

G, R, S = actor("first guardian"), actor("first recovery"), actor("first successor")


@pytest.mark.parametrize(
    "officers", [(ZERO, R, S), (G, ZERO, S), (G, R, ZERO)], ids=["guardian", "recovery", "successor"]
)
def test_constructor__an_officer_is_zero__reverts(newborn: System, officers: Any) -> None:
    """D1."""
    with reverts("CandidateRefused", ZERO):
        newborn.create("Guardianship", newborn.factory, *officers)


@pytest.mark.parametrize(
    ("officers", "twice"),
    [((G, G, S), G), ((G, R, G), G), ((G, R, R), R)],
    ids=["guardian=recovery", "guardian=successor", "recovery=successor"],
)
def test_constructor__two_officers_are_one__reverts(newborn: System, officers: Any, twice: Any) -> None:
    """D1."""
    with reverts("OfficersNotDistinct", twice):
        newborn.create("Guardianship", newborn.factory, *officers)


def test_constructor__three_people__sets_the_office(newborn: System) -> None:
    office = newborn.create("Guardianship", newborn.factory, G, R, S)
    now = newborn.rpc.now
    assert office.guardian() == G.address
    assert office.recovery() == R.address
    assert office.successor() == S.address
    assert (office.epoch(), office.lastSeen(), office.vacant()) == (1, now, False)
    assert [office.startedAt(epoch) for epoch in (0, 1, 2)] == [0, now, 0]
    assert office.pendingRotation() == (ZERO, 0)
    assert office.pendingRecovery() == (ZERO, 0, ZERO, False)
    logs = newborn.rpc.logs([office.address])
    events = [newborn.errors.event(log) for log in logs]
    assert [(e.name, *e.args.values()) for e in events] == [
        ("GuardianChanged", 1, ZERO, G.address),
        ("SuccessorProposed", ZERO, S.address, now),
        ("RecoveryAddressProposed", ZERO, R.address, now),
    ]


def test_is_reserved__young_office__names_the_three_officers(newborn: System) -> None:
    office = newborn.guardianship
    officers = [newborn.guardian, newborn.recovery, newborn.successor]
    assert [office.isReserved(a) for a in officers] == [True] * 3
    assert not office.isReserved(newborn.stranger)
    assert not office.isReserved(ZERO)


def test_version__any__is_semantic(newborn: System) -> None:
    assert newborn.guardianship.version() == "1.0.0"
