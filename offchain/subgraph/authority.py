"""Emergency holds and the table of permissions."""

from typing import Annotated, Literal

from offchain.subgraph.entity import Entity, Fact
from offchain.subgraph.values import BigInt, Bytes, Many, To

EmergencyActionKind = Literal["STARTED", "LIFTED", "CONFIRMED", "ENDED_WITH_EPOCH", "CARRIED"]
ConfirmationKind = Literal["PROLONGED", "ENDED", "CONFIRMED"]
PermissionChangeKind = Literal[
    "ROLE_GRANTED",
    "ROLE_REVOKED",
    "ROLE_LABEL",
    "ROLE_ADMIN",
    "ROLE_GUARDIAN",
    "GRANT_DELAY",
    "FUNCTION_ROLE",
    "TARGET_DELAY",
    "HANDED_OVER",
]


class Brake(Entity):
    """Something that the guardian may hold at once."""

    contract: Bytes
    scope: str
    subject: Bytes
    account: Annotated[str, To("Account")] | None
    agent: Annotated[str, To("Agent")] | None
    until: BigInt
    started_at: BigInt
    confirmed_at: BigInt
    epoch: Annotated[str, To("GuardianEpoch")] | None
    budget_left: BigInt
    budget_at: BigInt
    span_starts: Many[BigInt]
    span_ends: Many[BigInt]
    proposal: str | None


class EmergencyAction(Fact):
    """Something was held, lifted or prolonged."""

    brake: Annotated[str, To("Brake")]
    kind: EmergencyActionKind
    until: BigInt
    budget_left: BigInt
    by: Annotated[str, To("Account")] | None


class HoldConfirmation(Fact):
    """A proposal let a hold last, or confirmed it."""

    brake: Annotated[str, To("Brake")] | None
    scope: str
    subject: Bytes
    kind: ConfirmationKind
    proposal: str | None


class Role(Entity):
    """A role of the authority."""

    number: BigInt
    label: str
    admin: BigInt
    guardian: BigInt
    grant_delay: BigInt
    grant_delay_since: BigInt


class RoleMember(Entity):
    """An account in a role."""

    role: Annotated[str, To("Role")]
    account: Annotated[str, To("Account")]
    granted: bool
    since: BigInt
    execution_delay: BigInt


class Permission(Entity):
    """One row of the table of permissions."""

    target: Bytes
    selector: Bytes
    role: Annotated[str, To("Role")]


class PermissionChange(Fact):
    """A permission changed."""

    kind: PermissionChangeKind
    role: Annotated[str, To("Role")] | None
    account: Annotated[str, To("Account")] | None
    target: Bytes | None
    selector: Bytes | None
    other_role: BigInt | None
    label: str | None
    delay: BigInt | None
    since: BigInt | None


class ScheduledCall(Entity):
    """A call that a member with an execution delay scheduled."""

    operation: Bytes
    nonce: BigInt
    schedule: BigInt
    caller: Annotated[str, To("Account")]
    target: Bytes
    data: Bytes
    executed_at: BigInt | None
    cancelled_at: BigInt | None
