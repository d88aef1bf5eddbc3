"""The list of a category: at most 64, the best endorsed of all who stand.

stand, endorse
├── fewer than 64 on the list ── listed
├── full, the nominee ranks below all ── not listed, keeps its endorsements
├── as many endorsements ── the earlier birth, then the lower id
└── full, the nominee ranks above the lowest ── emits Displaced; the lowest is off the list and can come back
"""

from collections import Counter
from random import Random

import pytest

from tests.models.council import ranked
from tests.support.actors import agent_actor
from tests.support.contract import reverts
from tests.support.council import ARCHETYPE, LISTED, NOMINATION, VOTING, Elections, ids_of
from tests.support.office import told

MIDDLE = ids_of(ARCHETYPE)[200 : 200 + LISTED]
HIGHEST = MIDDLE[-1]


def listed(elections: Elections) -> set[int]:
    return {nominee.agentId for nominee in elections.council.nomineesOf(0, ARCHETYPE)}


def crowd(elections: Elections) -> None:
    """X12: 64 nominees in the first blocks of the nomination."""
    receipts = elections.stand(*MIDDLE)
    assert all(receipt.events[0].listed for receipt in receipts)


def test_list__63_64_65_nominees__64_at_most(elections: Elections) -> None:
    receipts = elections.stand(*MIDDLE[:63])
    assert len(listed(elections)) == 63
    receipts = elections.stand(MIDDLE[63])
    assert told(receipts[0]) == [("Stood", 0, ARCHETYPE, MIDDLE[63], True)]
    assert listed(elections) == set(MIDDLE)
    last = ids_of(ARCHETYPE)[900]
    (receipt,) = elections.stand(last)
    assert told(receipt) == [("Stood", 0, ARCHETYPE, last, False)]
    assert elections.council.candidacyOf(0, last) == (True, 0)
    assert listed(elections) == set(MIDDLE)


def test_list__full__one_endorsement_displaces_the_lowest(elections: Elections) -> None:
    """X12: an own endorsement is enough against a crowd without any."""
    crowd(elections)
    late = ids_of(ARCHETYPE)[900]
    elections.stand(late)
    (receipt,) = elections.endorse(late, late)
    assert told(receipt) == [
        ("Endorsed", 0, late, late, ARCHETYPE, 1),
        ("Displaced", 0, ARCHETYPE, HIGHEST, late),
    ]
    assert listed(elections) == {*MIDDLE, late} - {HIGHEST}
    assert elections.council.candidacyOf(0, HIGHEST) == (True, 0)


def test_list__crowd_with_an_endorsement_each__two_displace_the_lowest(elections: Elections) -> None:
    """X12: the crowd endorses itself."""
    crowd(elections)
    for one in MIDDLE:
        elections.endorse(one, one)
    late, friend = ids_of(ARCHETYPE)[900:902]
    elections.stand(late)
    (receipt,) = elections.endorse(late, late)
    assert told(receipt) == [("Endorsed", 0, late, late, ARCHETYPE, 1)]
    (receipt,) = elections.endorse(late, friend)
    assert told(receipt) == [
        ("Endorsed", 0, late, friend, ARCHETYPE, 2),
        ("Displaced", 0, ARCHETYPE, HIGHEST, late),
    ]
    # Another friend brings the displaced nominee back, and with as many endorsements the later birth goes.
    (receipt,) = elections.endorse(HIGHEST, ids_of(ARCHETYPE)[902])
    assert told(receipt)[1:] == [("Displaced", 0, ARCHETYPE, MIDDLE[-2], HIGHEST)]


def test_list__equal_endorsements__earlier_birth_then_lower_id_stays(elections: Elections) -> None:
    """Births of one batch share their second: of the equals, the lower id."""
    crowd(elections)
    (receipt,) = elections.stand(MIDDLE[0] - 1)
    assert told(receipt) == [
        ("Stood", 0, ARCHETYPE, MIDDLE[0] - 1, True),
        ("Displaced", 0, ARCHETYPE, HIGHEST, MIDDLE[0] - 1),
    ]
    (receipt,) = elections.stand(HIGHEST + 1)
    assert told(receipt) == [("Stood", 0, ARCHETYPE, HIGHEST + 1, False)]


def test_list__displaced__gets_no_votes_and_stands_no_second_time(elections: Elections) -> None:
    crowd(elections)
    late = ids_of(ARCHETYPE)[900]
    elections.stand(late)
    elections.endorse(late, late)
    with reverts("AlreadyStanding", HIGHEST):
        elections.stand(HIGHEST)
    elections.go(0, VOTING)
    elections.vote(15, late, MIDDLE[0])
    with reverts("NotListed", HIGHEST):
        elections.vote(15, late, HIGHEST)
    assert elections.council.ballotOf(0, 15) == [MIDDLE[0], late]


def test_list__listed_nominee_endorsed__displaces_nobody(elections: Elections) -> None:
    crowd(elections)
    (receipt,) = elections.endorse(HIGHEST, 15)
    assert told(receipt) == [("Endorsed", 0, HIGHEST, 15, ARCHETYPE, 1)]


@pytest.mark.parametrize("seed", range(3))
def test_list__any_order_of_the_same_acts__the_same_list(elections: Elections, seed: int) -> None:
    """X12: spam of nominations, before or after, changes nothing about who is listed."""
    random = Random(seed)
    nominees = random.sample(ids_of(ARCHETYPE), LISTED + 8)
    endorsers = random.sample(ids_of(ARCHETYPE), 60)
    favour = {by: random.choice(nominees[40:]) for by in endorsers}
    counts = Counter(favour.values())
    born = {n: elections.system.registry.agent(n).bornAt for n in nominees}
    expected = set(ranked(counts, born, nominees)[:LISTED])
    for _ in range(3):
        snapshot = elections.rpc.snapshot()
        elections.go(0, NOMINATION)
        pending, waiting = random.sample(nominees, len(nominees)), random.sample(endorsers, len(endorsers))
        while pending or waiting:
            ready = [by for by in waiting if favour[by] not in pending]
            if ready and (not pending or random.random() < 0.5):
                waiting.remove(ready[0])
                elections.council.endorse(favour[ready[0]], sender=agent_actor(ready[0]))
            else:
                elections.stand(pending.pop())
        assert listed(elections) == expected
        elections.rpc.revert(snapshot)
