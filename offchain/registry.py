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
}
