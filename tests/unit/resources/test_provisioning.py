"""confirm, confirmBatch, fail, retry: what becomes of an order that was taken (R4).

confirm ── unknown ── reverts OrderUnknown; not taken ── reverts WrongOrderStatus; taken ── emits
confirmBatch ── the taken ones are confirmed; the others emit ProvisioningSkipped
fail ── unknown, not taken ── reverts; taken ── emits OrderFailed, and the agent keeps what it was granted
retry
├── unknown ── reverts OrderUnknown
├── neither its agent nor the role ── reverts AccessManagedUnauthorized
├── not failed ── reverts WrongOrderStatus
├── the agent is not active ── reverts AgentNotAuthorized
└── failed ── emits OrderRetried: a new order at the end of the line; nothing is granted twice
"""

import pytest

from tests.support.actors import agent_actor
from tests.support.contract import reverts
from tests.support.office import told
from tests.support.resources import (
    ASSIGNED,
    CPU,
    FAILED,
    LAB,
    OPEN_ORDERS,
    ORDINARY,
    PILOT,
    PROVISIONED,
    QUEUED,
    RELEASED,
    RETRIED,
    STANDARD,
    Fleet,
    order_id,
)


@pytest.fixture
def taken(fleet: Fleet) -> int:
    """An archetype's order of 30 milli-CPU, which the provisioner has taken."""
    order = fleet.ask(ORDINARY, CPU, 30)
    fleet.process()
    return order


def confirm(fleet: Fleet, order: int) -> object:
    return fleet.resources.confirm(order, sender=fleet.system.provisioner)


@pytest.mark.parametrize("function", ["confirm", "fail", "retry", "release"])
@pytest.mark.parametrize("order", [0, 1, 2**256 - 1])
def test_any__unknown_order__reverts(fleet: Fleet, function: str, order: int) -> None:
    arguments: list[object] = {"fail": ["why"], "release": [1]}.get(function, [])  # type: ignore[assignment]
    with reverts("OrderUnknown", order):
        fleet.resources.fn(function)(order, *arguments, sender=fleet.system.provisioner)


def test_confirm__taken__emits_and_closes(fleet: Fleet, taken: int) -> None:
    receipt = fleet.resources.confirm(taken, sender=fleet.system.provisioner)
    assert told(receipt) == [("OrderProvisioned", taken, ORDINARY, CPU, 30)]
    assert fleet.status(taken) == PROVISIONED
    assert fleet.position(ORDINARY, CPU) == (30, 30, 0)


def test_confirm__not_taken__reverts(fleet: Fleet, taken: int) -> None:
    """R4: served once."""
    waiting = fleet.ask(ORDINARY, CPU)
    with reverts("WrongOrderStatus", waiting, QUEUED):
        confirm(fleet, waiting)
    confirm(fleet, taken)
    with reverts("WrongOrderStatus", taken, PROVISIONED):
        confirm(fleet, taken)
    fleet.release(taken, 30)
    with reverts("WrongOrderStatus", taken, RELEASED):
        confirm(fleet, taken)
    seat = fleet.ask(ORDINARY, LAB)
    with reverts("WrongOrderStatus", seat, PROVISIONED):
        confirm(fleet, seat)


def test_confirm_batch__good_and_bad__confirms_the_good_ones(fleet: Fleet) -> None:
    """Whoever releases what is being provisioned stops nobody else's confirmation."""
    orders = [fleet.ask(agent, CPU, agent) for agent in range(100, 104)]
    waiting = fleet.ask(104, CPU)
    fleet.process(4)
    fleet.release(orders[1], 101)
    fleet.fail(orders[2])
    receipt = fleet.confirm(orders[0], orders[0], *orders[1:], waiting, 77)
    assert told(receipt) == [
        ("OrderProvisioned", orders[0], 100, CPU, 100),
        ("ProvisioningSkipped", orders[0], PROVISIONED),
        ("ProvisioningSkipped", orders[1], RELEASED),
        ("ProvisioningSkipped", orders[2], FAILED),
        ("OrderProvisioned", orders[3], 103, CPU, 103),
        ("ProvisioningSkipped", waiting, QUEUED),
        ("ProvisioningSkipped", 77, 0),
    ]


def test_fail__taken__emits_and_keeps_the_grant(fleet: Fleet, taken: int) -> None:
    assert told(fleet.fail(taken, "no rack")) == [("OrderFailed", taken, ORDINARY, "no rack")]
    assert fleet.status(taken) == FAILED
    assert fleet.position(ORDINARY, CPU) == (30, 30, 1)


def test_fail__not_taken__reverts(fleet: Fleet, taken: int) -> None:
    waiting = fleet.ask(PILOT, CPU)
    with reverts("WrongOrderStatus", waiting, QUEUED):
        fleet.fail(waiting)
    fleet.fail(taken)
    with reverts("WrongOrderStatus", taken, FAILED):
        fleet.fail(taken)


@pytest.mark.parametrize("by", ["agent", "provisioner"])
def test_retry__failed__emits_and_takes_the_end_of_the_line(fleet: Fleet, taken: int, by: str) -> None:
    other = fleet.ask(300, CPU)
    fleet.fail(taken)
    receipt = fleet.retry(taken, agent_actor(ORDINARY) if by == "agent" else fleet.system.provisioner)
    again = order_id(0, STANDARD, 3)
    assert told(receipt) == [("OrderRetried", taken, ORDINARY, again)]
    assert (fleet.status(taken), fleet.status(again)) == (RETRIED, QUEUED)
    assert fleet.order(again).requestedAt == fleet.rpc.now
    assert fleet.position(ORDINARY, CPU) == (30, 31, 1)
    assert fleet.served() == [other, again]
    fleet.confirm(again)
    assert fleet.position(ORDINARY, CPU) == (30, 31, 0)
    for function, arguments in (("retry", []), ("release", [1])):
        with reverts("WrongOrderStatus", taken, RETRIED):
            fleet.resources.fn(function)(taken, *arguments, sender=agent_actor(ORDINARY))


def test_retry__a_part_was_released__is_for_the_rest(fleet: Fleet, taken: int) -> None:
    fleet.release(taken, 10)
    fleet.fail(taken)
    fleet.release(taken, 5)
    fleet.retry(taken)
    assert fleet.order(order_id(0, STANDARD, 2)).amount == 15
    assert fleet.position(ORDINARY, CPU) == (15, 15, 1)


@pytest.mark.parametrize("status", [QUEUED, ASSIGNED, PROVISIONED, RELEASED])
def test_retry__not_failed__reverts(fleet: Fleet, status: int) -> None:
    order = fleet.ask(ORDINARY, CPU)
    if status in (ASSIGNED, PROVISIONED):
        fleet.process()
    if status == PROVISIONED:
        fleet.confirm(order)
    if status == RELEASED:
        fleet.release(order)
    for caller in (agent_actor(ORDINARY), fleet.system.provisioner):
        with reverts("WrongOrderStatus", order, status):
            fleet.retry(order, caller)


def test_retry__by_others__reverts(fleet: Fleet, taken: int) -> None:
    fleet.fail(taken)
    for caller in (agent_actor(PILOT), fleet.system.guardian, fleet.system.stranger):
        with reverts("AccessManagedUnauthorized", caller):
            fleet.retry(taken, caller)


@pytest.mark.parametrize("state", ["suspend", "silence", "retire"])
def test_retry__agent_not_active__reverts(fleet: Fleet, taken: int, state: str) -> None:
    fleet.fail(taken)
    fleet.silence(ORDINARY) if state == "silence" else fleet.decide(state, ORDINARY)
    for caller in (agent_actor(ORDINARY), fleet.system.provisioner):
        with reverts("AgentNotAuthorized", agent_actor(ORDINARY)):
            fleet.retry(taken, caller)


def test_retry__32_orders_open__changes_nothing_in_their_number(fleet: Fleet) -> None:
    """A failed order is open already."""
    orders = [fleet.ask(ORDINARY, CPU) for _ in range(OPEN_ORDERS)]
    fleet.process()
    fleet.fail(orders[0])
    fleet.retry(orders[0])
    assert fleet.resources.openOrdersOf(ORDINARY) == OPEN_ORDERS
