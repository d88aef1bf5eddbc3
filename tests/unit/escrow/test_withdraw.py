"""What was above the cap waits for its wallet (invariant 9).

credit
├── anybody but the cap ── reverts CallerNotPeer
└── the cap ── emits Credited, adds up
withdraw
├── the caller frozen ── reverts CallerFrozen, to the second
├── more than is kept, of somebody else's ── reverts EscrowBalanceTooLow
├── to oneself above the cap, to whomever may not hold it ── reverts TransferRefused, keeps the balance
├── into the escrow ── reverts RECIPIENT_ESCROW: nothing is lost in it
├── to zero ── reverts ERC20InvalidReceiver
├── transfers paused ── reverts PAUSED, keeps the balance
├── unlinked, expired, suspended, recovered, merged ── is the wallet's all the same
└── otherwise ── emits Withdrawn, pays
"""

from typing import Any

import pytest

from tests.support.actors import Actor, actor, agent_actor
from tests.support.contract import reverts
from tests.support.holders import rich_human
from tests.support.office import told
from tests.support.system import CAP, DAY, HOUR, ROAD, ZERO, System, identity_of, reason

WHO = identity_of("human")
KEPT = 10 * ROAD


@pytest.fixture
def human(fleet: System) -> Actor:
    """A human at the lowered cap, with KEPT in the escrow."""
    wallet = rich_human(fleet, "human", CAP)[0]
    fleet.cap.setHumanCap(CAP - KEPT, sender=fleet.guardian)
    fleet.rpc.travel(30 * DAY)
    fleet.cap.rebalance(WHO, sender=fleet.stranger)
    return wallet


def test_views__wiring(fleet: System) -> None:
    escrow = fleet.escrow
    assert (escrow.CAP(), escrow.TOKEN()) == (fleet.cap.address, fleet.token.address)
    assert (escrow.FACTORY(), escrow.TIME_DIVISOR()) == (fleet.factory.address, 1)
    assert (escrow.version(), escrow.escrowedOf(fleet.stranger)) == ("1.0.0", 0)
    writing = {e.get("name") for e in escrow.abi if e.get("stateMutability") in ("nonpayable", "payable")}
    assert writing - {None} == {"withdraw", "credit"}


def test_credit__anybody_else__reverts(fleet: System) -> None:
    human = rich_human(fleet, "human", ROAD)[0]
    contracts = [fleet.token, fleet.treasury, fleet.vesting, fleet.registry, fleet.escrow]
    outsiders = [fleet.stranger, fleet.guardian, fleet.attestor, human, agent_actor(1), *contracts]
    for caller in outsiders:
        with reverts("CallerNotPeer", caller, fleet.cap):
            fleet.escrow.credit(human, ROAD, sender=caller)


def test_credit__the_cap__adds_up(fleet: System) -> None:
    wallet = actor("wallet")
    for total in (ROAD, 2 * ROAD):
        receipt = fleet.escrow.credit(wallet, ROAD, sender=fleet.cap)
        assert told(receipt) == [("Credited", wallet.address, ROAD, total)]
        assert fleet.escrow.escrowedOf(wallet) == total


def test_withdraw__to_another__emits_and_pays(fleet: System, human: Actor) -> None:
    """Exactly what is kept, and no wei more."""
    other = rich_human(fleet, "other", 0)[0]
    number = fleet.cap.numberOf(identity_of("other"))
    receipt = fleet.escrow.withdraw(other, KEPT - 1, sender=human)
    assert told(receipt) == [
        ("Withdrawn", human.address, other.address, KEPT - 1, 1),
        ("Transfer", fleet.escrow.address, other.address, KEPT - 1),
        ("BookMoved", 0, number, KEPT - 1, 0, fleet.cap.head()),
    ]
    with reverts("EscrowBalanceTooLow", human, 1, 2):
        fleet.escrow.withdraw(other, 2, sender=human)
    fleet.escrow.withdraw(other, 1, sender=human)
    assert fleet.escrow.escrowedOf(human) == fleet.token.balanceOf(fleet.escrow) == 0


def test_withdraw__somebody_elses__reverts(fleet: System, human: Actor) -> None:
    second = actor("second wallet")
    fleet.link(second, WHO)
    for caller in (second, fleet.attestor, fleet.guardian, fleet.stranger, fleet.cap):
        with reverts("EscrowBalanceTooLow", caller, 0, 1):
            fleet.escrow.withdraw(caller, 1, sender=caller)


@pytest.mark.parametrize("amount", [KEPT + 1, 2**256 - 1])
def test_withdraw__more_than_is_kept__reverts(fleet: System, human: Actor, amount: int) -> None:
    with reverts("EscrowBalanceTooLow", human, KEPT, amount):
        fleet.escrow.withdraw(agent_actor(1), amount, sender=human)


def test_withdraw__to_whom_may_not_hold_it__reverts(fleet: System, human: Actor) -> None:
    left = rich_human(fleet, "other", ROAD)[0]
    fleet.cap.unlink(left, sender=fleet.attestor)
    refused: dict[Any, str] = {
        human: "ABOVE_CAP",
        left: "RECIPIENT_FORMER",
        fleet.stranger: "RECIPIENT_UNKNOWN",
        fleet.token: "RECIPIENT_UNKNOWN",
        fleet.escrow: "RECIPIENT_ESCROW",
    }
    for to, why in refused.items():
        with reverts("TransferRefused", reason(why), fleet.escrow, to, KEPT):
            fleet.escrow.withdraw(to, KEPT, sender=human)
    with reverts("ERC20InvalidReceiver", ZERO):
        fleet.escrow.withdraw(ZERO, KEPT, sender=human)
    assert fleet.escrow.escrowedOf(human) == KEPT


def test_withdraw__nothing__changes_nothing(fleet: System, human: Actor) -> None:
    receipt = fleet.escrow.withdraw(human, 0, sender=human)
    assert told(receipt) == [
        ("Withdrawn", human.address, human.address, 0, KEPT),
        ("Transfer", fleet.escrow.address, human.address, 0),
    ]


def test_withdraw__frozen__waits(fleet: System, human: Actor) -> None:
    end = fleet.rpc.now + 1 + 72 * HOUR
    fleet.token.freeze(human, sender=fleet.guardian, at=end - 72 * HOUR)
    with reverts("CallerFrozen", human, end):
        fleet.escrow.withdraw(agent_actor(1), 1, sender=human, at=end - 1)
    fleet.escrow.withdraw(agent_actor(1), KEPT, sender=human, at=end)
    assert fleet.token.unitsOf(agent_actor(1)) == 0


def test_withdraw__paused__waits(fleet: System, human: Actor) -> None:
    fleet.token.pause(sender=fleet.guardian)
    with reverts("TransferRefused", reason("PAUSED"), fleet.escrow, agent_actor(1), KEPT):
        fleet.escrow.withdraw(agent_actor(1), KEPT, sender=human)
    fleet.token.unpause(sender=fleet.guardian)
    fleet.escrow.withdraw(agent_actor(1), KEPT, sender=human)


@pytest.mark.parametrize("change", ["unlinked", "expired", "suspended", "recovered", "merged"])
def test_withdraw__identity_changed__is_the_wallets_all_the_same(
    fleet: System, human: Actor, change: str
) -> None:
    """Whoever says which wallets are one human can't reach what is kept."""
    if change == "unlinked":
        fleet.cap.unlink(human, sender=fleet.attestor)
    if change == "expired":
        fleet.cap.attest(WHO, fleet.rpc.now + 2, sender=fleet.attestor)
        fleet.rpc.travel(10)
    if change == "suspended":
        fleet.cap.setIdentitySuspended(WHO, True, sender=fleet.attestor)
    if change == "recovered":
        deadline = fleet.rpc.now + DAY
        consent = fleet.sign_link(actor("thief"), WHO, deadline)
        fleet.cap.recover(human, actor("thief"), deadline, consent, sender=fleet.attestor)
        with reverts("EscrowBalanceTooLow", actor("thief"), 0, 1):
            fleet.escrow.withdraw(agent_actor(1), 1, sender=actor("thief"))
    if change == "merged":
        fleet.human("attestor's friend", 1)
        fleet.cap.requestMerge(WHO, identity_of("attestor's friend"), sender=fleet.attestor)
        fleet.rpc.travel(14 * DAY)
        fleet.cap.merge(WHO, sender=fleet.stranger)
    fleet.escrow.withdraw(agent_actor(1), KEPT, sender=human)
    assert fleet.token.balanceOf(agent_actor(1)) == KEPT
