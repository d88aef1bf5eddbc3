"""Proposals: class, times, state, tally in both scales, dissent and delay; and their ballots."""

from collections import Counter, defaultdict
from typing import get_args

from offchain.reconcile.values import raw
from offchain.reconcile.walk import Walk
from offchain.subgraph.guardian import Office
from offchain.subgraph.proposals import Ballot, Chamber, Proposal, ProposalAction, ProposalClass, Support
from offchain.subgraph.wallets import Protocol

GOVERNANCE, BALLOTS = "Governance", "BallotBox"
PENDING, ACTIVE, CANCELED, DEFEATED, SUCCEEDED, QUEUED, EXPIRED, EXECUTED = range(8)
CLASSES, GUARDIAN_BALLOTS = get_args(ProposalClass), (None, *get_args(Support))
FLOOR = 122_500_000 * 10**18  # what all units together count as at least, in wei
WHOLE = 10**18  # what dissent is a part of
VIEWS = (
    (GOVERNANCE, "state"),
    (GOVERNANCE, "proposalSnapshot"),
    (GOVERNANCE, "proposalDeadline"),
    (GOVERNANCE, "proposalEta"),
    (GOVERNANCE, "expiryOf"),
    (GOVERNANCE, "proposalProposer"),
    (BALLOTS, "classOf"),
    (BALLOTS, "hasPassed"),
    (BALLOTS, "delayOf"),
)


def compare(walk: Walk) -> None:
    """Everything of the subject."""
    count = walk.call(GOVERNANCE, "proposalCount")
    details = walk.each(GOVERNANCE, "proposalDetailsAt", range(count))
    for chamber in walk.all(Chamber).values():
        walk.same(chamber, {"proposal_count": chamber.proposal_count}, (count,))
    proposals = walk.known(Proposal, [number for number, *_ in details])
    _actions(walk, proposals, details)
    _states(walk, proposals)
    _tallies(walk, proposals)
    _ballots(walk, proposals)


def _actions(walk: Walk, proposals: list[Proposal], details: list[tuple[int, ...]]) -> None:
    places = {str(number): (index, calls) for index, (number, *calls, _) in enumerate(details)}
    actions = defaultdict(list)
    for action in sorted(walk.all(ProposalAction).values(), key=lambda one: one.index):
        actions[action.proposal].append((action.target, action.value, raw(action.calldata)))
    for one in proposals:
        index, calls = places[one.id]
        told = {"index": one.index, "actions": actions[one.id]}
        walk.same(one, told, (index, list(zip(*calls, strict=True))))


def state(one: Proposal, now: int) -> int:
    """What the clock makes of what the events said, as the schema tells it."""
    if one.status in ("CANCELED", "EXECUTED"):
        return CANCELED if one.status == "CANCELED" else EXECUTED
    if now <= one.deadline:
        return PENDING if now <= one.snapshot else ACTIVE
    if not one.passes:
        return DEFEATED
    if now > one.expiry:
        return EXPIRED
    return QUEUED if one.status == "QUEUED" else SUCCEEDED


def _states(walk: Walk, proposals: list[Proposal]) -> None:
    numbers = [int(one.id) for one in proposals]
    asked = [walk.each(contract, view, numbers) for contract, view in VIEWS]
    for one, *found in zip(proposals, *asked, strict=True):
        told = {
            "state": state(one, walk.now),
            "snapshot": one.snapshot,
            "deadline": one.deadline,
            "eta": one.eta or 0,
            "expiry": one.expiry,
            "proposer_account": one.proposer_account,
            "class": CLASSES.index(one.class_),
            "passes": one.passes,
            "delay": one.delay,
        }
        walk.same(one, told, found)


def _tallies(walk: Walk, proposals: list[Proposal]) -> None:
    numbers = [int(one.id) for one in proposals]
    asked = [walk.each(BALLOTS, view, numbers) for view in ("tallyOf", "votesOf", "scaledVotesOf")]
    units = sum(protocol.voting_units for protocol in walk.all(Protocol).values())
    for one, (guardian, *cast, total), votes, scaled in zip(proposals, *asked, strict=True):
        told = {"for": one.units_for, "against": one.units_against, "abstain": one.units_abstain}
        walk.same(one, {"guardian": GUARDIAN_BALLOTS.index(one.guardian), **told}, (guardian, *cast))
        told = {"against": one.votes_against, "for": one.votes_for, "abstain": one.votes_abstain}
        walk.same(one, {f"votes {side}": value for side, value in told.items()}, votes)
        told = {"against": one.scaled_against, "for": one.scaled_for, "abstain": one.scaled_abstain}
        walk.same(one, {f"scaled {side}": value for side, value in told.items()}, scaled)
        against = cast[1]
        walk.same(one, {"dissent": one.dissent}, (against * WHOLE // max(total, FLOOR),))
        if walk.now > one.snapshot:
            walk.same(one, {"total": units if one.total is None else one.total}, (total,))
    due = [one for one in proposals if one.quorum is not None]
    quorums = walk.each(BALLOTS, "quorumOf", [(CLASSES.index(one.class_), one.snapshot) for one in due])
    for one, quorum in zip(due, quorums, strict=True):
        walk.same(one, {"quorum": one.quorum}, (quorum,))


def _ballots(walk: Walk, proposals: list[Proposal]) -> None:
    """Each is counted, but a former guardian's; the agents' add up to the tally, which is the chain's."""
    ballots, by_id = list(walk.all(Ballot).values()), {one.id: one for one in proposals}
    guardians = {office.guardian for office in walk.all(Office).values()}
    voted = walk.each(GOVERNANCE, "hasVoted", [(int(one.proposal), one.voter) for one in ballots])
    counts, sums = Counter[str](), Counter[tuple[str, str]]()
    for ballot, has in zip(ballots, voted, strict=True):
        voided = ballot.proposal in by_id and by_id[ballot.proposal].guardian is None
        counts_now = not voided if ballot.voter in guardians else ballot.agent is not None
        walk.same(ballot, {"counted": counts_now}, (has,))
        counts[ballot.proposal] += 1
        sums[ballot.proposal, ballot.support] += ballot.weight if ballot.agent else 0
    for one in proposals:
        told = {"ballots": one.ballot_count, "for": one.units_for, "against": one.units_against}
        sides = [sums[one.id, side] for side in ("FOR", "AGAINST", "ABSTAIN")]
        walk.same(one, {**told, "abstain": one.units_abstain}, (counts[one.id], *sides))
