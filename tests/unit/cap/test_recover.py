"""A lost wallet is replaced by another of the same human, with the new one's consent.

recover
├── links are paused ── reverts Held
├── lost is no human's wallet ── reverts WrongClass
├── replacement unavailable, or without consent ── reverts as a link does, and the lost one stays
├── lost empty ── is nobody's again
├── lost funded ── former, its balance in the same book; it may send to the replacement
├── human with eight wallets ── has eight after it
└── identity changed in between ── the wallet's identity of now counts
"""

import pytest

from tests.support.actors import Actor, actor, agent_actor
from tests.support.contract import Receipt, reverts
from tests.support.holders import rich_human
from tests.support.office import told
from tests.support.system import CAP, DAY, ROAD, System, class_, identity_of, reason

WHO, OTHER = identity_of("somebody"), identity_of("other")
NEW = actor("replacement")


def recover(system: System, lost: Actor, to: Actor = NEW, identity: bytes = WHO) -> Receipt:
    deadline = system.rpc.now + DAY
    consent = system.sign_link(to, identity, deadline)
    receipt: Receipt = system.cap.recover(lost, to, deadline, consent, sender=system.attestor)
    return receipt


def test_recover__no_humans_wallet__reverts(fleet: System) -> None:
    fleet.human("somebody")
    former = rich_human(fleet, "other", ROAD)[0]
    fleet.cap.unlink(former, sender=fleet.attestor)
    for lost, kind in ((former, "former"), (NEW, "none"), (agent_actor(1), "agent")):
        with reverts("WrongClass", lost, class_(kind), class_("human")):
            recover(fleet, lost)


def test_recover__replacement_unavailable__keeps_the_lost(fleet: System) -> None:
    lost = rich_human(fleet, "somebody", ROAD)[0]
    other = fleet.human("other")[0]
    for to, kind in ((other, "human"), (agent_actor(1), "agent"), (fleet.guardian, "guardian")):
        with reverts("WalletUnavailable", to, class_(kind)):
            recover(fleet, lost, to)
    with reverts("InvalidSignature", NEW):
        recover(fleet, lost, NEW, OTHER)
    assert fleet.cap.classOf(lost) == class_("human")


def test_recover__empty__drops_the_lost(fleet: System) -> None:
    lost, kept = fleet.human("somebody", 2)
    number = fleet.cap.numberOf(WHO)
    receipt = recover(fleet, lost)
    assert told(receipt) == [
        ("WalletClassified", lost.address, class_("human"), class_("none"), 0),
        ("WalletClassified", NEW.address, class_("none"), class_("human"), number),
    ]
    assert fleet.cap.walletsOf(WHO) == [kept.address, NEW.address]
    assert fleet.cap.bookOf(WHO).linked == 2


def test_recover__funded__keeps_the_book(fleet: System) -> None:
    """At the cap: nothing rises, and the old key, if it turns up, may send to the new wallet."""
    lost = rich_human(fleet, "somebody", CAP)[0]
    head, number = fleet.cap.head(), fleet.cap.numberOf(WHO)
    receipt = recover(fleet, lost)
    assert told(receipt) == [
        ("WalletClassified", lost.address, class_("human"), class_("former"), number),
        ("WalletClassified", NEW.address, class_("none"), class_("human"), number),
    ]
    assert (fleet.cap.holdingsOf(WHO), fleet.cap.head()) == (CAP, head)
    assert fleet.cap.walletsOf(WHO) == [lost.address, NEW.address]
    with reverts("TransferRefused", reason("ABOVE_CAP"), fleet.treasury, NEW, 1):
        fleet.token.transfer(NEW, 1, sender=fleet.treasury)
    fleet.token.transfer(NEW, CAP, sender=lost)
    with reverts("TransferRefused", reason("RECIPIENT_FORMER"), NEW, lost, 1):
        fleet.token.transfer(lost, 1, sender=NEW)
    assert (fleet.cap.holdingsOf(WHO), fleet.cap.head()) == (CAP, head)


def test_recover__eight_wallets__stays_at_eight(fleet: System) -> None:
    wallets = rich_human(fleet, "somebody", *[ROAD] * 8)
    recover(fleet, wallets[0])
    assert fleet.cap.bookOf(WHO).linked == 8
    assert len(fleet.cap.walletsOf(WHO)) == 9
    fleet.token.transfer(NEW, ROAD, sender=fleet.treasury)


def test_recover__by_itself__sets_the_order_anew(fleet: System) -> None:
    """A wallet may be its own replacement; it goes to the end of the list, and consents anew."""
    lost, kept = fleet.human("somebody", 2)
    recover(fleet, lost, lost)
    assert fleet.cap.walletsOf(WHO) == [kept.address, lost.address]
    assert (fleet.cap.bookOf(WHO).linked, fleet.cap.nonces(lost)) == (2, 2)


def test_recover__identity_changed_in_between__reverts(fleet: System) -> None:
    """Consent to the old identity does not do for the new one."""
    lost = rich_human(fleet, "somebody", ROAD)[0]
    fleet.human("other", 0)
    deadline = fleet.rpc.now + DAY
    consent = fleet.sign_link(NEW, WHO, deadline)
    fleet.token.transfer(fleet.guardian, ROAD, sender=lost)
    fleet.cap.unlink(lost, sender=fleet.attestor)
    fleet.link(lost, OTHER)
    with reverts("InvalidSignature", NEW):
        fleet.cap.recover(lost, NEW, deadline, consent, sender=fleet.attestor)
    recover(fleet, lost, NEW, OTHER)
    assert fleet.cap.identityOf(NEW) == OTHER


@pytest.mark.parametrize("suspended", [True, False])
def test_recover__expired_or_suspended__sends_only(fleet: System, suspended: bool) -> None:
    """A recovery gives no right to receive that the human has not."""
    lost = rich_human(fleet, "somebody", ROAD)[0]
    if suspended:
        fleet.cap.setIdentitySuspended(WHO, True, sender=fleet.attestor)
    else:
        fleet.cap.attest(WHO, fleet.rpc.now + 2, sender=fleet.attestor)
        fleet.rpc.travel(10)
    recover(fleet, lost)
    expected = reason("IDENTITY_SUSPENDED" if suspended else "IDENTITY_EXPIRED")
    with reverts("TransferRefused", expected, fleet.treasury, NEW, 1):
        fleet.token.transfer(NEW, 1, sender=fleet.treasury)
    fleet.token.transfer(NEW, ROAD, sender=lost)
