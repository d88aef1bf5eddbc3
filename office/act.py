"""One act: a call of a contract, with what a person should know before signing it."""

from dataclasses import dataclass
from typing import Any

from deployment.abi import calldata
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


def notice_of(desk: Desk, contract: str, signature: str) -> str:
    """What the contract's own documentation says of a function."""
    methods = (desk.artifacts[contract].type.userdoc or {}).get("methods", {})
    return str(methods.get(signature, {}).get("notice", ""))
