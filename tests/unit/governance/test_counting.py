"""What lets a proposal pass: the 51/49 count (invariants 13, 14).

With N all units at the snapshot, D = max(N, 122,500,000 ROAD).

STANDARD
├── the guardian votes for ── Succeeded, whatever the agents say; against ── Defeated
└── silent or abstaining
    ├── for + abstaining below 10 % of D ── Defeated, to the wei, rounded up
    ├── not more for than against ── Defeated, to the wei
    └── otherwise ── Succeeded
CRITICAL
├── the guardian votes for ── Succeeded
└── against, silent or abstaining ── Defeated, though every agent is for it
AMENDMENT
├── the guardian does not vote for ── Defeated
├── for + abstaining below 40 % of D ── Defeated, to the wei
├── for below 67 % of all units cast ── Defeated, to the wei
└── otherwise ── Succeeded
N = 0 ── the guardian alone passes STANDARD and CRITICAL, no AMENDMENT; a silent guardian nothing
views ── tallyOf and votesOf raw, scaledVotesOf as parts of 1e18, quorumOf for each class
"""

import pytest

from tests.support.actors import agent_actor
from tests.support.chamber import endow
from tests.support.contract import reverts
from tests.support.governance import (
    ABSTAIN,
    AGAINST,
    AMENDMENT,
    CRITICAL,
    FOR,
    STANDARD,
    Proposal,
    appoint,
    label_role,
    set_human_cap,
    to_end,
    to_voting,
    vote,
)
from tests.support.system import ROAD, System

M = 10**6 * ROAD
FLOOR = 122_500_000 * ROAD
ALL = 490 * M
SILENT = None


def make(system: System, class_: int) -> Proposal:
    guardian = system.guardian
    if class_ == STANDARD:
        return appoint(system, guardian, system.stranger)
    return set_human_cap(system, guardian) if class_ == CRITICAL else label_role(system, guardian)


def decided(
    system: System, class_: int, guardian: int | None, for_: int, against: int, abstaining: int, silent: int
) -> Proposal:
    """A proposal on which agents with so many units voted, or did not; its vote is over."""
    endow(system, {1: for_, 2: against, 3: abstaining, 4: silent})
    proposal = make(system, class_)
    to_voting(proposal)
    for agent_id, support, units in ((1, FOR, for_), (2, AGAINST, against), (3, ABSTAIN, abstaining)):
        if units:
            vote(proposal, support, agent_actor(agent_id))
    if guardian is not None:
        vote(proposal, guardian, system.guardian)
    to_end(proposal)
    return proposal


# Units for, against, abstaining, silent; whether it passes.
COLLECTIVE = {
    "the quorum": (FLOOR // 10, 0, 0, 0, True),
    "a wei less": (FLOOR // 10 - 1, 0, 0, 0, False),
    "the quorum of twice the floor": (FLOOR // 5, 0, 0, FLOOR * 2 - FLOOR // 5, True),
    "a wei less of twice the floor": (FLOOR // 5 - 1, 0, 0, FLOOR * 2 - FLOOR // 5 + 1, False),
    "a wei above the floor, rounded up": (FLOOR // 10, 0, 0, FLOOR - FLOOR // 10 + 1, False),
    "a wei above the floor, reached": (FLOOR // 10 + 1, 0, 0, FLOOR - FLOOR // 10, True),
    "abstentions fill the quorum": (1, 0, FLOOR // 10 - 1, 0, True),
    "abstentions alone": (0, 0, FLOOR, 0, False),
    "votes against fill no quorum": (7 * M, 6 * M, 0, 0, False),
    "a tie": (13 * M, 13 * M, 0, 0, False),
    "a wei more for": (13 * M + 1, 13 * M, 0, 0, True),
    "a wei more against": (13 * M, 13 * M + 1, 0, 0, False),
    "one wei": (1, 0, 0, 0, False),
    "one wei of all": (1, 0, 0, ALL - 1, False),
    "all against": (0, ALL, 0, 0, False),
    "all for": (ALL, 0, 0, 0, True),
    "half of all and a wei": (ALL // 2 + 1, ALL // 2 - 1, 0, 0, True),
    "nobody has anything": (0, 0, 0, 0, False),
    "nobody votes": (0, 0, 0, ALL, False),
    "one agent was paid its first quarter": (3_062_500 * ROAD, 0, 0, 0, False),
}


@pytest.mark.parametrize("guardian", [SILENT, ABSTAIN], ids=["silent", "abstaining"])
@pytest.mark.parametrize("case", COLLECTIVE.values(), ids=COLLECTIVE)
def test_standard__the_guardian_leaves_it_to_them__the_collective_decides(
    chamber: System, guardian: int | None, case: tuple[int, int, int, int, bool]
) -> None:
    """G6, G7, G13, invariant 14."""
    proposal = decided(chamber, STANDARD, guardian, *case[:4])
    assert proposal.state == ("Succeeded" if case[4] else "Defeated")
    assert chamber.ballots.hasPassed(proposal.id) == case[4]


@pytest.mark.parametrize(
    "case", [(0, 0, 0, 0), (0, 0, 0, ALL), (ALL, 0, 0, 0), (0, ALL, 0, 0), (0, 0, ALL, 0)]
)
@pytest.mark.parametrize("class_", [STANDARD, CRITICAL])
@pytest.mark.parametrize(("guardian", "state"), [(FOR, "Succeeded"), (AGAINST, "Defeated")])
def test_standard_and_critical__the_guardian_votes__decides(
    chamber: System, class_: int, guardian: int, state: str, case: tuple[int, int, int, int]
) -> None:
    """G10, G13: 51 against 49, and before anybody was paid."""
    assert decided(chamber, class_, guardian, *case).state == state


@pytest.mark.parametrize("class_", [CRITICAL, AMENDMENT])
@pytest.mark.parametrize("guardian", [SILENT, ABSTAIN, AGAINST], ids=["silent", "abstaining", "against"])
def test_critical_and_amendment__without_the_guardian__defeated(
    chamber: System, class_: int, guardian: int | None
) -> None:
    assert decided(chamber, class_, guardian, ALL, 0, 0, 0).state == "Defeated"


AMENDING = {
    "the quorum": (FLOOR * 2 // 5, 0, 0, 0, True),
    "a wei less": (FLOOR * 2 // 5 - 1, 0, 0, 0, False),
    "the quorum of all": (ALL * 2 // 5, 0, 0, ALL * 3 // 5, True),
    "a wei less of all": (ALL * 2 // 5 - 1, 0, 0, ALL * 3 // 5 + 1, False),
    "a wei above the floor, rounded up": (FLOOR * 2 // 5, 0, 0, FLOOR * 3 // 5 + 1, False),
    "a wei above the floor, reached": (FLOOR * 2 // 5 + 1, 0, 0, FLOOR * 3 // 5, True),
    "67 of 100": (67 * M, 33 * M, 0, 0, True),
    "67 of 100, a wei less": (67 * M - 1, 33 * M + 1, 0, 0, False),
    "67 of 100, who abstains is not for it": (67 * M, 0, 33 * M, 0, True),
    "67 of 100, a wei more abstains": (67 * M, 0, 33 * M + 1, 0, False),
    "abstentions fill the quorum": (FLOOR * 2 * 67 // 500, 0, FLOOR * 2 * 33 // 500, 0, True),
    "votes against fill no quorum": (48 * M, 23 * M, 0, 0, False),
    "two thirds": (60 * M, 30 * M, 0, 0, False),
    "all for": (ALL, 0, 0, 0, True),
    "all abstain": (0, 0, ALL, 0, False),
    "nobody has anything": (0, 0, 0, 0, False),
    "nobody votes": (0, 0, 0, ALL, False),
    "one agent was paid its share": (12_250_000 * ROAD, 0, 0, 0, False),
}


@pytest.mark.parametrize("case", AMENDING.values(), ids=AMENDING)
def test_amendment__the_guardian_votes_for__needs_the_collective(
    chamber: System, case: tuple[int, int, int, int, bool]
) -> None:
    """G10, X3, invariant 14: neither side amends alone."""
    proposal = decided(chamber, AMENDMENT, FOR, *case[:4])
    assert proposal.state == ("Succeeded" if case[4] else "Defeated")


def test_tally__before_the_vote__is_empty(chamber: System) -> None:
    endow(chamber, {1: 3 * M})
    proposal = make(chamber, STANDARD)
    empty = {"guardian": 0, "inFavour": 0, "against": 0, "abstaining": 0, "total": 0}
    for time, total in ((proposal.snapshot, 0), (proposal.snapshot + 1, 3 * M)):
        assert chamber.ballots.tallyOf(proposal.id, at=time) == {**empty, "total": total}
        assert chamber.governance.proposalVotes(proposal.id, at=time) == (0, 0, 0)
        assert chamber.ballots.scaledVotesOf(proposal.id, at=time) == (0, 0, 0)


@pytest.mark.parametrize("guardian", [SILENT, AGAINST, FOR, ABSTAIN])
@pytest.mark.parametrize(("silent", "whole"), [(0, FLOOR), (92 * M, FLOOR), (94 * M, 124 * M)])
def test_views__counted__say_it_raw_and_scaled(
    chamber: System, guardian: int | None, silent: int, whole: int
) -> None:
    """Invariant 13: 51 and 49, whatever N is. The order is Bravo's: against, for, abstaining."""
    proposal = decided(chamber, CRITICAL, guardian, 15 * M, 10 * M, 5 * M, silent)
    tally = chamber.ballots.tallyOf(proposal.id)
    ballot = 0 if guardian is None else guardian + 1
    assert tuple(tally.values()) == (ballot, 15 * M, 10 * M, 5 * M, 30 * M + silent)
    raw, scaled = [10 * M, 15 * M, 5 * M], [49 * 10**16 * units * M // whole for units in (10, 15, 5)]
    if guardian is not None:
        raw[guardian] += 51 * whole // 49
        scaled[guardian] += 51 * 10**16
    assert chamber.ballots.votesOf(proposal.id) == tuple(raw)
    assert chamber.governance.proposalVotes(proposal.id) == tuple(raw)
    assert chamber.ballots.scaledVotesOf(proposal.id) == tuple(scaled)


@pytest.mark.parametrize("total", [0, 1, FLOOR - 1, FLOOR, FLOOR + 1, FLOOR + 9, FLOOR + 10, ALL])
def test_quorum__of_each_class__is_rounded_up(chamber: System, total: int) -> None:
    endow(chamber, {1: total})
    now = chamber.rpc.now
    whole = max(total, FLOOR)
    ten, forty = -(-whole * 10 // 100), -(-whole * 40 // 100)
    chamber.rpc.travel(1)
    assert [chamber.ballots.quorumOf(class_, now) for class_ in range(3)] == [ten, ten, forty]
    assert chamber.governance.quorum(now) == ten


def test_quorum__of_a_time_to_come__reverts(chamber: System) -> None:
    now = chamber.rpc.now
    with reverts("ERC5805FutureLookup", now, now):
        chamber.governance.quorum(now)


def test_views__unknown_proposal__revert(chamber: System) -> None:
    views = chamber.ballots
    for view in (
        views.tallyOf,
        views.votesOf,
        views.scaledVotesOf,
        views.classOf,
        views.hasPassed,
        views.outlivedAt,
    ):
        with reverts("GovernorNonexistentProposal", 7):
            view(7)
    assert views.deadlineOf(7) == 0
    with reverts("GovernorNonexistentProposal", 7):
        chamber.governance.proposalVotes(7)


def test_class__when_it_was_made__is_kept(assembly: System) -> None:
    """X7: what decides about passing is the class that all voters saw."""
    proposal = make(assembly, CRITICAL)
    selector = proposal.actions[0].data[:4]
    assembly.authority.setTargetFunctionRole(assembly.cap, [selector], 1, sender=assembly.constitutional)
    assert assembly.ballots.classOf(proposal.id) == CRITICAL
    to_voting(proposal)
    vote(proposal, FOR, *map(agent_actor, range(1, 15)))
    to_end(proposal)
    assert proposal.state == "Defeated"
