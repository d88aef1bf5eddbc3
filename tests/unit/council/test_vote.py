"""vote: approves of nominees of one's own category, at most as many as it has open seats.

vote
├── caller ── as for stand (test_stand)
├── not the voting ── reverts WrongPhase (test_calendar)
├── more names than open seats ── reverts TooManyNames
├── a name that is not on the category's list ── reverts NotListed
├── a name twice ── reverts NamedTwice
└── otherwise ── emits BallotCast; an earlier ballot of the agent is replaced, an empty one counts for nobody
"""

import pytest

from tests.support.actors import actor, agent_actor
from tests.support.contract import reverts
from tests.support.council import (
    ARCHETYPE,
    COPILOT,
    NOMINATION,
    REST,
    SEATS,
    SERVICE,
    SPECIALIZED,
    VOTING,
    Elections,
    ids_of,
)
from tests.support.office import told


def approvals(elections: Elections, category: int, election: int = 0) -> dict[int, int]:
    return {n.agentId: n.approvals for n in elections.council.nomineesOf(election, category)}


@pytest.fixture
def voting(elections: Elections) -> Elections:
    """Seven copilots stand, a nominee of each other category, and the voting of election 0 is open."""
    elections.stand(1, 2, 3, 4, 5, 6, 7, 11, 15, 1188, 1247)
    elections.go(0, VOTING)
    return elections


def test_vote__nominees__emits_and_counts(voting: Elections) -> None:
    assert told(voting.vote(9, 3, 1, 7)) == [("BallotCast", 0, COPILOT, 9, [3, 1, 7])]
    assert told(voting.vote(3, 3)) == [("BallotCast", 0, COPILOT, 3, [3])]
    assert approvals(voting, COPILOT) == {1: 1, 2: 0, 3: 2, 4: 0, 5: 0, 6: 0, 7: 1}
    assert voting.council.ballotOf(0, 9) == [1, 3, 7]
    assert voting.council.ballotOf(0, 8) == []


def test_vote__no_agent__reverts(voting: Elections) -> None:
    for caller in (voting.system.guardian, voting.system.registrar, voting.system.stranger):
        with reverts("CallerNotAgent", caller, 0):
            voting.council.vote([1], sender=caller)


@pytest.mark.parametrize("election", [0, 1, 2])
@pytest.mark.parametrize("category", range(5))
def test_vote__names__as_many_as_open_seats_at_most(
    elections: Elections, category: int, election: int
) -> None:
    seats = SEATS[category]
    most = [seats, seats // 2, (seats + 1) // 2][election]
    assert elections.council.openSeats(election, category) == most
    names = (ids_of(category) if category == ARCHETYPE else ids_of(category)[::-1])[: most + 1]
    elections.go(election, NOMINATION)
    elections.stand(*names)
    elections.go(election, VOTING)
    voter = ids_of(category)[-1]
    for count in (0, 1, most - 1, most):
        elections.vote(voter, *names[:count])
        assert elections.council.ballotOf(election, voter) == names[:count]
    with reverts("TooManyNames", most + 1, most):
        elections.vote(voter, *names[: most + 1])


@pytest.mark.parametrize("name", [0, 8, 11, 1188, 1251, 2**64 + 1, 2**256 - 1])
def test_vote__not_on_the_list__reverts(voting: Elections, name: int) -> None:
    """Nobody, who does not stand, another category's nominees, ids that do not exist."""
    with reverts("NotListed", name):
        voting.vote(9, 1, name)


def test_vote__name_twice__reverts(voting: Elections) -> None:
    with reverts("NamedTwice", 2):
        voting.vote(9, 1, 2, 3, 2)
    with reverts("NamedTwice", 2):
        voting.vote(9, 2, 2)


def test_vote__changed__conserves_the_sum(voting: Elections) -> None:
    """Invariant 31: approvals are those of the ballots that stand."""
    ballots = {}
    changes = [(9, [1, 2, 3]), (8, [2]), (9, [3, 4]), (9, [3, 4]), (8, []), (1, [1]), (8, [7, 2, 1]), (9, [])]
    for agent, names in changes:
        voting.vote(agent, *names)
        ballots[agent] = names
        counted = approvals(voting, COPILOT)
        every = [name for ballot in ballots.values() for name in ballot]
        assert counted == {nominee: every.count(nominee) for nominee in range(1, 8)}


def test_vote__rotated_wallet__has_the_same_ballot(voting: Elections) -> None:
    """G3: one ballot an agent, whatever its wallet."""
    voting.vote(9, 1, 2)
    voting.system.rotate(9, agent_actor(9), actor("rotated"))
    voting.council.vote([3], sender=actor("rotated"))
    assert approvals(voting, COPILOT) == {1: 0, 2: 0, 3: 1, 4: 0, 5: 0, 6: 0, 7: 0}
    with reverts("CallerNotAgent", agent_actor(9), 0):
        voting.vote(9, 1)


def test_vote__voter_suspended_later__still_counts(voting: Elections) -> None:
    voting.vote(9, 1)
    voting.decide("suspend", 9)
    voting.go(0, REST)
    assert voting.finalise(COPILOT).of("ElectionFinalised")[0].winners == [1]


def test_vote__last_second__counts(voting: Elections) -> None:
    end = voting.time(0, REST)
    voting.council.vote([1], sender=agent_actor(9), at=end - 1)
    with reverts("WrongPhase", 0, REST, VOTING):
        voting.council.vote([2], sender=agent_actor(9), at=end)
    assert voting.finalise(COPILOT).of("ElectionFinalised")[0].winners == [1]


def test_vote__other_categories__are_elections_of_their_own(voting: Elections) -> None:
    voting.vote(1189, 1188)
    voting.vote(1248, 1247)
    for category, expected in ((SPECIALIZED, {1188: 1}), (SERVICE, {1247: 1}), (ARCHETYPE, {15: 0})):
        assert approvals(voting, category) == expected
    assert set(approvals(voting, COPILOT).values()) == {0}


def test_vote__every_place_of_a_full_list__counts_on_its_own(elections: Elections) -> None:
    names = ids_of(ARCHETYPE, 64)
    elections.stand(*names)
    elections.go(0, VOTING)
    for place, name in enumerate(names):
        elections.vote(100 + place, name)
        elections.vote(200 + place // 12, *names[place // 12 * 12 : place + 1])
    assert approvals(elections, ARCHETYPE) == dict.fromkeys(names, 2)
