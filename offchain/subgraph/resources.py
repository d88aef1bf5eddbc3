"""Resources: what was asked for, granted and released, in order."""

from typing import Annotated, Literal

from offchain.subgraph.entity import Entity, Fact
from offchain.subgraph.values import BigInt, Bytes, To

ServiceClass = Literal["CRITICAL", "HIGH", "MEDIUM", "STANDARD"]
OrderStatus = Literal["QUEUED", "ASSIGNED", "PROVISIONED", "FAILED", "RETRIED", "RELEASED"]
OrderStepKind = Literal["REQUESTED", "SEATED", "ASSIGNED", "PROVISIONED", "FAILED", "RELEASED"]
ResourceTerm = Literal["UNIT_COST", "CAPACITY", "MAX_AMOUNT"]


class Fleet(Entity):
    """All resources together; one object, with the id `fleet`."""

    resource_count: int
    committed_cost: BigInt
    order_count: int
    open_orders: int


class Resource(Entity):
    """A kind of resource; a building where it has seats."""

    number: int
    name: str
    unit: str
    unit_cost: BigInt
    capacity: BigInt
    max_amount: BigInt
    granted: BigInt
    committed_cost: BigInt
    waiting: int


class ResourceChange(Fact):
    """A term of a resource changed."""

    resource: Annotated[str, To("Resource")]
    term: ResourceTerm
    previous: BigInt
    current: BigInt


class ServiceLine(Entity):
    """The line of one class in one queue."""

    queue: int
    class_: ServiceClass
    waiting: int
    last: Annotated[str, To("Order")]


class Order(Entity):
    """What an agent asked for."""

    number: BigInt
    agent: Annotated[str, To("Agent")]
    resource: Annotated[str, To("Resource")]
    line: Annotated[str, To("ServiceLine")]
    place: BigInt
    requested: BigInt
    amount: BigInt
    status: OrderStatus
    requested_at: BigInt
    assigned_at: BigInt | None
    provisioned_at: BigInt | None
    failed_at: BigInt | None
    failure: str | None
    released_at: BigInt | None
    retried_as: Annotated[str, To("Order")] | None


class OrderStep(Fact):
    """A step in the life of an order."""

    order: Annotated[str, To("Order")]
    kind: OrderStepKind
    amount: BigInt


class Holding(Entity):
    """What an agent holds of a resource."""

    agent: Annotated[str, To("Agent")]
    allotment: Annotated[str, To("Allotment")]
    resource: Annotated[str, To("Resource")]
    held: BigInt
    seat: Annotated[str, To("Order")] | None


class Allotment(Entity):
    """What an agent holds of all resources together."""

    agent: Annotated[str, To("Agent")]
    committed_cost: BigInt
    open_orders: int


class ResourceDay(Entity):
    """What happened to one resource on one day (UTC), and where it stood at its end."""

    resource: Annotated[str, To("Resource")]
    starts_at: BigInt
    requested: BigInt
    provisioned: BigInt
    released: BigInt
    failures: int
    granted: BigInt
    waiting: int


class RequestSkip(Fact):
    """A request of a batch that was passed over."""

    agent_id: BigInt
    nonce: BigInt
    reason: Bytes


class ProvisioningSkip(Fact):
    """A confirmation of a batch that was passed over."""

    order_id: str
    status: OrderStatus | None
