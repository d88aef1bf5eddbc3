"""The count of 51 and 49, in exact fractions."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

ROAD, DAY = 10**18, 86_400
FLOOR = 122_500_000 * ROAD
STANDARD, CRITICAL, AMENDMENT = range(3)
NONE, AGAINST, FOR, ABSTAIN = range(4)


@dataclass(frozen=True)
class Tally:
    """The guardian's ballot, the agents' units in wei, and all units at the snapshot."""

    guardian: int
    in_favour: int
    against: int
    abstaining: int
    total: int

    @property
    def whole(self) -> int:
        return max(self.total, FLOOR)

    @property
    def cast(self) -> int:
        return self.in_favour + self.against + self.abstaining

    def percent(self, ballot: int, units: int) -> Fraction:
        """What a side weighs of 100."""
        return Fraction(49 * units, self.whole) + (51 if self.guardian == ballot else 0)

    def decides(self) -> bool:
        return self.percent(FOR, self.in_favour) > self.percent(AGAINST, self.against)

    def quorum(self, kind: int) -> int:
        return ceil(Fraction(self.whole * (40 if kind == AMENDMENT else 10), 100))

    def quorum_reached(self, kind: int) -> bool:
        return self.in_favour + self.abstaining >= self.quorum(kind)

    def succeeded(self, kind: int) -> bool:
        """Read from the table of the specification, line by line."""
        quorum = self.quorum_reached(kind)
        if kind == AMENDMENT:
            return (
                self.guardian == FOR and quorum and Fraction(self.in_favour, self.cast) >= Fraction(67, 100)
            )
        if kind == CRITICAL or self.guardian in (FOR, AGAINST):
            return self.guardian == FOR
        return quorum and self.in_favour > self.against

    def delay(self, kind: int) -> int:
        if kind != CRITICAL:
            return (7 if kind == STANDARD else 30) * DAY
        dissent = Fraction(self.against, self.whole)
        part = (dissent - Fraction(33, 100)) / Fraction(34, 100)
        return floor(14 * DAY + 31 * DAY * min(max(part, Fraction(0)), Fraction(1)))
