"""The tests, and the contracts that they test, in the child of one mutant."""

from collections.abc import Iterable, Mapping, Sequence

import pytest
from _pytest.runner import runtestprotocol

from deployment.artifacts import FACTORY, PEERS
from deployment.local import private_chain
from tests.support import harness, system

Failures = dict[str, str]  # what a test failed with, by its name


def load(names: Iterable[str]) -> None:
    """Read what every child would read anew: the original contracts, and the harnesses among these names."""
    for name in (FACTORY, *PEERS):
        system.artifact(name)
    for name in set(names) - set(system.ARTIFACTS):
        harness.compiled(name)


def install(codes: Mapping[str, str]) -> None:
    """Put a mutant's creation code in the place of the contracts'."""
    for name, code in codes.items():
        place = system.ARTIFACTS if name in system.ARTIFACTS else harness.COMPILED
        place[name] = (place[name][0], f"0x{code}")


def run_tests(items: Sequence[pytest.Item], *, go_on: bool = False) -> Failures:
    """Run tests until one fails, or all of them."""
    failed: Failures = {}
    for item, following in zip(items, [*items[1:], None], strict=True):
        for report in runtestprotocol(item, log=False, nextitem=following):
            if report.failed:
                failed.setdefault(item.nodeid, _reason(report))
        if failed and not go_on:
            break
    return failed


def run_on_node(config: pytest.Config, items: Sequence[pytest.Item], *, go_on: bool = False) -> Failures:
    """Run them on a node of their own."""
    if not items:
        return {}
    config.option.in_process = False
    with private_chain():
        return run_tests(items, go_on=go_on)


def _reason(report: pytest.TestReport) -> str:
    crash = getattr(report.longrepr, "reprcrash", None)
    return str(crash.message if crash else report.longrepr).splitlines()[0][:200]
