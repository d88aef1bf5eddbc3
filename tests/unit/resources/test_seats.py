"""Seats of the buildings: granted while there is room, then a list in the order of service (invariant 44).

request of a seat
├── amount other than 1 ── reverts AmountOutOfRange
├── a seat or a place on the list already ── reverts SeatTaken
├── room ── emits ResourceRequested and SeatGranted in the same call
└── full ── waits
release
├── of a seat ── the first who waits gets it, by class, then by time; who is not active blocks nobody
├── of a place on the list, its head, its end, the middle, many of them ── the others keep their order
└── of what is over ── reverts WrongOrderStatus
setCapacity
├── lower ── nobody loses a seat; none is given until fewer are held
├── higher ── a few of the list are seated at once, the others by fillSeats
└── 0, of what is unlimited ── reverts CapacityKindFixed; the same ── reverts ValueUnchanged
fillSeats
├── no building ── reverts NotABuilding
└── at most as many as there is room, as wait, as was said, as a batch holds
"""

from random import Random

import pytest

from tests.support.contract import reverts
from tests.support.office import told
from tests.support.resources import (
    BATCH,
    BUILDINGS,
    CRITICAL,
    FAILED,
    FAMILY,
    FOUNDER,
    GPU,
    HIGH,
    LAB,
    MEDIUM,
    NOT_ACTIVE,
    ORDINARY,
    PILOT,
    PROVISIONED,
    QUEUED,
    RELEASED,
    SERVANT,
    SPECIALIST,
    STANDARD,
    STEPS,
    Fleet,
    order_id,
)

HOLDERS = [300, 301, 302]


@pytest.fixture
def full(fleet: Fleet) -> list[int]:
    """The lab has three seats, and three archetypes hold them; these are their orders."""
    fleet.shrink(LAB, 3)
    return [fleet.ask(agent, LAB) for agent in HOLDERS]


@pytest.mark.parametrize("building", BUILDINGS)
def test_request__room__seats_in_the_same_call(fleet: Fleet, building: int) -> None:
    receipt = fleet.asked(SPECIALIST, building)
    order = order_id(building, MEDIUM, 1)
    assert told(receipt) == [
        ("ResourceRequested", order, SPECIALIST, building, 1),
        ("SeatGranted", order, SPECIALIST, building),
    ]
    assert fleet.position(SPECIALIST, building) == (1, 1, 0)
    assert fleet.status(order) == PROVISIONED
    assert fleet.resources.seatOf(SPECIALIST, building) == order


def test_request__last_seat_and_one_more__waits(fleet: Fleet) -> None:
    """Invariant 44: at entry at most as many as the capacity, in each of the buildings at its own number."""
    fleet.shrink(LAB, 2)
    for agent in (20, 21):
        assert fleet.status(fleet.ask(agent, LAB)) == PROVISIONED
    receipt = fleet.asked(22, LAB)
    order = order_id(LAB, STANDARD, 3)
    assert told(receipt) == [("ResourceRequested", order, 22, LAB, 1)]
    assert fleet.status(order) == QUEUED
    assert fleet.position(22, LAB) == (0, 2, 1)
    assert fleet.status(fleet.ask(22, FAMILY)) == PROVISIONED


@pytest.mark.parametrize("amount", [0, 2, 2**64 + 1])
def test_request__more_than_a_seat__reverts(fleet: Fleet, amount: int) -> None:
    with reverts("AmountOutOfRange", LAB, amount, 1, 1):
        fleet.ask(PILOT, LAB, amount)


def test_request__second_seat__reverts(fleet: Fleet, full: list[int]) -> None:
    """One an agent and building: held, waited for, or failed."""
    with reverts("SeatTaken", HOLDERS[0], LAB, full[0]):
        fleet.ask(HOLDERS[0], LAB)
    waiting = fleet.ask(PILOT, LAB)
    with reverts("SeatTaken", PILOT, LAB, waiting):
        fleet.ask(PILOT, LAB)
    fleet.decide("suspend", PILOT)
    fleet.release(full[0])
    assert fleet.status(waiting) == FAILED
    fleet.decide("reinstate", PILOT)
    with reverts("SeatTaken", PILOT, LAB, waiting):
        fleet.ask(PILOT, LAB)
    fleet.release(waiting)
    assert fleet.status(fleet.ask(PILOT, LAB)) == PROVISIONED


def test_release__seat__goes_to_the_first_by_class_and_time(fleet: Fleet, full: list[int]) -> None:
    later, earlier = fleet.ask(400, LAB), fleet.ask(SERVANT, LAB)
    medium, high, critical = (fleet.ask(agent, LAB) for agent in (SPECIALIST, FOUNDER, PILOT))
    expected = [critical, high, medium, later, earlier]
    released = list(full)
    for waiting in expected:
        assert fleet.resources.nextOf(LAB) == waiting
        receipt = fleet.release(released[0])
        agent = fleet.order(waiting).agentId
        former = fleet.order(released.pop(0)).agentId
        assert told(receipt) == [
            ("OrderReleased", receipt.events[0].orderId, former, LAB, 1, 0),
            ("SeatGranted", waiting, agent, LAB),
        ]
        released.append(waiting)
        assert fleet.position(agent, LAB) == (1, 3, 0)
        assert fleet.position(former, LAB)[0] == 0
    assert fleet.resources.nextOf(LAB) == 0


def test_release__place_on_the_list__others_keep_their_order(fleet: Fleet, full: list[int]) -> None:
    """In any pattern of who leaves the list: its head, its end, runs of neighbours that join."""
    for seed in range(12):
        snapshot = fleet.rpc.snapshot()
        draw = Random(seed)
        waiting = [fleet.ask(agent, LAB) for agent in range(500, 512)]
        leaving = draw.sample(waiting, draw.randint(1, 12))
        for order in leaving:
            receipt = fleet.release(order)
            assert told(receipt) == [("OrderReleased", order, fleet.order(order).agentId, LAB, 1, 0)]
            assert fleet.status(order) == RELEASED
            assert fleet.position(fleet.order(order).agentId, LAB) == (0, 3, 0)
        staying = [order for order in waiting if order not in leaving]
        assert fleet.resources.nextOf(LAB) == (staying or [0])[0]
        late = fleet.ask(600, LAB)
        fleet.shrink(LAB, 100)
        fleet.fill(LAB)
        seated = [order for order in [*waiting, late] if fleet.status(order) == PROVISIONED]
        assert seated == [*staying, late]
        heads, ends = fleet.resources.linesOf(LAB)
        assert heads == ends
        fleet.rpc.revert(snapshot)
    with reverts("WrongOrderStatus", full[0], RELEASED):
        fleet.release(full[0])
        fleet.release(full[0])


def test_release__gap_however_long__next_is_seated_at_once(fleet: Fleet, full: list[int]) -> None:
    """Who left the list costs those behind nothing: no number of them blocks a seat (invariant 46)."""
    waiting = [fleet.ask(agent, LAB) for agent in range(500, 540)]
    for order in waiting[:39]:
        fleet.release(order)
    receipt = fleet.release(full[0])
    assert [event.orderId for event in receipt.of("SeatGranted")] == [waiting[39]]


@pytest.mark.parametrize("state", ["suspend", "silence", "retire"])
def test_release__first_is_not_active__seats_the_next(fleet: Fleet, full: list[int], state: str) -> None:
    absent, next_one = fleet.ask(PILOT, LAB), fleet.ask(ORDINARY, LAB)
    fleet.silence(PILOT) if state == "silence" else fleet.decide(state, PILOT)
    receipt = fleet.release(full[0])
    assert told(receipt)[1:] == [
        ("OrderFailed", absent, PILOT, NOT_ACTIVE),
        ("SeatGranted", next_one, ORDINARY, LAB),
    ]
    assert fleet.status(absent) == FAILED
    assert fleet.position(PILOT, LAB) == (0, 3, 1)


def test_release__more_absent_ones_than_a_call_looks_at__seats_by_the_next_calls(
    fleet: Fleet, full: list[int]
) -> None:
    absent = [fleet.ask(agent, LAB) for agent in range(1, 7)]
    last = fleet.ask(ORDINARY, LAB)
    for agent in range(1, 7):
        fleet.decide("suspend", agent)
    fleet.release(full[0])
    assert [fleet.status(order) for order in absent] == [FAILED] * STEPS + [QUEUED] * 2
    receipt = fleet.fill(LAB, 3)
    assert [event.orderId for event in receipt.of("SeatGranted")] == [last]


def test_release__seat_of_an_agent_under_suspension__by_itself(fleet: Fleet, full: list[int]) -> None:
    """It keeps its seat, and may give it back."""
    fleet.decide("suspend", HOLDERS[0])
    assert fleet.position(HOLDERS[0], LAB)[0] == 1
    fleet.release(full[0])
    assert fleet.position(HOLDERS[0], LAB) == (0, 2, 0)


def test_set_capacity__lower__evicts_nobody(fleet: Fleet, full: list[int]) -> None:
    receipt = fleet.shrink(LAB, 1)
    assert told(receipt)[1:] == [("CapacityChanged", LAB, 3, 1)]  # after the guardian's heartbeat
    assert [fleet.position(agent, LAB)[:2] for agent in HOLDERS] == [(1, 3)] * 3
    waiting = fleet.ask(PILOT, LAB)
    for order in full[:2]:
        assert fleet.release(order).of("SeatGranted") == []
        assert fleet.status(waiting) == QUEUED
    receipt = fleet.release(full[2])
    assert [event.orderId for event in receipt.of("SeatGranted")] == [waiting]
    assert fleet.position(PILOT, LAB) == (1, 1, 0)


def test_set_capacity__higher__seats_a_few_and_fill_seats_the_rest(fleet: Fleet, full: list[int]) -> None:
    waiting = [fleet.ask(agent, LAB) for agent in range(500, 520)]
    receipt = fleet.shrink(LAB, 13)
    assert [event.orderId for event in receipt.of("SeatGranted")] == waiting[:STEPS]
    receipt = fleet.fill(LAB, 2)
    assert [event.orderId for event in receipt.of("SeatGranted")] == waiting[STEPS : STEPS + 2]
    receipt = fleet.fill(LAB, 10_000)
    assert [event.orderId for event in receipt.of("SeatGranted")] == waiting[STEPS + 2 : 10]
    assert told(fleet.fill(LAB)) == []
    assert fleet.resources.resource(LAB).granted == 13


def test_set_capacity__room_and_a_list__newcomer_waits_its_turn(fleet: Fleet, full: list[int]) -> None:
    """A newcomer overtakes nobody of its class, and is seated when those before it are."""
    waiting = [fleet.ask(agent, LAB) for agent in range(500, 510)]
    fleet.shrink(LAB, 100)
    receipt = fleet.asked(600, LAB)
    assert [event.orderId for event in receipt.of("SeatGranted")] == waiting[STEPS : 2 * STEPS]
    receipt = fleet.asked(601, LAB)
    seated = [event.agentId for event in receipt.of("SeatGranted")]
    assert seated == [508, 509, 600, 601]


@pytest.mark.parametrize(("resource", "capacity"), [(LAB, 0), (GPU, 5), (GPU, 0)])
def test_set_capacity__other_kind__reverts(fleet: Fleet, resource: int, capacity: int) -> None:
    with reverts("CapacityKindFixed", resource):
        fleet.shrink(resource, capacity)


def test_set_capacity__unknown_or_unchanged__reverts(fleet: Fleet) -> None:
    with reverts("ResourceUnknown", 19):
        fleet.shrink(19, 5)
    with reverts("ValueUnchanged", LAB, 500):
        fleet.shrink(LAB, 500)


@pytest.mark.parametrize("resource", [0, GPU, 19, 2**256 - 1])
def test_fill_seats__no_building__reverts(fleet: Fleet, resource: int) -> None:
    with reverts("NotABuilding", resource):
        fleet.fill(resource)


@pytest.mark.parametrize("most", [0, 1, 100, 10_000])
def test_fill_seats__any_number__at_most_a_batch(fleet: Fleet, full: list[int], most: int) -> None:
    """R3."""
    waiting = [fleet.ask(agent, LAB) for agent in range(500, 780)]
    fleet.shrink(LAB, 1000)
    receipt = fleet.fill(LAB, most)
    expected = waiting[STEPS : STEPS + min(most, BATCH)]
    assert [event.orderId for event in receipt.of("SeatGranted")] == expected


def test_retry__seat__takes_the_end_of_the_list(fleet: Fleet, full: list[int]) -> None:
    absent = fleet.ask(PILOT, LAB)
    fleet.silence(PILOT)
    fleet.release(full[0])
    other = fleet.ask(2, LAB)
    assert fleet.status(other) == PROVISIONED
    third = fleet.ask(3, LAB)
    fleet.rpc.travel_to(fleet.system.registry.agent(PILOT).suspendedUntil)
    receipt = fleet.retry(absent)
    again = order_id(LAB, CRITICAL, 4)
    assert told(receipt) == [("OrderRetried", absent, PILOT, again)]
    assert fleet.resources.seatOf(PILOT, LAB) == again
    assert fleet.position(PILOT, LAB) == (0, 3, 1)
    seated = [fleet.release(order).of("SeatGranted")[0].orderId for order in full[1:]]
    assert seated == [third, again]


def test_retry__seat_while_there_is_room__seats_at_once(fleet: Fleet, full: list[int]) -> None:
    absent = fleet.ask(PILOT, LAB)
    fleet.decide("suspend", PILOT)
    fleet.release(full[0])
    fleet.decide("reinstate", PILOT)
    receipt = fleet.retry(absent)
    again = order_id(LAB, CRITICAL, 2)
    assert told(receipt) == [("OrderRetried", absent, PILOT, again), ("SeatGranted", again, PILOT, LAB)]
    assert fleet.position(PILOT, LAB) == (1, 3, 0)


def test_request__the_whole_fleet__fills_500_and_the_rest_waits(fleet: Fleet) -> None:
    agents = range(100, 620)
    orders = [fleet.ask(agent, LAB) for agent in agents]
    assert [fleet.status(order) for order in orders] == [PROVISIONED] * 500 + [QUEUED] * 20
    assert fleet.resources.resource(LAB).granted == 500
    assert fleet.resources.nextOf(LAB) == orders[500]
    assert [order.agentId for order in fleet.resources.orders(orders[498], 5)] == [598, 599, 600, 601, 602]
    founder = fleet.ask(FOUNDER, LAB)
    assert founder == order_id(LAB, HIGH, 1)
    receipt = fleet.release(orders[0])
    assert [event.orderId for event in receipt.of("SeatGranted")] == [founder]
