"""What a plan asks for: a call, when it is worth sending, and what must be true afterwards."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from offchain.protocol import Call

Gauge = tuple[str, dict[str, str], float]  # name, labels, value


class Outcome(StrEnum):
    """What became of an action."""

    DONE = "done"
    NOT_DUE = "not_due"  # or somebody else has done it
    REFUSED = "refused"  # the contract says no; tried again later, more and more rarely
    DRY = "dry"


@dataclass(frozen=True)
class Check:
    """A view that is read back when a transaction is mined, and what it must say then."""

    call: Call
    holds: Callable[[Any], bool]


@dataclass(frozen=True)
class Action:
    """One transaction."""

    call: Call
    checks: tuple[Check, ...]
    """One for each item where it has items."""
    splits: int | None = None
    """Place of the argument that is a list of items, which can be sent in smaller parts."""
    counts: bool = False
    """The function answers how much it does: nothing is sent when that is zero."""
    benign: frozenset[str] = field(default_factory=frozenset)
    """Errors by which the contract says that it is not due, or done already."""

    @property
    def size(self) -> int:
        """Number of its items."""
        return 1 if self.splits is None else len(self.call.arguments[self.splits])

    @property
    def key(self) -> str:
        """What failures are remembered under."""
        return f"{self.call.contract}.{self.call.function}{self.call.arguments[:1]}"[:200]

    def halves(self) -> tuple["Action", "Action"]:
        """The same in two parts."""
        middle = self.size // 2
        return self._part(0, middle), self._part(middle, self.size)

    def _part(self, start: int, end: int) -> "Action":
        if self.splits is None:
            raise ValueError("has no items")
        arguments = list(self.call.arguments)
        arguments[self.splits] = arguments[self.splits][start:end]
        call = replace(self.call, arguments=tuple(arguments))
        return replace(self, call=call, checks=self.checks[start:end])


@dataclass(frozen=True)
class Finding:
    """Something that a job has looked at: it holds or not."""

    name: str
    ok: bool
    detail: str = ""
    severity: str = "critical"
    """info, warning, high or critical, where it does not hold."""


@dataclass(frozen=True)
class News:
    """Something that people are to know once; `about` is the same while it lasts."""

    about: str
    severity: str
    text: str


@dataclass(frozen=True)
class Plan:
    """What a job decides: transactions, findings, news, and figures for the metrics."""

    actions: tuple[Action, ...] = ()
    findings: tuple[Finding, ...] = ()
    gauges: tuple[Gauge, ...] = ()
    news: tuple[News, ...] = ()
    """All that is so now; what was told before is not told again."""
    report: tuple[str, ...] = ()
    """Lines for a person, on standard output."""
