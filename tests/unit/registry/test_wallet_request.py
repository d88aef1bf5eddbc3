"""A wallet for an agent that lost its key: 14 days in which the old wallet or the guardian can say no.

requestWallet
├── caller is not the registrar ── reverts AccessManagedUnauthorized
├── requests paused ── reverts Held
├── unknown agent ── reverts ERC721NonexistentToken
├── consent over something else, used, or late ── reverts InvalidSignature, DeadlinePassed
└── otherwise ── emits, sets; a second one replaces the first and starts its time
cancelWalletRequest
├── neither the old wallet nor the guardian ── reverts CallerNotAgent
├── nothing requested ── reverts NoWalletRequest
├── the guardian in the second of its seat, or while vacant ── reverts CallerNotAgent
└── otherwise ── emits, deletes; works while paused
completeWalletRequest
├── paused ── reverts Held
├── nothing requested, or carried out ── reverts NoWalletRequest
├── one second before 14 days ── reverts WalletRequestNotReady
├── the wallet was taken meanwhile, the agent retired ── reverts WalletTaken, WrongStatus
└── after 14 days ── anyone; moves, proves, deletes
a rotation by the old wallet ── deletes the request
"""

import pytest

from tests.support.actors import actor, agent_actor
from tests.support.agents import request_wallet
from tests.support.contract import reverts
from tests.support.office import rotate_office, told, vacate
from tests.support.system import COHORT, DAY, ZERO, System

OLD, NEW = agent_actor(1), actor("new wallet")
DELAY = 14 * DAY
SCOPE = b"walletRequests".ljust(32, b"\0")
NOTHING = {"newWallet": ZERO, "readyAt": 0}


@pytest.mark.parametrize("caller", ["guardian", "attestor", "stranger", "agent"])
def test_request_wallet__not_the_registrar__reverts(system: System, caller: str) -> None:
    sender = OLD if caller == "agent" else getattr(system, caller)
    deadline = system.rpc.now + DAY
    with reverts("AccessManagedUnauthorized", sender):
        consent = system.sign_wallet(1, NEW, deadline)
        system.registry.requestWallet(1, NEW, deadline, consent, sender=sender)


def test_request_wallet__unknown_agent__reverts(system: System) -> None:
    with reverts("ERC721NonexistentToken", COHORT + 1):
        system.registry.requestWallet(COHORT + 1, NEW, 2**40, b"", sender=system.registrar)


def test_request_wallet__wrong_consent__reverts(system: System) -> None:
    """X5: the registrar has no signature of its own to offer."""
    deadline = system.rpc.now + DAY
    for consent in (
        system.sign_wallet(2, NEW, deadline),
        system.sign_wallet(1, OLD, deadline, OLD.address),
        b"",
    ):
        with reverts("InvalidSignature", NEW):
            system.registry.requestWallet(1, NEW, deadline, consent, sender=system.registrar)
    with reverts("InvalidSignature", ZERO):
        system.registry.requestWallet(1, ZERO, deadline, bytes(65), sender=system.registrar)


def test_request_wallet__late__reverts(system: System) -> None:
    deadline = system.rpc.now + 10
    consent = system.sign_wallet(1, NEW, deadline)
    with reverts("DeadlinePassed", deadline):
        system.registry.requestWallet(1, NEW, deadline, consent, sender=system.registrar, at=deadline + 1)
    system.registry.requestWallet(1, NEW, deadline, consent, sender=system.registrar, at=deadline)


def test_request_wallet__lost_key__emits_and_sets(system: System) -> None:
    receipt = request_wallet(system, 1, NEW)
    ready = system.rpc.now + DELAY
    assert told(receipt) == [("WalletRequested", 1, NEW.address, ready)]
    assert system.registry.walletRequest(1) == {"newWallet": NEW.address, "readyAt": ready}
    assert system.registry.walletRequest(2) == NOTHING
    assert system.registry.ownerOf(1) == OLD.address


def test_request_wallet__consent_used__reverts_also_after_a_cancel(system: System) -> None:
    """Invariant 11: one consent opens one request, whichever way it ended."""
    deadline = system.rpc.now + 250
    consent = system.sign_wallet(1, NEW, deadline)
    system.registry.requestWallet(1, NEW, deadline, consent, sender=system.registrar)
    system.registry.cancelWalletRequest(1, sender=OLD)
    with reverts("InvalidSignature", NEW):
        system.registry.requestWallet(1, NEW, deadline, consent, sender=system.registrar)
    with reverts("InvalidSignature", NEW):
        system.registry.setAgentWallet(1, NEW, deadline, consent, sender=OLD)


def test_request_wallet__again__sets_the_last_one_with_its_own_time(system: System) -> None:
    request_wallet(system, 1, NEW)
    system.rpc.travel(DELAY - 1)
    third = actor("third")
    request_wallet(system, 1, third)
    ready = system.rpc.now + DELAY
    with reverts("WalletRequestNotReady", 1, ready):
        system.registry.completeWalletRequest(1, sender=system.stranger, at=ready - 1)
    system.registry.completeWalletRequest(1, sender=system.stranger, at=ready)
    assert system.registry.ownerOf(1) == third.address


@pytest.mark.parametrize("caller", ["agent", "guardian"])
def test_cancel__old_wallet_or_guardian__emits_and_deletes(system: System, caller: str) -> None:
    """X5."""
    request_wallet(system, 1, NEW)
    sender = OLD if caller == "agent" else system.guardian
    receipt = system.registry.cancelWalletRequest(1, sender=sender, at=system.rpc.now + DELAY)
    heartbeat = [("Heartbeat", 1, system.rpc.now)] if caller == "guardian" else []
    assert told(receipt) == [*heartbeat, ("WalletRequestCancelled", 1, NEW.address, sender.address)]
    assert system.registry.walletRequest(1) == NOTHING
    with reverts("NoWalletRequest", 1):
        system.registry.completeWalletRequest(1, sender=system.stranger)


def test_cancel__anybody_else__reverts(system: System) -> None:
    request_wallet(system, 1, NEW)
    for sender in (NEW, agent_actor(2), system.registrar, system.recovery, system.successor, system.stranger):
        with reverts("CallerNotAgent", sender, 1):
            system.registry.cancelWalletRequest(1, sender=sender)


def test_cancel__nothing_requested__reverts(system: System) -> None:
    for sender in (OLD, system.guardian):
        with reverts("NoWalletRequest", 1):
            system.registry.cancelWalletRequest(1, sender=sender)


def test_cancel__office_vacant_or_just_taken__reverts(system: System) -> None:
    """Invariant 28: nobody uses the office in the block in which it was accepted."""
    request_wallet(system, 1, NEW)
    next_guardian = actor("next guardian")
    rotate_office(system, next_guardian)
    for sender in (system.guardian, next_guardian):
        with reverts("CallerNotAgent", sender, 1):
            system.registry.cancelWalletRequest(1, sender=sender, at=system.rpc.now)
    vacate(system)
    with reverts("CallerNotAgent", next_guardian, 1):
        system.registry.cancelWalletRequest(1, sender=next_guardian)
    system.registry.cancelWalletRequest(1, sender=OLD)


@pytest.mark.parametrize("agent_id", [0, 1, COHORT + 1])
def test_complete__nothing_requested__reverts(system: System, agent_id: int) -> None:
    with reverts("NoWalletRequest", agent_id):
        system.registry.completeWalletRequest(agent_id, sender=system.stranger)


def test_complete__14_days__reverts_one_second_earlier(system: System) -> None:
    request_wallet(system, 1, NEW)
    ready = system.rpc.now + DELAY
    for at in (system.rpc.now + 1, ready - 1):
        with reverts("WalletRequestNotReady", 1, ready):
            system.registry.completeWalletRequest(1, sender=system.registrar, at=at)
    receipt = system.registry.completeWalletRequest(1, sender=system.stranger, at=ready)
    assert told(receipt)[0] == ("WalletRotated", 1, OLD.address, NEW.address)
    assert (system.registry.agentOf(NEW), system.registry.agentOf(OLD)) == (1, 0)
    with reverts("NoWalletRequest", 1):
        system.registry.completeWalletRequest(1, sender=system.stranger)


def test_complete__wallet_taken_meanwhile__reverts(system: System) -> None:
    request_wallet(system, 1, NEW)
    system.rotate(2, agent_actor(2), NEW)
    with reverts("WalletTaken", NEW):
        system.registry.completeWalletRequest(1, sender=system.stranger, at=system.rpc.now + DELAY)


def test_complete__agent_retired_meanwhile__reverts(system: System) -> None:
    request_wallet(system, 1, NEW)
    system.registry.retire(1, sender=system.guardian)
    with reverts("WrongStatus", 1, 4):
        system.registry.completeWalletRequest(1, sender=system.stranger, at=system.rpc.now + DELAY)


def test_complete__rotated_meanwhile__reverts(system: System) -> None:
    """The key was not lost: what the registrar asked for is void."""
    request_wallet(system, 1, NEW)
    system.rotate(1, OLD, actor("own choice"))
    with reverts("NoWalletRequest", 1):
        system.registry.completeWalletRequest(1, sender=system.stranger, at=system.rpc.now + DELAY)


def test_pause__wallet_requests__reverts_all_but_the_cancel(system: System) -> None:
    request_wallet(system, 1, NEW)
    request_wallet(system, 2, actor("third"))
    system.rpc.travel(DELAY)
    system.registry.pauseWalletRequests(sender=system.guardian)
    until = system.rpc.now + 3 * DAY
    with reverts("Held", SCOPE, until):
        system.registry.completeWalletRequest(1, sender=system.stranger, at=until - 1)
    with reverts("Held", SCOPE, until):
        request_wallet(system, 3, actor("fourth"))
    system.registry.cancelWalletRequest(2, sender=agent_actor(2))
    system.rotate(4, agent_actor(4), actor("own choice"))
    system.registry.completeWalletRequest(1, sender=system.stranger, at=until)
