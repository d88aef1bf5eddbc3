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

    mutant: Mutant
    outcome: str
    test: str
    error: str
    seconds: float

    @property
    def survived(self) -> bool:
        """Whether no test noticed. One that hangs is noticed."""
        return self.outcome == SURVIVED

    def as_json(self) -> dict[str, object]:
        """All but the source, on one level."""
        fields = {"id": self.mutant.id, **asdict(self.mutant), **asdict(self)}
        return {name: value for name, value in fields.items() if name not in ("source", "mutant")}

    @classmethod
    def from_json(cls, fields: dict[str, object]) -> Self:
        """What `as_json` gave."""
        own = {name: fields.pop(name) for name in ("outcome", "test", "error", "seconds")}
        fields.pop("id")
        return cls(Mutant(source="", **fields), **own)  # type: ignore[arg-type]


def save(path: Path, results: Iterable[Result]) -> None:
    """Write results, sorted by place."""
    ordered = sorted(results, key=lambda one: (one.mutant.file, one.mutant.line, one.mutant.id))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([one.as_json() for one in ordered], indent=1) + "\n")


def load(path: Path) -> list[Result]:
    """Read what `save` wrote."""
    return [Result.from_json(fields) for fields in json.loads(path.read_text())]
