"""Brings an open intent to its end: sent to all endpoints, sent again, replaced at a higher fee, confirmed.

Nothing here decides what is to be done. Whatever happens, all attempts of an intent have one nonce, so that
at most one of them is mined.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from eth_utils import keccak

from deployment.abi import calldata
from deployment.answers import Answer
from offchain.chain import Chain
from offchain.exits import FundsError, IdentityError
from offchain.fees import Quote, quote, raised
from offchain.journal import Attempt, Intent, Journal
from offchain.post import Fault
from offchain.signer import Signer
from offchain.transport import Endpoint, Refusal

ORACLE = "0x420000000000000000000000000000000000000F"  # GasPriceOracle of the OP Stack
FIRST_POLL, LAST_POLL = 0.02, 2.0  # seconds
ABSENT_POLLS = 4  # with the nonce used and no receipt: the transaction of somebody else with this key


@dataclass(frozen=True)
class Receipt:
    """A mined transaction of ours."""

    hash: str
    block: int
    block_hash: str
    status: int
    gas_used: int
    price: int


@dataclass
class Traffic:
    """What a run has sent."""

    sent: dict[str, int] = field(default_factory=dict)
    bumps: int = 0
    reverts: int = 0
    wei: int = 0
    at_ceiling: bool = False


class Courier:
    """Sends for one key."""

    def __init__(self, chain: Chain, journal: Journal, signer: Signer, most: int) -> None:
        self.chain, self.journal, self.signer = chain, journal, signer
        self._most = most  # wei for a unit of gas
        self._fees = chain.settings.fees
        self.traffic = Traffic()
        self._has_oracle: bool | None = None

    def nonce(self, tag: str = "latest") -> int:
        """Transactions of the key that were mined, by the endpoint that is ahead."""
        address = self.signer.address

        def asked(endpoint: Endpoint) -> int:
            return int(endpoint.ask("eth_getTransactionCount", address, tag), 16)

        found = self.chain.endpoints.everywhere(asked)
        known = [one for one in found.values() if isinstance(one, int)]
        return max(known) if known else self.chain.endpoints.read(asked)

    def signed(self, intent_fields: Mapping[str, Any], offer: Quote) -> Attempt:
        """Sign one attempt."""
        fees = {"maxFeePerGas": offer.max_fee, "maxPriorityFeePerGas": offer.tip}
        raw = self.signer.sign({**intent_fields, **fees})
        return Attempt("0x" + keccak(raw).hex(), raw, offer.max_fee, offer.tip)

    def fields(self, nonce: int, gas: int, target: str, data: bytes) -> dict[str, Any]:
        """What all attempts have in common."""
        chain_id = self.chain.protocol.chain_id
        return {
            "type": 2,
            "chainId": chain_id,
            "nonce": nonce,
            "gas": gas,
            "to": target,
            "value": 0,
            "data": data,
        }

    def offer(self) -> Quote:
        """A first offer; waits while the chain asks for more than the ceiling."""
        while True:
            base, tip = self._prices()
            found = quote(base, tip, self._fees, self._most)
            if found is not None:
                return found
            self._note_ceiling(base)
            self.chain.deadline.sleep(self.chain.settings.block_seconds / 4)

    def data_fee(self, raw: bytes) -> int:
        """Wei that an OP Stack chain takes besides, for the transaction's bytes on its main chain; else 0."""

        def asked(endpoint: Endpoint) -> int:
            call = {"to": ORACLE, "data": "0x" + calldata("getL1Fee(bytes)", raw).hex()}
            return int(endpoint.ask("eth_call", call, "latest"), 16)

        if self._has_oracle is None:
            code = self.chain.endpoints.read(lambda e: str(e.ask("eth_getCode", ORACLE, "latest")))
            self._has_oracle = code != "0x"
        return self.chain.endpoints.read(asked) if self._has_oracle else 0

    def usual_price(self) -> int:
        """What a unit of gas would be offered now, if the ceiling allows it, else the ceiling."""
        found = quote(*self._prices(), self._fees, self._most)
        return found.max_fee if found else self._most

    def bring(self, intent: Intent) -> Receipt | None:
        """Wait until one attempt is mined and deep enough; None if another transaction took its nonce."""
        pause, absent, sent_at = FIRST_POLL, 0, float("-inf")
        offered_at = time.monotonic()
        while True:
            receipt = self._receipt(intent)
            if receipt is not None:
                if self._is_final(receipt):
                    return receipt
                absent = 0
            elif not self._is_next(intent):
                absent += 1
                if absent >= ABSENT_POLLS:
                    return None
            else:
                absent, now = 0, time.monotonic()
                if now - offered_at >= self._fees.bump_seconds:
                    intent, offered_at, sent_at = self._raise(intent), now, float("-inf")
                if now - sent_at >= self._fees.rebroadcast_seconds:
                    sent_at = now
                    if self._send(intent) and (higher := self._raise(intent)) is not intent:
                        # The pool asks for more: no need to wait.
                        intent, offered_at, sent_at, pause = higher, now, float("-inf"), FIRST_POLL
            self.chain.deadline.sleep(pause)
            pause = min(pause * 1.5, LAST_POLL, self.chain.settings.block_seconds / 2)

    def _is_next(self, intent: Intent) -> bool:
        """Whether the intent's nonce is free, and all before it are used or sent again.

        A reorg can take out of the chain what was confirmed before. Without the journal's bytes of that the
        intent is given up, and what is due is planned anew.
        """
        nonce = self.nonce()
        if nonce >= intent.nonce:
            return nonce == intent.nonce
        missing = [self.journal.signed_with(number) for number in range(nonce, intent.nonce)]
        for attempts in missing:
            for raw in attempts:
                self.chain.endpoints.broadcast(raw)
        self.chain.log.warning("earlier transactions are gone", nonce=nonce, known=sum(map(bool, missing)))
        return all(missing)

    def _send(self, intent: Intent) -> bool:
        """Give the newest attempt to all endpoints; whether its fee is too low for one, and fine for none."""
        newest = intent.attempts[-1]
        answers = self.chain.endpoints.broadcast(newest.raw)
        classes = {name: _class_of(answer) for name, answer in answers.items()}
        for found in classes.values():
            self.traffic.sent[found] = self.traffic.sent.get(found, 0) + 1
        self.chain.log.info("sent", transaction=newest.hash, nonce=intent.nonce, answers=classes)
        found_classes = set(classes.values())
        if found_classes & {"taken", Answer.IN_POOL}:
            return False
        if Answer.FUNDS in found_classes:
            raise FundsError(f"{self.signer.address} cannot pay for the transaction: fund it")
        if Answer.FATAL in found_classes:
            raise IdentityError(f"a node refuses the transaction for ever: {next(iter(answers.values()))}")
        return bool(found_classes & {Answer.UNDERPRICED, Answer.BASE_FEE})

    def _raise(self, intent: Intent) -> Intent:
        """Sign the same at a higher fee, if the ceiling lets it; noted before it is sent."""
        last = intent.attempts[-1]
        base, _ = self._prices()
        offer = raised(Quote(last.max_fee, last.tip), base, self._most)
        if offer is None:
            self._note_ceiling(base)
            return intent
        fields = self.fields(intent.nonce, intent.gas, intent.target, intent.data)
        attempt = self.signed(fields, offer)
        self.journal.add(intent, attempt)
        self.traffic.bumps += 1
        self.chain.log.info("raised", nonce=intent.nonce, max_fee=offer.max_fee, tip=offer.tip)
        return replace(intent, attempts=(*intent.attempts, attempt))

    def _note_ceiling(self, base: int) -> None:
        self.traffic.at_ceiling = True
        self.chain.log.warning("fee ceiling reached", base_fee=base, ceiling=self._most)

    def _receipt(self, intent: Intent) -> Receipt | None:
        """The receipt of whichever attempt was mined, by whichever endpoint has it."""
        for attempt in reversed(intent.attempts):
            found = self.chain.endpoints.everywhere(partial(_receipt_of, digest=attempt.hash))
            for one in found.values():
                if isinstance(one, Receipt):
                    return one
        return None

    def _is_final(self, receipt: Receipt) -> bool:
        """Whether the receipt's block is the chain's, as deep as the settings ask for."""
        if self.chain.head().number < receipt.block + self.chain.settings.confirmations:
            return False
        return self.chain.at(receipt.block).block.hash == receipt.block_hash

    def _prices(self) -> tuple[int, int]:
        """Base fee of the newest block, and the tip that a node suggests."""

        def asked(endpoint: Endpoint) -> tuple[int, int]:
            base = int(endpoint.eth.get_block("latest").get("baseFeePerGas", 0))
            return base, int(endpoint.eth.max_priority_fee)

        return self.chain.endpoints.read(asked)


def _receipt_of(endpoint: Endpoint, digest: str) -> Receipt | None:
    found = endpoint.ask("eth_getTransactionReceipt", digest)
    if found is None:
        return None
    return Receipt(
        hash=str(found["transactionHash"]),
        block=int(found["blockNumber"], 16),
        block_hash=str(found["blockHash"]),
        status=int(found["status"], 16),
        gas_used=int(found["gasUsed"], 16),
        price=int(found.get("effectiveGasPrice", "0x0"), 16),
    )


def _class_of(answer: str | Fault | Refusal) -> str:
    if isinstance(answer, Fault):
        return Answer.ENDPOINT
    return answer.answer if isinstance(answer, Refusal) else "taken"
