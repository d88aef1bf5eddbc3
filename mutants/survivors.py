"""The survivors that are explained, in survivors.yaml.

    - file: contracts/libraries/CapRule.sol
      function: CapRule.excess
      operator: relational
      original: return holdings > cap ? holdings - cap : 0
      mutated: return holdings >= cap ? holdings - cap : 0
      reason: At the cap both branches are zero.

An entry whose mutant does not exist any more, or is killed, is an error: so the list stays true.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

from mutants.results import Result

FIELDS = ("file", "function", "operator", "original", "mutated", "reason")


@dataclass(frozen=True)
class Explained:
    """A mutant that no test can notice, and why."""

    key: tuple[str, ...]
    reason: str

    def __str__(self) -> str:
        file, function, operator, original, mutated = self.key
        return f"{file} {function} {operator}: {original}  ->  {mutated or 'nothing'}"


def load_explained(path: Path) -> list[Explained]:
    """Read the list; each entry needs all fields, and only `mutated` may be empty."""
    found = []
    for number, entry in enumerate(yaml.safe_load(path.read_text()) or [], start=1):
        if set(entry) != set(FIELDS) or not all(entry[field] for field in FIELDS if field != "mutated"):
            raise SystemExit(f"{path.name}: entry {number} needs {', '.join(FIELDS)}, and nothing else")
        values = [" ".join(str(entry[field] or "").split()) for field in FIELDS]
        found.append(Explained(tuple(values[:-1]), values[-1]))
    return found


def problems(
    explained: Iterable[Explained], known: set[tuple[str, ...]], results: Iterable[Result]
) -> list[str]:
    """Survivors without an explanation, and explanations without a survivor."""
    explained, results = list(explained), list(results)
    keys = {entry.key for entry in explained}
    survivors = [result.mutant for result in results if result.survived]
    killed = {result.mutant.key for result in results} - {mutant.key for mutant in survivors}
    found = [f"survived: {mutant}" for mutant in survivors if mutant.key not in keys]
    found += [f"explained, but there is no such mutant: {one}" for one in explained if one.key not in known]
    return found + [f"explained, but killed: {one}" for one in explained if one.key in killed]
