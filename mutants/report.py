"""Tables of results, for people and for the audit's report."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from mutants.places import RESULTS, SURVIVORS
from mutants.results import TIMEOUT, Result, load
from mutants.survivors import load_explained

COLUMNS = ("mutants", "killed", "survived", "explained", "seconds")
Key = tuple[str, ...]


def summary(results: Path = RESULTS, survivors: Path = SURVIVORS) -> str:
    """The section of the last run."""
    return markdown(load(results), {one.key: one.reason for one in load_explained(survivors)})


def markdown(results: Sequence[Result], explained: dict[Key, str]) -> str:
    """A section for a report: the figures, the tables, the survivors with their reasons."""
    lines = [headline(results, explained), "", tables(results, explained)]
    survivors = [result for result in results if result.survived]
    if survivors:
        lines += ["| survivor | change | why |", "|---|---|---|"]
    for one in (result.mutant for result in survivors):
        change = f"`{one.original}` → `{one.mutated or 'nothing'}`"
        row = (f"`{one.file}:{one.line}` {one.operator}", change, explained.get(one.key, "**not explained**"))
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |")
    return "\n".join(lines) + "\n"


def tables(results: Sequence[Result], explained: Iterable[Key]) -> str:
    """By file and by operator."""
    known = set(explained)
    by_file = _table("file", results, known, lambda result: result.mutant.file.removeprefix("contracts/"))
    return f"{by_file}\n{_table('operator', results, known, lambda result: result.mutant.operator)}"


def headline(results: Sequence[Result], explained: Iterable[Key]) -> str:
    """The figures in one sentence."""
    mutants, killed, survived, known, _ = _counts(results, set(explained))
    hanging = sum(result.outcome == TIMEOUT for result in results)
    share = f"{killed} killed ({killed_percent(results):.1f} %; {hanging} of them since they hang)"
    return f"{mutants} mutants, {share}, {survived} survived, {known} of them explained."


def killed_percent(results: Sequence[Result]) -> float:
    """Share of the mutants that a test noticed."""
    return 100 * sum(not result.survived for result in results) / max(1, len(results))


def _table(title: str, results: Iterable[Result], explained: set[Key], name: Callable[[Result], str]) -> str:
    groups: dict[str, list[Result]] = {}
    for result in results:
        groups.setdefault(name(result), []).append(result)
    rows = [(group, *_counts(groups[group], explained)) for group in sorted(groups)]
    rows.append(("all", *_counts([one for group in groups.values() for one in group], explained)))
    width = max(len(row[0]) for row in rows)
    lines = [f"| {title:{width}} | {' | '.join(COLUMNS)} |", f"|-{'-' * width}-|{'--:|' * len(COLUMNS)}"]
    for label, *numbers in rows:
        cells = (f"{number:>{len(column)}}" for number, column in zip(numbers, COLUMNS, strict=True))
        lines.append(f"| {label:{width}} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _counts(results: Sequence[Result], explained: set[Key]) -> tuple[int, int, int, int, int]:
    survivors = [result for result in results if result.survived]
    known = sum(result.mutant.key in explained for result in survivors)
    seconds = round(sum(result.seconds for result in results))
    return len(results), len(results) - len(survivors), len(survivors), known, seconds
