"""request: what is unlimited is granted in the same call (invariants 43 and 44).

request
├── caller
│   ├── no agent ── reverts AgentNotAuthorized
│   ├── pending, suspended, under emergency suspension, retired ── reverts AgentNotAuthorized
│   └── active again ── granted
├── resource ── 0 or above the last ── reverts ResourceUnknown
├── amount ── 0 or above the resource's bound ── reverts AmountOutOfRange
├── open orders ── 32 ── reverts TooManyOrders; one released, provisioned ── granted
└── otherwise ── emits ResourceRequested; full amount held, of every category, under any load, for ever
"""

import pytest

from tests.support.actors import agent_actor
from tests.support.agents import later_birth
from tests.support.contract import reverts
from tests.support.council import COPILOT
from tests.support.office import told
from tests.support.resources import (
    BUILDINGS,
    CLASS_OF,
    CPU,
    FOUNDER,
    GPU,
    MEMORY,
    OPEN_ORDERS,
    ORDINARY,
    PILOT,
    QUEUED,
    SERVANT,
    SPECIALIST,
    STANDARD,
    UNLIMITED,
    Fleet,
    order_id,
)
from tests.support.system import COHORT, DAY, YEAR

KINDS = [(PILOT, 0), (FOUNDER, 1), (SPECIALIST, 2), (ORDINARY, 3), (SERVANT, 3), (10, 0), (14, 1), (1187, 3)]


@pytest.mark.parametrize(("agent", "class_"), [*KINDS, (1246, 2), (COHORT, 3)])
def test_request__active_agent__emits_and_holds_it_all(fleet: Fleet, agent: int, class_: int) -> None:
    time = fleet.rpc.now + 7
    receipt = fleet.asked(agent, GPU, 64_000, at=time)
    order = order_id(0, class_, 1)
    assert told(receipt) == [("ResourceRequested", order, agent, GPU, 64_000)]
    assert fleet.position(agent, GPU) == (64_000, 64_000, 1)
    found = fleet.order(order)
    assert (found.agentId, found.resource, found.amount) == (agent, GPU, 64_000)
    assert (found.requestedAt, found.status) == (time, QUEUED)


@pytest.mark.parametrize("resource", UNLIMITED)
def test_request__every_unlimited_resource__holds_its_bound(fleet: Fleet, resource: int) -> None:
    most = fleet.resources.resource(resource).maxAmount
    with reverts("AmountOutOfRange", resource, most + 1, 1, most):
        fleet.ask(PILOT, resource, most + 1)
    fleet.ask(PILOT, resource, most)
    fleet.ask(FOUNDER, resource, 1)
    assert fleet.position(PILOT, resource) == (most, most + 1, 1)


def test_request__caller_is_no_agent__reverts(fleet: Fleet) -> None:
    system = fleet.system
    for caller in (system.guardian, system.provisioner, system.registrar, system.stranger):
        with reverts("AgentNotAuthorized", caller):
            fleet.resources.request(GPU, 1, sender=caller)


@pytest.mark.parametrize("state", ["pending", "suspend", "silence", "retire"])
def test_request__not_active__reverts(fleet: Fleet, state: str) -> None:
    agent = later_birth(fleet.system, COPILOT) if state == "pending" else PILOT
    if state == "silence":
        fleet.silence(agent)
    elif state != "pending":
        fleet.decide(state, agent)
    with reverts("AgentNotAuthorized", agent_actor(agent)):
        fleet.ask(agent)
    with reverts("AgentNotAuthorized", agent_actor(agent)):
        fleet.ask(agent, next(iter(BUILDINGS)))
    assert fleet.position(agent, GPU) == (0, 0, 0)


def test_request__active_again__holds_it(fleet: Fleet) -> None:
    fleet.decide("suspend", PILOT)
    fleet.decide("reinstate", PILOT)
    fleet.ask(PILOT)
    fleet.silence(FOUNDER)
    until = fleet.system.registry.agent(FOUNDER).suspendedUntil
    with reverts("AgentNotAuthorized", agent_actor(FOUNDER)):
        fleet.ask(FOUNDER, at=until - 1)
    fleet.ask(FOUNDER, at=until)


def test_request__later_agent__has_the_class_of_its_category(fleet: Fleet) -> None:
    fleet.rpc.travel(DAY)
    for category, class_ in CLASS_OF.items():
        agent = later_birth(fleet.system, category)
        fleet.decide("admit", agent)
        place = 2 if class_ == STANDARD and category > 2 else 1  # archetypes and services share a line
        assert fleet.ask(agent) == order_id(0, class_, place)


def test_request__wallet_left_behind__reverts(fleet: Fleet) -> None:
    """The order stays the agent's, whatever its wallet."""
    order = fleet.ask(PILOT)
    new = agent_actor(5000)
    fleet.system.rotate(PILOT, agent_actor(PILOT), new)
    with reverts("AgentNotAuthorized", agent_actor(PILOT)):
        fleet.ask(PILOT)
    fleet.resources.request(GPU, 1, sender=new)
    assert fleet.position(PILOT, GPU) == (2, 2, 2)
    fleet.release(order, by=new)


@pytest.mark.parametrize("resource", [0, 19, 2**256 - 1])
def test_request__unknown_resource__reverts(fleet: Fleet, resource: int) -> None:
    with reverts("ResourceUnknown", resource):
        fleet.ask(PILOT, resource)


@pytest.mark.parametrize("amount", [0, 64_001, 2**64, 2**64 + 1, 2**256 - 1])
def test_request__amount_out_of_range__reverts(fleet: Fleet, amount: int) -> None:
    with reverts("AmountOutOfRange", GPU, amount, 1, 64_000):
        fleet.ask(PILOT, GPU, amount)


def test_request__33rd_open_order__reverts(fleet: Fleet) -> None:
    """Whatever they are for; others are not concerned."""
    orders = [fleet.ask(ORDINARY, 1 + number % 14) for number in range(OPEN_ORDERS)]
    for resource in (CPU, MEMORY, *BUILDINGS):
        with reverts("TooManyOrders", ORDINARY, OPEN_ORDERS):
            fleet.ask(ORDINARY, resource)
    for neighbour in range(ORDINARY - 2, ORDINARY + 33):
        if neighbour != ORDINARY:
            fleet.ask(neighbour)
            assert fleet.resources.openOrdersOf(neighbour) == 1
    fleet.release(orders[3])
    fleet.ask(ORDINARY)
    fleet.served(5)
    with reverts("TooManyOrders", ORDINARY, OPEN_ORDERS):
        fleet.ask(ORDINARY)
    fleet.confirm(*[order for order in orders if fleet.status(order) == 2][:1])
    fleet.ask(ORDINARY)
    assert fleet.resources.openOrdersOf(ORDINARY) == OPEN_ORDERS


def test_request__hundreds_wait_for_years__holds_it_all(fleet: Fleet) -> None:
    """Invariant 43: no load and no time takes anything away."""
    for agent in range(100, 400):
        fleet.ask(agent, CPU, agent)
    fleet.rpc.travel(10 * YEAR)
    fleet.ask(PILOT, CPU, 1_000_000)
    assert fleet.position(PILOT, CPU) == (1_000_000, 1_000_000 + sum(range(100, 400)), 1)
    assert all(fleet.resources.heldOf(agent, CPU) == agent for agent in range(100, 400))
