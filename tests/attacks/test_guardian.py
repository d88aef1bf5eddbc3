"""Stories about the guardian: stolen keys, a silent office, a contested change, and what must survive them.

G12 rotation to zero, to itself, accepted by a third party
50  a stolen guardian's key is displaced; a stolen recovery key takes nothing; a stolen successor's neither
X4  silent from the first day, nothing released
X8  freezing the protocol's own wallets
X10 a change of guardian while everything is as bad as it can be
"""

import pytest

from tests.support.actors import Actor, actor
from tests.support.contract import reverts
from tests.support.holders import pay
from tests.support.office import newborn, rotate_office, vacate, young
from tests.support.system import CAP, COHORT, DAY, GUARDIAN_IDENTITY, HOUR, ROAD, YEAR, ZERO, System, class_

__all__ = ["newborn", "young"]

NEW, PUPPET, THIEF = actor("the guardian's new key"), actor("a thief's puppet"), actor("a thief")


def test_rotation__to_zero_to_itself_or_by_a_third_party__reverts(newborn: System) -> None:
    """G12."""
    office, guardian = newborn.guardianship, newborn.guardian
    for candidate in (ZERO, guardian):
        with reverts("CandidateRefused", candidate):
            office.proposeRotation(candidate, sender=guardian)
    office.proposeRotation(NEW, sender=guardian)
    newborn.rpc.travel(8 * DAY)
    with reverts("CallerNotCandidate", THIEF, NEW):
        office.acceptRotation(sender=THIEF)
    with reverts("CallerNotCandidate", guardian, NEW):
        office.acceptRotation(sender=guardian)


@pytest.mark.parametrize("objects", [False, True], ids=["silent thief", "thief objects"])
def test_stolen_guardian_key__recovery__displaces_the_thief(newborn: System, objects: bool) -> None:
    """Invariant 50: whatever the thief has begun is cancelled, and its objection goes to the successor."""
    office, thief = newborn.guardianship, newborn.guardian
    office.proposeRotation(PUPPET, sender=thief)
    office.proposeSuccessor(PUPPET, sender=thief)
    office.proposeRecoveryAddress(THIEF, sender=thief)
    newborn.token.pause(sender=thief)
    for cancel in (office.cancelRotation, office.cancelSuccessor, office.cancelRecoveryAddress):
        cancel(sender=newborn.recovery)
    office.proposeRecovery(NEW, sender=newborn.recovery)
    ready = newborn.rpc.now + 14 * DAY
    if objects:
        office.contestRecovery(sender=thief)
        office.proposeSuccessor(PUPPET, sender=thief)
        with reverts("CallerNotArbiter", PUPPET, newborn.successor):
            office.confirmRecovery(sender=PUPPET)
        office.confirmRecovery(sender=newborn.successor)
        with reverts("NothingPending"):
            office.contestRecovery(sender=thief)
    office.proposeRotation(PUPPET, sender=thief, at=ready - 8 * DAY)
    office.cancelRotation(sender=newborn.recovery)
    office.acceptRecovery(sender=NEW, at=ready)
    assert office.guardian() == NEW.address
    assert (office.successor(), office.recovery()) == (newborn.successor.address, newborn.recovery.address)
    for call in (office.heartbeat, newborn.token.pause, office.cancelRotation):
        with reverts("CallerNotGuardian", thief):
            call(sender=thief)
    with reverts("CallerNotCandidate", PUPPET, ZERO):
        office.acceptRotation(sender=PUPPET)


def test_stolen_guardian_key__a_new_recovery_address__can_be_cancelled_to_the_last(newborn: System) -> None:
    """Invariant 50: thirty days in which the old recovery address says no, or takes the office back."""
    office = newborn.guardianship
    time = newborn.rpc.now + 1
    office.proposeRecoveryAddress(THIEF, sender=newborn.guardian, at=time)
    office.proposeRecovery(NEW, sender=newborn.recovery, at=time + 15 * DAY)
    office.cancelRecoveryAddress(sender=newborn.recovery, at=time + 30 * DAY - 1)
    office.acceptRecovery(sender=NEW, at=time + 30 * DAY)
    assert (office.guardian(), office.recovery()) == (NEW.address, newborn.recovery.address)


def test_stolen_guardian_key__forever_holding__is_over_within_the_budget(newborn: System) -> None:
    """Invariant 29: until it is displaced a thief can hold a scope for fourteen days in all."""
    thief, held = newborn.guardian, 0
    end = newborn.rpc.now + 90 * DAY
    while newborn.rpc.now < end - 12 * HOUR:
        left = newborn.token.emergencyBudgetLeft(b"transfers".ljust(32, b"\0"), b"\0" * 32)
        if left and not newborn.token.paused():
            receipt = newborn.token.pause(sender=thief)
            held += receipt.of("EmergencyStarted")[0].until - newborn.rpc.now
        newborn.rpc.travel(12 * HOUR)
    assert held == 14 * DAY


def test_stolen_recovery_key__guardian_objects__takes_nothing(newborn: System) -> None:
    """Invariant 50: as often as the thief likes."""
    office = newborn.guardianship
    for _ in range(5):
        office.proposeRecovery(PUPPET, sender=newborn.recovery)
        newborn.rpc.travel(13 * DAY)
        office.contestRecovery(sender=newborn.guardian)
        newborn.rpc.travel(2 * DAY)
        with reverts("RecoveryIsContested", newborn.successor):
            office.acceptRecovery(sender=PUPPET)
        with reverts("CallerNotArbiter", newborn.recovery, newborn.successor):
            office.confirmRecovery(sender=newborn.recovery)
    assert office.guardian() == newborn.guardian.address
    newborn.token.pause(sender=newborn.guardian)
    with reverts("CallerNotGuardian", newborn.recovery):
        newborn.token.pause(sender=newborn.recovery)


def test_stolen_recovery_key__a_pending_recovery__falls_with_a_rotation_in_time(newborn: System) -> None:
    """Seven days are less than fourteen, unless the thief spends its time on cancelling."""
    office = newborn.guardianship
    office.proposeRecovery(PUPPET, sender=newborn.recovery)
    rotate_office(newborn, NEW)
    newborn.rpc.travel(8 * DAY)
    with reverts("CallerNotCandidate", PUPPET, ZERO):
        office.acceptRecovery(sender=PUPPET)


def test_stolen_successor_key__alone__takes_nothing(newborn: System) -> None:
    office, thief = newborn.guardianship, newborn.successor
    with reverts("CallerNotRecovery", thief, newborn.recovery):
        office.proposeRecovery(PUPPET, sender=thief)
    office.proposeRecovery(NEW, sender=newborn.recovery)
    with reverts("RecoveryNotContested"):
        office.confirmRecovery(sender=thief)
    with reverts("CallerNotGuardian", thief):
        office.contestRecovery(sender=thief)
    with reverts("CallerNotPeer", thief, newborn.peer("Succession")):
        office.install(thief, sender=thief)


def test_one_key__never_recovers_and_arbitrates(newborn: System) -> None:
    """Invariant 50: a thief in the guardian's chair can't put one puppet in both places."""
    office = newborn.guardianship
    office.proposeSuccessor(PUPPET, sender=newborn.guardian)
    with reverts("OfficersNotDistinct", PUPPET):
        office.proposeRecoveryAddress(PUPPET, sender=newborn.guardian)
    office.cancelSuccessor(sender=newborn.recovery)
    office.proposeRecoveryAddress(PUPPET, sender=newborn.guardian)
    with reverts("OfficersNotDistinct", PUPPET):
        office.proposeSuccessor(PUPPET, sender=newborn.guardian)


@pytest.mark.parametrize("way", ["succession", "recovery"])
def test_silent_from_day_one__nothing_released__another_takes_over(newborn: System, way: str) -> None:
    """X4, and X3: activation needs no guardian."""
    newborn.birth(COHORT)
    since = vacate(newborn)
    newborn.treasury.activate(sender=newborn.stranger)
    if way == "succession":
        newborn.guardianship.install(newborn.successor, sender=newborn.peer("Succession"))
        heir = newborn.successor
    else:
        newborn.guardianship.proposeRecovery(NEW, sender=newborn.recovery)
        newborn.rpc.travel(14 * DAY)
        newborn.guardianship.acceptRecovery(sender=NEW)
        heir = NEW
    assert newborn.guardianship.guardian() == heir.address
    assert newborn.rpc.now - since < 15 * DAY
    newborn.rpc.travel(1)
    newborn.vesting.release(sender=newborn.stranger)
    assert newborn.token.balanceOf(heir) >= 51_000_000 * ROAD
    assert newborn.token.balanceOf(newborn.guardian) == 0


@pytest.mark.parametrize("short", ["treasury", "vesting", "escrow"])
def test_freeze__a_wallet_of_the_protocol__reverts(newborn: System, short: str) -> None:
    """X8."""
    wallet = getattr(newborn, short)
    with reverts("WalletUnavailable", wallet, class_("protocol")):
        newborn.token.freeze(wallet, sender=newborn.guardian)
    assert (
        newborn.token.heldUntil(b"freeze".ljust(32, b"\0"), bytes(12) + bytes.fromhex(wallet.address[2:]))
        == 0
    )


def enrich(system: System) -> list[Actor]:
    """300 M ROAD of the guardian's in eight wallets: 250 M and 50 M over seven more of the same human."""
    system.rpc.travel(2 * YEAR)
    system.vesting.release(sender=system.stranger)
    system.cap.attest(GUARDIAN_IDENTITY, system.rpc.now + 10 * YEAR, sender=system.attestor)
    wallets = [actor(f"guardian's wallet {n}") for n in range(7)]
    for n, wallet in enumerate(wallets):
        system.link(wallet, GUARDIAN_IDENTITY)
        system.token.transfer(wallet, CAP // 7 + (n < CAP % 7), sender=system.guardian)
    return wallets


def test_change_of_guardian__rich_paused_and_frozen__succeeds(newborn: System) -> None:
    """X10: old wallets are *former*, the excess is shown, and nothing is lost or stuck."""
    wallets = enrich(newborn)
    office, old = newborn.guardianship, newborn.guardian
    office.proposeRotation(NEW, sender=old)
    newborn.rpc.travel(7 * DAY - 100)
    newborn.token.pause(sender=old)
    for wallet in (old, *wallets):
        newborn.token.freeze(wallet, sender=old)
    balance = newborn.token.balanceOf(old)
    assert balance + CAP >= 300_000_000 * ROAD
    newborn.rpc.travel(100)
    office.acceptRotation(sender=NEW)
    assert newborn.cap.classOf(old) == class_("former")
    assert [newborn.cap.classOf(w) for w in wallets] == [class_("human")] * 7
    assert newborn.cap.holdingsOf(GUARDIAN_IDENTITY) == balance + CAP
    assert newborn.cap.excessOf(GUARDIAN_IDENTITY) == balance
    assert newborn.token.balanceOf(old) == balance
    with reverts("GracePeriodRuns", GUARDIAN_IDENTITY, newborn.rpc.now + 30 * DAY):
        newborn.cap.rebalance(GUARDIAN_IDENTITY, sender=newborn.stranger)
    newborn.rpc.travel(30 * DAY)
    newborn.cap.rebalance(GUARDIAN_IDENTITY, sender=newborn.stranger)
    assert newborn.cap.holdingsOf(GUARDIAN_IDENTITY) == CAP
    assert newborn.token.balanceOf(newborn.escrow) == balance


def test_change_of_guardian__back_and_forth__never_reverts(newborn: System) -> None:
    """X10: from any class, with and without balances, the office passes on."""
    newborn.vesting.release(sender=newborn.stranger)
    human = newborn.human("heir")[0]
    pay(newborn, human, CAP)
    holder = newborn.guardian
    for candidate in (human, NEW, newborn.guardian, human, newborn.successor, newborn.guardian, NEW):
        rotate_office(newborn, candidate, holder)
        holder = candidate
        newborn.rpc.travel(30 * DAY)
        newborn.vesting.release(sender=newborn.stranger)
        assert newborn.cap.classOf(holder) == class_("guardian")
    total = sum(newborn.token.balanceOf(w) for w in (human, NEW, newborn.guardian, newborn.successor))
    assert total == newborn.vesting.released() + CAP
