"""The registry under any sequence of births, rotations, requests and decisions on status."""

from .conftest import Route
from .lives import LivesMachine, newly_born
from .machine import search


def test_lives__any_sequence__keeps_wallets_and_agents_inverse(route: Route) -> None:
    """Invariants 41 and 50; N1."""
    search(LivesMachine, route.system, newly_born(route.system), route.settings, least=route.least)
