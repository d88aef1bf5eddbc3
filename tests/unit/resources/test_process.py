"""process: whose turn it is (invariants 45 and 46; R1, R3, R4, R8).

process
├── caller without the role ── reverts AccessManagedUnauthorized (the roles table)
├── 0, 1, more than wait, more than a batch ── takes at most so many, and goes on where it stopped
├── equal classes ── first come first served, also in one block
├── classes ── strictly, while nobody has waited too long
├── a head that has waited longer than a day ── before all that have not, among them the oldest
├── whatever comes ── whoever waits is served after the day, and after no more than waited before it
├── an agent that is not active ── its order fails, and the next is taken
└── an order that was released ── is passed
"""

import pytest

from tests.support.contract import reverts
from tests.support.office import told
from tests.support.resources import (
    ASSIGNED,
    BATCH,
    CPU,
    FAILED,
    FOUNDER,
    GPU,
    MEMORY,
    NOT_ACTIVE,
    ORDINARY,
    PILOT,
    QUEUED,
    SERVANT,
    SPECIALIST,
    Fleet,
)
from tests.support.system import COHORT, DAY


def test_process__first__emits_and_is_assigned(fleet: Fleet) -> None:
    order = fleet.ask(ORDINARY, CPU, 250)
    fleet.ask(SERVANT, GPU, 7)
    receipt = fleet.process()
    assert told(receipt) == [("OrderAssigned", order, ORDINARY, CPU, 250)]
    assert fleet.status(order) == ASSIGNED
    assert fleet.position(ORDINARY, CPU) == (250, 250, 1)


def test_process__nobody_waits__changes_nothing(fleet: Fleet) -> None:
    assert fleet.resources.nextOf(0) == 0
    assert told(fleet.process(100)) == []


@pytest.mark.parametrize("most", [0, 1, 100, 10_000, 2**256 - 1])
def test_process__any_number__takes_at_most_a_batch(fleet: Fleet, most: int) -> None:
    """R3: paged, and resumed where it stopped."""
    orders = [fleet.ask(agent, CPU) for agent in range(100, 400)]
    taken = min(most, BATCH)
    assert fleet.served(most) == orders[:taken]
    assert fleet.served(50) == orders[taken : taken + 50]


def test_process__1250_requests_in_one_block__in_their_order(fleet: Fleet) -> None:
    """R1: stable inside each class, whatever the resources."""
    agents = [agent * 7 % (COHORT + 1) for agent in range(1, COHORT + 1)]
    assert len(set(agents)) == COHORT
    time = fleet.rpc.now + 1
    orders = [fleet.ask(agent, 1 + agent % 14, at=time + place) for place, agent in enumerate(agents)]
    by_class = {class_: [o for o in orders if o >> 48 & 3 == class_] for class_ in range(4)}
    assert [len(by_class[class_]) for class_ in range(4)] == [10, 4, 59, 1177]
    served: list[int] = []
    while taken := fleet.served(200):
        served += taken
    assert served == [order for class_ in range(4) for order in by_class[class_]]


def test_process__classes__strictly_while_nobody_is_old(fleet: Fleet) -> None:
    standard, medium, high, critical = (fleet.ask(agent) for agent in (ORDINARY, SPECIALIST, FOUNDER, PILOT))
    assert fleet.served(1) == [critical]
    second = fleet.ask(2, MEMORY)
    assert fleet.served() == [second, high, medium, standard]


@pytest.mark.parametrize(("waited", "first"), [(DAY - 1, PILOT), (DAY, PILOT), (DAY + 1, ORDINARY)])
def test_process__waited_longer_than_a_day__is_served_next(fleet: Fleet, waited: int, first: int) -> None:
    time = fleet.rpc.now + 1
    old = fleet.ask(ORDINARY, at=time)
    young = fleet.ask(PILOT, at=time + waited - 1)
    expected = [old, young] if first == ORDINARY else [young, old]
    assert fleet.served(at=time + waited) == expected


def test_process__several_are_old__the_oldest_whatever_its_class(fleet: Fleet) -> None:
    third, second = fleet.ask(SERVANT), fleet.ask(SPECIALIST)
    first_time = fleet.rpc.now - 1
    fourth = fleet.ask(PILOT)
    assert fleet.order(third).requestedAt == first_time
    fleet.rpc.travel(DAY + 100)
    young = fleet.ask(FOUNDER)
    assert fleet.served() == [third, second, fourth, young]


def test_process__old_of_the_same_second__the_higher_class(fleet: Fleet) -> None:
    """Signed requests relayed together came together."""
    signed = [fleet.sign(agent) for agent in (ORDINARY, SPECIALIST, PILOT, FOUNDER, SERVANT)]
    receipt = fleet.resources.requestsBySig(signed, sender=fleet.system.stranger)
    standard, medium, critical, high, last = (e.orderId for e in receipt.of("ResourceRequested"))
    fleet.rpc.travel(DAY + 100)
    assert fleet.served() == [critical, high, medium, standard, last]


def test_process__endless_critical_requests__low_ones_within_the_bound(fleet: Fleet) -> None:
    """R8, invariant 45: a day, and then at most as many as waited when it came, whatever comes later."""
    before = [fleet.ask(agent, CPU) for agent in (PILOT, 2, SPECIALIST, SERVANT)]
    low = fleet.ask(ORDINARY)
    came = fleet.order(low).requestedAt
    for hour in range(24):  # served as fast as they come: never the low one
        fleet.rpc.travel_to(came + hour * 3600 + 1)
        for pilot in range(1, 11):
            fleet.ask(pilot, MEMORY)
        assert low not in fleet.served(10)
    fleet.rpc.travel_to(came + DAY)
    steps = 0
    while fleet.status(low) == QUEUED:
        for pilot in range(1, 11):
            fleet.release(fleet.ask(pilot, GPU))
        fleet.ask(PILOT, GPU)
        fleet.process(1)
        steps += 1
    assert steps <= len(before) + 1


@pytest.mark.parametrize("state", ["suspend", "silence", "retire"])
def test_process__agent_not_active__fails_and_goes_on(fleet: Fleet, state: str) -> None:
    """Nothing is provisioned for it, and it blocks nobody; what it was granted it keeps."""
    absent, other = fleet.ask(PILOT, CPU, 40), fleet.ask(ORDINARY, CPU, 2)
    fleet.silence(PILOT) if state == "silence" else fleet.decide(state, PILOT)
    receipt = fleet.process(2)
    assert told(receipt) == [
        ("OrderFailed", absent, PILOT, NOT_ACTIVE),
        ("OrderAssigned", other, ORDINARY, CPU, 2),
    ]
    assert fleet.status(absent) == FAILED
    assert fleet.position(PILOT, CPU) == (40, 42, 1)


def test_process__agents_not_active__count_as_looked_at(fleet: Fleet) -> None:
    """Invariant 46: the cost is bounded by the number, whoever waits."""
    orders = [fleet.ask(agent, CPU) for agent in range(1, 7)]
    for agent in range(1, 6):
        fleet.decide("suspend", agent)
    assert fleet.served(5) == []
    assert fleet.served(5) == orders[5:]


def test_process__released__is_passed(fleet: Fleet) -> None:
    orders = [fleet.ask(agent, CPU) for agent in range(100, 110)]
    for place in (0, 4, 3, 5, 9):
        fleet.release(orders[place])
    left = [orders[place] for place in (1, 2, 6, 7, 8)]
    assert fleet.served(2) == left[:2]
    assert fleet.served() == left[2:]
    assert fleet.ask(ORDINARY) == orders[9] + 1


def test_process__twice__takes_others(fleet: Fleet) -> None:
    """R4: two provisioners never have the same order."""
    orders = [fleet.ask(agent, CPU) for agent in range(100, 104)]
    assert fleet.served(2) + fleet.served(2) == orders


def test_process__any_caller_but_the_provisioner__reverts(fleet: Fleet) -> None:
    system = fleet.system
    for caller in (system.guardian, system.registrar, system.stranger):
        with reverts("AccessManagedUnauthorized", caller):
            fleet.resources.process(1, sender=caller)
