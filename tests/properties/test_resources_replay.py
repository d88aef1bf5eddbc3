"""The fleet's requests, rebuilt from the events alone.

replay
├── the catalogue, with what governance changed and added
├── every order: whose, of what, how much is left, when it took its place, where it stands
├── what each of the 1,250 agents holds, open orders, seats, totals, costs
└── whose turn it is in every line
"""

from random import Random

from tests.models.replay_resources import EVENTS, KNOWN, OPEN, PROVISIONED, Resources
from tests.support.actors import agent_actor
from tests.support.resources import BUILDINGS, CPU, GPU, LAB, Fleet
from tests.support.system import COHORT, DAY

from .machine import undone


def tell(fleet: Fleet) -> None:
    """Everybody asks, some ask to be signed for; service, failures, releases, suspensions, changes."""
    draw, resources, guardian = Random(7), fleet.resources, fleet.system.guardian
    terms = (b"tpu".ljust(32, b"\0"), b"milli-TPU".ljust(32, b"\0"), 9, 0, 50)
    resources.register(terms, sender=guardian)
    resources.setUnitCost(GPU, 7, sender=guardian)
    resources.setMaxAmount(CPU, 5_000, sender=guardian)
    fleet.shrink(LAB, 400)
    for agent in range(1, COHORT + 1, 2):
        fleet.ask(agent, CPU, agent)
        fleet.ask(agent, LAB)
    signed = [fleet.sign(agent, GPU, 1 + agent % 3) for agent in range(2, 202, 2)]
    resources.requestsBySig([*signed, signed[0]], sender=fleet.system.stranger)
    for agent in (3, 11, 1189, 17):
        fleet.decide("suspend", agent)
    taken = fleet.served(200)
    fleet.rpc.travel(DAY)
    taken += fleet.served(200)
    for number, order in enumerate(taken):
        if number % 5 == 0:
            fleet.fail(order)
    fleet.confirm(*taken)
    for number, order in enumerate(taken):
        if number % 15 == 0:
            fleet.retry(order)
    held = [order for order in (fleet.resources.seatOf(agent, LAB) for agent in range(1, 101, 2)) if order]
    for order in draw.sample([*held, *taken[:60]], 70):
        found = fleet.order(order)
        if found.status in (*OPEN, PROVISIONED):
            amount = found.amount if draw.random() < 0.5 else max(1, found.amount // 2)
            resources.release(order, amount, sender=agent_actor(found.agentId))
    fleet.decide("retire", 17)
    fleet.shrink(LAB, 450)
    fleet.fill(LAB, 30)


def test_replay__the_whole_fleet__keeps_catalogue_orders_and_holdings(supplied: Fleet) -> None:
    """Invariant 42."""
    resources, rpc = supplied.resources, supplied.rpc
    with undone(supplied.system):
        tell(supplied)
        rebuilt = Resources().read(rpc.logs([resources.address]))
        held = rebuilt.held()
        for number, kind in enumerate(resources.resources(), start=1):
            mine = rebuilt.kinds[number]
            seen = (kind.name, kind.unit, kind.unitCost, kind.capacity, kind.maxAmount)
            assert seen == (mine.name, mine.unit, mine.unit_cost, mine.capacity, mine.most)
            assert kind.granted == sum(amount for (_, n), amount in held.items() if n == number)
        assert len(rebuilt.kinds) == 19
        for number, order in rebuilt.orders.items():
            found = resources.order(number)
            seen = (found.agentId, found.resource, found.amount, found.requestedAt, found.status)
            assert seen == (order.agent, order.resource, order.amount, order.asked, order.status)
        for agent in range(1, COHORT + 1):
            assert resources.holdingsOf(agent) == [held[agent, number] for number in rebuilt.kinds]
            assert resources.openOrdersOf(agent) == rebuilt.opened(agent)
        for queue in (0, *BUILDINGS):
            heads, ends = resources.linesOf(queue)
            waiting = [head if head != end else 0 for head, end in zip(heads, ends, strict=True)]
            assert waiting == rebuilt.heads(queue)
        cost = sum(amount * rebuilt.kinds[number].unit_cost for (_, number), amount in held.items())
        assert resources.committedCost() == cost
        topics = {bytes.fromhex(log["topics"][0][2:]) for log in rpc.logs([resources.address])}
        assert {topic for topic, _ in KNOWN} <= topics
        assert len(KNOWN) == EVENTS.count("(")
