"""The budget beside ten plain lines of Python, under sequences that nobody thought of (invariant 29).

The model remembers every span for ever and adds up what lies in the last 90 days. Whatever the contract
holds is collected, and every window of 90 days is looked at afterwards.
"""

from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.support.contract import Revert
from tests.support.revm import Revm
from tests.support.system import DAY, HOUR, System
from tests.unit.emergency.brakes import BRAKES, Brake

GAPS = [
    1,
    60,
    HOUR,
    DAY - 1,
    DAY,
    DAY + 1,
    2 * DAY,
    3 * DAY,
    3 * DAY + 1,
    12 * DAY,
    62 * DAY,
    76 * DAY,
    90 * DAY,
]
STEPS = st.tuples(st.sampled_from(["hold", "hold", "lift", "wait"]), st.sampled_from(GAPS))

# Prolonged in its first day when little is left, and held again once it is over.
PROLONGED_LATE = [
    *[("hold", 12 * DAY)] * 4, ("lift", 2 * DAY), ("hold", 12 * DAY), ("hold", 1), ("hold", 3 * DAY),
]  # fmt: skip
# More spans than the contract remembers, of which the window's edge cuts one after the other.
MANY_SHORT = [("hold", 2 * DAY), ("lift", 60)] * 14 + [("hold", 62 * DAY + HOUR), ("hold", DAY + 1)] * 4


@dataclass
class Model:
    """At most `budget` seconds in any `window`, `span` at a time, charged for `least` at least."""

    span: int
    budget: int
    window: int
    least: int
    spans: list[list[int]] = field(default_factory=list)

    def charged(self, now: int, spans: list[list[int]]) -> int:
        ends = [(start, max(end, start + self.least)) for start, end in spans]
        return sum(max(0, end - max(start, now - self.window)) for start, end in ends)

    def hold(self, now: int) -> int | None:
        """Until when it holds; None if it is refused."""
        last = self.spans[-1] if self.spans else None
        runs_on = last is not None and now <= max(last[1], last[0] + self.least)
        start = last[0] if last and runs_on else now
        others = self.spans[:-1] if runs_on else self.spans
        left = self.budget - self.charged(now, others) - (now - start)
        if left <= 0:
            return None
        self.spans = [*others, [start, now + min(self.span, left)]]
        return self.spans[-1][1]

    def lift(self, now: int) -> None:
        self.spans[-1][1] = now


def longest(held: list[tuple[int, int]], window: int) -> int:
    """The most that any window of that length holds: it begins or ends where a hold begins or ends."""
    starts = [start for start, _ in held] + [end - window for _, end in held]
    return max((sum(max(0, min(e, a + window) - max(s, a)) for s, e in held) for a in starts), default=0)


@pytest.fixture(scope="module", params=[1, 3600], ids=["main network", "test network"])
def memory(request: pytest.FixtureRequest) -> System:
    """A system in an EVM of this process, where thousands of calls take a second."""
    return System(Revm(), divisor=request.param)


def live(brake: Brake, model: Model, steps: list[tuple[str, int]]) -> list[tuple[int, int]]:
    """Takes the steps in both worlds and compares them after each; returns what was held."""
    held: list[tuple[int, int]] = []
    now, divisor = brake.system.rpc.now, brake.system.divisor
    for action, gap in steps:
        now += max(1, gap // divisor)
        if action == "hold":
            until = model.hold(now)
            try:
                brake.hold(at=now)
            except Revert as refused:
                assert refused.name == "EmergencyBudgetSpent"
                assert until is None
                continue
            assert brake.until() == until
            assert until <= now + model.span
            held.append((max(now, held[-1][1]) if held else now, until))
        elif action == "lift" and held and now < held[-1][1]:
            brake.lift(at=now)
            model.lift(now)
            held = [(start, min(end, now)) for start, end in held]
        assert brake.left(at=now) == max(0, model.budget - model.charged(now, model.spans))
        assert brake.held(at=now) == any(start <= now < end for start, end in held)
    return held


@settings(max_examples=50, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@example(steps=PROLONGED_LATE)
@example(steps=MANY_SHORT)
@given(steps=st.lists(STEPS, min_size=15, max_size=60))
def test_hold__any_sequence__equals_the_model(memory: System, steps: list[tuple[str, int]]) -> None:
    scale = memory.divisor
    model = Model(3 * DAY // scale, 14 * DAY // scale, 90 * DAY // scale, DAY // scale)
    snapshot = memory.rpc.snapshot()
    try:
        held = live(Brake(memory, BRAKES[0], 0), model, steps)
        assert longest(held, model.window) <= model.budget
    finally:
        memory.rpc.revert(snapshot)
