"""What a job's `read` gets."""

from dataclasses import dataclass
from typing import Any

from offchain.chain import Chain, Pinned
from offchain.log import Log
from offchain.protocol import Call, Protocol
from offchain.settings import Settings


@dataclass(frozen=True)
class Context:
    """The pinned block, and the rest of a run."""

    pinned: Pinned
    sender: str
    remembered: dict[str, Any]
    executes: bool

    @property
    def chain(self) -> Chain:
        """Reads that are not of the pinned block."""
        return self.pinned.chain

    @property
    def protocol(self) -> Protocol:
        """Addresses and ABIs."""
        return self.chain.protocol

    @property
    def settings(self) -> Settings:
        """The operator's choices."""
        return self.chain.settings

    @property
    def log(self) -> Log:
        """The run's log."""
        return self.chain.log

    @property
    def now(self) -> int:
        """Time of the pinned block: the only clock that decides."""
        return self.pinned.block.timestamp

    def call(self, contract: str, function: str, *arguments: Any) -> Any:
        """One view."""
        return self.pinned.call(contract, function, *arguments)

    def each(self, contract: str, function: str, arguments: Any) -> list[Any]:
        """One view for many arguments."""
        return self.pinned.call_all([Call(contract, function, (one,)) for one in arguments])
