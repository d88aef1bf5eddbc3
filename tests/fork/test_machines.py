"""The machines of tests/properties, which go on from what they find.

Their models begin with what the events of the chain say, and after every step the chain's views must agree.
"""

import pytest

from tests.properties.brakes import BrakesMachine, brakes_of
from tests.properties.depth import GLIMPSE, OLD, Depth
from tests.properties.lives import LivesMachine, registered
from tests.properties.machine import search
from tests.properties.payments import PaymentsMachine, payroll
from tests.support.standing import Standing

depths = pytest.mark.parametrize(
    "depth", [GLIMPSE, pytest.param(OLD, marks=pytest.mark.deep)], ids=["glimpse", "deep"]
)


@depths
def test_payments__from_what_stands__keeps_what_is_owed(calm: Standing, depth: Depth) -> None:
    """Invariants 35, 36, 37 and 40."""
    search(PaymentsMachine, calm, payroll(calm), depth)


@depths
def test_brakes__from_what_stands__keeps_the_budget(calm: Standing, depth: Depth) -> None:
    """Invariant 29."""
    search(BrakesMachine, calm, brakes_of(calm), depth)


@depths
def test_lives__from_what_stands__keeps_wallets_and_agents_inverse(calm: Standing, depth: Depth) -> None:
    """Invariants 41 and 50."""
    search(LivesMachine, calm, registered(calm), depth)
