"""Fixtures of the council's tests: they run in this process, since elections take many ballots."""

from collections.abc import Iterator

import pytest

from tests.support.council import Elections, deploy_council
from tests.support.revm import Revm
from tests.support.system import COHORT, System


@pytest.fixture(scope="session")
def polity() -> Elections:
    """A council and its 1,250 agents in the first nomination; the guardian has the executors' roles."""
    system = System(Revm(), close=False)
    council = deploy_council(system)
    system.factory.closeBootstrap(sender=system.deployer)
    system.rpc.travel(1)
    system.birth(COHORT)
    return Elections(system, council)


@pytest.fixture
def elections(polity: Elections) -> Iterator[Elections]:
    """That council, undone afterwards."""
    snapshot = polity.rpc.snapshot()
    yield polity
    polity.rpc.revert(snapshot)
