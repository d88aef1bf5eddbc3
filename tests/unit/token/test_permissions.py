"""Every function of the token by every caller (invariant 47), and the supply (T11, invariant 1).

anyone ── is named here as such
the guardian, or a role, or one contract ── everybody else reverts with the error that names it
a function that this table does not know ── fails the build
"""

from contextlib import suppress
from typing import Any

import pytest

from tests.support.actors import actor, agent_actor
from tests.support.contract import Revert, reverts
from tests.support.holders import FAR, paid_agent, rich_human
from tests.support.rpc import RpcError
from tests.support.system import CAP, NAMES, ZERO, System

WALLET = actor("wallet of the table").address
WORD = b"\1" * 32
ANYONE = {
    "approve": (WALLET, 1),
    "delegate": (WALLET,),
    "delegateBySig": (WALLET, 0, FAR, 27, WORD, WORD),
    "permit": (WALLET, WALLET, 1, FAR, 27, WORD, WORD),
    "transfer": (WALLET, 1),
    "transferFrom": (WALLET, WALLET, 1),
}
GUARDIAN: dict[str, tuple[Any, ...]] = {"pause": (), "freeze": (WALLET,)}
GUARDIAN_OR_ROLE: dict[str, tuple[Any, ...]] = {"unpause": (), "unfreeze": (WALLET,)}
CAP_ONLY = {
    "moveToEscrow": (WALLET, 1),
    "onVotingChanged": (WALLET, True),
    "onRotation": (WALLET, WALLET),
}
CONFIRMATION_ONLY = {"confirmFreeze": (WALLET, True)}
ALL: dict[str, tuple[Any, ...]] = ANYONE | GUARDIAN | GUARDIAN_OR_ROLE | CAP_ONLY | CONFIRMATION_ONLY


def outsiders(system: System) -> list[Any]:
    """Whoever holds no power over the token."""
    officers = [system.recovery, system.successor, system.registrar, system.attestor, system.provisioner]
    contracts = [system.registry, system.treasury, system.vesting, system.escrow, system.authority]
    return [system.stranger, system.deployer, agent_actor(1), *officers, *contracts]


def test_table__knows_every_function(fleet: System) -> None:
    writing = {
        e["name"]
        for e in fleet.token.abi
        if e["type"] == "function" and e["stateMutability"] in ("nonpayable", "payable")
    }
    assert writing == set(ALL)


@pytest.mark.parametrize("function", GUARDIAN)
def test_guardians_function__anybody_else__reverts(fleet: System, function: str) -> None:
    for caller in [*outsiders(fleet), fleet.cap, fleet.peer("CriticalExecutor"), fleet.peer("Governance")]:
        with reverts("CallerNotGuardian", caller):
            fleet.token.fn(function)(*GUARDIAN[function], sender=caller)


@pytest.mark.parametrize("function", GUARDIAN_OR_ROLE)
def test_critical_function__anybody_else__reverts(fleet: System, function: str) -> None:
    """The critical executor may once governance has taken over, the guardian always."""
    for caller in [*outsiders(fleet), fleet.cap, fleet.peer("CriticalExecutor")]:
        with reverts("AccessManagedUnauthorized", caller):
            fleet.token.fn(function)(*GUARDIAN_OR_ROLE[function], sender=caller)
    fleet.hand_over()
    for name in ("OperationsExecutor", "ConstitutionalExecutor", "Governance"):
        with reverts("AccessManagedUnauthorized", fleet.peer(name)):
            fleet.token.fn(function)(*GUARDIAN_OR_ROLE[function], sender=fleet.peer(name))
    for caller in (fleet.guardian, fleet.peer("CriticalExecutor")):
        with reverts("NotHeld"):
            fleet.token.fn(function)(*GUARDIAN_OR_ROLE[function], sender=caller)


@pytest.mark.parametrize("function", CAP_ONLY)
def test_caps_function__anybody_else__reverts(fleet: System, function: str) -> None:
    for caller in [*outsiders(fleet), fleet.guardian, fleet.token]:
        with reverts("CallerNotPeer", caller, fleet.cap):
            fleet.token.fn(function)(*CAP_ONLY[function], sender=caller)


@pytest.mark.parametrize("function", CONFIRMATION_ONLY)
def test_confirmations_function__anybody_else__reverts(fleet: System, function: str) -> None:
    for caller in [*outsiders(fleet), fleet.guardian, fleet.cap, fleet.peer("CriticalExecutor")]:
        with reverts("CallerNotPeer", caller, fleet.peer("EmergencyConfirmation")):
            fleet.token.fn(function)(*CONFIRMATION_ONLY[function], sender=caller)


@pytest.mark.parametrize("function", GUARDIAN)
def test_guardians_function__bootstrap_open__reverts(fleet: System, function: str) -> None:
    system = System(fleet.rpc, close=False)
    with reverts("BootstrapOpen"):
        system.token.fn(function)(*GUARDIAN[function], sender=system.guardian)
    with reverts("AccessManagedUnauthorized", system.guardian):
        system.token.unpause(sender=system.guardian)


@pytest.mark.parametrize("function", ALL)
def test_supply__every_function_by_everybody__keeps_it(fleet: System, function: str) -> None:
    """T11, invariant 1: whatever the call does, the balances of all are the supply."""
    agent = paid_agent(fleet)
    human = rich_human(fleet, "human", CAP)[0]
    fleet.vesting.release(sender=fleet.stranger)
    contracts = [getattr(fleet, short) for short in NAMES if short != "cap"]
    everybody = [*outsiders(fleet)[:8], fleet.guardian, agent, human, *contracts]
    for caller in everybody:
        for wallet in (human.address, ZERO):
            args = [wallet if a == WALLET else a for a in ALL[function]]
            with suppress(Revert, RpcError):  # which error is the other tests' matter
                fleet.token.fn(function)(*args, sender=caller)
    assert fleet.token.totalSupply() == 10**27
    holders = {one.address for one in everybody}
    assert sum(fleet.token.balanceOf(one) for one in holders) == 10**27


def test_move_to_escrow__from_zero__reverts(fleet: System) -> None:
    """Invariant 1 rests on no argument of another contract: nothing is minted after construction."""
    with reverts("ERC20InvalidSender", ZERO):
        fleet.token.moveToEscrow(ZERO, 1, sender=fleet.cap)
