"""The registry under any sequence of births, rotations, requests and decisions on status."""

from tests.support.system import System

from .depth import NODE, Depth, in_process_depths
from .lives import LivesMachine, registered
from .machine import search


@in_process_depths
def test_lives__any_sequence__keeps_wallets_and_agents_inverse(quick: System, depth: Depth) -> None:
    """Invariants 41 and 50; N1."""
    search(LivesMachine, quick, registered(quick), depth)


def test_lives__any_sequence_on_the_node__keeps_wallets_and_agents_inverse(system: System) -> None:
    """Invariants 41 and 50; N1."""
    search(LivesMachine, system, registered(system), NODE)
