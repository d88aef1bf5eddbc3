"""The office passes on (X10): the old wallet is *former* in its human's book, the new one is exempt.

a guardian with a balance leaves ── former; its human's excess shows; grace runs from then
without a balance ── nobody's
without an identity of its own ── a book by itself
the next one is a human's wallet ── leaves its human's count, and comes back to it
the next one is former, a venue, a wallet that an agent left ── succeeds
paused, frozen, eight wallets, a full list ── succeeds all the same
"""

import pytest

from tests.support.actors import Actor, actor, agent_actor
from tests.support.contract import reverts
from tests.support.holders import paid_agent, pay, rich_human
from tests.support.office import rotate_office, told, vacate
from tests.support.system import CAP, DAY, GUARDIAN_IDENTITY, ROAD, System, class_, identity_of, reason

HEIR = actor("heir")
FORMER, GUARDIAN = class_("former"), class_("guardian")


def test_change__rich_over_eight_wallets_paused_and_frozen__succeeds(fleet: System) -> None:
    """X10."""
    fleet.cap.attest(GUARDIAN_IDENTITY, 2**39, sender=fleet.attestor)
    wallets = [actor(f"guardian's other {i}") for i in range(7)]
    for wallet in wallets:
        fleet.link(wallet, GUARDIAN_IDENTITY)
        pay(fleet, wallet, 6_000_000 * ROAD)
    pay(fleet, fleet.guardian, 258_000_000 * ROAD)
    assert fleet.cap.excessOf(GUARDIAN_IDENTITY) == 0
    fleet.guardianship.proposeRotation(HEIR, sender=fleet.guardian)
    fleet.rpc.travel(7 * DAY)
    fleet.token.pause(sender=fleet.guardian)
    fleet.cap.pauseLinks(sender=fleet.guardian)
    for wallet in (fleet.guardian, HEIR, wallets[0]):
        fleet.token.freeze(wallet, sender=fleet.guardian)
    fleet.cap.setIdentitySuspended(GUARDIAN_IDENTITY, True, sender=fleet.attestor)
    receipt = fleet.guardianship.acceptRotation(sender=HEIR)
    assert told(receipt)[1:] == [
        ("WalletClassified", fleet.guardian.address, GUARDIAN, FORMER, 1),
        ("BookMoved", 0, 1, 258_000_000 * ROAD, 3, fleet.cap.head()),
        ("WalletClassified", HEIR.address, class_("none"), GUARDIAN, 0),
    ]
    assert fleet.cap.holdingsOf(GUARDIAN_IDENTITY) == 300_000_000 * ROAD
    assert fleet.cap.excessOf(GUARDIAN_IDENTITY) == 250_000_000 * ROAD
    assert fleet.cap.rebalanceableAt(GUARDIAN_IDENTITY) == fleet.rpc.now + 30 * DAY
    fleet.rpc.travel(30 * DAY)
    fleet.cap.rebalance(GUARDIAN_IDENTITY, sender=fleet.stranger)
    assert fleet.escrow.escrowedOf(fleet.guardian) == 250_000_000 * ROAD


def test_change__no_balance__leaves_nothing(fleet: System) -> None:
    rotate_office(fleet, HEIR)
    assert fleet.cap.classOf(fleet.guardian) == class_("none")
    assert fleet.cap.walletsOf(GUARDIAN_IDENTITY) == []


def test_change__heir_without_identity__has_its_own_book_afterwards(fleet: System) -> None:
    rotate_office(fleet, HEIR)
    pay(fleet, HEIR, CAP + 1)
    rotate_office(fleet, actor("third guardian"))
    own = fleet.cap.identityOf(HEIR)
    assert own[:4] == b"\xff" * 4
    assert (fleet.cap.classOf(HEIR), fleet.cap.excessOf(own)) == (FORMER, 1)
    fleet.human("heir", 0)
    fleet.link(HEIR, identity_of("heir"))
    assert (fleet.cap.holdingsOf(own), fleet.cap.excessOf(identity_of("heir"))) == (0, 1)


def test_change__heir_is_a_humans_wallet__comes_back_to_its_human(fleet: System) -> None:
    """Its balance leaves the count while it holds the office, and is counted again afterwards."""
    wallet, other = rich_human(fleet, "human", 2 * ROAD, ROAD)
    who = identity_of("human")
    rotate_office(fleet, wallet)
    assert (fleet.cap.holdingsOf(who), fleet.cap.bookOf(who).linked) == (ROAD, 1)
    assert fleet.cap.walletsOf(who) == [wallet.address, other.address]
    pay(fleet, wallet, CAP)
    pay(fleet, other, CAP - ROAD)
    rotate_office(fleet, HEIR)
    assert fleet.cap.classOf(wallet) == FORMER
    assert fleet.cap.holdingsOf(who) == 2 * CAP + 2 * ROAD
    with reverts("TransferRefused", reason("ABOVE_CAP"), fleet.treasury, other, 1):
        pay(fleet, other, 1)
    with reverts("WrongClass", wallet, FORMER, class_("human")):
        fleet.cap.unlink(wallet, sender=fleet.attestor)
    fleet.link(wallet, who)
    assert fleet.cap.bookOf(who).linked == 2


@pytest.mark.parametrize("kind", ["former", "venue", "left by an agent", "frozen stranger"])
def test_change__heir_of_any_kind__succeeds(fleet: System, kind: str) -> None:
    wallet: Actor = rich_human(fleet, "human", ROAD)[0]
    if kind == "former":
        fleet.cap.unlink(wallet, sender=fleet.attestor)
    if kind == "venue":
        wallet = actor("venue")
        fleet.cap.setVenue(wallet, True, sender=fleet.guardian)
        pay(fleet, wallet, ROAD)
    if kind == "left by an agent":
        wallet = paid_agent(fleet, 1, ROAD)
        fleet.rotate(1, wallet, actor("next wallet"))
    if kind == "frozen stranger":
        wallet = actor("frozen stranger")
        fleet.token.freeze(wallet, sender=fleet.guardian)
    identity = fleet.cap.identityOf(wallet)
    rotate_office(fleet, wallet)
    assert (fleet.cap.classOf(wallet), fleet.cap.holdingsOf(identity)) == (GUARDIAN, 0)
    balance = fleet.token.balanceOf(wallet)
    rotate_office(fleet, HEIR)
    assert fleet.cap.holdingsOf(identity) == balance
    assert fleet.cap.classOf(wallet) == (FORMER if balance else class_("none"))


def test_change__installed_by_a_succession__is_the_same(fleet: System) -> None:
    pay(fleet, fleet.guardian, ROAD)
    vacate(fleet)
    fleet.guardianship.install(HEIR, sender=fleet.peer("Succession"))
    assert fleet.cap.classOf(HEIR) == GUARDIAN
    assert fleet.cap.holdingsOf(GUARDIAN_IDENTITY) == ROAD


def test_change__list_of_the_human_full__succeeds(fleet: System) -> None:
    """32 places taken: the guardian's own is among them, so that none is needed."""
    fleet.cap.attest(GUARDIAN_IDENTITY, 2**39, sender=fleet.attestor)
    for i in range(31):
        wallet = actor(f"left {i}")
        fleet.link(wallet, GUARDIAN_IDENTITY)
        pay(fleet, wallet, 1)
        fleet.cap.unlink(wallet, sender=fleet.attestor)
    with reverts("TooManyWallets", GUARDIAN_IDENTITY, 33, 32):
        fleet.link(actor("one more"), GUARDIAN_IDENTITY)
    pay(fleet, fleet.guardian, ROAD)
    rotate_office(fleet, HEIR)
    assert len(fleet.cap.walletsOf(GUARDIAN_IDENTITY)) == 32
    assert fleet.cap.holdingsOf(GUARDIAN_IDENTITY) == ROAD + 31


def test_guardian__as_agent_or_human__is_refused(fleet: System) -> None:
    """The guardian is never an agent's wallet, and no attestor makes it a human's."""
    with reverts("CandidateRefused", agent_actor(1)):
        fleet.guardianship.proposeRotation(agent_actor(1), sender=fleet.guardian)
    fleet.human("human", 0)
    with reverts("WalletUnavailable", fleet.guardian, GUARDIAN):
        fleet.link(fleet.guardian, identity_of("human"))
