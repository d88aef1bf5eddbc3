"""Proposals, ballots, vetoes and advice."""

from typing import Annotated, Literal

from offchain.subgraph.entity import Entity, Fact
from offchain.subgraph.values import BigInt, Bytes, Many, To

ProposalClass = Literal["STANDARD", "CRITICAL", "AMENDMENT"]
Support = Literal["AGAINST", "FOR", "ABSTAIN"]
ProposalStatus = Literal["PROPOSED", "QUEUED", "EXECUTED", "CANCELED"]
Cancellation = Literal["PROPOSER", "VETO", "EPOCH"]
VetoKind = Literal["GUARDIAN", "GUARDIAN_UP_TO", "COUNCIL"]
ProposalStepKind = Literal["CREATED", "EXTENDED", "QUEUED", "EXECUTED", "CANCELED"]


class Chamber(Entity):
    """The governor; one object, with the id `governance`."""

    proposal_count: int
    open: Many[Annotated[str, To("Proposal")]]
    unsettled: Many[Annotated[str, To("Proposal")]]
    vetoed_up_to: int


class Proposal(Entity):
    """A proposal, with everything that was counted."""

    index: int
    class_: ProposalClass
    proposer: Annotated[str, To("Proposer")]
    proposer_account: Annotated[str, To("Account")]
    title: str
    description: str
    created_at: BigInt
    snapshot: BigInt
    deadline: BigInt
    extended: bool
    status: ProposalStatus
    total: BigInt | None
    units_for: BigInt
    units_against: BigInt
    units_abstain: BigInt
    guardian: Support | None
    votes_for: BigInt
    votes_against: BigInt
    votes_abstain: BigInt
    scaled_for: BigInt
    scaled_against: BigInt
    scaled_abstain: BigInt
    quorum: BigInt | None
    quorum_reached: bool
    passes: bool
    dissent: BigInt
    delay: BigInt
    ballot_count: int
    queued_at: BigInt | None
    eta: BigInt | None
    expiry: BigInt
    executed_at: BigInt | None
    canceled_at: BigInt | None
    canceled_by: Cancellation | None
    veto: Annotated[str, To("Veto")] | None


class ProposalAction(Entity):
    """One action of a proposal."""

    proposal: Annotated[str, To("Proposal")]
    index: int
    target: Bytes
    value: BigInt
    calldata: Bytes


class ProposalStep(Fact):
    """A step in the life of a proposal."""

    proposal: Annotated[str, To("Proposal")]
    kind: ProposalStepKind
    until: BigInt | None


class Proposer(Entity):
    """Who has made proposals: an agent, whatever its wallet, or a guardian."""

    agent: Annotated[str, To("Agent")] | None
    last: Annotated[str, To("Proposal")]
    made_at: Many[BigInt]
    next_at: BigInt


class Ballot(Fact):
    """A ballot that was counted."""

    proposal: Annotated[str, To("Proposal")]
    voter: Annotated[str, To("Account")]
    agent: Annotated[str, To("Agent")] | None
    support: Support
    weight: BigInt
    reason: str
    params: Bytes | None


class BallotSkip(Fact):
    """A ballot of a batch that was passed over."""

    proposal_id: str
    voter: Bytes
    reason: Bytes


class Veto(Fact):
    """A veto."""

    kind: VetoKind
    guardian: Annotated[str, To("Account")] | None
    reason_hash: Bytes | None
    up_to: int | None


class Advice(Fact):
    """What a human or an operator says of a proposal; it counts nothing."""

    proposal: Annotated[str, To("Proposal")]
    adviser: Annotated[str, To("Account")]
    human: Annotated[str, To("Human")] | None
    support: Support
    reason: str
