"""The guardian holds payments, for a time.

pausePayments
├── caller is not the guardian ── reverts CallerNotGuardian
└── the guardian ── emits; the clock runs on
    ├── ends by itself after 72 hours
    └── ends with a new guardian
unpausePayments
├── caller neither the guardian nor in the role ── reverts AccessManagedUnauthorized
├── nothing held ── reverts NotHeld
└── the guardian, or the critical role ── emits, ends it
"""

import pytest

from tests.support.actors import actor, agent_actor
from tests.support.agents import govern
from tests.support.contract import reverts
from tests.support.office import told
from tests.support.system import DAY, System

from .test_numbers import vested

SCOPE, NOBODY = b"payments".ljust(32, b"\0"), bytes(32)


@pytest.mark.parametrize("caller", ["registrar", "recovery", "deployer", "stranger"])
def test_pause__not_the_guardian__reverts(newborn: System, caller: str) -> None:
    """A8."""
    sender = getattr(newborn, caller)
    with reverts("CallerNotGuardian", sender):
        newborn.treasury.pausePayments(sender=sender)
    newborn.treasury.pausePayments(sender=newborn.guardian)
    with reverts("AccessManagedUnauthorized", sender):
        newborn.treasury.unpausePayments(sender=sender)


def test_pause__guardian__emits_and_ends_by_the_lift(newborn: System) -> None:
    with reverts("NotHeld"):
        newborn.treasury.unpausePayments(sender=newborn.guardian)
    receipt = newborn.treasury.pausePayments(sender=newborn.guardian)
    now = newborn.rpc.now
    started = ("EmergencyStarted", SCOPE, NOBODY, 1, now + 3 * DAY, 11 * DAY)
    assert told(receipt) == [("Heartbeat", 1, now), started]
    receipt = newborn.treasury.unpausePayments(sender=newborn.guardian)
    lifted = ("EmergencyLifted", SCOPE, NOBODY, newborn.guardian.address)
    assert told(receipt) == [("Heartbeat", 1, newborn.rpc.now), lifted]


def test_pause__across_a_quarter__keeps_the_clock(system: System) -> None:
    """A8, V1: nobody unpauses; what vested meanwhile is paid in the second of the end."""
    start = system.treasury.activatedAt()
    system.treasury.pausePayments(sender=system.guardian, at=start + 90 * DAY - 1)
    system.treasury.release(1, sender=system.stranger, at=start + 93 * DAY - 1)
    assert system.token.balanceOf(agent_actor(1)) == vested(1, 2)


def test_unpause__critical_role__emits_and_ends_it(sealed: System) -> None:
    sealed.treasury.pausePayments(sender=sealed.guardian)
    operations, critical = govern(sealed, agent_actor(2))
    with reverts("AccessManagedUnauthorized", operations):
        sealed.treasury.unpausePayments(sender=operations)
    receipt = sealed.treasury.unpausePayments(sender=critical)
    assert told(receipt) == [("EmergencyLifted", SCOPE, NOBODY, critical)]


def test_pause__new_guardian__ends_it(newborn: System) -> None:
    newborn.guardianship.proposeRotation(actor("next"), sender=newborn.guardian)
    newborn.rpc.travel(7 * DAY)
    newborn.treasury.pausePayments(sender=newborn.guardian)
    newborn.guardianship.acceptRotation(sender=actor("next"))
    assert newborn.treasury.heldUntil(SCOPE, NOBODY) == 0
