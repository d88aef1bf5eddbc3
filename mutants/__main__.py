"""Make mutants of the contracts and run the tests against each.

    python -m mutants                                       # a sample of all targets
    python -m mutants --only CapRule.sol --count 1000       # all of one file
    python -m mutants --only "AgentTreasury.reward modifier"

It fails where a survivor is not explained in survivors.yaml, an explanation is no longer needed, fewer than
90 % are killed, or a whole run has fewer than 300 mutants of token, cap, tally and treasury.
"""

import argparse
import os
import sys
import time
from pathlib import Path
from typing import Any

import yaml

from mutants import report
from mutants.build import Built, build_all, prune
from mutants.campaign import Tests, run
from mutants.compiler import Compiler
from mutants.mutant import Mutant
from mutants.places import RESULTS, SURVIVORS, TARGETS
from mutants.results import Result, save
from mutants.sample import interleaved, quotas, shuffled
from mutants.sources import Sources
from mutants.survivors import load_explained, problems

COUNT, FLOOR, SEED = 420, 6, 1
LEAST_KILLED = 90  # per cent
CORE, LEAST_CORE = ("token", "cap", "tally", "treasury"), 300  # mutants of these targets together


def say(text: str) -> None:
    """Print at once, also into a pipe."""
    sys.stdout.write(text)
    sys.stdout.flush()


def main(arguments: list[str] | None = None) -> int:
    """Sample, build, test, compare with the explanations; 0 if nothing is wrong."""
    options = _options(arguments)
    begin = time.monotonic()
    targets: dict[str, Any] = yaml.safe_load(TARGETS.read_text())
    tests: Tests = {
        file: options.tests or part["tests"] for part in targets.values() for file in part["sources"]
    }
    with Compiler() as compiler:
        sources = Sources(compiler)
    population = [mutant for file in tests for mutant in sources.mutants(file)]
    built = _built(sources, population, options)
    numbers = f"{len(built)} of {len(population)} possible ones"
    say(f"mutants: {numbers} built in {time.monotonic() - begin:.0f} s\n")
    results = run(built, tests, options.workers, say)
    save(options.results, results)
    narrowed = options.only or options.tests or options.count < COUNT
    found = [] if narrowed else too_few(results, targets)
    code = judge(results, {mutant.key for mutant in population}, found)
    say(f"mutants: {time.monotonic() - begin:.0f} s\n")
    return code


def too_few(results: list[Result], targets: dict[str, Any]) -> list[str]:
    """What is wrong with the number of mutants in a run that was not narrowed."""
    core = {file for name in CORE for file in targets[name]["sources"]}
    count = sum(result.mutant.file in core for result in results)
    listed = f"{', '.join(CORE[:-1])} and {CORE[-1]}"
    return [f"{count} mutants of {listed}; {LEAST_CORE} are the least"] if count < LEAST_CORE else []


def judge(results: list[Result], known: set[tuple[str, ...]], found: list[str]) -> int:
    """Print the tables and what is wrong, beside what was found before; 0 if nothing is."""
    explained = load_explained(SURVIVORS)
    keys = {entry.key for entry in explained}
    found = [*found, *problems(explained, known, results)]
    if report.killed_percent(results) < LEAST_KILLED:
        found.append(f"fewer than {LEAST_KILLED} % were killed")
    say(f"\n{report.tables(results, keys)}\n")
    for problem in found:
        say(f"mutants: {problem}\n")
    say(f"mutants: {report.headline(results, keys)}\n")
    return 1 if found else 0


def _built(sources: Sources, population: list[Mutant], options: argparse.Namespace) -> list[Built]:
    wanted: dict[str, list[Mutant]] = {}
    for mutant in shuffled(population, options.seed):
        if not options.only or any(part in str(mutant) for part in options.only):
            wanted.setdefault(mutant.file, []).append(mutant)
    quota = quotas({file: len(mutants) for file, mutants in wanted.items()}, options.count, FLOOR)
    began = time.time()
    built = interleaved(build_all(sources, wanted, quota, options.workers))
    if not options.only:
        prune(began)
    return built


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=COUNT, help="how many at least, where there are so many")
    parser.add_argument("--only", action="append", help="those alone whose line as printed contains this")
    parser.add_argument("--tests", nargs="+", help="these tests alone, whatever targets.yaml says")
    parser.add_argument("--results", type=Path, default=RESULTS, help="where the outcome of each is written")
    parser.add_argument("--seed", type=int, default=SEED, help="another sample")
    parser.add_argument("--workers", type=int, default=min(2, os.cpu_count() or 1))
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
