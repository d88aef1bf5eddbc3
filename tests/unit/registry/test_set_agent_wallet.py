"""An agent moves to another wallet by a call of the old one.

setAgentWallet
├── unknown agent ── reverts ERC721NonexistentToken
├── caller is not its wallet ── reverts CallerNotAgent
├── deadline more than 5 minutes away ── reverts DeadlineTooFar; at 5 minutes ── moves
├── deadline passed ── reverts DeadlinePassed; in its second ── moves
├── new wallet's consent is not over exactly this, or used ── reverts InvalidSignature
├── new wallet an agent's, its own, an officer's, one that an agent left ── reverts WalletTaken
├── new wallet a human's, or former with a balance ── reverts
├── agent retired, or suspended by governance ── reverts WrongStatus
└── otherwise ── emits in the standard's order; class, freeze, halt, claims follow
    ├── old wallet empty ── belongs to nobody
    ├── old wallet with ROAD ── former: may send, not receive
"""

from typing import Any

import pytest
from eth_utils import keccak

from tests.support.actors import actor, agent_actor
from tests.support.agents import AGREES, DISAGREES, later_birth
from tests.support.contract import reverts
from tests.support.office import told
from tests.support.system import COHORT, DAY, ROAD, ZERO, System, class_, reason

OLD, NEW = agent_actor(1), actor("new wallet")
WALLET_KEY = keccak(text="agentWallet")
TYPES = {"AgentWalletSet": "uint256 agentId,address newWallet,address owner,uint256 deadline"}


def move(system: System, agent_id: int = 1, new: Any = NEW, *, sender: Any = OLD, ahead: int = 200) -> Any:
    deadline = system.rpc.now + 1 + ahead
    consent = system.sign_wallet(agent_id, new, deadline)
    return system.registry.setAgentWallet(agent_id, new, deadline, consent, sender=sender)


@pytest.mark.parametrize("unknown", [0, COHORT + 1])
def test_set_agent_wallet__unknown_agent__reverts(system: System, unknown: int) -> None:
    with reverts("ERC721NonexistentToken", unknown):
        system.registry.setAgentWallet(unknown, NEW, system.rpc.now + 9, b"", sender=OLD)


@pytest.mark.parametrize("caller", ["guardian", "registrar", "stranger"])
def test_set_agent_wallet__not_its_wallet__reverts(system: System, caller: str) -> None:
    """X5, N9: neither registrar nor guardian moves an agent."""
    sender = getattr(system, caller)
    for one in (sender, NEW, agent_actor(2)):
        with reverts("CallerNotAgent", one, 1):
            move(system, sender=one)
    assert system.registry.ownerOf(1) == OLD.address


def test_set_agent_wallet__five_minutes__reverts_one_second_later(system: System) -> None:
    latest = system.rpc.now + 1 + 300
    with reverts("DeadlineTooFar", latest + 1, latest):
        move(system, ahead=301)
    move(system, ahead=300)


def test_set_agent_wallet__deadline__reverts_one_second_later(system: System) -> None:
    deadline = system.rpc.now + 100
    consent = system.sign_wallet(1, NEW, deadline)
    with reverts("DeadlinePassed", deadline):
        system.registry.setAgentWallet(1, NEW, deadline, consent, sender=OLD, at=deadline + 1)
    system.registry.setAgentWallet(1, NEW, deadline, consent, sender=OLD, at=deadline)


@pytest.mark.parametrize(
    "wrong", ["signer", "agentId", "newWallet", "owner", "deadline", "chainId", "verifyingContract", "name"]
)
def test_set_agent_wallet__consent_to_something_else__reverts(system: System, wrong: str) -> None:
    """Invariant 11, N8."""
    deadline = system.rpc.now + 200
    message: dict[str, Any] = {
        "agentId": 1,
        "newWallet": NEW.address,
        "owner": OLD.address,
        "deadline": deadline,
    }
    domain = system.identity_domain
    changes = {
        "agentId": 2,
        "newWallet": actor("another").address,
        "owner": NEW.address,
        "deadline": deadline - 1,
        "chainId": 1,
        "verifyingContract": system.token.address,
        "name": "IdentityRegistry",
    }
    for fields in (message, domain):
        if wrong in fields:
            fields[wrong] = changes[wrong]
    signature = (OLD if wrong == "signer" else NEW).sign(domain, TYPES, message)
    with reverts("InvalidSignature", NEW):
        system.registry.setAgentWallet(1, NEW, deadline, signature, sender=OLD)


def test_set_agent_wallet__zero__reverts(system: System) -> None:
    with reverts("InvalidSignature", ZERO):
        system.registry.setAgentWallet(1, ZERO, system.rpc.now + 9, bytes(65), sender=OLD)


def test_set_agent_wallet__contract__sets_where_it_agrees(system: System) -> None:
    contract, deadline = actor("smart account"), system.rpc.now + 100
    system.rpc.set_code(contract.address, DISAGREES)
    with reverts("InvalidSignature", contract):
        system.registry.setAgentWallet(1, contract, deadline, b"", sender=OLD)
    system.rpc.set_code(contract.address, AGREES)
    system.registry.setAgentWallet(1, contract, deadline, b"", sender=OLD)
    assert system.registry.ownerOf(1) == contract.address


def test_set_agent_wallet__not_free__reverts(system: System) -> None:
    for taken in (OLD, agent_actor(2), system.guardian, system.recovery, system.successor):
        with reverts("WalletTaken", taken):
            move(system, new=taken)
    (human,) = system.human("holder")
    with reverts("WalletUnavailable", human, class_("human")):
        move(system, new=human)
    assert (system.registry.ownerOf(1), system.registry.agentOf(OLD)) == (OLD.address, 1)


def test_set_agent_wallet__retired__reverts(system: System) -> None:
    system.registry.retire(1, sender=system.guardian)
    with reverts("WrongStatus", 1, 4):
        move(system)


def test_set_agent_wallet__empty_wallet__emits_in_the_standards_order(system: System) -> None:
    assert told(move(system)) == [
        ("WalletRotated", 1, OLD.address, NEW.address),
        ("WalletProven", 1, NEW.address),
        ("Transfer", OLD.address, NEW.address, 1),
        ("MetadataSet", 1, WALLET_KEY, "agentWallet", bytes.fromhex(NEW.address[2:])),
        ("WalletClassified", NEW.address, class_("none"), class_("agent"), 0),
        ("DelegateChanged", NEW.address, NEW.address, NEW.address),
        ("WalletClassified", OLD.address, class_("agent"), class_("none"), 0),
    ]


def test_set_agent_wallet__moved__sets_the_inverse_maps(system: System) -> None:
    """Invariant 41: wallet and agent stay inverse, the category stays."""
    before = system.registry.agent(1)
    move(system)
    assert system.registry.agent(1) == before | {"wallet": NEW.address}
    assert (system.registry.agentOf(NEW), system.registry.agentOf(OLD)) == (1, 0)
    assert (system.registry.balanceOf(NEW), system.registry.balanceOf(OLD)) == (1, 0)
    with reverts("CallerNotAgent", OLD, 1):
        move(system, new=actor("third"))
    move(system, new=actor("third"), sender=NEW)


def test_set_agent_wallet__consent_used__reverts(system: System) -> None:
    """Invariant 11."""
    deadline = system.rpc.now + 250
    consent = system.sign_wallet(1, NEW, deadline)
    system.registry.setAgentWallet(1, NEW, deadline, consent, sender=OLD)
    with reverts("InvalidSignature", NEW):
        system.registry.setAgentWallet(1, NEW, deadline, consent, sender=NEW)


def test_set_agent_wallet__with_road__keeps_the_old_wallet_sending_only(system: System) -> None:
    """N4: what was paid stays where it is; what comes goes to the new wallet, once."""
    system.treasury.release(1, sender=system.stranger)
    paid = system.token.balanceOf(OLD)
    move(system)
    assert system.cap.classOf(OLD) == class_("former")
    assert system.cap.classOf(NEW) == class_("agent")
    with reverts("NothingToRelease", 1):
        system.treasury.release(1, sender=system.stranger)
    system.treasury.release(2, sender=system.stranger)
    with reverts("TransferRefused", reason("RECIPIENT_FORMER"), agent_actor(2), OLD, ROAD):
        system.token.transfer(OLD, ROAD, sender=agent_actor(2))
    assert system.token.unitsOf(NEW) == 0
    system.token.transfer(NEW, paid, sender=OLD)
    assert system.token.unitsOf(NEW) == paid
    system.treasury.release(1, sender=system.stranger, at=system.treasury.activatedAt() + 90 * DAY)
    assert system.token.balanceOf(NEW) == 2 * paid


@pytest.mark.parametrize("agent_id", [1, 2])
def test_set_agent_wallet__wallet_that_an_agent_left__reverts(system: System, agent_id: int) -> None:
    """Votes that others delegated to it are still there: no agent comes to have it again."""
    move(system)
    mover = NEW if agent_id == 1 else agent_actor(2)
    with reverts("WalletTaken", OLD):
        move(system, agent_id, OLD, sender=mover)
    assert system.registry.agentOf(OLD) == 0


def test_set_agent_wallet__freeze_and_suspension__keep_through_it(system: System) -> None:
    system.treasury.release(1, sender=system.stranger)
    system.token.freeze(OLD, sender=system.guardian)
    system.registry.emergencySuspend(1, sender=system.guardian)
    before = system.cap.walletOf(OLD)
    move(system)
    after = system.cap.walletOf(NEW)
    assert (after.frozenUntil, after.haltedUntil) == (before.frozenUntil, before.haltedUntil)
    assert after.ceiling == before.ceiling
    assert not system.registry.isActive(1)
    with reverts("TransferRefused", reason("SENDER_FROZEN"), OLD, NEW, ROAD):
        system.token.transfer(NEW, ROAD, sender=OLD)


def test_set_agent_wallet__suspended_by_governance__reverts(system: System) -> None:
    """Else the halt would outlive the suspension in the wallet that was left."""
    system.registry.suspend(1, sender=system.guardian)
    with reverts("WrongStatus", 1, 3):
        move(system)
    system.registry.reinstate(1, sender=system.guardian)
    move(system)


def test_set_agent_wallet__pending_agent__sets_it_and_keeps_it_pending(system: System) -> None:
    agent_id = later_birth(system, 4)
    move(system, agent_id, sender=agent_actor(agent_id))
    agent = system.registry.agent(agent_id)
    assert (agent.wallet, agent.status, agent.proven) == (NEW.address, 1, True)
    assert system.cap.classOf(NEW) == class_("none")
