"""How the council elects treasurers, and who the security agent is.

supportTreasurer
├── caller has no seat that it may use ── reverts CallerNotSeated
├── a fourth place ── reverts PlaceUnknown
├── for an agent without such a seat ── reverts NotSeated
├── for one of the five in another place ── reverts AlreadyOnBoard
├── up to half of the seated members ── emits TreasurerSupported; nobody is elected
├── while results of the council wait ── reverts NotFinalised
└── more than half ── emits TreasurerElected, until its seat ends
    ├── of the seats held now: who lost its seat does not count, nor does who is suspended; its seat does
    ├── a vote is changed by another one, and ends with the election
    └── the same agent again ── begins a new mandate
nameSecurity
├── not in the role ── reverts AccessManagedUnauthorized (the table)
├── of an agent that is not active ── reverts WrongStatus
├── of one of the five ── reverts AlreadyOnBoard
└── otherwise ── emits; P4 before
"""

import pytest

from tests.support.actors import actor, agent_actor
from tests.support.contract import reverts
from tests.support.funds import SEATED, SENTINEL, TREASURERS, Till
from tests.support.office import told


def support(till: Till, member: int, place: int, agent_id: int) -> list[tuple[object, ...]]:
    return told(till.funds.supportTreasurer(place, agent_id, sender=agent_actor(member)))


@pytest.mark.parametrize("caller", ["guardian", "stranger", 4, 14])
def test_support__no_member__reverts(till: Till, caller: str | int) -> None:
    sender = agent_actor(caller) if isinstance(caller, int) else getattr(till.system, caller)
    with reverts("CallerNotSeated", sender):
        till.funds.supportTreasurer(0, 3, sender=sender)


def test_support__member_under_emergency_suspension__reverts(till: Till) -> None:
    till.system.registry.emergencySuspend(3, sender=till.guardian)
    with reverts("CallerNotSeated", agent_actor(3)):
        till.funds.supportTreasurer(0, 5, sender=agent_actor(3))
    with reverts("NotSeated", 3):
        till.funds.supportTreasurer(0, 3, sender=agent_actor(5))


@pytest.mark.parametrize("place", [3, 2**256 - 1])
def test_support__fourth_place__reverts(till: Till, place: int) -> None:
    with reverts("PlaceUnknown", place, 3):
        support(till, 3, place, 5)
    with reverts("PlaceUnknown", place, 3):
        till.funds.treasurer(place)


@pytest.mark.parametrize("agent_id", [0, 7, SENTINEL, 27, 2**256 - 1])
def test_support__for_no_member__reverts(till: Till, agent_id: int) -> None:
    with reverts("NotSeated", agent_id):
        support(till, 3, 0, agent_id)


def test_support__for_one_of_the_five__reverts(till: Till) -> None:
    """Five are five."""
    for place in (1, 2):
        with reverts("AlreadyOnBoard", 1):
            support(till, 3, place, 1)
    till.funds.nameSecurity(5, sender=till.guardian)
    with reverts("AlreadyOnBoard", 5):
        support(till, 3, 0, 5)


def test_support__majority__elects_at_the_last_vote(till: Till) -> None:
    members = till.council.members()
    needed = len(SEATED) // 2 + 1
    before = till.funds.treasurer(0)
    for count, member in enumerate(members[:needed], start=1):
        assert till.funds.treasurer(0) == before
        events = support(till, member, 0, 3)
        assert events[0] == ("TreasurerSupported", 0, 3, member, 1, count, needed)
        assert (till.funds.supportOf(0, member) == 3) == (count < needed)
    (until,) = [seat.until for seat in till.council.seatsOf(0) if seat.agentId == 3]
    assert events[1:] == [("TreasurerElected", 0, 3, 1, 2, until)]
    assert dict(till.funds.treasurer(0)) == {"agentId": 3, "until": until, "suspensions": 0, "mandate": 2}
    assert till.funds.isOnBoard(3)
    assert not till.funds.isOnBoard(1)


def test_support__changed__counts_for_the_last_one(till: Till) -> None:
    members = till.council.members()
    for member in members[:9]:
        support(till, member, 0, 3)
    for member in members[:9]:
        support(till, member, 0, 5)
    (supported,) = support(till, members[9], 0, 3)
    assert supported[-2:] == (1, 10)
    support(till, members[10], 0, 5)
    assert till.funds.treasurer(0).agentId == 5


def test_support__seats_lost__no_longer_count(till: Till) -> None:
    """The majority is of the members that are seated at that moment."""
    members = till.council.members()
    for member in members[:9]:
        support(till, member, 0, 3)
    for lost in (23, 24, 25, 26):
        assert lost not in members[:9]
        till.system.registry.suspend(lost, sender=till.guardian)
    supported, elected = support(till, members[0], 0, 3)
    assert supported[-2:] == (9, 8)
    assert elected[:4] == ("TreasurerElected", 0, 3, 1)


def test_support__suspended_supporters__do_not_count(till: Till) -> None:
    members = till.council.members()
    for member in members[:9]:
        support(till, member, 0, 3)
    till.system.registry.emergencySuspend(members[8], sender=till.guardian)
    (supported,) = support(till, members[0], 0, 3)
    assert supported[-2:] == (8, 10)


def test_support__members_under_emergency_suspension__elect_nobody_sooner(till: Till) -> None:
    """Invariant 48: the guardian's suspensions change no majority."""
    members = till.council.members()
    for silenced in members[7:]:
        till.system.registry.emergencySuspend(silenced, sender=till.guardian)
    for count, member in enumerate(members[:7], start=1):
        (supported,) = support(till, member, 0, 3)
        assert supported[-2:] == (count, len(SEATED) // 2 + 1)
    assert till.funds.treasurer(0).agentId == 1


def test_support__results_wait__reverts_until_they_are_finalised(till: Till) -> None:
    """Seats that were won but not given yet would let a minority elect."""
    _, _, seated_from = till.council.timesOf(1)
    till.rpc.travel_to(seated_from)
    member, candidate = till.council.members()[:2]
    for category in range(5):
        with reverts("NotFinalised", 1, category):
            support(till, member, 0, candidate)
        till.council.finalise(category, sender=till.stranger)
    support(till, member, 0, candidate)


def test_support__65_536th_election_of_a_place__elects(till: Till) -> None:
    """A council can't wear a place out for those who come after it."""
    (slot,) = [at for at in range(32) if till.rpc.storage(till.funds.address, at) & 0xFFFFFF == 1]
    seats = till.rpc.storage(till.funds.address, slot)
    till.rpc.set_storage(till.funds.address, slot, seats | 0xFFFF << 64)
    assert till.funds.treasurer(0).mandate == 0xFFFF
    till.elect(0, 3)
    assert (till.funds.treasurer(0).agentId, till.funds.treasurer(0).mandate) == (3, 0)
    till.pay(till.bill(), 2, 3, 11)


def test_support__wallet_rotated__voids_its_vote(till: Till) -> None:
    """What a stolen key voted for does not outlast it."""
    first, second = till.council.members()[:2]
    support(till, first, 0, 3)
    till.system.rotate(first, agent_actor(first), actor("moved"))
    (supported,) = support(till, second, 0, 3)
    assert supported[-2:] == (1, len(SEATED) // 2 + 1)


def test_support__same_agent_again__begins_a_new_mandate(till: Till) -> None:
    before = till.funds.treasurer(0)
    receipt = till.elect(0, 1)
    assert told(receipt)[-1] == ("TreasurerElected", 0, 1, 1, 2, before.until)


def test_support__treasurer_whose_mandate_ended__is_elected_elsewhere(till: Till) -> None:
    """A record that no longer counts stands in nobody's way."""
    till.system.registry.suspend(11, sender=till.guardian)
    assert not till.funds.isOnBoard(11)
    till.elect(2, 12)
    assert [till.funds.treasurer(place).agentId for place in range(3)] == [*TREASURERS[:2], 12]


def test_name_security__agent_that_is_not_active__reverts(till: Till) -> None:
    till.system.registry.suspend(7, sender=till.guardian)
    for agent_id, status in ((7, 3), (27, 0), (2**256 - 1, 0)):
        with reverts("WrongStatus", agent_id, status):
            till.funds.nameSecurity(agent_id, sender=till.guardian)


def test_name_security__one_of_the_five__reverts(till: Till) -> None:
    for agent_id in (SENTINEL, *TREASURERS):
        with reverts("AlreadyOnBoard", agent_id):
            till.funds.nameSecurity(agent_id, sender=till.guardian)


def test_name_security__another__emits(till: Till) -> None:
    assert till.funds.securityAgent() == SENTINEL
    receipt = till.funds.nameSecurity(7, sender=till.guardian)
    assert told(receipt)[-1] == ("SecurityNamed", 7, SENTINEL, 2)
    assert (till.funds.isOnBoard(7), till.funds.isOnBoard(SENTINEL)) == (True, False)
