"""isSeated, seatedCount, members, seatsOf: whose the seats are, and who may use one now.

a seat
├── term not begun, or over ── nobody's
├── agent retired ── vacant at once
├── agent suspended by governance ── vacant for good, a reinstatement included
├── agent under emergency suspension ── kept, and not used until that ends
└── otherwise ── its agent's, whatever its wallet
"""

import pytest

from tests.support.actors import actor, agent_actor
from tests.support.council import COPILOT, FOUNDATION, REST, SEATS, SERVICE, Elections, ids_of
from tests.support.office import rotate_office
from tests.support.system import HOUR


@pytest.fixture
def seated(elections: Elections) -> Elections:
    """Copilots 1 to 5 in the seats of election 0, 11 and 12 for foundation."""
    elections.elect(0, COPILOT, 1, 2, 3, 4, 5)
    return elections


def state(elections: Elections, agent: int, at: int | None = None) -> tuple[bool, bool, bool]:
    """Seated, among the members, holder of a seat."""
    council = elections.council
    members = council.fn("members")(at=at)
    assert len(members) == council.fn("seatedCount")(at=at)
    holders = [s.agentId for c in range(5) for s in council.fn("seatsOf")(c, at=at)]
    return council.fn("isSeated")(agent, at=at), agent in members, agent in holders


def test_seats__nobody_elected__nobody(elections: Elections) -> None:
    assert elections.council.seatedCount() == 0
    assert elections.council.members() == []
    for category in range(5):
        empty = {"agentId": 0, "until": 0, "suspensions": 0}
        assert elections.council.seatsOf(category) == [empty] * SEATS[category]
    for agent in (0, 1, 1250, 1251, 2**64, 2**256 - 1):
        assert not elections.council.isSeated(agent)


def test_seats__election_of_all_categories__25(elections: Elections) -> None:
    elections.stand(*(agent for category in range(5) for agent in ids_of(category, SEATS[category])))
    elections.go(0, 2)
    for category in range(5):
        elections.vote(ids_of(category)[-1], *ids_of(category, SEATS[category]))
    elections.go(0, REST)
    for category in range(5):
        elections.finalise(category)
    everybody = [agent for category in range(5) for agent in ids_of(category, SEATS[category])]
    assert elections.council.members() == everybody
    assert elections.council.seatedCount() == 25
    elections.rpc.travel_to(elections.time(1, REST))
    assert elections.council.seatedCount() == 3 + 1 + 6 + 2 + 1


def test_seats__term__until_the_second_in_which_the_next_begins(seated: Elections) -> None:
    for agent, election in ((1, 2), (2, 1), (5, 2)):
        end = seated.time(election, REST)
        assert state(seated, agent, at=end - 1) == (True, True, True)
        assert state(seated, agent, at=end) == (False, False, False)


def test_seats__not_finalised_yet__nobody(elections: Elections) -> None:
    elections.poll(0, {11: [12]})
    assert state(elections, 12, at=elections.time(0, REST) + 1) == (False, False, False)
    elections.finalise(FOUNDATION)
    assert state(elections, 12) == (True, True, True)


def test_seats__retired__vacant_at_once(seated: Elections) -> None:
    """Invariant 33."""
    seated.decide("retire", 3)
    assert state(seated, 3) == (False, False, False)
    assert seated.holders(COPILOT) == [1, 2, 0, 4, 5]
    assert seated.council.seatedCount() == 4


def test_seats__suspended_by_governance__vacant_for_good(seated: Elections) -> None:
    seated.decide("suspend", 3)
    assert state(seated, 3) == (False, False, False)
    seated.decide("reinstate", 3)
    assert seated.system.registry.isActive(3)
    assert state(seated, 3) == (False, False, False)
    assert seated.holders(COPILOT) == [1, 2, 0, 4, 5]


def test_seats__emergency_suspension__inactive_until_it_ends(seated: Elections) -> None:
    """Invariants 33 and 48."""
    seated.system.registry.emergencySuspend(3, sender=seated.system.guardian)
    end = seated.rpc.now + 72 * HOUR
    assert state(seated, 3) == (False, False, True)
    assert state(seated, 3, at=end - 1) == (False, False, True)
    assert state(seated, 3, at=end) == (True, True, True)
    assert seated.council.seatedCount() == 4
    seated.system.registry.liftSuspension(3, sender=seated.system.guardian)
    assert state(seated, 3) == (True, True, True)


def test_seats__rotated_wallet__is_the_same_member(seated: Elections) -> None:
    seated.system.rotate(3, agent_actor(3), actor("rotated"))
    assert state(seated, 3) == (True, True, True)


def test_seats__new_guardian__changes_nothing(seated: Elections) -> None:
    rotate_office(seated.system, actor("next guardian"))
    assert seated.council.members() == [1, 2, 3, 4, 5]


def test_seats__another_categorys_agent__has_none(seated: Elections) -> None:
    seated.poll(1, {1248: [1247]})
    seated.finalise(SERVICE)
    seated.finalise(SERVICE)
    assert seated.holders(SERVICE) == [0, 1247]
    assert state(seated, 1247) == (True, True, True)
    assert state(seated, 1248) == (False, False, False)
