"""How far a search goes. Every number of examples and steps stands here."""

from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, settings


@dataclass(frozen=True)
class Depth:
    """So many examples of so many steps, in which each rule must go through `least` times."""

    name: str
    examples: int
    steps: int
    least: int

    @property
    def repeatable(self) -> bool:
        """A gate says the same each time; a deep search goes where none has been."""
        return self.name != "deep"

    @property
    def settings(self) -> settings:
        return settings(
            max_examples=self.examples,
            stateful_step_count=self.steps,
            deadline=None,
            derandomize=self.repeatable,
            database=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        )


# On the node that ape started, some 25 steps a second; in this process, some 100.
NODE = Depth("node", examples=8, steps=30, least=0)
GATE = Depth("gate", examples=30, steps=50, least=1)
BRIEF = Depth("node", examples=3, steps=30, least=0)
TALLIES = Depth("tallies", examples=60, steps=1, least=0)
HURRIED = Depth("hurried", examples=8, steps=50, least=1)  # at the test networks' TIME_DIVISOR
GLIMPSE = Depth("glimpse", examples=2, steps=20, least=0)  # on the node, where each step looks at much
DEEP = Depth("deep", examples=2_000, steps=120, least=100)
FORK = Depth("fork", examples=4, steps=25, least=0)  # goes as far as what it finds allows
FORK_DEEP = Depth("deep", examples=100, steps=60, least=0)
# Each walk is indexed, and compared with all that the chain has.
WALK = Depth("walk", examples=2, steps=40, least=0)
WALK_DEEP = Depth("deep", examples=200, steps=100, least=0)

in_process_depths = pytest.mark.parametrize(
    "depth", [GATE, pytest.param(DEEP, marks=pytest.mark.deep)], ids=["gate", "deep"]
)
