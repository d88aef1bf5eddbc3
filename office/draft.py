"""An unsigned EIP-1559 transaction: to be shown, written to a file, or signed."""

from dataclasses import dataclass
from typing import Any

import rlp
from eth_utils import keccak, to_bytes

from deployment.chain import Chain
from deployment.fees import Fees, fees_within
from deployment.flight import DYNAMIC_FEE, Call
from deployment.sender import GAS_MARGIN_PERCENT


@dataclass(frozen=True)
class Draft:
    """The fields of one transaction; nothing here is secret."""

    sender: str
    chain_id: int
    nonce: int
    tip: int
    fee: int
    gas: int
    to: str
    data: bytes

    @property
    def payload(self) -> bytes:
        """What is hashed and signed."""
        fields = [
            self.chain_id,
            self.nonce,
            self.tip,
            self.fee,
            self.gas,
            to_bytes(hexstr=self.to),
            0,
            self.data,
            [],
        ]
        return bytes([DYNAMIC_FEE]) + bytes(rlp.encode(fields))

    @property
    def hash(self) -> bytes:
        """What a key signs."""
        return keccak(self.payload)

    @property
    def cost(self) -> int:
        """Wei that the gas costs at most."""
        return self.gas * self.fee

    @property
    def call(self) -> Call:
        """What it does, as the sender takes it."""
        return Call(self.to, self.data, self.gas, self.nonce)

    @property
    def fees(self) -> Fees:
        """What it offers."""
        return Fees(self.fee, self.tip)

    def as_json(self) -> dict[str, Any]:
        """The same as wallets and libraries take it."""
        return {
            "from": self.sender,
            "transaction": {
                "type": hex(DYNAMIC_FEE),
                "chainId": hex(self.chain_id),
                "nonce": hex(self.nonce),
                "maxPriorityFeePerGas": hex(self.tip),
                "maxFeePerGas": hex(self.fee),
                "gas": hex(self.gas),
                "to": self.to,
                "value": hex(0),
                "data": "0x" + self.data.hex(),
                "accessList": [],
            },
            "unsigned": "0x" + self.payload.hex(),
            "hashToSign": "0x" + self.hash.hex(),
        }


def draft_of(chain: Chain, limit: int, sender: str, to: str, data: bytes, gas: int) -> Draft:
    """The next transaction of an account; it offers `limit` wei for a unit of gas at most."""
    fees = fees_within(chain, limit)
    return Draft(
        sender=sender,
        chain_id=chain.id,
        nonce=chain.nonce(sender),
        tip=fees.tip,
        fee=fees.most,
        gas=gas * GAS_MARGIN_PERCENT // 100,
        to=to,
        data=data,
    )
