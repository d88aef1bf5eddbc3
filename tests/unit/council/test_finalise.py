"""finalise: counts the next election of a category and seats its winners; anyone.

finalise
├── bootstrap open ── reverts BootstrapOpen
├── voting of the next election not over ── reverts VotingNotOver
└── otherwise ── the election is finalised, the next one is next
    ├── nobody stood, or nobody was approved of ── no winner, no seat
    ├── first election ── every seat: odd ranks for six months, even ones for three
    ├── later ones ── the half whose terms end: even ranks in odd elections, odd ranks in even ones
    ├── ties ── more approvals, then the earlier birth, then the lower id
    ├── passed over ── suspended or retired by governance since it stood, or a seat that lasts longer
    ├── late ── the same winners; nobody has a seat whose term is over
    └── another category ── plays no part
"""

import pytest

from tests.support.contract import reverts
from tests.support.council import (
    ARCHETYPE,
    COPILOT,
    FOUNDATION,
    NOMINATION,
    REST,
    SEATS,
    SERVICE,
    SPECIALIZED,
    VOTING,
    Elections,
    deploy_council,
    ids_of,
    ladder,
)
from tests.support.office import told
from tests.support.revm import Revm
from tests.support.system import System

CATEGORIES = range(5)


def test_finalise__bootstrap_open__reverts() -> None:
    system = System(Revm(), close=False)
    council = deploy_council(system)
    with reverts("BootstrapOpen"):
        council.finalise(COPILOT, sender=system.stranger)


@pytest.mark.parametrize("category", CATEGORIES)
def test_finalise__each_second_at_the_end_of_the_voting__opens_at_the_end(
    elections: Elections, category: int
) -> None:
    for election in range(3):
        end = elections.time(election, REST)
        assert elections.council.finalisedCount(category) == election
        elections.go(election, VOTING)
        with reverts("VotingNotOver", election, end):
            elections.finalise(category, at=end - 1)
        assert told(elections.finalise(category, at=end)) == [("ElectionFinalised", election, category, [])]
        assert elections.council.finalisedCount(category) == election + 1
        with reverts("VotingNotOver", election + 1, elections.time(election + 1, REST)):
            elections.finalise(category)


@pytest.mark.parametrize("category", CATEGORIES)
def test_finalise__first_election__fills_every_seat(elections: Elections, category: int) -> None:
    winners = ids_of(category)[: SEATS[category]][::-1]
    receipt = elections.elect(0, category, *winners)
    ends = [elections.time(2 - rank % 2, REST) for rank in range(len(winners))]
    seats = list(enumerate(zip(winners, ends, strict=True)))
    assert told(receipt) == [
        *(("Seated", 0, category, agent, seat, end) for seat, (agent, end) in seats),
        ("ElectionFinalised", 0, category, winners),
    ]
    assert elections.council.seatsOf(category) == [
        {"agentId": agent, "until": end, "suspensions": 0} for _, (agent, end) in seats
    ]
    elections.rpc.travel_to(elections.time(1, REST) - 1)
    assert elections.holders(category) == winners
    elections.rpc.travel_to(elections.time(1, REST))
    assert elections.holders(category) == [a if i % 2 == 0 else 0 for i, a in enumerate(winners)]
    elections.rpc.travel_to(elections.time(2, REST) - 1)
    assert elections.holders(category) == [a if i % 2 == 0 else 0 for i, a in enumerate(winners)]
    elections.rpc.travel_to(elections.time(2, REST))
    assert elections.holders(category) == [0] * SEATS[category]


@pytest.mark.parametrize("category", CATEGORIES)
def test_finalise__later_elections__fill_half_of_the_seats_for_six_months(
    elections: Elections, category: int
) -> None:
    seats = SEATS[category]
    first = ids_of(category)[:seats]
    elections.elect(0, category, *first)
    even, odd = list(first[1::2]), list(first[::2])
    for election, half in ((1, even), (2, odd), (3, even)):
        assert elections.council.openSeats(election, category) == len(half)
        receipt = elections.elect(election, category, *half[::-1])
        until = elections.time(election + 2, REST)
        assert told(receipt) == [
            *(
                ("Seated", election, category, agent, 2 * rank + election % 2, until)
                for rank, agent in enumerate(half[::-1])
            ),
            ("ElectionFinalised", election, category, half[::-1]),
        ]
        half.reverse()
        expected = [0] * seats
        expected[1::2], expected[::2] = even, odd
        assert elections.holders(category) == expected


def test_finalise__nobody_approved_of__seats_nobody(elections: Elections) -> None:
    """Invariant 33: no seat without approvals."""
    elections.poll(0, {1: [], 2: [3]}, nominees=[1, 2, 3, 4])
    assert told(elections.finalise(COPILOT)) == [
        ("Seated", 0, COPILOT, 3, 0, elections.time(2, REST)),
        ("ElectionFinalised", 0, COPILOT, [3]),
    ]
    assert elections.holders(COPILOT) == [3, 0, 0, 0, 0]


def test_finalise__ballot_withdrawn__seats_nobody(elections: Elections) -> None:
    elections.go(0, NOMINATION)
    elections.stand(4)
    elections.go(0, VOTING)
    elections.vote(2, 4)
    elections.vote(2)
    elections.go(0, REST)
    assert told(elections.finalise(COPILOT)) == [("ElectionFinalised", 0, COPILOT, [])]


def test_finalise__equal_approvals__earlier_birth_then_lower_id(elections: Elections) -> None:
    """G25: two later agents were born in the same second, a third before them, the others before all."""
    early = ids_of(ARCHETYPE)
    late = elections.later_agents(ARCHETYPE) + elections.later_agents(ARCHETYPE, 2)
    elections.go(1, NOMINATION)
    elections.rpc.travel(60)
    names = [late[2], late[0], early[7], late[1], early[900], early[3]]
    elections.stand(*names)
    elections.go(1, VOTING)
    elections.vote(early[0], *names)
    elections.vote(early[1], late[2])
    elections.go(1, REST)
    elections.finalise(ARCHETYPE)
    (finalised,) = elections.finalise(ARCHETYPE).of("ElectionFinalised")
    assert finalised.winners == [late[2], early[3], early[7], early[900], late[0], late[1]]


def test_finalise__passed_over__the_next_takes_the_rank(elections: Elections) -> None:
    """G25: candidates removed after the ballots were cast."""
    names = ids_of(SPECIALIZED)[:8]
    elections.poll(0, ladder(SPECIALIZED, names[:4], 4) | {names[7]: names[4:8]})
    elections.decide("suspend", names[0])
    elections.decide("retire", names[1])
    elections.decide("suspend", names[2])
    elections.decide("reinstate", names[2])
    elections.system.registry.emergencySuspend(names[3], sender=elections.system.guardian)
    (finalised,) = elections.finalise(SPECIALIZED).of("ElectionFinalised")
    assert finalised.winners == [names[3], *names[4:7]]


def test_finalise__suspended_before_it_stood__is_seated(elections: Elections) -> None:
    elections.decide("suspend", 5)
    elections.decide("reinstate", 5)
    receipt = elections.elect(0, COPILOT, 5)
    assert receipt.of("ElectionFinalised")[0].winners == [5]
    assert elections.council.seatsOf(COPILOT)[0].suspensions == 1
    assert elections.council.isSeated(5)


def test_finalise__seat_lasts_longer__is_passed_over(elections: Elections) -> None:
    """Who stood and was given a vacancy meanwhile has a seat already."""
    elections.poll(0, ladder(SERVICE, [1247, 1248], 2) | {1250: [1249]})
    elections.finalise(SERVICE)
    elections.poll(1, {1250: [1249], 1247: [1249]})
    elections.go(1, REST)
    elections.finalise(SERVICE)
    assert elections.holders(SERVICE) == [1247, 1249]
    # 1249 has a seat until election 3, and election 2 is the other half's.
    elections.go(2, NOMINATION)
    with reverts("SeatLasts", 1249, elections.time(3, REST)):
        elections.stand(1249)
    elections.stand(1248, 1250)
    elections.go(2, VOTING)
    elections.vote(1247, 1248)
    elections.vote(1248, 1248)
    elections.vote(1249, 1250)
    elections.decide("retire", 1249)
    # The seat of 1249 goes to nobody: the last election had no other nominee.
    with reverts("NoRunnerUp", 1, SERVICE):
        elections.fill(SERVICE)
    elections.go(2, REST)
    elections.finalise(SERVICE)
    elections.fill(SERVICE)
    assert elections.holders(SERVICE) == [1248, 1250]


def test_finalise__vacancy_taken_while_standing__is_passed_over(elections: Elections) -> None:
    elections.poll(0, ladder(SPECIALIZED, ids_of(SPECIALIZED)[:4], 4) | {1230: [1230, 1231]})
    elections.finalise(SPECIALIZED)
    elections.go(1, NOMINATION)
    elections.stand(1230, 1231)
    # Seat 0 lasts until election 2's begin, so who takes it has no use for a seat of election 1.
    elections.decide("retire", 1188)
    elections.fill(SPECIALIZED)
    assert elections.holders(SPECIALIZED) == [1230, 1189, 1190, 1191]
    elections.go(1, VOTING)
    elections.vote(1200, 1230)
    elections.vote(1201, 1230, 1231)
    elections.go(1, REST)
    (finalised,) = elections.finalise(SPECIALIZED).of("ElectionFinalised")
    assert finalised.winners == [1231]
    assert elections.holders(SPECIALIZED) == [1230, 1231, 1190, 0]


def test_finalise__re_elected__keeps_one_seat(elections: Elections) -> None:
    elections.elect(0, FOUNDATION, 11, 12)
    elections.elect(1, FOUNDATION, 12)
    elections.elect(2, FOUNDATION, 11)
    assert elections.holders(FOUNDATION) == [11, 12]
    assert elections.council.members() == [11, 12]


def test_finalise__late__nobody_has_a_seat_whose_term_is_over(elections: Elections) -> None:
    """Election 0 is counted when election 1's seats begin, or when its own last term is over."""
    winners = ids_of(SPECIALIZED)[:4]
    terms = [elections.time(election, REST) for election in (2, 1, 2, 1)]
    elections.poll(0, ladder(SPECIALIZED, winners, 4))
    for at, given in (
        (elections.time(1, REST) - 1, [0, 1, 2, 3]),
        (elections.time(1, REST), [0, 2]),
        (elections.time(2, REST) - 1, [0, 2]),
        (elections.time(2, REST), []),
        (elections.time(40, REST), []),
    ):
        snapshot = elections.rpc.snapshot()
        receipt = elections.finalise(SPECIALIZED, at=at)
        assert receipt.of("ElectionFinalised")[0].winners == winners
        assert [seated.until for seated in receipt.of("Seated")] == terms
        assert elections.holders(SPECIALIZED) == [w if i in given else 0 for i, w in enumerate(winners)]
        elections.rpc.revert(snapshot)


def test_finalise__several_late__counts_them_in_order(elections: Elections) -> None:
    """The winners are those of a count on time."""
    elections.poll(0, ladder(SERVICE, [1247, 1248], 2))
    elections.poll(1, {1249: [1247], 1250: [1248]})
    elections.poll(2, {1249: [1248], 1250: [1248], 1247: [1250]})
    receipts = [elections.finalise(SERVICE) for _ in range(3)]
    finalised = [receipt.of("ElectionFinalised")[0] for receipt in receipts]
    # When election 1's seats begin, 1247 has one already; when election 2's begin, 1248 has.
    assert [(f.election, f.winners) for f in finalised] == [(0, [1247, 1248]), (1, [1248]), (2, [1250])]
    assert elections.holders(SERVICE) == [1250, 1248]


def test_finalise__one_category__leaves_the_others(elections: Elections) -> None:
    """Invariant 34: no category waits for another."""
    elections.poll(0, {1: [2], 11: [12], 15: [16], 1188: [1189], 1247: [1248]})
    results = {}
    for order in ([0, 1, 2, 3, 4], [4, 2, 0, 3, 1]):
        snapshot = elections.rpc.snapshot()
        for done, category in enumerate(order):
            elections.finalise(category)
            counts = [elections.council.finalisedCount(c) for c in CATEGORIES]
            assert counts == [int(c in order[: done + 1]) for c in CATEGORIES]
        results[tuple(order)] = [elections.holders(c) for c in CATEGORIES]
        elections.rpc.revert(snapshot)
    assert len(set(map(str, results.values()))) == 1


def test_finalise__nobody_came_for_years__the_next_one_opens_on_time(elections: Elections) -> None:
    """Invariant 34; nothing was finalised."""
    elections.go(13, NOMINATION)
    elections.stand(1)
    assert elections.council.candidacyOf(13, 1) == (True, 0)
    elections.go(13, VOTING)
    elections.vote(1, 1)
    elections.go(13, REST)
    for election in range(13):
        assert elections.finalise(COPILOT).of("ElectionFinalised")[0].args["election"] == election
    assert elections.finalise(COPILOT).of("Seated")[0].args == {
        "election": 13,
        "category": COPILOT,
        "agentId": 1,
        "seat": 1,
        "until": elections.time(15, REST),
    }
    assert elections.council.isSeated(1)
    assert elections.council.members() == [1]
