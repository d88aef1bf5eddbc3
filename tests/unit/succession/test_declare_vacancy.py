"""Thirty days without an answer, and anyone may say that the office is vacant.

declareVacancy
├── no challenge in force ── reverts WrongStage
├── less than 30 days since the challenge ── reverts WrongStage
├── vacant already ── reverts WrongStage
└── otherwise ── emits VacancyDeclared and OfficeVacated; the successor's turn begins
    └── the guardian returns ── as if nobody had challenged   (invariant 26)
"""

from typing import Any

import pytest

from tests.support.actors import actor
from tests.support.contract import reverts
from tests.support.office import told
from tests.support.succession import (
    ANSWER,
    FORTNIGHT,
    SILENCE,
    challenge,
    declare,
    elect,
    open_round,
    st,
    stage,
)
from tests.support.system import DAY, System

NEXT = actor("next guardian")


def test_declare_vacancy__no_challenge__reverts(office: System) -> None:
    """Invariant 25: no silence is long enough if nobody says so in the open."""
    for time in (office.rpc.now + 1, office.guardianship.lastSeen() + 5000 * DAY):
        with reverts("WrongStage", st("quiet"), st("unanswered")):
            office.succession.declareVacancy(sender=office.stranger, at=time)


@pytest.mark.parametrize("late", [0, 500 * DAY], ids=["challenged at once", "challenged late"])
def test_declare_vacancy__time_to_answer__reverts(office: System, late: int) -> None:
    """G11: however long the silence before, the guardian has 30 days."""
    made = challenge(office, at=office.succession.challengeableFrom() + late)
    for time in (made + 1, made + ANSWER - 1):
        with reverts("WrongStage", st("challenged"), st("unanswered")):
            office.succession.declareVacancy(sender=office.stranger, at=time)


@pytest.mark.parametrize("late", [0, 1, 300 * DAY], ids=["at", "after", "long after"])
@pytest.mark.parametrize("who", ["stranger", "successor", "guardian"])
def test_declare_vacancy__unanswered__emits(office: System, who: str, late: int) -> None:
    """Invariant 25: reachable in bounded time."""
    time = challenge(office) + ANSWER + late
    assert stage(office, at=time) == ("unanswered", 0)
    receipt = office.succession.declareVacancy(sender=getattr(office, who), at=time)
    guardian = office.guardian.address
    assert told(receipt) == [("VacancyDeclared", 1, time + FORTNIGHT), ("OfficeVacated", 1, guardian)]
    assert office.guardianship.vacant()
    made = time - ANSWER - late
    assert office.succession.challenged() == {"madeAt": made, "vacantAt": time, "threshold": 67}
    assert stage(office) == ("successor", time + FORTNIGHT)


def test_declare_vacancy__vacant_already__reverts(office: System) -> None:
    time = declare(office)
    for later, current in ((1, "successor"), (FORTNIGHT, "openable")):
        with reverts("WrongStage", st(current), st("unanswered")):
            office.succession.declareVacancy(sender=office.stranger, at=time + later)


@pytest.mark.parametrize("reached", ["successor", "openable", "voting", "elected", "acceptance", "failed"])
def test_declare_vacancy__the_guardian_returns__is_undone(office: System, reached: str) -> None:
    """Invariant 26: until another one has accepted."""
    guardian = office.guardianship
    if reached in ("successor", "openable"):
        time = declare(office) + (1 if reached == "successor" else FORTNIGHT)
    elif reached in ("voting", "failed"):
        time = open_round(office) + (1 if reached == "voting" else FORTNIGHT)
    else:
        time = elect(office, NEXT) + (1 if reached == "elected" else FORTNIGHT)
    assert stage(office, at=time)[0] == reached
    receipt = guardian.heartbeat(sender=office.guardian, at=time)
    assert told(receipt) == [("GuardianReturned", 1, office.guardian.address), ("Heartbeat", 1, time)]
    assert (guardian.vacant(), guardian.epoch(), stage(office)) == (False, 1, ("quiet", 0))
    assert office.succession.elected() == "0x" + "00" * 20
    for function, needed, caller in (
        ("declareVacancy", "unanswered", office.stranger),
        ("openElection", "openable", office.stranger),
        ("acceptSuccession", "successor", office.successor),
        *([("acceptElection", "acceptance", NEXT)] if reached in ("elected", "acceptance") else []),
    ):
        for wait in (1, FORTNIGHT, SILENCE):
            with reverts("WrongStage", st("quiet"), st(needed)):
                office.succession.fn(function)(sender=caller, at=time + wait)


def test_declare_vacancy__after_a_return__needs_everything_anew(office: System) -> None:
    """Invariant 25: a guardian back for one second has another 120 days."""
    elect(office, NEXT)
    office.guardianship.heartbeat(sender=office.guardian)
    seen: Any = office.guardianship.lastSeen()
    assert declare(office) == seen + 120 * DAY
    assert office.succession.round() == {"openedAt": 0, "electedAt": 0, "elected": "0x" + "00" * 20}
