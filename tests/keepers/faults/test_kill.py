"""Runs that are killed, as kill -9 does: at every step of the sender, at any of its lines, at any moment.

Each point has a process, a journal and a node of its own state. The next run pays the rest: every agent has
exactly what is due, no nonce is left out or used for nothing, and the journal is whole and closed.
"""

import random
import signal
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.keepers.support.crasher import Crasher, Point, campaign
from tests.keepers.support.pay import assert_paid, due, paid
from tests.keepers.support.proxy import Answer, Proxy, accepted_then_lost, swallowed
from tests.keepers.support.world import World
from tests.support.system import DAY

Draw = Callable[[], Point]
Points = Callable[[World, Crasher, random.Random], Draw]
SEND = "eth_sendRawTransaction"
KILLS = 40
DEEP_KILLS = 300
BATCH = 20  # of points drawn in one run's length, it can't be that all come too late
# Among the steps that a run must be seen to take, so that all of them are tried.
STEPS = {
    "runner.Run._planned", "sender.Sender.recover", "sender.Sender.carry_out",
    "simulation.Simulator.forecast", "courier.Courier.offer", "courier.Courier.nonce",
    "courier.Courier.signed", "sender.Sender._check_budget", "journal.Journal.begin",
    "journal._committed.__exit__", "courier.Courier.bring", "courier.Courier._send",
    "courier.Courier._receipt", "courier.Courier._is_final", "journal.Journal.finish",
    "sender.Sender._check", "files.Memory.save", "files.write_whole",
}  # fmt: skip


@pytest.fixture
def crasher(world: World) -> Iterator[Crasher]:
    world.configure(endpoints=[world.node.uri])
    made = Crasher(world)
    yield made
    made.close()


def _undisturbed(world: World, crasher: Crasher, **how: bool) -> dict[str, Any]:
    """A run that nobody kills, on a chain that does not keep it."""
    snapshot = world.rpc.snapshot()
    seen = crasher.run(**how)
    assert seen["code"] == 0
    assert_paid(world)
    world.rpc.revert(snapshot)
    return seen


def _lines(world: World, crasher: Crasher, draw: random.Random) -> Draw:
    lines = _undisturbed(world, crasher, trace=True)["lines"]
    return lambda: {"line": draw.randint(1, lines)}


def _moments(world: World, crasher: Crasher, draw: random.Random) -> Draw:
    seconds = _undisturbed(world, crasher)["seconds"]
    return lambda: {"after": draw.uniform(0, seconds)}


def _kill(world: World, crasher: Crasher, drawn: Draw, kills: int) -> None:
    """Go on until so many runs were killed: some end first, and more of them where the machine is fast."""
    while kills > 0:
        killed = campaign(world, crasher, [drawn() for _ in range(BATCH)])
        assert killed
        kills -= killed


def test_kill__at_each_step_of_the_sender__next_run_pays_the_rest(world: World, crasher: Crasher) -> None:
    steps, draw = _undisturbed(world, crasher, trace=True)["steps"], random.Random(1)
    assert {f"{step} {edge}" for step in STEPS for edge in ("begins", "ends")} <= set(steps)
    points: list[Point] = [{"step": step, "nth": draw.randint(1, times)} for step, times in steps.items()]
    assert len(points) > 100
    assert campaign(world, crasher, points) > 0.9 * len(points)


@pytest.mark.parametrize(("points", "seed"), [(_lines, 2), (_moments, 3)])
def test_kill__at_any_line_or_moment__next_run_pays_the_rest(
    world: World, crasher: Crasher, points: Points, seed: int
) -> None:
    _kill(world, crasher, points(world, crasher, random.Random(seed)), KILLS)


@pytest.mark.deep
@pytest.mark.parametrize("points", [_lines, _moments])
@pytest.mark.parametrize("seed", range(100, 103))
def test_kill__at_many_lines_and_moments__next_run_pays_the_rest(
    world: World, crasher: Crasher, points: Points, seed: int
) -> None:
    _kill(world, crasher, points(world, crasher, random.Random(seed)), DEEP_KILLS)


def test_kill__again_and_again__pays_in_the_end(world: World, crasher: Crasher) -> None:
    draw = random.Random(7)
    lines = _undisturbed(world, crasher, trace=True)["lines"]
    codes = {crasher.run(line=draw.randrange(1, lines // 3))["code"] for _ in range(10)}
    assert -signal.SIGKILL in codes
    assert crasher.run()["code"] == 0
    assert_paid(world)


@pytest.mark.parametrize("kills", [12, pytest.param(40, marks=pytest.mark.deep)])
def test_kill__of_two_at_once_while_sends_are_lost__pays_in_the_end(
    world: World, crasher: Crasher, kills: int
) -> None:
    world.configure(endpoints=[world.proxy.uri])
    draw, kinds = random.Random(3), (accepted_then_lost, swallowed)

    def lost(proxy: Proxy, requests: list[dict[str, Any]]) -> Answer | None:
        if requests[0]["method"] != SEND or draw.random() < 0.5:
            return None
        return draw.choice(kinds)(proxy, requests[0])

    world.proxy.fail(lost)
    other, killed = Crasher(world), 0
    while killed < kills:
        for one in (crasher, other):
            one.begin(line=draw.randrange(100, 700))
        codes = [one.ended()["code"] for one in (crasher, other)]
        assert set(codes) <= {-signal.SIGKILL, 0, 75}
        killed += codes.count(-signal.SIGKILL)
        if paid(world) == due(world):
            world.rpc.travel(90 * DAY)
    other.close()
    assert crasher.run()["code"] == 0
    assert_paid(world)
