"""Cap, books and votes under any sequence of what anybody may do.

Each step does the same to the contracts and to a model in plain Python, and must change both alike or be
refused with exactly the model's error.
"""

from .conftest import Route
from .economy import EconomyMachine, day_one
from .machine import search


def test_economy__any_sequence__keeps_books_cap_and_votes(route: Route) -> None:
    """Invariants 1 to 4, 7 to 10, 12, 48, 49."""
    search(EconomyMachine, route.system, day_one(route.system), route.settings, least=route.least)
