"""Who may call what: every function that changes state, by every kind of caller (invariant 47, H1, T11).

The table below is the specification. A function that it does not know fails the test, and so does a line of
parameters/permissions.yaml that says something else.
"""

from typing import Any

import ape
import pytest
import yaml

from tests.support.actors import actor, agent_actor
from tests.support.contract import Abi, Contract, selector
from tests.support.office import newborn, young
from tests.support.rpc import RpcError
from tests.support.system import NAMES, ZERO, System, artifact

__all__ = ["newborn", "young"]

WALLET = actor("somebody else").address
ROLES = {"OPERATIONS": "guardian", "CRITICAL": "guardian", "REGISTRAR": "registrar", "ATTESTOR": "attestor"}
PEOPLE = ["guardian", "recovery", "successor", "registrar", "attestor", "provisioner", "deployer", "stranger"]

# Rule: contract: functions (overloads share their rule).
TABLE = {
    "the deployer": {"Factory": "deploy closeBootstrap"},
    "guardian or factory": {"Authority": "handOver"},
    "the guardian": {
        "Guardianship": "heartbeat proposeRotation proposeSuccessor proposeRecoveryAddress contestRecovery",
        "ROAD_Token": "pause freeze",
        "HumanCapEnforcement": "pauseLinks",
        "AgentRegistry": "emergencySuspend pauseBirths pauseWalletRequests",
        "AgentTreasury": "pausePayments",
    },
    "the recovery address": {"Guardianship": "proposeRecovery cancelRecovery"},
    "guardian or recovery address": {"Guardianship": "cancelRotation cancelSuccessor cancelRecoveryAddress"},
    "the candidate": {"Guardianship": "acceptRotation acceptRecovery"},
    "the arbiter": {"Guardianship": "confirmRecovery"},
    "the agent": {"AgentRegistry": "setAgentURI setAgentWallet setMetadata"},
    "any agent": {"AgentRegistry": "confirmWallet"},
    "agent or guardian": {"AgentRegistry": "cancelWalletRequest"},
    "an agent that delegates": {"ROAD_Token": "delegate"},
    "role CONSTITUTION": {
        "Authority": "labelRole setGrantDelay setRoleAdmin setRoleGuardian setTargetAdminDelay "
        "setTargetFunctionRole"
    },
    "role of the role's admin": {"Authority": "grantRole revokeRole"},
    "role OPERATIONS": {"AgentRegistry": "admit", "AgentTreasury": "reward"},
    "guardian or role OPERATIONS": {"HumanCapEnforcement": "cancelMerge"},
    "role CRITICAL": {
        "AgentRegistry": "reinstate retire suspend",
        "AgentTreasury": "rewardExceptionally",
        "HumanCapEnforcement": "setHumanCap setVenue",
    },
    "guardian or role CRITICAL": {
        "AgentRegistry": "liftSuspension unpauseBirths unpauseWalletRequests",
        "AgentTreasury": "unpausePayments",
        "HumanCapEnforcement": "unpauseLinks",
        "ROAD_Token": "unfreeze unpause",
    },
    "role REGISTRAR": {"AgentRegistry": "birth birthBatch register requestWallet"},
    "role ATTESTOR": {"HumanCapEnforcement": "attest link recover requestMerge setIdentitySuspended unlink"},
    "any peer": {"Guardianship": "act"},
    "peer Succession": {"Guardianship": "install vacate"},
    "peer EmergencyConfirmation": {"ROAD_Token": "confirmFreeze", "AgentRegistry": "confirmSuspension"},
    "peer Guardianship": {"HumanCapEnforcement": "onGuardianChanged"},
    "peer ROAD_Token": {"HumanCapEnforcement": "onTransfer setFrozenUntil"},
    "peer AgentRegistry": {
        "HumanCapEnforcement": "enrolAgent retireAgent rotateAgent setHaltedUntil setVoting",
        "AgentTreasury": "onRetired",
    },
    "peer HumanCapEnforcement": {
        "HoldingsEscrow": "credit",
        "ROAD_Token": "moveToEscrow onRotation onVotingChanged",
    },
    "nobody: Unavailable": {
        "Authority": "execute setTargetClosed updateAuthority",
        "ROAD_Token": "setAuthority",
        "HumanCapEnforcement": "setAuthority",
        "AgentRegistry": "setAuthority",
        "AgentTreasury": "setAuthority",
    },
    "nobody: Soulbound": {"AgentRegistry": "approve safeTransferFrom setApprovalForAll transferFrom"},
    "nobody: WalletRequired": {"AgentRegistry": "unsetAgentWallet"},
    # Their own affairs, what others have signed, and what is safe for whoever sends it.
    "anyone": {
        "Authority": "cancel multicall renounceRole schedule",
        "Guardianship": "heartbeatBySig",
        "ROAD_Token": "approve delegateBySig permit transfer transferFrom",
        "HumanCapEnforcement": "forget merge rebalance",
        "HoldingsEscrow": "withdraw",
        "GuardianVesting": "release",
        "AgentRegistry": "completeWalletRequest confirmWallets rotateWallet",
        "AgentTreasury": "activate release releaseBatch",
    },
    # Asks its caller back, and an account without code can't answer: the one revert without a name.
    "a contract that asks": {"Authority": "consumeScheduledOp"},
}
RULES = {
    (contract, function): rule
    for rule, targets in TABLE.items()
    for contract, functions in targets.items()
    for function in functions.split()
}
CALLS = [
    (contract, entry)
    for contract in ("Factory", *NAMES.values())
    for entry in artifact(contract)[0]
    if entry["type"] == "function"
    and (entry["stateMutability"] in ("nonpayable", "payable") or not entry["outputs"])
]
DENIALS = {
    "AccessManagedUnauthorized", "AccessManagerUnauthorizedAccount", "CallerNotAgent", "CallerNotArbiter",
    "CallerNotCandidate", "CallerNotDeployer", "CallerNotGuardian", "CallerNotPeer", "CallerNotRecovery",
    "DelegatorNotAgent", "Soulbound", "Unavailable", "WalletRequired",
}  # fmt: skip


def dummy(parameter: Abi) -> Any:
    """A valid value; roles are the registrar's, agents number 1, callers the guardian."""
    kind: str = parameter["type"]
    if kind.endswith("]"):
        return []
    if kind.startswith("uint"):
        return 3 if parameter["name"] == "roleId" else 1
    if kind.startswith("bytes"):
        return b"\1" * int(kind[5:] or 4)
    if parameter["name"] == "caller":
        return actor("guardian").address
    return {"address": WALLET, "bool": True, "string": "text"}[kind]


def denial(system: System, rule: str, caller: str, function: Abi) -> tuple[Any, ...] | None:
    """The error with its values that this caller must meet; None where it may call."""
    office = {name: getattr(system, name).address for name in PEOPLE}
    agent = agent_actor(1).address
    if rule.startswith("peer "):
        expected = system.peer(rule[5:])
        return None if caller == expected else ("CallerNotPeer", caller, expected)
    if "role" in rule:
        name = rule.split()[-1]
        if name in ("CONSTITUTION", "admin"):
            denied = ("AccessManagerUnauthorizedAccount", caller, 0 if name == "CONSTITUTION" else 1)
            return None if caller == office["guardian"] else denied
        allowed = {office[ROLES[name]], *([office["guardian"]] if rule.startswith("guardian") else [])}
        return None if caller in allowed else ("AccessManagedUnauthorized", caller)
    rules: dict[str, tuple[set[str], tuple[Any, ...]]] = {
        "the deployer": ({office["deployer"]}, ("CallerNotDeployer", caller)),
        "the guardian": ({office["guardian"]}, ("CallerNotGuardian", caller)),
        "guardian or factory": (
            {office["guardian"], system.factory.address}, ("CallerNotGuardian", caller)
        ),
        "the recovery address": ({office["recovery"]}, ("CallerNotRecovery", caller, office["recovery"])),
        "guardian or recovery address": (
            {office["guardian"], office["recovery"]}, ("CallerNotGuardian", caller)
        ),
        "the candidate": (set(), ("CallerNotCandidate", caller, ZERO)),
        "the arbiter": (set(), ("CallerNotArbiter", caller, ZERO)),
        "the agent": ({agent}, ("CallerNotAgent", caller, 1)),
        "any agent": ({agent}, ("CallerNotAgent", caller, 0)),
        "agent or guardian": ({agent, office["guardian"]}, ("CallerNotAgent", caller, 1)),
        "an agent that delegates": ({agent}, ("DelegatorNotAgent", caller)),
        "any peer": ({getattr(system, n).address for n in NAMES}, ("CallerNotPeer", caller, ZERO)),
        "nobody: Unavailable": (set(), ("Unavailable", selector(function))),
        "nobody: Soulbound": (set(), ("Soulbound",)),
        "nobody: WalletRequired": (set(), ("WalletRequired", 1)),
        "anyone": ({caller}, ()),
    }  # fmt: skip
    allowed, denied = rules[rule]
    return None if caller in allowed else denied


def outcome(contract: Contract, function: Abi, caller: str) -> tuple[Any, ...]:
    """The error that a call meets, with its values; empty if it succeeds. Nothing is mined."""
    named = next(name for name, entry in contract.functions.items() if entry is function and "(" in name)
    data = contract.calldata(named, *map(dummy, function["inputs"]))
    try:
        contract.rpc.call(contract.address, data, caller)
    except RpcError as error:
        revert = contract.registry.revert(error)
        return (revert.name, *revert.values)
    return ()


@pytest.fixture
def peopled(newborn: System) -> System:
    """One confirmed agent and one verified human."""
    newborn.birth(1)
    newborn.confirm(1)
    newborn.human("somebody")
    return newborn


def test_table__functions__are_those_of_the_contracts() -> None:
    assert {(contract, entry["name"]) for contract, entry in CALLS} == set(RULES)


def test_table__roles__are_those_of_the_committed_table() -> None:
    committed = yaml.safe_load((ape.project.path / "parameters/permissions.yaml").read_text())["permissions"]
    listed = {
        (contract, function): role
        for role, targets in committed.items()
        for contract, functions in targets.items()
        for function in functions
    }
    by_role = {key: rule.split()[-1] for key, rule in RULES.items() if rule.split()[-1] in ROLES}
    assert by_role == listed


@pytest.mark.parametrize(("name", "function"), CALLS, ids=[f"{c}.{e['name']}" for c, e in CALLS])
def test_call__by_everybody__reverts_unless_the_table_allows_it(
    peopled: System, name: str, function: Abi
) -> None:
    """Invariant 47, H1, T11."""
    contract = peopled.at(name, peopled.factory.address if name == "Factory" else peopled.peer(name))
    rule = RULES[name, function["name"]]
    people = [getattr(peopled, n).address for n in PEOPLE]
    contracts = [getattr(peopled, n).address for n in NAMES]
    others = [agent_actor(1).address, actor("human somebody 0").address, peopled.factory.address]
    for caller in (*people, *others, *contracts, peopled.peer("Governance"), peopled.peer("Succession")):
        met = outcome(contract, function, caller)
        if rule == "a contract that asks":
            assert met, caller
            continue
        denied = denial(peopled, rule, caller, function)
        if denied is None:
            assert not {*met[:1]} & DENIALS, (caller, met)
        else:
            assert met == denied, caller
