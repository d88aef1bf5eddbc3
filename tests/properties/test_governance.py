"""Proposals of every class under any sequence of what anybody may do.

Each step does the same to the contracts and to a model in plain Python, and must change both alike or be
refused with exactly the model's error. The search steers to what is rare, and counts how often it got there.
"""

from collections.abc import Sequence

import pytest

from tests.support.revm import Revm
from tests.support.rpc import Rpc
from tests.support.system import System

from .chamber import Chamber
from .depth import GLIMPSE, HURRIED, Depth, in_process_depths
from .governance import GovernanceMachine
from .machine import search, undone
from .republic import found, republic_of

HURRY = 360
# What a search must have met.
REACHED = [
    *(
        f"executed {kind}"
        for kind in ("STANDARD", "CRITICAL", "AMENDMENT", "a mixture", "by the agents alone")
    ),
    *(f"vetoed {state}" for state in ("Pending", "Active", "Succeeded", "Queued", "at once")),
    *(f"{kind} cancelled by an epoch" for kind in ("CRITICAL", "AMENDMENT", "Succeeded", "Queued")),
    *(f"{step} while all is paused" for step in ("vote", "vote_batch", "veto", "queue", "execute")),
    *("guardian's ballot void by an epoch", "delay grown by dissent", "extended", "made in spite of a twin"),
    *("expired when queued", "expired before it was queued", "defeated", "defeated by the agents alone"),
    *("refused since its class was raised", "ballots counted in batches", "ballots passed over in batches"),
    *("propose", "cancel", "vote", "vote_signed", "vote_batch", "queue", "execute", "veto", "veto_up_to"),
    *("delegate", "move", "pay", "give", "rotate_wallet", "judge", "emergency_suspend", "advise", "remap"),
]


@pytest.fixture(scope="module")
def small() -> System:
    return found(System(Revm(), governed=True))


def searched(system: System, depth: Depth, wanted: Sequence[str] = ()) -> None:
    """Runs the machine until it has met what is wanted, and prints what it met."""
    Chamber.reached.clear()
    with undone(system):
        search(
            GovernanceMachine,
            system,
            republic_of(system),
            depth,
            lambda: [what for what in wanted if not Chamber.reached[what]],
        )
    lines = [f"  {what:50}{times:6}" for what, times in sorted(Chamber.reached.items())]
    print(*lines, sep="\n")  # noqa: T201


@in_process_depths
def test_governance__any_sequence__keeps_the_constitution(small: System, depth: Depth) -> None:
    """Invariants 13, 15 to 24, 30, 48, 49."""
    searched(small, depth, REACHED)


def test_governance__any_sequence_in_a_hurry__keeps_the_constitution() -> None:
    """Invariant 51."""
    searched(found(System(Revm(), divisor=HURRY, governed=True)), HURRIED)


def test_governance__the_same_on_the_node__ends_the_same_at_every_speed(rpc: Rpc, isolated: None) -> None:
    """Invariant 51."""
    met = []
    for divisor in (1, HURRY):
        searched(found(System(rpc, divisor=divisor, governed=True)), GLIMPSE)
        met.append(Chamber.reached.copy())
    assert met[0] == met[1]
