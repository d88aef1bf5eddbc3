"""Who may do what: the authority's table, roles and their members, the office of guardian, the deployer."""

from dataclasses import replace
from typing import Any

from eth_utils import to_checksum_address

from deployment.artifacts import EXECUTORS, FACTORY, PEERS
from deployment.chain import Chain
from deployment.changes import changes, topic
from deployment.findings import Findings
from deployment.inputs import Inputs
from deployment.permissions import ADMINISTRATOR, APPOINTED, CONSTITUTION, NAMED
from deployment.verify_office import OFFICES, verify_office

GRANT_DELAY = 3 * 86_400  # seconds; Authority.GRANT_DELAY
ROLE_GRANTED = "RoleGranted(uint64,address,uint32,uint48,bool)"
ROLE_REVOKED = "RoleRevoked(uint64,address)"
HAS_ROLE = "hasRole(uint64,address)"
ROLE_HELD = "(bool,uint32)"
FUNCTION_ROLE_UPDATED = "TargetFunctionRoleUpdated(address,bytes4,uint64)"


def verify_authority(
    chain: Chain, findings: Findings, inputs: Inputs, addresses: dict[str, str], first: int, after: int
) -> Inputs:
    """Compare the whole table of permissions, both ways; `first` is the block of the first transaction.

    Roles and offices are followed through what was done behind the block `after`. The answer is the same
    inputs with the accounts that hold them now; what nobody holds has none.
    """
    _verify_table(chain, findings, inputs, addresses, first)
    appointed = _verify_roles(chain, findings, inputs, addresses, first, after)
    officers = verify_office(chain, findings, inputs, addresses, after)
    changing = {*OFFICES, *(role.lower() for role in NAMED)}
    kept = {name: account for name, account in inputs.accounts.items() if name not in changing}
    now = replace(inputs, accounts={**kept, **officers, **appointed})
    _verify_executors(chain, findings, now, addresses)
    _verify_deployer(chain, findings, now, addresses)
    return now


def _verify_table(
    chain: Chain, findings: Findings, inputs: Inputs, addresses: dict[str, str], first: int
) -> None:
    authority = addresses["Authority"]
    named = [
        (name, selector, signature)
        for name in (FACTORY, *PEERS)
        for selector, signature in inputs.artifacts[name].functions.items()
    ]
    asked = "getTargetFunctionRole(address,bytes4)"
    calls = [(authority, asked, [addresses[name], selector]) for name, selector, _ in named]
    for (name, selector, signature), found in zip(named, chain.call_all(calls, "uint64"), strict=True):
        findings.equal(
            "permissions", f"{name}.{signature}", inputs.permissions.role_of(name, selector), found
        )
    # Rows for targets and selectors that no ABI names would show here alone.
    rows: dict[tuple[str, bytes], int] = {}
    for log in chain.logs(authority, [topic(FUNCTION_ROLE_UPDATED)], first):
        target = str(to_checksum_address(bytes(log["topics"][1])[-20:]))
        rows[(target, bytes(log["data"])[:4])] = int.from_bytes(bytes(log["topics"][2]), "big")
    expected = {
        (addresses[name], selector): inputs.permissions.roles[role]
        for (name, selector), role in inputs.permissions.table.items()
    }
    for target, selector in sorted({key for key in rows if rows[key]} | set(expected)):
        row = f"row {target} 0x{selector.hex()}"
        wanted = expected.get((target, selector), 0)
        findings.equal("permissions", row, wanted, rows.get((target, selector), 0))
    closed = chain.call_all([(authority, "isTargetClosed(address)", [addresses[n]]) for n in PEERS], "bool")
    delays = chain.call_all(
        [(authority, "getTargetAdminDelay(address)", [addresses[n]]) for n in PEERS], "uint32"
    )
    for name, is_closed, delay in zip(PEERS, closed, delays, strict=True):
        findings.equal("permissions", f"{name} closed", expected=False, found=is_closed)
        findings.equal("permissions", f"{name} admin delay", 0, delay)


def _verify_roles(
    chain: Chain, findings: Findings, inputs: Inputs, addresses: dict[str, str], first: int, after: int
) -> dict[str, str]:
    """The answer is who was appointed first of those who are in a role now, by its name."""
    authority, roles, now = addresses["Authority"], inputs.permissions.roles, chain.timestamp
    members, terms = stored_members(chain, authority, first), _terms(chain, inputs, authority, after)
    in_office: dict[str, str] = {}
    for role, number in roles.items():
        appointed = role in APPOINTED
        before = {inputs.accounts[role.lower()]} if role in NAMED else set()
        since = terms.get(number, {})
        findings.followed("roles", f"members of {role}", before, set(since), members.pop(number, set()))
        for account in [*since, *(before - set(since))]:
            is_member = account in since and since[account] <= now
            held = chain.call(authority, HAS_ROLE, number, account, returns=ROLE_HELD)
            findings.equal("roles", f"hasRole({role}, {account})", (is_member, 0), held)
            if is_member and role in NAMED:
                in_office.setdefault(role.lower(), account)
        admin = roles[ADMINISTRATOR] if appointed else roles[CONSTITUTION]
        found = chain.call(authority, "getRoleAdmin(uint64)", number, returns="uint64")
        findings.equal("roles", f"admin of {role}", admin, found)
        found = chain.call(authority, "getRoleGuardian(uint64)", number, returns="uint64")
        findings.equal("roles", f"guardian of {role}", 0, found)
        delay = GRANT_DELAY // inputs.parameters.time_divisor if appointed else 0
        found = chain.call(authority, "getRoleGrantDelay(uint64)", number, returns="uint32")
        findings.equal("roles", f"grant delay of {role}", delay, found)
    for number, strangers in members.items():
        findings.equal("roles", f"members of unknown role {number}", set(), strangers)
    return in_office


def _terms(chain: Chain, inputs: Inputs, authority: str, after: int) -> dict[int, dict[str, int]]:
    """Members of each role by the parameters and the appointments behind the block `after`; since when."""
    roles = inputs.permissions.roles
    terms = {roles[role]: {inputs.accounts[role.lower()]: 0} for role in NAMED}
    for change in changes(chain, authority, (ROLE_GRANTED, ROLE_REVOKED), after):
        holders = terms.setdefault(change.number(0), {})
        if change.event == ROLE_REVOKED:
            holders.pop(change.address(1), None)
        else:  # who is a member already keeps its time
            holders.setdefault(change.address(1), change.number(3))
    return terms


def _verify_executors(chain: Chain, findings: Findings, inputs: Inputs, addresses: dict[str, str]) -> None:
    """The three derived roles, which no event names: each its executor's, and nobody else's whom we know."""
    holders = {**addresses, **inputs.accounts}
    asked = [(role, name) for role in EXECUTORS for name in holders]
    calls = [(addresses["Authority"], HAS_ROLE, [inputs.permissions.roles[r], holders[n]]) for r, n in asked]
    for (role, name), held in zip(asked, chain.call_all(calls, ROLE_HELD), strict=True):
        findings.equal("roles", f"{name} has {role}", (name == EXECUTORS[role], 0), held)


def _verify_deployer(chain: Chain, findings: Findings, inputs: Inputs, addresses: dict[str, str]) -> None:
    deployer = inputs.accounts["deployer"]
    for role, number in inputs.permissions.roles.items():
        arguments = (number, deployer)
        held = chain.call(addresses["Authority"], HAS_ROLE, *arguments, returns=ROLE_HELD)
        findings.equal("deployer", f"has {role}", expected=False, found=held[0])
    views: list[tuple[str, str, str, Any]] = [
        ("Guardianship", "isReserved(address)", "bool", False),
        ("ROAD_Token", "balanceOf(address)", "uint256", 0),
        ("HumanCapEnforcement", "classOf(address)", "uint8", 0),
        ("AgentRegistry", "agentOf(address)", "uint256", 0),
    ]
    for name, signature, kind, expected in views:
        found = chain.call(addresses[name], signature, deployer, returns=kind)
        findings.equal("deployer", f"{name}.{signature}", expected, found)


def stored_members(chain: Chain, authority: str, first: int) -> dict[int, set[str]]:
    """Members of each role, by its number, as events tell; those of the executors' roles are derived."""
    members: dict[int, set[str]] = {}
    for change in changes(chain, authority, (ROLE_GRANTED, ROLE_REVOKED), first - 1):
        holders = members.setdefault(change.number(0), set())
        (holders.add if change.event == ROLE_GRANTED else holders.discard)(change.address(1))
    return members
