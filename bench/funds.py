"""What a payment of the operating funds costs that three of five sign, in one call."""

from collections.abc import Sequence

from eth_account import Account
from eth_account.messages import encode_typed_data
from eth_account.signers.local import LocalAccount
from eth_typing import ChecksumAddress
from web3.contract.contract import ContractFunction
from web3.types import Wei

from bench.alternatives.safe import BILL, ETHER, NOBODY
from bench.chain import wallets
from bench.compile import Artifact
from bench.measurement import Measurement
from bench.system import DAY, System

GUARDIAN, SENTINEL = 0, 4
"""Ids of two of the five approvers; the others are treasurers."""
TREASURERS = (1, 2, 3)
"""Copilots whom the first election seats."""
CENTRE = b"gpu".ljust(32, b"\0")
PAYMENT = {
    "centre": "bytes32",
    "asset": "address",
    "payee": "address",
    "amount": "uint256",
    "number": "uint256",
    "deadline": "uint256",
    "memo": "bytes32",
}
APPROVAL = {"payment": "Payment", "mandate": "uint96"}
TYPES = {
    name: [{"name": key, "type": kind} for key, kind in fields.items()]
    for name, fields in (("Payment", PAYMENT), ("Approval", APPROVAL))
}


def funds(system: System, dollar: Artifact) -> dict[str, Measurement]:
    """Measure payments to somebody who was paid before, as the Safe's are."""
    chain, calls = system.chain, system.funds.functions
    _elect(system)
    token = chain.deploy(dollar)
    chain.send(calls.setDollar(token.address), system.critical_executor)
    chain.send(calls.setBudget(CENTRE, NOBODY, 10 * ETHER), system.critical_executor)
    chain.send(token.functions.transfer(system.funds.address, 10 * BILL))
    chain.give(system.funds.address, Wei(10 * ETHER))
    results, number = {}, 1
    for key, label, asset, amount, approvers in (
        ("pay_token", "a stablecoin, by the treasurers", token.address, BILL, TREASURERS),
        ("pay_ether", "ether, by the treasurers", NOBODY, ETHER, TREASURERS),
        (
            "pay_mixed",
            "a stablecoin, by guardian, treasurer, P4",
            token.address,
            BILL,
            (GUARDIAN, 1, SENTINEL),
        ),
    ):
        chain.send(_payment(system, asset, amount, number, approvers), system.anyone)
        call = _payment(system, asset, amount, number + 1, approvers)
        results[key] = chain.measure(f"3 of 5 send {label}", call, system.anyone)
        number += 2
    return results


def _elect(system: System) -> None:
    """Let the council elect the treasurers."""
    members = system.council.functions.members().call()
    for place, treasurer in enumerate(TREASURERS):
        for member in members[: len(members) // 2 + 1]:
            call = system.funds.functions.supportTreasurer(place, treasurer)
            system.chain.send(call, system.wallet(member))


def _payment(
    system: System, asset: ChecksumAddress, amount: int, number: int, approvers: Sequence[int]
) -> ContractFunction:
    """Return the call that pays with the signatures of these approvers."""
    payee, deadline = wallets("payee", 1)[0], system.chain.timestamp + DAY
    payment = (CENTRE, asset, payee, amount, number, deadline, bytes(32))
    signed = [(one, _sign(system, payment, one)) for one in approvers]
    return system.funds.functions.pay(payment, signed)


def _sign(system: System, payment: tuple[object, ...], approver: int) -> bytes:
    """Return an approver's signature under a payment."""
    _, mandate = system.funds.functions.mandateOf(approver, False).call()
    domain = {
        "name": "BlackRoad OperatingFunds",
        "version": "1",
        "chainId": system.chain.web3.eth.chain_id,
        "verifyingContract": system.funds.address,
    }
    message = {"payment": dict(zip(PAYMENT, payment, strict=True)), "mandate": mandate}
    key: LocalAccount = system.guardian_key if approver == GUARDIAN else system.key(approver)
    signable = encode_typed_data(domain, TYPES, message)
    signature = Account.sign_message(signable, key.key)
    # In the short form of EIP-2098: the parity of v in the highest bit of s.
    s = signature.s | (signature.v - 27) << 255
    return bytes(signature.r.to_bytes(32) + s.to_bytes(32))
