"""An agent moves to another wallet by two signatures that anyone relays.

rotateWallet
├── unknown agent ── reverts ERC721NonexistentToken
├── old wallet's consent is not over exactly this, by its nonce ── reverts InvalidSignature(old)
├── new wallet's consent is not over exactly this, or used ── reverts InvalidSignature(new)
├── deadline passed ── reverts DeadlinePassed; in its second, however far it was ── moves
├── new wallet not free, agent retired ── reverts WalletTaken, WrongStatus
└── otherwise ── moves, uses the nonce
    └── sent again, or back ── reverts
"""

from typing import Any

import pytest

from tests.support.actors import Actor, actor, agent_actor
from tests.support.agents import AGREES, sign_rotation
from tests.support.contract import Receipt, reverts
from tests.support.system import COHORT, DAY, System

OLD, NEW = agent_actor(1), actor("new wallet")


def relay(
    system: System, new: Actor = NEW, *, old: Actor = OLD, deadline: int = 0, at: int | None = None
) -> Receipt:
    deadline = deadline or system.rpc.now + DAY
    consents = sign_rotation(system, 1, new, deadline, signer=old), system.sign_wallet(1, new, deadline)
    receipt: Receipt = system.registry.rotateWallet(
        1, new, deadline, *consents, sender=system.stranger, at=at
    )
    return receipt


def test_rotate_wallet__unknown_agent__reverts(system: System) -> None:
    with reverts("ERC721NonexistentToken", COHORT + 1):
        system.registry.rotateWallet(COHORT + 1, NEW, 2**40, b"", b"", sender=system.stranger)


def test_rotate_wallet__both_signed__sets_the_new_wallet(system: System) -> None:
    receipt = relay(system)
    assert receipt.of("WalletRotated")[0].args == {
        "agentId": 1,
        "previous": OLD.address,
        "current": NEW.address,
    }
    assert (system.registry.agentOf(NEW), system.registry.agentOf(OLD)) == (1, 0)
    assert (system.registry.agentEverOf(NEW), system.registry.agentEverOf(OLD)) == (1, 1)
    assert (system.registry.nonces(OLD), system.registry.nonces(NEW)) == (1, 0)


@pytest.mark.parametrize("wrong", ["signer", "nonce", "agent", "wallet", "deadline", "contract", "chain"])
def test_rotate_wallet__old_wallet_signed_something_else__reverts(system: System, wrong: str) -> None:
    """Invariant 11, N8, A11."""
    deadline = system.rpc.now + DAY
    domains: dict[str, dict[str, Any]] = {
        "contract": {"verifyingContract": system.cap.address},
        "chain": {"chainId": 10},
    }
    old_consent = sign_rotation(
        system,
        2 if wrong == "agent" else 1,
        actor("another") if wrong == "wallet" else NEW,
        deadline + (wrong == "deadline"),
        signer=NEW if wrong == "signer" else OLD,
        nonce=1 if wrong == "nonce" else 0,
        domain=system.identity_domain | domains.get(wrong, {}),
    )
    consent = system.sign_wallet(1, NEW, deadline)
    with reverts("InvalidSignature", OLD):
        system.registry.rotateWallet(1, NEW, deadline, old_consent, consent, sender=system.stranger)
    assert system.registry.nonces(OLD) == 0


@pytest.mark.parametrize("wrong", ["signer", "agent", "owner", "deadline"])
def test_rotate_wallet__new_wallet_signed_something_else__reverts(system: System, wrong: str) -> None:
    deadline = system.rpc.now + DAY
    consent = system.sign_wallet(
        2 if wrong == "agent" else 1,
        NEW if wrong != "signer" else OLD,
        deadline + (wrong == "deadline"),
        NEW.address if wrong == "owner" else OLD.address,
    )
    old_consent = sign_rotation(system, 1, NEW, deadline, signer=OLD)
    with reverts("InvalidSignature", NEW):
        system.registry.rotateWallet(1, NEW, deadline, old_consent, consent, sender=system.stranger)
    assert system.registry.ownerOf(1) == OLD.address


@pytest.mark.parametrize("ahead", [1, 400 * DAY])
def test_rotate_wallet__deadline__reverts_one_second_later(system: System, ahead: int) -> None:
    deadline = system.rpc.now + ahead
    with reverts("DeadlinePassed", deadline):
        relay(system, deadline=deadline, at=deadline + 1)
    relay(system, deadline=deadline, at=deadline)


def test_rotate_wallet__replayed__reverts(system: System) -> None:
    """Invariant 11: neither signature serves twice, and the way back is closed."""
    deadline = system.rpc.now + DAY
    consents = sign_rotation(system, 1, NEW, deadline, signer=OLD), system.sign_wallet(1, NEW, deadline)
    system.registry.rotateWallet(1, NEW, deadline, *consents, sender=system.stranger)
    with reverts("InvalidSignature", NEW):
        system.registry.rotateWallet(1, NEW, deadline, *consents, sender=system.stranger)
    old_consent = sign_rotation(system, 1, NEW, deadline, signer=NEW)
    with reverts("InvalidSignature", NEW):
        system.registry.rotateWallet(1, NEW, deadline, old_consent, consents[1], sender=system.stranger)
    with reverts("WalletTaken", OLD):
        relay(system, OLD, old=NEW)


def test_rotate_wallet__not_free__reverts(system: System) -> None:
    for taken in (OLD, agent_actor(2), system.guardian, system.recovery, system.successor):
        with reverts("WalletTaken", taken):
            relay(system, taken)


def test_rotate_wallet__retired__reverts(system: System) -> None:
    system.registry.retire(1, sender=system.guardian)
    with reverts("WrongStatus", 1, 4):
        relay(system)


def test_rotate_wallet__contract_as_old_wallet__sets_where_it_agrees(system: System) -> None:
    system.rpc.set_code(OLD.address, AGREES)
    deadline = system.rpc.now + DAY
    consent = system.sign_wallet(1, NEW, deadline)
    system.registry.rotateWallet(1, NEW, deadline, b"any", consent, sender=system.stranger)
    assert system.registry.ownerOf(1) == NEW.address
