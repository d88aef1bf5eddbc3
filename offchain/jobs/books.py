"""All human identities, found by their events and counted against the chain."""

from typing import Any

from eth_utils import keccak

from offchain.chain import SAFE_LAG
from offchain.context import Context
from offchain.exits import EndpointsError

CAP = "HumanCapEnforcement"
BOOK_OPENED = "0x" + keccak(text="BookOpened(uint256,bytes32,uint256)").hex()


def identities(context: Context) -> list[bytes]:
    """The identity under which each book was opened, in the order of numbers.

    Events only say where to look: the chain's own count says whether all were found. Raises EndpointsError.
    """
    count = context.call(CAP, "bookCount")
    until = context.pinned.block.number
    known: dict[int, str] = {int(key): one for key, one in context.remembered.get("books", {}).items()}
    first = context.protocol.first_block
    start = max(first, int(context.remembered.get("books_until", 0)) - SAFE_LAG)
    for begin in dict.fromkeys((start, first)):
        if begin == first:
            known = {}
        known |= dict(map(_opened, context.chain.logs(CAP, [BOOK_OPENED], begin, until)))
        if sorted(known) == list(range(1, count + 1)):
            context.remembered["books"], context.remembered["books_until"] = known, until
            return [bytes.fromhex(known[number][2:]) for number in sorted(known)]
    raise EndpointsError(f"the chain has {count} books, the logs of the endpoints tell of {len(known)}")


def _opened(log: Any) -> tuple[int, str]:
    return int(log["topics"][1], 16), str(log["topics"][2])
