"""The emergency budget of every scope under any sequence of holds, lifts, confirmations and new guardians."""

from tests.support.system import System

from .brakes import BrakesMachine, brakes_of
from .depth import NODE, Depth, in_process_depths
from .machine import search


@in_process_depths
def test_brakes__any_sequence__keeps_the_budget(quick: System, depth: Depth) -> None:
    """Invariant 29."""
    search(BrakesMachine, quick, brakes_of(quick), depth)


def test_brakes__any_sequence_on_the_node__keeps_the_budget(system: System) -> None:
    """Invariant 29."""
    search(BrakesMachine, system, brakes_of(system), NODE)
