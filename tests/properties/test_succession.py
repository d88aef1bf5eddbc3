"""Who takes the office when, under any sequence of silence, return, votes and attempts."""

from tests.support.system import System

from .depth import NODE, Depth, in_process_depths
from .machine import search
from .succession import SuccessionMachine, office_of


@in_process_depths
def test_succession__any_sequence__seats_only_whom_the_rules_name(quick: System, depth: Depth) -> None:
    """Invariants 25, 26, 27 and 28."""
    search(SuccessionMachine, quick, office_of(quick), depth)


def test_succession__any_sequence_on_the_node__seats_only_whom_the_rules_name(system: System) -> None:
    """Invariants 25, 26, 27 and 28."""
    search(SuccessionMachine, system, office_of(system), NODE)
