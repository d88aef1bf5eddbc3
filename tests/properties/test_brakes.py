"""The emergency budget of every scope under any sequence of holds, lifts, confirmations and new guardians."""

from tests.support.system import System

from .brakes import BrakesMachine, all_released
from .depth import NODE, Depth, in_process_depths
from .machine import search


@in_process_depths
def test_brakes__any_sequence__keeps_the_budget(quick: System, depth: Depth) -> None:
    """Invariant 29."""
    search(BrakesMachine, quick, all_released(quick), depth)


def test_brakes__any_sequence_on_the_node__keeps_the_budget(system: System) -> None:
    """Invariant 29."""
    search(BrakesMachine, system, all_released(system), NODE)
