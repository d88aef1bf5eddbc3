"""Watches how far the subgraph lags behind the chain, and that it follows this one."""

from dataclasses import dataclass

from offchain.action import Finding, Plan
from offchain.context import Context
from offchain.subgraph.connect import blocks_of, subgraph_of
from offchain.subgraph.freshness import Lag, lag


@dataclass(frozen=True)
class View:
    """Where the subgraph is, and by how many seconds it may lag."""

    lag: Lag
    most: int


def read(context: Context) -> View:
    """Its block, with that block's time from the chain: the indexer's own word does not count."""
    subgraph = subgraph_of(context.settings, context.log)
    return View(lag(subgraph, blocks_of(context.chain)), context.settings.max_subgraph_lag)


def plan(view: View) -> Plan:
    """Three findings."""
    seconds, number = view.lag.seconds, view.lag.indexed.number
    late = Finding("subgraph_follows", seconds <= view.most, f"it is {seconds} s behind the chain", "high")
    sound = Finding("subgraph_sound", not view.lag.failed, "it has indexing errors and stands still", "high")
    # A reorg that is minutes old explains it; what lasts is another chain.
    same = Finding("subgraph_same_chain", view.lag.same, f"it has another block {number}", "warning")
    return Plan(findings=(late, sound, same), gauges=(("subgraph_lag_seconds", {}, float(seconds)),))
