"""A wallet joins a human with its own consent.

link
├── links are paused ── reverts Held
├── identity unknown, reserved ── reverts IdentityUnknown, IdentityReserved
├── wallet zero, of the protocol, an agent's, a human's, the guardian's, a venue ── reverts WalletUnavailable
├── wallet that another human left with a balance ── reverts WalletNotEmpty
├── a ninth wallet ── reverts TooManyWallets
├── a 33rd place in the list ── reverts TooManyWallets
├── signature late ── reverts DeadlinePassed
├── signature used, of another message, chain, contract or key ── reverts InvalidSignature
├── a contract's wallet ── its ERC-1271 answer counts
└── otherwise ── emits WalletClassified; a balance joins the book with cause LINK
unlink
├── no human's wallet ── reverts WrongClass
├── empty ── is nobody's again
└── with a balance ── former, still in the book, may be linked again
"""

from typing import Any

import pytest

from tests.support.actors import actor, agent_actor
from tests.support.agents import AGREES, BURNS_GAS, DISAGREES, REVERTS
from tests.support.contract import reverts
from tests.support.holders import pay, rich_human
from tests.support.office import told
from tests.support.system import DAY, ROAD, ZERO, System, class_, identity_of

WHO, OTHER = identity_of("somebody"), identity_of("other")
NEW = actor("new wallet")


@pytest.fixture
def somebody(fleet: System) -> System:
    """A verified human without wallets."""
    fleet.human("somebody", 0)
    return fleet


def test_link__identity__must_be_one(somebody: System) -> None:
    with reverts("IdentityUnknown", OTHER):
        somebody.link(NEW, OTHER)
    reserved = b"\xff" * 4 + b"\1" * 28
    with reverts("IdentityReserved", reserved):
        somebody.link(NEW, reserved)


def test_link__wallet_in_use__reverts(somebody: System) -> None:
    """H9: an agent's wallet is never a human's; nobody is linked twice."""
    human = somebody.human("other")[0]
    venue = actor("venue")
    somebody.cap.setVenue(venue, True, sender=somebody.guardian)
    used = {human: "human", agent_actor(1): "agent", somebody.guardian: "guardian", venue: "venue"}
    for wallet, kind in used.items():
        for identity in (WHO, OTHER):
            with reverts("WalletUnavailable", wallet, class_(kind)):
                somebody.link(wallet, identity)
    with reverts("WalletUnavailable", human, class_("human")):
        somebody.link(human, OTHER)


def test_link__protocol_or_zero__reverts(somebody: System) -> None:
    classes = {"treasury": "protocol", "vesting": "protocol", "escrow": "protocol"}
    for short in ("token", "cap", "registry", "guardianship", "authority", *classes):
        contract = getattr(somebody, short)
        with reverts("WalletUnavailable", contract, class_(classes.get(short, "none"))):
            somebody.cap.link(contract, WHO, 2**39, b"", sender=somebody.attestor)
    somebody.pretend_deployed("Governance")
    for wallet in (ZERO, somebody.peer("Governance")):
        with reverts("WalletUnavailable", wallet, class_("none")):
            somebody.cap.link(wallet, WHO, 2**39, b"", sender=somebody.attestor)


def test_link__agent_of_whatever_status__reverts(somebody: System) -> None:
    """H9: retired or suspended, it stays the agent's."""
    somebody.registry.retire(1, sender=somebody.guardian)
    somebody.registry.suspend(2, sender=somebody.guardian)
    for agent_id, kind in ((1, "former"), (2, "agent")):
        with reverts("WalletUnavailable", agent_actor(agent_id), class_(kind)):
            somebody.link(agent_actor(agent_id), WHO)


def test_link__wallet_that_an_agent_left__joins(somebody: System) -> None:
    """With what it still holds: that was in a book of its own."""
    agent = agent_actor(1)
    pay(somebody, agent, ROAD)
    somebody.rotate(1, agent, NEW)
    own = somebody.cap.identityOf(agent)
    assert somebody.cap.holdingsOf(own) == ROAD
    receipt = somebody.link(agent, WHO)
    moved = receipt.of("BookMoved")[0]
    assert (moved.args["from"], moved.to) == (
        somebody.cap.numberOf(own),
        somebody.cap.numberOf(WHO),
    )
    assert (somebody.cap.holdingsOf(own), somebody.cap.holdingsOf(WHO)) == (0, ROAD)
    assert (somebody.cap.walletsOf(own), somebody.cap.walletsOf(WHO)) == ([], [agent.address])


def test_link__foreign_former_with_a_balance__reverts(somebody: System) -> None:
    """Relinking a funded wallet does not move a balance from one human's book to another's."""
    wallet = rich_human(somebody, "other", ROAD)[0]
    somebody.cap.unlink(wallet, sender=somebody.attestor)
    with reverts("WalletNotEmpty", wallet, ROAD):
        somebody.link(wallet, WHO)
    somebody.token.transfer(somebody.guardian, ROAD, sender=wallet)
    receipt = somebody.link(wallet, WHO)
    number = somebody.cap.numberOf(WHO)
    assert told(receipt) == [("WalletClassified", wallet.address, class_("former"), class_("human"), number)]
    assert (somebody.cap.walletsOf(OTHER), somebody.cap.walletsOf(WHO)) == ([], [wallet.address])


def test_link__ninth_wallet__reverts(somebody: System) -> None:
    """X9."""
    wallets = somebody.human("somebody", 8, attest=False)
    with reverts("TooManyWallets", WHO, 8, 8):
        somebody.link(NEW, WHO)
    somebody.cap.unlink(wallets[3], sender=somebody.attestor)
    somebody.link(NEW, WHO)
    others = [w.address for i, w in enumerate(wallets) if i != 3]
    assert somebody.cap.walletsOf(WHO) == [*others, NEW.address]
    assert somebody.cap.bookOf(WHO).linked == 8


def test_link__list_full_of_funded_wallets__reverts(somebody: System) -> None:
    """What it left and has not emptied takes a place: 32 in all."""
    left = [actor(f"left {i}") for i in range(32)]
    for wallet in left:
        somebody.link(wallet, WHO)
        pay(somebody, wallet, 1)
        somebody.cap.unlink(wallet, sender=somebody.attestor)
    with reverts("TooManyWallets", WHO, 33, 32):
        somebody.link(NEW, WHO)
    # One of its own may come back, and an emptied one makes room.
    somebody.link(left[0], WHO)
    somebody.token.transfer(somebody.guardian, 1, sender=left[1])
    somebody.cap.forget(left[1], sender=somebody.stranger)
    somebody.link(NEW, WHO)
    assert len(somebody.cap.walletsOf(WHO)) == 32
    assert somebody.cap.bookOf(WHO).linked == 2


def test_link__deadline__is_inclusive(somebody: System) -> None:
    deadline = somebody.rpc.now + 100
    consent = somebody.sign_link(NEW, WHO, deadline)
    with reverts("DeadlinePassed", deadline):
        somebody.cap.link(NEW, WHO, deadline, consent, sender=somebody.attestor, at=deadline + 1)
    somebody.cap.link(NEW, WHO, deadline, consent, sender=somebody.attestor, at=deadline)
    assert somebody.cap.nonces(NEW) == 1


def test_link__consent__counts_once(somebody: System) -> None:
    """Invariant 11."""
    deadline = somebody.rpc.now + DAY
    consent = somebody.sign_link(NEW, WHO, deadline)
    somebody.cap.link(NEW, WHO, deadline, consent, sender=somebody.attestor)
    somebody.cap.unlink(NEW, sender=somebody.attestor)
    with reverts("InvalidSignature", NEW):
        somebody.cap.link(NEW, WHO, deadline, consent, sender=somebody.attestor)


@pytest.mark.parametrize("change", [{"chainId": 1}, {"verifyingContract": ZERO}, {"name": "BlackRoad"}])
def test_link__consent_of_another_domain__reverts(somebody: System, change: Any) -> None:
    """Invariant 11."""
    deadline = somebody.rpc.now + DAY
    message = {"wallet": NEW.address, "identity": WHO, "nonce": 0, "deadline": deadline}
    types = {"Link": "address wallet,bytes32 identity,uint256 nonce,uint256 deadline"}
    consent = NEW.sign(somebody.cap_domain | change, types, message)
    with reverts("InvalidSignature", NEW):
        somebody.cap.link(NEW, WHO, deadline, consent, sender=somebody.attestor)


def test_link__consent_to_something_else__reverts(somebody: System) -> None:
    somebody.human("other", 0)
    deadline = somebody.rpc.now + DAY
    wrong = [
        somebody.sign_link(NEW, OTHER, deadline),
        somebody.sign_link(NEW, WHO, deadline + 1),
        somebody.sign_link(NEW, WHO, deadline, nonce=1),
        somebody.sign_link(actor("somebody else"), WHO, deadline),
        b"",
        b"\0" * 65,
    ]
    for consent in wrong:
        with reverts("InvalidSignature", NEW):
            somebody.cap.link(NEW, WHO, deadline, consent, sender=somebody.attestor)
    assert somebody.cap.nonces(NEW) == 0


@pytest.mark.parametrize("code", [DISAGREES, REVERTS, BURNS_GAS])
def test_link__contract_that_disagrees__reverts(somebody: System, code: str) -> None:
    somebody.rpc.set_code(NEW.address, code)
    with reverts("InvalidSignature", NEW):
        somebody.link(NEW, WHO)


def test_link__contract_that_agrees__sets(somebody: System) -> None:
    somebody.rpc.set_code(NEW.address, AGREES)
    somebody.cap.link(NEW, WHO, 2**39, b"", sender=somebody.attestor)
    assert somebody.cap.classOf(NEW) == class_("human")


def test_unlink__no_humans_wallet__reverts(somebody: System) -> None:
    former = rich_human(somebody, "other", ROAD)[0]
    somebody.cap.unlink(former, sender=somebody.attestor)
    kinds: dict[Any, str] = {
        former: "former",
        NEW: "none",
        agent_actor(1): "agent",
        somebody.guardian: "guardian",
        somebody.treasury: "protocol",
    }
    for wallet, kind in kinds.items():
        with reverts("WrongClass", wallet, class_(kind), class_("human")):
            somebody.cap.unlink(wallet, sender=somebody.attestor)


def test_unlink__empty__is_nobodys(somebody: System) -> None:
    somebody.link(NEW, WHO)
    receipt = somebody.cap.unlink(NEW, sender=somebody.attestor)
    assert told(receipt) == [("WalletClassified", NEW.address, class_("human"), class_("none"), 0)]
    assert (somebody.cap.walletsOf(WHO), somebody.cap.bookOf(WHO).linked) == ([], 0)
    assert somebody.cap.identityOf(NEW) == b"\0" * 32


def test_unlink__funded__stays_in_the_book(somebody: System) -> None:
    """A wallet that leaves takes nothing out of the book; dust in it blocks nothing."""
    somebody.link(NEW, WHO)
    pay(somebody, NEW, 1)
    head, number = somebody.cap.head(), somebody.cap.numberOf(WHO)
    receipt = somebody.cap.unlink(NEW, sender=somebody.attestor)
    assert told(receipt) == [("WalletClassified", NEW.address, class_("human"), class_("former"), number)]
    assert (somebody.cap.holdingsOf(WHO), somebody.cap.head()) == (1, head)
    assert (somebody.cap.walletsOf(WHO), somebody.cap.bookOf(WHO).linked) == ([NEW.address], 0)
    somebody.link(NEW, WHO)
    assert (somebody.cap.walletsOf(WHO), somebody.cap.bookOf(WHO).linked) == ([NEW.address], 1)
    assert somebody.cap.classOf(NEW) == class_("human")
