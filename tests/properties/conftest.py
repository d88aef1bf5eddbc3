"""Two routes for every property: the node that ape started, and an EVM in this process for depth."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, Verbosity, settings

from tests.support.revm import Revm
from tests.support.system import COHORT, System

from .machine import undone

# Agents whose wallets nobody has confirmed, on the route in this process.
UNPROVEN = (1246, 1250)

# Every depth of search stands here: examples, and steps of each.
DEPTHS = {"node": (12, 40), "process": (40, 60), "deep": (2_000, 120)}
ROUTES = ["node", "process", pytest.param("deep", marks=pytest.mark.deep)]


@dataclass(frozen=True)
class Route:
    """A day-one economy to search from, and how far."""

    name: str
    system: System

    @property
    def least(self) -> int:
        """How often each rule must go through."""
        return {"node": 0, "process": 1, "deep": 100}[self.name]

    @property
    def settings(self) -> settings:
        examples, steps = DEPTHS[self.name]
        return settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=self.name != "deep",  # a gate says the same each time
            database=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
            verbosity=Verbosity.quiet if self.name == "deep" else Verbosity.normal,
        )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves the deep searches to those who ask for them."""
    if "deep" in config.option.markexpr:
        return
    deep = [item for item in items if item.get_closest_marker("deep")]
    if deep:
        config.hook.pytest_deselected(items=deep)
        items[:] = [item for item in items if item not in deep]


@pytest.fixture(scope="session")
def in_process() -> System:
    """The economy on its first day in this process; two agents have not confirmed their wallets."""
    system = System(Revm())
    system.birth(COHORT)
    system.confirm(*(i for i in range(1, COHORT + 1) if i not in UNPROVEN))
    system.treasury.activate(sender=system.stranger)
    return system


@pytest.fixture
def quick(in_process: System) -> Iterator[System]:
    """That economy, undone afterwards."""
    with undone(in_process):
        yield in_process


@pytest.fixture(params=ROUTES)
def route(request: pytest.FixtureRequest) -> Route:
    fixture = "system" if request.param == "node" else "quick"
    return Route(request.param, request.getfixturevalue(fixture))
