"""The table as committed, and the doors that AccessManager has and this authority has not.

every function ── the role of parameters/permissions.yaml, all others that of the constitution
setTargetFunctionRole, setTargetAdminDelay ── the constitution only
setTargetClosed, updateAuthority, execute, setAuthority ── revert Unavailable for everybody (X6)
"""

import pytest
from eth_utils import function_signature_to_4byte_selector as selector_of

from tests.support.contract import reverts, selector
from tests.support.office import told
from tests.support.rpc import Rpc
from tests.support.system import NAMES, System

MANAGED = ["cap", "token", "registry", "treasury"]
ACTORS = ["stranger", "guardian", "deployer", "registrar", "recovery"]


@pytest.mark.parametrize("short", NAMES)
def test_get_target_function_role__every_function__is_as_committed(newborn: System, short: str) -> None:
    contract = getattr(newborn, short)
    rows = [row for row in newborn.permissions() if row[0] == contract.address]
    committed = {sel: role for _, selectors, role in rows for sel in selectors}
    for entry in contract.abi:
        if entry["type"] == "function":
            role = newborn.authority.getTargetFunctionRole(contract, selector(entry))
            assert role == committed.get(selector(entry), 0), entry["name"]


@pytest.mark.parametrize("short", MANAGED)
def test_authority__of_each_managed_contract__is_this_one(newborn: System, short: str) -> None:
    assert getattr(newborn, short).authority() == newborn.authority.address


def test_set_target_function_role__not_the_constitution__reverts(newborn: System) -> None:
    for caller in (newborn.stranger, newborn.deployer, newborn.registrar, newborn.recovery):
        with reverts("AccessManagerUnauthorizedAccount", caller, 0):
            newborn.authority.setTargetFunctionRole(newborn.cap, [b"\0" * 4], 1, sender=caller)
        with reverts("AccessManagerUnauthorizedAccount", caller, 0):
            newborn.authority.setTargetAdminDelay(newborn.cap, 1, sender=caller)


def test_set_target_function_role__by_the_guardian__moves_the_function(newborn: System) -> None:
    attest = selector_of("attest(bytes32,uint256)")
    receipt = newborn.authority.setTargetFunctionRole(newborn.cap, [attest], 3, sender=newborn.guardian)
    assert told(receipt) == [("TargetFunctionRoleUpdated", newborn.cap.address, attest, 3)]
    identity = b"identity".ljust(32, b"\0")
    with reverts("AccessManagedUnauthorized", newborn.attestor):
        newborn.cap.attest(identity, 2**39, sender=newborn.attestor)
    newborn.cap.attest(identity, 2**39, sender=newborn.registrar)


@pytest.mark.parametrize("who", ACTORS)
def test_closed_doors__whoever__reverts(newborn: System, who: str) -> None:
    """X6."""
    authority, caller = newborn.authority, getattr(newborn, who)
    with reverts("Unavailable", selector_of("setTargetClosed(address,bool)")):
        authority.setTargetClosed(newborn.token, True, sender=caller)
    with reverts("Unavailable", selector_of("updateAuthority(address,address)")):
        authority.updateAuthority(newborn.token, newborn.stranger, sender=caller)
    with reverts("Unavailable", selector_of("execute(address,bytes)")):
        authority.execute(newborn.token, b"\0" * 4, sender=caller)
    for call in (("setTargetClosed", newborn.token, True), ("updateAuthority", newborn.token, caller)):
        data = bytes.fromhex(authority.calldata(*call)[2:])
        with reverts("Unavailable", data[:4]):
            authority.multicall([data], sender=caller)


@pytest.mark.parametrize("short", MANAGED)
def test_set_authority__whoever__reverts(newborn: System, short: str) -> None:
    """X6."""
    newborn.rpc.fund(newborn.authority.address)
    for caller in (*(getattr(newborn, who) for who in ACTORS), newborn.authority):
        with reverts("Unavailable", selector_of("setAuthority(address)")):
            getattr(newborn, short).setAuthority(newborn.stranger, sender=caller)


def test_closed_doors__by_the_executors__reverts(rpc: Rpc, isolated: None) -> None:
    """X6, after governance took over."""
    system = System(rpc, governance=True)
    for name in ("ConstitutionalExecutor", "CriticalExecutor", "OperationsExecutor"):
        caller = system.peer(name)
        with reverts("Unavailable", selector_of("setTargetClosed(address,bool)")):
            system.authority.setTargetClosed(system.token, True, sender=caller)
        with reverts("Unavailable", selector_of("updateAuthority(address,address)")):
            system.authority.updateAuthority(system.token, caller, sender=caller)


def test_multicall__of_a_stranger__has_no_more_rights_than_its_calls(newborn: System) -> None:
    data = bytes.fromhex(newborn.authority.calldata("grantRole", 3, newborn.stranger, 0)[2:])
    with reverts("AccessManagerUnauthorizedAccount", newborn.stranger, 1):
        newborn.authority.multicall([data], sender=newborn.stranger)


def test_set_target_admin_delay__on_a_target__delays_changes_of_its_functions(newborn: System) -> None:
    """D9: the delay holds for the admin itself."""
    newborn.authority.setTargetAdminDelay(newborn.cap, 100, sender=newborn.guardian)
    data = newborn.authority.calldata("setTargetFunctionRole", newborn.cap, [b"\0" * 4], 1)
    raw = bytes.fromhex(data[2:])
    operation = newborn.authority.hashOperation(newborn.guardian, newborn.authority, raw)
    with reverts("AccessManagerNotScheduled", operation):
        newborn.authority.setTargetFunctionRole(newborn.cap, [b"\0" * 4], 1, sender=newborn.guardian)
    time = newborn.rpc.now + 10
    newborn.authority.schedule(newborn.authority, raw, 0, sender=newborn.guardian, at=time)
    with reverts("AccessManagerNotReady", operation):
        newborn.authority.setTargetFunctionRole(
            newborn.cap, [b"\0" * 4], 1, sender=newborn.guardian, at=time + 99
        )
    newborn.authority.setTargetFunctionRole(
        newborn.cap, [b"\0" * 4], 1, sender=newborn.guardian, at=time + 100
    )
