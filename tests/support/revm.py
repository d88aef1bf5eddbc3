"""The same client as `Rpc`, but of an EVM in this process: for searches that go deep."""

import re
from collections.abc import Callable
from typing import Any

from eth_utils import to_checksum_address
from pyrevm import EVM, AccountInfo, BlockEnv, CfgEnv, Env

from .actors import actor
from .rpc import GAS, Rpc, RpcError

CHAIN_ID = 31337
GENESIS = 1_800_000_000
BLOCK_GAS = 10**9

_OUTPUT = re.compile(r"output: (0x[0-9a-f]*)")

KEY = actor("shell key").address
REAL = actor("code in a shell").address


class Revm(Rpc):
    """One chain in memory; every transaction is a block, one second after the last.

    An EVM takes no transaction from an address with code. So for as long as a contract sends one, its code
    stands elsewhere, and a shell in its place delegates to it whatever is called.
    """

    def __init__(self) -> None:
        self.chain_id = CHAIN_ID
        self._evm = EVM(Env(cfg=CfgEnv(chain_id=CHAIN_ID)), spec_id="CANCUN")
        self._number, self._time = 0, GENESIS
        self._logs: list[dict[str, Any]] = []
        self._snapshots: list[tuple[Any, int, int, int, int]] = []
        # Writes that the EVM keeps no journal of: where its journal was, and what undoes the write.
        self._written: list[tuple[Any, Callable[[], None]]] = []
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
        lengths = len(self._logs), len(self._written)
        self._snapshots.append((self._evm.snapshot(), self._number, self._time, *lengths))
        return str(len(self._snapshots) - 1)

    def revert(self, snapshot: str) -> None:
        checkpoint, number, time, logs, written = self._snapshots[int(snapshot)]
        while len(self._written) > written:
            before, undo = self._written.pop()
            self._evm.revert(before)
            undo()
        self._evm.revert(checkpoint)
        del self._snapshots[int(snapshot) :]
        del self._logs[logs:]
        self._number = number
        self._set_block(number, time)

    def fund(self, address: str, wei: int = 10**21) -> None:
        before = self.balance(address)
        self._will_undo(lambda: self._evm.set_balance(address, before))
        self._evm.set_balance(address, wei)

    def set_code(self, address: str, code: str) -> None:
        before = self._code(address)
        self._will_undo(lambda: self._put_code(address, before))
        self._put_code(address, bytes.fromhex(code[2:]))

    def set_storage(self, address: str, slot: int, value: int) -> None:
        before = self.storage(address, slot)
        self._will_undo(lambda: self._evm.insert_account_storage(address, slot, before))
        self._evm.insert_account_storage(address, slot, value)

    def code(self, address: str) -> bytes:
        return self._code(address).rstrip(b"\0")

    def storage(self, address: str, slot: int) -> int:
        return int(self._evm.storage(address, slot))

    def balance(self, address: str) -> int:
        return int(self._evm.get_balance(address))

    def nonce(self, address: str) -> int:
        return int(self._evm.basic(address).nonce)

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
        real = self._code(sender)
        if not real:
            return self._message(sender, to, data, value)
        self._put_code(REAL, real)
        self._put_code(sender, SHELL)
        self._evm.set_balance(KEY, value)
        try:
            return self._message(KEY, sender, f"0x{to[2:]:0>64}{data[2:]}", value)
        finally:
            self._put_code(sender, real)

    def _message(self, sender: str, to: str, data: str, value: int) -> bytes:
        call = bytes.fromhex(data[2:])
        try:
            return bytes(self._evm.message_call(sender, to, call, value, gas=GAS, gas_price=0))
        except RuntimeError as error:
            raise _failure(error) from None

    def _code(self, address: str) -> bytes:
        """The code; an analysed one comes with zeros behind it, of which one stays."""
        code = bytes(self._evm.get_code(address) or b"")
        return code and code.rstrip(b"\0") + b"\0"

    def _put_code(self, address: str, code: bytes) -> None:
        balance = self.balance(address)
        self._evm.insert_account_info(address, AccountInfo(nonce=self.nonce(address), code=code))
        self._evm.set_balance(address, balance)

    def _will_undo(self, undo: Callable[[], Any]) -> None:
        self._written.append((self._evm.snapshot(), undo))

    def _create(self, sender: str, data: str) -> str:
        code = bytes.fromhex(data[2:])
        checkpoint = self._evm.snapshot()
        try:  # simulated first, since a failed one would count in the sender's nonce
            self._evm.deploy(sender, code, gas=GAS)
        except RuntimeError as error:
            raise _failure(error) from None
        finally:
            self._evm.revert(checkpoint)
        return to_checksum_address(self._evm.deploy(sender, code, gas=GAS))

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


def _shell() -> bytes:
    """Delegates to the code at REAL; for the key, calls the address in the first word with the rest."""
    delegate = bytes.fromhex("365f5f375f5f365f73" + REAL[2:] + "5af4")
    call = bytes.fromhex("60203603" + "60205f37" + "5f5f60203603" + "5f345f355af1")
    door = 1 + 20 + 5 + len(delegate) + 3
    end = door + 1 + len(call)
    code = b"\x73" + bytes.fromhex(KEY[2:]) + b"\x33\x14\x60" + bytes([door]) + b"\x57"
    code += delegate + b"\x60" + bytes([end]) + b"\x56"
    code += b"\x5b" + call
    return (
        code + b"\x5b" + bytes.fromhex("3d5f5f3e60") + bytes([end + 11]) + bytes.fromhex("573d5ffd5b3d5ff3")
    )


SHELL = _shell()
