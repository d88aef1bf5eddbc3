"""The protocol as a whole, wallets and what moves between them."""

from typing import Annotated, Literal

from offchain.subgraph.entity import Entity, Fact
from offchain.subgraph.values import BigInt, Bytes, To

WalletClass = Literal["NONE", "PROTOCOL", "GUARDIAN", "AGENT", "HUMAN", "FORMER", "VENUE"]


class Protocol(Entity):
    """What is known of the protocol as a whole; one object, with the id `blackroad`."""

    time_divisor: BigInt
    bootstrap_closed_at: BigInt | None
    governor: Bytes | None
    supply: BigInt
    holders: int
    voting_units: BigInt
    human_cap: BigInt
    cap_lowered_at: BigInt
    grace_period: BigInt
    unverified_allowed: bool
    head: Bytes
    decision_count: int
    book_count: int
    escrowed: BigInt
    agent_count: int
    genesis_sealed_at: BigInt | None
    activated_at: BigInt | None
    outstanding: BigInt
    reward_reserve: BigInt
    released: BigInt
    rewarded: BigInt
    forfeited: BigInt
    guardian_paid: BigInt


class Peer(Entity):
    """A contract of the protocol."""

    address: Bytes
    code_hash: Bytes
    deployed_at: BigInt


class Account(Entity):
    """An address that was ever heard of: of a wallet, a contract or an officer."""

    id: Bytes
    class_: WalletClass
    balance: BigInt
    escrowed: BigInt
    ceiling: BigInt
    voting: bool
    units: BigInt
    delegate: Annotated[str, To("Account")]
    votes: BigInt
    frozen_until: BigInt
    human: Annotated[str, To("Human")] | None
    agent: Annotated[str, To("Agent")] | None


class ClassTotal(Entity):
    """Accounts and holdings of one class of wallets."""

    class_: WalletClass
    holders: int
    balance: BigInt


class Transfer(Fact):
    """ROAD that moved."""

    from_: Annotated[str, To("Account")]
    to: Annotated[str, To("Account")]
    amount: BigInt


class WalletClassification(Fact):
    """A wallet's class or human changed."""

    account: Annotated[str, To("Account")]
    previous: WalletClass
    current: WalletClass
    human: Annotated[str, To("Human")] | None


class Delegation(Fact):
    """An account chose who casts its units."""

    account: Annotated[str, To("Account")]
    previous: Annotated[str, To("Account")]
    current: Annotated[str, To("Account")]


class VotesChange(Fact):
    """Units that an account casts changed."""

    account: Annotated[str, To("Account")]
    previous: BigInt
    current: BigInt
