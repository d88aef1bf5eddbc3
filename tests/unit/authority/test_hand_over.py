"""Governance takes over, once and for ever (invariant 24): the factory's last act, where it is deployed.

handOver
├── not the guardian, not the factory ── reverts CallerNotGuardian
├── not the contract named Governance, or it or an executor is not deployed ── reverts NotGovernance
├── twice, by whomever ── reverts AlreadyHandedOver
└── otherwise ── emits HandedOver: the executors have their role each, the office none, and none comes back
closeBootstrap
├── governance lacks an executor ── reverts NotGovernance
└── no governance ── the guardian keeps the executors' roles, for ever
"""

import pytest

from tests.support.actors import actor
from tests.support.contract import reverts
from tests.support.office import rotate_office, told
from tests.support.rpc import Rpc
from tests.support.system import GOVERNANCE, ZERO, System

EXECUTOR_OF = {0: "ConstitutionalExecutor", 1: "OperationsExecutor", 2: "CriticalExecutor"}
NEEDED = ["Governance", *EXECUTOR_OF.values()]


@pytest.fixture(scope="module")
def deployed(rpc: Rpc) -> System:
    return System(rpc, governance=True)


@pytest.fixture
def governed(deployed: System, isolated: None) -> System:
    """Governance was deployed, and took over when the bootstrap was closed."""
    return deployed


def test_hand_over__by_nobody_who_may__reverts(newborn: System) -> None:
    governor = newborn.peer("Governance")
    for caller in (newborn.stranger, newborn.deployer, newborn.recovery, newborn.registrar, governor):
        with reverts("CallerNotGuardian", caller):
            newborn.authority.handOver(governor, sender=caller)


def test_hand_over__to_anything_else__reverts(newborn: System) -> None:
    newborn.pretend_deployed(*GOVERNANCE)
    others = [ZERO, newborn.guardian, newborn.treasury, newborn.factory]
    for other in (*others, *(newborn.peer(name) for name in GOVERNANCE[1:])):
        for caller in (newborn.guardian, newborn.factory):
            with reverts("NotGovernance", other):
                newborn.authority.handOver(other, sender=caller)
    assert not newborn.authority.handedOver()


def test_hand_over__nothing_deployed_under_the_names__reverts(newborn: System) -> None:
    """A system whose bootstrap was closed without governance stays without it."""
    governor = newborn.peer("Governance")
    with reverts("NotGovernance", governor):
        newborn.authority.handOver(governor, sender=newborn.guardian)
    assert newborn.authority.hasRole(0, newborn.guardian) == (True, 0)


@pytest.mark.parametrize("missing", NEEDED)
def test_hand_over__one_of_them_missing__reverts(newborn: System, missing: str) -> None:
    newborn.pretend_deployed(*(name for name in NEEDED if name != missing))
    governor = newborn.peer("Governance")
    for caller in (newborn.guardian, newborn.factory):
        with reverts("NotGovernance", governor):
            newborn.authority.handOver(governor, sender=caller)


@pytest.mark.parametrize("missing", EXECUTOR_OF.values())
def test_close_bootstrap__governance_lacks_an_executor__reverts(
    rpc: Rpc, isolated: None, missing: str
) -> None:
    system = System(rpc, close=False)
    for name in NEEDED:
        if name != missing:
            system.deploy_stand_in(name)
    with reverts("NotGovernance", system.peer("Governance")):
        system.factory.closeBootstrap(sender=system.deployer)
    system.deploy_stand_in(missing)
    system.factory.closeBootstrap(sender=system.deployer)
    assert system.authority.handedOver()


def test_close_bootstrap__governance_complete__emits(rpc: Rpc, isolated: None) -> None:
    system = System(rpc, close=False)
    for name in NEEDED:
        system.deploy_stand_in(name)
    receipt = system.factory.closeBootstrap(sender=system.deployer)
    taken = ("HandedOver", system.factory.address, system.peer("Governance"))
    assert told(receipt) == [("BootstrapClosed", system.rpc.now, system.divisor), taken]
    assert system.authority.handedOver()


def test_close_bootstrap__executors_alone__hand_nothing_over(rpc: Rpc, isolated: None) -> None:
    system = System(rpc, close=False)
    for name in EXECUTOR_OF.values():
        system.deploy_stand_in(name)
    receipt = system.factory.closeBootstrap(sender=system.deployer)
    assert told(receipt) == [("BootstrapClosed", system.rpc.now, system.divisor)]
    assert not system.authority.handedOver()


def test_hand_over__by_the_guardian__emits(newborn: System) -> None:
    governor, guardian = newborn.peer("Governance"), newborn.guardian.address
    newborn.pretend_deployed(*NEEDED)
    receipt = newborn.authority.handOver(governor, sender=guardian)
    assert told(receipt) == [("Heartbeat", 1, newborn.rpc.now), ("HandedOver", guardian, governor)]
    assert newborn.authority.handedOver()


@pytest.mark.parametrize("role", EXECUTOR_OF)
def test_hand_over__done__gives_each_executor_its_role_alone(governed: System, role: int) -> None:
    has = {name: governed.authority.hasRole(role, governed.peer(name))[0] for name in GOVERNANCE}
    assert has == {name: name == EXECUTOR_OF[role] for name in GOVERNANCE}
    assert governed.authority.hasRole(role, governed.guardian) == (False, 0)


def test_hand_over__done__leaves_no_role_to_the_next_guardian(governed: System) -> None:
    rotate_office(governed, actor("next guardian"))
    governed.rpc.travel(1)
    assert [governed.authority.hasRole(r, actor("next guardian"))[0] for r in range(7)] == [False] * 7
    with reverts("AccessManagedUnauthorized", actor("next guardian")):
        governed.cap.setHumanCap(10**25, sender=actor("next guardian"))


def test_hand_over__twice__reverts(governed: System) -> None:
    governor = governed.peer("Governance")
    for caller in (governed.guardian, governed.factory):
        with reverts("AlreadyHandedOver", governor):
            governed.authority.handOver(governor, sender=caller)


def test_hand_over__done__moves_the_work_to_the_executors(governed: System) -> None:
    operations, critical, constitution = (governed.peer(EXECUTOR_OF[r]) for r in (1, 2, 0))
    governed.cap.setHumanCap(10**25, sender=critical)
    for caller in (operations, constitution, governed.peer("Governance"), governed.guardian.address):
        with reverts("AccessManagedUnauthorized", caller):
            governed.cap.setHumanCap(2 * 10**25, sender=caller)
    governed.authority.grantRole(3, actor("new registrar"), 0, sender=operations)
    for caller in (critical, constitution, governed.guardian.address):
        with reverts("AccessManagerUnauthorizedAccount", caller, 1):
            governed.authority.grantRole(3, actor("new registrar"), 0, sender=caller)
    governed.authority.labelRole(3, "registrar", sender=constitution)
    with reverts("AccessManagerUnauthorizedAccount", operations, 0):
        governed.authority.labelRole(3, "registrar", sender=operations)


@pytest.mark.parametrize("role", EXECUTOR_OF)
def test_hand_over__done__executors_roles_still_are_nobodys_to_give(governed: System, role: int) -> None:
    constitution = governed.peer("ConstitutionalExecutor")
    with reverts("RoleNotGranted", role):
        governed.authority.grantRole(role, governed.guardian, 0, sender=constitution)
    executor = governed.peer(EXECUTOR_OF[role])
    governed.authority.revokeRole(role, executor, sender=constitution)
    governed.authority.renounceRole(role, executor, sender=executor)
    assert governed.authority.hasRole(role, executor) == (True, 0)
