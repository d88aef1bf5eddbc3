"""Governance lowers the cap below 5 %, and never raises it above (H2).

setHumanCap
├── the same again ── reverts CapUnchanged
├── below 1,000,000, above 50,000,000 ROAD ── reverts CapOutOfRange, by whomever
└── otherwise ── emits CapChanged; holdings above it become an excess
setVenue (a pool, a bridge: one capped human)
├── zero, of the protocol, an agent's, a human's, the guardian's, a venue ── reverts WalletUnavailable
├── former with a balance ── reverts WalletNotEmpty
├── on ── emits WalletClassified; capped like a human
├── off, no venue ── reverts WrongClass
├── off, empty ── is nobody's; on again finds its old book
└── off, funded ── former: sends only
"""

from typing import Any

import pytest

from tests.support.actors import actor, agent_actor
from tests.support.contract import reverts
from tests.support.holders import pay, rich_human
from tests.support.office import told
from tests.support.system import CAP, ROAD, ZERO, System, class_, identity_of, reason

LEAST = 1_000_000 * ROAD
VENUE = actor("venue")


@pytest.mark.parametrize("by", ["guardian", "executor"])
@pytest.mark.parametrize("cap", [0, LEAST - 1, CAP + 1, 10**27, 2**128, 2**256 - 1])
def test_set_human_cap__out_of_range__reverts(fleet: System, by: str, cap: int) -> None:
    """H2."""
    caller: Any = fleet.guardian
    if by == "executor":
        fleet.hand_over()
        caller = fleet.peer("CriticalExecutor")
    with reverts("CapOutOfRange", cap, LEAST, CAP):
        fleet.cap.setHumanCap(cap, sender=caller)
    fleet.cap.setHumanCap(LEAST, sender=caller)
    with reverts("CapOutOfRange", cap, LEAST, CAP):
        fleet.cap.setHumanCap(cap, sender=caller)


def test_set_human_cap__unchanged__reverts(fleet: System) -> None:
    with reverts("CapUnchanged", CAP):
        fleet.cap.setHumanCap(CAP, sender=fleet.guardian)


def test_set_human_cap__down_and_up__emits(fleet: System) -> None:
    wallet = rich_human(fleet, "human", LEAST + 1)[0]
    receipt = fleet.cap.setHumanCap(LEAST, sender=fleet.guardian)
    assert [row for row in told(receipt) if row[0] != "Heartbeat"] == [("CapChanged", CAP, LEAST)]
    assert (fleet.cap.humanCap(), fleet.cap.excessOf(identity_of("human"))) == (LEAST, 1)
    with reverts("TransferRefused", reason("ABOVE_CAP"), fleet.treasury, wallet, 1):
        pay(fleet, wallet, 1)
    receipt = fleet.cap.setHumanCap(CAP, sender=fleet.guardian)
    assert receipt.of("CapChanged")[0].args == {"previous": LEAST, "current": CAP}
    pay(fleet, wallet, CAP - LEAST - 1)
    with reverts("TransferRefused", reason("ABOVE_CAP"), fleet.treasury, wallet, 1):
        pay(fleet, wallet, 1)


def test_set_venue__in_use__reverts(fleet: System) -> None:
    human, left = rich_human(fleet, "human", 0, ROAD)
    fleet.cap.unlink(left, sender=fleet.attestor)
    fleet.pretend_deployed("Governance")
    used: dict[Any, str] = {
        human: "human",
        agent_actor(1): "agent",
        fleet.guardian: "guardian",
        fleet.treasury: "protocol",
        fleet.token: "none",
        fleet.peer("Governance"): "none",
        ZERO: "none",
    }
    for wallet, kind in used.items():
        with reverts("WalletUnavailable", wallet, class_(kind)):
            fleet.cap.setVenue(wallet, True, sender=fleet.guardian)
    with reverts("WalletNotEmpty", left, ROAD):
        fleet.cap.setVenue(left, True, sender=fleet.guardian)
    fleet.registry.retire(2, sender=fleet.guardian)
    with reverts("WalletUnavailable", agent_actor(2), class_("former")):
        fleet.cap.setVenue(agent_actor(2), True, sender=fleet.guardian)


def test_set_venue__on__is_one_capped_human(fleet: System) -> None:
    number = fleet.cap.bookCount() + 1
    receipt = fleet.cap.setVenue(VENUE, True, sender=fleet.guardian)
    identity = fleet.cap.identityOf(VENUE)
    assert [row for row in told(receipt) if row[0] != "Heartbeat"] == [
        ("BookOpened", number, identity, 2**40 - 1),
        ("WalletClassified", VENUE.address, class_("none"), class_("venue"), number),
    ]
    assert identity[:4] == b"\xff" * 4
    with reverts("WalletUnavailable", VENUE, class_("venue")):
        fleet.cap.setVenue(VENUE, True, sender=fleet.guardian)
    pay(fleet, VENUE, CAP)
    with reverts("TransferRefused", reason("ABOVE_CAP"), fleet.treasury, VENUE, 1):
        pay(fleet, VENUE, 1)
    assert fleet.cap.holdingsOf(identity) == CAP
    fleet.token.transfer(agent_actor(1), ROAD, sender=VENUE)
    assert fleet.token.unitsOf(agent_actor(1)) == 0


def test_set_venue__off_no_venue__reverts(fleet: System) -> None:
    human = fleet.human("human")[0]
    for wallet, kind in ((human, "human"), (VENUE, "none"), (fleet.treasury, "protocol")):
        with reverts("WrongClass", wallet, class_(kind), class_("venue")):
            fleet.cap.setVenue(wallet, False, sender=fleet.guardian)


def test_set_venue__off_and_on__finds_its_book(fleet: System) -> None:
    fleet.cap.setVenue(VENUE, True, sender=fleet.guardian)
    identity, books = fleet.cap.identityOf(VENUE), fleet.cap.bookCount()
    receipt = fleet.cap.setVenue(VENUE, False, sender=fleet.guardian)
    gone = ("WalletClassified", VENUE.address, class_("venue"), class_("none"), 0)
    assert told(receipt)[-1] == gone
    assert fleet.cap.walletsOf(identity) == []
    fleet.cap.setVenue(VENUE, True, sender=fleet.guardian)
    assert (fleet.cap.identityOf(VENUE), fleet.cap.bookCount()) == (identity, books)
    assert fleet.cap.walletsOf(identity) == [VENUE.address]


def test_set_venue__off_funded__sends_only(fleet: System) -> None:
    fleet.cap.setVenue(VENUE, True, sender=fleet.guardian)
    pay(fleet, VENUE, ROAD)
    identity = fleet.cap.identityOf(VENUE)
    fleet.cap.setVenue(VENUE, False, sender=fleet.guardian)
    assert fleet.cap.classOf(VENUE) == class_("former")
    assert fleet.cap.holdingsOf(identity) == ROAD
    with reverts("TransferRefused", reason("RECIPIENT_FORMER"), fleet.vesting, VENUE, 1):
        fleet.token.transfer(VENUE, 1, sender=fleet.vesting)
    fleet.token.transfer(fleet.guardian, ROAD, sender=VENUE)
    fleet.cap.setVenue(VENUE, True, sender=fleet.guardian)
    assert fleet.cap.walletsOf(identity) == [VENUE.address]


def test_set_venue__emptied_wallet_of_a_human__leaves_its_list(fleet: System) -> None:
    wallet = rich_human(fleet, "human", ROAD)[0]
    fleet.cap.unlink(wallet, sender=fleet.attestor)
    fleet.token.transfer(fleet.guardian, ROAD, sender=wallet)
    fleet.cap.setVenue(wallet, True, sender=fleet.guardian)
    assert fleet.cap.walletsOf(identity_of("human")) == []
    assert fleet.cap.classOf(wallet) == class_("venue")
