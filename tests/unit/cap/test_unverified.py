"""A test network may let unknown wallets hold, each as a capped human of its own.

an unknown wallet receives ── its own book opens, once; a zero amount opens none
the cap ── binds it like a human
emptied and filled again ── the same book
linked to a human ── its balance joins that human's book
enrolled as an agent ── only when empty; made a venue ── only when empty
explain ── says the same before the book is there
elsewhere ── RECIPIENT_UNKNOWN
"""

import pytest

from tests.support.actors import actor, agent_actor
from tests.support.contract import reverts
from tests.support.holders import pay
from tests.support.office import told
from tests.support.rpc import Rpc
from tests.support.system import CAP, ROAD, System, class_, identity_of, reason

ABOVE = reason("ABOVE_CAP")
UNKNOWN = actor("unknown wallet")
NONE = class_("none")


@pytest.fixture(scope="module")
def lax(rpc: Rpc) -> System:
    system = System(rpc, unverified=True)
    system.birth(2)
    return system


@pytest.fixture
def open_network(lax: System, isolated: None) -> System:
    return lax


def test_receive__verified_network__reverts(fleet: System) -> None:
    with reverts("TransferRefused", reason("RECIPIENT_UNKNOWN"), fleet.treasury, UNKNOWN, 1):
        pay(fleet, UNKNOWN, 1)


def test_receive__first__opens_its_own_book(open_network: System) -> None:
    system = open_network
    assert told(pay(system, UNKNOWN, 0))[1:] == []
    number = system.cap.bookCount() + 1
    receipt = pay(system, UNKNOWN, ROAD)
    own = system.cap.identityOf(UNKNOWN)
    assert told(receipt) == [
        ("Transfer", system.treasury.address, UNKNOWN.address, ROAD),
        ("BookOpened", number, own, 2**40 - 1),
        ("WalletClassified", UNKNOWN.address, NONE, NONE, number),
        ("BookMoved", 0, number, ROAD, 0, system.cap.head()),
    ]
    assert (own[:4], system.cap.walletsOf(own)) == (b"\xff" * 4, [UNKNOWN.address])
    receipt = pay(system, UNKNOWN, ROAD)
    assert [e.name for e in receipt.events] == ["Transfer", "BookMoved"]
    assert system.cap.holdingsOf(own) == 2 * ROAD


def test_receive__up_to_the_cap__each_by_itself(open_network: System) -> None:
    system, other = open_network, actor("other unknown wallet")
    assert system.token.explain(system.treasury, UNKNOWN, CAP + 1) == ABOVE
    assert system.token.canTransfer(system.treasury, UNKNOWN, CAP) is True
    with reverts("TransferRefused", ABOVE, system.treasury, UNKNOWN, CAP + 1):
        pay(system, UNKNOWN, CAP + 1)
    pay(system, UNKNOWN, CAP)
    with reverts("TransferRefused", ABOVE, system.treasury, UNKNOWN, 1):
        pay(system, UNKNOWN, 1)
    pay(system, other, CAP - 1)
    system.token.transfer(other, 1, sender=UNKNOWN)
    with reverts("TransferRefused", ABOVE, UNKNOWN, other, 1):
        system.token.transfer(other, 1, sender=UNKNOWN)


def test_receive__emptied_before__finds_the_same_book(open_network: System) -> None:
    system = open_network
    pay(system, UNKNOWN, ROAD)
    own, books = system.cap.identityOf(UNKNOWN), system.cap.bookCount()
    system.token.transfer(agent_actor(1), ROAD, sender=UNKNOWN)
    assert system.cap.holdingsOf(own) == 0
    pay(system, UNKNOWN, CAP)
    assert (system.cap.bookCount(), system.cap.walletsOf(own)) == (books, [UNKNOWN.address])


def test_receive__dropped_before__finds_the_same_book(open_network: System) -> None:
    """Linked and unlinked empty: it is unknown again, and its own book is still there."""
    system = open_network
    pay(system, UNKNOWN, ROAD)
    own = system.cap.identityOf(UNKNOWN)
    system.token.transfer(agent_actor(1), ROAD, sender=UNKNOWN)
    system.human("human", 0)
    system.link(UNKNOWN, identity_of("human"))
    assert system.cap.walletsOf(own) == []
    system.cap.unlink(UNKNOWN, sender=system.attestor)
    assert system.token.explain(system.treasury, UNKNOWN, CAP + 1) == ABOVE
    pay(system, UNKNOWN, CAP)
    assert (system.cap.holdingsOf(own), system.cap.walletsOf(own)) == (CAP, [UNKNOWN.address])


def test_link__unknown_with_a_balance__joins_the_humans_book(open_network: System) -> None:
    system, who = open_network, identity_of("human")
    verified = system.human("human")[0]
    pay(system, verified, CAP)
    pay(system, UNKNOWN, ROAD)
    own = system.cap.identityOf(UNKNOWN)
    receipt = system.link(UNKNOWN, who)
    source, to = system.cap.numberOf(own), system.cap.numberOf(who)
    assert told(receipt) == [
        ("WalletClassified", UNKNOWN.address, NONE, class_("human"), to),
        ("BookMoved", source, to, ROAD, 1, system.cap.head()),
    ]
    assert (system.cap.excessOf(who), system.cap.holdingsOf(own)) == (ROAD, 0)


def test_link__ninth_wallet_unlinked__is_no_second_cap_for_long(open_network: System) -> None:
    """Known limit of such networks: one person's wallets are one human only once they are linked."""
    system = open_network
    pay(system, system.human("human")[0], CAP)
    pay(system, UNKNOWN, CAP)
    system.link(UNKNOWN, identity_of("human"))
    assert system.cap.excessOf(identity_of("human")) == CAP


def test_enrol__unknown_with_a_balance__reverts(open_network: System) -> None:
    system = open_network
    pay(system, UNKNOWN, 1)
    with reverts("WalletNotEmpty", UNKNOWN, 1):
        system.registry.birthBatch(3, [(UNKNOWN.address, b"P3".ljust(32, b"\0"))], sender=system.registrar)
    with reverts("WalletNotEmpty", UNKNOWN, 1):
        system.cap.setVenue(UNKNOWN, True, sender=system.guardian)
    own = system.cap.identityOf(UNKNOWN)
    system.token.transfer(agent_actor(1), 1, sender=UNKNOWN)
    system.registry.birthBatch(3, [(UNKNOWN.address, b"P3".ljust(32, b"\0"))], sender=system.registrar)
    assert system.cap.classOf(UNKNOWN) == class_("agent")
    assert system.cap.walletsOf(own) == []
    pay(system, UNKNOWN, CAP + 1)
    assert (system.token.unitsOf(UNKNOWN), system.cap.holdingsOf(own)) == (CAP + 1, 0)


def test_merge__own_identity__is_reserved(open_network: System) -> None:
    """No attestor reaches an unknown wallet's own book."""
    system = open_network
    pay(system, UNKNOWN, CAP)
    system.human("human", 0)
    own, who = system.cap.identityOf(UNKNOWN), identity_of("human")
    for pair in ((own, who), (who, own)):
        with reverts("IdentityReserved", own):
            system.cap.requestMerge(*pair, sender=system.attestor)
    system.cap.setHumanCap(CAP - 1, sender=system.guardian)
    system.rpc.travel(30 * 86400)
    system.cap.rebalance(own, sender=system.stranger)
    assert system.escrow.escrowedOf(UNKNOWN) == 1
