"""Reports what each cost centre may spend and has spent this month, and what the agents' resources cost."""

from dataclasses import dataclass

from offchain.action import Finding, Gauge, Plan
from offchain.context import Context
from offchain.protocol import Call

FUNDS, RESOURCES = "OperatingFunds", "ResourceAllocation"
ETHER = "0x0000000000000000000000000000000000000000"
CENTS, WEI = 10**6, 10**18  # the dollar has six decimals here
WARN = 0.8  # of a budget


@dataclass(frozen=True)
class Line:
    """One cost centre and unit."""

    centre: str
    unit: str
    limit: float
    spent: float

    @property
    def used(self) -> float:
        """Part of the budget that is spent."""
        return self.spent / self.limit if self.limit else float(self.spent > 0)


@dataclass(frozen=True)
class View:
    """The month."""

    month: int
    lines: tuple[Line, ...]
    committed: tuple[tuple[str, float], ...]
    """Dollars a month that each resource costs which the agents hold."""


def read(context: Context) -> View:
    """At one block."""
    centres = context.call(FUNDS, "centres")
    units = {"usd": (context.call(FUNDS, "USD"), CENTS), "eth": (ETHER, WEI)}
    pairs = [(centre, unit) for centre in centres for unit in units]
    budgets = context.pinned.call_all([Call(FUNDS, "budgetOf", (c, units[u][0])) for c, u in pairs])
    lines = [
        Line(_text(centre), unit, limit / units[unit][1], spent / units[unit][1])
        for (centre, unit), (limit, spent) in zip(pairs, budgets, strict=True)
        if limit or spent
    ]
    kinds = context.call(RESOURCES, "resources")
    costs = context.each(RESOURCES, "committedCostOfResource", range(1, len(kinds) + 1))
    committed = [(_text(kind[0]), cost / CENTS) for kind, cost in zip(kinds, costs, strict=True)]
    return View(context.call(FUNDS, "currentMonth"), tuple(lines), tuple(committed))


def plan(view: View) -> Plan:
    """A report, a finding for each budget that is nearly spent, and figures."""
    gauges: list[Gauge] = []
    findings = []
    report = [f"budgets of {(view.month - 1) // 12}-{(view.month - 1) % 12 + 1:02}"]
    for line in view.lines:
        labels = {"centre": line.centre, "unit": line.unit}
        gauges += [("budget_limit", labels, line.limit), ("budget_spent", labels, line.spent)]
        report.append(
            f"  {line.centre:16} {line.spent:14,.2f} of {line.limit:14,.2f} {line.unit} {line.used:7.1%}"
        )
        detail = f"{line.spent:,.2f} of {line.limit:,.2f} {line.unit} are spent"
        findings.append(Finding(f"budget_{line.centre}_{line.unit}", line.used < WARN, detail, "warning"))
    report.append("resources that agents hold, in dollars a month")
    for name, cost in view.committed:
        gauges.append(("committed_cost_usd", {"resource": name}, cost))
        report.append(f"  {name:16} {cost:14,.2f}")
    report.append(f"  {'all':16} {sum(cost for _, cost in view.committed):14,.2f}")
    return Plan(findings=tuple(findings), gauges=tuple(gauges), report=tuple(report))


def _text(word: bytes) -> str:
    return word.rstrip(b"\0").decode(errors="replace")
