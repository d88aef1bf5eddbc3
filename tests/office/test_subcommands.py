"""Every act of the guardian's has its subcommand, and each one says what it does, and does that.

calls_of: all functions that rules.yaml gives to the guardian | none that does not exist
each subcommand: dry ── says it and changes nothing | --send ── makes one transaction that does it
pause, lift: of each scope that the contracts have
"""

import pytest
from ape.cli import ConnectedProviderCommand

from deployment.explain import SUPPORT
from office.holds import scopes_of
from office.subcommands import SUBCOMMANDS, calls_of
from scripts.guardian import cli
from tests.office.cases import CASES, WHY, voting
from tests.office.conftest import Office
from tests.support import stage
from tests.support.contract import reverts
from tests.support.governance import ABSTAIN, AGAINST, FOR
from tests.support.stage import ARTIFACTS, ROWS
from tests.support.system import DAY

SCOPES = scopes_of(ROWS)
CONTRACTS = {name: short for short, name in stage.CONTRACTS.items()}
# Functions of the guardian's that the contract has refused since the bootstrap was closed.
DONE = {"Authority.handOver"}


def test_calls_of__every_function_of_the_guardians__keeps_its_subcommand() -> None:
    may = {f"{row.contract}.{row.function}" for row in ROWS if "guardian" in row.rule.may}
    called = set().union(*(calls_of(one, ROWS) for one in SUBCOMMANDS))
    assert len(may) > 30
    assert may - called == DONE
    anybodys = {"Guardianship.acceptRotation", "GuardianVesting.release"}
    assert called - may == anybodys


def test_calls_of__functions_that_the_contracts_have__keeps_to_them() -> None:
    known = {
        f"{name}.{entry['name']}" for name, one in ARTIFACTS.items() for entry in one.abi if "name" in entry
    }
    assert set().union(*(calls_of(one, ROWS) for one in SUBCOMMANDS)) <= known


def test_cli__subcommands__keeps_a_case_for_each() -> None:
    others = {"status", "sign-heartbeat", "sign-veto"}
    assert set(cli.commands) == {one.name for one in SUBCOMMANDS} | others == set(CASES) | others


def test_hand_over__after_the_bootstrap__reverts(office: Office) -> None:
    system = office.system
    with reverts("AlreadyHandedOver", system.governance.address):
        system.authority.handOver(system.governance, sender=system.guardian)


@pytest.mark.parametrize("name", CASES)
def test_act__each_subcommand__sets_what_it_said(office: Office, name: str) -> None:
    case, system = CASES[name], office.system
    words = [name, *case.prepare(office)]
    height = office.height
    shown = office.run(*words)
    assert office.height == height
    assert not case.done(office)
    signer = system.stranger if name == "accept-rotation" else system.guardian
    common = (
        "network local, chain id 31337",
        f"by {signer.address}",
        f"contract {case.contract} 0x",
        "nonce ",
    )
    for part in (*common, "hash to sign 0x", *case.told, "Nothing was signed, sent or written."):
        assert part in shown
    sent = office.send(*words)
    assert office.height == height + 1
    assert "Sent: 0x" in sent
    assert case.done(office)
    contract = getattr(system, CONTRACTS[case.contract])
    assert case.event in [event.name for event in office.events(contract)]


def test_cli__as_people_run_it__connects_by_itself(office: Office) -> None:
    office.invoke = ConnectedProviderCommand.invoke
    assert "births AgentRegistry no" in office.run("status")
    office.send("pause", "births")
    assert "births AgentRegistry until 20" in office.run("status")


@pytest.mark.parametrize("name", SCOPES)
def test_pause__each_scope__emits_the_scopes_own_name(office: Office, name: str) -> None:
    scope, system = SCOPES[name], office.system
    contract = getattr(system, CONTRACTS[scope.contract])
    assert f"({scope.contract}) until 20" in office.send("pause", name)
    (started,) = office.events(contract)
    assert (started.name, started.scope) == ("EmergencyStarted", scope.word)
    assert started.until == system.rpc.now + 3 * DAY
    assert "this prolongs that" in office.run("pause", name)
    assert "would end by itself" in office.send("lift", name)
    (lifted,) = office.events(contract)
    assert (lifted.name, lifted.scope) == ("EmergencyLifted", scope.word)


@pytest.mark.parametrize(("support", "number"), [("against", AGAINST), ("for", FOR), ("abstain", ABSTAIN)])
def test_vote__each_support__emits_it_with_reason_and_params(
    office: Office, support: str, number: int
) -> None:
    voting(office)
    office.send("vote", "0", support, "--reason", WHY, "--params", "0x51")
    (cast,) = office.events(office.system.governance)
    assert (cast.name, cast.support, cast.reason, cast.params) == ("VoteCastWithParams", number, WHY, b"\x51")
    assert SUPPORT[number] == support


def test_vote__without_reason__emits_an_empty_one(office: Office) -> None:
    voting(office)
    assert "castVote(uint256,uint8)" in office.send("vote", "0", "against")
    (cast,) = office.events(office.system.governance)
    assert (cast.name, cast.support, cast.reason) == ("VoteCast", AGAINST, "")
