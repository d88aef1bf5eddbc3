"""What a deployment reads from the chain, in few requests."""

import time
from collections.abc import Iterator, Sequence
from typing import Any

from ape.api import ProviderAPI
from web3.exceptions import Web3RPCError
from web3.types import RPCEndpoint

from deployment.abi import calldata, decoded
from deployment.answers import Answer, classify, is_known
from deployment.errors import NoAnswer

TRANSACTION_GAS_LIMIT = 16_777_216  # EIP-7825
BOUND_PERCENT = 70  # of the smaller of block and transaction limit
CALLS_PER_REQUEST = 250
DOUBTS = (0.03, 0.03, 0.03)  # seconds after which empty answers are asked for again
PATIENCE = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0)  # seconds after which a node that is overburdened is
BUSY_CODES = {429, -32005}  # JSON-RPC codes of a limit
GAS_PRICE_ORACLE = "0x420000000000000000000000000000000000000F"  # a predeploy of OP chains


class CallRefused(Exception):
    """The node refused a call: its message, and the data that the contract reverted with."""

    def __init__(self, message: str, data: str) -> None:
        self.message = message
        self.data = data
        super().__init__(message)


class Chain:
    """The node that a deployment talks to."""

    def __init__(self, provider: ProviderAPI) -> None:
        self.provider = provider
        self.id: int = provider.chain_id
        self._web3 = provider.web3

    @property
    def genesis(self) -> str:
        """Hash of the first block: tells one local chain from the next."""
        return "0x" + bytes(self._web3.eth.get_block(0)["hash"]).hex()

    @property
    def timestamp(self) -> int:
        """Time of the last block."""
        return int(self._web3.eth.get_block("latest")["timestamp"])

    @property
    def height(self) -> int:
        """Number of the last block."""
        return int(self._web3.eth.block_number)

    @property
    def gas_bound(self) -> int:
        """Gas that a batch may use at most."""
        block_limit = int(self._web3.eth.get_block("latest")["gasLimit"])
        return min(block_limit, TRANSACTION_GAS_LIMIT) * BOUND_PERCENT // 100

    def balance(self, address: str) -> int:
        """Wei of the chain's own coin."""
        return int(self._web3.eth.get_balance(address))

    def nonce(self, address: str) -> int:
        """Number of an account's mined transactions."""
        return int(self._web3.eth.get_transaction_count(address))

    def code(self, address: str) -> bytes:
        """Code at an address; empty where there is none."""
        return bytes(self._web3.eth.get_code(address))

    @property
    def base_fee(self) -> int:
        """Wei that a unit of gas cost in the last block, the tip apart."""
        return int(self._web3.eth.get_block("latest").get("baseFeePerGas", 0))

    @property
    def tip(self) -> int:
        """Wei a unit of gas that the node suggests for whoever mines."""
        return int(self._web3.eth.max_priority_fee)

    def data_fee(self, size: int) -> int:
        """Wei that an OP chain takes at most to publish a transaction of so many bytes; else 0."""
        if not self.code(GAS_PRICE_ORACLE):
            return 0
        return int(self.call(GAS_PRICE_ORACLE, "getL1FeeUpperBound(uint256)", size, returns="uint256"))

    def call(self, to: str, signature: str, *arguments: Any, returns: str) -> Any:
        """Call one view; `returns` is the type of its answer, in brackets if there are several."""
        return self.call_all([(to, signature, arguments)], returns)[0]

    def call_all(self, calls: Sequence[tuple[str, str, Sequence[Any]]], returns: str) -> list[Any]:
        """Call many views (address, signature, arguments), each with an answer of the type `returns`.

        Raises NoAnswer for a call that reverts or finds no code, and Web3RPCError if the node can't answer.
        """
        requests = [
            (
                RPCEndpoint("eth_call"),
                [{"to": to, "data": "0x" + calldata(signature, *arguments).hex()}, "latest"],
            )
            for to, signature, arguments in calls
        ]
        answers: list[Any] = []
        for (to, signature, arguments), response in zip(calls, self._answers(requests), strict=True):
            data = _data(response)
            if not data:
                raise NoAnswer(to, signature, arguments)
            answers.append(decoded(returns, data))
        return answers

    def refusals(self, calls: Sequence[tuple[str, str, bytes]]) -> list[bytes]:
        """What many calls (sender, address, calldata) revert with; empty for one that succeeds."""
        requests = [
            (RPCEndpoint("eth_call"), [{"from": sender, "to": to, "data": "0x" + data.hex()}, "latest"])
            for sender, to, data in calls
        ]
        return [_raised(response) for response in self._answers(requests)]

    def logs(self, address: str, topics: list[Any], first: int, last: int | None = None) -> list[Any]:
        """Logs of a range of blocks; a range that the node finds too large is halved."""
        last = self.height if last is None else last
        if first > last:  # nodes refuse a range that has not begun
            return []
        query = {"address": address, "topics": topics, "fromBlock": first, "toBlock": last}
        try:
            return list(self._web3.eth.get_logs(query))
        except (Web3RPCError, ValueError):
            if first >= last:
                raise
            middle = (first + last) // 2
            return self.logs(address, topics, first, middle) + self.logs(address, topics, middle + 1, last)

    def receipt(self, transaction: str) -> Any | None:
        """Receipt of a mined transaction, else None. Raises Web3RPCError, which is not None."""
        return self._ask("eth_getTransactionReceipt", transaction)

    def transaction(self, transaction: str) -> Any | None:
        """A transaction that the node knows, mined or not, else None. Raises Web3RPCError."""
        return self._ask("eth_getTransactionByHash", transaction)

    def estimate(self, sender: str, to: str | None, data: bytes) -> int:
        """Gas that a transaction would use; raises CallRefused with what the contract answered."""
        fields = {"from": sender, "data": "0x" + data.hex(), **({"to": to} if to else {})}
        answer = self._web3.provider.make_request(RPCEndpoint("eth_estimateGas"), [fields])
        if error := answer.get("error"):
            raised = error.get("data")
            if _is_busy(answer):
                raise _failure(answer)
            raise CallRefused(str(error.get("message")), raised if isinstance(raised, str) else "0x")
        return int(answer["result"], 16)

    def is_confirmed(self, block: int) -> bool:
        """Whether as many blocks follow a block as Ape's configuration asks for on this network."""
        return self.confirmations == 0 or self.height >= block + self.confirmations

    @property
    def confirmations(self) -> int:
        """Blocks that must follow a block before it counts, of Ape's configuration for the network."""
        return int(self.provider.network.required_confirmations)

    def _ask(self, method: str, *params: Any) -> Any | None:
        answer = self._web3.provider.make_request(RPCEndpoint(method), params)
        if answer.get("error"):
            raise _failure(answer)
        return answer.get("result")

    def _answers(self, requests: list[tuple[RPCEndpoint, list[Any]]]) -> Iterator[Any]:
        """Ask in batches, and again where the answer is neither data nor a revert.

        A node that mines a block just then may have failed, or have looked at no state at all; one that
        counts requests may have had too many of them. Raises Web3RPCError if that does not end.
        """
        for start in range(0, len(requests), CALLS_PER_REQUEST):
            yield from self._settled(requests[start : start + CALLS_PER_REQUEST])

    def _settled(self, requests: list[tuple[RPCEndpoint, list[Any]]]) -> list[Any]:
        answers = self._batch(requests)
        doubts, patience = iter(DOUBTS), iter(PATIENCE)
        while left := [place for place, answer in enumerate(answers) if not _is_final(answer)]:
            busy = next((answers[place] for place in left if _is_busy(answers[place])), None)
            pause = next(doubts if busy is None else patience, None)
            if pause is None and busy is not None:
                raise _failure(busy)
            if pause is None:
                break
            time.sleep(pause)
            for place, answer in zip(left, self._batch([requests[at] for at in left]), strict=True):
                answers[place] = answer
        return answers

    def _batch(self, requests: list[tuple[RPCEndpoint, list[Any]]]) -> list[Any]:
        responses = self._web3.provider.make_batch_request(requests)
        if not isinstance(responses, list):  # the node takes no batches
            responses = [self._web3.provider.make_request(*request) for request in requests]
        return responses


def _data(response: Any) -> bytes:
    """What a call answered; nothing if it failed."""
    return bytes.fromhex((response.get("result") or "0x")[2:])


def _raised(response: Any) -> bytes:
    """What a call reverted with; nothing if it did not, or the node itself failed."""
    data = (response.get("error") or {}).get("data")
    return bytes.fromhex(data[2:]) if isinstance(data, str) else b""


def _is_final(response: Any) -> bool:
    return bool(_data(response) or _raised(response))


def _is_busy(response: Any) -> bool:
    """Whether a node says that it can't answer now."""
    error = response.get("error") or {}
    message = str(error.get("message", ""))
    is_known_fault = is_known(message) and classify(message) is Answer.ENDPOINT
    return error.get("code") in BUSY_CODES or is_known_fault


def _failure(response: Any) -> Web3RPCError:
    error = response["error"]
    return Web3RPCError(str(error.get("message", error)), rpc_response=response)
