"""Relays wallets' confirmations to the registry, in batches sized from measured gas."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ape.api import AccountAPI
from eth_abi import decode

from deployment.abi import calldata
from deployment.chain import Chain
from deployment.changes import topic
from deployment.confirmations import Confirmation
from deployment.errors import UnfundedAccount
from deployment.events import Mined, Reporter
from deployment.sender import Sender

AGENT = "(address,uint8,uint8,bool,uint32,uint32,uint8)"
MAX_BYTES = 100 * 1_024  # of calldata: nodes pass on transactions of up to 128 KiB
ITEM_BYTES = 5 * 32  # of a confirmation beside its signature: id, deadline, two places and a length
SKIPPED = "ConfirmationSkipped(uint256,bytes4)"


@dataclass(frozen=True)
class Batch:
    """One transaction's confirmations."""

    step: str
    size: int
    data: bytes


def batches(
    sender: Sender, relayer: AccountAPI, registry: str, confirmations: Sequence[Confirmation]
) -> Iterator[Batch]:
    """Cut confirmations into transactions, each measured when it is asked for."""
    left = confirmations
    while left:
        size, data = sender.fitting("confirm", relayer, registry, _encoded, left, _most(left))
        yield Batch(f"confirm {left[0][0]:04}-{left[size - 1][0]:04}", size, data)
        left = left[size:]


def gas_of(sender: Sender, relayer: AccountAPI, registry: str, plan: Sequence[Batch]) -> int:
    """Gas that the transactions will take."""
    return sum(sender.estimate(batch.step, relayer, registry, batch.data) for batch in plan)


def check_funds(sender: Sender, relayer: AccountAPI, gas: int) -> None:
    """Refuse to begin what the relayer can't pay for; raises UnfundedAccount and FeeAboveLimit."""
    balance, needed = sender.chain.balance(relayer.address), max(1, gas * sender.price)
    if gas and balance < needed:
        raise UnfundedAccount("relayer", relayer.address, balance, needed)


def relay(
    sender: Sender, relayer: AccountAPI, registry: str, plan: Sequence[Batch], reporter: Reporter
) -> dict[int, bytes]:
    """Send the transactions; the answer is whom the registry passed over, with the selector of the reason."""
    skipped: dict[int, bytes] = {}
    done = 0
    reporter.phase("confirmations", sum(batch.size for batch in plan))
    for batch in plan:
        mined = sender.send(batch.step, relayer, registry, batch.data, agents=batch.size)
        skipped |= skipped_in(sender.chain, registry, mined)
        done += batch.size
        reporter.progress(done)
    return skipped


def skipped_in(chain: Chain, registry: str, mined: Mined) -> dict[int, bytes]:
    """Whom the registry passed over in a transaction, with the selector of the reason."""
    receipt: Mapping[str, Any] = chain.receipt(mined.transaction) or {"logs": []}
    skipped = topic(SKIPPED)
    return {
        int(log["topics"][1], 16): decode(["bytes4"], bytes.fromhex(log["data"][2:]))[0]
        for log in receipt["logs"]
        if log["address"].lower() == registry.lower() and log["topics"][0] == skipped
    }


def _encoded(confirmations: Sequence[Confirmation]) -> bytes:
    return calldata("confirmWallets((uint256,uint256,bytes)[])", confirmations)


def _most(confirmations: Sequence[Confirmation]) -> int:
    """How many fit into one transaction's calldata; a contract's signature may be of any length."""
    room = MAX_BYTES
    for count, (_, _, signature) in enumerate(confirmations):
        room -= ITEM_BYTES + len(signature) + 31
        if room < 0:
            return max(1, count)
    return len(confirmations)
