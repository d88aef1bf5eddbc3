"""Every act of the guardian's has its subcommand, and each one says what it does, and does that.

calls_of: all functions that rules.yaml gives to the guardian | none that does not exist
each subcommand: dry ── says it and changes nothing | --send ── makes one transaction that does it
pause, lift: of each scope that the contracts have
"""

import pytest

from office.explain import SUPPORT
from office.holds import scopes_of
from office.subcommands import SUBCOMMANDS, calls_of
from scripts.guardian import cli
from tests.office.cases import CASES, WHY, voting
from tests.office.conftest import Office
from tests.support.contract import reverts
from tests.support.governance import ABSTAIN, AGAINST, FOR
from tests.support.stage import ARTIFACTS, ROWS
from tests.support.system import DAY

SCOPES = scopes_of(ROWS)
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
    height = int(system.rpc.request("eth_blockNumber"), 16)
    shown = office.run(*words)
    assert int(system.rpc.request("eth_blockNumber"), 16) == height
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
    assert int(system.rpc.request("eth_blockNumber"), 16) == height + 1
    assert "Sent: 0x" in sent
    assert case.done(office)
    address = sent.partition(f"contract {case.contract} ")[2][:42]
    events = [system.errors.event(log) for log in system.rpc.logs([address], height + 1)]
    assert case.event in [event.name for event in events]


@pytest.mark.parametrize("name", SCOPES)
def test_pause__each_scope__emits_the_scopes_own_name(office: Office, name: str) -> None:
    scope, system = SCOPES[name], office.system
    shown = office.send("pause", name)
    address = shown.partition(f"contract {scope.contract} ")[2][:42]
    (started,) = [system.errors.event(log) for log in system.rpc.logs([address], system_height(office))]
    assert (started.name, started.scope) == ("EmergencyStarted", scope.word)
    assert started.until == system.rpc.now + 3 * DAY
    assert "this prolongs that" in office.run("pause", name)
    assert "would end by itself" in office.send("lift", name)
    (lifted,) = [system.errors.event(log) for log in system.rpc.logs([address], system_height(office))]
    assert (lifted.name, lifted.scope) == ("EmergencyLifted", scope.word)


def system_height(office: Office) -> int:
    """Number of the last block."""
    return int(office.system.rpc.request("eth_blockNumber"), 16)


@pytest.mark.parametrize(("support", "number"), [("against", AGAINST), ("for", FOR), ("abstain", ABSTAIN)])
def test_vote__each_support__emits_it_with_reason_and_params(
    office: Office, support: str, number: int
) -> None:
    voting(office)
    office.send("vote", "0", support, "--reason", WHY, "--params", "0x51")
    logs = office.system.rpc.logs([office.system.governance.address], system_height(office))
    (cast,) = [office.system.errors.event(log) for log in logs]
    assert (cast.name, cast.support, cast.reason, cast.params) == ("VoteCastWithParams", number, WHY, b"\x51")
    assert SUPPORT[number] == support


def test_vote__without_reason__emits_an_empty_one(office: Office) -> None:
    voting(office)
    assert "castVote(uint256,uint8)" in office.send("vote", "0", "against")
    logs = office.system.rpc.logs([office.system.governance.address], system_height(office))
    (cast,) = [office.system.errors.event(log) for log in logs]
    assert (cast.name, cast.support, cast.reason) == ("VoteCast", AGAINST, "")
