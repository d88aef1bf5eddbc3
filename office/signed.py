"""Messages that the guardian signs and anybody relays: a heartbeat, a veto (EIP-712)."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ape.api import AccountAPI
from eip712.messages import EIP712Message, hash_message
from eth_pydantic_types import abi
from eth_utils import keccak
from rich.console import Console

from deployment.abi import calldata
from deployment.contract_account import is_contract_account
from deployment.errors import TransactionFailed
from deployment.typed_data import domain_of, typed_data
from deployment.words import when
from office.act import Act
from office.command import signer_for, simulated, write
from office.desk import Desk
from office.errors import DeadlineOutOfRange, HolderIsContract
from office.offices import heartbeat
from office.review import add, sheet
from office.voting import veto

LATEST = 72  # hours, before the time divisor
ANYBODY = "0x" + "00" * 19 + "01"  # relays in the simulation


class Heartbeat(EIP712Message):
    """Guardianship's."""

    epoch: abi.uint256
    nonce: abi.uint256
    deadline: abi.uint256


class Veto(EIP712Message):
    """Governance's."""

    proposalId: abi.uint256  # noqa: N815 - the names are the type's
    reasonHash: abi.bytes32  # noqa: N815
    epoch: abi.uint256
    deadline: abi.uint256


@dataclass(frozen=True)
class Request:
    """A message to sign, and the call that relays it: the arguments before the signature."""

    act: Act  # the same as a call of the guardian's own
    message: EIP712Message
    relay: str
    before: tuple[Any, ...]


def signed_heartbeat(desk: Desk, hours: float | None) -> Request:
    """Sign a heartbeat for a keeper to relay."""
    deadline = _deadline(desk, hours)
    nonce = desk.read("Guardianship", "nonces(address)", desk.guardian, returns="uint256")
    domain = domain_of("BlackRoad Guardianship", "1", desk.chain.id, desk.addresses["Guardianship"])
    values = {"epoch": desk.epoch, "nonce": nonce, "deadline": deadline, "eip712_domain": domain}
    message = Heartbeat.model_validate(values)
    return Request(heartbeat(desk), message, "heartbeatBySig(uint256,bytes)", (deadline,))


def signed_veto(desk: Desk, hours: float | None, proposal: str, reason: str) -> Request:
    """Sign a veto of PROPOSAL (its number or id) for a keeper to relay."""
    act, deadline, reason_hash = veto(desk, proposal, reason), _deadline(desk, hours), keccak(text=reason)
    version = desk.read("Governance", "version()", returns="string")
    domain = domain_of("BlackRoad Governance", version, desk.chain.id, desk.addresses["Governance"])
    message = Veto.model_validate(
        {
            "proposalId": act.arguments[0],
            "reasonHash": reason_hash,
            "epoch": desk.epoch,
            "deadline": deadline,
            "eip712_domain": domain,
        }
    )
    relay = "vetoBySig(uint256,bytes32,uint256,bytes)"
    return Request(act, message, relay, (act.arguments[0], reason_hash, deadline))


def sign(
    desk: Desk, console: Console, request: Request, alias: str | None, typed: Path | None, signed: Path | None
) -> None:
    """Show a message, and write it unsigned or signed where that was asked for."""
    act, message = request.act, request.message
    if is_contract_account(desk.chain, act.caller):
        raise HolderIsContract(act.caller)
    signer = signer_for(desk, act, alias) if signed else None
    simulated(desk, act.name, act.caller, desk.addresses[act.contract], act.data)
    struct = typed_data(message)
    table = sheet("What is to be signed")
    add(table, "network", desk.network)
    add(table, "by", f"{desk.name_of(act.caller)}, epoch {desk.epoch}")
    add(table, "message", f"{struct['primaryType']} for {act.contract} {desk.addresses[act.contract]}")
    for name, value in struct["message"].items():
        add(table, f"  {name}", f"{value} ({when(int(value))})" if name == "deadline" else value)
    add(table, "effect", f"anybody may relay it once, until {when(request.before[-1])}")
    for words in act.words:
        add(table, "", words)
    separator, body = message.signable_message.header, message.signable_message.body
    add(table, "domain hash", "0x" + bytes(separator).hex())
    add(table, "message hash", "0x" + bytes(body).hex())
    add(table, "hash to sign", "0x" + bytes(hash_message(message)).hex())
    console.print(table)
    if typed:
        write(console, typed, struct)
    if signed and signer:
        write(console, signed, relayable(desk, request, signer))
    if not (typed or signed):
        console.print("Nothing was signed or written. Add --sign FILE, or --unsigned FILE to sign elsewhere.")


def relayable(desk: Desk, request: Request, signer: AccountAPI) -> dict[str, Any]:
    """The signed message as the call that relays it, checked against the contract."""
    signature = signer.sign_message(request.message)
    if signature is None:
        raise TransactionFailed(request.relay, f"{signer.address} did not sign")
    raw = bytes(signature.encode_rsv())
    to, data = desk.addresses[request.act.contract], calldata(request.relay, *request.before, raw)
    simulated(desk, request.relay, ANYBODY, to, data)
    return {
        "chainId": desk.chain.id,
        "to": to,
        "function": request.relay,
        "deadline": request.before[-1],
        "signature": "0x" + raw.hex(),
        "data": "0x" + data.hex(),
    }


def _deadline(desk: Desk, hours: float | None) -> int:
    latest = LATEST / desk.divisor
    chosen = latest if hours is None else hours
    if not 0 < chosen <= latest:
        raise DeadlineOutOfRange(chosen, latest)
    return desk.now + int(chosen * 3_600)
