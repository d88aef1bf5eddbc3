"""67 % of all units in the second before the challenge, rounded up, and never zero (invariant 27).

the rule
├── 1, 2, 3, 99, 100, 101, 1250 units ── by hand
└── any number of units ── as the model says
with that many units
├── one fewer than the threshold ── elects nobody
└── the threshold ── elects
"""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as units_

from tests.models.succession import threshold
from tests.properties.machine import undone
from tests.support.actors import actor, agent_actor
from tests.support.holders import pay
from tests.support.stub import stub
from tests.support.succession import challenge, open_round, stage, vote
from tests.support.system import ROAD, System

NEXT = actor("next guardian")
ALL = 490_000_000 * ROAD
BY_HAND = {0: 1, 1: 1, 2: 2, 3: 3, 99: 67, 100: 67, 101: 68, 1250: 838, ALL: 328_300_000 * ROAD}


@pytest.mark.parametrize(("units", "needed"), BY_HAND.items())
def test_threshold__model__is_as_by_hand(units: int, needed: int) -> None:
    assert threshold(units) == needed


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(units=units_.one_of(units_.integers(0, 400), units_.integers(0, ALL)))
@example(ALL)
def test_threshold__any_number_of_units__equals_the_model(lasting: System, units: int) -> None:
    """A token that says so stands in."""
    with undone(lasting):
        lasting.rpc.set_code(lasting.token.address, stub({"getPastTotalSupply(uint256)": units}))
        challenge(lasting)
        assert lasting.succession.challenged().threshold == threshold(units)


@pytest.mark.parametrize("units", [1, 2, 3, 99, 100, 101, 1250])
def test_vote__so_many_units__elects_with_the_threshold_and_not_before(unpaid: System, units: int) -> None:
    """P1 has one unit fewer than the threshold, P2 one, P3 the rest."""
    needed = BY_HAND[units]
    for agent_id, amount in ((1, needed - 1), (2, 1), (3, units - needed)):
        if amount:
            pay(unpaid, agent_actor(agent_id), amount)
    open_round(unpaid)
    assert unpaid.succession.challenged().threshold == needed
    for agent_id, amount in ((1, needed - 1), (3, units - needed)):
        if amount:
            vote(unpaid, agent_id, NEXT if agent_id == 1 else actor("other"))
            assert stage(unpaid)[0] == "voting"
    vote(unpaid, 2, NEXT)
    assert unpaid.succession.votesOf(1, NEXT) == needed
    assert unpaid.succession.elected() == NEXT.address
