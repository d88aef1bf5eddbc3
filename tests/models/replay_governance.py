"""Rebuilds proposals and ballots from raw logs, in a republic's model; see `replay`.

What no event says, since it comes by itself, the model does at its time: see `governance`.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from eth_utils import to_checksum_address

from .actions import Act
from .governance import CANCELED, EXECUTED, OPEN, QUEUED, Proposal, Republic
from .replay import event_of, known_by
from .replay_proposals import KNOWN as GOVERNOR

EVENTS = """
ProposalsVetoedUpTo(uint256* index, address* guardian, bytes32 reasonHash)
GuardianChanged(uint256* epoch, address* previous, address* current)
"""
KNOWN = {**GOVERNOR, **known_by(EVENTS)}
Units = Callable[[int], tuple[dict[str, int], int]]  # votes and total at a time that is past


def recall(
    model: Republic, logs: Iterable[dict[str, Any]], agents: Mapping[str, int], units: Units, now: int
) -> None:
    """Every proposal up to `now`; `agents` are all by the wallets that they have or had."""
    model.epoch, epoch = 1, model.epoch
    for log in logs:
        found = event_of(log, KNOWN)
        if found is None:
            continue
        (name, e), time = found, int(log["blockTimestamp"], 16)
        model.tick(time)
        if name == "ProposalCreated":
            _create(model, e, agents, time)
            if e["voteStart"] < now:
                model.past.append((e["voteStart"], *units(e["voteStart"])))
        elif name == "GuardianChanged":
            model.epoch = e["epoch"]
            model.void_ballots(time)
        elif name == "ProposalsVetoedUpTo":
            model.cancel_up_to(e["index"])
        else:
            _apply(model, model.proposals[e["proposalId"]], name, e, agents)
    assert model.epoch == epoch
    model.tick(now)


def _create(model: Republic, e: dict[str, Any], agents: Mapping[str, int], time: int) -> None:
    proposer = to_checksum_address(e["proposer"])
    called = zip(e["targets"], e["calldatas"], e["values"], strict=True)
    acts = tuple(Act(to_checksum_address(target), data, value) for target, data, value in called)
    index = len(model.proposals)
    made = Proposal(e["proposalId"], index, proposer, time, 0, acts, e["voteStart"], e["voteEnd"])
    model.proposals[made.id] = made
    model.made.setdefault(agents.get(proposer) or proposer, []).append((time, made.id))


def _apply(
    model: Republic, proposal: Proposal, name: str, e: dict[str, Any], agents: Mapping[str, int]
) -> None:
    match name:
        case "ProposalClassified":
            assert proposal.index == e["index"]
            proposal.kind = e["class"]
        case "ProposalExtended":
            proposal.extended, proposal.deadline = True, e["deadline"]
        case "ProposalQueued":
            proposal.state, proposal.eta = QUEUED, e["eta"]
        case "ProposalExecuted":
            proposal.state = EXECUTED
        case "ProposalCanceled":
            assert proposal.state in OPEN
            proposal.state = CANCELED
        case _ if e["voter"] in agents:
            proposal.voters.add(agents[e["voter"]])
            proposal.counted[e["support"]] += e["weight"]
        case _:
            proposal.guardian, proposal.ballot_of = e["support"], model.epoch
