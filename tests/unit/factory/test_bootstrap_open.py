"""Before the bootstrap is closed nothing works, whoever asks.

the guardian's powers ── revert BootstrapOpen
functions with a role ── revert AccessManagedUnauthorized / AccessManagerUnauthorizedAccount
activate ── reverts BootstrapOpen; the guardian's vesting ── reverts NothingVested, its clock has not begun
"""

from typing import Any

import pytest

from tests.support.actors import actor
from tests.support.contract import reverts
from tests.support.rpc import Rpc
from tests.support.system import YEAR, System

WALLET = actor("some wallet")
GUARDIANS = [
    ("guardianship", "proposeRotation", WALLET),
    ("guardianship", "proposeSuccessor", WALLET),
    ("guardianship", "proposeRecoveryAddress", WALLET),
    ("guardianship", "contestRecovery"),
    ("guardianship", "cancelRotation"),
    ("guardianship", "cancelSuccessor"),
    ("guardianship", "cancelRecoveryAddress"),
    ("guardianship", "heartbeat"),
    ("token", "pause"),
    ("token", "freeze", WALLET),
    ("cap", "pauseLinks"),
    ("registry", "pauseBirths"),
    ("registry", "pauseWalletRequests"),
    ("registry", "emergencySuspend", 1),
    ("treasury", "pausePayments"),
    ("authority", "handOver", WALLET),
]
MEMBERS = [
    ("registrar", "registry", "birthBatch", 1, [(WALLET.address, b"P1".ljust(32, b"\0"))]),
    ("registrar", "registry", "birth", WALLET, 0, b"name".ljust(32, b"\0")),
    ("attestor", "cap", "attest", b"identity".ljust(32, b"\0"), 2**39),
    ("guardian", "cap", "setHumanCap", 10**25),
    ("guardian", "registry", "retire", 1),
    ("guardian", "treasury", "reward", 1, 1, "reason"),
    ("guardian", "token", "unpause"),
    ("guardian", "cap", "cancelMerge", b"identity".ljust(32, b"\0")),
]


@pytest.fixture(scope="module")
def deployed(rpc: Rpc) -> System:
    return System(rpc, close=False)


@pytest.fixture
def opened(deployed: System, isolated: None) -> System:
    """Everything is deployed, and ten years passed without closing the bootstrap."""
    deployed.rpc.travel(10 * YEAR)
    return deployed


@pytest.mark.parametrize("call", GUARDIANS, ids=lambda c: c[1])
def test_open__a_power_of_the_guardian__reverts(opened: System, call: tuple[Any, ...]) -> None:
    contract, function, *args = call
    with reverts("BootstrapOpen"):
        getattr(opened, contract).fn(function)(*args, sender=opened.guardian)


@pytest.mark.parametrize("call", MEMBERS, ids=lambda c: c[2])
def test_open__a_function_with_a_role__reverts(opened: System, call: tuple[Any, ...]) -> None:
    who, contract, function, *args = call
    with reverts("AccessManagedUnauthorized", getattr(opened, who)):
        getattr(opened, contract).fn(function)(*args, sender=getattr(opened, who))


@pytest.mark.parametrize("role", range(7))
def test_open__grants__reverts(opened: System, role: int) -> None:
    for caller in (opened.guardian, opened.deployer, opened.registrar):
        with reverts("AccessManagerUnauthorizedAccount", caller, 0 if role < 3 else 1):
            opened.authority.grantRole(role, WALLET, 0, sender=caller)


def test_open__the_recovery_address__reverts(opened: System) -> None:
    with reverts("BootstrapOpen"):
        opened.guardianship.proposeRecovery(WALLET, sender=opened.recovery)


def test_open__activation__reverts(opened: System) -> None:
    """X3: anyone may activate, once there is something to activate."""
    with reverts("BootstrapOpen"):
        opened.treasury.activate(sender=opened.stranger)


def test_open__vesting__has_not_begun(opened: System) -> None:
    with reverts("NothingVested"):
        opened.vesting.release(sender=opened.stranger)
    assert (opened.vesting.start(), opened.vesting.releasable()) == (0, 0)
