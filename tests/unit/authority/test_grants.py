"""Registrars, attestors, provisioners and operators come and go; a new one waits three days.

grantRole / revokeRole of REGISTRAR, ATTESTOR, PROVISIONER, OPERATOR
├── not OPERATIONS ── reverts AccessManagerUnauthorizedAccount(caller, OPERATIONS)
├── new member ── in office after three days, to the second
├── a member already ── keeps its time
└── revoked ── out at once; granted again ── waits again
renounceRole ── one's own only
setGrantDelay ── longer at once, shorter after the difference
PUBLIC_ROLE and ADMIN_ROLE are locked
"""

import pytest

from tests.support.actors import actor
from tests.support.contract import reverts
from tests.support.office import told
from tests.support.rpc import Rpc
from tests.support.system import DAY, HOUR, System

APPOINTED = [3, 4, 5]
ADMINISTERED = [*APPOINTED, 6]
PUBLIC = 2**64 - 1
NEW = actor("new member")


@pytest.mark.parametrize("role", ADMINISTERED)
def test_grant_role__not_operations__reverts(newborn: System, role: int) -> None:
    member = [newborn.registrar, newborn.attestor, newborn.provisioner, NEW][role - 3]
    for caller in (newborn.stranger, newborn.deployer, newborn.recovery, member):
        with reverts("AccessManagerUnauthorizedAccount", caller, 1):
            newborn.authority.grantRole(role, NEW, 0, sender=caller)
        with reverts("AccessManagerUnauthorizedAccount", caller, 1):
            newborn.authority.revokeRole(role, member, sender=caller)


@pytest.mark.parametrize("role", ADMINISTERED)
def test_grant_role__new_member__waits_three_days(newborn: System, role: int) -> None:
    time = newborn.rpc.now + 10
    receipt = newborn.authority.grantRole(role, NEW, 0, sender=newborn.guardian, at=time)
    assert told(receipt) == [("RoleGranted", role, NEW.address, 0, time + 3 * DAY, True)]
    has = [newborn.authority.hasRole(role, NEW, at=time + d)[0] for d in (0, 3 * DAY - 1, 3 * DAY)]
    assert has == [False, False, True]


def test_grant_role__new_member__works_exactly_from_then_on(newborn: System) -> None:
    time = newborn.rpc.now + 10
    newborn.authority.grantRole(4, NEW, 0, sender=newborn.guardian, at=time)
    later = time + 10 * DAY
    identity = b"identity".ljust(32, b"\0")
    with reverts("AccessManagedUnauthorized", NEW):
        newborn.cap.attest(identity, later, sender=NEW, at=time + 3 * DAY - 1)
    newborn.cap.attest(identity, later, sender=NEW, at=time + 3 * DAY)


def test_grant_role__on_a_test_network__waits_as_much_less(rpc: Rpc, isolated: None) -> None:
    """Invariant 51."""
    system = System(rpc, divisor=3600)
    time = system.rpc.now + 10
    system.authority.grantRole(3, NEW, 0, sender=system.guardian, at=time)
    assert [system.authority.hasRole(3, NEW, at=time + d)[0] for d in (71, 72)] == [False, True]


@pytest.mark.parametrize("role", APPOINTED)
def test_grant_role__a_member_already__keeps_its_time(newborn: System, role: int) -> None:
    member = [newborn.registrar, newborn.attestor, newborn.provisioner, NEW][role - 3]
    newborn.authority.grantRole(role, member, 0, sender=newborn.guardian)
    assert newborn.authority.hasRole(role, member) == (True, 0)


@pytest.mark.parametrize("role", APPOINTED)
def test_revoke_role__member__is_out_at_once_and_waits_to_come_back(newborn: System, role: int) -> None:
    member = [newborn.registrar, newborn.attestor, newborn.provisioner, NEW][role - 3]
    receipt = newborn.authority.revokeRole(role, member, sender=newborn.guardian)
    assert told(receipt) == [("RoleRevoked", role, member.address)]
    assert newborn.authority.hasRole(role, member) == (False, 0)
    newborn.authority.grantRole(role, member, 0, sender=newborn.guardian)
    since = newborn.rpc.now + 3 * DAY
    assert [newborn.authority.hasRole(role, member, at=since + d)[0] for d in (-1, 0)] == [False, True]


def test_renounce_role__of_somebody_else__reverts(newborn: System) -> None:
    with reverts("AccessManagerBadConfirmation"):
        newborn.authority.renounceRole(3, newborn.registrar, sender=newborn.stranger)
    assert newborn.authority.hasRole(3, newborn.registrar) == (True, 0)


def test_renounce_role__own__is_out_at_once(newborn: System) -> None:
    newborn.authority.renounceRole(3, newborn.registrar, sender=newborn.registrar)
    assert newborn.authority.hasRole(3, newborn.registrar) == (False, 0)


@pytest.mark.parametrize("role", ADMINISTERED)
def test_set_grant_delay__longer__holds_at_once(newborn: System, role: int) -> None:
    assert newborn.authority.getRoleGrantDelay(role) == 3 * DAY
    newborn.authority.setGrantDelay(role, 10 * DAY, sender=newborn.guardian)
    assert newborn.authority.getRoleGrantDelay(role) == 10 * DAY


@pytest.mark.parametrize("role", ADMINISTERED)
def test_set_grant_delay__shorter__waits_for_the_difference(newborn: System, role: int) -> None:
    """Else whoever may grant would first make the waiting short."""
    time = newborn.rpc.now + 10
    receipt = newborn.authority.setGrantDelay(role, HOUR, sender=newborn.guardian, at=time)
    effect = time + 3 * DAY - HOUR
    assert told(receipt) == [("RoleGrantDelayChanged", role, HOUR, effect)]
    views = [newborn.authority.getRoleGrantDelay(role, at=effect + d) for d in (-1, 0)]
    assert views == [3 * DAY, HOUR]


@pytest.mark.parametrize("role", ADMINISTERED)
def test_get_role_admin__appointed__is_operations(newborn: System, role: int) -> None:
    assert newborn.authority.getRoleAdmin(role) == 1
    assert newborn.authority.getRoleGuardian(role) == 0


def test_set_role_admin__of_locked_roles__reverts(newborn: System) -> None:
    """D9: no cycle of administrators above the constitution."""
    for role in (0, PUBLIC):
        with reverts("AccessManagerLockedRole", role):
            newborn.authority.setRoleAdmin(role, 3, sender=newborn.guardian)
        with reverts("AccessManagerLockedRole", role):
            newborn.authority.setRoleGuardian(role, 3, sender=newborn.guardian)
        with reverts("AccessManagerLockedRole", role):
            newborn.authority.labelRole(role, "any", sender=newborn.guardian)
    with reverts("AccessManagerLockedRole", PUBLIC):
        newborn.authority.grantRole(PUBLIC, NEW, 0, sender=newborn.guardian)
