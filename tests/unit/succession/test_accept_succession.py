"""The one whom the silent guardian named comes first, for fourteen days.

acceptSuccession
├── not the successor ── reverts CallerNotCandidate
├── before the vacancy, or 14 days after it ── reverts WrongStage
├── the successor is an agent by now ── reverts CandidateRefused
└── otherwise ── next guardian, next epoch; the succession is over
    └── in that second ── no power of the office   (invariant 28)
"""

import pytest

from tests.support.actors import actor, agent_actor
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
from tests.support.system import DAY, ZERO, System, class_

NEXT = actor("next guardian")


@pytest.mark.parametrize("who", ["stranger", "guardian", "recovery", "deployer"])
def test_accept_succession__not_the_successor__reverts(office: System, who: str) -> None:
    declare(office)
    with reverts("CallerNotCandidate", getattr(office, who), office.successor):
        office.succession.acceptSuccession(sender=getattr(office, who))


def test_accept_succession__not_vacant__reverts(office: System) -> None:
    """Invariant 25."""
    with reverts("WrongStage", st("quiet"), st("successor")):
        office.succession.acceptSuccession(sender=office.successor, at=office.rpc.now + 500 * DAY)
    made = challenge(office)
    for time, current in ((made + 1, "challenged"), (made + 500 * DAY, "unanswered")):
        with reverts("WrongStage", st(current), st("successor")):
            office.succession.acceptSuccession(sender=office.successor, at=time)


@pytest.mark.parametrize("wait", [1, FORTNIGHT - 1], ids=["at once", "in the last second"])
def test_accept_succession__in_time__sets_the_next_guardian(office: System, wait: int) -> None:
    time = declare(office) + wait
    receipt = office.succession.acceptSuccession(sender=office.successor, at=time)
    assert told(receipt)[0] == ("GuardianChanged", 2, office.guardian.address, office.successor.address)
    assert [e.name for e in receipt.events] == ["GuardianChanged", "WalletClassified", "WalletClassified"]
    guardianship = office.guardianship
    assert (guardianship.guardian(), guardianship.epoch()) == (office.successor.address, 2)
    assert (guardianship.vacant(), guardianship.successor()) == (False, ZERO)
    assert office.cap.classOf(office.successor) == class_("guardian")
    assert stage(office) == ("quiet", 0)
    assert office.succession.challengeableFrom() == time + SILENCE


@pytest.mark.parametrize("late", [0, 1, 400 * DAY], ids=["at", "after", "long after"])
def test_accept_succession__too_late__reverts(office: System, late: int) -> None:
    time = declare(office) + FORTNIGHT + late
    with reverts("WrongStage", st("openable"), st("successor")):
        office.succession.acceptSuccession(sender=office.successor, at=time)


def test_accept_succession__the_agents_elect__reverts(office: System) -> None:
    opened = open_round(office)
    with reverts("WrongStage", st("voting"), st("successor")):
        office.succession.acceptSuccession(sender=office.successor)
    with reverts("WrongStage", st("failed"), st("successor")):
        office.succession.acceptSuccession(sender=office.successor, at=opened + FORTNIGHT)


@pytest.mark.parametrize("cancelled", [False, True])
def test_accept_succession__another_one_named_last__is_the_successor(office: System, cancelled: bool) -> None:
    """A change that the guardian began is in force 14 days later, unless the recovery address cancels it."""
    office.guardianship.proposeSuccessor(NEXT, sender=office.guardian)
    if cancelled:
        office.guardianship.cancelSuccessor(sender=office.recovery)
    declare(office)
    heir, other = (office.successor, NEXT) if cancelled else (NEXT, office.successor)
    with reverts("CallerNotCandidate", other, heir):
        office.succession.acceptSuccession(sender=other)
    office.succession.acceptSuccession(sender=heir)
    assert office.guardianship.guardian() == heir.address


def test_accept_succession__nobody_named__leaves_it_to_the_agents(office: System) -> None:
    """The place is empty after the successor took the office, until it names another."""
    declare(office)
    office.succession.acceptSuccession(sender=office.successor)
    vacant = declare(office)
    for caller in (office.guardian, office.successor):
        with reverts("CallerNotCandidate", caller, ZERO):
            office.succession.acceptSuccession(sender=caller)
    office.succession.openElection(sender=office.stranger, at=vacant + FORTNIGHT)


def test_accept_succession__pending_rotation_of_the_old_guardian__is_void(office: System) -> None:
    office.guardianship.proposeRotation(NEXT, sender=office.guardian)
    declare(office)
    with reverts("OfficeVacant"):
        office.guardianship.acceptRotation(sender=NEXT)
    office.succession.acceptSuccession(sender=office.successor)
    with reverts("CallerNotCandidate", NEXT, ZERO):
        office.guardianship.acceptRotation(sender=NEXT)


def test_accept_succession__in_that_second__uses_no_power(office: System) -> None:
    """Invariant 28."""
    time = declare(office) + 1
    office.succession.acceptSuccession(sender=office.successor, at=time)
    with reverts("OfficeJustTaken", time):
        office.token.pause(sender=office.successor, at=time)
    with reverts("AccessManagedUnauthorized", office.successor):
        office.cap.setHumanCap(10**25, sender=office.successor, at=time)
    assert [office.guardianship.isGuardian(office.successor, at=time + d) for d in (0, 1)] == [False, True]
    office.token.pause(sender=office.successor, at=time + 1)


def test_accept_succession__taken__ends_the_old_guardian_and_the_elected(office: System) -> None:
    """Invariant 26: a return comes too late."""
    declare(office)
    office.succession.acceptSuccession(sender=office.successor)
    with reverts("CallerNotGuardian", office.guardian):
        office.guardianship.heartbeat(sender=office.guardian)
    with reverts("CallerNotCandidate", agent_actor(1), ZERO):
        office.succession.acceptElection(sender=agent_actor(1))
    assert stage(office, at=office.rpc.now + ANSWER) == ("quiet", 0)


def test_accept_succession__elected_meanwhile__reverts(office: System) -> None:
    elect(office, NEXT)
    with reverts("WrongStage", st("elected"), st("successor")):
        office.succession.acceptSuccession(sender=office.successor)
