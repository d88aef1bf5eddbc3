"""Fixtures of all tests. Each test gets its system as if nobody had touched it.

`system` is the running economy, under the guardian alone; `governed` the same with governance in office;
`assembly` is governed too, and has fourteen agents only.
"""

from collections import Counter
from collections.abc import Iterator

import ape
import pytest
from hypothesis import HealthCheck, settings

from tests.support.governance import assembly, constitution, governed, small_constitution
from tests.support.revm import Revm
from tests.support.rpc import Rpc
from tests.support.system import COHORT, System

__all__ = ["assembly", "constitution", "governed", "small_constitution"]

# A busy machine is slow, not wrong: no example is failed for the time that it took.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`pytest -p no:ape_test --in-process` runs what needs no node in a fraction of the time."""
    parser.addoption("--in-process", action="store_true", help="an EVM in this process, not ape's node")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves the deep searches to those who ask for them."""
    if "deep" in config.option.markexpr:
        return
    deep = [item for item in items if item.get_closest_marker("deep")]
    if deep:
        config.hook.pytest_deselected(items=deep)
        items[:] = [item for item in items if item not in deep]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says loudly what this machine could not test, and why."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = Counter(report.longrepr[2] for report in skipped if isinstance(report.longrepr, tuple))
    if reasons:
        terminalreporter.section("NOT TESTED", red=True, bold=True)
        for reason, count in sorted(reasons.items()):
            terminalreporter.line(f"{count} tests: {reason.removeprefix('Skipped: ')}", red=True)


@pytest.fixture(scope="session")
def rpc(request: pytest.FixtureRequest) -> Rpc:
    """The node that ape started for this test session, or an EVM in this process."""
    return Revm() if request.config.getoption("--in-process") else Rpc(ape.chain.provider.http_uri)


@pytest.fixture(scope="session")
def genesis(rpc: Rpc) -> System:
    """The economy on its first day: 1,250 agents born and confirmed, treasury active, nothing released.

    There is no governance: the executors' roles are the guardian's until a test hands them over.
    """
    system = System(rpc, succession=True, resources=True)
    system.birth(COHORT)
    system.confirm(*range(1, COHORT + 1))
    system.treasury.activate(sender=system.stranger)
    return system


@pytest.fixture
def isolated(rpc: Rpc) -> Iterator[None]:
    """Undoes whatever the test did to the chain."""
    snapshot = rpc.snapshot()
    yield
    rpc.revert(snapshot)


@pytest.fixture
def system(genesis: System, isolated: None) -> System:
    """The economy on its first day."""
    return genesis


@pytest.fixture
def newborn(rpc: Rpc, isolated: None) -> System:
    """A system whose bootstrap is closed and in which no agent is born."""
    return System(rpc)
