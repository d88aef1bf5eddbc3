"""A new guardian is bound by nothing that the old one had begun (invariants 18, 28).

a new epoch
├── before the vote ends, its last second included
│   ├── the old guardian's ballot ── void: the collective decides, or nobody
│   ├── the new guardian ── votes anew; whoever comes back to the office too
│   └── the agents' ballots ── stay
├── after the vote
│   ├── CRITICAL, AMENDMENT, Succeeded or Queued ── Canceled from that second on
│   ├── STANDARD ── stays and is executed
│   └── Defeated, Expired, Executed, Canceled ── stays
└── before the guardian voted ── nothing
"""

from itertools import pairwise
from typing import Any

import pytest

from tests.support.actors import Actor, actor, agent_actor
from tests.support.contract import reverts
from tests.support.governance import (
    ABSTAIN,
    AGAINST,
    AMENDMENT,
    CRITICAL,
    FOR,
    SEATED,
    STANDARD,
    STATES,
    Proposal,
    appoint,
    execute,
    label_role,
    queue,
    set_human_cap,
    to_end,
    to_eta,
    to_voting,
    vote,
)
from tests.support.system import DAY, System

NEW, NEWER = actor("next guardian"), actor("the one after")
EXECUTABLE = (1 << STATES.index("Succeeded") | 1 << STATES.index("Queued")).to_bytes(32)
NEVER = 2**256 - 1
ALL = [agent_actor(i) for i in SEATED]


def make(system: System, class_: int, proposer: Actor | None = None) -> Proposal:
    proposer = proposer or system.guardian
    if class_ == STANDARD:
        return appoint(system, proposer, actor("registrar to be"))
    return set_human_cap(system, proposer) if class_ == CRITICAL else label_role(system, proposer)


def announce(system: System, candidate: Actor = NEW, by: Actor | None = None) -> None:
    """The next guardian is named; seven days later it may take over at any time."""
    system.guardianship.proposeRotation(candidate, sender=by or system.guardian)


def take_over(system: System, candidate: Actor = NEW, *, at: int | None = None) -> int:
    system.guardianship.acceptRotation(sender=candidate, at=at)
    return system.rpc.now


def passed(system: System, class_: int) -> Proposal:
    """Everybody was for it; the voting is over and the next guardian named."""
    proposal = make(system, class_)
    announce(system)
    to_voting(proposal)
    vote(proposal, FOR, system.guardian, *ALL)
    to_end(proposal)
    assert proposal.state == "Succeeded"
    return proposal


@pytest.mark.parametrize("before_end", [0, 1, 5 * DAY])
@pytest.mark.parametrize("class_", [STANDARD, CRITICAL, AMENDMENT])
@pytest.mark.parametrize("ballot", [AGAINST, FOR, ABSTAIN])
def test_epoch__while_voting__voids_the_old_ballot(
    assembly: System, class_: int, ballot: int, before_end: int
) -> None:
    """What is left is the agents', who all are for it."""
    proposal = make(assembly, class_)
    announce(assembly)
    to_voting(proposal)
    vote(proposal, ballot, assembly.guardian)
    vote(proposal, FOR, *ALL)
    assert assembly.ballots.tallyOf(proposal.id).guardian == ballot + 1
    take_over(assembly, at=proposal.deadline - before_end)
    tally = assembly.ballots.tallyOf(proposal.id)
    assert (tally.guardian, tally.inFavour) == (0, tally.total)
    assert assembly.ballots.outlivedAt(proposal.id) == NEVER
    expected = "Succeeded" if class_ == STANDARD else "Defeated"
    assert [proposal.state_at(proposal.deadline + d) for d in (0, 1, 9 * DAY)] == [
        "Active",
        expected,
        expected,
    ]


@pytest.mark.parametrize("class_", [STANDARD, CRITICAL, AMENDMENT])
@pytest.mark.parametrize(("old", "new"), [(FOR, AGAINST), (AGAINST, FOR), (FOR, FOR)])
def test_epoch__while_voting__the_new_guardian_votes_anew(
    assembly: System, class_: int, old: int, new: int
) -> None:
    proposal = make(assembly, class_)
    announce(assembly)
    to_voting(proposal)
    vote(proposal, old, assembly.guardian)
    vote(proposal, FOR, *ALL)
    take_over(assembly)
    has_voted = assembly.governance.hasVoted
    assert [has_voted(proposal.id, one) for one in (assembly.guardian, NEW)] == [False, False]
    vote(proposal, new, NEW)
    assert [has_voted(proposal.id, one) for one in (assembly.guardian, NEW)] == [False, True]
    for one, name in ((NEW, "AlreadyVoted"), (assembly.guardian, "VoterNotEntitled")):
        with reverts(name, one, *([proposal.id] if one is NEW else [])):
            vote(proposal, FOR, one)
    to_end(proposal)
    assert proposal.state == ("Succeeded" if new == FOR else "Defeated")


def test_epoch__back_in_office__votes_anew(assembly: System) -> None:
    """A ballot belongs to its epoch, not to its guardian."""
    guardian = assembly.guardian
    first = make(assembly, CRITICAL)
    announce(assembly)
    time = first.snapshot + 1
    vote(first, FOR, guardian, at=time)
    take_over(assembly)
    second = make(assembly, CRITICAL, NEW)
    announce(assembly, guardian, NEW)
    to_voting(second)
    vote(second, AGAINST, NEW)
    take_over(assembly, guardian)
    assembly.rpc.travel(1)
    assert [assembly.ballots.tallyOf(one.id).guardian for one in (first, second)] == [0, 0]
    assert not assembly.governance.hasVoted(second.id, guardian)
    vote(second, FOR, guardian)
    to_end(second)
    assert second.state == "Succeeded"


@pytest.mark.parametrize("class_", [STANDARD, CRITICAL, AMENDMENT])
@pytest.mark.parametrize("state", ["Succeeded", "Queued"])
def test_epoch__after_the_vote__cancels_what_is_grave(assembly: System, class_: int, state: str) -> None:
    proposal = passed(assembly, class_)
    if state == "Queued":
        queue(proposal)
    assert assembly.ballots.outlivedAt(proposal.id) == NEVER
    time = assembly.rpc.now + 3 * DAY
    take_over(assembly, at=time)
    if class_ == STANDARD:
        assert [proposal.state_at(time + d) for d in (0, 1, DAY)] == [state] * 3
        if state == "Succeeded":
            queue(proposal)
        to_eta(proposal)
        execute(proposal)
        return
    assert assembly.ballots.outlivedAt(proposal.id) == time
    assert [proposal.state_at(time + d) for d in (0, 1, 400 * DAY)] == ["Canceled"] * 3
    wanted = (1 << STATES.index("Succeeded")).to_bytes(32)
    with reverts("GovernorUnexpectedProposalState", proposal.id, 2, wanted):
        queue(proposal)
    with reverts("GovernorUnexpectedProposalState", proposal.id, 2, EXECUTABLE):
        execute(proposal, at=time + 46 * DAY)


def test_epoch__a_second_after_the_vote__cancels(assembly: System) -> None:
    """Up to the deadline the ballot is void and the proposal fails; then it has passed, and is canceled."""
    proposal = make(assembly, CRITICAL)
    announce(assembly)
    to_voting(proposal)
    vote(proposal, FOR, assembly.guardian)
    snapshot = assembly.rpc.snapshot()
    for after, expected in ((0, "Defeated"), (1, "Canceled")):
        take_over(assembly, at=proposal.deadline + after)
        assert proposal.state_at(proposal.deadline + 1) == expected
        assembly.rpc.revert(snapshot)
        snapshot = assembly.rpc.snapshot()


@pytest.mark.parametrize("class_", [CRITICAL, AMENDMENT])
def test_epoch__after_it_was_final__changes_nothing(assembly: System, class_: int) -> None:
    """Invariant 18."""
    proposal = passed(assembly, class_)
    queue(proposal)
    last = proposal.eta + 14 * DAY
    snapshot = assembly.rpc.snapshot()
    take_over(assembly, at=last + 1)
    assert [proposal.state_at(last + d) for d in (1, 2, DAY)] == ["Expired"] * 3
    assembly.rpc.revert(snapshot)
    execute(proposal, at=last)
    take_over(assembly, at=last)
    assert [proposal.state_at(last + d) for d in (0, 1, DAY)] == ["Executed"] * 3


def test_epoch__expired_without_being_queued__stays_so(assembly: System) -> None:
    proposal = passed(assembly, CRITICAL)
    last = proposal.deadline + 14 * DAY
    snapshot = assembly.rpc.snapshot()
    for after, expected in ((0, "Canceled"), (1, "Expired")):
        take_over(assembly, at=last + after)
        assert [proposal.state_at(last + d) for d in (1, 100 * DAY)] == [expected] * 2
        assembly.rpc.revert(snapshot)
        snapshot = assembly.rpc.snapshot()


@pytest.mark.parametrize("ballot", [AGAINST, ABSTAIN])
def test_epoch__after_a_defeat__stays_defeated(assembly: System, ballot: int) -> None:
    """An old guardian's no is not undone by a new one who would say yes."""
    proposal = make(assembly, CRITICAL)
    announce(assembly)
    to_voting(proposal)
    vote(proposal, ballot, assembly.guardian)
    to_end(proposal)
    take_over(assembly)
    assert [proposal.state_at(assembly.rpc.now + d) for d in (0, 100 * DAY)] == ["Defeated"] * 2


@pytest.mark.parametrize("when", ["discussion", "voting"])
def test_epoch__before_the_guardian_voted__is_nothing(assembly: System, when: str) -> None:
    announce(assembly)
    assembly.rpc.travel(7 * DAY)
    proposal = make(assembly, AMENDMENT)
    if when == "voting":
        to_voting(proposal)
    take_over(assembly)
    to_voting(proposal)
    assembly.rpc.travel(1)
    vote(proposal, FOR, NEW, *ALL)
    to_end(proposal)
    queue(proposal)
    to_eta(proposal)
    execute(proposal)


def test_epoch__the_second_change__counts_from_the_ballots_epoch(assembly: System) -> None:
    """The ballot is the second guardian's, whom the third one follows."""
    announce(assembly)
    assembly.rpc.travel(7 * DAY)
    take_over(assembly)
    assembly.rpc.travel(1)
    proposal = make(assembly, CRITICAL, NEW)
    announce(assembly, NEWER, NEW)
    to_voting(proposal)
    vote(proposal, FOR, NEW)
    to_end(proposal)
    assert proposal.state == "Succeeded"
    time = take_over(assembly, NEWER)
    assert (proposal.state, assembly.ballots.outlivedAt(proposal.id)) == ("Canceled", time)


def test_epoch__vetoed_by_the_old_guardian__stays_vetoed(assembly: System) -> None:
    proposals = [make(assembly, STANDARD, agent_actor(i)) for i in (1, 2)]
    announce(assembly)
    assembly.governance.veto(proposals[0].id, bytes(32), sender=assembly.guardian)
    assembly.governance.vetoUpTo(1, bytes(32), sender=assembly.guardian)
    assembly.rpc.travel(7 * DAY)
    take_over(assembly)
    assert [one.state for one in proposals] == ["Canceled", "Canceled"]


def history(proposal: Proposal, times: list[int]) -> list[Any]:
    return [proposal.state_at(time) for time in times]


def test_state__over_time__never_goes_back(assembly: System) -> None:
    """Invariant 18: read at any later time without a transaction, the state only moves forward."""
    edges = {
        "Pending": {"Active", "Canceled"},
        "Active": {"Defeated", "Succeeded", "Canceled"},
        "Succeeded": {"Queued", "Expired", "Canceled"},
        "Queued": {"Executed", "Expired", "Canceled"},
    }
    proposal = make(assembly, CRITICAL)
    announce(assembly)
    seen: list[str] = []

    def look() -> None:
        now = assembly.rpc.now
        times = [now + d * DAY for d in range(0, 80, 2)]
        states = history(proposal, times)
        for before, after in pairwise(states):
            assert before == after or after in edges[before]
        if not seen or seen[-1] != states[0]:
            seen.append(states[0])

    look()
    to_voting(proposal)
    look()
    vote(proposal, FOR, assembly.guardian)
    look()
    to_end(proposal)
    look()
    queue(proposal)
    look()
    take_over(assembly)
    look()
    assert seen == ["Pending", "Active", "Succeeded", "Queued", "Canceled"]
