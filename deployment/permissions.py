"""The authority's table, from parameters/permissions.yaml, with the functions' selectors from the ABIs."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deployment.artifacts import Artifact
from deployment.errors import ParameterError
from deployment.parameters import FOLDER
from deployment.yaml_file import load_yaml

TABLE = FOLDER / "permissions.yaml"
CONSTITUTION = "CONSTITUTION"
NAMED = ("REGISTRAR", "ATTESTOR", "PROVISIONER")  # with a member from the beginning
APPOINTED = (*NAMED, "OPERATOR")  # administered by OPERATIONS
ADMINISTRATOR = "OPERATIONS"


@dataclass(frozen=True)
class Permissions:
    """Which role each function needs: the number of each role, and the role of each (contract, selector)."""

    roles: dict[str, int]
    table: dict[tuple[str, bytes], str]

    def rows(self, addresses: Mapping[str, str]) -> list[tuple[str, list[bytes], int]]:
        """The `permissions` of the authority's constructor: a row for each contract and role."""
        rows: dict[tuple[str, str], list[bytes]] = {}
        for (contract, selector), role in self.table.items():
            rows.setdefault((role, contract), []).append(selector)
        return [
            (addresses[contract], selectors, self.roles[role]) for (role, contract), selectors in rows.items()
        ]

    def members(self, accounts: Mapping[str, str]) -> list[tuple[int, str]]:
        """The `members` of the authority's constructor."""
        return [(self.roles[role], accounts[role.lower()]) for role in NAMED]

    def role_of(self, contract: str, selector: bytes) -> int:
        """Number of the role that a function needs; what is in no list belongs to the constitution."""
        return self.roles[self.table.get((contract, selector), CONSTITUTION)]


def load_permissions(artifacts: Mapping[str, Artifact], path: Path = TABLE) -> Permissions:
    """Read the table; refuses unknown roles, contracts and functions, and a function with two roles."""
    data = load_yaml(path)
    _check_keys(path, "permissions.yaml", data, {"roles", "permissions"})
    roles: dict[str, int] = dict(data["roles"])
    _check_keys(path, "roles", roles, {CONSTITUTION, ADMINISTRATOR, *APPOINTED, "CRITICAL"})
    for role, number in roles.items():
        if type(number) is not int or list(roles.values()).count(number) > 1:
            raise ParameterError(path, f"roles.{role}", f"{number!r} is no number of its own")
    table: dict[tuple[str, bytes], str] = {}
    for role, contracts in data["permissions"].items():
        if role not in roles:
            raise ParameterError(path, f"permissions.{role}", f"no such role; there are {', '.join(roles)}")
        for contract, functions in contracts.items():
            key = f"permissions.{role}.{contract}"
            if contract not in artifacts or not artifacts[contract].is_managed:
                raise ParameterError(path, key, "no contract that the authority manages has this name")
            for function in functions:
                _add(path, key, table, artifacts[contract], role, function)
    return Permissions(roles, table)


def _add(
    path: Path, key: str, table: dict[tuple[str, bytes], str], artifact: Artifact, role: str, function: str
) -> None:
    selectors = artifact.overloads(function)
    if not selectors:
        raise ParameterError(path, key, f"{artifact.name} has no function {function!r}")
    for selector in selectors:
        if other := table.get((artifact.name, selector)):
            raise ParameterError(path, key, f"{function!r} has the role {other} already")
        table[(artifact.name, selector)] = role


def _check_keys(path: Path, key: str, data: Mapping[str, Any], expected: set[str]) -> None:
    if set(data) != expected:
        raise ParameterError(path, key, f"must have exactly {', '.join(sorted(expected))}")
