"""The class of an action follows from the action and the authority's table (invariant 16).

classOf
├── the table gives the function to OPERATIONS ── STANDARD
│   ├── with a value, or with three bytes of its selector ── CRITICAL
│   └── the same selector at another target ── CRITICAL
├── the table gives it to CRITICAL, REGISTRAR, ATTESTOR, or to nobody ── CRITICAL
├── function open to everybody, unknown target, no code, no calldata, wrapper elsewhere ── CRITICAL
├── authority, governor, classifier, guardianship, succession, executors ── AMENDMENT, whatever the call
│   ├── with a value, or no calldata, or mapped to OPERATIONS ── AMENDMENT
│   └── but grantRole and revokeRole of a role that OPERATIONS administers, without value ── STANDARD
│       ├── of another role, an unknown one, or one above 64 bits ── AMENDMENT
│       ├── calldata too short to name the role ── AMENDMENT
│       ├── inside multicall, schedule or execute ── AMENDMENT
│       └── the same call to another target ── CRITICAL
├── remapped ── the class of the new table at once
└── classOfAll ── the gravest, in any order; nothing is STANDARD
"""

from itertools import permutations
from typing import Any

import ape
import pytest
import yaml
from eth_utils import keccak

from tests.support.actors import actor
from tests.support.contract import Contract, selector, signature
from tests.support.governance import AMENDMENT, CRITICAL, STANDARD
from tests.support.system import GOVERNING, NAMES, ZERO, System

CONSTITUTIONAL = [
    "authority", "governance", "classifier", "guardianship", "succession",
    "operations", "critical", "constitutional",
]  # fmt: skip
APPOINTED = range(3, 7)  # registrar, attestor, provisioner, operator
SOMEBODY = actor("somebody")


def class_of(system: System, target: Any, data: bytes, value: int = 0) -> int:
    found: int = system.classifier.classOf(target, value, data)
    return found


def call(contract: Contract, function: str, *args: Any) -> bytes:
    return bytes.fromhex(contract.calldata(function, *args)[2:])


def operations(name: str) -> set[str]:
    """Functions that the committed table gives to OPERATIONS."""
    table = yaml.safe_load((ape.project.path / "parameters/permissions.yaml").read_text())
    return set(table["permissions"]["OPERATIONS"].get(name, []))


@pytest.mark.parametrize("short", [*NAMES, *GOVERNING])
def test_class_of__every_function_of_a_contract__follows_the_table(
    small_constitution: System, short: str
) -> None:
    contract: Contract = getattr(small_constitution, short)
    routine = operations({**NAMES, **GOVERNING}[short])
    entries = [e for e in contract.abi if e["type"] == "function"]
    assert routine <= {e["name"] for e in entries}
    for entry in entries:
        data = selector(entry) + bytes(32 * len(entry["inputs"]))
        found = [class_of(small_constitution, contract, data, value) for value in (0, 1)]
        if short in CONSTITUTIONAL:
            assert found == [AMENDMENT, AMENDMENT], signature(entry)
        else:
            plain = STANDARD if entry["name"] in routine else CRITICAL
            assert found == [plain, CRITICAL], signature(entry)


@pytest.mark.parametrize("length", range(9))
def test_class_of__short_calldata__critical(small_constitution: System, length: int) -> None:
    """Fewer than four bytes select nothing, or whatever a fallback makes of them."""
    system = small_constitution
    data = call(system.registry, "admit", 7)[:length]
    assert class_of(system, system.registry, data) == (STANDARD if length >= 4 else CRITICAL)
    assert class_of(system, system.authority, data) == AMENDMENT


def test_class_of__selector_of_another_target__critical(small_constitution: System) -> None:
    data = call(small_constitution.registry, "admit", 7)
    for short in {*NAMES, *GOVERNING} - {"registry"} - {*CONSTITUTIONAL}:
        assert class_of(small_constitution, getattr(small_constitution, short), data) == CRITICAL
    for target in (SOMEBODY, ZERO, small_constitution.factory):
        assert class_of(small_constitution, target, data) == CRITICAL


WRAPPED = [
    "multicall(bytes[])", "schedule(address,bytes,uint48)", "execute(address,bytes)",
    "relay(address,uint256,bytes)",
    "execute(address,uint256,bytes,bytes32,bytes32)", "execTransaction(address,uint256,bytes,uint8)",
    "upgradeToAndCall(address,bytes)", "delegate(address)", "aggregate((address,bytes)[])", "exec(bytes)",
]  # fmt: skip


@pytest.mark.parametrize("wrapper", WRAPPED)
def test_class_of__wrapper__never_standard(small_constitution: System, wrapper: str) -> None:
    """G15: what is inside a wrapper is not looked at, so no wrapper is routine."""
    system = small_constitution
    inner = call(system.registry, "admit", 7)
    data = keccak(text=wrapper)[:4] + (32).to_bytes(32) + len(inner).to_bytes(32) + inner.ljust(64, b"\0")
    for short in [*NAMES, *GOVERNING]:
        expected = AMENDMENT if short in CONSTITUTIONAL else CRITICAL
        assert class_of(system, getattr(system, short), data) == expected
    for target in (SOMEBODY, system.factory, "0x" + "00" * 19 + "04"):
        assert class_of(system, target, data) == CRITICAL


@pytest.mark.parametrize("value", [1, 10**18, 2**256 - 1])
def test_class_of__value__is_graver(small_constitution: System, value: int) -> None:
    system = small_constitution
    assert class_of(system, SOMEBODY, b"", value) == CRITICAL
    assert class_of(system, system.registry, call(system.registry, "admit", 7), value) == CRITICAL
    grant = call(system.authority, "grantRole", 3, SOMEBODY, 0)
    assert class_of(system, system.authority, grant, value) == AMENDMENT


def test_class_of__no_calldata__critical_or_amendment(small_constitution: System) -> None:
    system = small_constitution
    for short in [*NAMES, *GOVERNING]:
        expected = AMENDMENT if short in CONSTITUTIONAL else CRITICAL
        assert class_of(system, getattr(system, short), b"") == expected
    for target in (SOMEBODY, ZERO, system.factory):
        assert class_of(system, target, b"") == CRITICAL


@pytest.mark.parametrize("role", [*range(9), 2**64 - 2, 2**64 - 1])
def test_class_of__appointment__standard_for_appointed_roles(small_constitution: System, role: int) -> None:
    authority = small_constitution.authority
    expected = STANDARD if role in APPOINTED else AMENDMENT
    assert (
        class_of(small_constitution, authority, call(authority, "grantRole", role, SOMEBODY, 0)) == expected
    )
    assert class_of(small_constitution, authority, call(authority, "revokeRole", role, SOMEBODY)) == expected
    for other in ("renounceRole", "setRoleAdmin", "setRoleGuardian", "setGrantDelay"):
        inputs = next(e for e in authority.abi if e.get("name") == other)["inputs"]
        data = selector(authority.functions[other]) + role.to_bytes(32) + bytes(32 * (len(inputs) - 1))
        assert class_of(small_constitution, authority, data) == AMENDMENT


@pytest.mark.parametrize("role", [2**64 + 3, 2**255 + 3, 2**256 - 1])
def test_class_of__role_above_64_bits__amendment(small_constitution: System, role: int) -> None:
    """The bits that a cast would cut off don't make a role of the constitution an appointment."""
    authority = small_constitution.authority
    for function in ("grantRole", "revokeRole"):
        data = selector(authority.functions[function]) + role.to_bytes(32) + bytes(64)
        assert class_of(small_constitution, authority, data) == AMENDMENT


@pytest.mark.parametrize(
    ("length", "expected"), [(4, 2), (35, 2), (36, 0), (37, 0), (67, 0), (100, 0), (5000, 0)]
)
def test_class_of__malformed_appointment__by_its_role(
    small_constitution: System, length: int, expected: int
) -> None:
    """From 36 bytes on the role is named; whatever else is wrong, the authority will not decode it."""
    authority = small_constitution.authority
    data = call(authority, "grantRole", 3, SOMEBODY, 0).ljust(length, b"\xff")[:length]
    assert class_of(small_constitution, authority, data) == expected


def test_class_of__appointment_at_another_target__critical(small_constitution: System) -> None:
    data = call(small_constitution.authority, "grantRole", 3, SOMEBODY, 0)
    assert class_of(small_constitution, small_constitution.token, data) == CRITICAL
    assert class_of(small_constitution, SOMEBODY, data) == CRITICAL
    assert class_of(small_constitution, small_constitution.governance, data) == AMENDMENT


def test_class_of__wrapped_appointment__amendment(small_constitution: System) -> None:
    authority = small_constitution.authority
    grant = call(authority, "grantRole", 3, SOMEBODY, 0)
    wrapped = [
        call(authority, "multicall", [grant]),
        call(authority, "schedule", authority, grant, 0),
        call(authority, "execute", authority, grant),
    ]
    assert [class_of(small_constitution, authority, data) for data in wrapped] == [AMENDMENT] * 3


@pytest.mark.parametrize("before", [STANDARD, CRITICAL])
def test_class_of__remapped__by_the_new_table(assembly: System, before: int) -> None:
    """X7: no copy of the table that could be out of date."""
    function = {STANDARD: (assembly.registry, "admit", 7), CRITICAL: (assembly.cap, "setHumanCap", 7)}[before]
    target, data = function[0], call(*function)
    for role, expected in ((2, CRITICAL), (1, STANDARD), (0, CRITICAL), (2**64 - 1, CRITICAL), (1, STANDARD)):
        assembly.authority.setTargetFunctionRole(target, [data[:4]], role, sender=assembly.constitutional)
        assert class_of(assembly, target, data) == expected


def test_class_of__constitutional_function_mapped_to_operations__amendment(assembly: System) -> None:
    """No row of the table makes the constitution routine."""
    for short in CONSTITUTIONAL:
        contract: Contract = getattr(assembly, short)
        entries = [e for e in contract.abi if e["type"] == "function"]
        selectors = [selector(e) for e in entries]
        assembly.authority.setTargetFunctionRole(contract, selectors, 1, sender=assembly.constitutional)
        for one in selectors:
            assert class_of(assembly, contract, one) == AMENDMENT


def test_class_of__role_given_to_operations__is_an_appointment(assembly: System) -> None:
    """Who administers a role is read from the authority too."""
    grant = call(assembly.authority, "grantRole", 7, SOMEBODY, 0)
    assert class_of(assembly, assembly.authority, grant) == AMENDMENT
    assembly.authority.setRoleAdmin(7, 1, sender=assembly.constitutional)
    assert class_of(assembly, assembly.authority, grant) == STANDARD
    assembly.authority.setRoleAdmin(7, 2, sender=assembly.constitutional)
    assert class_of(assembly, assembly.authority, grant) == AMENDMENT


def test_class_of_all__mixed__the_gravest(small_constitution: System) -> None:
    """In any order, and once is enough."""
    system = small_constitution
    routine = (system.registry.address, call(system.registry, "admit", 7))
    critical = (system.cap.address, call(system.cap, "setHumanCap", 7))
    amending = (system.authority.address, call(system.authority, "labelRole", 3, "x"))
    for actions, expected in (
        ([routine] * 3, STANDARD),
        ([routine, critical, routine], CRITICAL),
        ([routine, critical, amending], AMENDMENT),
        ([routine, routine, amending], AMENDMENT),
    ):
        for order in permutations(actions):
            targets, calldatas = [a[0] for a in order], [a[1] for a in order]
            assert system.classifier.classOfAll(targets, [0] * len(order), calldatas) == expected
    assert system.classifier.classOfAll([], [], []) == STANDARD


def test_class_of_all__value_on_one_action__is_that_actions(small_constitution: System) -> None:
    system = small_constitution
    target, data = system.registry.address, call(system.registry, "admit", 7)
    for place in range(3):
        values = [int(i == place) for i in range(3)]
        assert system.classifier.classOfAll([target] * 3, values, [data] * 3) == CRITICAL
