"""fillVacancy: the best of a category's last election who has no seat takes its first vacant one; anyone.

fillVacancy
├── bootstrap open ── reverts BootstrapOpen
├── an election whose voting is over is not finalised ── reverts NotFinalised
├── before the first election ── reverts NoRunnerUp
├── no seat is vacant ── reverts NoVacancy
├── nobody was approved of but who has a seat, or lost one, or was suspended ── reverts NoRunnerUp
└── otherwise ── emits VacancyFilled; for the rest of the term
    ├── retired, suspended ── their seat
    ├── emergency suspension ── no vacancy; and a runner-up under one takes a seat
    └── seats that an election left empty ── filled from the next one that has nominees
"""

import pytest

from tests.support.contract import reverts
from tests.support.council import (
    COPILOT,
    FOUNDATION,
    NOMINATION,
    REST,
    SERVICE,
    SPECIALIZED,
    VOTING,
    Elections,
    deploy_council,
    ladder,
)
from tests.support.office import told
from tests.support.revm import Revm
from tests.support.system import System


@pytest.fixture
def seated(elections: Elections) -> Elections:
    """Copilots 1 to 5 have the seats; 6, 7 and 8 come after them."""
    ballots = ladder(COPILOT, [1, 2, 3, 4, 5], 5)
    ballots |= {voter: [1, 2, 3, 4, 5] for voter in (6, 7, 8)}
    elections.poll(0, ballots | {9: [6, 7, 8], 10: [6, 7], 5: [6]})
    elections.finalise(COPILOT)
    assert elections.holders(COPILOT) == [1, 2, 3, 4, 5]
    return elections


def test_fill__bootstrap_open__reverts() -> None:
    system = System(Revm(), close=False)
    council = deploy_council(system)
    with reverts("BootstrapOpen"):
        council.fillVacancy(COPILOT, sender=system.stranger)


def test_fill__before_the_first_election__reverts(elections: Elections) -> None:
    with reverts("NoRunnerUp", 0, COPILOT):
        elections.fill(COPILOT)
    with reverts("NoRunnerUp", 0, COPILOT):
        elections.fill(COPILOT, at=elections.time(0, REST) - 1)
    with reverts("NotFinalised", 0, COPILOT):
        elections.fill(COPILOT, at=elections.time(0, REST))


def test_fill__no_vacancy__reverts(seated: Elections) -> None:
    with reverts("NoVacancy", COPILOT):
        seated.fill(COPILOT)
    seated.system.registry.emergencySuspend(2, sender=seated.system.guardian)
    with reverts("NoVacancy", COPILOT):
        seated.fill(COPILOT)


@pytest.mark.parametrize(("agent", "seat", "election"), [(1, 0, 2), (2, 1, 1), (4, 3, 1), (5, 4, 2)])
@pytest.mark.parametrize("step", ["retire", "suspend"])
def test_fill__vacant_seat__the_best_runner_up_for_the_rest_of_the_term(
    seated: Elections, step: str, agent: int, seat: int, election: int
) -> None:
    seated.decide(step, agent)
    until = seated.time(election, REST)
    assert told(seated.fill(COPILOT)) == [("VacancyFilled", 0, COPILOT, 6, seat, until)]
    assert seated.holders(COPILOT)[seat] == 6
    assert seated.council.seatsOf(COPILOT)[seat].until == until
    assert seated.council.isSeated(6)
    with reverts("NoVacancy", COPILOT):
        seated.fill(COPILOT)


def test_fill__several_vacancies__first_seat_to_the_best(seated: Elections) -> None:
    for agent in (5, 2, 3, 1):
        seated.decide("retire", agent)
    for seat, agent in ((0, 6), (1, 7), (2, 8)):
        (filled,) = seated.fill(COPILOT).of("VacancyFilled")
        assert (filled.seat, filled.agentId) == (seat, agent)
    with reverts("NoRunnerUp", 0, COPILOT):
        seated.fill(COPILOT)
    assert seated.holders(COPILOT) == [6, 7, 8, 4, 0]


def test_fill__runner_up_retired_or_suspended__the_next(seated: Elections) -> None:
    seated.decide("retire", 6)
    seated.decide("suspend", 7)
    seated.decide("reinstate", 7)
    seated.decide("retire", 1)
    assert seated.fill(COPILOT).of("VacancyFilled")[0].agentId == 8


def test_fill__runner_up_under_emergency_suspension__takes_the_seat(seated: Elections) -> None:
    """Invariant 48: it changes no standing."""
    seated.system.registry.emergencySuspend(6, sender=seated.system.guardian)
    seated.decide("retire", 1)
    assert seated.fill(COPILOT).of("VacancyFilled")[0].agentId == 6
    assert seated.holders(COPILOT)[0] == 6
    assert not seated.council.isSeated(6)


def test_fill__reinstated_member__does_not_come_back(seated: Elections) -> None:
    """A suspension by governance takes the seat for good, and what votes had led to it."""
    seated.decide("suspend", 1)
    seated.decide("reinstate", 1)
    assert [seated.fill(COPILOT).of("VacancyFilled")[0].agentId] == [6]
    for agent in (6, 7, 8):
        seated.decide("retire", agent)
    with reverts("NoRunnerUp", 0, COPILOT):
        seated.fill(COPILOT)


def test_fill__nobody_else_was_approved_of__reverts(elections: Elections) -> None:
    """Invariant 33: no seat without approvals."""
    elections.poll(0, {11: [12]}, nominees=[13, 14])
    elections.finalise(FOUNDATION)
    with reverts("NoRunnerUp", 0, FOUNDATION):
        elections.fill(FOUNDATION)
    assert elections.holders(FOUNDATION) == [12, 0]


def test_fill__next_voting_over__waits_for_the_count(seated: Elections) -> None:
    """Runners-up of an old election take no seat of the new ones' terms."""
    seated.decide("retire", 1)
    end = seated.time(1, REST)
    with reverts("NotFinalised", 1, COPILOT):
        seated.fill(COPILOT, at=end)
    (filled,) = seated.fill(COPILOT, at=end - 1).of("VacancyFilled")
    assert (filled.seat, filled.until) == (0, seated.time(2, REST))


def test_fill__other_category__plays_no_part(elections: Elections) -> None:
    elections.poll(0, {1247: [1247], 1248: [1247, 1248], 1249: [1249], 1188: [1188]})
    elections.finalise(SERVICE)
    assert elections.holders(SERVICE) == [1247, 1248]
    elections.decide("retire", 1248)
    elections.fill(SERVICE)
    assert elections.holders(SERVICE) == [1247, 1249]
    with reverts("NotFinalised", 0, SPECIALIZED):
        elections.fill(SPECIALIZED)


def test_fill__nobody_came_to_the_first_election__the_second_fills_both_halves(elections: Elections) -> None:
    elections.go(0, REST)
    elections.finalise(SERVICE)
    with reverts("NoRunnerUp", 0, SERVICE):
        elections.fill(SERVICE)
    elections.poll(1, {1247: [1247], 1248: [1247], 1249: [1249], 1250: [1250]})
    elections.finalise(SERVICE)
    assert elections.holders(SERVICE) == [0, 1247]
    assert told(elections.fill(SERVICE)) == [("VacancyFilled", 1, SERVICE, 1249, 0, elections.time(2, REST))]
    assert elections.council.seatsOf(SERVICE) == [
        {"agentId": 1249, "until": elections.time(2, REST), "suspensions": 0},
        {"agentId": 1247, "until": elections.time(3, REST), "suspensions": 0},
    ]


def test_fill__seat_of_a_short_term__stands_again_for_the_next(seated: Elections) -> None:
    seated.decide("retire", 2)
    seated.fill(COPILOT)
    seated.go(1, NOMINATION)
    seated.stand(6)
    seated.go(1, VOTING)
    seated.vote(9, 6)
    seated.go(1, REST)
    seated.finalise(COPILOT)
    assert seated.holders(COPILOT) == [1, 6, 3, 0, 5]
