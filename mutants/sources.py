"""The contracts as text and as syntax, and which of them a source is part of."""

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

from mutants.compiler import Compiler
from mutants.generator import enums_of, generate
from mutants.mutant import Mutant
from mutants.places import ROOT

FOLDERS = ("contracts", "tests/harness")


class Sources:
    """Everything that is compiled, by its path from the root."""

    def __init__(self, compiler: Compiler, root: Path = ROOT) -> None:
        paths = sorted(path for folder in FOLDERS for path in (root / folder).rglob("*.sol"))
        self.texts = {str(path.relative_to(root)): path.read_text() for path in paths}
        self._trees = compiler.syntax(self.texts)

    @cached_property
    def contracts(self) -> dict[str, str]:
        """Files of the contracts that can be deployed, by name."""
        return {
            node["name"]: file
            for file in self.texts
            for node in self._trees[file]["nodes"]
            if node["nodeType"] == "ContractDefinition"
            and (node["contractKind"], node["abstract"]) == ("contract", False)
        }

    @cached_property
    def _enums(self) -> dict[str, list[str]]:
        return enums_of(self._trees)

    def mutants(self, file: str) -> list[Mutant]:
        """All mutants of a file, in the order of the source."""
        if file not in self.texts:
            raise SystemExit(f"mutants: {file} is named in targets.yaml and does not exist")
        return generate(file, self.texts[file].encode(), self._trees[file], self._enums)

    def closure(self, files: Iterable[str]) -> set[str]:
        """Files and everything that they import, packages included."""
        found: set[str] = set()
        todo = set(files)
        while todo:
            file = todo.pop()
            found.add(file)
            todo |= {path for path in self._imports(file) if path not in found}
        return found

    def users(self, file: str) -> dict[str, str]:
        """Files of the contracts that a file is part of, by name."""
        return {name: place for name, place in self.contracts.items() if file in self.closure([place])}

    def _imports(self, file: str) -> list[str]:
        nodes: list[dict[str, Any]] = self._trees[file]["nodes"]
        return [str(node["absolutePath"]) for node in nodes if node["nodeType"] == "ImportDirective"]
