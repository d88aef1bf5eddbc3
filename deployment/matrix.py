"""The matrix of permissions on the chain: each function, who may call it, who that is, with what delay."""

from dataclasses import dataclass
from typing import Any

from eth_utils import to_checksum_address
from rich.table import Table

from deployment.artifacts import EXECUTORS
from deployment.chain import Chain
from deployment.inputs import Inputs
from deployment.rules import PEERS, Row
from deployment.verify_authority import HAS_ROLE, ROLE_HELD, stored_members
from deployment.verify_office import OFFICES

DAY = 86_400  # seconds
# What an action waits after the vote, by the role of its executor (Governance, ExecutionDelay).
WAITING = {"CONSTITUTION": (30, 30), "OPERATIONS": (7, 7), "CRITICAL": (14, 45)}


@dataclass(frozen=True)
class Role:
    """A role on the chain."""

    name: str
    number: int
    members: tuple[str, ...]  # addresses
    delay: int  # seconds that its members' calls must be scheduled ahead, the longest
    administrator: str
    grant_delay: int  # seconds that a new member waits


@dataclass(frozen=True)
class Line:
    """One row of the matrix, with what the chain says of it."""

    row: Row
    needs: str
    held_by: tuple[str, ...]
    delay: int | None  # seconds; only a role has one


@dataclass(frozen=True)
class Matrix:
    """Everything that somebody may do."""

    offices: dict[str, str]  # their holders' addresses
    roles: dict[int, Role]
    lines: list[Line]


def read_matrix(chain: Chain, inputs: Inputs, addresses: dict[str, str], first: int) -> Matrix:
    """Read offices, roles, and the role of every function from the chain."""
    office, authority = addresses["Guardianship"], addresses["Authority"]
    offices: dict[str, str] = {
        name: to_checksum_address(chain.call(office, f"{name}()", returns="address")) for name in OFFICES
    }
    names = {address: name for name, address in {**inputs.accounts, **offices, **addresses}.items()}
    roles = _roles(chain, inputs, addresses, first)
    asked = "getTargetFunctionRole(address,bytes4)"
    calls = [(authority, asked, [addresses[row.contract], row.selector]) for row in inputs.rules]
    lines = []
    for row, number in zip(inputs.rules, chain.call_all(calls, "uint64"), strict=True):
        needs, held_by = row.rule.name, list(row.rule.may)
        delay: int | None = None
        if row.role is not None or number:
            role = roles.get(number) or Role(f"unknown role {number}", number, (), 0, "", 0)
            needs = f"{needs}, in the table {role.name}" if role.name not in needs else needs
            members = [names.get(member, member) for member in role.members]
            delay, held_by = role.delay, list(dict.fromkeys([*held_by, *members]))
        lines.append(Line(row, needs, tuple(held_by), delay))
    return Matrix(offices, roles, lines)


def _roles(chain: Chain, inputs: Inputs, addresses: dict[str, str], first: int) -> dict[int, Role]:
    authority, roles = addresses["Authority"], {}
    stored = stored_members(chain, authority, first)
    derived = {inputs.permissions.roles[role]: addresses[name] for role, name in EXECUTORS.items()}
    names = {number: name for name, number in inputs.permissions.roles.items()}
    for number in sorted({*names, *stored}):
        members = sorted({*stored.get(number, set()), *([derived[number]] if number in derived else [])})
        calls: list[tuple[str, str, Any]] = [(authority, HAS_ROLE, [number, member]) for member in members]
        held = chain.call_all(calls, ROLE_HELD)
        in_office = [member for member, (is_member, _) in zip(members, held, strict=True) if is_member]
        admin = chain.call(authority, "getRoleAdmin(uint64)", number, returns="uint64")
        roles[number] = Role(
            names.get(number, f"unknown role {number}"),
            number,
            tuple(in_office),
            max((delay for _, delay in held), default=0),
            names.get(admin, f"unknown role {admin}"),
            chain.call(authority, "getRoleGrantDelay(uint64)", number, returns="uint32"),
        )
    return roles


def matrix_table(matrix: Matrix) -> Table:
    """Contract, function, who may call it, who that is, and the delay that the authority asks of a role."""
    table = Table(title="Permissions on the chain", title_justify="left")
    for heading in ("function", "who may call it", "held by"):
        table.add_column(heading, overflow="fold")
    table.add_column("delay", justify="right")
    contract = ""
    for line in matrix.lines:
        if line.row.contract != contract:
            contract = line.row.contract
            table.add_section()
            table.add_row(contract, style="bold")
        held_by = ", ".join("every contract" if name == PEERS else name for name in line.held_by)
        delay = "" if line.delay is None else f"{line.delay} s"
        table.add_row(f"  {line.row.signature}", line.needs, held_by, delay)
    return table


def holders_table(matrix: Matrix, inputs: Inputs, addresses: dict[str, str]) -> Table:
    """Who holds each office and role, who appoints, and what waiting there is."""
    names = {address: f" ({name})" for name, address in addresses.items()}
    divisor = inputs.parameters.time_divisor
    table = Table(title="Offices and roles on the chain", title_justify="left")
    table.add_column("office or role")
    table.add_column("held by", overflow="fold")
    for heading in ("appointed by", "new member waits", "delay", "an action waits"):
        table.add_column(heading)
    for office, holder in matrix.offices.items():
        table.add_row(office, holder)
    table.add_section()
    for role in matrix.roles.values():
        holders = "\n".join(member + names.get(member, "") for member in role.members) or "nobody"
        waiting = ""
        if days := WAITING.get(role.name):
            waiting = " to ".join(dict.fromkeys(f"{span * DAY // divisor:,} s" for span in days))
        appointed = "nobody: by its name" if role.name in EXECUTORS else role.administrator
        wait = "" if role.name in EXECUTORS else f"{role.grant_delay:,} s"
        table.add_row(f"{role.name} {role.number}", holders, appointed, wait, f"{role.delay} s", waiting)
    return table
