"""Lifting: by the guardian, or by whoever holds the function's role; a new epoch lifts all pauses.

lift
├── neither guardian nor role ── reverts AccessManagedUnauthorized
├── nothing held: never, ended by itself, lifted before ── reverts NotHeld
├── by the guardian ── emits EmergencyLifted, gives back the time that is left, counts as a sign of life
└── by the role CRITICAL ── the same, without a sign of life; the guardian can still lift
a new epoch
├── pauses ── are lifted; the budget is not renewed, the new guardian can hold at once
└── a frozen wallet, a suspended agent ── stay so
"""

import pytest

from tests.support.actors import actor
from tests.support.contract import reverts
from tests.support.office import rotate_office, told
from tests.support.system import DAY, GOVERNANCE, HOUR
from tests.unit.emergency.brakes import Brake

SPAN, BUDGET = 72 * HOUR, 14 * DAY
NEXT = actor("next guardian")


def test_lift__neither_guardian_nor_role__reverts(brake: Brake) -> None:
    system = brake.system
    brake.hold()
    for caller in (system.stranger, system.registrar, system.attestor, system.recovery, system.deployer):
        with reverts("AccessManagedUnauthorized", caller):
            brake.lift(sender=caller)
    assert brake.held(system.rpc.now)


def test_lift__nothing_held__reverts(brake: Brake) -> None:
    with reverts("NotHeld"):
        brake.lift()


@pytest.mark.parametrize("late", [0, 1, DAY])
def test_lift__ended_by_itself__reverts(brake: Brake, late: int) -> None:
    time = brake.system.rpc.now + 10
    brake.hold(at=time)
    with reverts("NotHeld"):
        brake.lift(at=time + SPAN + late)


def test_lift__twice__reverts(brake: Brake) -> None:
    brake.hold()
    brake.lift()
    with reverts("NotHeld"):
        brake.lift()


@pytest.mark.parametrize("after", [0, 1, DAY - 1, DAY, DAY + 1, 30 * HOUR, SPAN - 1])
def test_lift__by_the_guardian__gives_back_the_rest(brake: Brake, after: int) -> None:
    time = brake.system.rpc.now + 10
    brake.hold(at=time)
    receipt = brake.lift(at=time + after)
    guardian = brake.system.guardian.address
    lifted = ("EmergencyLifted", brake.scope, brake.subject, guardian)
    assert told(receipt) == [("Heartbeat", 1, time + after), lifted]
    assert not brake.held(time + after)
    assert brake.left() == BUDGET - max(after, DAY)


def test_lift__by_the_role_critical__is_no_sign_of_life(governed_brake: Brake) -> None:
    system = governed_brake.system
    system.hand_over()
    governed_brake.hold()
    seen = system.guardianship.lastSeen()
    for name in ("Governance", "OperationsExecutor", "ConstitutionalExecutor"):
        with reverts("AccessManagedUnauthorized", system.peer(name)):
            governed_brake.lift(sender=system.peer(name))
    executor = system.peer("CriticalExecutor")
    receipt = governed_brake.lift(sender=executor)
    assert told(receipt) == [("EmergencyLifted", governed_brake.scope, governed_brake.subject, executor)]
    assert not governed_brake.held(system.rpc.now)
    assert system.guardianship.lastSeen() == seen


def test_lift__by_the_guardian_after_the_hand_over__emits(governed_brake: Brake) -> None:
    """The brake asks the office, never the authority: no proposal can unmap it."""
    governed_brake.system.hand_over()
    governed_brake.hold()
    receipt = governed_brake.lift()
    assert receipt.events[-1].by == governed_brake.system.guardian.address


def test_hold__by_the_executors__reverts(governed_brake: Brake) -> None:
    """Only the guardian holds; governance lifts."""
    governed_brake.system.hand_over()
    for name in GOVERNANCE:
        with reverts("CallerNotGuardian", governed_brake.system.peer(name)):
            governed_brake.hold(sender=governed_brake.system.peer(name))


def test_new_epoch__while_held__lifts_what_concerns_everybody(brake: Brake) -> None:
    system = brake.system
    proposed = system.rpc.now + 1
    system.guardianship.proposeRotation(NEXT, sender=system.guardian, at=proposed)
    held = proposed + 7 * DAY - HOUR
    brake.hold(at=held)
    system.guardianship.acceptRotation(sender=NEXT, at=proposed + 7 * DAY)
    everybody = not brake.kind.confirm
    assert brake.held(system.rpc.now) is not everybody
    assert brake.until() == (0 if everybody else held + SPAN)


def test_new_epoch__budget__is_not_renewed(brake: Brake) -> None:
    start = brake.system.rpc.now + 10
    for n in range(4):
        brake.hold(at=start + n * SPAN)
    rotate_office(brake.system, NEXT)
    assert brake.left() == BUDGET - 4 * SPAN
    time = brake.system.rpc.now + 10
    receipt = brake.hold(at=time)
    started = ("EmergencyStarted", brake.scope, brake.subject, 2, time + 2 * DAY, 0)
    assert told(receipt) == [("Heartbeat", 2, time), started]
    assert brake.held(time)
    with reverts("CallerNotGuardian", brake.system.guardian):
        brake.hold(sender=brake.system.guardian)


def test_new_epoch__held_again_at_once__holds_for_72_hours(brake: Brake) -> None:
    system = brake.system
    proposed = system.rpc.now + 1
    system.guardianship.proposeRotation(NEXT, sender=system.guardian, at=proposed)
    brake.hold(at=proposed + 7 * DAY - HOUR)
    system.guardianship.acceptRotation(sender=NEXT, at=proposed + 7 * DAY)
    time = proposed + 7 * DAY + 1
    receipt = brake.hold(at=time)
    assert receipt.events[-1].until == time + SPAN
    assert brake.held(time)


def test_lift__ended_by_a_new_epoch__reverts(transfers: Brake) -> None:
    system = transfers.system
    proposed = system.rpc.now + 1
    system.guardianship.proposeRotation(NEXT, sender=system.guardian, at=proposed)
    transfers.hold(at=proposed + 7 * DAY - HOUR)
    system.guardianship.acceptRotation(sender=NEXT, at=proposed + 7 * DAY)
    with reverts("NotHeld"):
        transfers.lift(sender=NEXT)
