"""Collects ballots that agents have signed, and sends those that count in batches.

A message: {"proposalId": "…", "support": 0 | 1 | 2, "voter": "0x…", "signature": "0x…"}.
"""

from dataclasses import dataclass
from typing import Any

from eth_utils import to_checksum_address

from offchain.action import Action, Check, Plan
from offchain.context import Context
from offchain.inbox import octets, read_inbox, whole
from offchain.jobs.proposals import ACTIVE, GOVERNANCE
from offchain.protocol import Call

BOX = "BallotBox"
BATCH = 90  # ballots: below 11 million gas, and below the 300,000 that each may take in the worst case
MAX_SIGNATURE = 4_096  # bytes; a contract's can be long
MAX_SUPPORT = 2
BENIGN = frozenset({"GovernorUnexpectedProposalState"})


@dataclass(frozen=True)
class Ballot:
    """One signed ballot."""

    proposal: int
    support: int
    voter: str
    signature: bytes


@dataclass(frozen=True)
class View:
    """The ballots that would count now, in the order in which they came."""

    ballots: tuple[Ballot, ...]
    rejected: int


def parse(message: dict[str, Any]) -> Ballot:
    """A message's ballot; raises ValueError and the like."""
    support = whole(message["support"], 8)
    if support > MAX_SUPPORT:
        raise ValueError("no such support")
    voter = to_checksum_address(octets(message["voter"], 20, 20))
    return Ballot(whole(message["proposalId"]), support, voter, octets(message["signature"], MAX_SIGNATURE))


def read(context: Context) -> View:
    """Try every ballot of an open proposal by itself, at one block."""
    settings = context.settings
    ballots = read_inbox(settings.inbox, parse, settings.request_seconds, context.log)
    ids = sorted({one.proposal for one in ballots})
    states = context.pinned.call_all([Call(GOVERNANCE, "state", (one,)) for one in ids], may_fail=True)
    open_ = {one for one, state in zip(ids, states, strict=True) if state == ACTIVE}
    asked = [one for one in ballots if one.proposal in open_]
    voted = context.pinned.call_all([Call(BOX, "hasVoted", (one.proposal, one.voter)) for one in asked])
    fresh = [one for one, has in zip(asked, voted, strict=True) if not has]
    cast = [(one.proposal, one.support, one.voter, one.signature) for one in fresh]
    tried = context.pinned.call_all([Call(GOVERNANCE, "castVoteBySig", one) for one in cast], may_fail=True)
    good = tuple(one for one, weight in zip(fresh, tried, strict=True) if weight is not None)
    return View(good, len(fresh) - len(good))


def plan(view: View) -> Plan:
    """Batches of one proposal's ballots each; of two by one voter the first."""
    first: dict[tuple[int, str], Ballot] = {}
    for ballot in view.ballots:
        first.setdefault((ballot.proposal, ballot.voter), ballot)
    by_proposal: dict[int, list[Ballot]] = {}
    for ballot in first.values():
        by_proposal.setdefault(ballot.proposal, []).append(ballot)
    actions = [
        _batch(proposal, ballots[start : start + BATCH])
        for proposal, ballots in by_proposal.items()
        for start in range(0, len(ballots), BATCH)
    ]
    return Plan(tuple(actions), gauges=(("ballots_rejected", {}, float(view.rejected)),))


def _batch(proposal: int, ballots: list[Ballot]) -> Action:
    signed = [(one.voter, one.support, one.signature) for one in ballots]
    checks = tuple(Check(Call(BOX, "hasVoted", (proposal, one.voter)), bool) for one in ballots)
    call = Call(BOX, "castVotesBySig", (proposal, signed))
    return Action(call, checks, splits=1, counts=True, benign=BENIGN)
