"""Rebuilds the catalogue, orders, holdings and queues from raw logs; see `replay`."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from .replay import event_of, known_by

EVENTS = """
ResourceRegistered(uint256* resource, bytes32* name, bytes32 unit, uint64 cost, uint64 capacity, uint64 most)
UnitCostChanged(uint256* resource, uint256 previous, uint256 current)
CapacityChanged(uint256* resource, uint256 previous, uint256 current)
MaxAmountChanged(uint256* resource, uint256 previous, uint256 current)
ResourceRequested(uint256* orderId, uint256* agentId, uint256* resource, uint256 amount)
SeatGranted(uint256* orderId, uint256* agentId, uint256* resource)
OrderAssigned(uint256* orderId, uint256* agentId, uint256* resource, uint256 amount)
OrderProvisioned(uint256* orderId, uint256* agentId, uint256* resource, uint256 amount)
OrderFailed(uint256* orderId, uint256* agentId, string reason)
OrderRetried(uint256* orderId, uint256* agentId, uint256* newOrderId)
OrderReleased(uint256* orderId, uint256* agentId, uint256* resource, uint256 amount, uint256 left)
"""
KNOWN = known_by(EVENTS)
QUEUED, ASSIGNED, PROVISIONED, FAILED, RETRIED, RELEASED = range(1, 7)
OPEN = (QUEUED, ASSIGNED, FAILED)


@dataclass
class Kind:
    """A resource."""

    name: bytes
    unit: bytes
    unit_cost: int
    capacity: int
    most: int


@dataclass
class Order:
    """What an agent asked for."""

    agent: int
    resource: int
    amount: int
    asked: int
    status: int = QUEUED


@dataclass
class Resources:
    """Everything that the events of ResourceAllocation say."""

    kinds: dict[int, Kind] = field(default_factory=dict)
    orders: dict[int, Order] = field(default_factory=dict)

    # --- What follows ---

    def held(self) -> dict[tuple[int, int], int]:
        """What each agent holds of each resource."""
        sums: dict[tuple[int, int], int] = defaultdict(int)
        for order in self.orders.values():
            waits = self.kinds[order.resource].capacity and order.status != PROVISIONED
            if order.status not in (RETRIED, RELEASED) and not waits:
                sums[order.agent, order.resource] += order.amount
        return sums

    def opened(self, agent: int) -> int:
        return sum(order.agent == agent and order.status in OPEN for order in self.orders.values())

    def heads(self, queue: int) -> list[int]:
        """The first that waits in each line; 0 where none does."""
        waiting = sorted(n for n, order in self.orders.items() if n >> 50 == queue and order.status == QUEUED)
        return [next((n for n in waiting if n >> 48 & 3 == line), 0) for line in range(4)]

    # --- Reading ---

    def read(self, logs: Iterable[dict[str, Any]]) -> "Resources":
        for log in logs:
            if found := event_of(log, KNOWN):
                self.apply(*found, int(log["blockTimestamp"], 16))
        return self

    def apply(self, name: str, e: dict[str, Any], now: int) -> None:
        if name == "ResourceRegistered":
            terms = (e["name"], e["unit"], e["cost"], e["capacity"], e["most"])
            self.kinds[e["resource"]] = Kind(*terms)
        elif name in CHANGES:
            kind = self.kinds[e["resource"]]
            assert getattr(kind, CHANGES[name]) == e["previous"]
            setattr(kind, CHANGES[name], e["current"])
        elif name == "ResourceRequested":
            self.orders[e["orderId"]] = Order(e["agentId"], e["resource"], e["amount"], now)
        elif name == "OrderRetried":
            old = self.orders[e["orderId"]]
            old.status = RETRIED
            self.orders[e["newOrderId"]] = Order(old.agent, old.resource, old.amount, now)
        elif name == "OrderReleased":
            order = self.orders[e["orderId"]]
            order.amount -= e["amount"]
            assert order.amount == e["left"]
            if not order.amount:
                order.status = RELEASED
        else:
            order = self.orders[e["orderId"]]
            assert order.agent == e["agentId"]
            assert e.get("amount", order.amount) == order.amount
            order.status = STATUSES[name]


CHANGES = {"UnitCostChanged": "unit_cost", "CapacityChanged": "capacity", "MaxAmountChanged": "most"}
STATUSES = {
    "SeatGranted": PROVISIONED,
    "OrderAssigned": ASSIGNED,
    "OrderProvisioned": PROVISIONED,
    "OrderFailed": FAILED,
}
