"""The economy in this process, for depth; `system` is the same on the node that ape started."""

from collections.abc import Iterator

import pytest

from tests.support.council import polity
from tests.support.resources import supplied
from tests.support.revm import Revm
from tests.support.system import COHORT, System

from .machine import undone

__all__ = ["polity", "supplied"]

# Agents whose wallets nobody has confirmed, on the route in this process.
UNPROVEN = (1246, 1250)


@pytest.fixture(scope="session")
def in_process() -> System:
    """The economy on its first day in this process; two agents have not confirmed their wallets."""
    system = System(Revm(), succession=True, resources=True)
    system.birth(COHORT)
    system.confirm(*(i for i in range(1, COHORT + 1) if i not in UNPROVEN))
    system.treasury.activate(sender=system.stranger)
    return system


@pytest.fixture
def quick(in_process: System) -> Iterator[System]:
    """That economy, undone afterwards."""
    with undone(in_process):
        yield in_process
