"""The guardian's emergency budget: 72 hours at a time, 14 days in any 90, each span a day at least."""

from copy import deepcopy
from dataclasses import dataclass, field

from .errors import Refused

HOUR, DAY = 3600, 86_400


@dataclass
class Brake:
    """One scope, or one wallet or agent. Every span is kept, for ever."""

    divisor: int = 1
    spans: list[list[int]] = field(default_factory=list)
    until: int = 0
    started: int = 0
    confirmed: int = 0
    epoch: int = 0

    def scaled(self, seconds: int) -> int:
        return seconds // self.divisor

    def charged_until(self, span: list[int]) -> int:
        return max(span[1], span[0] + self.scaled(DAY))

    def used(self, now: int) -> int:
        begin = now - self.scaled(90 * DAY)
        ends = [(max(span[0], begin), self.charged_until(span)) for span in self.spans]
        return sum(max(0, end - start) for start, end in ends)

    def left(self, now: int) -> int:
        return max(0, self.scaled(14 * DAY) - self.used(now))

    def held(self, now: int, epoch: int | None = None) -> bool:
        return now < self.until and epoch in (None, self.epoch)

    def engage(self, now: int, epoch: int = 0) -> int:
        """A span that is still charged goes on from its start; no span takes what the others have used."""
        budget = self.scaled(14 * DAY)
        if not self.spans or now > self.charged_until(self.spans[-1]):
            self.spans.append([now, now])
        *others, (start, _) = self.spans
        spent = Brake(self.divisor, others).used(now)
        end = min(now + self.scaled(72 * HOUR), start + max(0, budget - spent))
        if end <= now:
            raise Refused("EmergencyBudgetSpent", spent + now - start, budget)
        self.spans[-1] = [start, end]
        if now >= self.until:
            self.started = now
        self.until, self.epoch = max(self.until, end), epoch
        return self.until

    def lift(self, now: int, epoch: int | None = None) -> None:
        if not self.held(now, epoch):
            raise Refused("NotHeld")
        self.until = now
        self.spans[-1][1] = min(self.spans[-1][1], now)

    def confirm(self, now: int) -> int:
        if now >= self.until:
            raise Refused("NotHeld")
        latest = self.started + self.scaled(72 * HOUR)
        if now > latest:
            raise Refused("ConfirmedTooLate", self.started, latest)
        following = self.confirmed + self.scaled(180 * DAY) if self.confirmed else 0
        if now < following:
            raise Refused("ConfirmedTooRecently", self.confirmed, following)
        self.until, self.confirmed = self.started + self.scaled(35 * DAY), now
        return self.until


def carry(source: Brake, target: Brake, now: int) -> None:
    """What is held of one subject goes on for another; whichever has used more says how much is left."""
    latest = source if source.until > target.until else target
    until, started, confirmed = latest.until, latest.started, max(source.confirmed, target.confirmed)
    if source.used(now) > target.used(now):
        target.spans, target.epoch = deepcopy(source.spans), source.epoch
    target.until, target.started, target.confirmed = until, started, confirmed


def longest_in_window(intervals: list[tuple[int, int]], window: int) -> int:
    """The most seconds that disjoint `intervals` cover in any `window`: at the end of one of them."""

    def covered(end: int) -> int:
        return sum(max(0, min(b, end) - max(a, end - window)) for a, b in intervals)

    return max((covered(end) for _, end in intervals), default=0)
