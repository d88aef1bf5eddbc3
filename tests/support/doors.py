"""In-process systems in which a test speaks for some contracts, as on the node it impersonates them.

An EVM takes no transaction from an address with code. So the real code of these contracts stands behind a
shell, which delegates every call to it but those of one key: that key has the shell call whom it likes.
"""

from typing import Any

from .actors import actor
from .revm import Revm
from .stub import creation
from .system import System, peer_name

KEY = actor("door key").address
SLOTS = 32  # of a constructor's storage, which the shell takes over


class OpenRevm(Revm):
    """A chain on which transactions from some contracts pass through their doors."""

    def __init__(self) -> None:
        super().__init__()
        self.doors: set[str] = set()

    def storage(self, address: str, slot: int) -> int:
        return int(self._evm.storage(address, slot))

    def _run(self, sender: str, to: str, data: str, value: int = 0) -> bytes:
        if sender.lower() in self.doors:
            sender, to, data = KEY, sender, "0x" + "00" * 12 + to[2:] + data[2:]
        return super()._run(sender, to, data, value)


class OpenSystem(System):
    """The system, some of whose contracts have doors."""

    rpc: OpenRevm

    def __init__(self, rpc: OpenRevm, *, doors: tuple[str, ...], divisor: int = 1) -> None:
        self.with_doors = doors
        super().__init__(rpc, divisor=divisor, governed=True)

    def deploy_peer(self, name: str, *args: Any, contract: str | None = None) -> Any:
        if name not in self.with_doors:
            return super().deploy_peer(name, *args, contract=contract)
        real = self.create(contract or name, *args).address
        kept = {slot: value for slot in range(SLOTS) if (value := self.rpc.storage(real, slot))}
        code = b"".join(b"\x7f" + v.to_bytes(32) + b"\x60" + bytes([s]) + b"\x55" for s, v in kept.items())
        runtime = "0x" + shell(real).hex()
        self.rpc.doors.add(self.peer(name).lower())
        return self.factory.deploy(
            peer_name(name), code + _after(code, creation(runtime)), sender=self.deployer
        )


def shell(real: str) -> bytes:
    """Delegates to `real`; for the key, calls the address in the first word with the rest."""
    delegate = bytes.fromhex("365f5f375f5f365f73" + real[2:] + "5af4")
    call = bytes.fromhex("60203603" + "60205f37" + "5f5f60203603" + "5f345f355af1")
    door = 1 + 20 + 5 + len(delegate) + 3
    end = door + 1 + len(call)
    code = b"\x73" + bytes.fromhex(KEY[2:]) + b"\x33\x14\x60" + bytes([door]) + b"\x57"
    code += delegate + b"\x60" + bytes([end]) + b"\x56"
    code += b"\x5b" + call
    code += b"\x5b" + bytes.fromhex("3d5f5f3e60") + bytes([end + 11]) + bytes.fromhex("573d5ffd5b3d5ff3")
    return code


def _after(prefix: bytes, code: bytes) -> bytes:
    """`stub.creation` copies what is behind its own ten bytes; here that is further behind."""
    size, head = code[1:3], len(prefix) + 11
    return b"\x61" + size + b"\x80\x61" + head.to_bytes(2) + bytes.fromhex("5f395ff3") + code[10:]
