"""What was changed on the chain since the bootstrap was closed, as the contracts' events tell."""

from collections.abc import Sequence
from dataclasses import dataclass

from eth_utils import keccak, to_checksum_address

from deployment.chain import Chain

BOOTSTRAP_CLOSED = "BootstrapClosed(uint256,uint256)"
WORD = 32  # bytes


@dataclass(frozen=True)
class Change:
    """One event whose values take a word each: the indexed ones first, then the others."""

    event: str
    words: tuple[bytes, ...]

    def number(self, place: int) -> int:
        """A value that counts something."""
        return int.from_bytes(self.words[place])

    def address(self, place: int) -> str:
        """A value that is an address."""
        return to_checksum_address(self.words[place][-20:])


def closed_in(chain: Chain, factory: str, first: int) -> int:
    """Block in which the bootstrap was closed; the last one if it is open. Nobody can change anything before.

    `first` is the block of the factory.
    """
    logs = chain.logs(factory, [topic(BOOTSTRAP_CLOSED)], first)
    return int(logs[0]["blockNumber"]) if logs else chain.height


def changes(chain: Chain, contract: str, events: Sequence[str], after: int) -> list[Change]:
    """Events of a contract behind the block `after`, in their order."""
    names = {topic(event): event for event in events}
    return [
        Change(
            names["0x" + bytes(log["topics"][0]).hex()],
            (*map(bytes, log["topics"][1:]), *_words(log["data"])),
        )
        for log in chain.logs(contract, [list(names)], after + 1)
    ]


def topic(signature: str) -> str:
    """First topic of an event."""
    return "0x" + keccak(text=signature).hex()


def _words(data: bytes) -> list[bytes]:
    data = bytes(data)
    return [data[start : start + WORD] for start in range(0, len(data), WORD)]
