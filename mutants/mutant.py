"""One small fault of one source."""

import hashlib
import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Edit:
    """Bytes of a source that become others, and the statement around them."""

    operator: str
    begin: int
    end: int
    text: bytes
    function: str
    around: tuple[int, int]


@dataclass(frozen=True)
class Mutant:
    """A source with one edit. What it is called stays, wherever in the file it stands."""

    file: str
    function: str
    operator: str
    original: str
    mutated: str
    occurrence: int
    line: int
    source: str

    @property
    def key(self) -> tuple[str, ...]:
        """What an explanation names."""
        return (self.file, self.function, self.operator, self.original, self.mutated)

    @property
    def id(self) -> str:
        """The same in short, and which of several alike it is."""
        return hashlib.sha256(repr((*self.key, self.occurrence)).encode()).hexdigest()[:12]

    def __str__(self) -> str:
        change = f"{self.original}  ->  {self.mutated or 'nothing'}"
        return f"{self.id} {self.file}:{self.line} {self.function} {self.operator}: {change}"


def mutants_of(file: str, source: bytes, edits: list[Edit]) -> list[Mutant]:
    """Make the mutants of a file, in the order of the edits."""
    seen: dict[tuple[str, ...], int] = {}
    found = []
    for edit in edits:
        begin, end = edit.around
        original = _flat(source[begin:end])
        mutated = _flat(source[begin : edit.begin] + edit.text + source[edit.end : end])
        mutated = "" if mutated == "{}" else mutated
        key = (edit.function, edit.operator, original, mutated)
        seen[key] = seen.get(key, 0) + 1
        changed = source[: edit.begin] + edit.text + source[edit.end :]
        line = source.count(b"\n", 0, edit.begin) + 1
        found.append(Mutant(file, *key, seen[key], line, changed.decode()))
    return found


def _flat(text: bytes) -> str:
    return re.sub(r"\s+", " ", text.decode()).strip()
