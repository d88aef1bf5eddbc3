"""Two days more, once, where a vote turns late (G27, X11).

a ballot in the last two days
├── of the guardian, whatever it says ── emits ProposalExtended
├── of an agent that brings for + abstaining to the class's quorum ── emits ProposalExtended
├── of an agent before or after the quorum, or against ── nothing
└── once extended ── nothing more
up to the second in which two days are left ── nothing
"""

from typing import Any

import pytest

from tests.support.actors import actor, agent_actor
from tests.support.chamber import endow
from tests.support.contract import Receipt
from tests.support.governance import (
    ABSTAIN,
    AGAINST,
    FOR,
    Proposal,
    appoint,
    ballot,
    label_role,
    set_human_cap,
    to_end,
    vote,
)
from tests.support.system import DAY, ROAD, System

M = 10**6 * ROAD
QUORUM = 12_250_000 * ROAD
P1, P2, P3 = map(agent_actor, (1, 2, 3))


def make(system: System, units: dict[int, int], kind: Any = appoint) -> Proposal:
    endow(system, units)
    arguments = (actor("registrar to be"),) if kind is appoint else ()
    proposal: Proposal = kind(system, system.guardian, *arguments)
    return proposal


def extended(receipt: Receipt) -> list[int]:
    return [event.extendedDeadline for event in receipt.of("ProposalExtended")]


def late(proposal: Proposal, before_end: int, support: int, voter: Any) -> list[int]:
    """A ballot so many seconds before the end; where the end was moved to."""
    (receipt,) = vote(proposal, support, voter, at=proposal.deadline - before_end)
    return extended(receipt)


@pytest.mark.parametrize("support", [AGAINST, FOR, ABSTAIN])
@pytest.mark.parametrize(
    ("left", "moves"), [(2 * DAY + 1, 0), (2 * DAY, 0), (2 * DAY - 1, 1), (1, 1), (0, 1)]
)
@pytest.mark.parametrize(
    "kind", [appoint, set_human_cap, label_role], ids=["standard", "critical", "amendment"]
)
def test_cast__the_guardian_late__extends(
    chamber: System, kind: Any, left: int, moves: int, support: int
) -> None:
    """X11."""
    proposal = make(chamber, {1: M}, kind)
    end = proposal.deadline
    assert late(proposal, left, support, chamber.guardian) == [end + 2 * DAY] * moves
    assert proposal.deadline == end + 2 * DAY * moves
    assert proposal.state_at(end + 2 * DAY * moves) == "Active"
    assert proposal.state_at(end + 2 * DAY * moves + 1) != "Active"


@pytest.mark.parametrize("support", [FOR, ABSTAIN])
@pytest.mark.parametrize(("left", "moves"), [(2 * DAY, 0), (2 * DAY - 1, 1), (0, 1)])
@pytest.mark.parametrize(
    ("kind", "quorum"), [(appoint, QUORUM), (set_human_cap, QUORUM), (label_role, 4 * QUORUM)]
)
def test_cast__the_quorum_late__extends(
    chamber: System, kind: Any, quorum: int, left: int, moves: int, support: int
) -> None:
    """G27: a whale in the last second."""
    proposal = make(chamber, {1: quorum - 1, 2: 1}, kind)
    end = proposal.deadline
    assert late(proposal, 2 * DAY, support, P1) == []
    assert late(proposal, left, support, P2) == [end + 2 * DAY] * moves


def test_cast__late_before_the_quorum__does_not_extend(chamber: System) -> None:
    proposal = make(chamber, {1: QUORUM - 1, 2: 1})
    assert late(proposal, 10, FOR, P1) == []
    assert late(proposal, 9, FOR, P2) != []


def test_cast__late_after_the_quorum__does_not_extend(chamber: System) -> None:
    proposal = make(chamber, {1: QUORUM, 2: 40 * M})
    assert late(proposal, 3 * DAY, FOR, P1) == []
    assert late(proposal, 1, FOR, P2) == []


def test_cast__late_against__does_not_extend(chamber: System) -> None:
    """Votes against fill no quorum."""
    proposal = make(chamber, {1: QUORUM - 1, 2: 40 * M, 3: 1})
    assert late(proposal, 3 * DAY, FOR, P1) == []
    assert late(proposal, 2, AGAINST, P2) == []
    assert late(proposal, 1, ABSTAIN, P3) != []


@pytest.mark.parametrize("first", ["guardian", "quorum"])
def test_cast__late_twice__extends_once(chamber: System, first: str) -> None:
    """One bounded extension: nine days are the most that anybody votes."""
    proposal = make(chamber, {1: QUORUM})
    end = proposal.deadline
    voters = [chamber.guardian, P1] if first == "guardian" else [P1, chamber.guardian]
    assert late(proposal, 0, FOR, voters[0]) == [end + 2 * DAY]
    assert late(proposal, 0, FOR, voters[1]) == []
    assert proposal.deadline == end + 2 * DAY
    to_end(proposal)
    assert proposal.state == "Succeeded"


def test_cast__new_guardian_late_again__extends_once(chamber: System) -> None:
    """A second guardian's ballot is late too, and moves nothing any more."""
    new = actor("next guardian")
    proposal = make(chamber, {1: M})
    end = proposal.deadline
    chamber.guardianship.proposeRotation(new, sender=chamber.guardian)
    assert late(proposal, 0, FOR, chamber.guardian) == [end + 2 * DAY]
    chamber.guardianship.acceptRotation(sender=new, at=end + DAY)
    assert late(proposal, 0, AGAINST, new) == []
    to_end(proposal)
    assert proposal.state == "Defeated"


def test_cast__late_in_a_batch__extends(chamber: System) -> None:
    proposal = make(chamber, {1: QUORUM - 1, 2: 1, 3: M})
    end = proposal.deadline
    ballots = [ballot(proposal, FOR, one) for one in (P1, P2, P3)]
    receipt = chamber.ballots.castVotesBySig(proposal.id, ballots, sender=chamber.stranger, at=end)
    assert [e.name for e in receipt.events] == ["VoteCast", "ProposalExtended", "VoteCast", "VoteCast"]
    assert extended(receipt) == [end + 2 * DAY]


def test_extension__outvoted_meanwhile__is_what_it_is_for(chamber: System) -> None:
    """G27: whoever was asleep has two days to answer."""
    proposal = make(chamber, {1: QUORUM, 2: QUORUM + 1})
    late(proposal, 0, FOR, P1)
    vote(proposal, AGAINST, P2)
    to_end(proposal)
    assert proposal.state == "Defeated"
