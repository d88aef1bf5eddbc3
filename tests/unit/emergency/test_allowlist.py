"""What the guardian may hold is a list, and nothing else can be held (invariants 30 and 48).

the functions of every contract
├── called like a pause ── the eight brakes, and others for a reason that is given
├── by whom ── held by the guardian alone, lifted by the guardian or the role CRITICAL
└── the library of brakes ── used in those functions alone, each with its own scope
contracts that vote, veto, elect, succeed, pay the guardian, keep the table ── have no brake
every function, by every caller, while everything is held
├── what the brakes are for ── ends otherwise
└── all else ── ends as ever: votes, vetoes, elections, succession, rebalancing, heartbeats
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ape
import pytest

from deployment.rules import ANYONE
from tests.support.rpc import Rpc
from tests.support.stage import AGENT, CONTRACTS, HUMAN, MAKER, ROWS, Stage
from tests.support.system import System, artifact
from tests.unit.emergency.brakes import BRAKES

HOLDS = {(CONTRACTS[kind.contract], kind.hold): kind.scope for kind in BRAKES}
LIFTS = {(CONTRACTS[kind.contract], kind.lift): kind.scope for kind in BRAKES}
CONFIRMS = {(CONTRACTS[kind.contract], kind.confirm) for kind in BRAKES if kind.confirm}
ALLOWLIST = {*HOLDS, *LIFTS, *CONFIRMS}

# Called like a pause, and none.
OTHERS = {
    ("Authority", "setTargetClosed"): "reverts for everybody",
    ("Factory", "closeBootstrap"): "the end of the deployment",
    ("AgentRegistry", "suspend"): "of one agent, by a CRITICAL proposal",
    ("HumanCapEnforcement", "setIdentitySuspended"): "of what one human receives, by the attestor",
    ("HumanCapEnforcement", "setFrozenUntil"): "tells the cap of a freeze; the token alone",
    ("HumanCapEnforcement", "setHaltedUntil"): "tells the cap of a suspension; the registry alone",
}
LIKE_A_PAUSE = re.compile("paus|fr[eo]+z|suspen|halt|stop|clos|block|disabl|hold|lock|brake", re.IGNORECASE)

UNBRAKED = sorted({*CONTRACTS.values()} - {contract for contract, _ in ALLOWLIST})

# Functions that end otherwise while everything is held, the brakes' own apart. Where a call of the stage
# fails for another reason first, as payments before their activation do, that contract's own tests look.
STOPPED = {
    "AgentRegistry": {"birth", "birthBatch", "completeWalletRequest", "register", "requestWallet"},
    "GuardianVesting": {"release"},
    "HoldingsEscrow": {"withdraw"},
    "HumanCapEnforcement": {"link", "recover", "requestMerge"},
    "ResourceAllocation": {"fillSeats", "request", "requestsBySig"},
    "OperatingFunds": {"pay", "payInEmergency"},
    "ROAD_Token": {"transfer"},
}
# Calls that succeed on the stage, and must do so whatever is held.
UNSTOPPABLE = {
    ("Governance", "cancel", MAKER.name),
    ("Governance", "castVote", "guardian"),
    ("Governance", "castVote", AGENT.name),
    ("Governance", "castVoteWithReason", AGENT.name),
    ("Governance", "propose", "guardian"),
    ("Governance", "veto", "guardian"),
    ("Guardianship", "heartbeat", "guardian"),
    ("Guardianship", "proposeRotation", "guardian"),
    ("Guardianship", "proposeRecovery", "recovery"),
    ("Authority", "grantRole", "OperationsExecutor"),
    ("ResourceAllocation", "process", "provisioner"),
    ("ResourceAllocation", "release", AGENT.name),
}
# Their values tell when the guardian was seen last, which the guardian's acts move.
OF_THE_HEARTBEAT = {"ChallengeTooEarly", "GuardianNotSilent"}


def sources() -> dict[str, str]:
    """Our Solidity, by contract."""
    return {path.stem: path.read_text() for path in (Path(ape.project.path) / "contracts").rglob("*.sol")}


def test_functions__called_like_a_pause__are_the_allowlist() -> None:
    found = {(row.contract, row.function) for row in ROWS if LIKE_A_PAUSE.search(row.function)}
    assert found <= ALLOWLIST | set(OTHERS)
    assert set(OTHERS) <= found
    assert {(row.contract, row.function) for row in ROWS} >= ALLOWLIST


def test_tables__brakes__are_the_guardians() -> None:
    """No role holds anything, and no proposal unmaps a brake."""
    rows = {(row.contract, row.function): row for row in ROWS}
    assert {(rows[key].rule.name, rows[key].role) for key in HOLDS} == {("the guardian", None)}
    assert {(rows[key].rule.name, rows[key].role) for key in LIFTS} == {
        ("the guardian or role CRITICAL", "CRITICAL")
    }
    assert {rows[key].rule.may for key in CONFIRMS} == {("EmergencyConfirmation",)}


def test_sources__library_of_brakes__is_used_by_the_allowlist_alone() -> None:
    """Each function with its own scope; and only {Braked} engages one."""
    text = sources()
    constants = dict(re.findall(r"bytes32 \w+ constant (\w+) = \"(\w+)\"", "\n".join(text.values())))
    used: dict[str, dict[tuple[str, str], str]] = {"hold": {}, "lift": {}}
    for contract, code in text.items():
        for function, body in re.findall(r"function (\w+)\([^{;]*\{(.*?)\n    \}", code, re.DOTALL):
            for act, scope in re.findall(r"\b_(hold|lift)\((\w+),", body):
                used[act][contract, function] = constants[scope]
    assert used == {"hold": HOLDS, "lift": LIFTS}
    assert [contract for contract, code in text.items() if ".engage(" in code] == ["Braked"]


@pytest.mark.parametrize("contract", UNBRAKED)
def test_abi__contracts_that_decide__have_no_brake(contract: str) -> None:
    names = {entry["name"] for entry in artifact(contract)[0] if entry["type"] in ("event", "function")}
    assert names.isdisjoint({"EmergencyStarted", "EmergencyLifted", "heldUntil", "emergencyBudgetLeft"})


def test_abi__contracts_that_decide__are_all_but_five() -> None:
    assert {*CONTRACTS.values()} - set(UNBRAKED) == {
        "AgentRegistry", "AgentTreasury", "HumanCapEnforcement", "ResourceAllocation", "ROAD_Token",
    }  # fmt: skip


@pytest.fixture(scope="module")
def stage(small_constitution: System, rpc: Rpc) -> Iterator[Stage]:
    """Nothing is held yet."""
    snapshot = rpc.snapshot()
    yield Stage(small_constitution)
    rpc.revert(snapshot)


def outcomes(stage: Stage) -> dict[tuple[str, str, str, str], tuple[Any, ...]]:
    """How every call ends, by every caller that its rule lets through; of anyone's calls, by people."""
    people = {"stranger", AGENT.name, MAKER.name, HUMAN.name}
    ends = {
        (row.contract, row.function, name, row.signature): stage.outcome(row, caller)
        for row in ROWS
        for name, caller in stage.callers.items()
        if caller in stage.may(row) and (ANYONE not in row.rule.may or name in people)
    }
    return {key: end[:1] if {*end[:1]} & OF_THE_HEARTBEAT else end for key, end in ends.items()}


def hold_everything(system: System) -> None:
    """Each scope, and whatever has a subject of those who call."""
    subjects: dict[str, list[Any]] = {"freeze": [HUMAN, AGENT, MAKER], "suspension": [*range(1, 13)]}
    for kind in BRAKES:
        hold = getattr(system, kind.contract).fn(kind.hold)
        for subject in subjects.get(kind.scope, [None]):
            hold(*([] if subject is None else [subject]), sender=system.guardian)


def test_call__everything_held__ends_as_ever_but_for_the_list(stage: Stage) -> None:
    """Invariants 30 and 48."""
    before = outcomes(stage)
    hold_everything(stage.system)
    after = outcomes(stage)
    changed: dict[str, set[str]] = {}
    for key, end in after.items():
        if end != before[key] and key[:2] not in ALLOWLIST:
            changed.setdefault(key[0], set()).add(key[1])
    assert changed == STOPPED
    assert {key[:3] for key, end in after.items() if not end} >= UNSTOPPABLE
