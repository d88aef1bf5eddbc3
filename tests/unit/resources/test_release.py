"""release: what an agent gives back of what is unlimited; seats stand in test_seats.py (invariant 44).

release
├── neither its agent nor a retired one's ── reverts CallerNotAgent
├── over: released, retried ── reverts WrongOrderStatus
├── amount ── 0 or more than is left ── reverts AmountOutOfRange
├── a part ── emits OrderReleased with the rest; the order goes on with that
├── all ── of a waiting, taken, failed, provisioned order: it is over, and no longer open
└── by an agent in any status, while allocations are paused
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
    ORDINARY,
    PILOT,
    PROVISIONED,
    QUEUED,
    RELEASED,
    Fleet,
)


def order_in(fleet: Fleet, status: int) -> int:
    """An archetype's order of 30 milli-CPU in a status."""
    order = fleet.ask(ORDINARY, CPU, 30)
    if status != QUEUED:
        fleet.process()
    if status == PROVISIONED:
        fleet.confirm(order)
    if status == FAILED:
        fleet.fail(order)
    assert fleet.status(order) == status
    return order


@pytest.mark.parametrize("status", [QUEUED, ASSIGNED, PROVISIONED, FAILED])
def test_release__all__emits_and_is_over(fleet: Fleet, status: int) -> None:
    order = order_in(fleet, status)
    assert told(fleet.release(order, 30)) == [("OrderReleased", order, ORDINARY, CPU, 30, 0)]
    assert fleet.status(order) == RELEASED
    assert fleet.position(ORDINARY, CPU) == (0, 0, 0)
    assert fleet.served() == []
    with reverts("WrongOrderStatus", order, RELEASED):
        fleet.release(order)


@pytest.mark.parametrize("status", [QUEUED, ASSIGNED, PROVISIONED, FAILED])
def test_release__a_part__keeps_the_rest(fleet: Fleet, status: int) -> None:
    order = order_in(fleet, status)
    assert told(fleet.release(order, 29)) == [("OrderReleased", order, ORDINARY, CPU, 29, 1)]
    assert fleet.status(order) == status
    assert fleet.order(order).amount == 1
    assert fleet.position(ORDINARY, CPU) == (1, 1, int(status != PROVISIONED))
    if status == QUEUED:
        assert told(fleet.process()) == [("OrderAssigned", order, ORDINARY, CPU, 1)]
    fleet.release(order, 1)
    assert fleet.position(ORDINARY, CPU) == (0, 0, 0)


@pytest.mark.parametrize("amount", [0, 31, 2**64, 2**256 - 1])
def test_release__amount_out_of_range__reverts(fleet: Fleet, amount: int) -> None:
    order = fleet.ask(ORDINARY, CPU, 30)
    fleet.ask(ORDINARY, CPU, 30)
    with reverts("AmountOutOfRange", CPU, amount, 1, 30):
        fleet.release(order, amount)


def test_release__by_others__reverts(fleet: Fleet) -> None:
    system, order = fleet.system, fleet.ask(ORDINARY, CPU)
    for caller in (agent_actor(PILOT), system.guardian, system.provisioner, system.stranger):
        with reverts("CallerNotAgent", caller, ORDINARY):
            fleet.release(order, by=caller)
    fleet.decide("suspend", ORDINARY)
    with reverts("CallerNotAgent", system.stranger, ORDINARY):
        fleet.release(order, by=system.stranger)


@pytest.mark.parametrize("resource", [CPU, LAB])
def test_release__of_a_retired_agent__by_anyone(fleet: Fleet, resource: int) -> None:
    """What is retired holds nothing for ever; it may give up itself, too."""
    order = fleet.ask(ORDINARY, resource)
    kept = fleet.ask(ORDINARY, CPU, 4)
    fleet.decide("retire", ORDINARY)
    receipt = fleet.release(order, by=fleet.system.stranger)
    assert told(receipt) == [("OrderReleased", order, ORDINARY, resource, 1, 0)]
    assert fleet.resources.heldOf(ORDINARY, LAB) == 0
    fleet.release(kept, 4, by=agent_actor(ORDINARY))
    assert fleet.position(ORDINARY, CPU) == (0, 0, 0)


@pytest.mark.parametrize("state", ["suspend", "silence"])
def test_release__agent_suspended__by_itself(fleet: Fleet, state: str) -> None:
    order = fleet.ask(ORDINARY, CPU, 3)
    fleet.silence(ORDINARY) if state == "silence" else fleet.decide(state, ORDINARY)
    fleet.release(order, 3)
    assert fleet.position(ORDINARY, CPU) == (0, 0, 0)
