"""Mutants that compile, and to other code than the original."""

import hashlib
import json
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from mutants.compiler import SETTINGS, CompileError, Compiler
from mutants.mutant import Mutant
from mutants.places import CACHE
from mutants.sources import Sources

BUILDS = CACHE / "builds"


@dataclass(frozen=True)
class Built:
    """A mutant and the creation code of the contracts that it changes, by name."""

    mutant: Mutant
    codes: dict[str, str]


class Workshop:
    """Compiles what is not compiled yet; what was, is kept until its sources change."""

    def __init__(self, sources: Sources, compiler: Compiler) -> None:
        self._sources, self._compiler = sources, compiler

    def codes(self, file: str, text: str | None = None) -> dict[str, str] | None:
        """Creation code of all contracts that a file is part of, with another text of it; None if refused."""
        users = self._sources.users(file)
        inputs = {place: self._sources.texts[place] for place in users.values()}
        inputs[file] = self._sources.texts[file] if text is None else text
        kept = BUILDS / f"{self._digest(users, inputs)}.json"
        if not kept.exists():
            BUILDS.mkdir(parents=True, exist_ok=True)
            try:
                codes = self._compiler.creation_code(inputs, users)
            except CompileError:
                codes = None
            kept.write_text(json.dumps(codes))
        kept.touch()
        found: dict[str, str] | None = json.loads(kept.read_text())
        return found

    def _digest(self, users: dict[str, str], inputs: dict[str, str]) -> str:
        texts = self._sources.texts
        # A package's files stand under their version, which the lock file has.
        parts = {path: texts.get(path, "") for path in sorted(self._sources.closure(users.values()))} | inputs
        return hashlib.sha256(repr((users, parts, SETTINGS)).encode()).hexdigest()


def build(sources: Sources, file: str, mutants: Iterable[Mutant], quota: int) -> list[Built]:
    """The first `quota` mutants of a file that compile, each to code of its own."""
    found: list[Built] = []
    with Compiler() as compiler:
        workshop = Workshop(sources, compiler)
        original = workshop.codes(file)
        assert original is not None, f"{file} does not compile"  # noqa: S101
        seen = {repr(original)}
        for mutant in mutants:
            if len(found) == quota:
                break
            codes = workshop.codes(file, mutant.source)
            if codes is None or repr(codes) in seen:
                continue
            seen.add(repr(codes))
            changed = {name: code for name, code in codes.items() if code != original[name]}
            found.append(Built(mutant, changed))
    return found


def build_all(
    sources: Sources, wanted: dict[str, list[Mutant]], quota: dict[str, int], workers: int
) -> list[list[Built]]:
    """The same for many files, the largest first."""
    files = sorted((file for file in wanted if quota[file]), key=lambda file: -quota[file])
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(lambda file: build(sources, file, wanted[file], quota[file]), files))


def prune(since: float) -> None:
    """Remove the builds that nobody asked for since that time: their sources have changed."""
    for kept in BUILDS.glob("*.json"):
        if kept.stat().st_mtime < since:
            kept.unlink()
