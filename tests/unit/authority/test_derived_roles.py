"""The executors' roles are nobody's to give: they follow the office, later the names.

hasRole of CONSTITUTION, OPERATIONS, CRITICAL before the hand over
├── the guardian ── true, without a delay
├── in the second of an acceptance, while vacant, before the bootstrap is closed ── nobody's
├── after a rotation ── the next guardian's, from its second second on
└── granted, at construction or later ── reverts RoleNotGranted; revoked or renounced ── changes nothing
roles of registrar, attestor, provisioner ── their members', once the bootstrap is closed
constructor ── reverts RoleUnknown for other roles
"""

import pytest

from tests.support.actors import actor
from tests.support.contract import reverts
from tests.support.office import rotate_office, told, vacate
from tests.support.rpc import Rpc
from tests.support.system import System

EXECUTORS = [0, 1, 2]
APPOINTED = {3: "registrar", 4: "attestor", 5: "provisioner"}
PUBLIC = 2**64 - 1
NEXT = actor("next guardian")


@pytest.mark.parametrize("role", EXECUTORS)
def test_has_role__executors__is_the_guardians_alone(newborn: System, role: int) -> None:
    assert newborn.authority.hasRole(role, newborn.guardian) == (True, 0)
    others = ["deployer", "recovery", "successor", "registrar", "attestor", "provisioner", "stranger"]
    for other in (*(getattr(newborn, name) for name in others), newborn.authority, newborn.factory):
        assert newborn.authority.hasRole(role, other) == (False, 0)


@pytest.mark.parametrize("role", APPOINTED)
def test_has_role__appointed__is_the_members_alone(newborn: System, role: int) -> None:
    for name in (*APPOINTED.values(), "guardian", "deployer", "stranger"):
        held = name == APPOINTED[role]
        assert newborn.authority.hasRole(role, getattr(newborn, name)) == (held, 0)


@pytest.mark.parametrize("role", [*EXECUTORS, *APPOINTED, 6, PUBLIC])
def test_has_role__bootstrap_open__is_nobodys(rpc: Rpc, isolated: None, role: int) -> None:
    system = System(rpc, close=False)
    rpc.travel(10)
    for name in ("guardian", "deployer", *APPOINTED.values(), "stranger"):
        assert system.authority.hasRole(role, getattr(system, name)) == (False, 0)


@pytest.mark.parametrize("role", EXECUTORS)
def test_has_role__rotation__follows_the_office(newborn: System, role: int) -> None:
    """Invariant 28, and no key keeps what it lost."""
    rotate_office(newborn, NEXT)
    seated = newborn.rpc.now
    has = [newborn.authority.hasRole(role, NEXT, at=seated + d)[0] for d in (0, 1)]
    assert has == [False, True]
    assert newborn.authority.hasRole(role, newborn.guardian, at=seated + 1) == (False, 0)


@pytest.mark.parametrize("role", EXECUTORS)
def test_has_role__office_vacant__is_nobodys(newborn: System, role: int) -> None:
    vacate(newborn)
    assert newborn.authority.hasRole(role, newborn.guardian) == (False, 0)


@pytest.mark.parametrize("role", EXECUTORS)
def test_grant_role__executors__reverts(newborn: System, role: int) -> None:
    """Else a guardian could plant members that come to power with the hand over."""
    for account in (newborn.guardian, newborn.stranger):
        with reverts("RoleNotGranted", role):
            newborn.authority.grantRole(role, account, 0, sender=newborn.guardian)


@pytest.mark.parametrize("role", EXECUTORS)
def test_constructor__a_member_with_an_executors_role__reverts(newborn: System, role: int) -> None:
    """D4: not even the deployment plants one."""
    with reverts("RoleNotGranted", role):
        newborn.create("Authority", newborn.factory, [], [(role, newborn.deployer.address)])


@pytest.mark.parametrize("role", [7, PUBLIC])
def test_constructor__unknown_role__reverts(newborn: System, role: int) -> None:
    """D9: above all, no function is mapped to everybody."""
    with reverts("RoleUnknown", role):
        newborn.create("Authority", newborn.factory, [], [(role, newborn.stranger.address)])
    with reverts("RoleUnknown", role):
        row = (newborn.treasury.address, [b"\x12\x34\x56\x78"], role)
        newborn.create("Authority", newborn.factory, [row], [])


@pytest.mark.parametrize("role", EXECUTORS)
def test_renounce_role__by_the_guardian__keeps_it(newborn: System, role: int) -> None:
    """N9: the last admin can't leave by accident."""
    assert told(newborn.authority.renounceRole(role, newborn.guardian, sender=newborn.guardian)) == []
    assert told(newborn.authority.revokeRole(role, newborn.guardian, sender=newborn.guardian)) == []
    assert newborn.authority.hasRole(role, newborn.guardian) == (True, 0)


@pytest.mark.parametrize("role", EXECUTORS)
def test_get_access__executors__has_no_stored_member(newborn: System, role: int) -> None:
    """D4: what AccessManager's constructor gave to itself is gone."""
    for account in (newborn.authority, newborn.deployer, newborn.guardian):
        assert newborn.authority.getAccess(role, account) == (0, 0, 0, 0)
