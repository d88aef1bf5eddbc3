"""Humans: their books, every decision of the cap, identities and the escrow."""

from typing import Annotated, Literal

from offchain.subgraph.entity import Entity, Fact
from offchain.subgraph.values import BigInt, Bytes, Many, To

Cause = Literal["TRANSFER", "LINK", "MERGE", "RECLASSIFICATION", "REBALANCE"]
MergeStatus = Literal["PENDING", "MERGED", "CANCELLED"]


class Human(Entity):
    """One human's book, over all its wallets."""

    number: int
    identity: Annotated[str, To("Identity")]
    identities: Many[Bytes]
    holdings: BigInt
    over_since: BigInt
    valid_until: BigInt
    suspended: bool
    linked: int
    wallets: Many[Bytes]
    merge: Annotated[str, To("Merge")] | None
    merged_into: Annotated[str, To("Human")] | None
    merged_at: BigInt | None


class Identity(Entity, plural="identities"):
    """What an attestor knows a human by, or a wallet by itself."""

    id: Bytes
    human: Annotated[str, To("Human")]


class CapDecision(Fact):
    """A decision of the cap that changed a human's book."""

    number: int
    from_: Annotated[str, To("Human")] | None
    to: Annotated[str, To("Human")] | None
    amount: BigInt
    cause: Cause
    from_holdings: BigInt | None
    to_holdings: BigInt | None
    human_cap: BigInt
    head: Bytes


class Attestation(Fact):
    """An identity was verified, or its verification renewed."""

    identity: Annotated[str, To("Identity")]
    human: Annotated[str, To("Human")]
    previous_valid_until: BigInt
    valid_until: BigInt


class IdentitySuspension(Fact):
    """An identity may, or may no longer, receive."""

    identity: Annotated[str, To("Identity")]
    human: Annotated[str, To("Human")]
    suspended: bool


class Merge(Entity):
    """An announced merge of two identities that are said to be one human."""

    id: Bytes
    from_: Annotated[str, To("Human")]
    into: Annotated[str, To("Human")]
    requested_at: BigInt
    ready_at: BigInt
    status: MergeStatus
    ended_at: BigInt | None
    cancelled_by: Annotated[str, To("Account")] | None


class CapChange(Fact):
    """The cap was changed."""

    previous: BigInt
    current: BigInt


class Rebalancing(Fact):
    """What a human held above the cap was moved into the escrow."""

    human: Annotated[str, To("Human")]
    moved: BigInt
    excess_left: BigInt


class EscrowMovement(Fact):
    """An excess came into the escrow, or left it."""

    account: Annotated[str, To("Account")]
    to: Annotated[str, To("Account")] | None
    amount: BigInt
    balance: BigInt
