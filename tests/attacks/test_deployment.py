"""What a deployment could leave behind, and what an attacker would look for first.

D1 constructor arguments: zero, equal roles, an account where a contract belongs
D2 initialise: as a stranger, twice, an implementation
D4 the deployer afterwards
D9 a delay of zero, a circle of administrators, an executor open to everybody
X6 closing a target or giving it another authority
"""

from collections.abc import Iterator
from typing import Any

import pytest
from eth_utils import function_signature_to_4byte_selector as selector_of

from tests.support.actors import actor
from tests.support.contract import reverts, selector
from tests.support.office import newborn, young
from tests.support.system import DAY, NAMES, ZERO, System, artifact

__all__ = ["newborn", "young"]

CONTRACTS = ["Factory", *NAMES.values()]
DELEGATECALL, CALLCODE, SELFDESTRUCT = 0xF4, 0xF2, 0xFF
PUSH1, PUSH32 = 0x60, 0x7F
ROLES = range(6)


def instructions(code: bytes) -> Iterator[int]:
    """The opcodes of a contract's code, without data and the metadata at its end."""
    end = len(code) - 2 - int.from_bytes(code[-2:])
    at = 0
    while at < end:
        yield code[at]
        at += 1 + (code[at] - PUSH1 + 1 if PUSH1 <= code[at] <= PUSH32 else 0)


def code_of(system: System, name: str) -> bytes:
    return system.rpc.code(system.factory.address if name == "Factory" else system.peer(name))


@pytest.mark.parametrize(
    ("name", "arguments", "error"),
    [
        ("Factory", (ZERO, 1), ("ZeroParameter", "deployer")),
        ("Factory", (actor("deployer"), 0), ("ZeroParameter", "timeDivisor")),
        ("Guardianship", (None, ZERO, ZERO, ZERO), ("CandidateRefused", ZERO)),
        (
            "Guardianship",
            (None, actor("one"), actor("one"), actor("two")),
            ("OfficersNotDistinct", actor("one")),
        ),
        ("HumanCapEnforcement", (None, 0, False, bytes(32)), ("GracePeriodOutOfRange", 0, 7 * DAY, 90 * DAY)),
        ("Authority", (None, [], [(2**64 - 1, ZERO)]), ("RoleUnknown", 2**64 - 1)),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_constructor__bad_arguments__reverts(
    newborn: System, name: str, arguments: tuple[Any, ...], error: tuple[Any, ...]
) -> None:
    """D1."""
    given = [newborn.factory if a is None else a for a in arguments]
    expected, *values = error
    with reverts(expected, *values):
        newborn.create(name, *given)


@pytest.mark.parametrize("name", CONTRACTS)
def test_initialize__whoever__is_impossible(newborn: System, name: str) -> None:
    """D2: no initialiser, no owner, no upgrade; everything is set by the constructor."""
    names = {e["name"].lower() for e in artifact(name)[0] if e["type"] == "function"}
    words = (
        "initial",
        "upgrade",
        "owner",
        "implementation",
        "reinit",
        "migrate",
        "setfactory",
        "selfdestruct",
    )
    allowed = {"ownerof", "isauthorizedorowner"}
    assert not [n for n in names - allowed if any(word in n for word in words)]


@pytest.mark.parametrize("name", CONTRACTS)
def test_code__opcodes__can_neither_be_replaced_nor_destroyed(newborn: System, name: str) -> None:
    """D2, A6: no proxy, no selfdestruct; only the authority's multicall delegates, to itself."""
    used = set(instructions(code_of(newborn, name)))
    assert not used & {CALLCODE, SELFDESTRUCT}
    assert (DELEGATECALL in used) == (name == "Authority")


@pytest.mark.parametrize("name", CONTRACTS)
def test_ether__sent__is_accepted_by_nobody(newborn: System, name: str) -> None:
    """Nothing can get stuck: no receive, no fallback, and the one payable function reverts for everybody."""
    abi = artifact(name)[0]
    payable = [e["name"] for e in abi if e.get("stateMutability") == "payable" and e["type"] == "function"]
    assert payable == (["execute"] if name == "Authority" else [])
    assert not [e for e in abi if e["type"] in ("receive", "fallback")]


@pytest.mark.parametrize("name", CONTRACTS)
def test_code__size__fits_every_network(newborn: System, name: str) -> None:
    assert 0 < len(code_of(newborn, name)) <= 24_576


def test_deployer__afterwards__holds_nothing(newborn: System) -> None:
    """D4."""
    deployer = newborn.deployer
    for role in ROLES:
        assert newborn.authority.hasRole(role, deployer) == (False, 0)
        assert newborn.authority.getAccess(role, deployer) == (0, 0, 0, 0)
    assert not newborn.guardianship.isReserved(deployer)
    assert newborn.token.balanceOf(deployer) == 0
    closed = newborn.factory.closedAt()
    with reverts("BootstrapAlreadyClosed", closed):
        newborn.deploy_peer("Governance", newborn.factory, contract="GuardianVesting")
    with reverts("BootstrapAlreadyClosed", closed):
        newborn.factory.closeBootstrap(sender=deployer)
    with reverts("AccessManagerUnauthorizedAccount", deployer, 1):
        newborn.authority.grantRole(3, deployer, 0, sender=deployer)


def test_roles__granted_at_deployment__are_the_three_appointed(newborn: System) -> None:
    """D4: by the authority's own events, whoever else might have been planted."""
    logs = newborn.rpc.logs([newborn.authority.address])
    events = [newborn.errors.event(log) for log in logs]
    members: set[tuple[int, str]] = set()
    for event in events:
        if event.name == "RoleGranted":
            members.add((event.roleId, event.account))
        elif event.name == "RoleRevoked":
            members.discard((event.roleId, event.account))
    assert members == set(newborn.members())


def test_administrators__of_the_roles__end_at_the_constitution(newborn: System) -> None:
    """D9: no circle, and nobody administers its own role but the constitution."""
    for role in ROLES:
        above, steps = role, 0
        while above != 0:
            above, steps = newborn.authority.getRoleAdmin(above), steps + 1
            assert steps < 3


def test_functions__of_every_contract__are_open_to_no_public_role(newborn: System) -> None:
    """D9: no row of the table opens a function to everybody."""
    for short, name in NAMES.items():
        for entry in artifact(name)[0]:
            if entry["type"] == "function":
                role = newborn.authority.getTargetFunctionRole(getattr(newborn, short), selector(entry))
                assert role in ROLES


def test_delays__of_grants__are_never_zero_for_those_who_touch_wallets(newborn: System) -> None:
    """D9: three days for registrar, attestor and provisioner; lowering it waits just as long."""
    for role in (3, 4, 5):
        assert newborn.authority.getRoleGrantDelay(role) == 3 * DAY
        newborn.authority.setGrantDelay(role, 0, sender=newborn.guardian)
        newborn.authority.grantRole(role, actor("accomplice"), 0, sender=newborn.guardian)
        assert newborn.authority.hasRole(role, actor("accomplice")) == (False, 0)
        since = newborn.authority.getAccess(role, actor("accomplice"))[0]
        assert since == newborn.rpc.now + 3 * DAY


def test_delays__of_the_office__are_those_of_the_specification(newborn: System) -> None:
    """D9: nothing in the constructor's arguments can shorten them."""
    office, guardian, now = newborn.guardianship, newborn.guardian, newborn.rpc.now + 10
    people = [actor(f"officer {n}") for n in range(4)]
    receipts = [
        office.proposeRotation(people[0], sender=guardian, at=now),
        office.proposeSuccessor(people[1], sender=guardian, at=now + 1),
        office.proposeRecoveryAddress(people[2], sender=guardian, at=now + 2),
        office.proposeRecovery(people[3], sender=newborn.recovery, at=now + 3),
    ]
    waits = [list(r.events[-1].args.values())[-1] - now - n for n, r in enumerate(receipts)]
    assert waits == [7 * DAY, 14 * DAY, 30 * DAY, 14 * DAY]


@pytest.mark.parametrize("who", ["guardian", "stranger", "deployer", "registrar"])
def test_authority__of_a_contract__never_changes(newborn: System, who: str) -> None:
    """X6."""
    caller = getattr(newborn, who)
    for short in ("token", "cap", "registry", "treasury"):
        contract = getattr(newborn, short)
        with reverts("Unavailable", selector_of("setAuthority(address)")):
            contract.setAuthority(caller, sender=caller)
        with reverts("Unavailable", selector_of("updateAuthority(address,address)")):
            newborn.authority.updateAuthority(contract, caller, sender=caller)
        with reverts("Unavailable", selector_of("setTargetClosed(address,bool)")):
            newborn.authority.setTargetClosed(contract, True, sender=caller)
        assert contract.authority() == newborn.authority.address
        assert not newborn.authority.isTargetClosed(contract)
