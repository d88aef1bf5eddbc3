"""Serves the resource queue in its order: takes orders, has them provisioned, confirms or fails them.

This job's key has the role of the provisioner, which moves no money.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from eth_utils import keccak

from offchain.action import Action, Check, Gauge, Plan
from offchain.chain import SAFE_LAG
from offchain.context import Context
from offchain.protocol import Call
from offchain.provisioners import DONE, FAILED, Order, Verdict, provisioner_of

RESOURCES = "ResourceAllocation"
ASSIGNED_EVENT = "0x" + keccak(text="OrderAssigned(uint256,uint256,uint256,uint256)").hex()
ASSIGNED = 2  # OrderStatus
MACHINES = 0  # the queue of what is unlimited
TAKE = 100  # orders that one call looks at
CONFIRM = 100
DAY = 86_400
BENIGN = frozenset({"WrongOrderStatus", "Held"})


@dataclass(frozen=True)
class View:
    """The queue, what was taken and how far it is, and buildings with free seats for which somebody waits."""

    heads: tuple[int, ...]
    waiting: int
    verdicts: dict[int, Verdict]
    buildings: tuple[int, ...]


def read(context: Context) -> View:
    """Ask the chain, and whoever provisions; without a key the latter is not asked."""
    heads, ends = context.call(RESOURCES, "linesOf", MACHINES)
    kinds = context.call(RESOURCES, "resources")
    orders = _assigned(context, kinds)
    verdicts: dict[int, Verdict] = {}
    if context.executes and orders:
        settings = context.settings
        made = provisioner_of(settings.provisioner, settings.request_seconds, context.log)
        verdicts = dict(made.ensure(orders))
    waiting = sum(end - head for head, end in zip(heads, ends, strict=True))
    return View(tuple(heads), waiting, verdicts, _buildings(context, kinds))


def plan(view: View) -> Plan:
    """Confirm and fail what is decided, take what waits, give free seats."""
    done = [one for one, verdict in view.verdicts.items() if verdict.status == DONE]
    failed = {one: verdict for one, verdict in view.verdicts.items() if verdict.status == FAILED}
    batches = [done[start : start + CONFIRM] for start in range(0, len(done), CONFIRM)]
    actions = [_confirmation(batch) for batch in batches]
    actions += [_failure(one, verdict.reason or "not provisioned") for one, verdict in failed.items()]
    if view.waiting:
        moved = Check(Call(RESOURCES, "linesOf", (MACHINES,)), _moved(view.heads))
        actions.append(
            Action(Call(RESOURCES, "process", (min(TAKE, view.waiting),)), (moved,), benign=BENIGN)
        )
    for number in view.buildings:
        given = Check(Call(RESOURCES, "resource", (number,)), lambda _: True)
        call = Call(RESOURCES, "fillSeats", (number, TAKE))
        actions.append(Action(call, (given,), counts=True, benign=BENIGN))
    pending = len(view.verdicts) - len(done) - len(failed)
    gauges: tuple[Gauge, ...] = (
        ("orders_waiting", {}, float(view.waiting)),
        ("orders_pending", {}, float(pending)),
    )
    return Plan(tuple(actions), gauges=gauges)


def _assigned(context: Context, kinds: list[Any]) -> list[Order]:
    """Orders that were taken and are not decided, in the order in which they were taken.

    Found by their events, once a day by all of them; the chain says of each how it stands.
    """
    hints, until = context.remembered, context.pinned.block.number
    first, known = context.protocol.first_block, list[int]()
    if context.now - int(hints.get("searched_at", 0)) < DAY:
        first, known = max(first, int(hints["searched_until"]) - SAFE_LAG), list(hints["assigned"])
    else:
        hints["searched_at"] = context.now
    logs = context.chain.logs(RESOURCES, [ASSIGNED_EVENT], first, until)
    ids = list(dict.fromkeys([*known, *(int(log["topics"][1], 16) for log in logs)]))
    states = dict(zip(ids, context.each(RESOURCES, "order", ids), strict=True))
    left = [one for one in ids if states[one][4] == ASSIGNED]
    hints["searched_until"], hints["assigned"] = until, left
    return [_order(one, states[one], kinds[states[one][3] - 1]) for one in left]


def _order(number: int, stored: Any, kind: Any) -> Order:
    agent, amount = stored[0], stored[1]
    name, unit = (word.rstrip(b"\0").decode(errors="replace") for word in kind[:2])
    return Order(number, agent, name, unit, amount)


def _buildings(context: Context, kinds: list[Any]) -> tuple[int, ...]:
    numbers = [number for number, kind in enumerate(kinds, 1) if kind[3] and kind[5] < kind[3]]
    lines = context.each(RESOURCES, "linesOf", numbers)
    return tuple(number for number, (heads, ends) in zip(numbers, lines, strict=True) if heads != ends)


def _confirmation(ids: list[int]) -> Action:
    checks = tuple(_decided(one) for one in ids)
    return Action(Call(RESOURCES, "confirmBatch", (ids,)), checks, splits=0, benign=BENIGN)


def _failure(number: int, reason: str) -> Action:
    return Action(Call(RESOURCES, "fail", (number, reason)), (_decided(number),), benign=BENIGN)


def _decided(number: int) -> Check:
    return Check(Call(RESOURCES, "order", (number,)), lambda stored: stored[4] != ASSIGNED)


def _moved(heads: tuple[int, ...]) -> Callable[[Any], bool]:
    return lambda lines: tuple(lines[0]) != heads
