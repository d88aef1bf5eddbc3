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
from tests.support.resources import CPU, GPU, LAB, Fleet
from tests.support.system import COHORT, DAY

from .machine import undone
from .rebuilt import compare_orders


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
        compare_orders(supplied.system, rebuilt, range(1, COHORT + 1))
        assert len(rebuilt.kinds) == 19
        topics = {bytes.fromhex(log["topics"][0][2:]) for log in rpc.logs([resources.address])}
        assert {topic for topic, _ in KNOWN} <= topics
        assert len(KNOWN) == EVENTS.count("(")
