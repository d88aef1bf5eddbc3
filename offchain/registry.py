"""The jobs by name. A module is loaded when its job runs."""

import importlib
from dataclasses import dataclass
from typing import Any, cast

from offchain.action import Plan


@dataclass(frozen=True)
class Job:
    """A job: what it does, and whether it sends transactions."""

    title: str
    sends: bool
    module: str

    def read(self, context: Any) -> Any:
        """What the job needs to know, from the chain and its other sources."""
        return self._loaded.read(context)

    def plan(self, view: Any) -> Plan:
        """What it decides. Pure."""
        return cast(Plan, self._loaded.plan(view))

    @property
    def _loaded(self) -> Any:
        return importlib.import_module(f"offchain.jobs.{self.module}")


JOBS = {
    "release": Job("pay all agents what has vested", sends=True, module="release"),
    "provision": Job("serve the resource queue in its order", sends=True, module="provision"),
    "proposals": Job("queue and execute proposals that are due", sends=True, module="proposals"),
    "announce": Job("tell of proposals, their calls decoded", sends=False, module="announce"),
    "ballots": Job("send the ballots that agents have signed", sends=True, module="ballots"),
    "elections": Job("count elections, seat winners, fill vacancies", sends=True, module="elections"),
    "rebalance": Job("move holdings above the cap into the escrow", sends=True, module="rebalance"),
    "holds": Job("prolong and end holds under confirmation", sends=True, module="holds"),
    "relay": Job("relay the guardian's signed heartbeats and vetoes", sends=True, module="relay"),
    "succession": Job("watch the heartbeat, advance a succession", sends=True, module="succession"),
    "vesting": Job("release what has vested to the guardian", sends=True, module="vesting"),
    "budget": Job("report budgets and costs of each centre", sends=False, module="budget"),
    "watch": Job("check what must always hold", sends=False, module="watch"),
    "indexer": Job("check that the subgraph follows", sends=False, module="indexer"),
    "reconcile": Job("hold the subgraph against the chain", sends=False, module="reconcile"),
}
