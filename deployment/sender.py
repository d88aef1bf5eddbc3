"""Sends transactions one at a time: estimated, signed, noted, sent, awaited, noted as mined."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from ape.api import AccountAPI

from deployment.abi import describe_error
from deployment.artifacts import errors_of
from deployment.book import Book
from deployment.chain import TRANSACTION_GAS_LIMIT, CallRefused, Chain
from deployment.errors import BatchTooLarge, NonceTaken, TransactionFailed
from deployment.events import Mined, Reporter
from deployment.fees import Fees, current_fees
from deployment.flight import Call, Flight
from deployment.inputs import Inputs

GAS_MARGIN_PERCENT = 110  # limit over estimate: the state may move between the two
PROBE = 20  # items of the first estimate of a batch

Encode = Callable[[Sequence[Any]], bytes]


class Sender:
    """Sends for any account, and leaves a trace in the book of each step."""

    def __init__(
        self,
        chain: Chain,
        book: Book,
        reporter: Reporter,
        errors: Mapping[bytes, dict[str, Any]],
        limit: int,
    ) -> None:
        self.chain = chain
        self.book = book
        self.reporter = reporter
        self._errors = errors
        self._limit = limit  # wei that a unit of gas may cost at most
        self._flight = Flight(chain, book, self._limit)
        self._item_gas: dict[str, int] = {}
        self._next_nonce: dict[str, int] = {}  # after what this sender saw mined

    @property
    def price(self) -> int:
        """Wei that is offered for a unit of gas now. Raises FeeAboveLimit."""
        return current_fees(self.chain, self._limit).most

    def send(
        self,
        step: str,
        account: AccountAPI,
        to: str | None,
        data: bytes,
        kind: str = "steps",
        nonce: int | None = None,
        **details: Any,
    ) -> Mined:
        """Send one transaction and record it; `details` go into the book.

        A `nonce` is given where an address depends on it; else it is the account's next.
        """
        gas = self.estimate(step, account, to, data)
        bound = TRANSACTION_GAS_LIMIT if kind == "contracts" else max(gas, self.chain.gas_bound)
        if gas > TRANSACTION_GAS_LIMIT:
            raise TransactionFailed(
                step, f"it takes {gas:,} gas, and a transaction may take {TRANSACTION_GAS_LIMIT:,}"
            )
        nonce = self.next_nonce(account.address) if nonce is None else nonce
        call = Call(to, data, min(gas * GAS_MARGIN_PERCENT // 100, bound), nonce)
        fees = current_fees(self.chain, self._limit)
        return self.submit(step, account, call, fees, kind, **details)

    def submit(
        self,
        step: str,
        account: AccountAPI,
        call: Call,
        fees: Fees,
        kind: str = "steps",
        **details: Any,
    ) -> Mined:
        """Sign exactly this, send it and record it."""
        transaction = self._flight.launch(account, call, fees, kind, step, details)
        self.reporter.intended(step)
        receipt = self._flight.land(step, [transaction], {account.address: account})
        self.reporter.sent(step)
        return self._record(kind, step, receipt, call.nonce, details)

    def next_nonce(self, address: str) -> int:
        """The nonce of an account's next transaction, also where the node lags behind what was mined."""
        return max(self.chain.nonce(address), self._next_nonce.get(address.lower(), 0))

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

    def settle(self, accounts: Iterable[AccountAPI]) -> None:
        """Bring onto the chain what a killed run left; the accounts may have to sign it again, dearer."""
        pending = self.book.pending
        if pending is None:
            return
        hashes = [one["transaction"] for one in pending["sent"]]
        signers = {account.address: account for account in accounts}
        try:
            receipt = self._flight.land(pending["name"], hashes, signers)
        except NonceTaken as error:
            self.reporter.note(f"{error.message}; it is done anew if it is still to be done")
            return
        self._record(pending["kind"], pending["name"], receipt, pending["nonce"], pending["details"])

    def adopt(self, kind: str, step: str, transaction: str, details: dict[str, Any]) -> None:
        """Record a step that was mined without being noted. Raises TransactionFailed if the node lags."""
        found, receipt = self.chain.transaction(transaction), self.chain.receipt(transaction)
        if found is None or receipt is None:
            raise TransactionFailed(step, f"{transaction} is mined, but the node does not find it; run again")
        self._record(kind, step, receipt, int(found["nonce"], 16), details)

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
        self._next_nonce[mined.sender.lower()] = nonce + 1
        self.reporter.mined(mined)
        return mined


def sender_for(chain: Chain, book: Book, reporter: Reporter, inputs: Inputs) -> Sender:
    """A sender for a deployment's own transactions."""
    return Sender(chain, book, reporter, errors_of(inputs.artifacts), inputs.parameters.max_fee)


def sign_by_passphrase(account: AccountAPI) -> None:
    """Let a keyfile account sign without questions if APE_ACCOUNTS_<alias>_PASSPHRASE is set."""
    passphrase = os.environ.get(f"APE_ACCOUNTS_{account.alias}_PASSPHRASE")
    if passphrase and hasattr(account, "set_autosign"):
        account.set_autosign(True, passphrase=passphrase)
