"""The catalogue: what there is, what it costs, and how governance changes it.

constructor
├── an hour to 30 days at the head of a line ── sets it, divided; otherwise ── reverts AgeOutOfRange
└── each resource as register
register
├── no name ── reverts ResourceNameZero; a name twice ── reverts ResourceNameTaken
├── the 65th ── reverts TooManyResources
├── largest amount ── 0, above 1e12, of seats other than 1 ── reverts MaxAmountOutOfRange
└── otherwise ── emits ResourceRegistered with the next number; it can be asked for
setUnitCost, setMaxAmount
├── unknown ── reverts ResourceUnknown; the same ── reverts ValueUnchanged; out of bounds ── reverts
└── otherwise ── emits old and new; costs of what is held follow, what was granted stays
views
└── held, costs by agent, by resource and in all: the sums of what is held
"""

from typing import Any

import pytest

from deployment.catalogue import load_catalogue
from tests.support.contract import reverts
from tests.support.office import told
from tests.support.resources import (
    BUILDINGS,
    CPU,
    GPU,
    HIGH,
    LAB,
    MEMORY,
    ORDINARY,
    PILOT,
    UNLIMITED,
    Fleet,
    order_id,
)
from tests.support.system import DAY, HOUR

CATALOGUE = load_catalogue()
MOST = 10**12


def word(text: str) -> bytes:
    return text.encode().ljust(32, b"\0")


def register(fleet: Fleet, *terms: Any) -> Any:
    return fleet.resources.register(terms, sender=fleet.system.guardian)


def test_constructor__catalogue__sets_all_of_it(fleet: Fleet) -> None:
    resources = fleet.resources
    assert resources.resourceCount() == len(CATALOGUE) == 18
    assert [tuple(found.values()) for found in resources.resources()] == [(*terms, 0) for terms in CATALOGUE]
    for number, terms in enumerate(CATALOGUE, start=1):
        assert tuple(resources.resource(number).values()) == (*terms, 0)
        assert resources.resourceNamed(terms[0]) == number
    assert resources.resourceNamed(word("gold")) == 0
    assert {n: resources.resource(n).capacity for n in BUILDINGS} == BUILDINGS
    assert all(resources.resource(n).capacity == 0 for n in UNLIMITED)


@pytest.mark.parametrize("span", [0, HOUR - 1, 30 * DAY + 1, 2**256 - 1])
def test_constructor__age_out_of_range__reverts(fleet: Fleet, span: int) -> None:
    with reverts("AgeOutOfRange", span, HOUR, 30 * DAY):
        fleet.system.create("ResourceAllocation", fleet.system.factory, span, [])


@pytest.mark.parametrize("span", [HOUR, 30 * DAY])
def test_constructor__age__sets_it(fleet: Fleet, span: int) -> None:
    other = fleet.system.create("ResourceAllocation", fleet.system.factory, span, CATALOGUE[:1])
    assert other.AGED_AFTER() == span
    assert other.resourceCount() == 1
    assert fleet.resources.AGED_AFTER() == DAY


def test_register__new__emits_and_can_be_asked_for(fleet: Fleet) -> None:
    receipt = register(fleet, word("tpu"), word("milli-TPU"), 5, 0, MOST)
    assert told(receipt)[1:] == [
        ("ResourceRegistered", 19, word("tpu"), word("milli-TPU"), 5, 0, MOST),
    ]
    fleet.ask(PILOT, 19, MOST)
    assert fleet.position(PILOT, 19) == (MOST, MOST, 1)
    register(fleet, word("archive"), word("seat"), 0, 1, 1)
    assert fleet.ask(11, 20) == order_id(20, HIGH, 1)
    assert fleet.resources.seatOf(11, 20) == order_id(20, HIGH, 1)
    assert len(fleet.resources.holdingsOf(PILOT)) == 20


def test_register__name__reverts(fleet: Fleet) -> None:
    with reverts("ResourceNameZero"):
        register(fleet, bytes(32), word("unit"), 1, 0, 1)
    with reverts("ResourceNameTaken", word("gpu"), GPU):
        register(fleet, word("gpu"), word("unit"), 1, 0, 1)


@pytest.mark.parametrize(
    ("capacity", "amount", "most"), [(0, 0, MOST), (0, MOST + 1, MOST), (5, 0, 1), (5, 2, 1)]
)
def test_register__largest_amount__reverts(fleet: Fleet, capacity: int, amount: int, most: int) -> None:
    with reverts("MaxAmountOutOfRange", amount, 1, most):
        register(fleet, word("new"), word("unit"), 1, capacity, amount)


def test_register__65th__reverts(fleet: Fleet) -> None:
    for number in range(19, 65):
        register(fleet, word(f"resource {number}"), word("unit"), number, 0, 1)
    with reverts("TooManyResources", 64):
        register(fleet, word("one more"), word("unit"), 1, 0, 1)
    fleet.ask(PILOT, 64)
    assert fleet.resources.committedCostOfAgent(PILOT) == fleet.resources.committedCost() == 64


def test_set_unit_cost__changed__emits_and_reprices(fleet: Fleet) -> None:
    fleet.ask(PILOT, GPU, 7)
    before = fleet.resources.resource(GPU).unitCost
    receipt = fleet.resources.setUnitCost(GPU, 2**64 - 1, sender=fleet.system.guardian)
    assert told(receipt)[1:] == [("UnitCostChanged", GPU, before, 2**64 - 1)]
    assert fleet.resources.committedCostOfAgent(PILOT) == 7 * (2**64 - 1)
    fleet.resources.setUnitCost(GPU, 0, sender=fleet.system.guardian)
    assert fleet.resources.committedCost() == 0


def test_set_max_amount__changed__emits_and_bounds_the_next(fleet: Fleet) -> None:
    fleet.ask(PILOT, GPU, 100)
    receipt = fleet.resources.setMaxAmount(GPU, 50, sender=fleet.system.guardian)
    assert told(receipt)[1:] == [("MaxAmountChanged", GPU, 64_000, 50)]
    with reverts("AmountOutOfRange", GPU, 51, 1, 50):
        fleet.ask(PILOT, GPU, 51)
    fleet.ask(PILOT, GPU, 50)
    assert fleet.resources.heldOf(PILOT, GPU) == 150


def test_set__unknown__reverts(fleet: Fleet) -> None:
    for function in ("setUnitCost", "setMaxAmount", "setCapacity"):
        for number in (0, 19):
            with reverts("ResourceUnknown", number):
                fleet.resources.fn(function)(number, 1, sender=fleet.system.guardian)


def test_set__unchanged__reverts(fleet: Fleet) -> None:
    cost = fleet.resources.resource(CPU).unitCost
    for function, value in (("setUnitCost", cost), ("setMaxAmount", 1_000_000)):
        with reverts("ValueUnchanged", CPU, value):
            fleet.resources.fn(function)(CPU, value, sender=fleet.system.guardian)


@pytest.mark.parametrize(
    ("number", "amount", "most"), [(CPU, 0, MOST), (CPU, MOST + 1, MOST), (LAB, 0, 1), (LAB, 2, 1)]
)
def test_set_max_amount__out_of_range__reverts(fleet: Fleet, number: int, amount: int, most: int) -> None:
    with reverts("MaxAmountOutOfRange", amount, 1, most):
        fleet.resources.setMaxAmount(number, amount, sender=fleet.system.guardian)


def test_committed_cost__several__is_the_sum_of_what_is_held(fleet: Fleet) -> None:
    held = {(PILOT, CPU): 500, (PILOT, MEMORY): 77, (ORDINARY, CPU): 3, (ORDINARY, LAB): 1}
    orders = [fleet.ask(agent, number, amount) for (agent, number), amount in held.items()]
    costs = {number: terms[2] for number, terms in enumerate(CATALOGUE, start=1)}
    resources = fleet.resources
    for agent in (PILOT, ORDINARY):
        mine = {number: amount for (who, number), amount in held.items() if who == agent}
        assert resources.holdingsOf(agent) == [mine.get(number, 0) for number in range(1, 19)]
        assert resources.committedCostOfAgent(agent) == sum(costs[n] * a for n, a in mine.items())
    for number in costs:
        all_held = sum(amount for (_, n), amount in held.items() if n == number)
        assert resources.committedCostOfResource(number) == all_held * costs[number]
    assert resources.committedCost() == sum(costs[n] * a for (_, n), a in held.items())
    assert resources.committedCostOfResource(99) == 0
    for order, amount in zip(orders, held.values(), strict=True):
        fleet.release(order, amount)
    assert resources.committedCost() == 0


def test_orders__pages__end_with_the_line(fleet: Fleet) -> None:
    ids = [fleet.ask(agent, CPU, agent) for agent in range(100, 110)]
    for first, count, expected in ((0, 3, [100, 101, 102]), (8, 5, [108, 109]), (10, 4, []), (2, 0, [])):
        page = fleet.resources.orders(ids[0] + first, count)
        assert [order.agentId for order in page] == expected
    heads, ends = fleet.resources.linesOf(0)
    assert heads == [order_id(0, class_, 1) for class_ in range(4)]
    assert ends == [*heads[:3], ids[-1] + 1]
