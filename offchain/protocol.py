"""The protocol as a keeper knows it: addresses from the address book, functions and errors from the ABIs."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from eth_abi import decode
from eth_abi.exceptions import DecodingError
from eth_utils import function_signature_to_4byte_selector, to_checksum_address

from deployment.abi import calldata, readable
from deployment.book import read_book
from deployment.errors import FileError
from offchain.exits import ConfigError

INTERFACES = Path(__file__).with_name("interfaces.json")
ERRORS = "errors"
SOLIDITY_ERRORS = {"Panic(uint256)": ["code"], "Error(string)": ["reason"]}
SHOWN = 6  # elements of a list that are printed


@dataclass(frozen=True)
class Call:
    """A call of a contract's function, by its name where that is unique, or by its signature."""

    contract: str
    function: str
    arguments: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Reverted:
    """What a contract refused with."""

    name: str
    values: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.name}({', '.join(f'{key}={value}' for key, value in self.values.items())})"


class Protocol:
    """Encodes calls of the contracts of one address book, and decodes what they answer."""

    def __init__(self, book: Mapping[str, Any], interfaces: Mapping[str, Mapping[str, Any]]) -> None:
        self.chain_id = int(book["chain"]["id"])
        self.genesis = str(book["chain"]["genesis"])
        self.divisor = int(book["parameters"]["time_divisor"])
        self.accounts: dict[str, str] = dict(book["parameters"].get("accounts", {}))
        self.entries: dict[str, Mapping[str, Any]] = dict(book["contracts"])
        self.addresses = {name: to_checksum_address(one["address"]) for name, one in self.entries.items()}
        self.first_block = min((int(one["block"]) for one in self.entries.values()), default=0)
        self._interfaces = interfaces

    @classmethod
    def open(cls, path: Path) -> "Protocol":
        """Read an address book and the interfaces; raises ConfigError."""
        try:
            book = read_book(path)
        except FileError as error:
            raise ConfigError(error.message) from None
        return cls(book, json.loads(INTERFACES.read_text(encoding="utf-8")))

    def has(self, contract: str) -> bool:
        """Whether the book has a contract."""
        return contract in self.addresses

    def functions(self, contract: str) -> Mapping[str, Sequence[Any]]:
        """Names of arguments (a struct's with its members'), types of the answer, whether state changes."""
        functions: Mapping[str, Sequence[Any]] = self._interfaces[contract]
        return functions

    def signature(self, call: Call) -> str:
        """A function's full signature."""
        known = self.functions(call.contract)
        if call.function in known:
            return call.function
        (found,) = [one for one in known if one.partition("(")[0] == call.function]
        return found

    def encode(self, call: Call) -> bytes:
        """Calldata."""
        return calldata(self.signature(call), *call.arguments)

    def decode(self, call: Call, data: bytes) -> Any:
        """A function's answer, one value or several; raises DecodingError."""
        returns = self.functions(call.contract)[self.signature(call)][1]
        values = decode(returns, data)
        return values[0] if len(values) == 1 else values

    def describe(self, call: Call) -> str:
        """A call as a person reads it; long lists are cut."""
        names = self.functions(call.contract)[self.signature(call)][0]
        own = [name if isinstance(name, str) else name[0] for name in names]
        named = zip(own, call.arguments, strict=True)
        listed = ", ".join(f"{name}={_short(readable(value))}" for name, value in named)
        return f"{call.contract}.{call.function.partition('(')[0]}({listed})"

    @cached_property
    def _errors(self) -> dict[bytes, tuple[str, Sequence[str]]]:
        known = {**self._interfaces[ERRORS], **SOLIDITY_ERRORS}.items()
        return {
            function_signature_to_4byte_selector(signature): (signature, names) for signature, names in known
        }

    def reverted(self, data: bytes) -> Reverted:
        """A custom error with its values; `?` and the selector for one that no contract of ours has."""
        signature, names = self._errors.get(data[:4], ("", ()))
        if not signature:
            return Reverted("?", {"data": "0x" + data[:36].hex()})
        name, _, types = signature.removesuffix(")").partition("(")
        try:
            values = decode(types.split(",") if types else [], data[4:])
        except DecodingError:
            return Reverted(name, {})
        return Reverted(name, dict(zip(names, map(readable, values), strict=True)))

    def error_name(self, selector: bytes) -> str:
        """Name of the error of a selector; its hex where no contract has it."""
        return self._errors.get(selector, ("0x" + selector.hex(), ()))[0].partition("(")[0]


def _short(value: Any) -> str:
    if not isinstance(value, list) or len(value) <= SHOWN:
        return str(value)
    return f"[{', '.join(str(one)[:66] for one in value[:3])}, … {len(value)} in all]"
