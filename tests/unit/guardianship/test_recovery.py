"""The cold recovery address passes the office on: fourteen days, stopped by itself or by the guardian.

proposeRecovery
├── not the recovery address ── reverts CallerNotRecovery
├── bootstrap open ── reverts BootstrapOpen
├── candidate zero, the guardian, a contract of the protocol, an agent ── reverts CandidateRefused
├── another one pending ── replaces it, uncontested, the fourteen days begin anew
└── otherwise ── emits RecoveryProposed with the successor of that moment as arbiter
acceptRecovery
├── not the candidate ── reverts CallerNotCandidate
├── contested ── reverts RecoveryIsContested
├── a second before the fourteen days ── reverts NotReady
└── otherwise, the office vacant or not ── next guardian, next epoch
contestRecovery
├── not the guardian ── reverts CallerNotGuardian
├── nothing pending, already confirmed, no arbiter ── reverts NothingPending
└── pending ── emits RecoveryContested
confirmRecovery
├── not the arbiter ── reverts CallerNotArbiter
├── not contested ── reverts RecoveryNotContested
└── contested ── emits RecoveryConfirmed, can't be contested again, the delay stands
cancelRecovery
├── not the recovery address ── reverts CallerNotRecovery
├── nothing pending ── reverts NothingPending
└── pending ── emits RotationCancelled(byRecovery)
"""

from typing import Any

import pytest

from tests.support.actors import actor
from tests.support.contract import reverts
from tests.support.office import rotate_office, told, vacate
from tests.support.rpc import Rpc
from tests.support.system import DAY, ZERO, System

NEXT, OTHER = actor("next guardian"), actor("other candidate")


def propose(system: System) -> int:
    """Starts a recovery; returns from when it can be accepted."""
    time = system.rpc.now + 1
    system.guardianship.proposeRecovery(NEXT, sender=system.recovery, at=time)
    return time + 14 * DAY


def test_propose_recovery__not_the_recovery_address__reverts(newborn: System) -> None:
    for caller in (newborn.stranger, newborn.guardian, newborn.successor, newborn.deployer, NEXT):
        with reverts("CallerNotRecovery", caller, newborn.recovery):
            newborn.guardianship.proposeRecovery(NEXT, sender=caller)


def test_propose_recovery__bootstrap_open__reverts(rpc: Rpc, isolated: None) -> None:
    system = System(rpc, close=False)
    with reverts("BootstrapOpen"):
        system.guardianship.proposeRecovery(NEXT, sender=system.recovery)


def test_propose_recovery__refused_candidates__reverts(newborn: System) -> None:
    newborn.birth(1)
    agent = newborn.registry.getAgentWallet(1)
    for candidate in (ZERO, newborn.guardian, newborn.treasury, newborn.guardianship, agent):
        with reverts("CandidateRefused", candidate):
            newborn.guardianship.proposeRecovery(candidate, sender=newborn.recovery)


def test_propose_recovery__free_candidate__emits_and_reserves(newborn: System) -> None:
    time = newborn.rpc.now + 100
    seen = newborn.guardianship.lastSeen()
    receipt = newborn.guardianship.proposeRecovery(NEXT, sender=newborn.recovery, at=time)
    arbiter = newborn.successor.address
    assert told(receipt) == [("RecoveryProposed", NEXT.address, arbiter, time + 14 * DAY)]
    assert newborn.guardianship.pendingRecovery() == (NEXT.address, time + 14 * DAY, arbiter, False)
    assert newborn.guardianship.isReserved(NEXT)
    assert newborn.guardianship.lastSeen() == seen


def test_propose_recovery__a_contested_one_pending__replaces_it(newborn: System) -> None:
    propose(newborn)
    newborn.guardianship.contestRecovery(sender=newborn.guardian)
    time = newborn.rpc.now + 13 * DAY
    newborn.guardianship.proposeRecovery(OTHER, sender=newborn.recovery, at=time)
    arbiter = newborn.successor.address
    assert newborn.guardianship.pendingRecovery() == (OTHER.address, time + 14 * DAY, arbiter, False)
    with reverts("CallerNotCandidate", NEXT, OTHER):
        newborn.guardianship.acceptRecovery(sender=NEXT)
    with reverts("NotReady", time + 14 * DAY):
        newborn.guardianship.acceptRecovery(sender=OTHER, at=time + 14 * DAY - 1)


def test_accept_recovery__nothing_pending__reverts(newborn: System) -> None:
    with reverts("CallerNotCandidate", NEXT, ZERO):
        newborn.guardianship.acceptRecovery(sender=NEXT)


@pytest.mark.parametrize("who", ["guardian", "recovery", "successor", "stranger"])
def test_accept_recovery__third_party__reverts(newborn: System, who: Any) -> None:
    propose(newborn)
    newborn.rpc.travel(15 * DAY)
    with reverts("CallerNotCandidate", getattr(newborn, who), NEXT):
        newborn.guardianship.acceptRecovery(sender=getattr(newborn, who))


def test_accept_recovery__one_second_early__reverts(newborn: System) -> None:
    ready = propose(newborn)
    with reverts("NotReady", ready):
        newborn.guardianship.acceptRecovery(sender=NEXT, at=ready - 1)


@pytest.mark.parametrize("late", [0, 1, 100 * DAY])
def test_accept_recovery__ready__sets_the_next_guardian(newborn: System, late: Any) -> None:
    ready = propose(newborn)
    receipt = newborn.guardianship.acceptRecovery(sender=NEXT, at=ready + late)
    assert told(receipt)[0] == ("GuardianChanged", 2, newborn.guardian.address, NEXT.address)
    office = newborn.guardianship
    assert (office.guardian(), office.epoch(), office.lastSeen()) == (NEXT.address, 2, ready + late)
    assert office.pendingRecovery() == (ZERO, 0, ZERO, False)
    with reverts("CallerNotCandidate", NEXT, ZERO):
        office.acceptRecovery(sender=NEXT)


def test_accept_recovery__office_vacant__ends_the_vacancy(newborn: System) -> None:
    """X4."""
    ready = propose(newborn)
    vacate(newborn)
    assert newborn.rpc.now > ready
    newborn.guardianship.acceptRecovery(sender=NEXT)
    assert not newborn.guardianship.vacant()
    assert newborn.guardianship.guardian() == NEXT.address


def test_accept_recovery__by_the_recovery_address_itself__leaves_that_office_empty(newborn: System) -> None:
    newborn.guardianship.proposeRecovery(newborn.recovery, sender=newborn.recovery)
    newborn.rpc.travel(14 * DAY)
    newborn.guardianship.acceptRecovery(sender=newborn.recovery)
    assert newborn.guardianship.guardian() == newborn.recovery.address
    assert newborn.guardianship.recovery() == ZERO
    with reverts("CallerNotRecovery", newborn.recovery, ZERO):
        newborn.guardianship.proposeRecovery(NEXT, sender=newborn.recovery)


def test_contest_recovery__not_the_guardian__reverts(newborn: System) -> None:
    propose(newborn)
    for caller in (newborn.stranger, newborn.recovery, newborn.successor, NEXT):
        with reverts("CallerNotGuardian", caller):
            newborn.guardianship.contestRecovery(sender=caller)


def test_contest_recovery__nothing_pending__reverts(newborn: System) -> None:
    with reverts("NothingPending"):
        newborn.guardianship.contestRecovery(sender=newborn.guardian)


def test_contest_recovery__pending__stops_it(newborn: System) -> None:
    """Invariant 50."""
    ready = propose(newborn)
    receipt = newborn.guardianship.contestRecovery(sender=newborn.guardian, at=ready - 1)
    assert told(receipt) == [("Heartbeat", 1, ready - 1), ("RecoveryContested", NEXT.address)]
    assert newborn.guardianship.pendingRecovery()[3]
    for time in (ready, ready + 1000 * DAY):
        with reverts("RecoveryIsContested", newborn.successor):
            newborn.guardianship.acceptRecovery(sender=NEXT, at=time)


def test_contest_recovery__without_a_successor__reverts(newborn: System) -> None:
    """Nobody could decide it; the guardian still has seven days to spare for a rotation of its own."""
    rotate_office(newborn, newborn.successor)
    newborn.rpc.travel(1)
    receipt = newborn.guardianship.proposeRecovery(NEXT, sender=newborn.recovery)
    assert told(receipt) == [("RecoveryProposed", NEXT.address, ZERO, newborn.rpc.now + 14 * DAY)]
    with reverts("NothingPending"):
        newborn.guardianship.contestRecovery(sender=newborn.successor)
    rotate_office(newborn, OTHER)
    assert newborn.guardianship.pendingRecovery()[0] == ZERO


def test_confirm_recovery__not_the_arbiter__reverts(newborn: System) -> None:
    with reverts("CallerNotArbiter", newborn.successor, ZERO):
        newborn.guardianship.confirmRecovery(sender=newborn.successor)
    propose(newborn)
    newborn.guardianship.contestRecovery(sender=newborn.guardian)
    for caller in (newborn.stranger, newborn.guardian, newborn.recovery, NEXT):
        with reverts("CallerNotArbiter", caller, newborn.successor):
            newborn.guardianship.confirmRecovery(sender=caller)


def test_confirm_recovery__not_contested__reverts(newborn: System) -> None:
    propose(newborn)
    with reverts("RecoveryNotContested"):
        newborn.guardianship.confirmRecovery(sender=newborn.successor)


def test_confirm_recovery__contested__lets_it_pass_but_no_earlier(newborn: System) -> None:
    ready = propose(newborn)
    newborn.guardianship.contestRecovery(sender=newborn.guardian)
    receipt = newborn.guardianship.confirmRecovery(sender=newborn.successor)
    assert told(receipt) == [("RecoveryConfirmed", NEXT.address)]
    assert newborn.guardianship.pendingRecovery() == (NEXT.address, ready, ZERO, False)
    with reverts("NothingPending"):
        newborn.guardianship.contestRecovery(sender=newborn.guardian)
    with reverts("CallerNotArbiter", newborn.successor, ZERO):
        newborn.guardianship.confirmRecovery(sender=newborn.successor)
    with reverts("NotReady", ready):
        newborn.guardianship.acceptRecovery(sender=NEXT, at=ready - 1)
    newborn.guardianship.acceptRecovery(sender=NEXT, at=ready)


def test_confirm_recovery__successor_changed_since__keeps_the_arbiter(newborn: System) -> None:
    """A thief in the guardian's chair can't appoint the judge of its own objection."""
    newborn.guardianship.proposeSuccessor(OTHER, sender=newborn.guardian)
    newborn.rpc.travel(14 * DAY - 10)
    propose(newborn)
    newborn.guardianship.contestRecovery(sender=newborn.guardian)
    newborn.rpc.travel(20)
    assert newborn.guardianship.successor() == OTHER.address
    with reverts("CallerNotArbiter", OTHER, newborn.successor):
        newborn.guardianship.confirmRecovery(sender=OTHER)
    newborn.guardianship.confirmRecovery(sender=newborn.successor)


def test_cancel_recovery__not_the_recovery_address__reverts(newborn: System) -> None:
    propose(newborn)
    for caller in (newborn.stranger, newborn.guardian, newborn.successor, NEXT):
        with reverts("CallerNotRecovery", caller, newborn.recovery):
            newborn.guardianship.cancelRecovery(sender=caller)


def test_cancel_recovery__nothing_pending__reverts(newborn: System) -> None:
    with reverts("NothingPending"):
        newborn.guardianship.cancelRecovery(sender=newborn.recovery)


def test_cancel_recovery__pending__emits(newborn: System) -> None:
    propose(newborn)
    receipt = newborn.guardianship.cancelRecovery(sender=newborn.recovery)
    assert told(receipt) == [("RotationCancelled", NEXT.address, True)]
    assert newborn.guardianship.pendingRecovery() == (ZERO, 0, ZERO, False)
    assert not newborn.guardianship.isReserved(NEXT)
    newborn.rpc.travel(14 * DAY)
    with reverts("CallerNotCandidate", NEXT, ZERO):
        newborn.guardianship.acceptRecovery(sender=NEXT)
