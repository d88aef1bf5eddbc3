"""Formulas of time and amount against a few plain lines each.

vestedAt(time)
├── any second of four years
└── each corner, a second before and after
entitlementOf / vestedOf / releasedOf
├── any agent, any time
└── all agents together
release in any split
└── the same sum
canTransfer / explain / transfer
└── any pair of a zoo of wallets in every state, any amount
"""

from collections.abc import Iterator
from copy import deepcopy

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.models.books import OK, ZERO
from tests.models.economy import Economy
from tests.models.errors import Refused
from tests.models.vesting import (
    COHORT,
    COLLECTIVE_SHARE,
    DUST,
    GUARDIAN_SHARE,
    agent_vested,
    entitlement,
    guardian_vested,
    quarters_after,
)
from tests.support.contract import Revert
from tests.support.system import CAP, DAY, FOR_EVER, ROAD, YEAR, System

from .economy import KEYS, WALLETS, economy_of
from .machine import bound, undone
from .zoo import Zoo

PLAIN = settings(max_examples=200, deadline=None, derandomize=True, database=None)
CORNERS = {0: 10, YEAR // 2: 20, YEAR: 30, 3 * YEAR // 2: 45, 2 * YEAR: 60, 5 * YEAR // 2: 80, 3 * YEAR: 100}


@given(elapsed=st.integers(0, 4 * YEAR))
@example(0)
@example(4 * YEAR)
@PLAIN
def test_vested_at__any_second__pays_what_the_model_says(in_process: System, elapsed: int) -> None:
    """Invariant 40."""
    assert in_process.vesting.vestedAt(in_process.vesting.start() + elapsed) == guardian_vested(elapsed)


@pytest.mark.parametrize(("elapsed", "percent"), CORNERS.items())
def test_vested_at__corner__pays_the_exact_percentage(in_process: System, elapsed: int, percent: int) -> None:
    """Invariant 40: exact at the corner, less before it, more after it until all is vested."""
    start, vested = in_process.vesting.start(), in_process.vesting.vestedAt
    exact = GUARDIAN_SHARE * percent // 100
    assert vested(start + elapsed) == exact
    assert vested(start + elapsed - 1) < exact
    assert (vested(start + elapsed + 1) > exact) == (percent < 100)
    assert vested(start - 1) == 0
    assert vested(2**256 - 1) == GUARDIAN_SHARE


@given(parts=st.lists(st.integers(1, 200 * DAY), min_size=1, max_size=12))
@PLAIN
def test_vesting_release__any_split__pays_the_same_sum(in_process: System, parts: list[int]) -> None:
    """Invariant 40."""
    system = in_process
    with undone(system):
        for part in parts:
            system.vesting.release(sender=system.stranger, at=system.rpc.now + part)
        elapsed = system.rpc.now - system.vesting.start()
        assert system.vesting.released() == guardian_vested(elapsed)
        assert system.token.balanceOf(system.guardian) == guardian_vested(elapsed)


@given(number=st.integers(0, COHORT + 2), elapsed=st.integers(0, 400 * DAY))
@PLAIN
def test_vested_of__any_agent_and_time__pays_what_the_model_says(
    in_process: System, number: int, elapsed: int
) -> None:
    """Invariant 35."""
    treasury, at = in_process.treasury, in_process.treasury.activatedAt() + elapsed
    assert treasury.entitlementOf(number) == entitlement(number)
    assert treasury.vestedOf(number, at=at) == agent_vested(number, quarters_after(elapsed))
    assert treasury.releasableOf(number, at=at) == agent_vested(number, quarters_after(elapsed))


@pytest.mark.parametrize("quarter", [1, 2, 3])
@pytest.mark.parametrize("number", [1, 11, 15, 1188, 1247])
def test_vested_of__boundary_of_a_quarter__pays_from_its_second_on(
    in_process: System, number: int, quarter: int
) -> None:
    """Invariant 35, R10."""
    treasury = in_process.treasury
    boundary = treasury.activatedAt() + quarter * 90 * DAY
    assert treasury.vestedOf(number, at=boundary - 1) == agent_vested(number, quarter)
    assert treasury.vestedOf(number, at=boundary) == agent_vested(number, quarter + 1)
    assert treasury.vestedOf(number, at=boundary + 1) == agent_vested(number, quarter + 1)


def test_entitlement_of__all_agents__keeps_477_wei_of_dust(in_process: System) -> None:
    """Invariant 35, R11."""
    shares = [in_process.treasury.entitlementOf(number) for number in range(1, COHORT + 1)]
    assert shares == [entitlement(number) for number in range(1, COHORT + 1)]
    assert COLLECTIVE_SHARE - sum(shares) == DUST
    assert in_process.treasury.outstanding() == sum(shares)


@pytest.fixture(scope="module")
def zoo(in_process: System) -> Iterator[Zoo]:
    machine = bound(Zoo, in_process, economy_of(in_process))()
    machine.settle_zoo()
    yield machine
    machine.teardown()


EVERYBODY = [*WALLETS, ZERO, "treasury", "vesting", "escrow", "0x" + "00" * 18 + "dEaD"]
AMOUNTS = st.one_of(
    st.sampled_from([0, 1, ROAD, ROAD - 1, ROAD + 1, CAP, 2**256 - 1]), st.integers(0, 2**256 - 1)
)


@given(
    sender=st.sampled_from(EVERYBODY),
    to=st.sampled_from(EVERYBODY),
    amount=AMOUNTS,
    later=st.sampled_from([1, 2 * DAY, 4 * DAY]),
    paused=st.booleans(),
    exact=st.booleans(),
)
@settings(PLAIN, max_examples=600)
def test_can_transfer__any_pair_of_a_zoo__sets_what_transfer_does(
    zoo: Zoo, sender: str, to: str, amount: int, later: int, paused: bool, exact: bool
) -> None:
    """Invariant 6: `explain`, `canTransfer` and the transfer itself agree with the model's ten lines."""
    system, model = zoo.system, zoo.model
    sender, to = (model.places.get(who, who) for who in (sender, to))
    amount = min(amount, model.at(sender).balance) if exact else amount
    with undone(system):
        if paused:
            system.token.pause(sender=system.guardian)
            model = deepcopy(model)
            model.hold("transfers", system.rpc.now)
        _compare(system, model, sender, to, amount, system.rpc.now + later)


def _compare(system: System, model: Economy, sender: str, to: str, amount: int, at: int) -> None:
    expected = model.explain(sender, to, amount, at)
    assert system.token.explain(sender, to, amount, at=at) == expected
    assert system.token.canTransfer(sender, to, amount, at=at) == (expected == OK)
    if sender == ZERO or sender in model.places.values():  # contracts send nothing on their own
        return
    after = deepcopy(model)
    try:
        system.token.transfer(to, amount, sender=sender, at=at)
    except Revert as revert:
        with pytest.raises(Refused) as refused:
            after.transfer(sender, to, amount, at)
        assert (revert.name, revert.values) == (refused.value.name, refused.value.values)
        assert expected != OK
    else:
        after.transfer(sender, to, amount, at)
        assert system.token.balanceOf(to) == after.at(to).balance
        assert system.token.getVotes(to) == after.votes(to)


def test_zoo__as_built__sets_every_class_and_state(zoo: Zoo) -> None:
    """The zoo is not a zoo of one animal."""
    holders = [zoo.model.at(wallet) for wallet in KEYS]
    assert {one.kind for one in holders} == {0, 2, 3, 4, 5, 6}
    assert any(one.halted == FOR_EVER for one in holders)
    zoo.compare_all()
