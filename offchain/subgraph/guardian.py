"""The guardian's office and its succession."""

from typing import Annotated, Literal

from offchain.subgraph.entity import Entity, Fact
from offchain.subgraph.values import BigInt, Bytes, To

HandoverStatus = Literal["PENDING", "CONTESTED", "CONFIRMED", "ACCEPTED", "CANCELLED", "VOID"]
Officer = Literal["SUCCESSOR", "RECOVERY"]


class Office(Entity):
    """The office of guardian; one object, with the id `guardian`."""

    guardian: Annotated[str, To("Account")]
    epoch: Annotated[str, To("GuardianEpoch")]
    vacant: bool
    last_seen: BigInt
    successor: Annotated[str, To("Account")] | None
    successor_change: Annotated[str, To("OfficerChange")] | None
    recovery: Annotated[str, To("Account")] | None
    recovery_change: Annotated[str, To("OfficerChange")] | None
    rotation: Annotated[str, To("Handover")] | None
    recovery_handover: Annotated[str, To("Handover")] | None
    challenge: Annotated[str, To("Challenge")] | None


class GuardianEpoch(Entity, plural="guardianEpoches"):
    """One guardian's time in office."""

    number: int
    guardian: Annotated[str, To("Account")]
    started_at: BigInt
    ended_at: BigInt | None
    vacated_at: BigInt | None
    returned_at: BigInt | None
    heartbeats: int
    last_seen: BigInt
    paid: BigInt


class Heartbeat(Fact):
    """The guardian acted or signed a heartbeat."""

    epoch: Annotated[str, To("GuardianEpoch")]


class GuardianPayment(Fact):
    """The guardian was paid of its 51 %."""

    guardian: Annotated[str, To("Account")]
    epoch: Annotated[str, To("GuardianEpoch")]
    amount: BigInt
    released: BigInt


class Handover(Entity):
    """A proposal to pass the office to a new key."""

    id: Bytes
    epoch: Annotated[str, To("GuardianEpoch")]
    by_recovery: bool
    candidate: Annotated[str, To("Account")]
    arbiter: Annotated[str, To("Account")] | None
    proposed_at: BigInt
    ready_at: BigInt
    status: HandoverStatus
    ended_at: BigInt | None


class OfficerChange(Entity):
    """The guardian named another successor or recovery address."""

    id: Bytes
    epoch: Annotated[str, To("GuardianEpoch")]
    officer: Officer
    previous: Annotated[str, To("Account")] | None
    next: Annotated[str, To("Account")]
    proposed_at: BigInt
    effective_at: BigInt
    ended_at: BigInt | None


class Challenge(Entity):
    """A challenge to a guardian that had not been heard of for 90 days."""

    id: Bytes
    epoch: Annotated[str, To("GuardianEpoch")]
    by: Annotated[str, To("Account")]
    made_at: BigInt
    snapshot: BigInt
    threshold: BigInt
    vacant_at: BigInt | None
    electable_from: BigInt | None
    ended_at: BigInt | None


class SuccessionRound(Entity):
    """A round in which the agents elect a guardian."""

    number: int
    challenge: Annotated[str, To("Challenge")]
    opened_at: BigInt
    ends_at: BigInt
    elected_at: BigInt | None
    elected: Annotated[str, To("Account")] | None
    acceptable_from: BigInt | None
    acceptable_until: BigInt | None


class SuccessionCandidate(Entity):
    """Whom agents voted for in a round."""

    round: Annotated[str, To("SuccessionRound")]
    account: Annotated[str, To("Account")]
    votes: BigInt


class SuccessionSupport(Entity):
    """Whom the units of one wallet are for in a round; it can change."""

    candidate: Annotated[str, To("SuccessionCandidate")]
    account: Annotated[str, To("Account")]
    agent: Annotated[str, To("Agent")]
    weight: BigInt


class SuccessionBallot(Fact):
    """An agent voted in a round."""

    round: Annotated[str, To("SuccessionRound")]
    account: Annotated[str, To("Account")]
    agent: Annotated[str, To("Agent")]
    candidate: Annotated[str, To("Account")]
    previous: Annotated[str, To("Account")] | None
    weight: BigInt
