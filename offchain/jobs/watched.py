"""What the watching job reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from eth_utils import function_signature_to_4byte_selector, keccak, to_checksum_address

from offchain.chain import SAFE_LAG
from offchain.context import Context
from offchain.jobs import scopes
from offchain.jobs.books import CAP, identities
from offchain.jobs.scopes import CONTRACTS, NOBODY, SUSPENSION, word
from offchain.protocol import Call, Protocol

TREASURY, TOKEN, VESTING, REGISTRY = "AgentTreasury", "ROAD_Token", "GuardianVesting", "AgentRegistry"
AUTHORITY, FACTORY = "Authority", "Factory"
EXECUTORS = {
    "CONSTITUTION": "ConstitutionalExecutor",
    "OPERATIONS": "OperationsExecutor",
    "CRITICAL": "CriticalExecutor",
}
CONSTITUTION = "CONSTITUTION"
APPOINTED = ("REGISTRAR", "ATTESTOR", "PROVISIONER", "OPERATOR")
ROLE_GRANTED = "0x" + keccak(text="RoleGranted(uint64,address,uint32,uint48,bool)").hex()
GENERAL = (
    scopes.TRANSFERS, scopes.LINKS, scopes.BIRTHS, scopes.WALLET_REQUESTS, scopes.PAYMENTS,
    scopes.ALLOCATIONS,
)  # fmt: skip
GENESIS = 1_250


@dataclass(frozen=True)
class Money:
    """Who has and owes what, in wei."""

    supply: int
    treasury: int
    outstanding: int
    reserve: int
    released: int
    rewarded: int
    vesting_balance: int
    vesting_released: int
    guardian_units: int


@dataclass(frozen=True)
class Books:
    """Humans: holdings by the book, sum of the wallets' balances, excess."""

    cap: int
    humans: Mapping[bytes, tuple[int, int, int]]

    @property
    def largest(self) -> int:
        """Most that one human holds."""
        return max((holdings for holdings, _, _ in self.humans.values()), default=0)


@dataclass(frozen=True)
class Holds:
    """Emergency holds: end, seconds left of the budget, whether a proposal prolonged it."""

    scopes: Mapping[str, tuple[int, int, bool]]
    suspended: int


@dataclass(frozen=True)
class Permissions:
    """Where the chain differs from the committed table."""

    differences: tuple[str, ...]
    executors: tuple[str, ...]
    closed: tuple[str, ...]
    members: tuple[str, ...]
    """Who lost one of the appointed roles, or got it, since the deployment."""


def read_money(context: Context) -> Money:
    """Sums over all agents, and the balances behind them."""
    at = context.protocol.addresses
    agents = range(1, context.call(REGISTRY, "agentCount") + 1)
    genesis = agents[:GENESIS]
    return Money(
        supply=context.call(TOKEN, "totalSupply"),
        treasury=context.call(TOKEN, "balanceOf", at[TREASURY]),
        outstanding=context.call(TREASURY, "outstanding"),
        reserve=context.call(TREASURY, "rewardReserve"),
        released=sum(context.each(TREASURY, "releasedOf", genesis)),
        rewarded=sum(context.each(TREASURY, "rewardedOf", agents)),
        vesting_balance=context.call(TOKEN, "balanceOf", at[VESTING]),
        vesting_released=context.call(VESTING, "released"),
        guardian_units=context.call(TOKEN, "unitsOf", context.call("Guardianship", "guardian")),
    )


def read_books(context: Context) -> Books:
    """All humans; of merged identities each tells the same."""
    found = identities(context)
    holdings = context.each(CAP, "holdingsOf", found)
    excess = context.each(CAP, "excessOf", found)
    wallets = context.each(CAP, "walletsOf", found)
    every = sorted({wallet for list_ in wallets for wallet in list_})
    guardian = context.call("Guardianship", "guardian")
    balances = dict(zip(every, context.each(TOKEN, "balanceOf", every), strict=True))
    balances[guardian] = 0  # the office is in no book while it lasts
    sums = [sum(balances[wallet] for wallet in list_) for list_ in wallets]
    humans = dict(zip(found, zip(holdings, sums, excess, strict=True), strict=True))
    return Books(context.call(CAP, "humanCap"), humans)


def read_holds(context: Context) -> Holds:
    """The holds that concern everybody, and the suspensions."""
    suspended = context.call(REGISTRY, "suspendedAgents")
    subjects = [(scope, scope, NOBODY) for scope in GENERAL]
    subjects += [(f"{SUSPENSION} of P{one}", SUSPENSION, one.to_bytes(32)) for one in suspended]
    pairs = [(CONTRACTS[scope], (word(scope), subject)) for _, scope, subject in subjects]
    until = context.pinned.call_all([Call(contract, "heldUntil", pair) for contract, pair in pairs])
    left = context.pinned.call_all([Call(contract, "emergencyBudgetLeft", pair) for contract, pair in pairs])
    by = context.pinned.call_all([Call("EmergencyConfirmation", "proposalOf", pair) for _, pair in pairs])
    rows = zip(subjects, until, left, by, strict=True)
    held = {name: (ends, seconds, bool(proposal)) for (name, _, _), ends, seconds, proposal in rows}
    return Holds(held, len(suspended))


def read_permissions(context: Context, table: Mapping[str, Any]) -> Permissions:
    """Every function of every contract against the committed table, both ways."""
    protocol, roles = context.protocol, table["roles"]
    expected = expected_roles(protocol, table)
    asked = list(expected)
    selectors = [
        (protocol.addresses[contract], function_signature_to_4byte_selector(s)) for contract, s in asked
    ]
    found = context.pinned.call_all([Call(AUTHORITY, "getTargetFunctionRole", one) for one in selectors])
    differences = [
        f"{contract}.{signature} needs role {role}, not {expected[contract, signature]}"
        for (contract, signature), role in zip(asked, found, strict=True)
        if role != expected[contract, signature]
    ]
    pairs = [(role, name) for role in EXECUTORS for name in protocol.addresses]
    held = context.pinned.call_all(
        [Call(AUTHORITY, "hasRole", (roles[role], protocol.addresses[name])) for role, name in pairs]
    )
    wrong = [
        f"{name} {role}"
        for (role, name), (has, _) in zip(pairs, held, strict=True)
        if has != (EXECUTORS[role] == name)
    ]
    closed = context.each(AUTHORITY, "isTargetClosed", protocol.addresses.values())
    shut = [name for name, is_closed in zip(protocol.addresses, closed, strict=True) if is_closed]
    return Permissions(tuple(differences), tuple(wrong), tuple(shut), read_members(context, roles))


def read_members(context: Context, roles: Mapping[str, int]) -> tuple[str, ...]:
    """Where the members of the appointed roles are not the address book's accounts.

    Events only say whom to ask about: the chain's own word is who is a member.
    """
    protocol = context.protocol
    named = {
        (role, protocol.accounts[role.lower()]) for role in APPOINTED if role.lower() in protocol.accounts
    }
    expected = {(role, to_checksum_address(account)) for role, account in named}
    granted = _granted(context, {roles[role]: role for role in APPOINTED})
    asked = sorted(expected | granted)
    held = context.pinned.call_all([Call(AUTHORITY, "hasRole", (roles[role], one)) for role, one in asked])
    return tuple(
        f"{account} {'has' if has else 'lost'} {role}"
        for (role, account), (has, _) in zip(asked, held, strict=True)
        if has != ((role, account) in expected)
    )


def _granted(context: Context, names: Mapping[int, str]) -> set[tuple[str, str]]:
    """Every role and account that was ever granted; logs that were read before are remembered."""
    protocol, until = context.protocol, context.pinned.block.number
    authority = f"{protocol.addresses[AUTHORITY]} after {protocol.genesis}"
    known = context.remembered.get("granted", {})
    if known.get("by") != authority:
        known = {"until": 0, "pairs": []}
    topics = [ROLE_GRANTED, ["0x" + number.to_bytes(32).hex() for number in names]]
    first = max(protocol.first_block, int(known["until"]) - SAFE_LAG)
    found = {(str(role), str(account)) for role, account in known["pairs"]}
    for log in context.chain.logs(AUTHORITY, topics, first, until):
        _, number, account = log["topics"]
        found.add((names[int(number, 16)], to_checksum_address("0x" + account[-40:])))
    context.remembered["granted"] = {"by": authority, "until": until, "pairs": sorted(found)}
    return found


def expected_roles(protocol: Protocol, table: Mapping[str, Any]) -> dict[tuple[str, str], int]:
    """The role of each function by the committed table; what stands in no row belongs to the constitution."""
    roles = table["roles"]
    expected = {
        (contract, signature): roles[CONSTITUTION]
        for contract in protocol.addresses
        for signature in protocol.functions(contract)
    }
    for role, contracts in table["permissions"].items():
        for contract, functions in contracts.items():
            for key in expected:
                if key[0] == contract and key[1].partition("(")[0] in functions:
                    expected[key] = roles[role]
    return expected
