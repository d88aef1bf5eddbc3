"""Agents in the states that tests start from, wallets with code, and a governor that acts for a proposer."""

from typing import Any

import pytest

from .actors import Actor, agent_actor
from .contract import Receipt
from .rpc import Rpc
from .system import COHORT, System

MAGIC = "631626ba7e60e01b5f52"  # ERC-1271's answer, in memory
AGREES = "0x" + MAGIC + "60205ff3"
AGREES_IN_4_BYTES = "0x" + MAGIC + "60045ff3"
DISAGREES = "0x5f5f5260205ff3"  # 32 bytes of zero
REVERTS = "0x5f5ffd"
BURNS_GAS = "0xfe"


def obeys(address: str) -> str:
    """Code of a wallet that takes what this key signed, whatever wallet it was meant for."""
    message = "6004355f5260a43560f81c60205260643560405260843560605260205f60805f60015afa50"
    return f"0x{message}5f5173{address[2:]}14631626ba7e0260e01b5f5260205ff3"


def answers(address: str) -> str:
    """Code that answers every call with this address."""
    return f"0x73{address[2:]}5f5260205ff3"


@pytest.fixture(scope="session")
def cohort(rpc: Rpc) -> System:
    """All genesis agents but the last born, none confirmed."""
    system = System(rpc)
    system.birth(COHORT - 1)
    return system


@pytest.fixture
def unsealed(cohort: System, isolated: None) -> System:
    """One genesis agent is not born yet."""
    return cohort


@pytest.fixture
def sealed(unsealed: System) -> System:
    """The genesis cohort is complete; nobody has confirmed a wallet, nothing is activated."""
    unsealed.birth(1)
    return unsealed


def name_of(agent_id: int) -> bytes:
    """The name that the tests give an agent."""
    return f"P{agent_id}".encode().ljust(32, b"\0")


def later_birth(system: System, category: int, *, name: str = "later", at: int | None = None) -> int:
    """Births a later agent, with a wallet and a key of its own; it is pending. Returns its id."""
    agent_id: int = system.registry.agentCount() + 1
    wallet, called = agent_actor(agent_id), name.encode().ljust(32, b"\0")
    system.registry.birth(wallet, category, called, sender=system.registrar, at=at)
    return agent_id


def govern(system: System, proposer: Actor | str) -> tuple[str, str]:
    """Hands over to executors that say that `proposer` proposed: the operations' and the critical one."""
    operations, critical = system.peer("OperationsExecutor"), system.peer("CriticalExecutor")
    for executor in (operations, critical):
        system.rpc.set_code(executor, answers(proposer.address if isinstance(proposer, Actor) else proposer))
    system.hand_over()
    return operations, critical


def sign_rotation(
    system: System,
    agent_id: int,
    new: Actor,
    deadline: int,
    *,
    signer: Actor,
    nonce: int | None = None,
    domain: dict[str, Any] | None = None,
) -> bytes:
    """The old wallet's consent to a rotation that somebody else sends."""
    message = {
        "agentId": agent_id,
        "newWallet": new.address,
        "nonce": system.registry.nonces(signer) if nonce is None else nonce,
        "deadline": deadline,
    }
    types = {"RotateWallet": "uint256 agentId,address newWallet,uint256 nonce,uint256 deadline"}
    return signer.sign(domain or system.identity_domain, types, message)


def request_wallet(system: System, agent_id: int, new: Actor, *, at: int | None = None) -> Receipt:
    """The registrar asks for another wallet of an agent."""
    deadline = (at or system.rpc.now) + 200
    consent = system.sign_wallet(agent_id, new, deadline)
    receipt: Receipt = system.registry.requestWallet(
        agent_id, new, deadline, consent, sender=system.registrar, at=at
    )
    return receipt
