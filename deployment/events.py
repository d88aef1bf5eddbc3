"""What a deployment tells while it works. A reporter shows it; the tests' dies at any of these moments."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Mined:
    """One transaction on the chain."""

    step: str
    transaction: str
    block: int
    gas: int
    sender: str
    nonce: int


class Reporter(Protocol):
    """Whoever watches a deployment."""

    def phase(self, name: str, total: int) -> None:
        """A part of the work begins; it has `total` units."""

    def progress(self, done: int) -> None:
        """So many units of the phase are done."""

    def intended(self, step: str) -> None:
        """A transaction is signed and noted, and not yet sent."""

    def sent(self, step: str) -> None:
        """A transaction is mined, and not yet noted as mined."""

    def mined(self, mined: Mined) -> None:
        """A transaction is mined and noted."""

    def note(self, text: str) -> None:
        """Something that a person should know."""


class Silent:
    """A reporter that says nothing."""

    def phase(self, name: str, total: int) -> None:
        """See Reporter."""

    def progress(self, done: int) -> None:
        """See Reporter."""

    def intended(self, step: str) -> None:
        """See Reporter."""

    def sent(self, step: str) -> None:
        """See Reporter."""

    def mined(self, mined: Mined) -> None:
        """See Reporter."""

    def note(self, text: str) -> None:
        """See Reporter."""
