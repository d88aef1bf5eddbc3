"""Compiles the alternatives with the compiler packages of npm, at the settings of our own contracts."""

import json
import subprocess
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
NODE_MODULES = ROOT / "node_modules"
OPTIMIZER_RUNS = 200
EVM_VERSION = "cancun"
"""What our contracts are compiled for, and the alternatives where their compiler knows it."""


class CompileError(RuntimeError):
    """A compiler is missing or refused its sources."""


@dataclass(frozen=True)
class Artifact:
    """A compiled contract."""

    abi: list[dict[str, Any]]
    bytecode: str


@dataclass(frozen=True)
class Build:
    """Sources that are compiled together, by one compiler."""

    compiler: str
    """Name of the compiler's folder in node_modules."""
    evm_version: str
    folder: Path
    """Where the sources are; imports are found in node_modules."""
    sources: tuple[str, ...]
    remappings: tuple[str, ...] = ()

    def run(self) -> dict[str, Artifact]:
        """Compile, and return the artifacts of the sources by contract name, without imported ones."""
        program = NODE_MODULES / self.compiler / "solc.js"
        if not program.exists():
            raise CompileError(f"{program.relative_to(ROOT)} is missing: run `make setup`")
        command = ["node", str(program), "--standard-json", "--base-path", str(self.folder)]
        command += ["--include-path", str(NODE_MODULES)]
        # Files and not pipes: it reads its input without waiting, and exits before all output is written.
        with tempfile.TemporaryFile("w+") as question, tempfile.TemporaryFile("w+") as answer:
            json.dump(self._input(), question)
            question.seek(0)
            done = subprocess.run(command, stdin=question, stdout=answer, stderr=subprocess.PIPE, text=True)
            answer.seek(0)
            output = answer.read()
        if done.returncode != 0:
            raise CompileError(f"{self.compiler} stopped with code {done.returncode}: {done.stderr.strip()}")
        # Before the answer, which is one line of JSON, comes a remark about SMT solvers.
        return self._artifacts(json.loads(output[output.index("{") :]))

    def _input(self) -> dict[str, Any]:
        """Write the compiler's standard JSON input."""
        settings = {
            "optimizer": {"enabled": True, "runs": OPTIMIZER_RUNS},
            "evmVersion": self.evm_version,
            "remappings": list(self.remappings),
            "outputSelection": {source: {"*": ["abi", "evm.bytecode.object"]} for source in self.sources},
        }
        contents = {name: {"content": (self.folder / name).read_text()} for name in self.sources}
        return {"language": "Solidity", "sources": contents, "settings": settings}

    def _artifacts(self, output: Mapping[str, Any]) -> dict[str, Artifact]:
        """Artifacts from the compiler's answer."""
        errors = [
            error["formattedMessage"] for error in output.get("errors", ()) if error["severity"] == "error"
        ]
        if errors:
            raise CompileError(f"{self.compiler} refused {self.folder}:\n" + "\n".join(errors))
        return {
            name: Artifact(contract["abi"], contract["evm"]["bytecode"]["object"])
            for source in self.sources
            for name, contract in output["contracts"][source].items()
        }


def compile_all(*builds: Build) -> list[dict[str, Artifact]]:
    """Run several compilers at the same time."""
    with ThreadPoolExecutor(len(builds)) as pool:
        return list(pool.map(Build.run, builds))
