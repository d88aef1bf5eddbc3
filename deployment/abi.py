"""Calls, answers and errors of contracts, encoded and decoded by what an ABI or a signature says of them."""

from collections.abc import Mapping
from typing import Any

from eth_abi import decode, encode
from eth_abi.exceptions import DecodingError
from eth_abi.grammar import parse
from eth_utils import function_signature_to_4byte_selector


def calldata(signature: str, *arguments: Any) -> bytes:
    """Encode a call; the types of its arguments stand in the signature."""
    types = signature[signature.index("(") :]
    kinds = [part.to_type_str() for part in parse(types).components] if types != "()" else []
    return function_signature_to_4byte_selector(signature) + encode(kinds, arguments)


def decoded(returns: str, data: bytes) -> Any:
    """Decode an answer of the type `returns`; several values stand in brackets."""
    if not returns.startswith("("):
        return decode([returns], data)[0]
    return decode([part.to_type_str() for part in parse(returns).components], data)


def selector_of(entry: Mapping[str, Any]) -> bytes:
    """Selector of a function or an error of an ABI."""
    types = ",".join(abi_type(part) for part in entry["inputs"])
    return function_signature_to_4byte_selector(f"{entry['name']}({types})")


def values_of(entry: Mapping[str, Any], data: bytes) -> tuple[Any, ...]:
    """The arguments of a call; raises DecodingError where its bytes are not exactly theirs."""
    kinds = [abi_type(parameter) for parameter in entry["inputs"]]
    values: tuple[Any, ...] = decode(kinds, data[4:])
    # What stands behind or between the arguments would go on the chain without being shown.
    if encode(kinds, values) != data[4:]:
        raise DecodingError(f"{entry['name']} has other bytes than its arguments")
    return values


def describe_error(errors: Mapping[bytes, dict[str, Any]], data: bytes) -> str:
    """A custom error as a person reads it, e.g. `WalletTaken(wallet=0x…)`; empty if it is none of ours."""
    entry = errors.get(data[:4])
    if entry is None:
        return ""
    values = decode([abi_type(part) for part in entry["inputs"]], data[4:])
    named = zip(entry["inputs"], values, strict=True)
    listed = ", ".join(f"{part['name']}={readable(value)}" for part, value in named)
    return f"{entry['name']}({listed})"


def abi_type(entry: Mapping[str, Any]) -> str:
    """Canonical type of a parameter, tuples written out."""
    kind = str(entry["type"])
    if not kind.startswith("tuple"):
        return kind
    return "(" + ",".join(abi_type(part) for part in entry["components"]) + ")" + kind.removeprefix("tuple")


def readable(value: Any) -> Any:
    """A value of the ABI as JSON and people read it."""
    if isinstance(value, bytes):
        return "0x" + value.hex()
    if isinstance(value, list | tuple):
        return [readable(part) for part in value]
    return value
