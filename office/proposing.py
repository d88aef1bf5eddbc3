"""A proposal from a JSON file of actions."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from eth_abi import encode
from eth_utils import is_checksum_address

from deployment.abi import abi_type, selector_of
from deployment.arguments import typed
from deployment.artifacts import Artifact
from deployment.errors import ParameterError, UnreadableFile
from deployment.explain import call_of
from deployment.proposals import CLASSES
from deployment.words import DAY
from office.act import Act, guardian_act
from office.desk import Desk
from office.errors import BadActions

PROPOSE = "propose(address[],uint256[],bytes[],string)"
CLASS_OF = "classOfAll(address[],uint256[],bytes[])"
BY_NAME = {"contract", "function", "arguments", "value"}
RAW = {"to", "data", "value"}
Call = tuple[str, int, bytes]


def propose(desk: Desk, file: Path) -> Act:
    """Make the proposal of FILE: JSON with `description` and `actions`."""
    description, calls = load_actions(desk, file)
    targets, values, calldatas = ([call[place] for call in calls] for place in range(3))
    number = desk.read("ProposalClassifier", CLASS_OF, targets, values, calldatas, returns="uint8")
    words = (
        f"a proposal of class {CLASSES[number]}, by what its actions are",
        *(f"action {place}: {call_of(desk, *call)}" for place, call in enumerate(calls)),
        f"{desk.span(7 * DAY)} of discussion, then {desk.span(7 * DAY)} of voting, or {desk.span(9 * DAY)}",
        "one pending or active proposal at a time, three in any 12 hours",
    )
    return guardian_act(desk, "Governance", PROPOSE, targets, values, calldatas, description, words=words)


def load_actions(desk: Desk, path: Path) -> tuple[str, list[Call]]:
    """Description and calls; raises UnreadableFile, BadActions or ParameterError."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UnreadableFile(path, None, f"cannot be read as JSON: {error}") from error
    if not isinstance(data, dict) or set(data) != {"description", "actions"}:
        raise BadActions(f"{path} must have exactly description and actions")
    description, actions = data["description"], data["actions"]
    if not isinstance(description, str) or not description or not isinstance(actions, list) or not actions:
        raise BadActions(f"{path} needs a description, and actions in a list")
    return description, [
        _call(desk, path, f"actions[{place}]", action) for place, action in enumerate(actions)
    ]


def _call(desk: Desk, path: Path, key: str, action: Any) -> Call:
    if not isinstance(action, dict):
        raise ParameterError(path, key, "is no action")
    value = action.get("value", 0)
    if type(value) is not int or value < 0:
        raise ParameterError(path, f"{key}.value", f"{value!r} is no number of wei")
    if {"contract", "function"} <= set(action) <= BY_NAME:
        artifact = desk.artifacts.get(action["contract"])
        if artifact is None:
            raise ParameterError(path, f"{key}.contract", f"there is no contract {action['contract']!r}")
        data = _calldata(path, key, artifact, action["function"], action.get("arguments", {}))
        return desk.addresses[artifact.name], value, data
    if not {"to"} <= set(action) <= RAW:
        raise ParameterError(path, key, "must have contract, function and arguments, or to and data")
    if not is_checksum_address(action["to"]):
        raise ParameterError(path, f"{key}.to", f"{action['to']!r} is no address")
    raw: bytes = typed(path, f"{key}.data", {"type": "bytes"}, action.get("data", "0x"))
    return action["to"], value, raw


def _calldata(path: Path, key: str, artifact: Artifact, function: str, given: Mapping[str, Any]) -> bytes:
    """The call of a function, by its name, or by its signature where names repeat."""
    entries = [
        entry
        for entry in artifact.abi
        if entry["type"] == "function" and function in (entry["name"], artifact.functions[selector_of(entry)])
    ]
    if len(entries) != 1:
        problem = f"{artifact.name} has {len(entries)} functions {function!r}"
        raise ParameterError(path, f"{key}.function", problem + ("; write the signature" if entries else ""))
    inputs = entries[0]["inputs"]
    if not isinstance(given, dict) or set(given) != {parameter["name"] for parameter in inputs}:
        names = ", ".join(parameter["name"] for parameter in inputs) or "nothing"
        raise ParameterError(path, f"{key}.arguments", f"must have exactly {names}")
    values = [typed(path, f"{key}.arguments.{p['name']}", p, given[p["name"]]) for p in inputs]
    return selector_of(entries[0]) + encode([abi_type(parameter) for parameter in inputs], values)
