"""What the desk does not take: nothing is signed, sent or written, and the error says what to do.

names: unknown proposal, agent, scope | an address without a right checksum | bytes that are none
signer: another account | a key where a Safe is meant | a Safe where a key is meant
contract: an act that it would refuse is refused with its named error, dry and with --send
fork: the public network's book ── signs and sends nothing
files: no book, another chain's | a file that exists | actions that are none
"""

import json
from collections.abc import Callable
from typing import Any

import ape
import pytest

from deployment.errors import (
    DeploymentError,
    ForkedNetwork,
    ParameterError,
    UnreadableFile,
    WrongChainBook,
)
from office import errors
from office.proposing import load_actions
from tests.office.cases import WHY, voting
from tests.office.conftest import Office
from tests.support.agents import AGREES

LOWER = "0x72c1e8e83ffb79f9535e5513f3d1881f8f3e3917"
WORD = "0x" + "11" * 32

REFUSED: dict[str, tuple[list[str], type[DeploymentError], str]] = {
    "proposal": (["vote", "1", "for"], errors.UnknownProposal, "there is no proposal '1'; there are 0 to 0,"),
    "proposal id": (["veto", WORD, "--reason", WHY], errors.UnknownProposal, f"no proposal '{WORD}'"),
    "no number": (["veto-up-to", "last", "--reason", WHY], errors.UnknownProposal, "no proposal 'last'; "),
    "agent": (["suspend", "P15"], errors.UnknownAgent, "there is no agent 'P15'; there are P1 to P14"),
    "agent 0": (["cancel-wallet-request", "0"], errors.UnknownAgent, "there is no agent '0'"),
    "scope": (["pause", "everything"], errors.UnknownScope, "no scope 'everything'; there are links, transf"),
    "checksum": (["rotate", LOWER], errors.BadAccountAddress, f"'{LOWER}' is no address with a right"),
    "wallet": (["freeze", "0x12"], errors.BadAccountAddress, "'0x12' is no address with a right checksum"),
    "successor": (["successor", "P3"], errors.BadAccountAddress, "'P3' is no address with a right checksum"),
    "identity": (["cancel-merge", "0x11"], errors.BadHex, "'0x11' is no identity of 32 bytes in hexadecimal"),
    "params": (["vote", "0", "for", "--params", "xy"], errors.BadHex, "'xy' is no bytes in hexadecimal"),
    "nobody's turn": (["accept-rotation"], errors.NobodysTurn, "no rotation is pending"),
    "hours": (["sign-heartbeat", "--hours", "72.1"], errors.DeadlineOutOfRange, "72.1 hours ahead is not"),
    "no hours": (["sign-heartbeat", "--hours", "0"], errors.DeadlineOutOfRange, "0 hours ahead is not one"),
    "not a Safe": (["heartbeat", "--safe", "x.json"], errors.HolderIsNoContract, "so it is no Safe: use"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_act__named_wrongly__reverts_saying_so(office: Office, case: str) -> None:
    words, error, problem = REFUSED[case]
    voting(office)
    with pytest.raises(error) as caught:
        office.run(*words)
    assert type(caught.value) is error
    assert problem in caught.value.message


CONTRACT_REFUSES: dict[str, tuple[list[str], str, str]] = {
    "nothing held": (["lift", "transfers"], "ROAD_Token.unpause", "NotHeld()"),
    "no merge": (
        ["cancel-merge", WORD], "HumanCapEnforcement.cancelMerge", f"IdentityUnknown(identity={WORD})",
    ),
    "no request": (
        ["cancel-wallet-request", "3"], "AgentRegistry.cancelWalletRequest", "NoWalletRequest(agentId=3)",
    ),
    "nothing pending": (["contest-recovery"], "Guardianship.contestRecovery", "NothingPending()"),
    "protocol wallet": (["freeze"], "ROAD_Token.freeze", "WalletUnavailable("),
}  # fmt: skip


@pytest.mark.parametrize("case", CONTRACT_REFUSES)
def test_act__contract_would_refuse__reverts_with_its_error(office: Office, case: str) -> None:
    words, what, reason = CONTRACT_REFUSES[case]
    if case == "protocol wallet":
        words = [*words, office.system.treasury.address]
    with pytest.raises(errors.ActRefused) as caught:
        office.run(*words)
    assert caught.value.what == what
    assert caught.value.reason.startswith(reason)


@pytest.mark.parametrize("how", ["--send", "--unsigned"])
def test_act__contract_would_refuse__keeps_chain_and_files(office: Office, how: str) -> None:
    height, file = office.height, office.file("unsigned.json")
    with pytest.raises(errors.ActRefused) as caught:
        office.run("lift", "births", how, *([file] if how == "--unsigned" else []))
    refused = "AgentRegistry.unpauseBirths would be refused now: NotHeld(). Nothing was signed or written"
    assert caught.value.message == refused
    assert (office.height, file.exists()) == (height, False)


def test_send__another_account__reverts_before_it_signs(office: Office) -> None:
    guardian, stranger = office.system.guardian.address, office.system.stranger.address
    with pytest.raises(errors.NotTheirs) as caught:
        office.send("heartbeat", "--account", "office_stranger")
    assert (caught.value.found, caught.value.needed) == (stranger, guardian)
    assert caught.value.message == f"account office_stranger is {stranger}, and this is an act of {guardian}"


def test_send__contract_in_office__reverts_naming_the_safe(office: Office) -> None:
    office.system.rpc.set_code(office.system.guardian.address, AGREES)
    for words in (["heartbeat", "--send"], ["sign-heartbeat"], ["heartbeat", "--unsigned", "x.json"]):
        with pytest.raises(errors.HolderIsContract, match="is a contract and has no key: use --safe FILE"):
            office.run(*words)


def test_send__key_with_lent_code__emits_heartbeat(office: Office) -> None:
    """An EIP-7702 delegation makes no contract of a key."""
    system = office.system
    system.rpc.set_code(system.guardian.address, "0xef0100" + system.stranger.address[2:])
    office.send("heartbeat")
    assert [event.name for event in office.events(system.guardianship)] == ["Heartbeat"]


@pytest.mark.parametrize("words", [["heartbeat", "--send"], ["sign-heartbeat", "--sign", "signed.json"]])
def test_act__public_networks_book_on_a_fork__reverts_unless_it_is_shown_only(
    office: Office, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.setattr(type(ape.chain.provider.network), "is_fork", True)
    monkeypatch.setattr("deployment.record.BOOKS", office.folder)
    office.book = office.book.rename(office.folder / "local.json")
    assert "Nothing was signed" in office.run(words[0])
    height = office.height
    with pytest.raises(ForkedNetwork, match=r"local is a fork, on which .* is only read: name another file"):
        office.run(*words)
    assert office.height == height


def test_act__file_exists__reverts_and_keeps_it(office: Office) -> None:
    file = office.file("unsigned.json", "mine")
    with pytest.raises(errors.FileExists, match="exists already; name another file"):
        office.run("heartbeat", "--unsigned", file)
    assert json.loads(file.read_text()) == "mine"


def test_desk__no_book__reverts(office: Office) -> None:
    office.book.unlink()
    with pytest.raises(UnreadableFile, match="cannot be read as an address book"):
        office.run("status")


def test_desk__book_of_another_chain__reverts(office: Office) -> None:
    data = json.loads(office.book.read_text())
    data["chain"]["genesis"] = WORD
    office.book.write_text(json.dumps(data))
    with pytest.raises(WrongChainBook, match=f"belongs to a chain whose first block is {WORD}"):
        office.run("status")


Spoil = Callable[[dict[str, Any]], Any]
BAD_FILES: dict[str, tuple[Spoil, type[DeploymentError], str]] = {
    "no actions": (lambda f: f.update(actions=[]), errors.BadActions, "needs a description, and actions"),
    "unknown key": (lambda f: f.update(title="x"), errors.BadActions, "must have exactly description and"),
    "contract": (
        lambda f: f["actions"][0].update(contract="Casino"), ParameterError,
        r"actions\[0\].contract: there is no contract 'Casino'",
    ),
    "function": (
        lambda f: f["actions"][0].update(function="mint"), ParameterError,
        r"actions\[0\].function: HumanCapEnforcement has 0 functions 'mint'",
    ),
    "argument": (
        lambda f: f["actions"][0]["arguments"].update(cap=1), ParameterError,
        r"actions\[0\].arguments: must have exactly newCap",
    ),
    "type": (
        lambda f: f["actions"][0]["arguments"].update(newCap=-1), ParameterError,
        r"actions\[0\].arguments.newCap: -1 is no uint256",
    ),
    "value": (lambda f: f["actions"][0].update(value=-1), ParameterError, r"value: -1 is no number of wei"),
    "target": (lambda f: f["actions"].append({"to": "0x12"}), ParameterError, r"to: '0x12' is no address"),
    "neither": (lambda f: f["actions"].append({"data": "0x"}), ParameterError, r"\[1\]: must have contract"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD_FILES)
def test_propose__bad_file__reverts_naming_the_key(office: Office, case: str) -> None:
    spoil, error, words = BAD_FILES[case]
    action: dict[str, Any] = {"contract": "HumanCapEnforcement", "function": "setHumanCap"}
    content: dict[str, Any] = {"description": "why", "actions": [{**action, "arguments": {"newCap": 10**25}}]}
    spoil(content)
    with pytest.raises(error, match=words):
        load_actions(office.desk, office.file("actions.json", content))


def test_propose__no_json__reverts(office: Office) -> None:
    file = office.file("actions.json")
    file.write_text("{")
    with pytest.raises(UnreadableFile, match="cannot be read as JSON"):
        office.run("propose", file)
