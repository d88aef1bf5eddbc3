"""A transaction before it is sent: whether the contract takes it, what it would do, how much gas it gets."""

from dataclasses import dataclass
from typing import Any

from deployment.answers import Answer
from offchain.action import Action
from offchain.chain import Chain
from offchain.exits import EndpointsError
from offchain.protocol import Reverted
from offchain.transport import Endpoint, Refusal

TRANSACTION_GAS_LIMIT = 16_777_216  # EIP-7825
BOUND_PERCENT = 70  # of the smaller of block and transaction limit
MARGIN_PERCENT = 130  # limit over estimate
CALL_GAS, ZERO_BYTE_GAS, BYTE_GAS = 21_000, 4, 16


@dataclass(frozen=True)
class Forecast:
    """What would happen."""

    gas: int = 0
    """Limit that the transaction gets; 0 where it is not to be sent."""
    reverted: Reverted | None = None
    too_large: bool = False
    amount: int | None = None
    """What the function answers, where it counts."""


class Simulator:
    """Asks the node what an action would do now."""

    def __init__(self, chain: Chain, sender: str) -> None:
        self._chain, self._sender = chain, sender

    def forecast(self, action: Action) -> Forecast:
        """Estimate the gas, bound it, and call with exactly that limit."""
        data = self._chain.protocol.encode(action.call)
        try:
            estimate = self._chain.endpoints.read(lambda e: _estimated(e, self._fields(action, data)))
        except Refusal as refusal:
            return self._refused(refusal)
        least = CALL_GAS + sum(BYTE_GAS if byte else ZERO_BYTE_GAS for byte in data)
        if estimate < least:
            raise EndpointsError(
                f"an estimate of {estimate} gas is below the {least} that the calldata takes"
            )
        bound = self.bound()
        if estimate > bound:
            return Forecast(too_large=True)
        gas = min(estimate * MARGIN_PERCENT // 100, bound)
        try:
            answer = self._chain.endpoints.read(
                lambda e: _called(e, {**self._fields(action, data), "gas": hex(gas)})
            )
        except Refusal as refusal:
            return self._refused(refusal)
        amount = int(self._chain.protocol.decode(action.call, answer)) if action.counts else None
        return Forecast(gas=gas, amount=amount)

    def transfer_gas(self) -> int:
        """Gas of a transfer to oneself, for which a rollup asks more than a main chain."""
        fields = {"from": self._sender, "to": self._sender}
        return self._chain.endpoints.read(lambda e: _estimated(e, fields)) * MARGIN_PERCENT // 100

    def bound(self) -> int:
        """Gas that one transaction may have."""
        limit = self._chain.endpoints.read(lambda endpoint: int(endpoint.eth.get_block("latest")["gasLimit"]))
        return min(limit, TRANSACTION_GAS_LIMIT) * BOUND_PERCENT // 100

    def _fields(self, action: Action, data: bytes) -> dict[str, Any]:
        to = self._chain.protocol.addresses[action.call.contract]
        return {"from": self._sender, "to": to, "data": "0x" + data.hex()}

    def _refused(self, refusal: Refusal) -> Forecast:
        if refusal.answer is Answer.GAS:
            return Forecast(too_large=True)
        if refusal.answer is not Answer.REVERT:
            raise EndpointsError(f"the simulation was refused: {refusal}")
        return Forecast(reverted=self._chain.protocol.reverted(refusal.data))


def _estimated(endpoint: Endpoint, fields: dict[str, Any]) -> int:
    return int(endpoint.ask("eth_estimateGas", fields), 16)


def _called(endpoint: Endpoint, fields: dict[str, Any]) -> bytes:
    return bytes.fromhex(endpoint.ask("eth_call", fields, "latest")[2:])
