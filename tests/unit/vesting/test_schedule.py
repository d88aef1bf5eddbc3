"""10 % at the start, then 20 %, 30 % and 40 % evenly over a year each.

start ── the close of the bootstrap; 0 before
vestedAt
├── before the start ── 0
├── each corner: one second before, at, one second after ── exact
├── any moment ── the floor of the straight lines, rising by at most one second's part
└── after three years ── all of it, for ever
at a divisor of 360 ── the same values at a 360th of the times
"""

from fractions import Fraction
from random import Random

import pytest

from tests.support.rpc import Rpc
from tests.support.system import ROAD, YEAR, System

SHARE = 510_000_000 * ROAD
CORNERS = {0: 10, 1: 30, 2: 60, 3: 100}
DIVISORS = [1, 360]


def line(elapsed: int, year: int) -> int:
    """The schedule once more, exactly, then rounded down."""
    if elapsed >= 3 * year:
        return SHARE
    place = elapsed // year
    percent = CORNERS[place] + Fraction((CORNERS[place + 1] - CORNERS[place]) * (elapsed % year), year)
    return int(SHARE * percent / 100)


@pytest.fixture(scope="module", params=DIVISORS, ids=["divisor 1", "divisor 360"])
def timed(request: pytest.FixtureRequest, rpc: Rpc) -> System:
    return System(rpc, divisor=request.param)


@pytest.mark.parametrize("corner", CORNERS)
def test_vested_at__corner__sets_the_exact_value(timed: System, corner: int) -> None:
    """V1, invariants 40, 51."""
    year = YEAR // timed.divisor
    moment = timed.vesting.start() + corner * year
    assert timed.vesting.vestedAt(moment) == SHARE * CORNERS[corner] // 100
    before, after = timed.vesting.vestedAt(moment - 1), timed.vesting.vestedAt(moment + 1)
    assert before == (line(corner * year - 1, year) if corner else 0)
    assert after == line(corner * year + 1, year)
    if corner not in (0, 3):
        assert before < SHARE * CORNERS[corner] // 100 < after


def test_vested_at__first_second__sets_the_floor(timed: System) -> None:
    """20 % of 510 million over a year of seconds does not divide."""
    year = YEAR // timed.divisor
    second = 102_000_000 * ROAD // year
    assert 102_000_000 * ROAD % year != 0
    assert timed.vesting.vestedAt(timed.vesting.start() + 1) == 51_000_000 * ROAD + second


def test_vested_at__any_moment__sets_the_floor_of_the_lines(timed: System) -> None:
    random, year, start = Random(3), YEAR // timed.divisor, timed.vesting.start()
    last = 0
    for elapsed in sorted(random.sample(range(3 * year + 1000), 100)):
        vested = timed.vesting.vestedAt(start + elapsed)
        assert vested == line(elapsed, year)
        assert vested >= last
        last = vested


def test_vested_at__far_away__keeps_the_ends(timed: System) -> None:
    start = timed.vesting.start()
    for moment in (0, 1, start - YEAR, start - 1):
        assert timed.vesting.vestedAt(moment) == 0
    for moment in (start + 3 * YEAR, start + 13 * YEAR, 2**40, 2**256 - 1):
        assert timed.vesting.vestedAt(moment) == SHARE


def test_start__bootstrap_open__keeps_zero(rpc: Rpc, isolated: None) -> None:
    system = System(rpc, close=False)
    assert system.vesting.start() == system.vesting.releasable() == 0
    assert system.vesting.vestedAt(rpc.now + 10 * YEAR) == system.vesting.vestedAt(0) == 0
    system.factory.closeBootstrap(sender=system.deployer)
    assert system.vesting.start() == rpc.now
    assert system.vesting.vestedAt(rpc.now) == SHARE // 10


def test_constants__first_day__keeps_peers(timed: System) -> None:
    vesting = timed.vesting
    assert (vesting.TOKEN(), vesting.GUARDIANSHIP()) == (timed.token.address, timed.guardianship.address)
    assert (vesting.FACTORY(), vesting.TIME_DIVISOR()) == (timed.factory.address, timed.divisor)
    assert (vesting.version(), vesting.released()) == ("1.0.0", 0)
    assert timed.token.balanceOf(vesting) == SHARE
