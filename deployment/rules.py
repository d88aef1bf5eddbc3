"""Who may call which function: the contracts' own rules (parameters/rules.yaml) and the authority's table."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deployment.abi import selector_of
from deployment.artifacts import EXECUTORS, Artifact, errors_of
from deployment.errors import ParameterError
from deployment.parameters import FOLDER, Accounts
from deployment.permissions import NAMED, Permissions
from deployment.yaml_file import load_yaml

RULES = FOLDER / "rules.yaml"
ANYONE = "anyone"
PEERS = "peers"
UNAUTHORIZED = "AccessManagedUnauthorized"
KEYS = {"may", "others", "before", "beside_role", "functions"}


@dataclass(frozen=True)
class Rule:
    """One rule: whom it lets through, and the errors that everybody else meets."""

    name: str
    may: tuple[str, ...]
    others: str | None = None
    before: tuple[str, ...] = ()
    beside_role: bool = False

    def allows(self, name: str, *, is_peer: bool) -> bool:
        """Whether the account or contract of this name may call."""
        return name in self.may or ANYONE in self.may or (is_peer and PEERS in self.may)


@dataclass(frozen=True)
class Row:
    """One row of the matrix: a function and who may call it."""

    contract: str
    entry: Mapping[str, Any]
    selector: bytes
    signature: str
    role: str | None  # in the authority's table
    rule: Rule

    @property
    def function(self) -> str:
        """Name of the function."""
        return str(self.entry["name"])


def load_rules(artifacts: Mapping[str, Artifact], permissions: Permissions, path: Path = RULES) -> list[Row]:
    """The whole matrix; refuses a function without a rule, and one with two."""
    rules = _by_function(artifacts, path)
    rows = []
    for contract, artifact in artifacts.items():
        for entry in changing(artifact):
            selector = selector_of(entry)
            role = permissions.table.get((contract, selector))
            rule = _joined(path, f"{contract}.{entry['name']}", rules.get((contract, entry["name"])), role)
            rows.append(Row(contract, entry, selector, artifact.functions[selector], role, rule))
    for contract, function in rules.keys() - {(row.contract, row.function) for row in rows}:
        raise ParameterError(path, f"{contract}.{function}", "is no function that changes state")
    return rows


def changing(artifact: Artifact) -> list[dict[str, Any]]:
    """Functions that are no views: those that change state, and those that only revert."""
    functions = [entry for entry in artifact.abi if entry["type"] == "function"]
    return [e for e in functions if e["stateMutability"] in ("nonpayable", "payable") or not e["outputs"]]


def _by_function(artifacts: Mapping[str, Artifact], path: Path) -> dict[tuple[str, str], Rule]:
    known = {entry["name"] for entry in errors_of(artifacts).values()}
    holders = {ANYONE, PEERS, *artifacts, *Accounts.model_fields}
    rules: dict[tuple[str, str], Rule] = {}
    for name, data in load_yaml(path).items():
        if not {"may", "functions"} <= set(data) <= KEYS:
            raise ParameterError(path, name, f"must have may and functions, and of {sorted(KEYS)} only")
        others, before = data.get("others"), tuple(data.get("before", ()))
        for holder in set(data["may"]) - holders:
            raise ParameterError(path, name, f"{holder!r} is neither an account nor a contract")
        for error in {*before, *([others] if others else [])} - known:
            raise ParameterError(path, name, f"no contract has the error {error!r}")
        rule = Rule(name, tuple(data["may"]), others, before, bool(data.get("beside_role")))
        for contract, functions in data["functions"].items():
            for function in functions:
                if contract not in artifacts:
                    raise ParameterError(path, f"{name}.{contract}", "no contract has this name")
                if other := rules.get((contract, function)):
                    problem = f"{function!r} stands under {other.name!r} already"
                    raise ParameterError(path, f"{name}.{contract}", problem)
                rules[contract, function] = rule
    return rules


def _joined(path: Path, key: str, rule: Rule | None, role: str | None) -> Rule:
    """The contract's own rule and the one of the authority's table, which have to fit."""
    if role is None:
        if rule is None:
            raise ParameterError(path, key, "stands in no rule, and has no role in permissions.yaml")
        if rule.beside_role:
            raise ParameterError(path, key, f"has no role in permissions.yaml; the rule is {rule.name!r}")
        return rule
    holders = (EXECUTORS.get(role, role.lower()),) if role in EXECUTORS or role in NAMED else ()
    if rule is None:
        return Rule(f"role {role}", holders, UNAUTHORIZED)
    if not rule.beside_role:
        problem = f"has the role {role} in permissions.yaml, and the rule is {rule.name!r}"
        raise ParameterError(path, key, problem)
    name = rule.name.replace("a role", f"role {role}")
    return Rule(name, (*rule.may, *holders), rule.others, rule.before, beside_role=True)
