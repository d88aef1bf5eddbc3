"""Contracts of tests/harness, compiled as the protocol's are, in an EVM of their own."""

import json
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

from .contract import Abi, Contract, Registry
from .revm import Revm

ROOT = Path(__file__).resolve().parents[2]
SOLC = ROOT / "tools" / "bin" / "solc"
DEPLOYER = "0x" + "11" * 20
COMPILED: dict[str, tuple[list[Abi], str]] = {}


def deployed(name: str) -> Contract:
    """The harness `tests/harness/<name>.sol`."""
    abi, code = compiled(name)
    chain = Revm()
    chain.fund(DEPLOYER)
    address = chain.transact(DEPLOYER, None, code)["contractAddress"]
    return Contract(chain, Registry(), name, address, abi)


@cache
def compiled(name: str) -> tuple[list[Abi], str]:
    """ABI and creation code."""
    if name not in COMPILED:
        COMPILED[name] = _compile(name)
    return COMPILED[name]


def _compile(name: str) -> tuple[list[Abi], str]:
    unit = f"tests/harness/{name}.sol"
    settings = {
        "optimizer": {"enabled": True, "runs": 200},
        "evmVersion": "cancun",
        "outputSelection": {unit: {name: ["abi", "evm.bytecode.object"]}},
    }
    sources = {unit: {"content": (ROOT / unit).read_text()}}
    question = json.dumps({"language": "Solidity", "sources": sources, "settings": settings})
    command = [str(SOLC), "--standard-json", "--base-path", str(ROOT)]
    done = subprocess.run(command, input=question, capture_output=True, text=True, check=True)
    output: dict[str, Any] = json.loads(done.stdout)
    errors = [one["formattedMessage"] for one in output.get("errors", []) if one["severity"] == "error"]
    assert not errors, "\n".join(errors)
    built = output["contracts"][unit][name]
    return built["abi"], "0x" + built["evm"]["bytecode"]["object"]
