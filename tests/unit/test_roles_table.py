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

import pytest

from deployment.rules import Row
from tests.support.rpc import Rpc
from tests.support.stage import CONTRACTS, OFFICERS, ROWS, Stage
from tests.support.system import System


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
    assert named - set(CONTRACTS.values()) - {"anyone", "peers"} == {*OFFICERS, "deployer"}
    assert rows_of("deployer") == {("Factory", "deploy"), ("Factory", "closeBootstrap")}
    assert {contract for contract, _ in rows_of("provisioner")} == {"ResourceAllocation"}


def test_tables__roles__are_of_contracts_that_the_authority_manages() -> None:
    """Nobody can unmap what stands in the code of the others."""
    managed = {row.contract for row in ROWS if row.role is not None}
    assert managed == {
        "AgentRegistry",
        "AgentTreasury",
        "HumanCapEnforcement",
        "ResourceAllocation",
        "OperatingFunds",
        "ROAD_Token",
    }
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
