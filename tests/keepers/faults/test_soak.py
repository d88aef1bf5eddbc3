"""A year of releases behind an endpoint that fails at random.

Each of the four quarters is paid, exactly and once, by runs of which any may fail; neither the journal
nor the number of file descriptors grows, nor does the memory of a process that runs for long.
"""

import gc
import json
import random
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from deployment.parameters import ROOT
from tests.keepers.faults.test_answers import LOST, READS
from tests.keepers.support.pay import assert_paid
from tests.keepers.support.proxy import Answer, Fault, Proxy
from tests.keepers.support.world import World
from tests.support.system import DAY

QUARTER = 90 * DAY
ODDS = 0.05
WARM, RUNS = 10, 50  # runs in one process, before its memory is looked at and while it is
MORE_KIB, MORE_OBJECTS = 512, 50
CODES = {0, 69, 70, 71, 75, 76, 124}


def _at_random(seed: int, odds: float) -> Fault:
    """A request fails now and then."""
    draw = random.Random(seed)
    kinds = [fault for name, fault in {**READS, **LOST}.items() if name not in ("dripping", "too slow")]

    def strike(proxy: Proxy, requests: list[dict[str, Any]]) -> Answer | None:
        return draw.choice(kinds)(proxy, requests) if draw.random() < odds else None

    return strike


def _descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def _year(world: World, seed: int, odds: float, runs: int) -> None:
    world.configure(request_seconds=0.5)
    world.proxy.fail(_at_random(seed, odds))
    before = _descriptors()
    ended_well = 0
    for _ in range(4):
        for _ in range(runs):
            code = world.run("release").code
            assert code in CODES
            ended_well += code == 0
        faults, world.proxy.faults = world.proxy.faults, []
        assert world.run("release").code == 0
        assert_paid(world)
        world.proxy.faults = faults
        world.rpc.travel(QUARTER)
    gc.collect()
    assert ended_well > 0
    assert _descriptors() <= before + 4
    journal = next((world.folder / "state/journals").glob("*.db"))
    assert journal.stat().st_size < 200_000
    assert len(list((world.folder / "state/journals").iterdir())) == 1


def test_soak__random_faults__pays_every_quarter_once(world: World) -> None:
    _year(world, 11, ODDS, 2)


@pytest.mark.deep
@pytest.mark.parametrize("seed", range(4))
def test_soak__random_faults_for_long__pays_every_quarter_once(world: World, seed: int) -> None:
    _year(world, seed, 2 * ODDS, 60)


def _sizes(world: World, odds: float, runs: int) -> list[tuple[int, int]]:
    """KiB in memory and number of objects, after each of so many runs of one process."""
    world.configure(request_seconds=0.5)
    world.proxy.fail(_at_random(5, odds))
    settings = str(world.folder / "keepers.yaml")
    command = [sys.executable, "-m", "tests.keepers.support.loop", settings, "release", str(runs)]
    found: list[tuple[int, int]] = json.loads(subprocess.check_output(command, cwd=ROOT, timeout=600))
    return found


def test_memory__many_runs_in_one_process__is_flat(world: World) -> None:
    sizes = _sizes(world, ODDS / 5, WARM + RUNS)[WARM:]
    early, late = (zip(*part, strict=True) for part in (sizes[: RUNS // 4], sizes[-RUNS // 4 :]))
    (kib_before, objects_before), (kib, objects) = map(median, early), map(median, late)
    assert kib < kib_before + MORE_KIB
    assert objects < objects_before + MORE_OBJECTS
    assert_paid(world)
