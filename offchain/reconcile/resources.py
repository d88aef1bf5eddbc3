"""Resources: the catalogue, orders with their lines, and what agents hold."""

from collections import Counter, defaultdict
from typing import get_args

from offchain.reconcile.values import number, word
from offchain.reconcile.walk import Walk
from offchain.subgraph.resources import (
    Allotment,
    Fleet,
    Holding,
    Order,
    OrderStatus,
    Resource,
    ServiceClass,
    ServiceLine,
)

RESOURCES = "ResourceAllocation"
STATUSES = ("NONE", *get_args(OrderStatus))
OPEN = ("QUEUED", "ASSIGNED", "FAILED")
PLACES = 2**48  # numbers of orders in one line


def compare(walk: Walk) -> None:
    """Everything of the subject."""
    count = walk.call(RESOURCES, "resourceCount")
    _catalogue(walk, count)
    orders = walk.known(Order, _lines(walk, count))
    _orders(walk, orders)
    _holdings(walk)
    for fleet in walk.all(Fleet).values():
        told = {"resource_count": fleet.resource_count, "committed_cost": fleet.committed_cost}
        walk.same(fleet, told, (count, walk.call(RESOURCES, "committedCost")))
        told = {"order_count": fleet.order_count, "open_orders": fleet.open_orders}
        walk.same(fleet, told, (len(orders), sum(one.status in OPEN for one in orders)))


def _catalogue(walk: Walk, count: int) -> None:
    kinds = walk.known(Resource, range(1, count + 1))
    views = ("resource", "committedCostOfResource")
    asked = [walk.each(RESOURCES, view, [one.number for one in kinds]) for view in views]
    waiting = Counter(one.resource for one in walk.all(Order).values() if one.status == "QUEUED")
    for one, found, cost in zip(kinds, *asked, strict=True):
        told = {
            "name": word(one.name),
            "unit": word(one.unit),
            "unit_cost": one.unit_cost,
            "capacity": one.capacity,
            "max_amount": one.max_amount,
            "granted": one.granted,
        }
        walk.same(one, told, found)
        told = {"committed_cost": one.committed_cost, "waiting": one.waiting}
        walk.same(one, told, (cost, waiting[one.id]))


def _lines(walk: Walk, count: int) -> list[int]:
    """Who waits first in each line, and who stood last; the numbers of all orders."""
    lines, orders, found = walk.all(ServiceLine), walk.all(Order), list[int]()
    waiting: dict[str, list[int]] = defaultdict(list)
    for order in orders.values():
        if order.status == "QUEUED":
            waiting[order.line].append(order.number)
    for queue, (heads, ends) in enumerate(walk.each(RESOURCES, "linesOf", range(count + 1))):
        for name, head, end in zip(get_args(ServiceClass), heads, ends, strict=True):
            key = f"{queue}-{name}"
            found += range(end - end % PLACES + 1, end)
            told = {"first": min(waiting[key], default=end)}
            if one := lines.get(key):
                told |= {"last": orders[one.last].number, "waiting": one.waiting}
                walk.same(one, told, (head, end - 1, len(waiting[key])))
            else:
                walk.agree("ServiceLine", key, told, (head,))
    return found


def _orders(walk: Walk, orders: list[Order]) -> None:
    found = walk.each(RESOURCES, "order", [one.number for one in orders])
    for one, order in zip(orders, found, strict=True):
        told = {
            "agent": number(one.agent),
            "amount": one.amount,
            "requested_at": one.requested_at,
            "resource": number(one.resource),
            "status": STATUSES.index(one.status),
        }
        walk.same(one, told, order[: len(told)])


def _holdings(walk: Walk) -> None:
    """What each agent holds; together it is what the resources tell, so that nobody is missing."""
    allotments, holdings = list(walk.all(Allotment).values()), list(walk.all(Holding).values())
    views = ("committedCostOfAgent", "openOrdersOf")
    asked = [walk.each(RESOURCES, view, [int(one.id) for one in allotments]) for view in views]
    for one, *found in zip(allotments, *asked, strict=True):
        walk.same(one, {"committed_cost": one.committed_cost, "open_orders": one.open_orders}, found)
    pairs = [(number(one.agent), number(one.resource)) for one in holdings]
    asked = [walk.each(RESOURCES, view, pairs) for view in ("heldOf", "seatOf")]
    sums = Counter[str]()
    for holding, held, seat in zip(holdings, *asked, strict=True):
        walk.same(holding, {"held": holding.held, "seat": number(holding.seat)}, (held, seat))
        sums[holding.resource] += held
    for kind in walk.all(Resource).values():
        walk.agree("Holding", f"all of {kind.id}", {"held": sums[kind.id]}, (kind.granted,))
