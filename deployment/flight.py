"""One transaction from its signature to its confirmation, across runs that are killed on the way.

    signed ──▶ noted in the book ──▶ sent ──▶ mined ──▶ confirmed ──▶ recorded
                     │                 ▲ │
                     │   lost by nodes │ │ outgrown by the base fee: the same nonce again, an eighth dearer
                     └──── next run ───┘ ▼
                                      nonce used by another transaction: dropped, with an error

The book keeps the signed bytes, so the run after a killed one sends the same transaction, never another.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from ape.api import AccountAPI, TransactionAPI
from ape.exceptions import ApeException
from ape.logging import LogLevel, logger
from eth_account.typed_transactions import TypedTransaction
from hexbytes import HexBytes

from deployment.book import Book
from deployment.chain import Chain
from deployment.errors import NonceTaken, TransactionFailed, UnfundedAccount
from deployment.fees import Fees, replacing_fees
from deployment.mempool import BroadcastRefused, Refusal, send_raw, send_unsigned

MINING_SECONDS = 600  # how long a transaction is awaited
NUDGE_SECONDS = 12.0  # a block of Ethereum; after so long without a receipt the transaction is sent again
FIRST_POLL_SECONDS = 0.005
LAST_POLL_SECONDS = 1.0
DYNAMIC_FEE = 2  # EIP-1559


@dataclass(frozen=True)
class Call:
    """What a transaction does, whatever it offers for it."""

    to: str | None
    data: bytes
    gas: int
    nonce: int


class Flight:
    """Brings transactions onto the chain, one at a time; a unit of gas costs `limit` wei at most."""

    def __init__(self, chain: Chain, book: Book, limit: int) -> None:
        self.chain = chain
        self.book = book
        self.limit = limit

    def launch(
        self, account: AccountAPI, call: Call, fees: Fees, kind: str, step: str, details: dict[str, Any]
    ) -> str:
        """Sign and note in the book, to be broadcast; the answer is the hash.

        Raises UnfundedAccount before anything is signed.
        """
        balance, needed = self.chain.balance(account.address), call.gas * fees.most
        if balance < needed:
            raise UnfundedAccount("sender", account.address, balance, needed)
        signed = self._signed(step, account, call, fees)
        if signed.signature is None:  # an impersonated account's, on a local chain
            return send_unsigned(self.chain, signed)
        sent = _sent(signed, fees)
        intended = {"kind": kind, "name": step, "sender": account.address, "nonce": call.nonce}
        self.book.intend({**intended, "details": details, "sent": [sent]})
        return str(sent["transaction"])

    def broadcast(self, pending: dict[str, Any]) -> None:
        """Send what was signed last. Raises UnfundedAccount, or TransactionFailed if no node will take it."""
        try:
            send_raw(self.chain, pending["sent"][-1]["raw"])
        except BroadcastRefused as error:
            if error.refusal is Refusal.FUNDS:
                self._refuse_unfunded(pending)
            if error.refusal is Refusal.OTHER:
                self.book.forget_pending()
                raise TransactionFailed(pending["name"], str(error)) from error

    def land(self, step: str, hashes: list[str], accounts: Mapping[str, AccountAPI]) -> Any:
        """Wait until one of the hashes is mined and confirmed; the answer is its receipt.

        Raises TransactionFailed, NonceTaken, FeeAboveLimit and UnfundedAccount; a later run goes on.
        """
        deadline = time.monotonic() + MINING_SECONDS
        nudged, pause = time.monotonic(), FIRST_POLL_SECONDS
        while True:
            receipt = self._receipt(hashes)
            if receipt is not None and int(receipt["status"], 16) == 0:
                self.book.forget_pending()
                raise TransactionFailed(step, f"{receipt['transactionHash']} reverted")
            if receipt is not None and self.chain.is_confirmed(int(receipt["blockNumber"], 16)):
                return receipt
            pending = self.book.pending
            if receipt is None and pending and time.monotonic() > nudged + NUDGE_SECONDS:
                hashes, nudged = self._nudge(pending, accounts), time.monotonic()
            if time.monotonic() > deadline:
                raise TransactionFailed(step, f"{hashes[-1]} is not mined yet; run again later to go on")
            time.sleep(pause)
            pause = min(2 * pause, LAST_POLL_SECONDS)

    # --- Internal ---

    def _receipt(self, hashes: list[str]) -> Any | None:
        return next((found for one in hashes if (found := self.chain.receipt(one)) is not None), None)

    def _nudge(self, pending: dict[str, Any], accounts: Mapping[str, AccountAPI]) -> list[str]:
        """Send it again, replace it if the base fee outgrew it, or give it up if its nonce is gone."""
        hashes = [one["transaction"] for one in pending["sent"]]
        if self.chain.nonce(pending["sender"]) > pending["nonce"] and self._receipt(hashes) is None:
            self.book.forget_pending()
            raise NonceTaken(pending["name"], pending["sender"], pending["nonce"])
        account = accounts.get(pending["sender"])
        if account is not None and self.chain.base_fee > pending["sent"][-1]["maxFee"]:
            pending = self._replace(pending, account)
        self.broadcast(pending)
        return [one["transaction"] for one in pending["sent"]]

    def _replace(self, pending: dict[str, Any], account: AccountAPI) -> dict[str, Any]:
        """Sign the same again, dearer. Both may be mined from now on, and only one of them can be."""
        newest = pending["sent"][-1]
        fees = replacing_fees(self.chain, self.limit, Fees(newest["maxFee"], newest["tip"]))
        signed = self._signed(pending["name"], account, _call(newest["raw"]), fees)
        dearer = {**pending, "sent": [*pending["sent"], _sent(signed, fees)]}
        self.book.intend(dearer)
        return dearer

    def _signed(self, step: str, account: AccountAPI, call: Call, fees: Fees) -> TransactionAPI:
        transaction = self.chain.provider.network.ecosystem.create_transaction(
            sender=account.address,
            data=call.data,
            nonce=call.nonce,
            gas=call.gas,
            **({"receiver": call.to} if call.to else {}),
            type=DYNAMIC_FEE,
            chainId=self.chain.id,
            maxFeePerGas=fees.most,
            maxPriorityFeePerGas=fees.tip,
        )
        try:
            with logger.at_level(LogLevel.ERROR):  # else Ape says at each that it knows the passphrase
                signed = account.sign_transaction(transaction)
        except ApeException as error:
            raise TransactionFailed(step, str(error)) from error
        if signed is None:
            raise TransactionFailed(step, f"{account.address} did not sign")
        return signed

    def _refuse_unfunded(self, pending: dict[str, Any]) -> NoReturn:
        newest = pending["sent"][-1]
        balance = self.chain.balance(pending["sender"])
        needed = _call(newest["raw"]).gas * newest["maxFee"]
        raise UnfundedAccount("sender", pending["sender"], balance, needed)


def _sent(signed: TransactionAPI, fees: Fees) -> dict[str, Any]:
    raw = bytes(signed.serialize_transaction())
    hashed = "0x" + bytes(signed.txn_hash).hex()
    return {"transaction": hashed, "raw": "0x" + raw.hex(), "maxFee": fees.most, "tip": fees.tip}


def _call(raw: str) -> Call:
    """What a signed transaction does."""
    fields = TypedTransaction.from_bytes(HexBytes(raw)).as_dict()
    to = bytes(fields["to"])
    return Call("0x" + to.hex() if to else None, bytes(fields["data"]), fields["gas"], fields["nonce"])
