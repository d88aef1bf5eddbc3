"""What all machines share: isolation, a model that says what each call must do, and a tally of the steps."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from typing import Any, ClassVar, TypeVar

from hypothesis import seed
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from tests.models.errors import Refused
from tests.models.replay import State
from tests.support.contract import Receipt, Revert
from tests.support.system import System

from .depth import Depth

T = TypeVar("T")
LEAST_USEFUL = 0.6
ROUNDS = 5


@contextmanager
def undone(system: System) -> Iterator[None]:
    """Leaves the chain as it was, whatever happens inside."""
    snapshot = system.rpc.snapshot()
    try:
        yield
    finally:
        system.rpc.revert(snapshot)


def replayed(system: System) -> State:
    """What the events say of a system, fresh or old: from there the models go on."""
    return State().read(system.events())


class Machine(RuleBasedStateMachine):
    """Starts each example from the same chain and the same model, and leaves the chain as it was."""

    system: ClassVar[System]
    start: ClassVar[Any]
    done: ClassVar[Counter[str]]
    refused: ClassVar[Counter[str]]

    def __init__(self) -> None:
        super().__init__()
        self.rpc = self.system.rpc
        self.snapshot = self.rpc.snapshot()
        self.model = deepcopy(self.start)
        self.sound = True

    def teardown(self) -> None:
        try:
            if self.sound:
                self.conclude()
        finally:
            self.rpc.revert(self.snapshot)

    def conclude(self) -> None:
        """What a machine checks at the end of each example."""

    @property
    def next(self) -> int:
        """Time of the next transaction."""
        return self.rpc.now + 1

    def attempt(self, rule: str, change: Callable[[Any, int], Any], call: Callable[[], Any]) -> Any:
        """Does the same to model and chain: both change, or the chain says no with the model's words."""
        after, now = deepcopy(self.model), self.next
        self.sound = False
        refusal: Refused | None = None
        try:
            change(after, now)
        except Refused as refused:
            refusal = refused
        try:
            receipt: Receipt = call()
        except Revert as revert:
            assert refusal, f"{rule}: {revert}, but the model allows it"
            told, said = (revert.name, revert.values), (refusal.name, refusal.values)
            assert told == said, f"{rule}: {told}, but the model says {said}"
            self.refused[rule] += 1
            self.sound = True
            return None
        assert refusal is None, f"{rule}: went through, but the model says {refusal}"
        assert self.rpc.now == now, f"{rule}: mined at {self.rpc.now}, not at {now}"
        self.done[rule] += 1
        self.model = after
        self.follow(rule, receipt)
        self.sound = True
        return receipt

    def follow(self, rule: str, receipt: Receipt) -> None:
        """What a machine checks after each step that went through."""

    def pick(self, data: Any, good: Sequence[T], anything: Sequence[T]) -> T:
        """Mostly one of the good ones, now and then anything."""
        if not good or data.draw(st.integers(0, 9)) == 0:
            good = anything
        one: T = data.draw(st.sampled_from(list(good)))
        return one


M = TypeVar("M", bound=Machine)


def bound(machine: type[M], system: System, start: Any) -> type[M]:
    """The machine for one system, with a tally of its own."""
    members = {"system": system, "start": start, "done": Counter(), "refused": Counter()}
    return type(machine.__name__, (machine,), members)


def search(
    machine: type[Machine],
    system: System,
    start: Any,
    depth: Depth,
    unmet: Callable[[], list[str]] = list,
) -> None:
    """Runs a machine until every rule has gone through often enough, nothing is `unmet`, and most steps did.

    What is rare may take more than one round. Each has its own seed; what hypothesis makes of a seed changes
    with any constant in the modules that are loaded, so that no single round is sure of anything.
    """
    ready = bound(machine, system, start)
    done, refused = ready.done, ready.refused
    rules = {name for name in dir(machine) if hasattr(getattr(machine, name), "hypothesis_stateful_rule")}
    for turn in range(ROUNDS):
        run_state_machine_as_test(seed(turn)(ready) if depth.repeatable else ready, settings=depth.settings)
        seldom = sorted(rule for rule in rules if done[rule] < depth.least)
        missed, useful = unmet(), done.total() / (done.total() + refused.total())
        if not seldom and not missed and useful >= LEAST_USEFUL:
            break
    lines = [f"  {rule:24}{done[rule]:7}{refused[rule]:7}" for rule in sorted(done | refused)]
    print(f"\n{machine.__name__}: {done.total()} steps, {useful:.0%} useful", *lines, sep="\n")  # noqa: T201
    assert not seldom, f"too seldom: {seldom}"
    assert not missed, f"never reached: {missed}"
    assert useful >= LEAST_USEFUL, f"{useful:.0%} of all steps went through"
