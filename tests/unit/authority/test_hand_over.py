"""Governance takes over, once and for ever (invariant 24).

handOver
├── not the guardian ── reverts CallerNotGuardian
├── not the contract named Governance, or it or an executor is not deployed ── reverts NotGovernance
├── twice ── reverts AlreadyHandedOver
└── otherwise ── emits HandedOver: the executors have their role each, the office none, and none comes back
"""

import pytest

from tests.support.actors import actor
from tests.support.contract import reverts
from tests.support.office import rotate_office, told
from tests.support.rpc import Rpc
from tests.support.system import GOVERNANCE, ZERO, System

EXECUTOR_OF = {0: "ConstitutionalExecutor", 1: "OperationsExecutor", 2: "CriticalExecutor"}


@pytest.fixture(scope="module")
def deployed(rpc: Rpc) -> System:
    return System(rpc, governance=True)


@pytest.fixture
def governed(deployed: System, isolated: None) -> System:
    """Governance is deployed and has not taken over."""
    return deployed


def test_hand_over__not_the_guardian__reverts(governed: System) -> None:
    governor = governed.peer("Governance")
    for caller in (governed.stranger, governed.deployer, governed.recovery, governed.registrar, governor):
        with reverts("CallerNotGuardian", caller):
            governed.authority.handOver(governor, sender=caller)


def test_hand_over__to_anything_else__reverts(governed: System) -> None:
    others = [ZERO, governed.guardian, governed.treasury, governed.factory]
    for other in (*others, *(governed.peer(name) for name in GOVERNANCE[1:])):
        with reverts("NotGovernance", other):
            governed.authority.handOver(other, sender=governed.guardian)
    assert not governed.authority.handedOver()


def test_hand_over__nothing_deployed_under_the_names__reverts(rpc: Rpc, isolated: None) -> None:
    system = System(rpc)
    governor = system.peer("Governance")
    with reverts("NotGovernance", governor):
        system.authority.handOver(governor, sender=system.guardian)


@pytest.mark.parametrize("missing", ["Governance", *EXECUTOR_OF.values()])
def test_hand_over__one_of_them_missing__reverts(rpc: Rpc, isolated: None, missing: str) -> None:
    system = System(rpc, close=False)
    for name in GOVERNANCE:
        if name not in (missing, "Succession"):
            system.deploy_stand_in(name)
    system.factory.closeBootstrap(sender=system.deployer)
    governor = system.peer("Governance")
    with reverts("NotGovernance", governor):
        system.authority.handOver(governor, sender=system.guardian)


def test_hand_over__governance_complete__emits(governed: System) -> None:
    governor = governed.peer("Governance")
    receipt = governed.authority.handOver(governor, sender=governed.guardian)
    guardian = governed.guardian.address
    assert told(receipt) == [("Heartbeat", 1, governed.rpc.now), ("HandedOver", guardian, governor)]
    assert governed.authority.handedOver()


@pytest.mark.parametrize("role", EXECUTOR_OF)
def test_hand_over__done__gives_each_executor_its_role_alone(governed: System, role: int) -> None:
    governed.hand_over()
    has = {name: governed.authority.hasRole(role, governed.peer(name))[0] for name in GOVERNANCE}
    assert has == {name: name == EXECUTOR_OF[role] for name in GOVERNANCE}
    assert governed.authority.hasRole(role, governed.guardian) == (False, 0)


def test_hand_over__done__leaves_no_role_to_the_next_guardian(governed: System) -> None:
    governed.hand_over()
    rotate_office(governed, actor("next guardian"))
    governed.rpc.travel(1)
    assert [governed.authority.hasRole(r, actor("next guardian"))[0] for r in range(6)] == [False] * 6
    with reverts("AccessManagedUnauthorized", actor("next guardian")):
        governed.cap.setHumanCap(10**25, sender=actor("next guardian"))


def test_hand_over__twice__reverts(governed: System) -> None:
    governed.hand_over()
    governor = governed.peer("Governance")
    with reverts("AlreadyHandedOver", governor):
        governed.hand_over()


def test_hand_over__done__moves_the_work_to_the_executors(governed: System) -> None:
    governed.hand_over()
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
    governed.hand_over()
    constitution = governed.peer("ConstitutionalExecutor")
    with reverts("RoleNotGranted", role):
        governed.authority.grantRole(role, governed.guardian, 0, sender=constitution)
    executor = governed.peer(EXECUTOR_OF[role])
    governed.authority.revokeRole(role, executor, sender=constitution)
    governed.authority.renounceRole(role, executor, sender=executor)
    assert governed.authority.hasRole(role, executor) == (True, 0)
