"""Resources under any sequence of requests, releases, service, suspensions, capacities and time.

machine
├── in this process, at the test networks' divisor too, and deeper on demand
└── on the node
"""

from tests.support.resources import Fleet
from tests.support.revm import Revm
from tests.support.rpc import Rpc
from tests.support.system import COHORT, System

from .depth import BRIEF, HURRIED, Depth, in_process_depths
from .machine import search, undone
from .resources import ResourcesMachine, assembled


def run(fleet: Fleet, depth: Depth) -> None:
    with undone(fleet.system):
        start = assembled(fleet)
        machine = type("ResourcesMachine", (ResourcesMachine,), {"fleet": fleet})
        search(machine, fleet.system, start, depth)


@in_process_depths
def test_resources__any_sequence__keeps_grants_and_order(supplied: Fleet, depth: Depth) -> None:
    """Invariants 43 to 46."""
    run(supplied, depth)


def test_resources__any_sequence_at_another_divisor__keeps_grants_and_order() -> None:
    """Invariants 43 to 46, 51."""
    system = System(Revm(), divisor=360, resources=True)
    system.birth(COHORT)
    run(Fleet(system), HURRIED)


def test_resources__any_sequence_on_the_node__keeps_grants_and_order(rpc: Rpc, isolated: None) -> None:
    """Invariants 43 to 46."""
    system = System(rpc, resources=True)
    system.birth(COHORT)
    run(Fleet(system), BRIEF)
