"""Every function of the cap and every caller (H1, invariants 47 and 50).

anyone ── forget, merge, rebalance
the attestor ── attest, link, recover, requestMerge, setIdentitySuspended, unlink
the critical executor ── setHumanCap, setVenue, unpauseLinks (the guardian too)
the operations executor ── cancelMerge (the guardian too)
the guardian alone ── pauseLinks
one contract each ── the rest
a function that this table does not know ── fails the build
"""

from typing import Any

import pytest

from tests.support.actors import actor, agent_actor
from tests.support.contract import reverts
from tests.support.holders import FAR
from tests.support.system import CAP, DAY, ROAD, System, identity_of

WALLET = actor("wallet of the table").address
WHO = identity_of("somebody")

Table = dict[str, tuple[Any, ...]]
ANYONE: Table = {"forget": (WALLET,), "merge": (WHO,), "rebalance": (WHO,)}
ATTESTOR: Table = {
    "attest": (WHO, FAR),
    "link": (WALLET, WHO, FAR, b""),
    "recover": (WALLET, WALLET, FAR, b""),
    "requestMerge": (WHO, WHO),
    "setIdentitySuspended": (WHO, True),
    "unlink": (WALLET,),
}
CRITICAL: Table = {"setHumanCap": (CAP - 1,), "setVenue": (WALLET, True)}
GUARDIAN_OR_CRITICAL: Table = {"unpauseLinks": ()}
GUARDIAN_OR_OPERATIONS: Table = {"cancelMerge": (WHO,)}
GUARDIAN: Table = {"pauseLinks": ()}
BY_ROLE = ATTESTOR | CRITICAL | GUARDIAN_OR_CRITICAL | GUARDIAN_OR_OPERATIONS
PEERS: dict[str, tuple[str, tuple[Any, ...]]] = {
    "onTransfer": ("token", (WALLET, WALLET, WALLET, 1)),
    "setFrozenUntil": ("token", (WALLET, FAR)),
    "enrolAgent": ("registry", (WALLET,)),
    "setVoting": ("registry", (WALLET, True)),
    "setHaltedUntil": ("registry", (WALLET, FAR)),
    "rotateAgent": ("registry", (WALLET, WALLET)),
    "retireAgent": ("registry", (WALLET,)),
    "onGuardianChanged": ("guardianship", (WALLET, WALLET)),
}
CONTRACTS = ["token", "registry", "guardianship", "treasury", "vesting", "escrow", "authority", "cap"]


def outsiders(system: System) -> list[Any]:
    """Whoever holds no role that the cap asks for."""
    officers = [system.recovery, system.successor, system.registrar, system.provisioner]
    contracts = [getattr(system, short) for short in CONTRACTS]
    return [system.stranger, system.deployer, agent_actor(1), *officers, *contracts]


def test_table__knows_every_function(fleet: System) -> None:
    writing = {
        e["name"]
        for e in fleet.cap.abi
        if e["type"] == "function" and e["stateMutability"] in ("nonpayable", "payable")
    }
    assert writing == {*ANYONE, *BY_ROLE, *GUARDIAN, *PEERS}


@pytest.mark.parametrize("function", BY_ROLE)
def test_function_of_a_role__outsider__reverts(fleet: System, function: str) -> None:
    human = fleet.human("human")[0]
    for caller in [*outsiders(fleet), human]:
        with reverts("AccessManagedUnauthorized", caller):
            fleet.cap.fn(function)(*BY_ROLE[function], sender=caller)


@pytest.mark.parametrize("function", BY_ROLE)
def test_function_of_a_role__another_role__reverts(fleet: System, function: str) -> None:
    """After the hand over each executor has its own functions, and the guardian only the office's."""
    fleet.hand_over()
    roles: dict[str, Table] = {
        "OperationsExecutor": GUARDIAN_OR_OPERATIONS,
        "CriticalExecutor": CRITICAL | GUARDIAN_OR_CRITICAL,
        "ConstitutionalExecutor": {},
        "Governance": {},
    }
    callers = {fleet.peer(name): table for name, table in roles.items()}
    callers |= {fleet.guardian.address: GUARDIAN_OR_CRITICAL | GUARDIAN_OR_OPERATIONS}
    callers |= {fleet.attestor.address: ATTESTOR}
    for caller, allowed in callers.items():
        if function not in allowed:
            with reverts("AccessManagedUnauthorized", caller):
                fleet.cap.fn(function)(*BY_ROLE[function], sender=caller)


@pytest.mark.parametrize("function", ATTESTOR)
def test_function_of_the_attestor__guardian__reverts(fleet: System, function: str) -> None:
    """Not even before governance does the guardian say who is whom."""
    with reverts("AccessManagedUnauthorized", fleet.guardian):
        fleet.cap.fn(function)(*ATTESTOR[function], sender=fleet.guardian)


def test_function_of_the_attestor__new_member_with_a_delay__reverts(fleet: System) -> None:
    """A grant with an execution delay makes the member schedule its calls."""
    newcomer = actor("new attestor")
    fleet.authority.grantRole(4, newcomer, DAY, sender=fleet.guardian)
    with reverts("AccessManagedUnauthorized", newcomer):
        fleet.cap.attest(WHO, FAR, sender=newcomer)
    fleet.rpc.travel(3 * DAY)
    data = bytes.fromhex(fleet.cap.calldata("attest", WHO, FAR)[2:])
    with reverts("AccessManagerNotScheduled", fleet.authority.hashOperation(newcomer, fleet.cap, data)):
        fleet.cap.attest(WHO, FAR, sender=newcomer)
    fleet.authority.schedule(fleet.cap, data, 0, sender=newcomer)
    fleet.rpc.travel(DAY)
    fleet.cap.attest(WHO, FAR, sender=newcomer)
    assert fleet.cap.bookOf(WHO).validUntil == FAR


@pytest.mark.parametrize("function", GUARDIAN)
def test_function_of_the_guardian__anybody_else__reverts(fleet: System, function: str) -> None:
    for caller in [*outsiders(fleet), fleet.attestor, fleet.peer("CriticalExecutor")]:
        with reverts("CallerNotGuardian", caller):
            fleet.cap.fn(function)(*GUARDIAN[function], sender=caller)


@pytest.mark.parametrize("function", PEERS)
def test_function_of_a_contract__anybody_else__reverts(fleet: System, function: str) -> None:
    name, args = PEERS[function]
    expected = getattr(fleet, name)
    for caller in [*outsiders(fleet), fleet.guardian, fleet.attestor, fleet.peer("CriticalExecutor")]:
        if getattr(caller, "address", caller) != expected.address:
            with reverts("CallerNotPeer", caller, expected):
                fleet.cap.fn(function)(*args, sender=caller)


@pytest.mark.parametrize("function", [*BY_ROLE, *GUARDIAN])
def test_any_function__bootstrap_open__reverts(fleet: System, function: str) -> None:
    system = System(fleet.rpc, close=False)
    args = (BY_ROLE | GUARDIAN)[function]
    for caller in (system.guardian, system.attestor):
        error = ("AccessManagedUnauthorized", caller) if function in BY_ROLE else ("BootstrapOpen",)
        with reverts(*error):
            system.cap.fn(function)(*args, sender=caller)


def test_stolen_attestor__moves_nothing(fleet: System) -> None:
    """Invariant 50: it takes no balance, no vote and no wallet of an agent or of the protocol."""
    victim = fleet.human("victim")[0]
    fleet.token.transfer(victim, ROAD, sender=fleet.treasury)
    fleet.cap.unlink(victim, sender=fleet.attestor)
    with reverts("InvalidSignature", victim):
        fleet.cap.link(victim, identity_of("victim"), FAR, b"", sender=fleet.attestor)
    fleet.token.transfer(agent_actor(1), ROAD, sender=victim)
