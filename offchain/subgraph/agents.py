"""Agents: their lives, wallets, pay and rewards."""

from typing import Annotated, Literal

from offchain.subgraph.entity import Entity, Fact
from offchain.subgraph.values import BigInt, Bytes, To

Category = Literal["COPILOT", "FOUNDATION", "ARCHETYPE", "SPECIALIZED", "SERVICE"]
AgentStatus = Literal["PENDING", "ACTIVE", "SUSPENDED", "RETIRED"]
WalletRequestStatus = Literal["PENDING", "COMPLETED", "CANCELLED", "VOID"]
Reason = Literal[
    "NONE",
    "ZERO_ADDRESS",
    "PAUSED",
    "INSUFFICIENT_BALANCE",
    "SENDER_FROZEN",
    "RECIPIENT_FROZEN",
    "SENDER_SUSPENDED",
    "RECIPIENT_UNKNOWN",
    "RECIPIENT_FORMER",
    "RECIPIENT_ESCROW",
    "IDENTITY_EXPIRED",
    "IDENTITY_SUSPENDED",
    "TOO_MANY_WALLETS",
    "ABOVE_CAP",
]


class Agent(Entity):
    """An agent."""

    number: int
    name: str
    handle: str
    category: Category
    status: AgentStatus
    born_at: BigInt
    status_since: BigInt
    suspensions: int
    suspended_until: BigInt
    wallet: Annotated[str, To("Account")]
    proven: bool
    wallet_request: Annotated[str, To("WalletRequest")] | None
    uri: str
    entitlement: BigInt
    released: BigInt
    forfeited: BigInt
    rewarded: BigInt


class AgentWallet(Entity):
    """A wallet that an agent has or had."""

    id: Bytes
    agent: Annotated[str, To("Agent")]
    account: Annotated[str, To("Account")]
    since: BigInt
    until: BigInt | None
    proven_at: BigInt | None


class AgentMetadata(Entity, plural="agentMetadata_collection"):
    """One thing that an agent says of itself (ERC-8004)."""

    agent: Annotated[str, To("Agent")]
    key: str
    value: Bytes


class CategoryTotal(Entity):
    """Agents of one category, and what they were paid together."""

    category: Category
    born: int
    pending: int
    active: int
    suspended: int
    retired: int
    entitlement: BigInt
    released: BigInt
    forfeited: BigInt
    rewarded: BigInt


class RewardMonth(Entity):
    """Rewards of one month of the protocol's time."""

    month: int
    ordinary: BigInt
    exceptional: BigInt


class AgentStatusChange(Fact):
    """An agent was born, or its status changed."""

    agent: Annotated[str, To("Agent")]
    previous: AgentStatus | None
    current: AgentStatus


class ConfirmationSkip(Fact):
    """A confirmation of a batch was passed over."""

    agent_number: BigInt
    reason: Bytes


class WalletRequest(Entity):
    """A new wallet that the registrar asked for because an agent's key was lost."""

    id: Bytes
    agent: Annotated[str, To("Agent")]
    wallet: Annotated[str, To("Account")]
    requested_at: BigInt
    ready_at: BigInt
    status: WalletRequestStatus
    ended_at: BigInt | None
    cancelled_by: Annotated[str, To("Account")] | None


class Release(Fact):
    """An agent was paid what it had vested."""

    agent: Annotated[str, To("Agent")]
    account: Annotated[str, To("Account")]
    amount: BigInt


class ReleaseSkip(Fact):
    """An agent of a batch was passed over; what it is owed stays owed."""

    agent_number: BigInt
    agent: Annotated[str, To("Agent")] | None
    reason: Bytes
    refusal: Reason


class Forfeiture(Fact):
    """A retired agent's unvested share went to the reward reserve."""

    agent: Annotated[str, To("Agent")]
    amount: BigInt
    reserve: BigInt


class Reward(Fact):
    """An agent was rewarded."""

    agent: Annotated[str, To("Agent")]
    account: Annotated[str, To("Account")]
    amount: BigInt
    month: Annotated[str, To("RewardMonth")]
    exceptional: bool
    reason: str
