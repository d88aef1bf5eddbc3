"""Writes offchain/interfaces.json: functions and errors of the contracts, for keepers without a compiler.

python -m tools.interfaces, after a change of a contract; a test compares the file with the contracts.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from deployment.abi import abi_type
from deployment.artifacts import errors_of, load_artifacts

FILE = Path(__file__).resolve().parent.parent / "offchain/interfaces.json"
VIEWS = ("view", "pure")


def interfaces() -> dict[str, dict[str, Any]]:
    """Functions by contract (arguments, types of the answer, whether it changes state), and errors.

    An argument is its name, or a struct's name and those of its members.
    """
    artifacts = load_artifacts()
    found: dict[str, dict[str, Any]] = {}
    for name, artifact in artifacts.items():
        entries = [entry for entry in artifact.abi if entry["type"] == "function"]
        found[name] = {_signature(entry): _function(entry) for entry in entries}
    found["errors"] = {_signature(e): _names(e) for e in errors_of(artifacts).values()}
    return found


def text() -> str:
    """The file, one function a line."""
    parts = [f"{json.dumps(name)}: {{\n{_lines(part)}\n}}" for name, part in sorted(interfaces().items())]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _lines(part: Mapping[str, Any]) -> str:
    return ",\n".join(f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in sorted(part.items()))


def _function(entry: Mapping[str, Any]) -> list[Any]:
    returns = [abi_type(part) for part in entry["outputs"]]
    return [_names(entry), returns, entry["stateMutability"] not in VIEWS]


def _names(entry: Mapping[str, Any]) -> list[Any]:
    return [_name(part) for part in entry["inputs"]]


def _name(part: Mapping[str, Any]) -> Any:
    members = part.get("components")
    return [part["name"], [_name(one) for one in members]] if members else part["name"]


def _signature(entry: Mapping[str, Any]) -> str:
    return f"{entry['name']}({','.join(abi_type(part) for part in entry['inputs'])})"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
