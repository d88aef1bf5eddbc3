"""One system whose agents were not paid, for tests that say how many units each has."""

from collections.abc import Iterator

import pytest

from tests.support.chamber import seat, unpaid_system
from tests.support.rpc import Rpc
from tests.support.system import System


@pytest.fixture(scope="session")
def empty_chamber(rpc: Rpc) -> System:
    """Fourteen agents without units, deployed once. Leave it untouched."""
    return unpaid_system(rpc)


@pytest.fixture
def chamber(empty_chamber: System, rpc: Rpc) -> Iterator[System]:
    """Fourteen agents without units."""
    snapshot = rpc.snapshot()
    yield empty_chamber
    rpc.revert(snapshot)


@pytest.fixture
def council(assembly: System) -> System:
    """Fourteen agents with ten million units each, of whom P1 and P11 have a seat."""
    seat(assembly, 1, 11)
    return assembly
