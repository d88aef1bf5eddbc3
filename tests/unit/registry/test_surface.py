"""The identity registry of ERC-8004, to the bit.

functions ── each published selector, mutability, inputs and outputs
events ── each published topic and its indexed parameters
typed data ── domain and type of AgentWalletSet
supportsInterface ── ERC-165, ERC-721, metadata, ERC-4906; nothing else
name, symbol, version, genesis counts
setAuthority ── reverts Unavailable
approve, setApprovalForAll, transferFrom, both safeTransferFrom ── revert Soulbound, for everybody
getApproved, isApprovedForAll ── nobody
ownerOf, balanceOf ── the wallet, one
isAuthorizedOrOwner
├── the wallet ── true
├── anybody else, the registrar and zero included ── false
└── unknown agent ── reverts ERC721NonexistentToken
"""

from typing import Any

import pytest
from eth_utils import keccak

from tests.support.actors import agent_actor
from tests.support.contract import canonical, reverts, selector, signature
from tests.support.system import COHORT, ZERO, System, artifact

FUNCTIONS = {
    "register()": ("1aa3a008", "nonpayable", ["uint256"]),
    "register(string)": ("f2c298be", "nonpayable", ["uint256"]),
    "register(string,(string,bytes)[])": ("8ea42286", "nonpayable", ["uint256"]),
    "setAgentURI(uint256,string)": ("0af28bd3", "nonpayable", []),
    "getMetadata(uint256,string)": ("cb4799f2", "view", ["bytes"]),
    "setMetadata(uint256,string,bytes)": ("466648da", "nonpayable", []),
    "setAgentWallet(uint256,address,uint256,bytes)": ("2d1ef5ae", "nonpayable", []),
    "getAgentWallet(uint256)": ("00339509", "view", ["address"]),
    "isAuthorizedOrOwner(address,uint256)": ("d95e72be", "view", ["bool"]),
}
EVENTS = {
    "Registered(uint256,string,address)": (
        "ca52e62c367d81bb2e328eb795f7c7ba24afb478408a26c0e201d155c449bc4a",
        ["agentId", "owner"],
    ),
    "MetadataSet(uint256,string,string,bytes)": (
        "2c149ed548c6d2993cd73efe187df6eccabe4538091b33adbd25fafdb8a1468b",
        ["agentId", "indexedMetadataKey"],
    ),
    "URIUpdated(uint256,string,address)": (
        "3a2c7fffc2cba7582c690e3b82c453ea02a308326a98a3ad7576c606336409fb",
        ["agentId", "updatedBy"],
    ),
}
WALLET_SET = "AgentWalletSet(uint256 agentId,address newWallet,address owner,uint256 deadline)"


@pytest.mark.parametrize("called", FUNCTIONS)
def test_functions__published__sets_selector_and_shape(called: str) -> None:
    published, mutability, outputs = FUNCTIONS[called]
    entries = [e for e in artifact("AgentRegistry")[0] if e["type"] == "function"]
    (entry,) = [e for e in entries if signature(e) == called]
    assert selector(entry).hex() == published
    assert entry["stateMutability"] == mutability
    assert [canonical(output) for output in entry["outputs"]] == outputs


def test_functions__unset_agent_wallet__sets_the_published_selector() -> None:
    """It reverts always, so the compiler calls it a view."""
    (entry,) = [e for e in artifact("AgentRegistry")[0] if e.get("name") == "unsetAgentWallet"]
    assert (signature(entry), selector(entry).hex()) == ("unsetAgentWallet(uint256)", "3fddcf19")
    assert entry["outputs"] == []


@pytest.mark.parametrize("called", EVENTS)
def test_events__published__sets_topic_and_indexed_parameters(called: str) -> None:
    published, indexed = EVENTS[called]
    entries = [e for e in artifact("AgentRegistry")[0] if e["type"] == "event"]
    (entry,) = [e for e in entries if signature(e) == called]
    assert keccak(text=signature(entry)).hex() == published
    assert [p["name"] for p in entry["inputs"] if p["indexed"]] == indexed
    assert not entry["anonymous"]


def test_typed_data__domain__sets_the_standard_name(system: System) -> None:
    fields, name, version, chain, contract, salt, extensions = system.registry.eip712Domain()
    assert (fields, name, version, salt, extensions) == (
        b"\x0f",
        "ERC8004IdentityRegistry",
        "1",
        bytes(32),
        [],
    )
    assert (chain, contract) == (system.rpc.chain_id, system.registry.address)
    assert keccak(text=WALLET_SET).hex() == "678b53cd718d595370ab070ebf48edfdcd834beac116bf23e625fc7f4d5b7d32"


@pytest.mark.parametrize(
    ("interface", "known"),
    [
        ("01ffc9a7", True),
        ("80ac58cd", True),
        ("5b5e139f", True),
        ("49064906", True),
        ("ffffffff", False),
        ("780e9d63", False),
        ("00000000", False),
    ],
)
def test_supports_interface__id__sets_the_answer(system: System, interface: str, known: bool) -> None:
    assert system.registry.supportsInterface(bytes.fromhex(interface)) is known


def test_constants__first_day__keeps_names_and_counts(system: System) -> None:
    registry = system.registry
    assert (registry.fn("name")(), registry.symbol()) == ("BlackRoad Agent", "AGENT")
    assert registry.version() == "1.0.0"
    assert (registry.MAX_BATCH(), registry.MAX_SUSPENDED()) == (150, 12)
    assert (registry.agentCount(), registry.genesisSealed()) == (COHORT, True)
    assert registry.CAP() == system.cap.address
    assert registry.TREASURY() == system.treasury.address
    assert registry.GUARDIANSHIP() == system.guardianship.address
    assert registry.authority() == system.authority.address
    assert registry.FACTORY() == system.factory.address
    assert registry.TIME_DIVISOR() == 1


@pytest.mark.parametrize("caller", ["agent", "guardian", "registrar", "stranger"])
@pytest.mark.parametrize(
    "call",
    [
        ("approve", "other", 1),
        ("setApprovalForAll", "other", True),
        ("setApprovalForAll", "other", False),
        ("transferFrom", "own", "other", 1),
        ("safeTransferFrom(address,address,uint256)", "own", "other", 1),
        ("safeTransferFrom(address,address,uint256,bytes)", "own", "other", 1, b"\1"),
    ],
    ids=["approve", "approve all", "revoke all", "transfer", "safe transfer", "safe transfer with data"],
)
def test_trade__anybody__reverts(system: System, caller: str, call: Any) -> None:
    wallets = {"own": agent_actor(1), "other": agent_actor(2)}
    sender = agent_actor(1) if caller == "agent" else getattr(system, caller)
    with reverts("Soulbound"):
        system.registry.fn(call[0])(*[wallets.get(str(a), a) for a in call[1:]], sender=sender)
    assert system.registry.ownerOf(1) == agent_actor(1).address


def test_approvals__any_agent__keeps_nobody(system: System) -> None:
    assert system.registry.getApproved(1) == ZERO
    assert system.registry.isApprovedForAll(agent_actor(1), agent_actor(2)) is False
    with reverts("ERC721NonexistentToken", COHORT + 1):
        system.registry.getApproved(COHORT + 1)


def test_owner_of__agent__sets_its_wallet(system: System) -> None:
    for agent_id in (1, 14, COHORT):
        wallet = agent_actor(agent_id).address
        assert system.registry.ownerOf(agent_id) == wallet
        assert system.registry.getAgentWallet(agent_id) == wallet
        assert (system.registry.balanceOf(wallet), system.registry.agentOf(wallet)) == (1, agent_id)
    for unknown in (0, COHORT + 1, 2**256 - 1):
        assert system.registry.getAgentWallet(unknown) == ZERO
        with reverts("ERC721NonexistentToken", unknown):
            system.registry.ownerOf(unknown)


def test_balance_of__no_agent__keeps_zero(system: System) -> None:
    for other in (system.guardian, system.registrar, system.stranger, system.registry):
        assert system.registry.balanceOf(other) == 0
    with reverts("ERC721InvalidOwner", ZERO):
        system.registry.balanceOf(ZERO)


def test_is_authorized_or_owner__wallet__sets_true_and_false_for_others(system: System) -> None:
    registry = system.registry
    assert registry.isAuthorizedOrOwner(agent_actor(1), 1) is True
    for other in (agent_actor(2), system.guardian, system.registrar, system.registry, ZERO):
        assert registry.isAuthorizedOrOwner(other, 1) is False


@pytest.mark.parametrize("unknown", [0, COHORT + 1, 2**256 - 1])
def test_is_authorized_or_owner__unknown_agent__reverts(system: System, unknown: int) -> None:
    for spender in (agent_actor(1), ZERO):
        with reverts("ERC721NonexistentToken", unknown):
            system.registry.isAuthorizedOrOwner(spender, unknown)


def test_set_authority__anybody__reverts(system: System) -> None:
    """X6: no contract's authority changes, not even by the authority itself."""
    for caller in (system.authority, system.guardian, system.stranger):
        with reverts("Unavailable", bytes.fromhex("7a9e5e4b")):
            system.registry.setAuthority(system.stranger, sender=caller)
    assert system.registry.authority() == system.authority.address
