"""What each call costs at most, on a node, where every transaction finds everything cold (invariant 46, R3).

request ── an agent's first of anything, by every class, for the largest amount ── at most 95,000
process, confirmBatch, fillSeats ── whole batches ── each order within its bound, the transaction too
release ── beside the longest gap, of the last seat ── the same, however long
"""

from collections.abc import Iterator

import pytest

from tests.support.agents import later_birth
from tests.support.council import ARCHETYPE
from tests.support.resources import (
    BATCH,
    CPU,
    FOUNDER,
    LAB,
    OPEN_ORDERS,
    PILOT,
    SERVANT,
    SPECIALIST,
    UNLIMITED,
    Fleet,
)
from tests.support.rpc import Rpc
from tests.support.system import COHORT, DAY, System

REQUEST, PROCESS, CONFIRM, SEAT = 95_000, 20_000, 15_000, 30_000
RELEASE = 95_000
LATER = 17_100 + 2_000  # a later agent's: the slot of its open orders, and its category is asked for
TRANSACTION = 16_777_216


@pytest.fixture(scope="module")
def remote(rpc: Rpc) -> Iterator[Fleet]:
    """The whole fleet on a node."""
    snapshot = rpc.snapshot()
    system = System(rpc, resources=True)
    system.birth(COHORT)
    yield Fleet(system)
    rpc.revert(snapshot)


@pytest.fixture
def node(remote: Fleet) -> Iterator[Fleet]:
    """That fleet, undone afterwards."""
    snapshot = remote.rpc.snapshot()
    yield remote
    remote.rpc.revert(snapshot)


def test_request__an_agents_first_of_anything__keeps_its_bound(node: Fleet) -> None:
    agents = iter([PILOT, FOUNDER, SPECIALIST, SERVANT, COHORT, *range(200, 209)])
    for resource, agent in zip(UNLIMITED, agents, strict=True):
        most = node.resources.resource(resource).maxAmount
        assert node.asked(agent, resource, most).gas_used <= REQUEST
    last = [node.asked(300, CPU, 1_000_000).gas_used for _ in range(OPEN_ORDERS)]
    assert max(last) <= REQUEST


def test_request__later_agent__keeps_its_bound(node: Fleet) -> None:
    agent = later_birth(node.system, ARCHETYPE)
    node.decide("admit", agent)
    first = node.asked(agent, CPU, 1_000_000).gas_used
    assert REQUEST < first <= REQUEST + LATER
    assert node.asked(agent, CPU, 1_000_000).gas_used <= REQUEST


def test_process__whole_batch__keeps_its_bound(node: Fleet) -> None:
    """All four lines, half of them old, so that every head is looked at each time."""
    for agent in (*range(1, 15), *range(1188, 1247), *range(400, 500)):
        node.ask(agent, CPU, 1_000_000)
    node.rpc.travel(DAY + 1)
    for agent in (*range(1, 15), *range(1188, 1247), *range(400, 500)):
        node.ask(agent, CPU, 1_000_000)
    receipt = node.process(10_000)
    taken = [event.orderId for event in receipt.of("OrderAssigned")]
    assert len(taken) == BATCH
    assert receipt.gas_used <= BATCH * PROCESS < TRANSACTION
    confirmed = node.confirm(*taken)
    assert len(confirmed.of("OrderProvisioned")) == BATCH
    assert confirmed.gas_used <= BATCH * CONFIRM < TRANSACTION


def test_fill_seats__whole_batch__keeps_its_bound(node: Fleet) -> None:
    node.shrink(LAB, 1)
    for agent in range(300, 560):
        node.ask(agent, LAB)
    node.shrink(LAB, 500)
    receipt = node.fill(LAB, 10_000)
    assert len(receipt.of("SeatGranted")) == BATCH
    assert receipt.gas_used <= BATCH * SEAT < TRANSACTION


def test_release__longest_gap__costs_the_same(node: Fleet) -> None:
    """R8's like for seats: nobody makes a list dear by joining and leaving it."""
    node.shrink(LAB, 1)
    seat, waiting = node.ask(299, LAB), [node.ask(agent, LAB) for agent in range(300, 400)]
    spent = [node.release(order).gas_used for order in waiting[1:-1]]
    assert max(spent) <= RELEASE
    receipts = [node.release(seat), node.release(waiting[0])]
    assert [r.of("SeatGranted")[0].orderId for r in receipts] == [waiting[0], waiting[-1]]
    assert max(r.gas_used for r in receipts) <= RELEASE
