"""Constructor arguments: resolved from the parameters and held against the ABI before anything is sent."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from eth_abi import encode, is_encodable
from eth_utils import is_checksum_address

from deployment.abi import abi_type
from deployment.artifacts import Artifact
from deployment.errors import ParameterError


def check_names(path: Path, artifact: Artifact, arguments: Mapping[str, Any]) -> None:
    """Refuse a name that the constructor does not have, and the lack of one that it has."""
    expected = [entry["name"] for entry in artifact.constructor_inputs]
    for name in arguments:
        if name not in expected:
            problem = f"the constructor has no such parameter; it has {', '.join(expected)}"
            raise ParameterError(path, f"contracts.{artifact.name}.{name}", problem)
    for name in expected:
        if name not in arguments:
            raise ParameterError(path, f"contracts.{artifact.name}.{name}", "is missing")


def resolve(
    path: Path, artifact: Artifact, arguments: Mapping[str, Any], known: Mapping[str, Any]
) -> dict[str, Any]:
    """Put known values in the place of `$name`, check every type, and order the arguments as the ABI does."""
    check_names(path, artifact, arguments)
    resolved = {}
    for entry in artifact.constructor_inputs:
        key = f"contracts.{artifact.name}.{entry['name']}"
        value = arguments[entry["name"]]
        if value is None:
            raise ParameterError(path, key, "is not filled in")
        if isinstance(value, str) and value.startswith("$"):
            if value[1:] not in known:
                problem = f"{value} is unknown; known: {', '.join('$' + name for name in known)}"
                raise ParameterError(path, key, problem)
            value = known[value[1:]]
        resolved[entry["name"]] = typed(path, key, entry, value)
    return resolved


def encode_arguments(artifact: Artifact, arguments: Mapping[str, Any]) -> bytes:
    """ABI encoding of the resolved arguments."""
    return encode([abi_type(entry) for entry in artifact.constructor_inputs], list(arguments.values()))


def typed(path: Path, key: str, entry: Mapping[str, Any], value: Any) -> Any:
    """A value as the ABI takes it, held against the type of its parameter; raises ParameterError."""
    kind = abi_type(entry)
    if kind.startswith("bytes") and isinstance(value, str):
        try:
            value = bytes.fromhex(value.removeprefix("0x"))
        except ValueError as error:
            raise ParameterError(path, key, f"{value!r} is no {kind} in hexadecimal") from error
        if kind != "bytes" and len(value) != int(kind.removeprefix("bytes")):
            raise ParameterError(path, key, f"has {len(value)} bytes and must be a {kind}")
    right = is_checksum_address(value) if kind == "address" else is_encodable(kind, value)
    if not right:
        raise ParameterError(path, key, f"{value!r} is no {kind}")
    return value
