"""The guardian passes the office on: two steps, seven days, and the new key's own call.

proposeRotation
├── not the guardian ── reverts CallerNotGuardian
├── candidate zero, the guardian, a contract of the protocol, an agent ── reverts CandidateRefused   (G12)
├── another one pending ── replaces it, the seven days begin anew
└── otherwise ── emits RotationProposed, reserves the candidate
acceptRotation
├── not the candidate, or nothing pending ── reverts CallerNotCandidate   (G12)
├── a second before the seven days ── reverts NotReady
├── office vacant ── reverts OfficeVacant
└── at seven days, or years later ── next guardian, next epoch, everything pending void
cancelRotation
├── neither guardian nor recovery ── reverts CallerNotGuardian
├── nothing pending ── reverts NothingPending
└── guardian or recovery ── emits RotationCancelled; only the guardian is heard of by it
"""

from typing import Any

import pytest

from tests.support.actors import Actor, actor
from tests.support.contract import reverts
from tests.support.office import rotate_office, told, vacate
from tests.support.system import DAY, NAMES, YEAR, ZERO, System, class_

NEXT, OTHER = actor("next guardian"), actor("other candidate")


def test_propose_rotation__not_the_guardian__reverts(newborn: System) -> None:
    for caller in (newborn.stranger, newborn.recovery, newborn.successor, newborn.deployer, NEXT):
        with reverts("CallerNotGuardian", caller):
            newborn.guardianship.proposeRotation(NEXT, sender=caller)


def test_propose_rotation__to_zero_or_to_itself__reverts(newborn: System) -> None:
    """G12."""
    for candidate in (ZERO, newborn.guardian):
        with reverts("CandidateRefused", candidate):
            newborn.guardianship.proposeRotation(candidate, sender=newborn.guardian)


@pytest.mark.parametrize("name", NAMES)
def test_propose_rotation__to_a_contract_of_the_protocol__reverts(newborn: System, name: Any) -> None:
    contract = getattr(newborn, name)
    with reverts("CandidateRefused", contract):
        newborn.guardianship.proposeRotation(contract, sender=newborn.guardian)


def test_propose_rotation__to_an_agent__reverts(newborn: System) -> None:
    newborn.birth(1)
    wallet = newborn.registry.getAgentWallet(1)
    with reverts("CandidateRefused", wallet):
        newborn.guardianship.proposeRotation(wallet, sender=newborn.guardian)


def test_propose_rotation__free_candidate__emits_and_reserves(newborn: System) -> None:
    time = newborn.rpc.now + 100
    receipt = newborn.guardianship.proposeRotation(NEXT, sender=newborn.guardian, at=time)
    assert told(receipt) == [("Heartbeat", 1, time), ("RotationProposed", NEXT.address, time + 7 * DAY)]
    assert newborn.guardianship.pendingRotation() == (NEXT.address, time + 7 * DAY)
    assert newborn.guardianship.isReserved(NEXT)
    with reverts("WalletTaken", NEXT):
        newborn.registry.birthBatch(1, [(NEXT.address, b"P1".ljust(32, b"\0"))], sender=newborn.registrar)


def test_propose_rotation__another_pending__replaces_it(newborn: System) -> None:
    newborn.guardianship.proposeRotation(NEXT, sender=newborn.guardian)
    later = newborn.rpc.now + 6 * DAY
    newborn.guardianship.proposeRotation(OTHER, sender=newborn.guardian, at=later)
    assert not newborn.guardianship.isReserved(NEXT)
    newborn.rpc.travel_to(later + 7 * DAY - 2)
    with reverts("CallerNotCandidate", NEXT, OTHER):
        newborn.guardianship.acceptRotation(sender=NEXT)
    with reverts("NotReady", later + 7 * DAY):
        newborn.guardianship.acceptRotation(sender=OTHER, at=later + 7 * DAY - 1)
    newborn.guardianship.acceptRotation(sender=OTHER, at=later + 7 * DAY)


def test_accept_rotation__nothing_pending__reverts(newborn: System) -> None:
    with reverts("CallerNotCandidate", NEXT, ZERO):
        newborn.guardianship.acceptRotation(sender=NEXT)


@pytest.mark.parametrize("who", ["guardian", "recovery", "successor", "stranger"])
def test_accept_rotation__third_party__reverts(newborn: System, who: Any) -> None:
    """G12."""
    newborn.guardianship.proposeRotation(NEXT, sender=newborn.guardian)
    newborn.rpc.travel(8 * DAY)
    with reverts("CallerNotCandidate", getattr(newborn, who), NEXT):
        newborn.guardianship.acceptRotation(sender=getattr(newborn, who))


def test_accept_rotation__one_second_early__reverts(newborn: System) -> None:
    time = newborn.rpc.now + 1
    newborn.guardianship.proposeRotation(NEXT, sender=newborn.guardian, at=time)
    for early in (time + 1, time + 7 * DAY - 1):
        with reverts("NotReady", time + 7 * DAY):
            newborn.guardianship.acceptRotation(sender=NEXT, at=early)


@pytest.mark.parametrize("wait", [7 * DAY, 7 * DAY + 1, 5 * YEAR], ids=["at", "after", "long after"])
def test_accept_rotation__ready__sets_the_next_guardian(newborn: System, wait: Any) -> None:
    time = newborn.rpc.now + 1
    newborn.guardianship.proposeRotation(NEXT, sender=newborn.guardian, at=time)
    receipt = newborn.guardianship.acceptRotation(sender=NEXT, at=time + wait)
    assert told(receipt)[0] == ("GuardianChanged", 2, newborn.guardian.address, NEXT.address)
    assert [e.name for e in receipt.events] == ["GuardianChanged", "WalletClassified", "WalletClassified"]
    office = newborn.guardianship
    assert (office.guardian(), office.epoch(), office.lastSeen()) == (NEXT.address, 2, time + wait)
    assert [office.startedAt(epoch) for epoch in (2, 3)] == [time + wait, 0]
    assert office.pendingRotation() == (ZERO, 0)
    assert (office.recovery(), office.successor()) == (newborn.recovery.address, newborn.successor.address)
    assert newborn.cap.classOf(NEXT) == class_("guardian")
    assert newborn.cap.classOf(newborn.guardian) == class_("none")
    with reverts("CallerNotGuardian", newborn.guardian):
        office.heartbeat(sender=newborn.guardian)


def test_accept_rotation__twice__reverts(newborn: System) -> None:
    rotate_office(newborn, NEXT)
    with reverts("CallerNotCandidate", NEXT, ZERO):
        newborn.guardianship.acceptRotation(sender=NEXT)


def test_accept_rotation__everything_pending__is_void(newborn: System) -> None:
    """What the old holder and the recovery had begun ends with the epoch."""
    office = newborn.guardianship
    office.proposeSuccessor(OTHER, sender=newborn.guardian)
    office.proposeRecoveryAddress(actor("other recovery"), sender=newborn.guardian)
    office.proposeRecovery(OTHER, sender=newborn.recovery)
    rotate_office(newborn, NEXT)
    assert office.pendingRecovery() == (ZERO, 0, ZERO, False)
    newborn.rpc.travel(31 * DAY)
    assert (office.successor(), office.recovery()) == (newborn.successor.address, newborn.recovery.address)
    with reverts("NothingPending"):
        office.cancelSuccessor(sender=newborn.recovery)
    with reverts("CallerNotCandidate", OTHER, ZERO):
        office.acceptRecovery(sender=OTHER)


@pytest.mark.parametrize("office", ["recovery", "successor"])
def test_accept_rotation__by_another_officer__leaves_that_office_empty(newborn: System, office: Any) -> None:
    """Nobody arbitrates, or recovers from, itself."""
    officer: Actor = getattr(newborn, office)
    rotate_office(newborn, officer)
    assert newborn.guardianship.guardian() == officer.address
    assert getattr(newborn.guardianship, office)() == ZERO
    other = {"recovery": "successor", "successor": "recovery"}[office]
    assert getattr(newborn.guardianship, other)() == getattr(newborn, other).address


def test_accept_rotation__by_the_coming_successor__leaves_the_old_one(newborn: System) -> None:
    newborn.guardianship.proposeSuccessor(NEXT, sender=newborn.guardian)
    rotate_office(newborn, NEXT)
    newborn.rpc.travel(15 * DAY)
    assert newborn.guardianship.successor() == newborn.successor.address


def test_accept_rotation__office_vacant__reverts(newborn: System) -> None:
    newborn.guardianship.proposeRotation(NEXT, sender=newborn.guardian)
    vacate(newborn)
    with reverts("OfficeVacant"):
        newborn.guardianship.acceptRotation(sender=NEXT)


def test_cancel_rotation__neither_guardian_nor_recovery__reverts(newborn: System) -> None:
    newborn.guardianship.proposeRotation(NEXT, sender=newborn.guardian)
    for caller in (newborn.stranger, newborn.successor, NEXT):
        with reverts("CallerNotGuardian", caller):
            newborn.guardianship.cancelRotation(sender=caller)


@pytest.mark.parametrize("who", ["guardian", "recovery"])
def test_cancel_rotation__nothing_pending__reverts(newborn: System, who: Any) -> None:
    with reverts("NothingPending"):
        newborn.guardianship.cancelRotation(sender=getattr(newborn, who))


@pytest.mark.parametrize("who", ["guardian", "recovery"])
def test_cancel_rotation__pending__emits(newborn: System, who: Any) -> None:
    """Invariant 26: the recovery's cancellation is no sign of life of the guardian."""
    newborn.guardianship.proposeRotation(NEXT, sender=newborn.guardian)
    seen = newborn.guardianship.lastSeen()
    newborn.rpc.travel(8 * DAY)
    receipt = newborn.guardianship.cancelRotation(sender=getattr(newborn, who))
    heartbeat = [("Heartbeat", 1, newborn.rpc.now)] if who == "guardian" else []
    assert told(receipt) == [*heartbeat, ("RotationCancelled", NEXT.address, False)]
    assert newborn.guardianship.lastSeen() == (newborn.rpc.now if heartbeat else seen)
    assert not newborn.guardianship.isReserved(NEXT)
    with reverts("CallerNotCandidate", NEXT, ZERO):
        newborn.guardianship.acceptRotation(sender=NEXT)
