"""Three identities, each with its own role and nothing else (invariants 16, 24).

execute
├── not the governor ── reverts CallerNotPeer
├── an action is under way ── reverts ExecutionUnderWay
├── target is the office of guardian ── reverts TargetRefused: nothing but the guardian moves its heartbeat
├── no calldata ── pays, an account without code too; a recipient that refuses reverts
├── calldata for an account without code ── reverts AddressEmptyCode
├── the target reverts ── reverts as it does
└── otherwise ── the target is called by the executor; proposer() answers while that lasts, and zero after it
each pair of class and executor
├── its own ── passes
└── another's ── the authority or the contract refuses
"""

from typing import Any

import pytest

from tests.support.actors import actor, agent_actor
from tests.support.agents import AGREES, BURNS_GAS, REVERTS
from tests.support.contract import Contract, reverts
from tests.support.office import told
from tests.support.rpc import RpcError
from tests.support.system import DAY, ROAD, ZERO, System

EXECUTORS = ["operations", "critical", "constitutional"]
PROPOSER, TARGET = agent_actor(1), actor("a contract").address
every_executor = pytest.mark.parametrize("short", EXECUTORS)


def call(contract: Contract, function: str, *args: Any) -> tuple[str, bytes]:
    return contract.address, bytes.fromhex(contract.calldata(function, *args)[2:])


def run(
    system: System, short: str, target: Any, data: bytes = b"", *, value: int = 0, sent: int | None = None
) -> Any:
    executor = getattr(system, short)
    sent = value if sent is None else sent
    return executor.execute(target, value, data, PROPOSER, sender=system.governance, value=sent)


# A routine, a critical and a constitutional act, by whom each can be made.
def acts(system: System) -> dict[str, tuple[str, bytes]]:
    return {
        "operations": call(system.authority, "grantRole", 3, actor("registrar to be"), 0),
        "critical": call(system.cap, "setHumanCap", 40_000_000 * ROAD),
        "constitutional": call(system.authority, "labelRole", 3, "registrar"),
    }


@every_executor
@pytest.mark.parametrize("own", EXECUTORS)
def test_execute__class_and_executor__only_its_own_passes(assembly: System, short: str, own: str) -> None:
    """Invariant 16: a wrong class fails instead of escalating."""
    target, data = acts(assembly)[own]
    if short == own:
        assert len(run(assembly, short, target, data).events) == 1
        return
    executor = getattr(assembly, short)
    if own == "critical":
        with reverts("AccessManagedUnauthorized", executor):
            run(assembly, short, target, data)
    else:
        with reverts("AccessManagerUnauthorizedAccount", executor, 1 if own == "operations" else 0):
            run(assembly, short, target, data)


@every_executor
def test_execute__functions_of_the_other_executors__are_refused(assembly: System, short: str) -> None:
    """An executor can't make another one act, nor itself."""
    for other in EXECUTORS:
        target, data = acts(assembly)[other]
        nested = call(getattr(assembly, other), "execute", target, 0, data, PROPOSER)
        with reverts("CallerNotPeer", getattr(assembly, short), assembly.governance):
            run(assembly, short, *nested)


@every_executor
@pytest.mark.parametrize(
    "who", ["guardian", "stranger", "council", "confirmation", "agent", "other executor"]
)
def test_execute__not_the_governor__reverts(assembly: System, short: str, who: str) -> None:
    callers = {"agent": PROPOSER, "other executor": getattr(assembly, EXECUTORS[EXECUTORS.index(short) - 1])}
    caller = callers.get(who) or getattr(assembly, who)
    target, data = acts(assembly)[short]
    with reverts("CallerNotPeer", caller, assembly.governance):
        getattr(assembly, short).execute(target, 0, data, PROPOSER, sender=caller)


@every_executor
def test_execute__the_office_of_guardian__reverts(assembly: System, short: str) -> None:
    """Invariant 26: the office believes every contract of the protocol that the guardian has acted."""
    seen = assembly.guardianship.lastSeen()
    office = assembly.guardianship
    calls = [call(office, "act", assembly.guardian), call(office, "heartbeat"), (office.address, b"")]
    for target, data in calls:
        with reverts("TargetRefused", office):
            run(assembly, short, target, data)
    assert office.lastSeen() == seen


# Answers with whom its caller says is the proposer: keeps it in slot 0.
ASKS_PROPOSER = "0x63a8e4fb905f5260205f6004601c335afa505f515f5500"


@every_executor
def test_proposer__during_and_after__is_the_proposer_and_zero(assembly: System, short: str) -> None:
    executor = getattr(assembly, short)
    assert executor.proposer() == ZERO
    assembly.rpc.set_code(TARGET, ASKS_PROPOSER)
    run(assembly, short, TARGET, b"tell")
    assert assembly.rpc.storage(TARGET, 0) == int(PROPOSER.address, 16)
    assert executor.proposer() == ZERO


@every_executor
@pytest.mark.parametrize("value", [0, 1, 10**18])
@pytest.mark.parametrize("code", ["0x", "0x00"], ids=["person", "contract"])
def test_execute__without_calldata__pays(assembly: System, short: str, value: int, code: str) -> None:
    assembly.rpc.set_code(TARGET, code)
    assembly.rpc.fund(assembly.governance.address)
    assembly.rpc.fund(TARGET, 0)
    assert told(run(assembly, short, TARGET, value=value)) == []
    assert [assembly.rpc.balance(one) for one in (TARGET, getattr(assembly, short).address)] == [value, 0]


@every_executor
def test_execute__more_than_was_sent__reverts(assembly: System, short: str) -> None:
    """An executor has nothing of its own."""
    assembly.rpc.fund(assembly.governance.address)
    with reverts("InsufficientBalance", 0, 1):
        run(assembly, short, TARGET, value=1, sent=0)
    with reverts("InsufficientBalance", 0, 1):
        run(assembly, short, assembly.token, b"1234", value=1, sent=0)


@every_executor
def test_execute__calldata_for_an_account_without_code__reverts(assembly: System, short: str) -> None:
    """Else a wrong address would pass for success."""
    with reverts("AddressEmptyCode", TARGET):
        run(assembly, short, TARGET, b"1234")


@every_executor
@pytest.mark.parametrize("value", [0, 1])
@pytest.mark.parametrize("data", [b"", b"1234"])
def test_execute__target_reverts__reverts(assembly: System, short: str, data: bytes, value: int) -> None:
    assembly.rpc.fund(assembly.governance.address)
    for code in (REVERTS, BURNS_GAS):
        assembly.rpc.set_code(TARGET, code)
        with reverts("FailedCall"):
            run(assembly, short, TARGET, data, value=value)
    assert getattr(assembly, short).proposer() == ZERO


def test_execute__target_reverts_with_an_error__is_that_error(assembly: System) -> None:
    target, data = call(assembly.cap, "setHumanCap", 0)
    with reverts("CapOutOfRange", 0, 1_000_000 * ROAD, 50_000_000 * ROAD):
        run(assembly, "critical", target, data)


@every_executor
def test_execute__again_while_under_way__reverts(assembly: System, short: str) -> None:
    """A target that comes back through the governor finds the executor at work."""
    executor = getattr(assembly, short)
    again = bytes.fromhex(executor.calldata("execute", TARGET, 0, b"", agent_actor(2))[2:])
    # The governor's place is taken by code that calls the executor again with what it was sent.
    assembly.rpc.set_code(assembly.governance.address, calls(executor.address))
    with reverts("ExecutionUnderWay", PROPOSER):
        run_from_code(assembly, short, again)


def calls(target: str) -> str:
    """Code that passes its calldata on to `target`, and its answer back."""
    return f"0x365f5f375f5f365f5f73{target[2:].lower()}5af13d5f5f3e602a573d5ffd5b3d5ff3"


def run_from_code(system: System, short: str, again: bytes) -> None:
    """The executor calls the code in the governor's place, which calls the executor."""
    executor = getattr(system, short)
    executor.execute(system.governance, 0, again, PROPOSER, sender=system.governance)


@every_executor
def test_receive__ether__is_refused(assembly: System, short: str) -> None:
    """G22: nothing gets stuck in an executor, a target's refund included."""
    assembly.rpc.fund(assembly.stranger.address)
    with pytest.raises(RpcError):
        assembly.rpc.transact(assembly.stranger.address, getattr(assembly, short).address, "0x", value=1)


def test_execute__routine_grant__waits_three_days(assembly: System) -> None:
    target, data = acts(assembly)["operations"]
    since = assembly.rpc.now + 1 + 3 * DAY
    account = actor("registrar to be").address
    assert told(run(assembly, "operations", target, data)) == [("RoleGranted", 3, account, 0, since, True)]


def test_execute__target_that_answers__is_accepted(assembly: System) -> None:
    assembly.rpc.set_code(TARGET, AGREES)
    assert told(run(assembly, "critical", TARGET, b"1234")) == []
