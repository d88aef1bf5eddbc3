"""Cap, books and votes under any sequence of what anybody may do.

Each step does the same to the contracts and to a model in plain Python, and must change both alike or be
refused with exactly the model's error.
"""

from tests.support.system import System

from .depth import NODE, Depth, in_process_depths
from .economy import EconomyMachine, economy_of
from .machine import search


@in_process_depths
def test_economy__any_sequence__keeps_books_cap_and_votes(quick: System, depth: Depth) -> None:
    """Invariants 1 to 4, 7 to 10, 12, 48, 49."""
    search(EconomyMachine, quick, economy_of(quick), depth)


def test_economy__any_sequence_on_the_node__keeps_books_cap_and_votes(system: System) -> None:
    """Invariants 1 to 4, 7 to 10, 12, 48, 49."""
    search(EconomyMachine, system, economy_of(system), NODE)
