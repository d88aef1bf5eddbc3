"""The emergency budget of every scope under any sequence of holds, lifts, confirmations and new guardians."""

from .brakes import BrakesMachine, all_released
from .conftest import Route
from .machine import search


def test_brakes__any_sequence__keeps_the_budget(route: Route) -> None:
    """Invariant 29."""
    search(BrakesMachine, route.system, all_released(route.system), route.settings, least=route.least)
