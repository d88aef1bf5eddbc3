"""Whom 67 % elected takes the office by a call of its own, after fourteen days and within fourteen more.

acceptElection
├── not the elected candidate ── reverts CallerNotCandidate
├── before 14 days, from 28 days on ── reverts WrongStage
├── the candidate is an agent by now ── cannot come about: WalletTaken from its election on
└── otherwise ── next guardian, next epoch; the succession is over
    ├── while everything is paused, for ever ── the same   (invariants 25 and 30)
    └── in that second ── no power of the office   (invariant 28)
elected
└── the one who can still accept, otherwise zero; reserved as an officer is   (a stolen registrar's key)
"""

import pytest

from tests.support.actors import actor, agent_actor
from tests.support.contract import reverts
from tests.support.office import told
from tests.support.succession import (
    FORTNIGHT,
    SILENCE,
    challenge,
    elect,
    hold_agent_for_ever,
    hold_for_ever,
    open_round,
    reopen,
    st,
    stage,
    take_over,
    vote,
)
from tests.support.system import DAY, ZERO, System, class_

NEXT, OTHER = actor("next guardian"), actor("other candidate")
PAUSES = [
    ("token", "pause", "transfers"),
    ("registry", "pauseBirths", "births"),
    ("registry", "pauseWalletRequests", "walletRequests"),
    ("cap", "pauseLinks", "links"),
    ("treasury", "pausePayments", "payments"),
]


@pytest.mark.parametrize("who", ["stranger", "guardian", "recovery", "successor"])
def test_accept_election__not_the_elected__reverts(office: System, who: str) -> None:
    time = elect(office, NEXT) + FORTNIGHT
    with reverts("CallerNotCandidate", getattr(office, who), NEXT):
        office.succession.acceptElection(sender=getattr(office, who), at=time)


def test_accept_election__nobody_elected__reverts(office: System) -> None:
    """A candidate with 66 of 100 units has nothing."""
    with reverts("CallerNotCandidate", NEXT, ZERO):
        office.succession.acceptElection(sender=NEXT)
    opened = open_round(office)
    vote(office, 1, NEXT)
    with reverts("CallerNotCandidate", NEXT, ZERO):
        office.succession.acceptElection(sender=NEXT, at=opened + 2 * FORTNIGHT)


def test_accept_election__too_early__reverts(office: System) -> None:
    time = elect(office, NEXT)
    for wait in (1, FORTNIGHT - 1):
        with reverts("WrongStage", st("elected"), st("acceptance")):
            office.succession.acceptElection(sender=NEXT, at=time + wait)


@pytest.mark.parametrize("wait", [0, 1, FORTNIGHT - 1], ids=["at", "after", "last second"])
def test_accept_election__in_time__sets_the_next_guardian(office: System, wait: int) -> None:
    time = elect(office, NEXT) + FORTNIGHT + wait
    receipt = office.succession.acceptElection(sender=NEXT, at=time)
    assert told(receipt)[0] == ("GuardianChanged", 2, office.guardian.address, NEXT.address)
    assert [e.name for e in receipt.events] == ["GuardianChanged", "WalletClassified", "WalletClassified"]
    guardianship = office.guardianship
    assert (guardianship.guardian(), guardianship.epoch(), guardianship.vacant()) == (NEXT.address, 2, False)
    assert guardianship.successor() == office.successor.address
    assert office.cap.classOf(NEXT) == class_("guardian")
    assert stage(office) == ("quiet", 0)
    assert office.succession.challengeableFrom() == time + SILENCE


@pytest.mark.parametrize("late", [0, 1, FORTNIGHT, 400 * DAY])
def test_accept_election__too_late__reverts(office: System, late: int) -> None:
    time = elect(office, NEXT) + 2 * FORTNIGHT + late
    current = "failed" if late < FORTNIGHT else "openable"
    with reverts("WrongStage", st(current), st("acceptance")):
        office.succession.acceptElection(sender=NEXT, at=time)


def test_accept_election__a_later_round_elects_another__reverts(office: System) -> None:
    time = elect(office, NEXT) + 3 * FORTNIGHT
    office.succession.openElection(sender=office.stranger, at=time)
    with reverts("CallerNotCandidate", NEXT, ZERO):
        office.succession.acceptElection(sender=NEXT)
    vote(office, 2, OTHER)
    vote(office, 1, OTHER)
    with reverts("CallerNotCandidate", NEXT, OTHER):
        office.succession.acceptElection(sender=NEXT)
    office.succession.acceptElection(sender=OTHER, at=office.rpc.now + FORTNIGHT)
    assert office.guardianship.guardian() == OTHER.address


def test_accept_election__the_recovery_address_or_the_successor__leaves_its_place(office: System) -> None:
    take_over(office, office.recovery)
    assert (office.guardianship.recovery(), office.guardianship.successor()) == (
        ZERO,
        office.successor.address,
    )


def test_accept_election__twice__reverts(office: System) -> None:
    take_over(office, NEXT)
    with reverts("WrongStage", st("quiet"), st("acceptance")):
        office.succession.acceptElection(sender=NEXT)


def test_accept_election__in_that_second__uses_no_power(office: System) -> None:
    """Invariant 28."""
    time = take_over(office, NEXT)
    with reverts("OfficeJustTaken", time):
        office.token.pause(sender=NEXT, at=time)
    with reverts("AccessManagedUnauthorized", NEXT):
        office.cap.setHumanCap(10**25, sender=NEXT, at=time)
    assert [office.guardianship.isGuardian(NEXT, at=time + d) for d in (0, 1)] == [False, True]
    office.token.pause(sender=NEXT, at=time + 1)


def test_accept_election__everything_paused_for_ever__sets_the_next_guardian(office: System) -> None:
    """Invariants 25 and 30: transfers, births, links, payments, two voters, the candidate."""
    for place, pause, scope in PAUSES:
        contract = getattr(office, place)
        contract.fn(pause)(sender=office.guardian)
        hold_for_ever(office, contract, scope)
    hold_agent_for_ever(office, 1, "suspend")
    hold_agent_for_ever(office, 2, "freeze")
    seen = office.guardianship.lastSeen()
    ready = elect(office, NEXT) + FORTNIGHT
    assert ready <= seen + (90 + 30 + 14 + 14) * DAY + 2
    assert office.token.paused()
    assert not office.registry.isActive(1)
    office.succession.acceptElection(sender=NEXT, at=ready)
    assert office.guardianship.guardian() == NEXT.address
    assert not office.token.paused()


def test_accept_election__candidate_with_code__is_seated(office: System) -> None:
    """A smart account accepts by a call of its own; what it does in the same second is refused."""
    office.rpc.set_code(NEXT.address, "0x00")
    time = take_over(office, NEXT)
    with reverts("OfficeJustTaken", time):
        office.guardianship.proposeRotation(OTHER, sender=NEXT, at=time)


@pytest.mark.parametrize("reached", ["voting", "elected", "acceptance", "failed", "next round", "seated"])
def test_elected__any_stage__is_reserved_while_it_can_accept(office: System, reached: str) -> None:
    """A registrar can't stop a guardian's election by calling the elected candidate an agent."""
    assert office.succession.elected() == ZERO
    if reached == "voting":
        open_round(office)
        vote(office, 1, NEXT)
    elif reached == "seated":
        take_over(office, NEXT)
    else:
        time = elect(office, NEXT)
        fortnights = {"elected": 1, "acceptance": 2, "failed": 3, "next round": 4}[reached]
        office.rpc.travel_to(time + fortnights * FORTNIGHT - 1)
    if reached == "next round":
        office.succession.openElection(sender=office.stranger)
    named = reached in ("elected", "acceptance")
    assert office.succession.elected() == (NEXT.address if named else ZERO)
    assert office.guardianship.isReserved(NEXT) == (named or reached == "seated")
    assert (NEXT.address in office.guardianship.reserved()) == (named or reached == "seated")


@pytest.mark.parametrize("rotates", [False, True])
def test_elected__called_an_agent__reverts(office: System, rotates: bool) -> None:
    """Also its own signature makes it no agent until it had its time to accept."""
    elect(office, NEXT)
    with reverts("WalletTaken", NEXT):
        if rotates:
            office.rotate(3, agent_actor(3), NEXT)
        else:
            office.registry.birthBatch(15, [(NEXT.address, b"P15".ljust(32, b"\0"))], sender=office.registrar)
    office.rpc.travel(2 * FORTNIGHT)
    office.rotate(3, agent_actor(3), NEXT)
    office.rpc.travel(FORTNIGHT)
    office.succession.openElection(sender=office.stranger)
    with reverts("CandidateRefused", NEXT):
        vote(office, 1, NEXT)


def test_elected__an_agent_by_the_time_of_its_election__is_refused_at_the_vote(office: System) -> None:
    """Before the threshold a candidate can still be called an agent; then it is elected no more."""
    open_round(office)
    vote(office, 1, NEXT)
    office.registry.birthBatch(15, [(NEXT.address, b"P15".ljust(32, b"\0"))], sender=office.registrar)
    with reverts("CandidateRefused", NEXT):
        vote(office, 2, NEXT)
    vote(office, 1, OTHER)
    vote(office, 2, OTHER)
    assert office.succession.elected() == OTHER.address


def test_challenge__nobody_ever_acts__keeps_the_way_open(office: System) -> None:
    """Rounds without a vote, for years: the next one elects."""
    made = challenge(office)
    office.succession.declareVacancy(sender=office.stranger, at=made + 1000 * DAY)
    office.succession.openElection(sender=office.stranger, at=made + 2000 * DAY)
    for _ in range(3):
        reopen(office)
    vote(office, 1, NEXT)
    vote(office, 2, NEXT)
    office.succession.acceptElection(sender=NEXT, at=office.rpc.now + FORTNIGHT)
    assert office.guardianship.guardian() == NEXT.address
