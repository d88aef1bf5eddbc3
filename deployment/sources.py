"""Source code as block explorers take it: one standard JSON input of the compiler for each contract.

A file holds the contract's own sources and whatever they import, nothing else. It compiles to the bytecode
on the chain, which `check` proves.
"""

import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from deployment.arguments import encode_arguments
from deployment.artifacts import FACTORY, Artifact, compiler_settings
from deployment.book import Book
from deployment.errors import SourcesDiffer
from deployment.inputs import Inputs
from deployment.parameters import ROOT
from deployment.record import BOOKS

PACKAGES = ROOT / "node_modules"
SOLC = ROOT / "tools" / "solc" / "solc-v0.8.34"
OUTPUT = ["abi", "evm.bytecode.object", "evm.deployedBytecode.object", "metadata"]
_IMPORT = re.compile(r'^\s*import\s(?:[^"\';]*\sfrom\s+)?["\']([^"\']+)["\']', re.MULTILINE)


@dataclass(frozen=True)
class Source:
    """What an explorer asks for."""

    name: str
    unit: str  # the source unit that has the contract
    input: dict[str, Any]


def source_of(artifact: Artifact) -> Source:
    """The standard JSON input of one contract."""
    settings = compiler_settings()
    unit = str(artifact.type.source_id)
    sources = {name: {"content": text} for name, text in sorted(closure(unit).items())}
    return Source(
        artifact.name,
        unit,
        {
            "language": "Solidity",
            "sources": sources,
            "settings": {
                "evmVersion": settings["evmVersion"],
                "optimizer": settings["optimizer"],
                "outputSelection": {unit: {artifact.name: OUTPUT}},
            },
        },
    )


def closure(unit: str) -> dict[str, str]:
    """A source unit and all that it imports, by the names that the compiler knows them by."""
    found: dict[str, str] = {}
    left = [unit]
    while left:
        name = left.pop()
        if name in found:
            continue
        own = ROOT / name
        found[name] = (own if own.exists() else PACKAGES / name).read_text(encoding="utf-8")
        left += [_resolved(name, path) for path in _IMPORT.findall(found[name])]
    return found


def check(source: Source, artifact: Artifact) -> None:
    """Compile the input anew and hold it against the code that is deployed. Raises SourcesDiffer."""
    question = json.dumps(source.input)
    command = [str(SOLC), "--standard-json"]
    done = subprocess.run(command, input=question, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise SourcesDiffer(source.name, done.stderr.strip())
    output = json.loads(done.stdout)
    compiled = output.get("contracts", {}).get(source.unit, {}).get(source.name)
    if compiled is None:
        problems = [error["formattedMessage"] for error in output.get("errors", [])]
        raise SourcesDiffer(source.name, "; ".join(problems) or "the contract is not in it")
    found = bytes.fromhex(compiled["evm"]["bytecode"]["object"])
    if found != artifact.creation_code:
        raise SourcesDiffer(source.name, "it compiles to other bytecode")


def write_all(inputs: Inputs, book: Book, folder: Path | None = None) -> Path:
    """Write a file for each contract of a book, and an index of what an explorer's form asks for besides.

    The folder is one beside the book, unless another is named. The answer is the index.
    """
    if folder is None:
        path = book.path or BOOKS / "local.json"
        folder = path.with_name(f"{path.stem}-sources")
    folder.mkdir(parents=True, exist_ok=True)
    factory, compiler = str(book.contracts[FACTORY]["address"]), compiler_settings()["version"]
    index = {}
    for name, entry in book.contracts.items():
        artifact = inputs.artifacts[name]
        source = source_of(artifact)
        (folder / f"{name}.json").write_text(json.dumps(source.input, indent=1, sort_keys=True) + "\n")
        index[name] = {
            "address": entry["address"],
            "compiler": f"v{compiler}",
            "constructorArguments": "0x" + encode_arguments(artifact, inputs.arguments(name, factory)).hex(),
            "contract": f"{source.unit}:{name}",
            "file": f"{name}.json",
        }
    path = folder / "index.json"
    path.write_text(json.dumps(index, indent=2, sort_keys=True) + "\n")
    return path


def _resolved(unit: str, path: str) -> str:
    """An import's name: relative ones follow from the importing unit's."""
    if not path.startswith("."):
        return path
    parts: list[str] = []
    for part in (PurePosixPath(unit).parent / path).parts:
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)
