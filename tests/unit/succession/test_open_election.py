"""Rounds: fourteen days of votes each, as many as are needed.

openElection
├── not vacant, or the successor's 14 days ── reverts WrongStage
├── a round runs, or its elected candidate can still accept ── reverts WrongStage
├── less than 14 days after a round failed ── reverts WrongStage
│   ├── nobody elected ── it failed when the votes ended
│   └── elected, not accepted ── it failed when the acceptance ended
└── otherwise ── emits RoundOpened; the same snapshot, no vote of an earlier round
"""

import pytest

from tests.support.actors import actor, agent_actor
from tests.support.contract import reverts
from tests.support.holders import pay
from tests.support.office import told
from tests.support.succession import (
    ANSWER,
    FORTNIGHT,
    challenge,
    declare,
    elect,
    open_round,
    reopen,
    st,
    stage,
    vote,
)
from tests.support.system import DAY, ZERO, System

NEXT = actor("next guardian")


def test_open_election__not_vacant__reverts(office: System) -> None:
    """Invariant 25."""
    with reverts("WrongStage", st("quiet"), st("openable")):
        office.succession.openElection(sender=office.stranger, at=office.rpc.now + 500 * DAY)
    made = challenge(office)
    for time, current in ((made + 1, "challenged"), (made + ANSWER, "unanswered")):
        with reverts("WrongStage", st(current), st("openable")):
            office.succession.openElection(sender=office.stranger, at=time)


def test_open_election__the_successors_turn__reverts(office: System) -> None:
    vacant = declare(office)
    for time in (vacant + 1, vacant + FORTNIGHT - 1):
        with reverts("WrongStage", st("successor"), st("openable")):
            office.succession.openElection(sender=office.stranger, at=time)


@pytest.mark.parametrize("late", [0, 1, 400 * DAY], ids=["at", "after", "long after"])
def test_open_election__the_successor_did_not_accept__emits(office: System, late: int) -> None:
    time = declare(office) + FORTNIGHT + late
    receipt = office.succession.openElection(sender=office.stranger, at=time)
    assert told(receipt) == [("RoundOpened", 1, 1, time + FORTNIGHT)]
    assert office.succession.roundCount() == 1
    assert office.succession.round() == {"openedAt": time, "electedAt": 0, "elected": ZERO}
    assert stage(office) == ("voting", time + FORTNIGHT)


def test_open_election__a_round_runs__reverts(office: System) -> None:
    opened = open_round(office)
    for time in (opened + 1, opened + FORTNIGHT - 1):
        with reverts("WrongStage", st("voting"), st("openable")):
            office.succession.openElection(sender=office.stranger, at=time)


def test_open_election__nobody_elected__waits_fourteen_days(office: System) -> None:
    opened = open_round(office)
    vote(office, 1, NEXT)
    failed = opened + FORTNIGHT
    assert stage(office, at=failed) == ("failed", failed + FORTNIGHT)
    for time in (failed, failed + FORTNIGHT - 1):
        with reverts("WrongStage", st("failed"), st("openable")):
            office.succession.openElection(sender=office.stranger, at=time)
    receipt = office.succession.openElection(sender=office.stranger, at=failed + FORTNIGHT)
    assert told(receipt) == [("RoundOpened", 2, 1, failed + 2 * FORTNIGHT)]


def test_open_election__elected_and_not_accepted__waits_fourteen_days(office: System) -> None:
    time = elect(office, NEXT)
    for later, current in ((1, "elected"), (FORTNIGHT, "acceptance"), (2 * FORTNIGHT - 1, "acceptance")):
        with reverts("WrongStage", st(current), st("openable")):
            office.succession.openElection(sender=office.stranger, at=time + later)
    for later in (2 * FORTNIGHT, 3 * FORTNIGHT - 1):
        with reverts("WrongStage", st("failed"), st("openable")):
            office.succession.openElection(sender=office.stranger, at=time + later)
    receipt = office.succession.openElection(sender=office.stranger, at=time + 3 * FORTNIGHT)
    assert told(receipt) == [("RoundOpened", 2, 1, time + 4 * FORTNIGHT)]
    assert office.succession.round() == {"openedAt": time + 3 * FORTNIGHT, "electedAt": 0, "elected": ZERO}


def test_open_election__many_times__keeps_the_snapshot_and_no_vote(office: System) -> None:
    """A failed election can be repeated without limit, on the units of the second before the challenge."""
    opened = open_round(office)
    snapshot = office.succession.challenged().madeAt - 1
    pay(office, agent_actor(5), 1000)
    for number in range(1, 7):
        assert office.succession.roundCount() == number
        receipt = vote(office, 1, NEXT)
        assert told(receipt) == [
            ("CandidateSupported", number, agent_actor(1).address, NEXT.address, ZERO, 1, 66)
        ]
        assert office.succession.votesOf(number, NEXT) == 66
        with reverts("NoVotingUnits", agent_actor(5), snapshot):
            vote(office, 5, NEXT)
        assert reopen(office) == opened + 2 * FORTNIGHT * number
        assert office.succession.votesOf(number + 1, NEXT) == 0
        assert office.succession.supportOf(number + 1, agent_actor(1)) == ZERO
    assert office.succession.challenged().threshold == 67
    vote(office, 1, NEXT)
    vote(office, 2, NEXT)
    assert office.succession.elected() == NEXT.address


def test_open_election__after_a_return_and_another_silence__has_no_vote_of_the_old_one(
    office: System,
) -> None:
    """Invariant 28: what was given in another challenge is void, and its elected candidate with it."""
    elect(office, NEXT)
    office.guardianship.heartbeat(sender=office.guardian)
    open_round(office)
    assert office.succession.roundCount() == 2
    assert office.succession.votesOf(2, NEXT) == 0
    with reverts("CallerNotCandidate", NEXT, ZERO):
        office.succession.acceptElection(sender=NEXT)
    vote(office, 3, NEXT)
    vote(office, 1, NEXT)
    assert office.succession.elected() == NEXT.address


def test_open_election__after_another_epoch__has_no_vote_of_the_old_one(office: System) -> None:
    """Invariant 28: approvals of an old epoch are void."""
    elect(office, NEXT)
    office.guardianship.proposeRecovery(actor("recovered"), sender=office.recovery)
    ready = office.rpc.now + FORTNIGHT
    office.guardianship.acceptRecovery(sender=actor("recovered"), at=ready)
    with reverts("WrongStage", st("quiet"), st("acceptance")):
        office.succession.acceptElection(sender=NEXT)
    opened = open_round(office)
    assert told(vote(office, 1, NEXT))[0][1] == 2
    assert office.succession.votesOf(2, NEXT) == 66
    with reverts("CallerNotCandidate", NEXT, ZERO):
        office.succession.acceptElection(sender=NEXT, at=opened + FORTNIGHT)


def test_open_election__no_units__fails_each_time(unpaid: System) -> None:
    """X3, X4: with nothing released nobody is elected; the recovery address and the guardian remain."""
    open_round(unpaid)
    assert unpaid.succession.challenged().threshold == 1
    snapshot = unpaid.succession.challenged().madeAt - 1
    pay(unpaid, agent_actor(1), 10**24)
    for _ in range(2):
        with reverts("NoVotingUnits", agent_actor(1), snapshot):
            vote(unpaid, 1, NEXT)
        reopen(unpaid)
    unpaid.guardianship.proposeRecovery(NEXT, sender=unpaid.recovery)
    unpaid.guardianship.acceptRecovery(sender=NEXT, at=unpaid.rpc.now + FORTNIGHT)
    assert unpaid.guardianship.guardian() == NEXT.address
