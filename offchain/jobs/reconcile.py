"""Holds everything that the subgraph has stored against the chain, at one block."""

from dataclasses import dataclass

from offchain.action import Finding, Gauge, Plan
from offchain.context import Context
from offchain.reconcile import SUBJECTS, reconcile
from offchain.subgraph.connect import blocks_of, subgraph_of
from offchain.subgraph.freshness import Limit, lag

NAMED = 5  # differences that a finding names; the report has more
REPORTED = 100


@dataclass(frozen=True)
class View:
    """What was compared."""

    block: int
    differences: tuple[str, ...]
    comparisons: int
    least: int
    """Comparisons that a whole walk makes at least, by the chain's own count of agents."""


def read(context: Context) -> View:
    """Walk at the pinned block, or at the subgraph's if that is earlier. Raises SubgraphError."""
    subgraph, blocks = subgraph_of(context.settings, context.log), blocks_of(context.chain)
    where = lag(subgraph, blocks)
    where.check(Limit(context.settings.max_subgraph_lag))
    behind = where.indexed.number < context.pinned.block.number
    pinned = context.chain.at(where.indexed.number) if behind else context.pinned
    walk = reconcile(pinned, subgraph.at(pinned.block, blocks))
    agents = pinned.call("AgentRegistry", "agentCount")
    found = tuple(map(str, walk.differences))
    return View(pinned.block.number, found, walk.compared.total(), len(SUBJECTS) * (agents + 1))


def plan(view: View) -> Plan:
    """Two findings: that nothing differs, and that it was not for want of looking."""
    count, first = len(view.differences), "; ".join(view.differences[:NAMED])
    same = Finding("subgraph_is_the_chain", not count, f"{count} differences: {first}")
    enough = view.comparisons >= view.least
    walked = Finding("subgraph_walked", enough, f"{view.comparisons} of {view.least} comparisons")
    told = f"block {view.block}: {view.comparisons} comparisons, {count} differences"
    gauges: tuple[Gauge, ...] = (
        ("subgraph_differences", {}, float(count)),
        ("subgraph_comparisons", {}, float(view.comparisons)),
    )
    return Plan(findings=(same, walked), gauges=gauges, report=(told, *view.differences[:REPORTED]))
