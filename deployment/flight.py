"""One transaction from its signature to its confirmation, across runs that are killed on the way.

    signed ──▶ noted in the book ──▶ sent ──▶ mined ──▶ confirmed ──▶ recorded
                     │                 ▲ │
                     │   lost by nodes │ │ outgrown by the fees: the same nonce again, an eighth dearer
                     └──── next run ───┘ ▼
                                      nonce used by another transaction: dropped, with an error

The book keeps the signed bytes, so the run after a killed one sends the same transaction, never another. It
forgets them only when they can't be mined any more: what a node says in passing is no reason.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ape.api import AccountAPI, TransactionAPI
from ape.logging import LogLevel, logger
from eth_account.typed_transactions import TypedTransaction
from hexbytes import HexBytes

from deployment.answers import Answer
from deployment.artifacts import FACTORY
from deployment.book import Book
from deployment.chain import Chain
from deployment.errors import FeeAboveLimit, NonceTaken, TransactionFailed, UnfundedAccount
from deployment.fees import Fees, replacing_fees
from deployment.layer2 import Sent
from deployment.mempool import BroadcastRefused, send_raw, send_unsigned

MINING_SECONDS = 600  # how long a transaction is awaited
NUDGE_SECONDS = 12.0  # a block of Ethereum; after so long without a receipt the transaction is sent again
FIRST_POLL_SECONDS = 0.005
LAST_POLL_SECONDS = 1.0
LOOKS = 3  # that find the nonce used and no receipt, before the nonce counts as another's
PATIENCE = 5  # broadcasts that are all refused, or after which a dearer one follows where none was
NEVER = {Answer.FATAL, Answer.GAS, Answer.REVERT}  # these bytes are refused for ever
CHEAP = {Answer.UNDERPRICED, Answer.BASE_FEE}
DYNAMIC_FEE = 2  # EIP-1559


@dataclass(frozen=True)
class Call:
    """What a transaction does, whatever it offers for it."""

    to: str | None
    data: bytes
    gas: int
    nonce: int


@dataclass
class Watch:
    """What was seen of a transaction while it was awaited."""

    sent_at: float = float("-inf")  # seconds of the monotonic clock
    broadcasts: int = 0  # of the newest signature
    refused: BroadcastRefused | None = None  # the node's word on the last broadcast
    times: int = 0  # that it said so in a row
    used_at: int | None = None  # block at which the nonce was found to be used, by whomever

    @property
    def answer(self) -> Answer | None:
        """What the node's last word means; None: it takes the transaction, or has it."""
        return self.refused.answer if self.refused else None

    def hear(self, refused: BroadcastRefused | None) -> None:
        """Note how a broadcast went."""
        repeated = refused is not None and refused.answer is self.answer
        self.times = self.times + 1 if repeated else int(refused is not None)
        self.broadcasts += 1
        self.refused, self.sent_at = refused, time.monotonic()


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
        self._check_balance(account.address, call, fees.most)
        signed = self._signed(step, account, call, fees)
        if signed.signature is None:  # an impersonated account's, on a local chain
            try:
                return send_unsigned(self.chain, signed)
            except BroadcastRefused as error:
                raise TransactionFailed(step, str(error)) from error
        sent = _sent(signed, fees)
        intended = {"kind": kind, "name": step, "sender": account.address, "nonce": call.nonce}
        self.book.intend({**intended, "details": details, "sent": [sent]})
        return str(sent["transaction"])

    def land(self, step: str, hashes: list[str], accounts: Mapping[str, AccountAPI]) -> Any:
        """Send what is pending until one of the hashes is mined and confirmed; the answer is its receipt.

        Raises TransactionFailed, NonceTaken, FeeAboveLimit and UnfundedAccount; a later run goes on.
        """
        deadline, pause, watch = time.monotonic() + MINING_SECONDS, FIRST_POLL_SECONDS, Watch()
        while True:
            receipt = self._receipt(hashes)
            if receipt is not None and self.chain.is_confirmed(int(receipt["blockNumber"], 16)):
                if int(receipt["status"], 16):
                    return receipt
                self.book.forget_pending()
                raise TransactionFailed(step, f"{receipt['transactionHash']} reverted")
            pending = self.book.pending
            if receipt is None and pending and time.monotonic() > watch.sent_at + NUDGE_SECONDS:
                hashes = self._nudge(pending, accounts, watch)
            if time.monotonic() > deadline:
                raise TransactionFailed(step, f"{hashes[-1]} is not mined yet; run again later to go on")
            time.sleep(pause)
            pause = min(2 * pause, LAST_POLL_SECONDS)

    # --- Internal ---

    def _receipt(self, hashes: list[str]) -> Any | None:
        return next((found for one in hashes if (found := self.chain.receipt(one)) is not None), None)

    def _nudge(self, pending: dict[str, Any], accounts: Mapping[str, AccountAPI], watch: Watch) -> list[str]:
        """Send it, dearer if it has to be, and judge what the node says of that."""
        account = accounts.get(pending["sender"])
        if account is not None and (fees := self._dearer(pending["sent"][-1], watch)) is not None:
            pending = self._replace(pending, account, fees)
            watch.broadcasts = 0
        try:
            send_raw(self.chain, pending["sent"][-1]["raw"])
        except BroadcastRefused as error:
            watch.hear(None if error.answer is Answer.IN_POOL else error)
        else:
            watch.hear(None)
        if watch.refused is not None:
            self._judge(pending, watch, watch.refused)
        return _hashes(pending)

    def _judge(self, pending: dict[str, Any], watch: Watch, refused: BroadcastRefused) -> None:
        """Bear what may pass, and stop at what does not. Only what can't be mined any more is forgotten."""
        answer, step = refused.answer, pending["name"]
        if answer is Answer.FUNDS:
            self._check_balance(pending["sender"], *_offer(pending["sent"][-1]))
        if answer in NEVER:
            if not any(self.chain.transaction(one) for one in _hashes(pending)):
                self.book.forget_pending()
            raise TransactionFailed(step, str(refused)) from refused
        if answer is Answer.NONCE_LOW and self._is_taken(pending, watch):
            self._give_up(pending)
        elif answer not in CHEAP and watch.times >= PATIENCE:
            raise TransactionFailed(
                step, f"the node does not take it: {refused}; run again to send the same once more"
            ) from refused

    def _is_taken(self, pending: dict[str, Any], watch: Watch) -> bool:
        """Whether another transaction has used the nonce: seen often, and for so many blocks that it stays.

        An old state is not asked for, since not every node keeps one.
        """
        if self.chain.nonce(pending["sender"]) <= pending["nonce"]:
            watch.used_at = None
            return False
        watch.used_at = watch.used_at or self.chain.height
        is_ours = any(self.chain.transaction(one) for one in _hashes(pending))
        return not is_ours and watch.times >= LOOKS and self.chain.is_confirmed(watch.used_at)

    def _give_up(self, pending: dict[str, Any]) -> None:
        """Drop a transaction whose nonce another one has used.

        But not the factory's if it stands: a second one would follow. What else stands is found by itself.
        """
        sender, nonce, step = pending["sender"], pending["nonce"], pending["name"]
        if step == FACTORY and self.chain.code(address := pending["details"]["address"]):
            raise TransactionFailed(
                step, f"its contract stands at {address}, but the node has no receipt of it; run again later"
            )
        self.book.forget_pending()
        raise NonceTaken(step, sender, nonce)

    def _dearer(self, newest: dict[str, Any], watch: Watch) -> Fees | None:
        """What is offered in the place of an offer that is too low, or waits for too long; else None.

        Raises FeeAboveLimit where the network does not take what the limit allows.
        """
        outgrown = self.chain.base_fee > newest["maxFee"] or watch.answer is Answer.UNDERPRICED
        if not outgrown and watch.broadcasts < PATIENCE:
            return None
        try:
            return replacing_fees(self.chain, self.limit, Fees(newest["maxFee"], newest["tip"]))
        except FeeAboveLimit:
            if outgrown:
                raise
            return None

    def _replace(self, pending: dict[str, Any], account: AccountAPI, fees: Fees) -> dict[str, Any]:
        """Sign the same again, dearer. Both may be mined from now on, and only one of them can be."""
        call, _ = _offer(pending["sent"][-1])
        signed = self._signed(pending["name"], account, call, fees)
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
        except Exception as error:  # each wallet's library has errors of its own
            raise TransactionFailed(step, f"{account.address} did not sign: {error}") from error
        if signed is None:
            raise TransactionFailed(step, f"{account.address} did not sign")
        return signed

    def _check_balance(self, sender: str, call: Call, price: int) -> None:
        """Raise UnfundedAccount if an account can't pay for a call at so many wei a unit of gas."""
        balance = self.chain.balance(sender)
        needed = call.gas * price + self.chain.data_fee(Sent(call.to, call.data).size)
        if balance < needed:
            raise UnfundedAccount("sender", sender, balance, needed)


def _sent(signed: TransactionAPI, fees: Fees) -> dict[str, Any]:
    raw = bytes(signed.serialize_transaction())
    hashed = "0x" + bytes(signed.txn_hash).hex()
    return {"transaction": hashed, "raw": "0x" + raw.hex(), "maxFee": fees.most, "tip": fees.tip}


def _hashes(pending: dict[str, Any]) -> list[str]:
    return [one["transaction"] for one in pending["sent"]]


def _offer(sent: dict[str, Any]) -> tuple[Call, int]:
    """What a signed transaction does, and the wei that it offers for a unit of gas at most."""
    fields = TypedTransaction.from_bytes(HexBytes(sent["raw"])).as_dict()
    to = bytes(fields["to"])
    call = Call("0x" + to.hex() if to else None, bytes(fields["data"]), fields["gas"], fields["nonce"])
    return call, sent["maxFee"]
