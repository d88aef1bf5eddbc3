"""Who may call what: every function that changes state, by every kind of caller (invariant 47, H1, T11, D4).

The committed tables are the specification: parameters/permissions.yaml and parameters/rules.yaml. A function
that they do not know is refused when they are read.

the tables
├── accounts that they name ── the offices and the appointed; the deployer for the closed factory alone
└── roles that they name ── functions of the contracts that the authority manages, none of which decides
a call
├── by whom its rule lets through ── never the error of that rule
├── by everybody else ── exactly that error, with its values
└── by the deployer ── reverts BootstrapAlreadyClosed
"""

from collections.abc import Iterator
from typing import Any

import pytest
from eth_abi import encode
from eth_utils import keccak

from deployment.artifacts import abi_type, load_artifacts
from deployment.permissions import load_permissions
from deployment.probes import SAMPLES, sample
from deployment.rules import Row, load_rules
from tests.support.actors import actor, agent_actor
from tests.support.governance import CRITICAL, Proposal, appoint, to_voting
from tests.support.rpc import Rpc, RpcError
from tests.support.system import GOVERNING, NAMES, ZERO, System

OFFICERS = ["guardian", "recovery", "successor", "registrar", "attestor", "provisioner"]
PEOPLE = [*OFFICERS, "deployer", "stranger"]
CONTRACTS = {"factory": "Factory", **NAMES, **GOVERNING}

ARTIFACTS = load_artifacts()
ROWS = load_rules(ARTIFACTS, load_permissions(ARTIFACTS))
HUMAN, AGENT, MAKER = actor("human somebody 0"), agent_actor(1), agent_actor(2)
# Callers whom no table names, by the rule that lets them through.
UNNAMED = {
    "the agent": [AGENT],
    "the agent or the guardian": [AGENT],
    "any agent": [AGENT, MAKER],
    "an agent that delegates": [AGENT, MAKER],
    "who may vote": [AGENT, MAKER],
    "who made the proposal": [MAKER],
    "who may advise": [HUMAN],
}


class Stage:
    """A governed system with a human, a proposal that is being discussed and one that is voted on."""

    def __init__(self, system: System) -> None:
        self.system = system
        system.human("somebody")
        self.voted = appoint(system, agent_actor(3), system.stranger)
        to_voting(self.voted)
        self.discussed: Proposal = appoint(system, MAKER, system.stranger)
        self.callers = {name: getattr(system, name).address for name in PEOPLE}
        self.callers |= {name: getattr(system, short).address for short, name in CONTRACTS.items()}
        self.callers |= {one.name: one.address for one in (HUMAN, AGENT, MAKER)}

    def outcome(self, row: Row, caller: str) -> tuple[Any, ...]:
        """The error that a call meets, with its values; empty if it succeeds. Nothing is mined."""
        target, data = self.callers[row.contract], "0x" + self.calldata(row).hex()
        try:
            self.system.rpc.call(target, data, caller)
        except RpcError as error:
            revert = self.system.errors.revert(error)
            return (revert.name, *revert.values)
        return ()

    def calldata(self, row: Row) -> bytes:
        """A call with valid values, on a proposal of the stage that it is for."""
        parameters = row.entry["inputs"]
        values = list(SAMPLES.get(row.function) or [sample(p, self.callers["guardian"]) for p in parameters])
        proposal = self.discussed if row.function == "cancel" else self.voted
        for place, parameter in enumerate(parameters):
            if parameter["name"] == "proposalId" and row.rule.name != "anyone":
                values[place] = proposal.id
        if row.function == "cancel" and len(parameters) == len(proposal.lists) + 1:
            values = [*proposal.lists, keccak(text=proposal.description)]
        return row.selector + encode([abi_type(parameter) for parameter in parameters], values)

    def may(self, row: Row) -> set[str]:
        """Addresses that the rule lets through."""
        if "anyone" in row.rule.may:
            return set(self.callers.values())
        named = {self.callers[name] for name in row.rule.may if name != "peers"}
        if "peers" in row.rule.may:
            named |= {self.callers[name] for name in CONTRACTS.values() if name != "Factory"}
        return named | {one.address for one in UNNAMED.get(row.rule.name, [])}

    def denial(self, row: Row, caller: str) -> tuple[Any, ...]:
        """The error with its values that everybody else must meet."""
        if row.rule.name == "a seated member of the council":  # whose office is not vacant
            return ("OfficeNotVacant",)
        successor = self.callers["successor"] if row.function == "acceptSuccession" else ZERO
        peer = ZERO if row.rule.name == "any peer" else self.callers.get((*row.rule.may, "")[0], ZERO)
        one_agent = row.rule.name in ("the agent", "the agent or the guardian")
        values: dict[str, tuple[Any, ...]] = {
            "AccessManagerUnauthorizedAccount": (caller, 0 if row.rule.name == "role CONSTITUTION" else 1),
            "CallerNotAgent": (caller, int(one_agent)),
            "CallerNotArbiter": (caller, ZERO),
            "CallerNotCandidate": (caller, successor),
            "CallerNotPeer": (caller, peer),
            "CallerNotRecovery": (caller, self.callers["recovery"]),
            "GovernorDisabledDeposit": (),
            "GovernorUnableToCancel": (self.discussed.id, caller),
            "ProposerNotEntitled": (caller, CRITICAL),
            "RelayUnavailable": (),
            "Soulbound": (),
            "Unavailable": (row.selector,),
            "WalletRequired": (1,),
        }
        assert row.rule.others
        return (row.rule.others, *values.get(row.rule.others, (caller,)))


@pytest.fixture(scope="module")
def stage(small_constitution: System, rpc: Rpc) -> Iterator[Stage]:
    """Nothing that the tests below do is mined."""
    snapshot = rpc.snapshot()
    yield Stage(small_constitution)
    rpc.revert(snapshot)


def rows_of(name: str) -> set[tuple[str, str]]:
    """Functions that the tables give to an account or a contract."""
    return {(row.contract, row.function) for row in ROWS if name in row.rule.may}


def test_tables__accounts__are_the_officers_alone() -> None:
    """D4: after the deployment nobody else has any power; the factory, the deployer's, is closed."""
    named = {name for row in ROWS for name in row.rule.may}
    assert named - set(CONTRACTS.values()) - {"anyone", "peers"} == {*OFFICERS, "deployer"} - {"provisioner"}
    assert rows_of("deployer") == {("Factory", "deploy"), ("Factory", "closeBootstrap")}
    assert rows_of("provisioner") == set()


def test_tables__roles__are_of_contracts_that_the_authority_manages() -> None:
    """Nobody can unmap what stands in the code of the others."""
    managed = {row.contract for row in ROWS if row.role is not None}
    assert managed == {"AgentRegistry", "AgentTreasury", "HumanCapEnforcement", "ROAD_Token"}
    assert {"AgentCouncil", "BallotBox", "Governance", "Guardianship", "Succession"}.isdisjoint(managed)


@pytest.mark.parametrize("row", ROWS, ids=[f"{row.contract}.{row.signature}" for row in ROWS])
def test_call__by_everybody__reverts_unless_the_table_allows_it(stage: Stage, row: Row) -> None:
    """Invariant 47, H1, T11."""
    may = stage.may(row)
    for name, caller in stage.callers.items():
        met = stage.outcome(row, caller)
        if row.rule.name == "a contract that asks":
            assert met, name
        elif caller in may:
            assert met[:1] != (row.rule.others,), (name, met)
        else:
            assert met == stage.denial(row, caller), name


@pytest.mark.parametrize("function", ["deploy", "closeBootstrap"])
def test_call__by_the_deployer__reverts(stage: Stage, function: str) -> None:
    """D4: what is left to it is closed."""
    (row,) = [row for row in ROWS if (row.contract, row.function) == ("Factory", function)]
    closed = stage.system.factory.closedAt()
    assert stage.outcome(row, stage.callers["deployer"]) == ("BootstrapAlreadyClosed", closed)
