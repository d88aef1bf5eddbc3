"""Who is granted what of the fleet's resources, and who is served first: a reference in plain Python."""

from collections import Counter
from dataclasses import dataclass, field

from .errors import Refused

ACTIVE, SUSPENDED, RETIRED = 2, 3, 4
QUEUED, ASSIGNED, PROVISIONED, FAILED, RETRIED, RELEASED = range(1, 7)
CLASS_OF = [0, 1, 3, 2, 3]  # copilot, foundation, archetype, specialized, service
MOST_OPEN = 32
LOOKED_AT = 4  # of a list, by a call that is about something else
BATCH = 250


@dataclass
class Kind:
    """A resource; of a building the capacity is more than nothing."""

    cost: int
    capacity: int
    most: int


@dataclass
class Member:
    """An agent, as far as resources are concerned."""

    wallet: str
    category: int
    status: int = ACTIVE
    suspended_until: int = 0


@dataclass
class Order:
    """What an agent asked for, and when it took its place."""

    agent: int
    resource: int
    amount: int
    asked: int
    status: int = QUEUED


@dataclass
class Resources:
    """Queue 0 is that of what is unlimited; each building has the list with its own number."""

    kinds: dict[int, Kind]
    aged_after: int
    members: dict[int, Member] = field(default_factory=dict)
    orders: dict[int, Order] = field(default_factory=dict)
    lines: dict[tuple[int, int], list[int]] = field(default_factory=dict)
    places: Counter[tuple[int, int]] = field(default_factory=Counter)
    paused_until: int = 0

    # --- What follows ---

    def held(self, agent: int | None, resource: int) -> int:
        """What an agent holds, or all."""
        building = self.kinds[resource].capacity > 0
        return sum(
            order.amount
            for order in self.orders.values()
            if order.resource == resource
            and agent in (None, order.agent)
            and order.status in ((PROVISIONED,) if building else (QUEUED, ASSIGNED, PROVISIONED, FAILED))
        )

    def opened(self, agent: int) -> int:
        """Orders that are neither provisioned nor over."""
        mine = [order for order in self.orders.values() if order.agent == agent]
        return sum(order.status in (QUEUED, ASSIGNED, FAILED) for order in mine)

    def seat(self, agent: int, building: int) -> int:
        """The order by which an agent has a seat, or waits for one."""
        over = (RETRIED, RELEASED)
        mine = {n: o for n, o in self.orders.items() if (o.agent, o.resource) == (agent, building)}
        return next((number for number, order in mine.items() if order.status not in over), 0)

    def cost(self) -> int:
        return sum(self.held(None, number) * kind.cost for number, kind in self.kinds.items())

    def turn(self, queue: int, now: int) -> int:
        """Whose turn it is: the oldest head that has waited too long, else the head of the highest class."""
        heads = [self.lines[queue, c][0] for c in range(4) if self.lines.get((queue, c))]
        old = [number for number in heads if now - self.orders[number].asked > self.aged_after]
        if old:
            return min(old, key=lambda number: (self.orders[number].asked, heads.index(number)))
        return heads[0] if heads else 0

    def active(self, agent: int, now: int) -> bool:
        member = self.members[agent]
        return member.status == ACTIVE and now >= member.suspended_until

    # --- An agent ---

    def request(self, agent: int, resource: int, amount: int, now: int) -> list[int]:
        """The answer is the new order, and then whoever was seated."""
        if not self.active(agent, now):
            raise Refused("AgentNotAuthorized", self.members[agent].wallet)
        self.check_open(now)
        if resource not in self.kinds:
            raise Refused("ResourceUnknown", resource)
        kind = self.kinds[resource]
        if not 1 <= amount <= kind.most:
            raise Refused("AmountOutOfRange", resource, amount, 1, kind.most)
        if self.opened(agent) >= MOST_OPEN:
            raise Refused("TooManyOrders", agent, MOST_OPEN)
        if kind.capacity and self.seat(agent, resource):
            raise Refused("SeatTaken", agent, resource, self.seat(agent, resource))
        order = self.enqueue(agent, resource, amount, now)
        return [order, *(self.serve(resource, LOOKED_AT, now) if kind.capacity else [])]

    def release(self, number: int, amount: int, by: str, now: int) -> list[int]:
        """The answer is whoever was seated."""
        order = self.known(number)
        member, kind = self.members[order.agent], self.kinds[order.resource]
        if by != member.wallet and member.status != RETIRED:
            raise Refused("CallerNotAgent", by, order.agent)
        if order.status in (RETRIED, RELEASED):
            raise Refused("WrongOrderStatus", number, order.status)
        if not 1 <= amount <= order.amount:
            raise Refused("AmountOutOfRange", order.resource, amount, 1, order.amount)
        seated = kind.capacity and order.status == PROVISIONED
        order.amount -= amount
        if not order.amount:
            for line in self.lines.values():
                if number in line:
                    line.remove(number)
            order.status = RELEASED
        return self.serve_unless_paused(order.resource, now) if seated else []

    def retry(self, number: int, by: str, provisioner: str, now: int) -> list[int]:
        """The answer is the new order, and then whoever was seated."""
        order = self.known(number)
        wallet = self.members[order.agent].wallet
        if by not in (wallet, provisioner):
            raise Refused("AccessManagedUnauthorized", by)
        self.check_status(number, FAILED)
        if not self.active(order.agent, now):
            raise Refused("AgentNotAuthorized", wallet)
        order.status = RETRIED
        again = self.enqueue(order.agent, order.resource, order.amount, now)
        building = self.kinds[order.resource].capacity
        return [again, *(self.serve_unless_paused(order.resource, now) if building else [])]

    # --- The provisioner, and anyone ---

    def process(self, most: int, now: int) -> list[int]:
        return self.serve(0, min(most, BATCH), now)

    def confirm(self, numbers: list[int]) -> list[int]:
        """The answer is those that were confirmed."""
        done = []
        for number in numbers:
            if number in self.orders and self.orders[number].status == ASSIGNED:
                self.orders[number].status = PROVISIONED
                done.append(number)
        return done

    def fail(self, number: int) -> None:
        self.known(number)
        self.check_status(number, ASSIGNED)
        self.orders[number].status = FAILED

    def fill(self, building: int, most: int, now: int) -> list[int]:
        self.check_open(now)
        return self.serve(building, min(most, BATCH), now)

    def resize(self, building: int, capacity: int, now: int) -> list[int]:
        """The answer is whoever was seated."""
        if self.kinds[building].capacity == capacity:
            raise Refused("ValueUnchanged", building, capacity)
        self.kinds[building].capacity = capacity
        return self.serve_unless_paused(building, now)

    # --- Words ---

    def enqueue(self, agent: int, resource: int, amount: int, now: int) -> int:
        line = (resource if self.kinds[resource].capacity else 0, CLASS_OF[self.members[agent].category])
        self.places[line] += 1
        number = (line[0] * 4 + line[1]) * 2**48 + self.places[line]
        self.orders[number] = Order(agent, resource, amount, now)
        self.lines.setdefault(line, []).append(number)
        return number

    def serve(self, queue: int, most: int, now: int) -> list[int]:
        """Looks at so many; the answer is those that were served."""
        served = []
        for _ in range(most):
            if queue and self.held(None, queue) >= self.kinds[queue].capacity:
                break
            number = self.turn(queue, now)
            if not number:
                break
            for line in self.lines.values():
                if number in line:
                    line.remove(number)
            order = self.orders[number]
            if not self.active(order.agent, now):
                order.status = FAILED
                continue
            order.status = PROVISIONED if queue else ASSIGNED
            served.append(number)
        return served

    def serve_unless_paused(self, building: int, now: int) -> list[int]:
        return [] if now < self.paused_until else self.serve(building, LOOKED_AT, now)

    def known(self, number: int) -> Order:
        if number not in self.orders:
            raise Refused("OrderUnknown", number)
        return self.orders[number]

    def check_status(self, number: int, expected: int) -> None:
        if self.orders[number].status != expected:
            raise Refused("WrongOrderStatus", number, self.orders[number].status)

    def check_open(self, now: int) -> None:
        if now < self.paused_until:
            raise Refused("Held", b"allocations".ljust(32, b"\0"), self.paused_until)
