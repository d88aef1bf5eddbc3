"""Holders of ROAD: agents that were paid, humans with a balance, and what holders sign."""

from typing import Any

import pytest

from .actors import Actor, agent_actor
from .contract import Event, Receipt, Revert
from .rpc import Rpc, RpcError
from .system import ROAD, System

FLEET = 14  # ten copilots and the foundation
FAR = 2**40 - 1  # a deadline

Signed = tuple[int, bytes, bytes]


@pytest.fixture(scope="session")
def founded(rpc: Rpc) -> System:
    """A closed bootstrap and fourteen agents, deployed once; nobody was paid."""
    system = System(rpc)
    system.birth(FLEET)
    return system


@pytest.fixture
def fleet(founded: System, isolated: None) -> System:
    """A closed bootstrap and fourteen agents, of whom nobody was paid."""
    return founded


def pay(system: System, to: Any, amount: int) -> Receipt:
    """The treasury hands out ROAD: pay where it goes to an agent."""
    receipt: Receipt = system.token.transfer(to, amount, sender=system.treasury)
    return receipt


def paid_agent(system: System, agent_id: int = 1, amount: int = 100 * ROAD) -> Actor:
    """A genesis agent that the treasury has paid."""
    pay(system, agent_actor(agent_id), amount)
    return agent_actor(agent_id)


def rich_human(system: System, name: str, *amounts: int) -> list[Actor]:
    """A verified human with a wallet for each of these balances."""
    wallets = system.human(name, len(amounts))
    for wallet, amount in zip(wallets, amounts, strict=True):
        if amount:
            pay(system, wallet, amount)
    return wallets


def split(signature: bytes) -> Signed:
    """(v, r, s)."""
    return signature[64], signature[:32], signature[32:64]


def sign_permit(
    system: System,
    owner: Actor,
    spender: Any,
    value: int,
    deadline: int = FAR,
    *,
    nonce: int | None = None,
    signer: Actor | None = None,
    domain: dict[str, Any] | None = None,
) -> Signed:
    """The owner's consent to an allowance."""
    message = {
        "owner": owner.address,
        "spender": getattr(spender, "address", spender),
        "value": value,
        "nonce": system.token.nonces(owner) if nonce is None else nonce,
        "deadline": deadline,
    }
    types = {"Permit": "address owner,address spender,uint256 value,uint256 nonce,uint256 deadline"}
    domain = domain or system.domain("BlackRoad", system.token)
    return split((signer or owner).sign(domain, types, message))


def sign_delegation(
    system: System,
    account: Actor,
    delegatee: Any,
    expiry: int = FAR,
    *,
    nonce: int | None = None,
    domain: dict[str, Any] | None = None,
) -> Signed:
    """An agent's signed choice of who casts its units."""
    message = {
        "delegatee": getattr(delegatee, "address", delegatee),
        "nonce": system.token.nonces(account) if nonce is None else nonce,
        "expiry": expiry,
    }
    types = {"Delegation": "address delegatee,uint256 nonce,uint256 expiry"}
    return split(account.sign(domain or system.domain("BlackRoad", system.token), types, message))


def tried(system: System, sender: Any, to: Any, amount: int) -> Revert | None:
    """How a transfer ends, without mining it; None where it goes through."""
    data = system.token.calldata("transfer", to, amount)
    try:
        system.rpc.call(system.token.address, data, getattr(sender, "address", sender))
    except RpcError as error:
        return system.errors.revert(error)
    return None


def history(system: System, *names: str) -> list[Event]:
    """Every event of the cap with one of these names, from the beginning."""
    events = [system.errors.event(log) for log in system.rpc.logs([system.cap.address])]
    return [event for event in events if event.name in names]
