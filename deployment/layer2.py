"""What a chain of the second layer charges for publishing a transaction on the first."""

from collections.abc import Sequence
from dataclasses import dataclass

from deployment.addresses import NOBODY
from deployment.chain import Chain
from deployment.errors import NoAnswer

NODE_INTERFACE = "0x00000000000000000000000000000000000000C8"  # of Arbitrum's nodes; no contract stands there
L1_GAS = "gasEstimateL1Component(address,bool,bytes)"
L1_GAS_ANSWER = "(uint64,uint256,uint256)"  # gas, and what a unit costs on both layers
ENVELOPE = 120  # bytes of a transaction beside its data


@dataclass(frozen=True)
class Sent:
    """What is published of a transaction."""

    to: str | None
    data: bytes

    @property
    def size(self) -> int:
        """Bytes, about."""
        return len(self.data) + ENVELOPE


def data_gas(chain: Chain, sent: Sequence[Sent]) -> list[int]:
    """Gas that an Arbitrum chain adds to each transaction for its data; zeros on other chains."""
    try:
        _l1_gas(chain, Sent(NOBODY, b""))
    except NoAnswer:
        return [0] * len(sent)
    return [_l1_gas(chain, one) for one in sent]


def _l1_gas(chain: Chain, one: Sent) -> int:
    asked = (one.to or NOBODY, one.to is None, one.data)
    gas, *_ = chain.call(NODE_INTERFACE, L1_GAS, *asked, returns=L1_GAS_ANSWER)
    return int(gas)
