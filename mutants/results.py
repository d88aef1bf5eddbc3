"""What became of each mutant."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from mutants.mutant import Mutant

KILLED, TIMEOUT, SURVIVED = "killed", "timeout", "survived"


@dataclass(frozen=True)
class Result:
    """A mutant, its outcome, and the test that noticed it."""

    id: str
    file: str
    line: int
    function: str
    operator: str
    original: str
    mutated: str
    outcome: str
    test: str
    error: str
    seconds: float

    @classmethod
    def of(cls, mutant: Mutant, outcome: str, test: str, error: str, seconds: float) -> Self:
        """The result of a mutant."""
        place = (mutant.id, mutant.file, mutant.line, mutant.function, mutant.operator)
        return cls(*place, mutant.original, mutant.mutated, outcome, test, error, round(seconds, 1))

    @property
    def key(self) -> tuple[str, ...]:
        """As `Mutant.key`."""
        return (self.file, self.function, self.operator, self.original, self.mutated)

    def __str__(self) -> str:
        change = f"{self.original}  ->  {self.mutated or 'nothing'}"
        return f"{self.id} {self.file}:{self.line} {self.function} {self.operator}: {change}"

    @property
    def survived(self) -> bool:
        """Whether no test noticed. One that hangs is noticed."""
        return self.outcome == SURVIVED


def save(path: Path, results: Iterable[Result]) -> None:
    """Write results, sorted by place."""
    ordered = sorted(results, key=lambda one: (one.file, one.line, one.id))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([asdict(one) for one in ordered], indent=1) + "\n")


def load(path: Path) -> list[Result]:
    """Read what `save` wrote."""
    return [Result(**one) for one in json.loads(path.read_text())]
