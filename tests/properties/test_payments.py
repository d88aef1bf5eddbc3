"""Treasury and vesting under any sequence of releases, rewards, suspensions, donations and waiting."""

from tests.support.system import System

from .depth import NODE, Depth, in_process_depths
from .machine import search
from .payments import PaymentsMachine, payroll


@in_process_depths
def test_payments__any_sequence__keeps_what_is_owed(quick: System, depth: Depth) -> None:
    """Invariants 35, 36, 37, 40; R10, R11."""
    search(PaymentsMachine, quick, payroll(quick), depth)


def test_payments__any_sequence_on_the_node__keeps_what_is_owed(system: System) -> None:
    """Invariants 35, 36, 37, 40; R10, R11."""
    search(PaymentsMachine, system, payroll(system), NODE)
