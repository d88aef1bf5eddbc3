"""Proof that somebody holds an agent's key.

confirmWallet
├── caller is no agent's wallet ── reverts CallerNotAgent(caller, 0)
├── first time ── emits WalletProven, sets proven
└── again ── keeps, emits nothing
confirmWallets, for each
├── unknown agent ── emits ConfirmationSkipped(UnknownAgent)
├── after the deadline ── emits ConfirmationSkipped(DeadlinePassed); at it ── proves
├── another key, agent, wallet, deadline, contract or chain ── emits ConfirmationSkipped(InvalidSignature)
├── a contract as wallet ── as it answers (ERC-1271); what it does stops no other
├── proven already ── keeps, emits nothing
└── good ── emits WalletProven
payeeOf
├── unknown ── zero, UNKNOWN
├── unproven, whatever the status ── UNPROVEN
├── active ── PAYABLE; pending, suspended ── SUSPENDED; retired ── RETIRED
"""

from itertools import permutations
from typing import Any

import pytest

from tests.support.actors import actor, agent_actor
from tests.support.agents import (
    AGREES,
    AGREES_IN_4_BYTES,
    BURNS_GAS,
    DISAGREES,
    REVERTS,
    later_birth,
    request_wallet,
)
from tests.support.contract import reverts, selector
from tests.support.office import told
from tests.support.system import COHORT, DAY, ZERO, System

UNKNOWN, UNPAYABLE, PAYABLE, UNPROVEN, RETIRED = 0, 2, 1, 3, 4
TYPES = {"ConfirmWallet": "uint256 agentId,address wallet,uint256 deadline"}


def error(system: System, name: str) -> bytes:
    return selector(next(e for e in system.registry.abi if e.get("name") == name and e["type"] == "error"))


def confirm(system: System, *batch: tuple[int, int, bytes], at: int | None = None) -> list[tuple[Any, ...]]:
    return told(system.registry.confirmWallets(list(batch), sender=system.stranger, at=at))


def good(system: System, agent_id: int) -> tuple[int, int, bytes]:
    deadline = system.rpc.now + DAY
    return agent_id, deadline, system.sign_confirmation(agent_id, deadline)


def test_confirm_wallet__no_agent__reverts(sealed: System) -> None:
    for caller in (sealed.stranger, sealed.guardian, sealed.registrar):
        with reverts("CallerNotAgent", caller, 0):
            sealed.registry.confirmWallet(sender=caller)


def test_confirm_wallet__twice__emits_once(sealed: System) -> None:
    receipt = sealed.registry.confirmWallet(sender=agent_actor(7))
    assert told(receipt) == [("WalletProven", 7, agent_actor(7).address)]
    assert sealed.registry.agent(7).proven
    assert sealed.registry.confirmWallet(sender=agent_actor(7)).events == []
    assert not sealed.registry.agent(8).proven


def test_confirm_wallets__good__emits_and_sets(sealed: System) -> None:
    assert confirm(sealed, good(sealed, 1), good(sealed, COHORT)) == [
        ("WalletProven", 1, agent_actor(1).address),
        ("WalletProven", COHORT, agent_actor(COHORT).address),
    ]
    assert sealed.registry.agent(1).proven
    assert sealed.registry.payeeOf(1) == (agent_actor(1).address, PAYABLE)


def test_confirm_wallets__repeated__keeps(sealed: System) -> None:
    """Invariant 11: a replay changes nothing."""
    confirmation = good(sealed, 1)
    assert len(confirm(sealed, confirmation, confirmation)) == 1
    assert confirm(sealed, confirmation) == []


def test_confirm_wallets__empty__keeps(sealed: System) -> None:
    assert confirm(sealed) == []


@pytest.mark.parametrize("agent_id", [0, COHORT + 1, 2**256 - 1])
def test_confirm_wallets__unknown_agent__emits_skipped(sealed: System, agent_id: int) -> None:
    deadline = sealed.rpc.now + DAY
    assert confirm(sealed, (agent_id, deadline, b"")) == [
        ("ConfirmationSkipped", agent_id, error(sealed, "UnknownAgent"))
    ]


@pytest.mark.parametrize("early", [1, 0])
def test_confirm_wallets__until_the_deadline__emits_proven(sealed: System, early: int) -> None:
    confirmation = good(sealed, 1)
    proven = confirm(sealed, confirmation, at=confirmation[1] - early)
    assert proven == [("WalletProven", 1, agent_actor(1).address)]


def test_confirm_wallets__after_the_deadline__emits_skipped(sealed: System) -> None:
    confirmation = good(sealed, 1)
    skipped = confirm(sealed, confirmation, at=confirmation[1] + 1)
    assert skipped == [("ConfirmationSkipped", 1, error(sealed, "DeadlinePassed"))]
    assert not sealed.registry.agent(1).proven


@pytest.mark.parametrize("wrong", ["key", "agent", "wallet", "deadline", "contract", "chain", "length"])
def test_confirm_wallets__another_text__emits_skipped(sealed: System, wrong: str) -> None:
    deadline = sealed.rpc.now + DAY
    message: dict[str, Any] = {"agentId": 1, "wallet": agent_actor(1).address, "deadline": deadline}
    changes: dict[str, dict[str, Any]] = {
        "agent": {"agentId": 2},
        "wallet": {"wallet": ZERO},
        "deadline": {"deadline": deadline + 1},
    }
    domains: dict[str, dict[str, Any]] = {
        "contract": {"verifyingContract": sealed.cap.address},
        "chain": {"chainId": 1},
    }
    signer = agent_actor(2) if wrong == "key" else agent_actor(1)
    domain = sealed.identity_domain | domains.get(wrong, {})
    signature = signer.sign(domain, TYPES, message | changes.get(wrong, {}))
    if wrong == "length":
        signature = signature[:64]
    skipped = ("ConfirmationSkipped", 1, error(sealed, "InvalidSignature"))
    assert confirm(sealed, (1, deadline, signature)) == [skipped]
    assert not sealed.registry.agent(1).proven


@pytest.mark.parametrize("order", permutations(range(3)))
def test_confirm_wallets__bad_among_good__sets_the_good_in_any_order(
    sealed: System, order: tuple[int, ...]
) -> None:
    """N6, N8: forged, unknown and good in one batch."""
    forged = (3, sealed.rpc.now + DAY, sealed.sign_confirmation(3, sealed.rpc.now + DAY, sealed.stranger))
    batch = [good(sealed, 1), forged, (COHORT + 9, sealed.rpc.now + DAY, b"\1")]
    names = confirm(sealed, *[batch[i] for i in order], good(sealed, 2))
    assert sorted(name for name, *_ in names) == ["ConfirmationSkipped"] * 2 + ["WalletProven"] * 2
    assert [sealed.registry.agent(i).proven for i in (1, 2, 3)] == [True, True, False]


def test_confirm_wallets__contract_that_agrees__emits_proven(sealed: System) -> None:
    sealed.rpc.set_code(agent_actor(1).address, AGREES)
    told_events = confirm(sealed, (1, sealed.rpc.now + DAY, b"whatever it understands"))
    assert told_events == [("WalletProven", 1, agent_actor(1).address)]


@pytest.mark.parametrize("code", [DISAGREES, REVERTS, AGREES_IN_4_BYTES, BURNS_GAS])
def test_confirm_wallets__contract_that_does_not_agree__emits_skipped_and_pays_the_next(
    sealed: System, code: str
) -> None:
    """One bad wallet stops no other, whatever its code does."""
    sealed.rpc.set_code(agent_actor(1).address, code)
    told_events = confirm(sealed, (1, sealed.rpc.now + DAY, b""), good(sealed, 2))
    assert told_events == [
        ("ConfirmationSkipped", 1, error(sealed, "InvalidSignature")),
        ("WalletProven", 2, agent_actor(2).address),
    ]


def test_payee_of__unknown__sets_zero(sealed: System) -> None:
    for agent_id in (0, COHORT + 1):
        assert sealed.registry.payeeOf(agent_id) == (ZERO, UNKNOWN)


def test_payee_of__unproven__keeps_so_in_every_status(sealed: System) -> None:
    wallet = agent_actor(1).address
    assert sealed.registry.payeeOf(1) == (wallet, UNPROVEN)
    sealed.registry.suspend(1, sender=sealed.guardian)
    assert sealed.registry.payeeOf(1) == (wallet, UNPROVEN)
    sealed.registry.retire(1, sender=sealed.guardian)
    assert sealed.registry.payeeOf(1) == (wallet, UNPROVEN)
    assert confirm(sealed, good(sealed, 1)) == [("WalletProven", 1, wallet)]
    assert sealed.registry.payeeOf(1) == (wallet, RETIRED)


def test_payee_of__pending__sets_unpayable_until_admitted(system: System) -> None:
    agent_id = later_birth(system, 4)
    wallet = agent_actor(agent_id)
    assert system.registry.payeeOf(agent_id) == (wallet.address, UNPROVEN)
    system.registry.confirmWallet(sender=wallet)
    assert system.registry.payeeOf(agent_id) == (wallet.address, UNPAYABLE)
    system.registry.admit(agent_id, sender=system.guardian)
    assert system.registry.payeeOf(agent_id) == (wallet.address, PAYABLE)


def test_rotation__unproven_agent__sets_proven(sealed: System) -> None:
    """The new wallet signed; that is the proof."""
    new = actor("new wallet")
    request_wallet(sealed, 1, new)
    sealed.registry.completeWalletRequest(1, sender=sealed.stranger, at=sealed.rpc.now + 14 * DAY)
    assert sealed.registry.payeeOf(1) == (new.address, PAYABLE)
