"""Moves into the escrow what stands above a human's cap once the grace period is over."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from offchain.action import Action, Check, Plan
from offchain.context import Context
from offchain.jobs.books import CAP, identities
from offchain.protocol import Call

WALLETS_A_CALL = 8
BENIGN = frozenset({"GracePeriodRuns"})


@dataclass(frozen=True)
class Human:
    """One book above the cap."""

    identity: bytes
    excess: int
    ready_at: int
    wallets: int


@dataclass(frozen=True)
class View:
    """Who stands above the cap."""

    now: int
    above: tuple[Human, ...]


def read(context: Context) -> View:
    """All books; of those above the cap the rest."""
    found = identities(context)
    excess = context.each(CAP, "excessOf", found)
    over = {identity: amount for identity, amount in zip(found, excess, strict=True) if amount}
    ready = context.each(CAP, "rebalanceableAt", over)
    wallets = context.each(CAP, "walletsOf", over)
    above = [
        Human(identity, amount, at, len(list_))
        for (identity, amount), at, list_ in zip(over.items(), ready, wallets, strict=True)
    ]
    numbers = context.each(CAP, "numberOf", over)
    # Merged identities share a book.
    one_each = dict(zip(numbers, above, strict=True))
    return View(context.now, tuple(one_each.values()))


def plan(view: View) -> Plan:
    """As many calls as wallets may need; what is not needed any more is not sent."""
    due = [one for one in view.above if one.ready_at <= view.now]
    actions = [_move(one) for one in due for _ in range(0, max(1, one.wallets), WALLETS_A_CALL)]
    return Plan(tuple(actions), gauges=(("humans_above_cap", {}, float(len(view.above))),))


def _move(human: Human) -> Action:
    check = Check(Call(CAP, "excessOf", (human.identity,)), _below(human.excess))
    return Action(Call(CAP, "rebalance", (human.identity,)), (check,), counts=True, benign=BENIGN)


def _below(amount: int) -> Callable[[Any], bool]:
    return lambda found: found < amount
