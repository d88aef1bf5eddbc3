"""Contracts as the tests call them: `token.transfer(to, amount, sender=holder)`; errors, events decoded."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pytest
from eth_abi import decode, encode
from eth_utils import keccak, to_checksum_address

from .rpc import Rpc, RpcError

Abi = dict[str, Any]


def canonical(parameter: Abi) -> str:
    """ABI type with tuples spelled out, as selectors are hashed."""
    kind: str = parameter["type"]
    if not kind.startswith("tuple"):
        return kind
    return f"({','.join(map(canonical, parameter['components']))}){kind[5:]}"


def signature(entry: Abi) -> str:
    return f"{entry['name']}({','.join(map(canonical, entry['inputs']))})"


def selector(entry: Abi) -> bytes:
    return keccak(text=signature(entry))[:4]


def plain(value: Any, kind: str) -> Any:
    """Values as tests write them: checksum addresses, tuples."""
    if kind == "address":
        return to_checksum_address(value)
    if kind.startswith("address["):
        return [to_checksum_address(v) for v in value]
    if isinstance(value, tuple) and kind.endswith("]"):
        return list(value)
    return value


@dataclass(frozen=True)
class Event:
    """A decoded log."""

    contract: str
    name: str
    args: dict[str, Any] = field(hash=False)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.args[name]
        except KeyError as missing:
            raise AttributeError(name) from missing


class Revert(Exception):
    """A call reverted with a custom error of the protocol (or of a library it uses)."""

    def __init__(self, name: str, args: tuple[Any, ...]) -> None:
        super().__init__(f"{name}{args}")
        self.name, self.values = name, args


@dataclass
class Receipt:
    """What a transaction did."""

    gas_used: int
    events: list[Event]
    value: Any

    def of(self, name: str) -> list[Event]:
        """The events called `name`, in order."""
        return [event for event in self.events if event.name == name]


class Registry:
    """Errors and events of all contracts, and which address is which contract."""

    def __init__(self) -> None:
        self.errors: dict[bytes, Abi] = {}
        self.events: dict[tuple[bytes, int], Abi] = {}  # by topic and number of topics: two Transfers
        self.names: dict[str, str] = {}

    def add(self, abi: list[Abi]) -> None:
        for entry in abi:
            if entry["type"] == "error":
                self.errors[selector(entry)] = entry
            elif entry["type"] == "event":
                topics = 1 + sum(p["indexed"] for p in entry["inputs"])
                self.events[keccak(text=signature(entry)), topics] = entry

    def revert(self, error: RpcError) -> Revert:
        data = bytes.fromhex((error.data or "0x")[2:])
        entry = self.errors.get(data[:4])
        if data[:4] == bytes.fromhex("4e487b71"):
            return Revert("Panic", decode(["uint256"], data[4:]))
        if entry is None:
            return Revert(f"unknown error 0x{data[:4].hex()}" if data else str(error), ())
        kinds = [canonical(p) for p in entry["inputs"]]
        values = decode(kinds, data[4:])
        return Revert(entry["name"], tuple(plain(v, k) for v, k in zip(values, kinds, strict=True)))

    def event(self, log: dict[str, Any]) -> Event:
        entry = self.events[bytes.fromhex(log["topics"][0][2:]), len(log["topics"])]
        indexed = [p for p in entry["inputs"] if p["indexed"]]
        others = [p for p in entry["inputs"] if not p["indexed"]]
        args: dict[str, Any] = {}
        for parameter, topic in zip(indexed, log["topics"][1:], strict=True):
            kind = parameter["type"]
            word = bytes.fromhex(topic[2:])
            hashed = kind in ("string", "bytes") or kind.endswith("]") or kind.startswith("tuple")
            args[parameter["name"]] = word if hashed else plain(decode([kind], word)[0], kind)
        kinds = [canonical(p) for p in others]
        values = decode(kinds, bytes.fromhex(log["data"][2:]))
        for parameter, kind, value in zip(others, kinds, values, strict=True):
            args[parameter["name"]] = plain(value, kind)
        ordered = {p["name"]: args[p["name"]] for p in entry["inputs"]}
        address = to_checksum_address(log["address"])
        return Event(self.names.get(address, address), entry["name"], ordered)


class Contract:
    """A deployed contract. Views return their value; other functions take `sender=` and return a Receipt.

    Overloaded functions are called as `contract.fn("register(string)")(...)`.
    """

    def __init__(self, rpc: Rpc, registry: Registry, name: str, address: str, abi: list[Abi]) -> None:
        self.rpc, self.registry, self.name = rpc, registry, name
        self.address = to_checksum_address(address)
        self.abi = abi
        registry.add(abi)
        registry.names[self.address] = name

    @cached_property
    def functions(self) -> dict[str, Abi]:
        """By name where that is unique, and by signature always."""
        entries = [e for e in self.abi if e["type"] == "function"]
        names = [e["name"] for e in entries]
        found = {e["name"]: e for e in entries if names.count(e["name"]) == 1}
        return found | {signature(e): e for e in entries}

    @cached_property
    def selectors(self) -> dict[str, bytes]:
        """By the same names."""
        return {name: selector(entry) for name, entry in self.functions.items()}

    def calldata(self, function: str, *args: Any) -> str:
        entry = self.functions[function]
        values = [getattr(a, "address", a) for a in args]
        kinds = [canonical(p) for p in entry["inputs"]]
        return "0x" + (self.selectors[function] + encode(kinds, values)).hex()

    def fn(self, function: str) -> Any:
        entry = self.functions[function]
        view = entry["stateMutability"] in ("view", "pure")

        def call(*args: Any, sender: Any = None, at: int | None = None, value: int = 0) -> Any:
            data = self.calldata(function, *args)
            try:
                if view:
                    origin = getattr(sender, "address", sender)
                    return self._value(entry, self.rpc.call(self.address, data, origin, at))
                origin = getattr(sender, "address", sender)
                assert origin, f"{self.name}.{function}: who sends it? (sender=)"
                receipt = self.rpc.transact(origin, self.address, data, at, value)
            except RpcError as error:
                if error.data is None:
                    raise
                raise self.registry.revert(error) from None
            events = [self.registry.event(log) for log in receipt["logs"]]
            return Receipt(int(receipt["gasUsed"], 16), events, None)

        return call

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name not in self.functions:
            raise AttributeError(f"{name} is no function (or an overloaded one)")
        return self.fn(name)

    def _value(self, entry: Abi, data: bytes) -> Any:
        outputs = entry["outputs"]
        kinds = [canonical(o) for o in outputs]
        values = [self._named(o, v) for o, v in zip(outputs, decode(kinds, data), strict=True)]
        return values[0] if len(values) == 1 else tuple(values)

    def _named(self, output: Abi, value: Any) -> Any:
        if output["type"] == "tuple":
            pairs = zip(output["components"], value, strict=True)
            return Struct({c["name"]: self._named(c, v) for c, v in pairs})
        if output["type"] == "tuple[]":
            return [self._named({**output, "type": "tuple"}, v) for v in value]
        return plain(value, output["type"])


class Struct(dict[str, Any]):
    """A returned struct: `wallet.book` or `wallet["book"]`."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError as missing:
            raise AttributeError(name) from missing


@contextmanager
def reverts(name: str, *values: Any) -> Iterator[None]:
    """Expects exactly this custom error with exactly these values."""
    try:
        yield
    except Revert as revert:
        expected = tuple(getattr(v, "address", v) for v in values)
        assert (revert.name, revert.values) == (name, expected)
        return
    pytest.fail(f"did not revert with {name}{values}")
