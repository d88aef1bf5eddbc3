"""Runs the tests against each mutant.

One pytest session collects the tests once. For every mutant it forks; the child puts the mutant's code in the
place of the contracts', and runs the tests of this part until one fails. They run on an EVM in the process;
the few that need a node come last, on one of their own.
"""

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import pytest

from mutants.build import Built
from mutants.forks import Fork, wait_for_one
from mutants.results import KILLED, SURVIVED, TIMEOUT, Result
from mutants.suite import Failures, install, load, run_on_node, run_tests

# A mutant that takes so many times as long as all tests without one, and two minutes, hangs.
PATIENCE = 10
EXTRA = 120

Say = Callable[[str], None]
Tests = Mapping[str, Sequence[str]]  # paths, by the source that they test


class Campaign:
    """A pytest plugin in the place of pytest's own loop."""

    def __init__(self, built: Sequence[Built], tests: Tests, workers: int, say: Say) -> None:
        self._built, self._tests, self._workers, self._say = built, tests, workers, say
        self._killers: Counter[tuple[str, str]] = Counter()
        self.results: list[Result] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Find out what passes where without a mutant; then run each mutant."""
        begin = time.monotonic()
        self._config = session.config
        load(name for built in self._built for name in built.codes)
        self._divide(session.items)
        seconds = time.monotonic() - begin
        self._limit = EXTRA + PATIENCE * seconds
        numbers = f"{len(self._here)} tests in the process and {len(self._on_node)} on a node"
        self._say(f"mutants: without one, {numbers} pass in {seconds:.0f} s\n")
        todo = list(reversed(self._built))
        running: dict[Fork, Built] = {}
        while todo or running:
            while todo and len(running) < self._workers:
                built = todo.pop()
                running[self._fork(built)] = built
            done = wait_for_one(list(running))
            self._record(running.pop(done), done)
        return True

    def _divide(self, items: list[pytest.Item]) -> None:
        """Those tests need a node that fail in the process and pass there."""
        failed = _only(Fork(lambda: run_tests(items, go_on=True)))
        self._here = [item for item in items if item.nodeid not in failed]
        self._on_node = [item for item in items if item.nodeid in failed]
        broken = _only(Fork(lambda: run_on_node(self._config, self._on_node, go_on=True)))
        if broken:
            raise pytest.UsageError(f"without a mutant these tests fail: {broken}")

    def _fork(self, built: Built) -> Fork:
        here, on_node = self._chosen(built, self._here), self._chosen(built, self._on_node)

        def work() -> Failures:
            install(built.codes)
            return run_tests(here) or run_on_node(self._config, on_node)

        return Fork(work, self._limit)

    def _chosen(self, built: Built, items: list[pytest.Item]) -> list[pytest.Item]:
        """The tests of this part; those first that killed a neighbour."""
        file, function = built.mutant.file, built.mutant.function
        paths = self._tests[file]

        def rank(item: pytest.Item) -> tuple[int, int, int]:
            name = item.nodeid
            part = next(place for place, path in enumerate(paths) if _is_in(name, path))
            return (-self._killers[function, name], -self._killers[file, name], part)

        return sorted((item for item in items if any(_is_in(item.nodeid, path) for path in paths)), key=rank)

    def _record(self, built: Built, done: Fork) -> None:
        failed = done.answer()
        outcome, test, error = SURVIVED, "", ""
        if failed is None:
            outcome, error = TIMEOUT, f"no answer after {self._limit:.0f} s"
        elif failed:
            outcome = KILLED
            ((test, error),) = failed.items()
            self._killers[built.mutant.function, test] += 1
            self._killers[built.mutant.file, test] += 1
        result = Result(built.mutant, outcome, test, error, round(done.seconds, 1))
        self.results.append(result)
        count = f"{len(self.results):4} of {len(self._built)}"
        self._say(f"{count}  {outcome:9}{result.seconds:6.1f} s  {result.mutant}\n")


def run(built: Sequence[Built], tests: Tests, workers: int, say: Say) -> list[Result]:
    """Run its tests against each mutant."""
    campaign = Campaign(built, tests, workers, say)
    paths = sorted({path for one in built for path in tests[one.mutant.file]})
    arguments = ["-p", "no:ape_test", "--in-process", "-qq", "-s", "--no-header", "-m", "not deep", *paths]
    code = pytest.main(arguments, plugins=[campaign])
    if code != pytest.ExitCode.OK:
        raise SystemExit(f"mutants: pytest ended with {code!r}")
    return campaign.results


def _is_in(name: str, path: str) -> bool:
    return name.startswith((f"{path}/", f"{path}::"))


def _only(fork: Fork) -> Failures:
    wait_for_one([fork])
    return fork.answer() or {}
