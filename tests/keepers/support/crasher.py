"""Drives the process that is forked and killed, and looks at what it leaves."""

import json
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from contextlib import closing
from typing import Any

from deployment.parameters import ROOT

from .pay import assert_paid
from .world import World

Point = dict[str, Any]
TRANSACTIONS = 3  # of a run that pays everybody


class Crasher:
    """A run of `release` at a time, in a fork that may be killed."""

    def __init__(self, world: World) -> None:
        settings = str(world.folder / "keepers.yaml")
        command = [sys.executable, "-m", "tests.keepers.support.crash", settings, "release"]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True)

    def run(self, **point: Any) -> dict[str, Any]:
        """How a run ended that was to be killed at a point."""
        self.begin(**point)
        return self.ended()

    def begin(self, **point: Any) -> None:
        """Start a run."""
        assert self.process.stdin
        self.process.stdin.write(json.dumps(point) + "\n")
        self.process.stdin.flush()

    def ended(self) -> dict[str, Any]:
        """Wait for it."""
        assert self.process.stdout
        found: dict[str, Any] = json.loads(self.process.stdout.readline())
        return found

    def close(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.wait()


def campaign(world: World, crasher: Crasher, points: Iterable[Point]) -> int:
    """Kill a run at each point and let one run follow: it pays the rest. How many were killed.

    The chain is left as it was.
    """
    killed = 0
    for point in points:
        snapshot = world.rpc.snapshot()
        shutil.rmtree(world.folder / "state", ignore_errors=True)
        code = crasher.run(**point)["code"]
        assert code in (0, -signal.SIGKILL), point
        killed += code != 0
        assert crasher.run()["code"] == 0, point
        assert_paid(world)
        assert_sound(world)
        world.rpc.revert(snapshot)
    return killed


def assert_sound(world: World) -> None:
    """Three transactions, nonces without a gap, nothing under way, and a journal that knows all of it."""
    (path,) = (world.folder / "state/journals").iterdir()
    with closing(sqlite3.connect(path)) as journal:
        assert journal.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        rows = journal.execute("SELECT nonce, state FROM intents ORDER BY id").fetchall()
    assert rows == [(nonce, "mined") for nonce in range(TRANSACTIONS)]
    assert world.rpc.nonce(world.keys["payouts"]["address"]) == TRANSACTIONS
    assert world.rpc.request("txpool_status") == {"pending": "0x0", "queued": "0x0"}
