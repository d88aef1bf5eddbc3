"""An agent whose key is lost gets another wallet: what that one signs, the request, and the move.

typed-data: what the registry takes | an unknown agent
request: dry ── says it and changes nothing | --send ── as the registrar | another signature | no hexadecimal
complete: 14 days later, by the registrar or anybody | too early | nothing requested
registrar: the only one | nobody, two ── refused unless --by names one
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from eth_account import Account
from eth_account.messages import encode_typed_data

from office import errors
from scripts.wallet import cli
from tests.office.conftest import PASSPHRASE, Office, keyfile
from tests.support.actors import actor, agent_actor
from tests.support.agents import request_wallet
from tests.support.system import DAY

NEW = actor("a wallet with a key")
REGISTRAR = 3


@pytest.fixture
def desk(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """The desk, with the registrar's key."""
    office.command = cli
    path = keyfile("office_registrar", office.system.registrar)
    monkeypatch.setenv("APE_ACCOUNTS_office_registrar_PASSPHRASE", PASSPHRASE)
    office.system.rpc.fund(office.system.registrar.address)
    yield office
    path.unlink()


def signed(desk: Office, *words: Any) -> list[Any]:
    """The words of a request that the new wallet agrees to."""
    typed = json.loads(desk.run("typed-data", "P3", NEW, *words))
    message = encode_typed_data(full_message=typed)
    consent = Account.sign_message(message, NEW.account.key).signature.hex()
    return ["P3", NEW, "--deadline", typed["message"]["deadline"], "--signature", consent]


def test_typed_data__no_deadline__sets_one_30_days_ahead(desk: Office) -> None:
    typed = json.loads(desk.run("typed-data", "3", NEW))
    assert typed["primaryType"] == "AgentWalletSet"
    assert typed["message"]["owner"] == agent_actor(3).address
    assert int(typed["message"]["deadline"]) == pytest.approx(desk.system.rpc.now + 30 * DAY, abs=60)


def test_typed_data__unknown_agent__reverts(desk: Office) -> None:
    with pytest.raises(errors.UnknownAgent, match="there is no agent 'P15'; there are P1 to P14"):
        desk.run("typed-data", "P15", NEW)


def test_wallet__a_lost_key__sets_the_new_wallet_after_14_days(desk: Office) -> None:
    system, words = desk.system, signed(desk)
    height = desk.height
    shown = desk.run("request", *words)
    assert desk.height == height
    for part in (
        f"by {system.registrar.address}",
        "can become the wallet of P3 atlas",
        "can cancel it",
        "hash to sign 0x",
    ):
        assert part in shown
    desk.send("request", *words)
    assert [event.name for event in desk.events(system.registry)] == ["WalletRequested"]
    system.rpc.travel(14 * DAY)
    assert "is the wallet of P3 atlas; possible from 20" in desk.send("complete", "P3")
    assert system.registry.getAgentWallet(3) == NEW.address


def test_request__replacing_another__sets_the_new_one(desk: Office) -> None:
    request_wallet(desk.system, 3, desk.system.stranger)
    assert f"it replaces the request for {desk.system.stranger.address}" in desk.send(
        "request", *signed(desk)
    )
    assert desk.system.registry.walletRequest(3).newWallet == NEW.address


def test_request__another_deadline_than_signed__reverts_with_the_contracts_error(desk: Office) -> None:
    words = signed(desk)
    words[3] = int(words[3]) + 1
    with pytest.raises(errors.ActRefused) as caught:
        desk.run("request", *words)
    assert caught.value.what == "AgentRegistry.requestWallet"
    assert caught.value.reason.lower() == f"invalidsignature(signer={NEW.address})".lower()


def test_request__no_hexadecimal__reverts(desk: Office) -> None:
    with pytest.raises(errors.BadHex, match="'0xyz' is no signature in hexadecimal"):
        desk.run("request", "P3", NEW, "--deadline", "1", "--signature", "0xyz")


def test_complete__too_early__reverts_with_the_contracts_error(desk: Office) -> None:
    request_wallet(desk.system, 3, NEW)
    ready = desk.system.registry.walletRequest(3).readyAt
    with pytest.raises(errors.ActRefused) as caught:
        desk.run("complete", "P3")
    assert caught.value.reason == f"WalletRequestNotReady(agentId=3, readyAt={ready})"


def test_complete__by_anybody__sets_the_new_wallet(desk: Office) -> None:
    system = desk.system
    request_wallet(system, 3, NEW)
    system.rpc.travel(14 * DAY)
    assert f"by {system.stranger.address}" in desk.send("complete", "P3", "--by", system.stranger)
    assert system.registry.getAgentWallet(3) == NEW.address


def test_complete__nothing_requested__reverts(desk: Office) -> None:
    with pytest.raises(errors.NobodysTurn, match="no wallet is requested for P3 atlas: use `request` first"):
        desk.run("complete", "P3")


def test_request__two_registrars__reverts_unless_one_is_named(desk: Office) -> None:
    system, words = desk.system, signed(desk)
    operations = system.peer("OperationsExecutor")
    system.authority.grantRole(REGISTRAR, system.stranger, 0, sender=operations)
    system.rpc.travel(3 * DAY)
    with pytest.raises(
        errors.NobodysTurn, match=r"the role REGISTRAR has 2 members \(0x.*\): name who sends it, --by"
    ):
        desk.run("request", *words)
    assert f"by {system.stranger.address}" in desk.run("request", *words, "--by", system.stranger)


def test_request__registrar_revoked__reverts(desk: Office) -> None:
    system, words = desk.system, signed(desk)
    operations = system.peer("OperationsExecutor")
    system.authority.revokeRole(REGISTRAR, system.registrar, sender=operations)
    with pytest.raises(errors.NobodysTurn, match=r"the role REGISTRAR has 0 members \(nobody\)"):
        desk.run("request", *words)
