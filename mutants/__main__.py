"""Make mutants of the contracts and run the tests against each.

    python -m mutants                               # a sample of all targets
    python -m mutants --only CapRule --count 1000   # all of some files
    python -m mutants --only 3c67140592ad           # one

It fails where a survivor is not explained in survivors.yaml, an explanation is no longer needed, or fewer
than 90 % are killed.
"""

import argparse
import os
import sys
import time
from typing import Any

import yaml

from mutants import report
from mutants.build import build_all
from mutants.campaign import run
from mutants.compiler import Compiler
from mutants.mutant import Mutant
from mutants.places import RESULTS, ROOT, SURVIVORS, TARGETS
from mutants.results import save
from mutants.sample import interleaved, quotas, shuffled
from mutants.sources import Sources
from mutants.survivors import load_explained, problems

COUNT, FLOOR, SEED = 330, 6, 1
LEAST_KILLED = 90  # per cent
EVERYTHING = ["tests/unit", "tests/attacks"]
# Of the tools, the sources and the sizes: they know nothing of what a contract does.
APART = ["tests/unit/tools", "tests/unit/bench", "tests/unit/test_errors.py", "tests/unit/test_sizes.py"]


def say(text: str) -> None:
    """Print at once, also into a pipe."""
    sys.stdout.write(text)
    sys.stdout.flush()


def main(arguments: list[str] | None = None) -> int:
    """Sample, build, test, compare with the explanations; 0 if nothing blocks."""
    options = _options(arguments)
    begin = time.monotonic()
    targets: dict[str, Any] = yaml.safe_load(TARGETS.read_text())
    first = {file: part["tests"] for part in targets.values() for file in part["sources"]}
    with Compiler() as compiler:
        sources = Sources(compiler)
    population = {file: sources.mutants(file) for file in first}
    wanted = {file: _wanted(mutants, options) for file, mutants in population.items()}
    quota = quotas({file: len(mutants) for file, mutants in wanted.items()}, options.count, FLOOR)
    built = interleaved(build_all(sources, wanted, quota, options.workers))
    possible, seconds = sum(map(len, population.values())), time.monotonic() - begin
    say(f"mutants: {len(built)} of {possible} possible ones built in {seconds:.0f} s\n")
    results = run(built, _tests(targets), first, options.workers, say)

    save(RESULTS, results)
    explained = load_explained(SURVIVORS)
    keys = {entry.key for entry in explained}
    known = {mutant.key for mutants in population.values() for mutant in mutants}
    found = problems(explained, known, results)
    if report.killed_percent(results) < LEAST_KILLED:
        found.append(f"fewer than {LEAST_KILLED} % were killed")
    say(f"\n{report.tables(results, keys)}\n")
    for problem in found:
        say(f"mutants: {problem}\n")
    say(f"mutants: {report.headline(results, keys)} ({time.monotonic() - begin:.0f} s)\n")
    return 1 if found else 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description="Make mutants of the contracts and run the tests against each."
    )
    parser.add_argument("--count", type=int, default=COUNT, help="how many at least, of as many as there are")
    parser.add_argument("--only", default="", help="part of a file's name, or a mutant's id")
    parser.add_argument("--seed", type=int, default=SEED, help="another sample")
    parser.add_argument("--workers", type=int, default=min(2, os.cpu_count() or 1))
    return parser.parse_args(arguments)


def _wanted(mutants: list[Mutant], options: argparse.Namespace) -> list[Mutant]:
    chosen = [mutant for mutant in mutants if options.only in mutant.file or options.only == mutant.id]
    return shuffled(chosen, options.seed)


def _tests(targets: dict[str, Any]) -> list[str]:
    """Paths of all tests that can notice a mutant."""
    named = {path for part in targets.values() for path in part["tests"]}
    apart = {ROOT / path for path in APART}
    found = [path for folder in EVERYTHING for path in sorted((ROOT / folder).iterdir()) if path not in apart]
    paths = [str(path.relative_to(ROOT)) for path in found if path.is_dir() or path.name.startswith("test_")]
    return [*paths, *sorted(path for path in named if not path.startswith(tuple(EVERYTHING)))]


if __name__ == "__main__":
    sys.exit(main())
