"""What happens to the fleet's resources and to the money that pays for them."""

from typing import Any

from tests.subgraph.acts.world import World
from tests.support.system import DAY, ZERO

GPU, LAB = 2, 15
CENTRE = b"gpu".ljust(32, b"\0")
PAYEE = "0x" + "b111e5".rjust(40, "0")
QUEUES = (0, LAB)


def request(w: World) -> None:
    number = w.pick((1, GPU, LAB))
    w.system.resources.request(number, 1 if number == LAB else w.pick((1, 100)), sender=w.wallet())


def _order(w: World) -> int:
    """An order that stands or stood in a line."""
    heads, ends = w.system.resources.linesOf(w.pick(QUEUES))
    line = w.pick(range(4))
    first = ends[line] >> 48 << 48
    return int(w.pick([heads[line], ends[line] - 1, max(first + 1, ends[line] - w.pick(range(1, 6)))]))


def process(w: World) -> None:
    w.system.resources.process(w.pick((1, 5, 50)), sender=w.system.provisioner)


def confirm(w: World) -> None:
    w.system.resources.confirm(_order(w), sender=w.system.provisioner)


def fail(w: World) -> None:
    w.system.resources.fail(_order(w), "no rack", sender=w.system.provisioner)


def _own(w: World) -> tuple[int, Any, str]:
    """An order, what the chain says of it, and the wallet of whoever asked."""
    number = _order(w)
    order = w.system.resources.order(number)
    return number, order, w.system.wallet_of(order.agentId or 1)


def retry(w: World) -> None:
    number, _, owner = _own(w)
    w.system.resources.retry(number, sender=owner)


def release(w: World) -> None:
    number, order, owner = _own(w)
    w.system.resources.release(number, w.pick((order.amount, max(1, order.amount // 2))), sender=owner)


def fill_seats(w: World) -> None:
    w.system.resources.fillSeats(LAB, 100, sender=w.system.stranger)


def change_terms(w: World) -> None:
    resources = w.system.resources
    capacity = resources.resource(LAB).capacity
    terms = (
        ("setUnitCost", (w.pick((1, GPU, LAB)), w.pick((1, 7, 1_000)))),
        ("setCapacity", (LAB, capacity + w.pick((1, 5)))),
        ("setMaxAmount", (GPU, w.pick((100, 1_000)))),
    )
    function, args = w.pick(terms)
    w.decide(resources, function, *args)


def pause(w: World) -> None:
    resources = w.system.resources
    w.pick((resources.pauseAllocations, resources.unpauseAllocations))(sender=w.guardian())


# --- Money ---


def _payment(w: World) -> tuple[Any, ...]:
    """One of a few, which several may approve of."""
    deadline = (w.now // (30 * DAY) + 1) * 30 * DAY
    asset = w.pick((ZERO, w.system.funds.dollar()))
    return CENTRE, asset, PAYEE, w.pick((1, 2)), 1_000 + w.pick(range(3)), deadline, b"bill".ljust(32, b"\0")


def approve(w: World) -> None:
    funds, payment = w.system.funds, _payment(w)
    places = [funds.treasurer(place).agentId for place in range(3)]
    for agent in (*places, funds.securityAgent()):
        if agent and funds.isOnBoard(agent):
            funds.approve(payment, sender=w.system.wallet_of(agent))
    funds.approve(payment, sender=w.guardian())
    if w.pick((True, False)):
        funds.withdraw(payment, sender=w.guardian())
    funds.pay(payment, [], sender=w.system.stranger)


def set_budget(w: World) -> None:
    w.decide(w.system.funds, "setBudget", CENTRE, w.pick((ZERO, w.system.funds.USD())), w.pick((0, 5, 10**9)))


def pay_in_emergency(w: World) -> None:
    funds = w.system.funds
    w.decide(funds, "setEmergencyPayee", PAYEE, w.pick((True, True, False)))
    funds.payInEmergency(PAYEE, w.pick((1, 10**6)), b"e".ljust(32, b"\0"), sender=w.guardian())


def support_treasurer(w: World) -> None:
    members = w.system.council.members() or [w.agent()]
    agent, place = w.pick(members), w.pick(range(3))
    for member in members:
        w.system.funds.supportTreasurer(place, agent, sender=w.system.wallet_of(member))


def name_security(w: World) -> None:
    w.decide(w.system.funds, "nameSecurity", w.agent())


ACTS = (
    request, request, request, process, confirm, fail, retry, release, fill_seats, change_terms, pause,
    approve, approve, set_budget, pay_in_emergency, support_treasurer, name_security,
)  # fmt: skip
