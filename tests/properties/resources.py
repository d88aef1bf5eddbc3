"""The machine of the resources: requests, releases, service, suspensions, capacities and time."""

from functools import partial
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.models.replay_resources import Resources as Told
from tests.models.resources import (
    ACTIVE,
    ASSIGNED,
    FAILED,
    QUEUED,
    RELEASED,
    RETIRED,
    RETRIED,
    SUSPENDED,
    Kind,
    Member,
    Order,
    Resources,
)
from tests.support.actors import agent_actor
from tests.support.contract import Receipt
from tests.support.resources import BUILDINGS, LAB, Fleet
from tests.support.system import HOUR

from .machine import Machine, replayed

# Two of each class at least, and many more of the largest.
POOL = [1, 2, 11, 12, 1188, 1189, 1247, *range(15, 25)]
ASKED = [1, 2, 14, LAB, LAB + 1]
SEATS = 3
FOUND = 3  # agents with an order in each state, of those that a chain has already
ALLOCATIONS = b"allocations".ljust(32, b"\0")


def assembled(fleet: Fleet) -> Resources:
    """Small buildings, so that lists come about; the model of what there is."""
    for building in BUILDINGS:
        fleet.shrink(building, SEATS)
    return resources_of(fleet, POOL)


def resources_of(fleet: Fleet, pool: list[int]) -> Resources:
    """The model of a fleet, from its events: of these agents, and of whoever has asked for something."""
    resources, told = fleet.resources, told_of(fleet)
    bodies = replayed(fleet.system).agents
    kinds = {number: Kind(kind.unit_cost, kind.capacity, kind.most) for number, kind in told.kinds.items()}
    model = Resources(kinds, resources.AGED_AFTER())
    for agent in dict.fromkeys([*pool, *(order.agent for order in told.orders.values())]):
        body = bodies[agent]
        model.members[agent] = Member(body.wallet, body.category, body.status, body.suspended_until)
    for number, order in sorted(told.orders.items()):
        line = (number >> 50, number >> 48 & 3)
        model.places[line] = number % 2**48
        model.orders[number] = Order(order.agent, order.resource, order.amount, order.asked, order.status)
        if order.status == QUEUED:
            model.lines.setdefault(line, []).append(number)
    return model


def told_of(fleet: Fleet) -> Told:
    return Told().read(fleet.system.events(fleet.resources))


def pool_of(fleet: Fleet) -> list[int]:
    """The pool of a fleet that has lived: a few more, with orders in every state."""
    found: dict[int, list[int]] = {}
    for order in told_of(fleet).orders.values():
        found.setdefault(order.status, []).append(order.agent)
    return list(dict.fromkeys([*POOL, *(agent for agents in found.values() for agent in agents[:FOUND])]))


class ResourcesMachine(Machine):
    """Invariants 43 to 46 after every step."""

    model: Resources
    fleet: ClassVar[Fleet]
    pool: ClassVar[list[int]] = POOL

    def __init__(self) -> None:
        super().__init__()
        self.resources = self.fleet.resources
        self.hour = HOUR // self.system.divisor
        left = self.resources.emergencyBudgetLeft(ALLOCATIONS, bytes(32))
        self.budget = left // (72 * self.hour)  # pauses; their limits are the brakes'
        self.signing = [a for a in self.pool if self.model.members[a].wallet == agent_actor(a).address]

    # --- Agents ---

    @rule(data=st.data(), times=st.integers(1, 6))
    def request(self, data: Any, times: int) -> None:
        for _ in range(times):
            agent = self.pick(data, self._active(), self.pool)
            resource = self.pick(data, self._wanted(agent), [0, *ASKED, len(self.model.kinds) + 1])
            most = self.model.kinds[resource].most if resource in self.model.kinds else 1
            self._request(
                agent, resource, self.pick(data, [1, most, max(1, most // 3)], [0, most + 1, 2**64])
            )

    @precondition(lambda self: self.next >= self.model.paused_until)
    @rule(data=st.data())
    def request_together(self, data: Any) -> None:
        """Signed, and relayed together: those that are refused are skipped."""
        agents = data.draw(st.lists(st.sampled_from(self.signing), min_size=2, max_size=6))
        signed, wanted = [], []
        for key, agent in enumerate(agents):
            resource = self.pick(data, self._wanted(agent), ASKED)
            nonce = self.resources.fn("nonces(address,uint192)")(agent_actor(agent), key)
            signed.append(self.fleet.sign(agent, resource, 1, nonce=nonce))
            wanted.append((agent, resource))
        made: list[int] = []

        def change(m: Resources, now: int) -> None:
            for agent, resource in wanted:
                seated = m.kinds[resource].capacity and m.seat(agent, resource)
                if m.active(agent, now) and m.opened(agent) < 32 and not seated:
                    made.append(m.request(agent, resource, 1, now)[0])

        call = partial(self.resources.requestsBySig, signed, sender=self.system.stranger)
        receipt = self.attempt("request_together", change, call)
        assert [event.orderId for event in receipt.of("ResourceRequested")] == made
        assert len(receipt.of("RequestSkipped")) == len(agents) - len(made)

    @precondition(lambda self: self._orders_in(*range(1, 5)))
    @rule(data=st.data(), times=st.integers(1, 4), whole=st.integers(0, 3))
    def release(self, data: Any, times: int, whole: int) -> None:
        for _ in range(times):
            number = self.pick(data, self._orders_in(*range(1, 5)), [0, *self.model.orders])
            order = self.model.orders.get(number)
            left = order.amount if order else 1
            amount = left if whole else self.pick(data, [max(1, left // 2)], [0, left + 1])
            owner = order.agent if order else self.pool[0]
            self._release(number, amount, self.pick(data, [owner], self.pool))

    @precondition(lambda self: self._orders_in(FAILED))
    @rule(data=st.data(), in_person=st.booleans())
    def retry(self, data: Any, in_person: bool) -> None:
        number = self.pick(data, self._orders_in(FAILED), [0, *self.model.orders])
        owner = self.model.orders[number].agent if number in self.model.orders else self.pool[0]
        provisioner = self.system.provisioner.address
        caller = self._wallet(self.pick(data, [owner], self.pool)) if in_person else provisioner
        answers: list[list[int]] = []
        receipt = self.attempt(
            "retry",
            lambda m, t: answers.append(m.retry(number, caller, provisioner, t)),
            partial(self.resources.retry, number, sender=caller),
        )
        if receipt is not None:
            (event,) = receipt.of("OrderRetried")
            assert [event.newOrderId, *_seated(receipt)] == answers[0]

    # --- The provisioner ---

    @precondition(lambda self: self.model.turn(0, self.next))
    @rule(most=st.sampled_from([0, 1, 1, 2, 5, 10_000]))
    def process(self, most: int) -> None:
        served: list[list[int]] = []
        call = partial(self.fleet.process, most)
        receipt = self.attempt("process", lambda m, t: served.append(m.process(most, t)), call)
        assert [event.orderId for event in receipt.of("OrderAssigned")] == served[0]

    @precondition(lambda self: self._orders_in(ASSIGNED))
    @rule(data=st.data())
    def confirm(self, data: Any) -> None:
        numbers = st.sampled_from([*self._orders_in(ASSIGNED), *list(self.model.orders)[:2], 5])
        chosen = data.draw(st.lists(numbers, max_size=5))
        done: list[list[int]] = []
        call = partial(self.fleet.confirm, *chosen)
        receipt = self.attempt("confirm", lambda m, _: done.append(m.confirm(chosen)), call)
        assert [event.orderId for event in receipt.of("OrderProvisioned")] == done[0]
        assert len(receipt.of("ProvisioningSkipped")) == len(chosen) - len(done[0])

    @precondition(lambda self: self._orders_in(ASSIGNED))
    @rule(data=st.data())
    def fail(self, data: Any) -> None:
        number = self.pick(data, self._orders_in(ASSIGNED), [0, *self.model.orders])
        self.attempt("fail", lambda m, _: m.fail(number), partial(self.fleet.fail, number))

    # --- Buildings ---

    @precondition(lambda self: self.model.orders)
    @rule(building=st.sampled_from([LAB, LAB + 1]), more=st.integers(-2, 3))
    def resize(self, building: int, more: int) -> None:
        capacity = max(1, self.model.held(None, building) + more)
        seated: list[list[int]] = []
        call = partial(self.fleet.shrink, building, capacity)
        receipt = self.attempt("resize", lambda m, t: seated.append(m.resize(building, capacity, t)), call)
        if receipt is not None:
            assert _seated(receipt) == seated[0]

    @rule(building=st.sampled_from([LAB, LAB + 1]), most=st.integers(0, 9))
    def fill(self, building: int, most: int) -> None:
        seated: list[list[int]] = []
        call = partial(self.fleet.fill, building, most)
        receipt = self.attempt("fill", lambda m, t: seated.append(m.fill(building, most, t)), call)
        if receipt is not None:
            assert _seated(receipt) == seated[0]

    # --- Decisions and time ---

    @rule(data=st.data(), step=st.sampled_from(["suspend", "reinstate", "reinstate", "reinstate", "retire"]))
    def decide(self, data: Any, step: str) -> None:
        before, after = {
            "suspend": ([ACTIVE], SUSPENDED),
            "reinstate": ([SUSPENDED], ACTIVE),
            "retire": ([SUSPENDED], RETIRED),
        }[step]
        ready = [agent for agent in self.pool if self.model.members[agent].status in before]
        if not ready or (step == "suspend" and len(self._active()) < len(self.pool) // 2):
            return
        agent = data.draw(st.sampled_from(ready))

        def change(m: Resources, _: int) -> None:
            m.members[agent].status = after

        self.attempt("decide", change, partial(self.fleet.decide, step, agent))

    @precondition(lambda self: len(self._active()) > len(self.pool) // 2)
    @rule(data=st.data())
    def silence(self, data: Any) -> None:
        never = [agent for agent in self._active() if not self.model.members[agent].suspended_until]
        if not never:
            return
        agent = data.draw(st.sampled_from(never))

        def change(m: Resources, now: int) -> None:
            m.members[agent].suspended_until = now + 72 * self.hour

        self.attempt("silence", change, partial(self.fleet.silence, agent))

    @precondition(lambda self: self.next >= self.model.paused_until and self.budget)
    @rule(often=st.integers(0, 2))
    def pause(self, often: int) -> None:
        if often:
            return

        def change(m: Resources, now: int) -> None:
            m.paused_until = now + 72 * self.hour

        self.budget -= 1
        call = partial(self.resources.pauseAllocations, sender=self.system.guardian)
        self.attempt("pause", change, call)

    @precondition(lambda self: self.next < self.model.paused_until)
    @rule()
    def unpause(self) -> None:
        def change(m: Resources, _: int) -> None:
            m.paused_until = 0

        call = partial(self.resources.unpauseAllocations, sender=self.system.guardian)
        self.attempt("unpause", change, call)

    @rule(hours=st.sampled_from([1, 5, 12, 23, 24, 30]))
    def wait(self, hours: int) -> None:
        """Some hours, or to the second before which somebody has waited too long."""
        waiting = [self.model.orders[n].asked + self.model.aged_after - 1 for n in self._orders_in(QUEUED)]
        ripe = [time for time in waiting if time > self.rpc.now]
        self.rpc.travel_to(min(ripe) if hours == 24 and ripe else self.rpc.now + hours * self.hour)
        self.done["wait"] += 1

    # --- What must hold ---

    def follow(self, rule: str, receipt: Receipt) -> None:
        """Invariants 44 and 45: what is held, and whose turn it is."""
        now, resources, model = self.rpc.now, self.resources, self.model
        for queue in (0, LAB, LAB + 1):
            assert resources.nextOf(queue) == model.turn(queue, now)
        for number in ASKED:
            found = resources.resource(number)
            assert found.granted == model.held(None, number)
        for event in receipt.of("SeatGranted"):
            assert model.held(None, event.resource) <= model.kinds[event.resource].capacity
        for agent in {event.agentId for event in receipt.events if "agentId" in event.args}:
            assert resources.openOrdersOf(agent) == model.opened(agent)
            assert resources.holdingsOf(agent) == [model.held(agent, n) for n in model.kinds]
            for building in (LAB, LAB + 1):
                assert resources.seatOf(agent, building) == model.seat(agent, building)
        assert resources.committedCost() == model.cost()

    def conclude(self) -> None:
        """Every order, every holding, and whoever is left served to the end in the reference's order."""
        resources, model = self.resources, self.model
        for number, order in model.orders.items():
            if order == self.start.orders.get(number):
                continue
            found = resources.order(number)
            seen = (found.agentId, found.resource, found.amount, found.requestedAt, found.status)
            assert seen == (order.agent, order.resource, order.amount, order.asked, order.status)
        total = [model.held(None, number) for number in model.kinds]
        assert [kind.granted for kind in resources.resources()] == total
        for agent in self.pool:
            assert resources.holdingsOf(agent) == [model.held(agent, number) for number in model.kinds]
        served = self.fleet.served(10_000)
        assert served == model.process(10_000, self.rpc.now)
        assert resources.nextOf(0) == 0

    # --- Acts ---

    def _request(self, agent: int, resource: int, amount: int) -> None:
        answers: list[list[int]] = []
        receipt = self.attempt(
            "request",
            lambda m, t: answers.append(m.request(agent, resource, amount, t)),
            partial(self.resources.request, resource, amount, sender=self._wallet(agent)),
        )
        if receipt is not None:
            (event,) = receipt.of("ResourceRequested")
            assert [event.orderId, *_seated(receipt)] == answers[0]
            assert (event.agentId, event.resource, event.amount) == (agent, resource, amount)

    def _release(self, number: int, amount: int, by: int) -> None:
        wallet, answers = self._wallet(by), list[list[int]]()
        receipt = self.attempt(
            "release",
            lambda m, t: answers.append(m.release(number, amount, wallet, t)),
            partial(self.resources.release, number, amount, sender=wallet),
        )
        if receipt is not None:
            (event,) = receipt.of("OrderReleased")
            assert event.left == self.model.orders[number].amount
            assert _seated(receipt) == answers[0]

    # --- Words ---

    def _wallet(self, agent: int) -> str:
        return self.model.members[agent].wallet

    def _active(self) -> list[int]:
        return [agent for agent in self.pool if self.model.active(agent, self.next)]

    def _wanted(self, agent: int) -> list[int]:
        return [n for n in ASKED if not (self.model.kinds[n].capacity and self.model.seat(agent, n))]

    def _orders_in(self, *statuses: int) -> list[int]:
        assert RETRIED not in statuses
        assert RELEASED not in statuses
        return [number for number, order in self.model.orders.items() if order.status in statuses]


def _seated(receipt: Receipt) -> list[int]:
    return [event.orderId for event in receipt.of("SeatGranted")]
