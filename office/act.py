"""One act: a call of a contract, with what a person should know before signing it."""

from dataclasses import dataclass
from typing import Any

from eth_abi import decode, encode
from eth_abi.exceptions import DecodingError

from deployment.abi import abi_type, calldata, selector_of
from office.desk import Desk


@dataclass(frozen=True)
class Act:
    """A call that somebody is about to make."""

    contract: str
    signature: str
    arguments: tuple[Any, ...]
    caller: str
    words: tuple[str, ...]  # what it does now, until when, within what limits

    @property
    def function(self) -> str:
        """Name of the function."""
        return self.signature.partition("(")[0]

    @property
    def name(self) -> str:
        """Contract and function."""
        return f"{self.contract}.{self.function}"

    @property
    def data(self) -> bytes:
        """The call as the chain takes it."""
        return calldata(self.signature, *self.arguments)


def guardian_act(desk: Desk, contract: str, signature: str, *arguments: Any, words: tuple[str, ...]) -> Act:
    """An act of whoever holds the office."""
    return Act(contract, signature, arguments, desk.guardian, words)


def entry_of(desk: Desk, contract: str, data: bytes) -> dict[str, Any] | None:
    """The ABI's entry of the function that a call is for; None where the contract has none."""
    for entry in desk.artifacts[contract].abi:
        if entry["type"] == "function" and selector_of(entry) == data[:4]:
            return entry
    return None


def values_of(entry: dict[str, Any], data: bytes) -> tuple[Any, ...]:
    """The arguments of a call; raises DecodingError where its bytes are not exactly theirs."""
    kinds = [abi_type(parameter) for parameter in entry["inputs"]]
    values: tuple[Any, ...] = decode(kinds, data[4:])
    # What stands behind or between the arguments would be signed without being shown.
    if encode(kinds, values) != data[4:]:
        raise DecodingError(f"{entry['name']} has other bytes than its arguments")
    return values


def notice_of(desk: Desk, contract: str, signature: str) -> str:
    """What the contract's own documentation says of a function."""
    methods = (desk.artifacts[contract].type.userdoc or {}).get("methods", {})
    return str(methods.get(signature, {}).get("notice", ""))
