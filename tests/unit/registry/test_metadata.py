"""What an agent says of itself.

setAgentURI
├── unknown agent ── reverts ERC721NonexistentToken
├── caller is not its wallet ── reverts CallerNotAgent
└── its wallet ── sets tokenURI, emits MetadataUpdate and URIUpdated
    └── first act of the wallet ── proves it
tokenURI
├── never set, or set to nothing ── base and id
└── unknown ── reverts ERC721NonexistentToken
setMetadata
├── unknown agent ── reverts ERC721NonexistentToken
├── caller is not its wallet ── reverts CallerNotAgent, also for the reserved key
├── key agentWallet ── reverts MetadataKeyReserved; the comparison is exact
└── another key, the empty one included ── sets, overwrites, empties; emits MetadataSet
getMetadata
├── agentWallet ── the wallet, 20 bytes; follows a rotation
└── unknown key, unknown agent ── nothing
unsetAgentWallet
├── unknown agent ── reverts ERC721NonexistentToken
└── otherwise ── reverts WalletRequired, for the agent too
"""

from typing import Any

import pytest
from eth_utils import keccak

from tests.support.actors import actor, agent_actor
from tests.support.contract import reverts
from tests.support.office import told
from tests.support.system import COHORT, System

AGENT = agent_actor(1)
BASE = "urn:blackroad:agent:"
UNKNOWN = COHORT + 1


def test_set_agent_uri__unknown_agent__reverts(system: System) -> None:
    with reverts("ERC721NonexistentToken", UNKNOWN):
        system.registry.setAgentURI(UNKNOWN, "ipfs://x", sender=AGENT)


@pytest.mark.parametrize("caller", ["guardian", "registrar", "stranger", "neighbour"])
def test_set_agent_uri__not_its_wallet__reverts(system: System, caller: str) -> None:
    sender = agent_actor(2) if caller == "neighbour" else getattr(system, caller)
    with reverts("CallerNotAgent", sender, 1):
        system.registry.setAgentURI(1, "ipfs://x", sender=sender)
    assert system.registry.tokenURI(1) == BASE + "1"


def test_set_agent_uri__its_wallet__emits_and_sets(system: System) -> None:
    receipt = system.registry.setAgentURI(1, "ipfs://agent", sender=AGENT)
    assert told(receipt) == [("MetadataUpdate", 1), ("URIUpdated", 1, "ipfs://agent", AGENT.address)]
    assert system.registry.tokenURI(1) == "ipfs://agent"
    assert system.registry.tokenURI(2) == BASE + "2"


def test_set_agent_uri__to_nothing__sets_the_default_again(system: System) -> None:
    system.registry.setAgentURI(1, "ipfs://agent", sender=AGENT)
    receipt = system.registry.setAgentURI(1, "", sender=AGENT)
    assert told(receipt) == [("MetadataUpdate", 1), ("URIUpdated", 1, "", AGENT.address)]
    assert system.registry.tokenURI(1) == BASE + "1"


@pytest.mark.parametrize("call", [("setAgentURI", 1, "x"), ("setMetadata", 1, "k", b"v")])
def test_first_act__unproven_wallet__emits_wallet_proven_first(sealed: System, call: Any) -> None:
    function, *arguments = call
    receipt = sealed.registry.fn(function)(*arguments, sender=AGENT)
    assert told(receipt)[0] == ("WalletProven", 1, AGENT.address)
    assert sealed.registry.agent(1).proven


@pytest.mark.parametrize("unknown", [0, UNKNOWN])
def test_token_uri__unknown_agent__reverts(system: System, unknown: int) -> None:
    with reverts("ERC721NonexistentToken", unknown):
        system.registry.tokenURI(unknown)


def test_set_metadata__unknown_agent__reverts(system: System) -> None:
    with reverts("ERC721NonexistentToken", UNKNOWN):
        system.registry.setMetadata(UNKNOWN, "key", b"", sender=AGENT)


@pytest.mark.parametrize("key", ["key", "agentWallet"])
def test_set_metadata__not_its_wallet__reverts(system: System, key: str) -> None:
    for caller in (agent_actor(2), system.guardian, system.registrar):
        with reverts("CallerNotAgent", caller, 1):
            system.registry.setMetadata(1, key, b"x", sender=caller)
    assert system.registry.getMetadata(1, "key") == b""


def test_set_metadata__key_of_the_wallet__reverts(system: System) -> None:
    with reverts("MetadataKeyReserved", "agentWallet"):
        system.registry.setMetadata(1, "agentWallet", agent_actor(2).address.encode(), sender=AGENT)


@pytest.mark.parametrize("key", ["agentwallet", "AgentWallet", "agentWallet ", "agentWallet\0", "", "é"])
@pytest.mark.parametrize("value", [b"", b"\0", b"x" * 1000])
def test_set_metadata__any_other_key__emits_and_sets(system: System, key: str, value: bytes) -> None:
    receipt = system.registry.setMetadata(1, key, value, sender=AGENT)
    assert told(receipt) == [("MetadataSet", 1, keccak(text=key), key, value)]
    assert system.registry.getMetadata(1, key) == value
    assert system.registry.getMetadata(2, key) == b""


def test_set_metadata__again__sets_the_last_value(system: System) -> None:
    for value in (b"long" * 20, b"short", b""):
        system.registry.setMetadata(1, "key", value, sender=AGENT)
        assert system.registry.getMetadata(1, "key") == value


def test_get_metadata__key_of_the_wallet__sets_20_bytes_that_follow_a_rotation(system: System) -> None:
    assert system.registry.getMetadata(1, "agentWallet") == bytes.fromhex(AGENT.address[2:])
    new = actor("new wallet")
    system.registry.setMetadata(1, "key", b"kept", sender=AGENT)
    system.rotate(1, AGENT, new)
    assert system.registry.getMetadata(1, "agentWallet") == bytes.fromhex(new.address[2:])
    assert system.registry.getMetadata(1, "key") == b"kept"


@pytest.mark.parametrize("unknown", [0, UNKNOWN, 2**256 - 1])
def test_get_metadata__unknown_agent__keeps_nothing(system: System, unknown: int) -> None:
    assert system.registry.getMetadata(unknown, "agentWallet") == b""
    assert system.registry.getMetadata(unknown, "key") == b""


@pytest.mark.parametrize("caller", [AGENT, agent_actor(2)])
def test_unset_agent_wallet__agent__reverts(system: System, caller: str) -> None:
    with reverts("WalletRequired", 1):
        system.registry.unsetAgentWallet(1, sender=caller)


def test_unset_agent_wallet__unknown_agent__reverts(system: System) -> None:
    with reverts("ERC721NonexistentToken", UNKNOWN):
        system.registry.unsetAgentWallet(UNKNOWN, sender=AGENT)
