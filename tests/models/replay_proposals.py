"""Rebuilds proposals and what the agents said of them from raw logs; see `replay`."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from .replay import State, known_by, tell

EVENTS = """
ProposalCreated(uint256 proposalId, address proposer, address[] targets, uint256[] values, \
string[] signatures, bytes[] calldatas, uint256 voteStart, uint256 voteEnd, string description)
ProposalClassified(uint256* proposalId, uint256* index, uint8 class)
ProposalExtended(uint256* proposalId, uint64 deadline)
ProposalQueued(uint256 proposalId, uint256 eta)
ProposalExecuted(uint256 proposalId)
ProposalCanceled(uint256 proposalId)
VoteCast(address* voter, uint256 proposalId, uint8 support, uint256 weight, string reason)
VoteCastWithParams(address* voter, uint256 proposalId, uint8 support, uint256 weight, string reason, \
bytes params)
"""
KNOWN = known_by(EVENTS)
ENDS = {"ProposalQueued": "QUEUED", "ProposalExecuted": "EXECUTED", "ProposalCanceled": "CANCELED"}


@dataclass
class Proposal:
    """What was proposed, what became of it, and the units of the agents against it, for it and abstaining."""

    proposer: str
    snapshot: int
    deadline: int
    class_: int = 0
    index: int = 0
    status: str = "PROPOSED"
    eta: int = 0
    units: list[int] = field(default_factory=lambda: [0, 0, 0])
    ballots: int = 0


@dataclass
class Governance:
    """Everything that the governor's events say; whose ballot is an agent's, the registry's events tell."""

    registry: State = field(default_factory=State)
    proposals: dict[int, Proposal] = field(default_factory=dict)

    def read(self, logs: Iterable[dict[str, Any]]) -> "Governance":
        """In the order of the chain: a ballot is its voter's as it is at that moment."""
        tell(logs, KNOWN, self._apply, self.registry)
        return self

    def _apply(self, name: str, e: dict[str, Any]) -> None:
        if name == "ProposalCreated":
            made = Proposal(e["proposer"], e["voteStart"], e["voteEnd"])
            self.proposals[e["proposalId"]] = made
            return
        one = self.proposals[e["proposalId"]]
        if name == "ProposalClassified":
            one.class_, one.index = e["class"], e["index"]
        elif name == "ProposalExtended":
            one.deadline = e["deadline"]
        elif name.startswith("VoteCast"):
            one.ballots += 1
            if e["voter"] != self.registry.guardian:
                one.units[e["support"]] += e["weight"]
        else:
            one.status, one.eta = ENDS[name], e.get("eta", one.eta)
