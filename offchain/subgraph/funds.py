"""Operating funds: budgets, payments, approvals and the board."""

from typing import Annotated, Literal

from offchain.subgraph.entity import Entity, Fact
from offchain.subgraph.values import BigInt, Bytes, Many, To

PaymentClass = Literal["OPERATIONAL", "GRANT", "PARTNERSHIP"]
PaymentStatus = Literal["PROPOSED", "PAID", "LAPSED"]
PaymentStepKind = Literal["PROPOSED", "APPROVED", "WITHDRAWN", "PAID"]


class Funds(Entity, plural="funds_collection"):
    """Ether and tokens with which the fleet pays its bills; one object, with the id `funds`."""

    dollar: Annotated[str, To("Asset")] | None
    payment_count: int
    emergency_count: int
    ether_received: BigInt
    ether_paid: BigInt


class Asset(Entity):
    """What budgets are counted and payments made in."""

    id: Bytes
    listed: bool


class CostCentre(Entity):
    """Who bears a payment."""

    id: Bytes
    name: str
    class_: PaymentClass


class Budget(Entity):
    """What a cost centre may spend of a unit in a calendar month (UTC)."""

    centre: Annotated[str, To("CostCentre")]
    unit: Annotated[str, To("Asset")]
    limit: BigInt
    spent: BigInt
    month: int


class BudgetMonth(Entity):
    """What was spent of a budget in a month."""

    budget: Annotated[str, To("Budget")]
    month: int
    spent: BigInt
    limit: BigInt
    payments: int


class BudgetChange(Fact):
    """A budget was set, or taken away with its asset."""

    budget: Annotated[str, To("Budget")]
    previous: BigInt
    current: BigInt


class Payment(Entity):
    """A payment that was proposed on chain or made."""

    id: Bytes
    number: Annotated[str, To("PaymentNumber")]
    centre: Annotated[str, To("CostCentre")] | None
    asset: Annotated[str, To("Asset")]
    payee: Bytes
    amount: BigInt
    deadline: BigInt | None
    memo: Bytes
    status: PaymentStatus
    first_seen_at: BigInt
    paid_at: BigInt | None
    month: int | None
    board: Many[Annotated[str, To("Agent")]]
    by_guardian: bool


class PaymentNumber(Entity):
    """A number of payments: of all that have it a single one is ever made."""

    made: Annotated[str, To("Payment")] | None


class PaymentApproval(Entity):
    """The last word of one approver on a payment, on chain."""

    payment: Annotated[str, To("Payment")]
    agent: Annotated[str, To("Agent")] | None
    wallet: Annotated[str, To("Account")]
    mandate: BigInt
    withdrawn: bool
    at: BigInt


class GrantSupport(Fact):
    """Members of the council whose approvals, signed ones included, counted when a grant was made."""

    payment: Annotated[str, To("Payment")]
    members: Many[Annotated[str, To("Agent")]]


class PaymentStep(Fact):
    """A step in the life of a payment."""

    payment: Annotated[str, To("Payment")]
    kind: PaymentStepKind
    wallet: Annotated[str, To("Account")] | None


class EmergencyPayment(Fact):
    """The guardian paid in an emergency."""

    payee: Annotated[str, To("EmergencyPayee")]
    asset: Annotated[str, To("Asset")]
    amount: BigInt
    memo: Bytes
    day: Annotated[str, To("EmergencyDay")]


class EmergencyDay(Entity):
    """What a day has cost in emergencies."""

    spent: BigInt


class EmergencyPayee(Entity):
    """Whom the guardian may pay in an emergency, or might once."""

    id: Bytes
    registered: bool


class EtherReceipt(Fact):
    """Ether came in."""

    from_: Bytes
    amount: BigInt


class BoardPlace(Entity):
    """A place on the board of five that approves payments."""

    number: int
    agent: Annotated[str, To("Agent")] | None
    holder: Annotated[str, To("Agent")] | None
    mandate: int
    until: BigInt | None
    since: BigInt
    suspensions: int


class BoardTerm(Fact):
    """A place on the board was filled."""

    place: Annotated[str, To("BoardPlace")]
    agent: Annotated[str, To("Agent")] | None
    mandate: int
    until: BigInt | None


class TreasurerSupport(Fact):
    """A member of the council wants an agent in a treasurer's place."""

    place: Annotated[str, To("BoardPlace")]
    mandate: int
    agent: Annotated[str, To("Agent")]
    by: Annotated[str, To("Agent")]
    wallet: Annotated[str, To("Account")]
    supporters: int
    needed: int
