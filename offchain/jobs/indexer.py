"""Watches how far the subgraph lags behind the chain."""

from dataclasses import dataclass

import requests

from offchain.action import Finding, Plan
from offchain.chain import block_at
from offchain.context import Context
from offchain.exits import ConfigError, EndpointsError

QUERY = "{ _meta { block { number } hasIndexingErrors } }"


@dataclass(frozen=True)
class View:
    """Where the subgraph is."""

    lag: int
    """Seconds of the chain between its block and the newest one."""
    failed: bool
    most: int


def read(context: Context) -> View:
    """Its block, with that block's time from the chain: the indexer's own word does not count."""
    secret = context.settings.subgraph
    if secret is None:
        raise ConfigError("subgraph: not set; the indexer's job needs its URL")
    context.log.hide(secret.get_secret_value())
    try:
        seconds = context.settings.request_seconds
        response = requests.post(secret.get_secret_value(), json={"query": QUERY}, timeout=seconds)
        meta = response.json()["data"]["_meta"]
        number, failed = int(meta["block"]["number"]), bool(meta["hasIndexingErrors"])
    except (requests.RequestException, ValueError, KeyError, TypeError) as error:
        raise EndpointsError(f"the subgraph does not answer: {type(error).__name__}") from None
    head = context.chain.head()
    indexed = context.chain.endpoints.read(lambda endpoint: block_at(endpoint, min(number, head.number)))
    return View(head.timestamp - indexed.timestamp, failed, context.settings.max_subgraph_lag)


def plan(view: View) -> Plan:
    """Two findings."""
    late = Finding("subgraph_follows", view.lag <= view.most, f"it is {view.lag} s behind the chain", "high")
    sound = Finding("subgraph_sound", not view.failed, "it has indexing errors and stands still", "high")
    return Plan(findings=(late, sound), gauges=(("subgraph_lag_seconds", {}, float(view.lag)),))
