"""pauseAllocations: the guardian's brake on new allocations; its limits are those of all (unit/emergency).

while it lasts
├── request, requestBySig, requestsBySig, fillSeats ── revert Held
├── a seat that becomes free, a raised capacity, a retried seat ── nobody is seated
└── release, retry, process, confirm, fail, what governance decides ── as ever
after it: by itself, lifted by guardian or CRITICAL, with a new epoch ── open at once, in the same order
"""

import pytest

from tests.support.actors import actor
from tests.support.contract import reverts
from tests.support.office import told
from tests.support.resources import CPU, FAILED, LAB, ORDINARY, PILOT, PROVISIONED, QUEUED, Fleet
from tests.support.system import HOUR

SCOPE = b"allocations".ljust(32, b"\0")


def test_pause__requests__revert_until_its_last_second(fleet: Fleet) -> None:
    until = fleet.pause()
    assert until == fleet.rpc.now + 72 * HOUR
    signed = fleet.sign(ORDINARY, deadline=until + 10)
    stranger = fleet.system.stranger
    for time in (None, until - 1):
        with reverts("Held", SCOPE, until):
            fleet.ask(ORDINARY, CPU, at=time)
        with reverts("Held", SCOPE, until):
            fleet.ask(ORDINARY, LAB, at=time)
        with reverts("Held", SCOPE, until):
            fleet.resources.requestBySig(signed, sender=stranger, at=time)
        with reverts("Held", SCOPE, until):
            fleet.resources.requestsBySig([signed], sender=stranger, at=time)
        with reverts("Held", SCOPE, until):
            fleet.resources.fillSeats(LAB, 1, sender=stranger, at=time)
    fleet.resources.requestBySig(signed, sender=stranger, at=until)
    fleet.ask(ORDINARY, CPU)


def test_pause__what_is_held__goes_on(fleet: Fleet) -> None:
    """No pause stops the provisioning of what was granted, nor anybody from giving it back."""
    orders = [fleet.ask(agent, CPU, 5) for agent in range(100, 104)]
    fleet.pause()
    assert fleet.served(3) == orders[:3]
    fleet.confirm(orders[0])
    fleet.fail(orders[1])
    fleet.retry(orders[1])
    for order in (orders[0], orders[2], orders[3]):
        fleet.release(order, 5)
    assert fleet.resources.resource(CPU).granted == 5


def test_pause__seats__are_not_given_before_its_end(fleet: Fleet) -> None:
    fleet.shrink(LAB, 2)
    held = [fleet.ask(agent, LAB) for agent in (200, 201)]
    waiting = [fleet.ask(agent, LAB) for agent in (202, 203, PILOT)]
    fleet.decide("suspend", PILOT)
    until = fleet.pause()
    assert [event[0] for event in told(fleet.release(held[0]))] == ["OrderReleased"]
    assert fleet.shrink(LAB, 3).of("SeatGranted") == []
    assert [fleet.status(order) for order in waiting] == [QUEUED] * 3
    fleet.rpc.travel_to(until - 1)
    fleet.decide("reinstate", PILOT)
    receipt = fleet.fill(LAB)
    # All have waited longer than a day, so the copilot, who came last, does not go before them.
    assert [event.orderId for event in receipt.of("SeatGranted")] == waiting[:2]


def test_pause__seat_retried__waits_for_its_end(fleet: Fleet) -> None:
    fleet.shrink(LAB, 1)
    held, absent = fleet.ask(200, LAB), fleet.ask(PILOT, LAB)
    fleet.decide("suspend", PILOT)
    fleet.release(held)
    assert fleet.status(absent) == FAILED
    fleet.decide("reinstate", PILOT)
    until = fleet.pause()
    again = fleet.retry(absent).of("OrderRetried")[0].newOrderId
    assert fleet.status(again) == QUEUED
    fleet.rpc.travel_to(until)
    fleet.fill(LAB)
    assert fleet.status(again) == PROVISIONED


def test_unpause__guardian__opens_at_once(fleet: Fleet) -> None:
    fleet.pause()
    receipt = fleet.resources.unpauseAllocations(sender=fleet.system.guardian)
    assert told(receipt)[1:] == [("EmergencyLifted", SCOPE, bytes(32), fleet.system.guardian.address)]
    fleet.ask(ORDINARY)
    with reverts("NotHeld"):
        fleet.resources.unpauseAllocations(sender=fleet.system.guardian)


def test_pause__new_epoch__opens_at_once(fleet: Fleet) -> None:
    heir = actor("heir")
    fleet.rpc.fund(heir.address)
    started = fleet.rpc.now
    fleet.system.guardianship.proposeRotation(heir, sender=fleet.system.guardian)
    fleet.rpc.travel_to(started + 7 * 24 * HOUR + 1)
    until = fleet.pause()
    fleet.system.guardianship.acceptRotation(sender=heir)
    assert fleet.rpc.now < until
    fleet.ask(ORDINARY)
    fleet.ask(ORDINARY, LAB)
    fleet.fill(LAB)


@pytest.mark.parametrize("name", ["provisioner", "registrar", "stranger", "recovery"])
def test_pause__others__revert(fleet: Fleet, name: str) -> None:
    caller = getattr(fleet.system, name)
    with reverts("CallerNotGuardian", caller):
        fleet.resources.pauseAllocations(sender=caller)
    fleet.pause()
    with reverts("AccessManagedUnauthorized", caller):
        fleet.resources.unpauseAllocations(sender=caller)
