"""The count of 51 and 49 against ten lines of exact fractions.

decides / quorumReached / succeeded / delay / scaled
├── any class, ballot and units, with ties and every boundary of a percentage
├── the guardian votes: that decides STANDARD and CRITICAL
├── the guardian is silent: strictly more for than against, and the quorum
└── AMENDMENT: not without the guardian, not before a payment, not with one agent
criticalDelay
├── at 33 % and 67 %, a unit before and after
└── never shorter with more against
"""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.models.tally import (
    ABSTAIN,
    AGAINST,
    AMENDMENT,
    CRITICAL,
    DAY,
    FLOOR,
    FOR,
    NONE,
    ROAD,
    STANDARD,
    Tally,
)
from tests.support.contract import Contract
from tests.support.harness import deployed

PLAIN = settings(max_examples=500, deadline=None, derandomize=True, database=None)
CLASSES, BALLOTS = [STANDARD, CRITICAL, AMENDMENT], [NONE, AGAINST, FOR, ABSTAIN]
COLLECTIVE = 490_000_000 * ROAD
PARTS = [0, 10, 33, 40, 49, 50, 51, 67, 100]


@pytest.fixture(scope="module")
def rules() -> Contract:
    return deployed("Rules")


def near(values: list[int]) -> st.SearchStrategy[int]:
    """Each of them, one less and one more."""
    return st.builds(lambda value, off: max(0, value + off), st.sampled_from(values), st.integers(-1, 1))


@st.composite
def tallies(draw: st.DrawFn) -> Tally:
    """Units anywhere, at a percentage of all or of what is cast, or as many as another side has."""
    total = draw(st.one_of(near([0, 1, FLOOR, 4 * FLOOR, 2 * FLOOR]), st.integers(0, COLLECTIVE)))
    left = total = min(total, COLLECTIVE)
    units: list[int] = []
    for _ in range(3):
        corners = [max(total, FLOOR) * part // 100 for part in PARTS]
        corners += [sum(units) * 67 // 33, sum(units) * 33 // 67, left, *units]
        units.append(min(left, draw(st.one_of(near(corners), st.integers(0, left)))))
        left -= units[-1]
    order = draw(st.permutations(units))
    return Tally(draw(st.sampled_from(BALLOTS)), order[0], order[1], order[2], total)


def counted(rules: Contract, kind: int, tally: Tally) -> Any:
    sides = (tally.guardian, tally.in_favour, tally.against, tally.abstaining, tally.total)
    return rules.count(kind, sides)


@given(kind=st.sampled_from(CLASSES), tally=tallies())
@example(STANDARD, Tally(NONE, 1, 0, 0, COLLECTIVE))  # G6: a wei for, none against
@example(STANDARD, Tally(AGAINST, COLLECTIVE, 0, 0, COLLECTIVE))  # 49 against 51
@example(STANDARD, Tally(FOR, 0, COLLECTIVE, 0, COLLECTIVE))
@example(AMENDMENT, Tally(FOR, 67 * ROAD, 33 * ROAD, 0, 100 * ROAD))
@PLAIN
def test_count__any_tally__sets_what_the_model_says(rules: Contract, kind: int, tally: Tally) -> None:
    """Invariants 13 and 14, G7."""
    found = counted(rules, kind, tally)
    assert found.decides == tally.decides()
    assert found.quorum == tally.quorum(kind)
    assert found.quorumReached == tally.quorum_reached(kind)
    assert found.succeeded == tally.succeeded(kind)
    assert found.delay == tally.delay(kind)
    assert found.guardianWeight == 51 * tally.whole // 49


@given(tally=tallies())
@PLAIN
def test_scaled__any_tally__keeps_the_raw_comparison(rules: Contract, tally: Tally) -> None:
    """Invariant 13: each scaled number is the exact one, rounded down, and no order is turned round."""
    found = counted(rules, STANDARD, tally)
    exact = [
        tally.percent(FOR, tally.in_favour),
        tally.percent(AGAINST, tally.against),
        tally.percent(ABSTAIN, tally.abstaining),
    ]
    scaled = [found.inFavour, found.against, found.abstaining]
    assert scaled == [int(percent * 10**16) for percent in exact]
    assert sum(scaled) <= 10**18
    if scaled[0] > scaled[1]:
        assert found.decides
    if found.decides:
        assert scaled[0] >= scaled[1]


@pytest.mark.parametrize("total", [1, FLOOR - 1, FLOOR, FLOOR + 1, FLOOR + 3, COLLECTIVE - 7, COLLECTIVE])
def test_count__tie_or_one_unit_more__sets_by_the_unit(rules: Contract, total: int) -> None:
    """G7: a tie fails, a unit more passes, with no loss by division."""
    half = total // 2
    assert not counted(rules, STANDARD, Tally(NONE, half, half, 0, total)).decides
    assert not counted(rules, STANDARD, Tally(ABSTAIN, half, half, 0, total)).decides
    assert not counted(rules, STANDARD, Tally(NONE, 0, 0, 0, total)).decides
    assert counted(rules, STANDARD, Tally(NONE, total - half, total - half - 1, 0, total)).decides


@pytest.mark.parametrize("total", [FLOOR - 1, FLOOR, FLOOR + 1, FLOOR + 9, COLLECTIVE - 1, COLLECTIVE])
@pytest.mark.parametrize(("kind", "percent"), [(STANDARD, 10), (AMENDMENT, 40)])
def test_quorum__unit_before_and_at_it__sets_by_the_unit(
    rules: Contract, kind: int, percent: int, total: int
) -> None:
    """Invariant 14: rounded up; abstentions count to it, votes against don't."""
    quorum = -(-max(total, FLOOR) * percent // 100)
    for missing, reached in ((1, False), (0, True), (-1, True)):
        tally = Tally(FOR, 1, 0, quorum - missing - 1, total)
        assert counted(rules, kind, tally).quorumReached == reached
        against = Tally(NONE, quorum - missing, quorum // 2, 0, total)
        assert counted(rules, kind, against).quorumReached == reached


@pytest.mark.parametrize("total", [0, 1, FLOOR, COLLECTIVE])
def test_count__guardian_alone__passes_no_amendment(rules: Contract, total: int) -> None:
    """Invariant 14, G10, X3."""
    assert not counted(rules, AMENDMENT, Tally(FOR, 0, 0, 0, total)).succeeded
    assert counted(rules, STANDARD, Tally(FOR, 0, 0, 0, total)).succeeded
    assert counted(rules, CRITICAL, Tally(FOR, 0, 0, 0, total)).succeeded
    one = min(total, 12_250_000 * ROAD)  # the largest share of an agent
    assert not counted(rules, AMENDMENT, Tally(FOR, one, 0, 0, total)).succeeded


@pytest.mark.parametrize(
    ("units", "days"), [((33, -1), 14), ((33, 0), 14), ((50, 0), 29.5), ((67, 0), 45), ((67, 1), 45)]
)
def test_delay__corner_of_dissent__sets_the_exact_days(
    rules: Contract, units: tuple[int, int], days: float
) -> None:
    """Invariant 17, at a denominator of which a hundredth is a whole number."""
    percent, off = units
    assert rules.dissent(COLLECTIVE * percent // 100 + off, COLLECTIVE) == days * DAY


@pytest.mark.parametrize("whole", [FLOOR, FLOOR + 7, COLLECTIVE - 3, COLLECTIVE])
def test_delay__first_and_last_second__sets_by_the_unit(rules: Contract, whole: int) -> None:
    """Invariant 17: a second comes with the unit with which its part is complete."""
    for seconds in (1, 2, 31 * DAY - 1, 31 * DAY):
        share = Fraction(33, 100) + Fraction(34 * seconds, 100 * 31 * DAY)
        against = -(-share.numerator * whole // share.denominator)
        assert rules.dissent(against, whole) == 14 * DAY + seconds
        assert rules.dissent(against - 1, whole) == 14 * DAY + seconds - 1


@given(whole=st.integers(FLOOR, COLLECTIVE), data=st.data())
@settings(PLAIN, max_examples=150)
def test_delay__more_against__keeps_it_from_falling(rules: Contract, whole: int, data: st.DataObject) -> None:
    """Invariant 17."""
    more = data.draw(st.integers(0, whole))
    less = data.draw(st.one_of(st.integers(0, more), st.just(max(0, more - 1))))
    assert 14 * DAY <= rules.dissent(less, whole) <= rules.dissent(more, whole) <= 45 * DAY
