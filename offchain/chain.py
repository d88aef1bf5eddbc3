"""What a run reads: the chain's identity, its head, and everything that decides money at one pinned block."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from eth_abi import decode
from eth_abi.exceptions import DecodingError
from eth_utils import keccak
from web3.exceptions import BlockNotFound

from deployment.abi import calldata
from deployment.answers import Answer
from offchain.clock import Deadline
from offchain.endpoints import Endpoints
from offchain.exits import EndpointsError, IdentityError, StaleHead
from offchain.log import Log
from offchain.post import Fault
from offchain.protocol import Call, Protocol
from offchain.settings import Settings
from offchain.transport import BATCH_REFUSED, Endpoint, Refusal, Request

MULTICALL = "0xcA11bde05977b3631167028862bE2a173976CA11"  # Multicall3, the same on every network
MULTICALL_HASH = "d5c15df687b16f2ff992fc8d767b4216323184a2bbc6ee2f9c398c318e770891"
AGGREGATE = "aggregate3((address,bool,bytes)[])"
CALLS_PER_MULTICALL = 250
CALLS_PER_BATCH = 250  # of JSON-RPC, where the chain has no Multicall3; halved where a node takes fewer
SAFE_LAG = 64  # blocks by which a reorg may lower the head


@dataclass(frozen=True)
class Block:
    """A block as endpoints agree on it."""

    number: int
    hash: str
    timestamp: int


class Chain:
    """Reads of one run."""

    def __init__(
        self, protocol: Protocol, endpoints: Endpoints, settings: Settings, deadline: Deadline, log: Log
    ) -> None:
        self.protocol, self.endpoints, self.settings = protocol, endpoints, settings
        self.deadline, self.log = deadline, log
        self._has_multicall: bool | None = None
        self.newest: Block | None = None
        """The head when it was asked for last, fresh or not."""

    # --- Identity and freshness ---

    def check_identity(self) -> None:
        """Every endpoint in reach is on the book's chain and has the book's code; raises IdentityError."""
        found = self.endpoints.everywhere(self._identity)
        problems = [f"{name} {one}" for name, one in found.items() if isinstance(one, str) and one]
        if problems:
            raise IdentityError("; ".join(problems) + ": wrong URL or wrong address book; nothing was sent")
        if "" not in found.values():
            self.endpoints.read(self._identity)  # with its rounds; raises EndpointsError
            self.check_identity()

    def _identity(self, endpoint: Endpoint) -> str:
        """What is wrong with an endpoint; empty if nothing is."""
        protocol = self.protocol
        if endpoint.eth.chain_id != protocol.chain_id:
            return f"is on chain id {endpoint.eth.chain_id}, the book on {protocol.chain_id}"
        genesis = "0x" + bytes(endpoint.eth.get_block(0)["hash"]).hex()
        if genesis != protocol.genesis:
            return f"has the first block {genesis}, the book {protocol.genesis}"
        requests: list[Request] = [("eth_getCode", [a, "latest"]) for a in protocol.addresses.values()]
        for name, code in zip(protocol.addresses, endpoint.ask_many(requests), strict=True):
            if isinstance(code, Refusal):
                raise code
            found, expected = "0x" + keccak(hexstr=code).hex(), protocol.entries[name].get("codeHash")
            if found != expected:
                return f"has code {found} at {name}, the book {expected}"
        return ""

    def check_head(self, highest_seen: int) -> Block:
        """The newest block, if it is fresh; raises StaleHead.

        A host's clock that is wrong alone does not stop a run: a head that moves is fresh too.
        """
        self._leave_out_laggards()
        head = self.head()
        if head.number < highest_seen - SAFE_LAG:
            raise StaleHead(
                f"the head is block {head.number}, and {highest_seen} was seen: a node far behind"
            )
        until = time.monotonic() + self.settings.max_head_age
        seen = head
        while time.time() - head.timestamp > self.settings.max_head_age:
            if time.monotonic() > until:
                age = round(time.time() - head.timestamp)
                raise StaleHead(
                    f"block {head.number} is {age} s old and no other comes: chain, node or clock"
                )
            self.deadline.sleep(self.settings.block_seconds / 4)
            head = self.head()
            if head.timestamp > seen.timestamp:
                self.log.warning("clock ahead of the chain", seconds=round(time.time() - head.timestamp))
                return head
        return head

    def _leave_out_laggards(self) -> None:
        """A node that is far behind another one would hold up the rest, whose answers all must agree with.

        A newest block that is ahead of this host's clock is not believed so far.
        """
        found = self.endpoints.everywhere(lambda endpoint: block_at(endpoint, "latest"))
        heads = {name: one.timestamp for name, one in found.items() if isinstance(one, Block)}
        newest, most = max(heads.values(), default=0), self.settings.max_head_age
        if newest <= time.time() + most:
            self.endpoints.leave_out({name for name, at in heads.items() if at < newest - most})

    def head(self) -> Block:
        """The newest block of the endpoint that is asked first."""
        self.newest = self.endpoints.read(lambda endpoint: block_at(endpoint, "latest"))
        return self.newest

    # --- At one block ---

    def pin(self, tag: str | None = None) -> "Pinned":
        """The block at which decisions are taken, the same for all endpoints."""
        tag = tag or self.settings.read_block
        found = self.endpoints.everywhere(lambda endpoint: block_at(endpoint, tag))
        blocks = [one for one in found.values() if isinstance(one, Block)]
        if not blocks:
            # A chain without the tag refuses it; one that does not answer gets its rounds.
            newest = "latest" if any(isinstance(one, Refusal) for one in found.values()) else tag
            blocks = [self.endpoints.read(lambda endpoint: block_at(endpoint, newest))]
        number = min(block.number for block in blocks)
        return self.at(number)

    def at(self, number: int) -> "Pinned":
        """A block by its number, as all endpoints in reach have it."""
        block = self.endpoints.agreed(f"block {number}", lambda endpoint: block_at(endpoint, number))
        return Pinned(self, block)

    def has_multicall(self) -> bool:
        """Whether the chain has Multicall3, with the code that it should have."""
        if self._has_multicall is None:
            code = self.endpoints.agreed(
                "Multicall3", lambda e: str(e.ask("eth_getCode", MULTICALL, "latest"))
            )
            self._has_multicall = keccak(hexstr=code).hex() == MULTICALL_HASH
        return self._has_multicall

    def logs(self, contract: str, topics: list[Any], first: int, last: int) -> list[Any]:
        """Logs of a contract, in spans that are halved where a node finds them too long."""
        found: list[Any] = []
        span = self.settings.log_span
        while first <= last:
            until = min(last, first + span - 1)
            query = {
                "address": self.protocol.addresses[contract],
                "topics": topics,
                "fromBlock": hex(first),
                "toBlock": hex(until),
            }
            logs = self.endpoints.read(partial(_listed, query=query))
            if logs is None and span == 1:
                raise EndpointsError(f"no endpoint gives the logs of block {first}")
            if logs is None:
                span = max(1, span // 2)
                continue
            found += logs
            first = until + 1
        return found


class Pinned:
    """The protocol at one block."""

    def __init__(self, chain: Chain, block: Block) -> None:
        self.chain, self.block = chain, block

    def call(self, contract: str, function: str, *arguments: Any) -> Any:
        """One view; raises EndpointsError if it does not answer."""
        return self.call_all([Call(contract, function, arguments)])[0]

    def call_all(self, calls: Sequence[Call], *, may_fail: bool = False) -> list[Any]:
        """Many views in few requests. What reverts is None with `may_fail`, else raises EndpointsError."""
        protocol = self.chain.protocol
        encoded = [(protocol.addresses[call.contract], protocol.encode(call)) for call in calls]
        answers: list[Any] = []
        for call, data in zip(calls, self.ask_all(encoded), strict=True):
            try:
                answers.append(None if data is None else protocol.decode(call, data))
            except DecodingError:
                answers.append(None)
            if answers[-1] is None and not may_fail:
                raise EndpointsError(f"{protocol.describe(call)} has no answer at block {self.block.number}")
        return answers

    def ask_all(self, calls: Sequence[tuple[str, bytes]]) -> list[bytes | None]:
        """Raw answers of calls (address, calldata); None for one that reverts."""
        if not calls:
            return []
        asked, size = (
            (_by_multicall, CALLS_PER_MULTICALL)
            if self.chain.has_multicall()
            else (_by_batch, CALLS_PER_BATCH)
        )
        answers: list[bytes | None] = []
        for start in range(0, len(calls), size):
            part = calls[start : start + size]
            answers += self._agreed(partial(asked, calls=part, number=self.block.number))
        return answers

    def balance(self, address: str) -> int:
        """Wei of an account."""
        number = hex(self.block.number)
        return int(self._agreed(lambda e: str(e.ask("eth_getBalance", address, number))), 16)

    def _agreed(self, ask: Callable[[Endpoint], Any]) -> Any:
        return self.chain.endpoints.agreed(f"the state at block {self.block.number}", ask)


def block_at(endpoint: Endpoint, which: str | int) -> Block:
    """A block by tag or number; raises Fault where the endpoint has none."""
    try:
        found = endpoint.eth.get_block(which)  # type: ignore[arg-type]
    except BlockNotFound:
        raise Fault(endpoint.name, f"no block {which}") from None
    return Block(int(found["number"]), "0x" + bytes(found["hash"]).hex(), int(found["timestamp"]))


def _by_multicall(endpoint: Endpoint, calls: Sequence[tuple[str, bytes]], number: int) -> list[bytes | None]:
    data = calldata(AGGREGATE, [(address, True, asked) for address, asked in calls])
    answer = endpoint.ask("eth_call", {"to": MULTICALL, "data": "0x" + data.hex()}, hex(number))
    try:
        (results,) = decode(["(bool,bytes)[]"], bytes.fromhex(answer[2:]))
    except DecodingError:
        raise Fault(endpoint.name, "malformed result") from None
    if len(results) != len(calls):
        raise Fault(endpoint.name, "incomplete multicall")
    return [bytes(data) if succeeded else None for succeeded, data in results]


def _by_batch(endpoint: Endpoint, calls: Sequence[tuple[str, bytes]], number: int) -> list[bytes | None]:
    requests: list[Request] = [
        ("eth_call", [{"to": address, "data": "0x" + asked.hex()}, hex(number)]) for address, asked in calls
    ]
    try:
        results = endpoint.ask_many(requests)
    except Fault as fault:
        if fault.kind != BATCH_REFUSED or len(calls) == 1:
            raise
        middle = len(calls) // 2
        return _by_batch(endpoint, calls[:middle], number) + _by_batch(endpoint, calls[middle:], number)
    answers: list[bytes | None] = []
    for result in results:
        if isinstance(result, Refusal):
            if result.answer is Answer.ENDPOINT:
                raise result
            answers.append(None)
        else:
            answers.append(bytes.fromhex(result[2:]))
    return answers


def _listed(endpoint: Endpoint, query: dict[str, Any]) -> list[Any] | None:
    """Logs; None where the node refuses, as it does for a span that it finds too long."""
    try:
        logs = endpoint.ask("eth_getLogs", query)
    except Refusal:
        return None
    if not isinstance(logs, list):
        raise Fault(endpoint.name, "no list of logs")
    return logs
