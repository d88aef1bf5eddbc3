"""A bare JSON-RPC client of the node that ape started: some twenty times as fast as ape's contract calls."""

import json
from typing import Any
from urllib.parse import urlsplit

from eth_utils import to_checksum_address
from websockets.sync.client import connect

GAS = 16_000_000


class RpcError(Exception):
    """The node's answer was an error."""

    def __init__(self, method: str, error: dict[str, Any]) -> None:
        super().__init__(f"{method}: {error.get('message')}")
        self.data: str | None = error.get("data") if isinstance(error.get("data"), str) else None


class Rpc:
    """One kept-open connection. Time is the test's: every transaction is mined one second after the last."""

    def __init__(self, uri: str) -> None:
        parts = urlsplit(uri)
        assert parts.hostname
        self.uri = uri
        node = f"ws://{parts.netloc}"
        self._connection = connect(node, compression=None, max_size=None, ping_interval=None)
        self._id = 0
        self.request("anvil_autoImpersonateAccount", True)
        self.chain_id = int(self.request("eth_chainId"), 16)

    def request(self, method: str, *params: Any) -> Any:
        self._id += 1
        body = json.dumps({"jsonrpc": "2.0", "id": self._id, "method": method, "params": params})
        self._connection.send(body)
        answer = json.loads(self._connection.recv(60))
        if "error" in answer:
            raise RpcError(method, answer["error"])
        return answer["result"]

    # --- Time ---

    @property
    def now(self) -> int:
        """Timestamp of the last block."""
        return int(self.request("eth_getBlockByNumber", "latest", False)["timestamp"], 16)

    def travel(self, seconds: int) -> None:
        """Mines a block `seconds` after the last one, so that views see that time."""
        self.travel_to(self.now + seconds)

    def travel_to(self, timestamp: int) -> None:
        """Mines a block at `timestamp`, so that views see that time."""
        self.request("evm_setNextBlockTimestamp", timestamp)
        self.request("evm_mine")

    # --- State ---

    def snapshot(self) -> str:
        return str(self.request("evm_snapshot"))

    def revert(self, snapshot: str) -> None:
        self.travel(1)  # a node answers before it is done with a block; this waits for it
        assert self.request("evm_revert", snapshot)

    def fund(self, address: str, wei: int = 10**21) -> None:
        self.request("anvil_setBalance", address, hex(wei))

    def set_code(self, address: str, code: str) -> None:
        self.request("anvil_setCode", address, code)

    def set_storage(self, address: str, slot: int, value: int) -> None:
        self.request("anvil_setStorageAt", address, f"0x{slot:064x}", f"0x{value:064x}")

    def code(self, address: str) -> bytes:
        return bytes.fromhex(self.request("eth_getCode", address, "latest")[2:])

    def storage(self, address: str, slot: int) -> int:
        return int(self.request("eth_getStorageAt", address, hex(slot), "latest"), 16)

    def balance(self, address: str) -> int:
        return int(self.request("eth_getBalance", address, "latest"), 16)

    def nonce(self, address: str) -> int:
        return int(self.request("eth_getTransactionCount", address, "latest"), 16)

    # --- Calls and transactions ---

    def call(self, to: str, data: str, sender: str | None = None, time: int | None = None) -> bytes:
        """`eth_call` on the latest state, as if in a block at `time`."""
        transaction = {"to": to, "data": data, "from": sender or "0x" + "00" * 20, "gas": hex(GAS)}
        overrides: list[Any] = [{}, {"time": hex(time)}] if time is not None else []
        return bytes.fromhex(self.request("eth_call", transaction, "latest", *overrides)[2:])

    def transact(
        self, sender: str, to: str | None, data: str, at: int | None = None, value: int = 0
    ) -> dict[str, Any]:
        """Simulates, then mines one transaction at time `at` (default: one second later).

        Raises RpcError with the revert data, having mined nothing, where it would revert.
        """
        time = self.now + 1 if at is None else at
        transaction = {"from": sender, "data": data, "gas": hex(GAS), "gasPrice": hex(0)}
        if value:
            transaction["value"] = hex(value)
        if to is not None:
            transaction["to"] = to
        self.request("eth_call", transaction, "latest", {}, {"time": hex(time), "baseFeePerGas": "0x0"})
        self.request("evm_setNextBlockTimestamp", time)
        self.request("anvil_setNextBlockBaseFeePerGas", "0x0")
        transaction_hash = self.request("eth_sendTransaction", transaction)
        receipt: dict[str, Any] | None = None
        while receipt is None:  # a large transaction is mined a moment after the answer
            receipt = self.request("eth_getTransactionReceipt", transaction_hash)
        assert receipt["status"] == "0x1", f"simulated, but reverted when mined: {transaction_hash}"
        return receipt

    @property
    def height(self) -> int:
        """Number of the last block."""
        return int(self.request("eth_blockNumber"), 16)

    def logs(
        self, addresses: list[str], from_block: int = 0, to_block: int | None = None
    ) -> list[dict[str, Any]]:
        """Logs in the order of the chain; a range that a node finds too large is halved."""
        last = self.height if to_block is None else to_block
        if from_block > last:
            return []
        query = {
            "address": [to_checksum_address(a) for a in addresses],
            "fromBlock": hex(from_block),
            "toBlock": hex(last),
        }
        try:
            found: list[dict[str, Any]] = self.request("eth_getLogs", query)
        except RpcError:
            if from_block >= last:
                raise
            middle = (from_block + last) // 2
            return self.logs(addresses, from_block, middle) + self.logs(addresses, middle + 1, last)
        return found
