"""The same client as `Rpc`, but of an EVM in this process: for searches that go deep."""

import re
from typing import Any

from eth_utils import to_checksum_address
from pyrevm import EVM, AccountInfo, BlockEnv, CfgEnv, Env

from .rpc import GAS, Rpc, RpcError

CHAIN_ID = 31337
GENESIS = 1_800_000_000
BLOCK_GAS = 10**9

_OUTPUT = re.compile(r"output: (0x[0-9a-f]*)")


class Revm(Rpc):
    """One chain in memory; every transaction is a block, one second after the last.

    `set_code` is for addresses that nothing has touched, and `revert` does not undo it.
    """

    def __init__(self) -> None:
        self.chain_id = CHAIN_ID
        self._evm = EVM(Env(cfg=CfgEnv(chain_id=CHAIN_ID)), spec_id="CANCUN")
        self._number, self._time = 0, GENESIS
        self._logs: list[dict[str, Any]] = []
        self._snapshots: list[tuple[Any, int, int, int]] = []
        self._mine(GENESIS)

    def request(self, method: str, *params: Any) -> Any:
        raise NotImplementedError(f"{method}: there is no node")

    # --- Time ---

    @property
    def now(self) -> int:
        return self._time

    def travel_to(self, timestamp: int) -> None:
        assert timestamp > self._time, "time runs forward"
        self._mine(timestamp)

    # --- State ---

    def snapshot(self) -> str:
        self._snapshots.append((self._evm.snapshot(), self._number, self._time, len(self._logs)))
        return str(len(self._snapshots) - 1)

    def revert(self, snapshot: str) -> None:
        checkpoint, number, time, logs = self._snapshots[int(snapshot)]
        self._evm.revert(checkpoint)
        del self._snapshots[int(snapshot) :]
        del self._logs[logs:]
        self._number = number
        self._set_block(number, time)

    def fund(self, address: str, wei: int = 10**21) -> None:
        self._evm.set_balance(address, wei)

    def balance(self, address: str) -> int:
        return int(self._evm.get_balance(address))

    def set_code(self, address: str, code: str) -> None:
        self._evm.insert_account_info(address, AccountInfo(code=bytes.fromhex(code[2:])))

    def code(self, address: str) -> bytes:
        return bytes(self._evm.get_code(address) or b"").rstrip(b"\0")

    # --- Calls and transactions ---

    def call(self, to: str, data: str, sender: str | None = None, time: int | None = None) -> bytes:
        before = self._time
        if time is not None:
            self._set_block(self._number, time)
        checkpoint = self._evm.snapshot()
        try:
            return self._run(sender or "0x" + "00" * 20, to, data)
        finally:
            self._evm.revert(checkpoint)
            if time is not None:
                self._set_block(self._number, before)

    def transact(
        self, sender: str, to: str | None, data: str, at: int | None = None, value: int = 0
    ) -> dict[str, Any]:
        number, before = self._number, self._time
        self._mine(before + 1 if at is None else at)
        self._evm.reset_transient_storage()
        created = None
        try:
            if to is None:
                created = self._create(sender, data)
            else:
                self._run(sender, to, data, value)
        except RpcError:
            self._number = number
            self._set_block(number, before)
            raise
        result = self._evm.result
        assert result
        logs = [self._log(log) for log in result.logs]
        self._logs += logs
        return {"gasUsed": hex(result.gas_used), "logs": logs, "contractAddress": created, "status": "0x1"}

    def logs(
        self, addresses: list[str], from_block: int = 0, to_block: int | None = None
    ) -> list[dict[str, Any]]:
        wanted = {to_checksum_address(a) for a in addresses}
        last = self._number if to_block is None else to_block
        return [
            log
            for log in self._logs
            if log["address"] in wanted and from_block <= int(log["blockNumber"], 16) <= last
        ]

    # --- The machine ---

    def _mine(self, timestamp: int) -> None:
        self._number += 1
        self._set_block(self._number, timestamp)

    def _set_block(self, number: int, timestamp: int) -> None:
        self._time = timestamp
        block = BlockEnv(number=number, timestamp=timestamp, basefee=0, gas_limit=BLOCK_GAS)
        self._evm.set_block_env(block)

    def _run(self, sender: str, to: str, data: str, value: int = 0) -> bytes:
        call = bytes.fromhex(data[2:])
        try:
            return bytes(self._evm.message_call(sender, to, call, value, gas=GAS, gas_price=0))
        except RuntimeError as error:
            raise _failure(error) from None

    def _create(self, sender: str, data: str) -> str:
        code = bytes.fromhex(data[2:])
        try:
            return to_checksum_address(self._evm.deploy(sender, code, gas=GAS))
        except RuntimeError as error:
            raise _failure(error) from None

    def _log(self, log: Any) -> dict[str, Any]:
        return {
            "address": to_checksum_address(log.address),
            "topics": list(log.topics),
            "data": "0x" + log.data[1].hex(),
            "blockNumber": hex(self._number),
            "blockTimestamp": hex(self._time),
        }


def _failure(error: RuntimeError) -> RpcError:
    output = _OUTPUT.search(str(error))
    return RpcError("eth_call", {"message": str(error)[:200], "data": output[1] if output else None})
