"""Releases what has vested of the guardian's share, to whoever holds the office."""

from dataclasses import dataclass

from offchain.action import Action, Check, Gauge, Plan
from offchain.context import Context
from offchain.protocol import Call

VESTING = "GuardianVesting"
BENIGN = frozenset({"NothingVested", "OfficeIsVacant", "TransferRefused"})
ROAD = 10**18


@dataclass(frozen=True)
class View:
    """The guardian's pay."""

    releasable: int
    released: int
    vacant: bool
    least: int
    """Wei below which a transaction is not worth its gas."""


def read(context: Context) -> View:
    """At one block."""
    calls = [Call(VESTING, "releasable"), Call(VESTING, "released"), Call("Guardianship", "vacant")]
    releasable, released, vacant = context.pinned.call_all(calls)
    return View(releasable, released, vacant, context.settings.min_vesting_road * ROAD)


def plan(view: View) -> Plan:
    """Release, unless the office is vacant or it is too little."""
    gauges: tuple[Gauge, ...] = (("owed_road", {}, view.releasable / ROAD),)
    if view.vacant or view.releasable < max(1, view.least):
        return Plan(gauges=gauges)
    check = Check(Call(VESTING, "released"), lambda released: released > view.released)
    return Plan((Action(Call(VESTING, "release"), (check,), counts=True, benign=BENIGN),), gauges=gauges)
