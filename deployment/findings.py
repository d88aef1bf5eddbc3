"""What `verify` found: a list of comparisons, each of which holds or not."""

from dataclasses import dataclass, field
from typing import Any

from deployment.errors import VerificationFailed


@dataclass(frozen=True)
class Check:
    """One comparison of the chain with what it should be."""

    part: str
    what: str
    expected: Any
    found: Any

    @property
    def holds(self) -> bool:
        """Whether the chain is as it should be."""
        return bool(self.expected == self.found)

    def __str__(self) -> str:
        return f"{self.part}: {self.what} is {self.found}, not {self.expected}"


@dataclass
class Findings:
    """All comparisons, in order."""

    checks: list[Check] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What was changed since the deployment by those who may, in order."""

    def equal(self, part: str, what: str, expected: Any, found: Any) -> None:
        """Compare two values."""
        self.checks.append(Check(part, what, expected, found))

    def true(self, part: str, what: str, holds: bool) -> None:
        """Note a condition that must hold."""
        self.equal(part, what, expected=True, found=holds)

    def followed(self, part: str, what: str, first: Any, expected: Any, found: Any) -> None:
        """Compare with what later events have made of the first value; a change of theirs is noted."""
        self.equal(part, what, expected, found)
        if expected != first:
            self.notes.append(f"{part}: {what} was {first} and is {expected}")

    @property
    def differences(self) -> list[str]:
        """What does not hold."""
        return [str(check) for check in self.checks if not check.holds]

    def by_part(self) -> dict[str, tuple[int, int]]:
        """Comparisons and differences of each part."""
        counts: dict[str, tuple[int, int]] = {}
        for check in self.checks:
            done, failed = counts.get(check.part, (0, 0))
            counts[check.part] = (done + 1, failed + (not check.holds))
        return counts

    def raise_differences(self) -> None:
        """Raise VerificationFailed if anything does not hold."""
        if self.differences:
            raise VerificationFailed(self.differences)
