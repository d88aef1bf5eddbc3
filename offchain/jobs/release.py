"""Pays all agents what has vested, in batches."""

from dataclasses import dataclass

from offchain.action import Action, Check, Finding, Plan
from offchain.context import Context
from offchain.jobs.scopes import PAYMENTS, held
from offchain.protocol import Call

TREASURY, TOKEN, REGISTRY = "AgentTreasury", "ROAD_Token", "AgentRegistry"
GENESIS = 1_250
BATCH = 110  # agents: 10.5 million gas where each gets its first pay
PAYABLE, RETIRED = "payable", "retired"
STANDINGS = ("unknown", PAYABLE, "suspended", "unproven", RETIRED)  # order of the registry's Standing
BENIGN = frozenset({"NotActivated", "Held", "NothingToRelease"})
ROAD = 10**18


@dataclass(frozen=True)
class View:
    """What the treasury owes."""

    active: bool
    held: bool
    owed: dict[int, int]
    """Wei that each agent is owed; those who are owed nothing are left out."""
    standing: dict[int, str]
    refusal: dict[int, int]
    """The token's reason against a payment, 0 where there is none."""


def read(context: Context) -> View:
    """Ask for all agents at one block, and of those who are owed something whether they can be paid."""
    if not context.call(TREASURY, "activatedAt"):
        return View(active=False, held=False, owed={}, standing={}, refusal={})
    count = min(GENESIS, context.call(REGISTRY, "agentCount"))
    due = context.each(TREASURY, "releasableOf", range(1, count + 1))
    owed = {agent_id: amount for agent_id, amount in enumerate(due, 1) if amount}
    payees = dict(zip(owed, context.each(REGISTRY, "payeeOf", owed), strict=True))
    treasury = context.protocol.addresses[TREASURY]
    calls = [Call(TOKEN, "explain", (treasury, payees[one][0], amount)) for one, amount in owed.items()]
    return View(
        active=True,
        held=held(context, TREASURY, PAYMENTS),
        owed=owed,
        standing={agent_id: STANDINGS[standing] for agent_id, (_, standing) in payees.items()},
        refusal=dict(zip(owed, context.pinned.call_all(calls), strict=True)),
    )


def plan(view: View) -> Plan:
    """Whoever can be paid, in the order of ids."""
    able = [one for one in view.owed if view.standing[one] in (PAYABLE, RETIRED) and not view.refusal[one]]
    batches = [able[start : start + BATCH] for start in range(0, len(able), BATCH)]
    actions = tuple(_payment(batch) for batch in batches) if view.active and not view.held else ()
    counts: dict[str, int] = dict.fromkeys(("unproven", "suspended", "refused"), 0)
    for one in view.owed.keys() - set(able):
        reason = view.standing[one]
        counts[reason if reason in counts else "refused"] += 1
    gauges = [("unpayable_agents", {"reason": reason}, float(count)) for reason, count in counts.items()]
    gauges.append(("owed_road", {}, sum(view.owed.values()) / ROAD))
    paused = Finding("payments_open", not view.held, "payments are held by the guardian", "warning")
    return Plan(actions, (paused,) if view.active else (), tuple(gauges))


def _payment(ids: list[int]) -> Action:
    checks = tuple(Check(Call(TREASURY, "releasableOf", (one,)), lambda left: left == 0) for one in ids)
    return Action(Call(TREASURY, "releaseBatch", (ids,)), checks, splits=0, counts=True, benign=BENIGN)
