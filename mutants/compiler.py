"""The compiler, at the contracts' settings, in one process that stays."""

import json
import subprocess
from typing import Any, Self

from mutants.places import ROOT

SERVER = ["node", str(ROOT / "tools" / "solc" / "server.js")]
SETTINGS: dict[str, Any] = {
    "optimizer": {"enabled": True, "runs": 200},
    "evmVersion": "cancun",
    # Without the hash of the sources, so that equal code is equal.
    "metadata": {"appendCBOR": False, "bytecodeHash": "none"},
}


class CompileError(RuntimeError):
    """The compiler refused its sources."""


class Compiler:
    """solc-js; imports that are not given are read from the checkout."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(SERVER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def syntax(self, sources: dict[str, str]) -> dict[str, dict[str, Any]]:
        """Syntax trees of these files and of what they import, by file."""
        output = self._ask(sources, {"*": {"": ["ast"]}})
        return {file: one["ast"] for file, one in output["sources"].items()}

    def creation_code(self, sources: dict[str, str], contracts: dict[str, str]) -> dict[str, str]:
        """Creation code, by contract, of contracts that are given with their files."""
        wanted: dict[str, dict[str, list[str]]] = {}
        for name, file in contracts.items():
            wanted.setdefault(file, {})[name] = ["evm.bytecode.object"]
        output = self._ask(sources, wanted)["contracts"]
        return {name: output[file][name]["evm"]["bytecode"]["object"] for name, file in contracts.items()}

    def _ask(self, sources: dict[str, str], wanted: dict[str, Any]) -> dict[str, Any]:
        contents = {file: {"content": text} for file, text in sources.items()}
        settings = {**SETTINGS, "outputSelection": wanted}
        question = json.dumps({"language": "Solidity", "sources": contents, "settings": settings})
        assert self._process.stdin  # noqa: S101
        assert self._process.stdout  # noqa: S101
        self._process.stdin.write(question + "\n")
        self._process.stdin.flush()
        output: dict[str, Any] = json.loads(self._process.stdout.readline())["output"]
        errors = [e["formattedMessage"] for e in output.get("errors", []) if e["severity"] == "error"]
        if errors:
            raise CompileError("\n".join(errors))
        return output
