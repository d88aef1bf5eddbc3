"""Sends transactions one at a time: estimated, signed, noted, sent, awaited, noted as mined."""

import os
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ape.api import AccountAPI, TransactionAPI
from ape.exceptions import ApeException

from deployment.artifacts import describe_error
from deployment.book import Book
from deployment.chain import TRANSACTION_GAS_LIMIT, CallRefused, Chain
from deployment.errors import BatchTooLarge, TransactionFailed
from deployment.events import Mined, Reporter

GAS_MARGIN_PERCENT = 110  # limit over estimate: the state may move between the two
PROBE = 20  # items of the first estimate of a batch
MINING_SECONDS = 600  # how long a transaction is awaited
FIRST_POLL_SECONDS = 0.005
LAST_POLL_SECONDS = 1.0


Encode = Callable[[Sequence[Any]], bytes]


class Sender:
    """Sends for any account, and leaves a trace in the book of each step."""

    def __init__(
        self, chain: Chain, book: Book, reporter: Reporter, errors: Mapping[bytes, dict[str, Any]]
    ) -> None:
        self.chain = chain
        self.book = book
        self.reporter = reporter
        self._errors = errors
        self._item_gas: dict[str, int] = {}

    def send(
        self, step: str, account: AccountAPI, to: str | None, data: bytes, kind: str = "steps", **details: Any
    ) -> Mined:
        """Send one transaction and record it; `details` go into the book."""
        gas = self.estimate(step, account, to, data)
        bound = TRANSACTION_GAS_LIMIT if kind == "contracts" else max(gas, self.chain.gas_bound)
        transaction = self._transaction(account, to, data)
        transaction.gas_limit = min(gas * GAS_MARGIN_PERCENT // 100, bound)
        try:
            transaction = account.prepare_transaction(transaction)
        except ApeException as error:
            raise TransactionFailed(step, str(error)) from error
        return self.submit(step, account, transaction, kind, **details)

    def submit(
        self, step: str, account: AccountAPI, transaction: TransactionAPI, kind: str = "steps", **details: Any
    ) -> Mined:
        """Sign a transaction as it is, send it and record it."""
        try:
            signed = account.sign_transaction(transaction)
            if signed is None:
                raise TransactionFailed(step, f"{account.address} did not sign")
            if signed.signature is not None:  # an impersonated account's has no hash before it is sent
                pending = {"kind": kind, "name": step, "transaction": _hash(signed), "nonce": signed.nonce}
                self.book.intend({**pending, "details": details})
            self.reporter.intended(step)
            transaction_hash = self.chain.broadcast(signed)
        except ApeException as error:
            raise TransactionFailed(step, str(error)) from error
        receipt = self._await(step, transaction_hash)
        self.reporter.sent(step)
        return self._record(kind, step, receipt, int(signed.nonce or 0), details)

    def estimate(self, step: str, account: AccountAPI, to: str | None, data: bytes) -> int:
        """Gas that a transaction would use; raises TransactionFailed with the contract's reason."""
        try:
            return self.chain.estimate(account.address, to, data)
        except CallRefused as error:
            reason = describe_error(self._errors, bytes.fromhex(error.data.removeprefix("0x")))
            raise TransactionFailed(step, reason or error.message) from error

    def fitting(
        self, step: str, account: AccountAPI, to: str, encoded: Encode, items: Sequence[Any], most: int
    ) -> tuple[int, bytes]:
        """How many of the first `items` fit into one transaction below the gas bound, and its calldata.

        The size follows from measured gas: of a probe at first, of the whole batch before it is sent.
        """
        bound = self.chain.gas_bound
        kind = step.split(" ")[0]
        if kind not in self._item_gas:
            probe = items[:PROBE]
            self._item_gas[kind] = self.estimate(step, account, to, encoded(probe)) // len(probe) + 1
        size = min(most, len(items), max(1, bound // self._item_gas[kind]))
        while True:
            data = encoded(items[:size])
            gas = self.estimate(step, account, to, data)
            self._item_gas[kind] = gas // size + 1
            if gas <= bound:
                return size, data
            if size == 1:
                raise BatchTooLarge(f"step '{step}': one item takes {gas:,} gas; the bound is {bound:,}")
            size = min(size - 1, max(1, size * bound // gas))

    def settle(self) -> None:
        """Find out what became of the transaction that a killed run left, and record it if it was mined."""
        pending = self.book.pending
        if pending is None:
            return
        known = self.chain.receipt(pending["transaction"]) or self.chain.transaction(pending["transaction"])
        if known is None:  # signed and never sent, or dropped by the node
            self.book.forget_pending()
            return
        receipt = self._await(pending["name"], pending["transaction"])
        self._record(pending["kind"], pending["name"], receipt, pending["nonce"], pending["details"])

    def adopt(self, kind: str, step: str, transaction: str, details: dict[str, Any]) -> None:
        """Record a step that was mined without being noted."""
        nonce = int((self.chain.transaction(transaction) or {})["nonce"], 16)
        self._record(kind, step, self.chain.receipt(transaction), nonce, details)

    def _await(self, step: str, transaction: str) -> Any:
        """Wait until a transaction is mined and confirmed; raises TransactionFailed."""
        deadline = time.monotonic() + MINING_SECONDS
        pause = FIRST_POLL_SECONDS
        while True:
            receipt = self.chain.receipt(transaction)
            if receipt is not None and int(receipt["status"], 16) == 0:
                self.book.forget_pending()
                raise TransactionFailed(step, f"{transaction} reverted")
            if receipt is not None and self.chain.is_confirmed(int(receipt["blockNumber"], 16)):
                return receipt
            if time.monotonic() > deadline:
                raise TransactionFailed(
                    step, f"{transaction} is not mined yet; run again later to go on from there"
                )
            time.sleep(pause)
            pause = min(2 * pause, LAST_POLL_SECONDS)

    def _transaction(self, account: AccountAPI, to: str | None, data: bytes) -> TransactionAPI:
        fields: dict[str, Any] = {"sender": account.address, "data": data}
        if to is not None:
            fields["receiver"] = to
        return self.chain.provider.network.ecosystem.create_transaction(**fields)

    def _record(self, kind: str, step: str, receipt: Any, nonce: int, details: dict[str, Any]) -> Mined:
        mined = Mined(
            step=step,
            transaction=receipt["transactionHash"],
            block=int(receipt["blockNumber"], 16),
            gas=int(receipt["gasUsed"], 16),
            sender=receipt["from"],
            nonce=nonce,
        )
        entry = {"transaction": mined.transaction, "block": mined.block, "gas": mined.gas, "nonce": nonce}
        self.book.record(kind, step, {**entry, **details})
        self.reporter.mined(mined)
        return mined


def sign_by_passphrase(account: AccountAPI) -> None:
    """Let a keyfile account sign without questions if APE_ACCOUNTS_<alias>_PASSPHRASE is set."""
    passphrase = os.environ.get(f"APE_ACCOUNTS_{account.alias}_PASSPHRASE")
    if passphrase and hasattr(account, "set_autosign"):
        account.set_autosign(True, passphrase=passphrase)


def _hash(signed: TransactionAPI) -> str:
    return "0x" + bytes(signed.txn_hash).hex()
