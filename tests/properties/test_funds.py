"""The operating funds under any sequence of bills, approvals, changes of the board and odd tokens."""

from tests.support.funds import Till, open_till, till

from .depth import Depth, in_process_depths
from .funded import opened
from .funds import FundsMachine
from .machine import search

__all__ = ["open_till", "till"]


@in_process_depths
def test_funds__any_sequence__pays_what_was_approved_within_the_budget(till: Till, depth: Depth) -> None:
    """Invariants 36, 38, 39; A1, A2, A4, A11, R6."""
    machine = type("FundsMachine", (FundsMachine,), {"till": till})
    search(machine, till.system, opened(till), depth)
