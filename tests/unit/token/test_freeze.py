"""One wallet held: it neither sends nor receives, and its votes stay.

freeze
├── a wallet of the protocol ── reverts WalletUnavailable (X8)
├── on ── reverts SENDER_FROZEN, RECIPIENT_FROZEN, also for nothing and to itself; rebalancing goes on
├── at its end ── opens by itself
├── pay ── waits in the treasury and is not lost
├── rotation ── follows to the next wallet, budget included
└── unlinked, linked elsewhere, retired, a change of guardian ── stays on the wallet
unfreeze
├── not frozen ── reverts NotHeld
└── the guardian, or CRITICAL ── emits EmergencyLifted, opens
confirmFreeze
├── not frozen ── reverts NotHeld
├── over 72 hours old ── reverts ConfirmedTooLate
├── again within 180 days ── reverts ConfirmedTooRecently
├── open ── emits EmergencyConfirmed, holds 35 days from the start
└── final ── ends it, whatever became of it before
"""

import pytest

from tests.support.actors import Actor, actor, agent_actor
from tests.support.contract import reverts
from tests.support.holders import paid_agent, pay, rich_human
from tests.support.office import rotate_office, told
from tests.support.system import CAP, DAY, HOUR, ROAD, System, class_, identity_of, reason

SCOPE = b"freeze".ljust(32, b"\0")
SENDER, RECIPIENT = reason("SENDER_FROZEN"), reason("RECIPIENT_FROZEN")
PAID = 100 * ROAD


def subject(one: Actor) -> bytes:
    return bytes(12) + bytes.fromhex(one.address[2:])


@pytest.fixture
def human(fleet: System) -> Actor:
    return rich_human(fleet, "human", ROAD)[0]


@pytest.fixture
def agent(fleet: System) -> Actor:
    return paid_agent(fleet, 1, PAID)


@pytest.mark.parametrize("short", ["treasury", "vesting", "escrow"])
def test_freeze__protocol__reverts(fleet: System, short: str) -> None:
    """X8."""
    contract = getattr(fleet, short)
    with reverts("WalletUnavailable", contract, class_("protocol")):
        fleet.token.freeze(contract, sender=fleet.guardian)
    assert fleet.token.heldUntil(SCOPE, subject(contract)) == 0


def test_freeze__on__stops_both_directions(fleet: System, human: Actor, agent: Actor) -> None:
    time = fleet.rpc.now + 1
    receipt = fleet.token.freeze(human, sender=fleet.guardian, at=time)
    end = time + 72 * HOUR
    assert told(receipt)[1:] == [("EmergencyStarted", SCOPE, subject(human), 1, end, 11 * DAY)]
    for amount in (0, 1):
        with reverts("TransferRefused", SENDER, human, agent, amount):
            fleet.token.transfer(agent, amount, sender=human)
        with reverts("TransferRefused", RECIPIENT, agent, human, amount):
            fleet.token.transfer(human, amount, sender=agent)
        with reverts("TransferRefused", SENDER, human, human, amount):
            fleet.token.transfer(human, amount, sender=human)
    with reverts("TransferRefused", RECIPIENT, agent, human, 1):
        fleet.token.transfer(human, 1, sender=agent, at=end - 1)
    fleet.token.transfer(human, 1, sender=agent, at=end)
    fleet.token.transfer(agent, 1, sender=human)


def test_freeze__agent__keeps_votes_and_its_pay(fleet: System, agent: Actor) -> None:
    fleet.token.freeze(agent, sender=fleet.guardian)
    assert (fleet.token.unitsOf(agent), fleet.token.getVotes(agent)) == (PAID, PAID)
    fleet.token.delegate(agent_actor(2), sender=agent)
    with reverts("TransferRefused", RECIPIENT, fleet.treasury, agent, 1):
        pay(fleet, agent, 1)
    assert fleet.token.explain(fleet.treasury, agent, 1) == RECIPIENT
    fleet.token.unfreeze(agent, sender=fleet.guardian)
    pay(fleet, agent, 1)
    assert fleet.token.unitsOf(agent) == PAID + 1


def test_freeze__human_above_the_cap__is_rebalanced_all_the_same(fleet: System) -> None:
    human = rich_human(fleet, "rich", CAP)[0]
    fleet.cap.setHumanCap(CAP - ROAD, sender=fleet.guardian)
    fleet.rpc.travel(30 * DAY)
    fleet.token.freeze(human, sender=fleet.guardian)
    fleet.cap.rebalance(identity_of("rich"), sender=fleet.stranger)
    assert fleet.token.balanceOf(human) == CAP - ROAD


@pytest.mark.parametrize("left", [72 * HOUR, 1])
def test_freeze__rotation__follows_to_the_second(fleet: System, agent: Actor, left: int) -> None:
    time = fleet.rpc.now + 1
    end = time + 72 * HOUR
    fleet.token.freeze(agent, sender=fleet.guardian, at=time)
    if left == 1:
        fleet.rpc.travel_to(end - 5)
    next_wallet = actor("next wallet")
    fleet.rotate(1, agent, next_wallet)
    with reverts("TransferRefused", RECIPIENT, fleet.treasury, next_wallet, 1):
        fleet.token.transfer(next_wallet, 1, sender=fleet.treasury, at=end - 1)
    assert fleet.token.heldUntil(SCOPE, subject(next_wallet)) == end
    assert fleet.cap.walletOf(agent).frozenUntil == end
    fleet.token.transfer(next_wallet, 1, sender=fleet.treasury, at=end)


def test_freeze__rotation__carries_the_budget(fleet: System, agent: Actor) -> None:
    """No fresh fourteen days for a new wallet, and none taken away from it."""
    start = fleet.rpc.now + 1
    for n in range(5):
        fleet.token.freeze(agent, sender=fleet.guardian, at=start + n * 72 * HOUR)
    next_wallet = actor("next wallet")
    fleet.rotate(1, agent, next_wallet)
    fleet.rpc.travel_to(start + 14 * DAY)
    assert fleet.token.emergencyBudgetLeft(SCOPE, subject(next_wallet)) == 0
    with reverts("EmergencyBudgetSpent", 14 * DAY, 14 * DAY):
        fleet.token.freeze(next_wallet, sender=fleet.guardian)


def test_freeze__next_wallet_frozen_longer__keeps_the_longer(fleet: System, agent: Actor) -> None:
    next_wallet = actor("next wallet")
    fleet.token.freeze(agent, sender=fleet.guardian)
    fleet.rpc.travel(HOUR)
    fleet.token.freeze(next_wallet, sender=fleet.guardian)
    end = fleet.rpc.now + 72 * HOUR
    fleet.rotate(1, agent, next_wallet)
    assert fleet.cap.walletOf(next_wallet).frozenUntil == end
    assert fleet.token.heldUntil(SCOPE, subject(next_wallet)) == end


def test_freeze__wallet_changes_sides__stays(fleet: System, human: Actor) -> None:
    end = fleet.rpc.now + 1 + 72 * HOUR
    fleet.token.freeze(human, sender=fleet.guardian, at=end - 72 * HOUR)
    fleet.cap.unlink(human, sender=fleet.attestor)
    assert fleet.cap.walletOf(human).frozenUntil == end
    fleet.link(human, identity_of("human"))
    assert fleet.cap.walletOf(human).frozenUntil == end
    with reverts("TransferRefused", SENDER, human, fleet.guardian, 1):
        fleet.token.transfer(fleet.guardian, 1, sender=human)


def test_freeze__new_guardian__stays(fleet: System, human: Actor) -> None:
    """What concerns one wallet does not fall with the epoch."""
    heir = actor("heir")
    fleet.guardianship.proposeRotation(heir, sender=fleet.guardian)
    fleet.rpc.travel(7 * DAY)
    fleet.token.freeze(human, sender=fleet.guardian)
    fleet.guardianship.acceptRotation(sender=heir)
    with reverts("TransferRefused", SENDER, human, heir, 1):
        fleet.token.transfer(heir, 1, sender=human)
    fleet.token.unfreeze(human, sender=heir)
    fleet.token.transfer(heir, 1, sender=human)
    rotate_office(fleet, actor("third guardian"))


@pytest.mark.parametrize("by", ["guardian", "executor"])
def test_unfreeze__frozen__emits(fleet: System, human: Actor, by: str) -> None:
    fleet.hand_over()
    with reverts("NotHeld"):
        fleet.token.unfreeze(human, sender=fleet.guardian)
    fleet.token.freeze(human, sender=fleet.guardian)
    caller = fleet.guardian.address if by == "guardian" else fleet.peer("CriticalExecutor")
    receipt = fleet.token.unfreeze(human, sender=caller)
    lifted = [("EmergencyLifted", SCOPE, subject(human), caller)]
    assert [row for row in told(receipt) if row[0] != "Heartbeat"] == lifted
    assert fleet.cap.walletOf(human).frozenUntil == 0
    fleet.token.transfer(fleet.guardian, 1, sender=human)


def test_confirm_freeze__open__holds_35_days_from_the_start(fleet: System, human: Actor) -> None:
    confirmation = fleet.peer("EmergencyConfirmation")
    with reverts("NotHeld"):
        fleet.token.confirmFreeze(human, True, sender=confirmation)
    time = fleet.rpc.now + 1
    fleet.token.freeze(human, sender=fleet.guardian, at=time)
    receipt = fleet.token.confirmFreeze(human, True, sender=confirmation, at=time + 72 * HOUR - 1)
    end = time + 35 * DAY
    assert told(receipt) == [("EmergencyConfirmed", SCOPE, subject(human), end)]
    with reverts("TransferRefused", SENDER, human, fleet.guardian, 1):
        fleet.token.transfer(fleet.guardian, 1, sender=human, at=end - 1)
    fleet.token.transfer(fleet.guardian, 1, sender=human, at=end)


def test_confirm_freeze__too_late_or_too_soon__reverts(fleet: System, human: Actor) -> None:
    confirmation = fleet.peer("EmergencyConfirmation")
    time = fleet.rpc.now + 1
    fleet.token.freeze(human, sender=fleet.guardian, at=time)
    fleet.token.freeze(human, sender=fleet.guardian, at=time + 71 * HOUR)
    with reverts("ConfirmedTooLate", time, time + 72 * HOUR):
        fleet.token.confirmFreeze(human, True, sender=confirmation, at=time + 72 * HOUR + 1)
    confirmed = time + 72 * HOUR
    fleet.token.confirmFreeze(human, True, sender=confirmation, at=confirmed)
    again = confirmed + 180 * DAY
    fleet.token.freeze(human, sender=fleet.guardian, at=again - HOUR)
    with reverts("ConfirmedTooRecently", confirmed, again):
        fleet.token.confirmFreeze(human, True, sender=confirmation, at=again - 1)
    fleet.token.confirmFreeze(human, True, sender=confirmation, at=again)


def test_confirm_freeze__final__opens(fleet: System, human: Actor) -> None:
    confirmation = fleet.peer("EmergencyConfirmation")
    fleet.token.freeze(human, sender=fleet.guardian)
    fleet.token.confirmFreeze(human, True, sender=confirmation)
    receipt = fleet.token.confirmFreeze(human, False, sender=confirmation)
    assert told(receipt) == [("EmergencyLifted", SCOPE, subject(human), confirmation)]
    fleet.token.transfer(fleet.guardian, 1, sender=human)
    # The proposal may be final after the freeze has ended or was lifted.
    assert told(fleet.token.confirmFreeze(human, False, sender=confirmation)) == []
    fleet.token.transfer(fleet.guardian, 1, sender=human)
