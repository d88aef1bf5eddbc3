"""What is written for those who sign elsewhere, and what is not written or printed.

unsigned: eth-account signs it and the node takes it | hash and payload are eth-account's
gas above the limit: shown and written, up to the limit | sent ── refused | --max-fee-gwei ── sent
signed heartbeat, veto: anybody relays it, once | EIP-712 JSON hashes to what was shown
secrets: neither key nor passphrase in output or files, a wrong passphrase included
"""

import json
import re
from typing import Any

import pytest
from ape_accounts.accounts import InvalidPasswordError
from eth_account.messages import encode_typed_data
from eth_account.typed_transactions import TypedTransaction
from eth_utils import keccak, to_checksum_address

from deployment.chain import Chain
from deployment.errors import FeeAboveLimit, TransactionFailed
from office import errors
from tests.office.cases import WHY, voting
from tests.office.conftest import PASSPHRASE, Office
from tests.support.contract import reverts
from tests.support.office import told
from tests.support.system import DAY

GWEI = 10**9
FEES = {"maxPriorityFeePerGas", "maxFeePerGas"}
FIELDS = {"type", "chainId", "nonce", "gas", "to", "value", "data", "accessList", *FEES}


def relay(office: Office, signed: dict[str, Any]) -> Any:
    """Send what was signed, as anybody."""
    sender = office.system.stranger.address
    return office.system.rpc.transact(sender, signed["to"], signed["data"])


def digest_of(typed: dict[str, Any]) -> bytes:
    """The hash of EIP-712 JSON, as eth-account has it."""
    signable = encode_typed_data(full_message=typed)
    return keccak(b"\x19\x01" + signable.header + signable.body)


def test_unsigned__signed_by_eth_account__pauses(office: Office) -> None:
    file, system = office.file("unsigned.json"), office.system
    shown = office.run("pause", "transfers", "--unsigned", file)
    assert f"Written: {file}. It holds no secret." in shown.replace(" /", " /")
    written = json.loads(file.read_text())
    assert set(written) == {"from", "transaction", "unsigned", "hashToSign"}
    assert set(written["transaction"]) == FIELDS
    assert written["from"] == system.guardian.address
    assert written["hashToSign"] in shown
    assert not system.token.paused()
    signed = system.guardian.account.sign_transaction(written["transaction"])
    system.rpc.request("eth_sendRawTransaction", "0x" + bytes(signed.raw_transaction).hex())
    system.rpc.travel(1)
    assert system.token.paused()


def test_act__gas_above_the_limit__is_shown_and_written_and_not_sent(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, system, height = office.file("unsigned.json"), office.system, office.height
    monkeypatch.setattr(Chain, "base_fee", 900 * GWEI)
    monkeypatch.setattr(Chain, "tip", 2 * GWEI)
    shown = office.run("pause", "transfers", "--unsigned", file)
    assert "for at most 500 gwei each" in shown
    assert "waits gas costs 902.00 gwei now, and max_fee_gwei allows 500.00; " in shown
    assert int(json.loads(file.read_text())["transaction"]["maxFeePerGas"], 16) == 500 * GWEI
    assert "Nothing was signed, sent or written." in office.run("heartbeat")
    with pytest.raises(FeeAboveLimit) as caught:
        office.send("pause", "transfers")
    assert (caught.value.fee, caught.value.limit) == (902 * GWEI, 500 * GWEI)
    assert (office.height, system.token.paused()) == (height, False)
    shown = office.send("pause", "transfers", "--max-fee-gwei", "1500")
    assert "for at most 1500 gwei each" in shown
    assert "waits" not in shown
    assert system.token.paused()


def test_unsigned__hash__keeps_eth_accounts(office: Office) -> None:
    file = office.file("unsigned.json")
    office.run("freeze", "P3", "--unsigned", file)
    written = json.loads(file.read_text())
    fields = written["transaction"]
    assert written["hashToSign"] == "0x" + bytes(TypedTransaction.from_dict(fields).hash()).hex()
    assert written["hashToSign"] == "0x" + keccak(hexstr=written["unsigned"]).hex()
    assert fields["data"] == office.system.token.calldata("freeze", office.system.registry.getAgentWallet(3))


def test_send__shown_hash__keeps_what_was_signed(office: Office) -> None:
    sent = office.send("heartbeat")
    shown, transaction = re.findall(r"0x[0-9a-f]{64}", sent)
    found = office.system.rpc.request("eth_getTransactionByHash", transaction)
    names = ("chainId", "nonce", "maxPriorityFeePerGas", "maxFeePerGas", "gas", "to", "value", "input")
    fields = {name: found[name] for name in names}
    fields |= {"data": fields.pop("input"), "to": to_checksum_address(fields["to"])}
    assert shown == "0x" + bytes(TypedTransaction.from_dict({**fields, "type": 2}).hash()).hex()


def test_sign_heartbeat__relayed__emits_it_once(office: Office) -> None:
    file, system = office.file("signed.json"), office.system
    system.rpc.travel(80 * DAY)
    shown = office.run("sign-heartbeat", "--sign", file)
    latest = system.rpc.now + 3 * DAY
    assert f"deadline {latest} (" in shown
    assert "anybody may relay it once, until 20" in shown
    signed = json.loads(file.read_text())
    assert set(signed) == {"chainId", "to", "function", "deadline", "signature", "data"}
    assert (signed["function"], signed["deadline"]) == ("heartbeatBySig(uint256,bytes)", latest)
    relay(office, signed)
    assert [event.name for event in office.events(system.guardianship)] == ["Heartbeat"]
    assert system.guardianship.lastSeen() == system.rpc.now
    with reverts("InvalidSignature", system.guardian):
        signature = bytes.fromhex(signed["signature"][2:])
        system.guardianship.heartbeatBySig(signed["deadline"], signature, sender=system.stranger)


def test_sign_heartbeat__as_typed_data__keeps_the_shown_hash(office: Office) -> None:
    file, system = office.file("typed.json"), office.system
    shown = office.run("sign-heartbeat", "--hours", "1", "--unsigned", file)
    typed = json.loads(file.read_text())
    assert f"hash to sign 0x{digest_of(typed).hex()}" in shown
    deadline = int(typed["message"]["deadline"])
    assert deadline == system.rpc.now + 3600
    signature = bytes(system.guardian.account.unsafe_sign_hash(digest_of(typed)).signature)
    receipt = system.guardianship.heartbeatBySig(deadline, signature, sender=system.stranger)
    assert told(receipt) == [("Heartbeat", 1, system.rpc.now)]


def test_sign_veto__relayed__emits_it(office: Office) -> None:
    voting(office)
    file, governance = office.file("signed.json"), office.system.governance
    shown = office.run("sign-veto", "0", "--reason", WHY, "--sign", file)
    assert "Proposal #0 “A new registrar”, STANDARD" in shown
    signed = json.loads(file.read_text())
    relay(office, signed)
    vetoed = next(event for event in office.events(governance) if event.name == "ProposalVetoed")
    assert (vetoed.guardian, vetoed.reasonHash) == (office.system.guardian.address, keccak(text=WHY))
    with pytest.raises(errors.ActRefused, match="GovernorUnexpectedProposalState"):
        office.run("sign-veto", "0", "--reason", WHY)


def test_sign_veto__as_typed_data__keeps_the_shown_hash(office: Office) -> None:
    voting(office)
    file = office.file("typed.json")
    shown = office.run("sign-veto", "0", "--reason", WHY, "--unsigned", file)
    assert f"hash to sign 0x{digest_of(json.loads(file.read_text())).hex()}" in shown


def test_send__any_way__keeps_secrets_to_itself(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [office.file(name) for name in ("unsigned.json", "signed.json", "typed.json")]
    shown = office.run("pause", "births", "--unsigned", files[0])
    shown += office.send("pause", "births")
    shown += office.run("sign-heartbeat", "--sign", files[1], "--unsigned", files[2])
    monkeypatch.setenv("APE_ACCOUNTS_office_guardian_PASSPHRASE", wrong := PASSPHRASE + " wrong")
    height = office.height
    with pytest.raises(InvalidPasswordError) as caught:
        office.send("heartbeat")
    assert office.height == height
    everything = shown + str(caught.value) + "".join(file.read_text() for file in files)
    key = bytes(office.system.guardian.account.key).hex()
    for secret in (PASSPHRASE, wrong, key):
        assert secret not in everything


def test_submit__not_signed__reverts(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A device on which the transaction was refused answers nothing."""
    monkeypatch.setattr("ape_accounts.accounts.KeyfileAccount.sign_transaction", lambda *_, **__: None)
    with pytest.raises(TransactionFailed) as caught:
        office.send("heartbeat")
    reason = f"{office.system.guardian.address} did not sign"
    assert (caught.value.step, caught.value.reason) == ("Guardianship.heartbeat", reason)
