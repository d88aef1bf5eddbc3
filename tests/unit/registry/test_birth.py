"""Births after the genesis, by ours and by the standard's functions.

birth, register (three of them)
├── caller is not the registrar ── reverts AccessManagedUnauthorized
├── births paused ── reverts Held
├── genesis not complete ── reverts GenesisNotSealed
├── the category had its births of 90 days ── reverts BirthLimitReached
├── wallet taken, no name ── reverts as in a batch
└── otherwise ── emits in the standard's order, sets a pending agent
register
├── () ── default URI
├── (uri) ── sets it
├── (uri, metadata) ── sets all, emits each last
│   └── an entry for agentWallet ── reverts MetadataKeyReserved, births nobody
└── a second one by the same registrar ── reverts WalletTaken
"""

from typing import Any

import pytest
from eth_utils import keccak

from tests.support.actors import actor, agent_actor
from tests.support.agents import later_birth
from tests.support.contract import reverts
from tests.support.office import told
from tests.support.system import CATEGORIES, COHORT, DAY, ZERO, System, class_

ID = COHORT + 1
WALLET_KEY = keccak(text="agentWallet")
NAME = b"later".ljust(32, b"\0")
REGISTER = "register()"
REGISTER_URI = "register(string)"
REGISTER_ALL = "register(string,(string,bytes)[])"
CALLS = {
    "birth": ("birth(address,uint8,bytes32)", agent_actor(ID), 4, NAME),
    "plain": (REGISTER,),
    "uri": (REGISTER_URI, "ipfs://x"),
    "metadata": (REGISTER_ALL, "ipfs://x", [("key", b"value")]),
}
every_call = pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)


@every_call
@pytest.mark.parametrize("caller", ["guardian", "attestor", "stranger", "agent"])
def test_birth__not_the_registrar__reverts(system: System, call: Any, caller: str) -> None:
    """N9."""
    sender = agent_actor(1) if caller == "agent" else getattr(system, caller)
    with reverts("AccessManagedUnauthorized", sender):
        system.registry.fn(call[0])(*call[1:], sender=sender)


@every_call
def test_birth__genesis_not_complete__reverts(unsealed: System, call: Any) -> None:
    with reverts("GenesisNotSealed", COHORT - 1, COHORT):
        unsealed.registry.fn(call[0])(*call[1:], sender=unsealed.registrar)


@every_call
def test_birth__paused__reverts(system: System, call: Any) -> None:
    system.registry.pauseBirths(sender=system.guardian)
    with reverts("Held", b"births".ljust(32, b"\0"), system.rpc.now + 3 * DAY):
        system.registry.fn(call[0])(*call[1:], sender=system.registrar)


@every_call
def test_birth__limit_reached__reverts(system: System, call: Any) -> None:
    later_birth(system, CATEGORIES.index("service"))
    with reverts("BirthLimitReached", CATEGORIES.index("service"), 1, system.rpc.now + 90 * DAY):
        system.registry.fn(call[0])(*call[1:], sender=system.registrar)


def test_birth__wallet_not_free__reverts(system: System) -> None:
    taken = [ZERO, agent_actor(1), system.guardian, system.recovery, system.successor]
    for wallet in taken:
        with reverts("WalletTaken", wallet):
            system.registry.birth(wallet, 0, NAME, sender=system.registrar)
    with reverts("NameZero", ID):
        system.registry.birth(actor("new"), 0, bytes(32), sender=system.registrar)
    assert system.registry.agentCount() == COHORT


@pytest.mark.parametrize("category", range(5))
def test_birth__later_agent__emits_and_sets_pending(system: System, category: int) -> None:
    wallet = actor("later agent").address
    receipt = system.registry.birth(wallet, category, NAME, sender=system.registrar)
    assert told(receipt) == [
        ("AgentBorn", ID, wallet, category, NAME, 1),
        ("Transfer", ZERO, wallet, ID),
        ("Registered", ID, f"urn:blackroad:agent:{ID}", wallet),
        ("MetadataSet", ID, WALLET_KEY, "agentWallet", bytes.fromhex(wallet[2:])),
    ]
    assert system.registry.agent(ID) == {
        "wallet": wallet,
        "category": category,
        "status": 1,
        "proven": False,
        "bornAt": system.rpc.now,
        "suspendedUntil": 0,
        "suspensions": 0,
    }
    assert system.registry.agentCount() == ID
    assert not system.registry.isActive(ID)
    assert system.cap.classOf(wallet) == class_("none")
    assert system.registry.membersOf(category) == [10, 4, 1173, 59, 4][category]
    assert system.treasury.entitlementOf(ID) == 0


def born(system: System, uri: str) -> list[tuple[object, ...]]:
    """The events of a registration by the registrar."""
    wallet = system.registrar.address
    return [
        ("AgentBorn", ID, wallet, 4, f"P{ID}".encode().ljust(32, b"\0"), 1),
        ("Transfer", ZERO, wallet, ID),
        ("Registered", ID, uri, wallet),
        ("MetadataSet", ID, WALLET_KEY, "agentWallet", bytes.fromhex(wallet[2:])),
    ]


def test_register__plain__emits_the_default_uri(system: System) -> None:
    receipt = system.registry.fn(REGISTER)(sender=system.registrar)
    assert told(receipt) == born(system, f"urn:blackroad:agent:{ID}")
    assert system.registry.tokenURI(ID) == f"urn:blackroad:agent:{ID}"
    assert system.registry.ownerOf(ID) == system.registrar.address


def test_register__uri__emits_and_sets_it(system: System) -> None:
    receipt = system.registry.fn(REGISTER_URI)("ipfs://x", sender=system.registrar)
    assert told(receipt) == born(system, "ipfs://x")
    assert system.registry.tokenURI(ID) == "ipfs://x"


def test_register__metadata__emits_each_entry_last(system: System) -> None:
    entries = [("b", b"2"), ("a", b""), ("b", b"3")]
    receipt = system.registry.fn(REGISTER_ALL)("ipfs://x", entries, sender=system.registrar)
    told_entries = [("MetadataSet", ID, keccak(text=key), key, value) for key, value in entries]
    assert told(receipt) == born(system, "ipfs://x") + told_entries
    assert system.registry.getMetadata(ID, "b") == b"3"
    assert system.registry.tokenURI(ID) == "ipfs://x"


def test_register__entry_for_the_wallet__reverts(system: System) -> None:
    entries = [("a", b"1"), ("agentWallet", b"2")]
    with reverts("MetadataKeyReserved", "agentWallet"):
        system.registry.fn(REGISTER_ALL)("ipfs://x", entries, sender=system.registrar)
    assert system.registry.agentCount() == COHORT


def test_register__registrar_is_an_agent_already__reverts(system: System) -> None:
    """N1."""
    system.registry.fn(REGISTER)(sender=system.registrar)
    later = system.rpc.now + 90 * DAY
    with reverts("WalletTaken", system.registrar):
        system.registry.fn(REGISTER)(sender=system.registrar, at=later)
