"""Proposals as the desk reads them from the chain."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import requests
from eth_utils import to_checksum_address
from web3.exceptions import Web3Exception

from deployment.changes import topic
from deployment.explain import call_of
from deployment.proposals import CLASSES, CREATED, OPEN, STATES, times, titled
from office.desk import Desk
from office.errors import UnknownProposal

DETAILS = "(uint256,address[],uint256[],bytes[],bytes32)"
TALLY = "((uint8,uint256,uint256,uint256,uint256))"
CLASSIFIED = "ProposalClassified(uint256,uint256,uint8)"
NO_TITLE = "title unknown: the node gives no old events"
BALLOTS = ("has not voted", "has voted against", "has voted for", "has abstained")


@dataclass(frozen=True)
class Proposal:
    """One proposal now."""

    index: int
    id: int
    state: str
    proposal_class: str
    proposer: str
    snapshot: int
    deadline: int
    eta: int
    expiry: int
    guardian_ballot: int
    in_favour: int
    against: int
    calls: tuple[tuple[str, int, bytes], ...]
    title: str

    @property
    def is_open(self) -> bool:
        """Whether a veto still reaches it."""
        return self.state in OPEN

    @property
    def can_be_voted(self) -> bool:
        """Whether the guardian can vote on it now."""
        return self.state == "Active" and not self.guardian_ballot

    @property
    def name(self) -> str:
        """Number and title."""
        return f"#{self.index} “{self.title}”"

    @property
    def times(self) -> str:
        """What comes next, and when."""
        return times(self.state, self.snapshot, self.deadline, self.eta, self.expiry)


def read_proposals(desk: Desk, indexes: Sequence[int]) -> list[Proposal]:
    """Proposals by their numbers, in few requests."""
    governance, ballots = desk.addresses["Governance"], desk.addresses["BallotBox"]

    def ask(contract: str, signature: str, arguments: Sequence[int], returns: str) -> list[Any]:
        return desk.chain.call_all([(contract, signature, [value]) for value in arguments], returns)

    details = ask(governance, "proposalDetailsAt(uint256)", indexes, DETAILS)
    ids = [detail[0] for detail in details]
    columns = [
        ask(governance, "state(uint256)", ids, "uint8"),
        ask(ballots, "classOf(uint256)", ids, "uint8"),
        ask(governance, "proposalProposer(uint256)", ids, "address"),
        ask(governance, "proposalSnapshot(uint256)", ids, "uint256"),
        ask(governance, "proposalDeadline(uint256)", ids, "uint256"),
        ask(governance, "proposalEta(uint256)", ids, "uint256"),
        ask(governance, "expiryOf(uint256)", ids, "uint256"),
        ask(ballots, "tallyOf(uint256)", ids, TALLY),
    ]
    rows = zip(indexes, details, *columns, strict=True)
    return [
        Proposal(
            index=index,
            id=detail[0],
            state=STATES[state],
            proposal_class=CLASSES[proposal_class],
            proposer=to_checksum_address(proposer),
            snapshot=snapshot,
            deadline=deadline,
            eta=eta,
            expiry=expiry,
            guardian_ballot=tally[0],
            in_favour=tally[1],
            against=tally[2],
            calls=tuple(zip(*detail[1:4], strict=True)),
            title=_title(desk, detail[0]),
        )
        for index, detail, state, proposal_class, proposer, snapshot, deadline, eta, expiry, (tally,) in rows
    ]


def proposal_count(desk: Desk) -> int:
    """How many proposals were ever made."""
    return int(desk.read("Governance", "proposalCount()", returns="uint256"))


def proposal_of(desk: Desk, text: str) -> Proposal:
    """The proposal with this number, or this id in decimal or hexadecimal; raises UnknownProposal."""
    count = proposal_count(desk)
    try:
        number = int(text, 16 if text.startswith("0x") else 10)
    except ValueError as error:
        raise UnknownProposal(text, count) from error
    if not 0 <= number < count:
        calls: list[Any] = [
            (desk.addresses["Governance"], "proposalDetailsAt(uint256)", [i]) for i in range(count)
        ]
        ids = [detail[0] for detail in desk.chain.call_all(calls, DETAILS)]
        if number not in ids:
            raise UnknownProposal(text, count)
        number = ids.index(number)
    return read_proposals(desk, [number])[0]


def words_of(desk: Desk, proposal: Proposal) -> tuple[str, ...]:
    """What a proposal is and does."""
    calls = [f"action {place}: {call_of(desk, *call)}" for place, call in enumerate(proposal.calls)]
    return (
        f"Proposal {proposal.name}, {proposal.proposal_class}, by {desk.name_of(proposal.proposer)}",
        f"id {proposal.id}",
        f"{proposal.state}: {proposal.times}",
        *calls,
    )


def _title(desk: Desk, proposal_id: int) -> str:
    """The title; a word for it where the node gives no old events, since no act depends on them."""
    try:
        return _title_in_events(desk, proposal_id)
    except (Web3Exception, ValueError, requests.RequestException):
        return NO_TITLE


def _title_in_events(desk: Desk, proposal_id: int) -> str:
    """First line of the description, which only its event has."""
    governance = desk.addresses["Governance"]
    for made in desk.chain.logs(governance, [topic(CLASSIFIED), f"0x{proposal_id:064x}"], desk.first):
        block = int(made["blockNumber"])
        for log in desk.chain.logs(governance, [topic(CREATED)], block, block):
            found, title = titled(bytes(log["data"]))
            if found == proposal_id:
                return title
    return NO_TITLE
