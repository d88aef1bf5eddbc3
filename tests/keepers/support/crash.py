"""A process that runs a job in forks of itself and kills them, as kill -9 does, where or when it is told.

python -m tests.keepers.support.crash SETTINGS JOB; then a line of JSON on standard input for each run:
{"step": name, "nth": n}, {"line": n} or {"after": seconds} to die there, {"trace": true} to be watched only,
or {}. The answer has the exit code (negative: the signal), and of a run that was watched to its end the lines
that ran and how often each step was met. A step is a function of the sender that begins or ends.
"""

import json
import os
import signal
import sys
import time
from collections import Counter
from contextlib import redirect_stdout
from pathlib import Path
from types import FrameType
from typing import Any

from offchain.jobs import release
from offchain.log import Log
from offchain.runner import Run
from offchain.schedule import load_schedule
from offchain.settings import load_settings

WATCHED = {
    str(Path(sys.modules[Run.__module__].__file__ or "").with_name(name)): name.removesuffix(".py")
    for name in ("sender.py", "courier.py", "journal.py", "simulation.py", "runner.py", "files.py")
}
EDGES = {"call": "begins", "return": "ends"}
BATCH = 8  # so that a run has three transactions


class Killer:
    """Counts the lines and steps of the sender that run, and dies at one of them."""

    def __init__(self, order: dict[str, Any]) -> None:
        self._line, self._place = order.get("line"), (order.get("step"), order.get("nth"))
        self.lines, self.steps = 0, Counter[str]()

    def __call__(self, frame: FrameType, event: str, _argument: Any) -> Any:
        """A trace function."""
        module = WATCHED.get(frame.f_code.co_filename)
        if module is None:
            return None
        if event == "line":
            self.lines += 1
            self._die_if(self.lines == self._line)
        elif event in EDGES and "<" not in frame.f_code.co_qualname:
            step = f"{module}.{frame.f_code.co_qualname} {EDGES[event]}"
            self.steps[step] += 1
            self._die_if((step, self.steps[step]) == self._place)
        return self

    def _die_if(self, arrived: bool) -> None:
        if arrived:
            os.kill(os.getpid(), signal.SIGKILL)


def prepared(settings: Path, job: str, log: Any, *, execute: bool) -> Run:
    """A run as the command makes it."""
    loaded = load_settings(settings)
    return Run(job, load_schedule(loaded.schedule)[job], loaded, execute, Log(log, job=job))


def child(settings: Path, job: str, order: dict[str, Any], report: int) -> None:
    """One run, in a fork."""
    killer = Killer(order)
    with (settings.parent / "crash.log").open("a") as log:
        sys.stdout = log
        run = prepared(settings, job, log, execute=True)
        if order and "after" not in order:
            sys.settrace(killer)
        code = int(run())
        sys.settrace(None)
    os.write(report, json.dumps({"lines": killer.lines, "steps": killer.steps}).encode())
    os._exit(code)


def answer(settings: Path, job: str, order: dict[str, Any]) -> dict[str, Any]:
    """Fork, kill if that is for the parent to do, and wait."""
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        child(settings, job, order, writing)
    os.close(writing)
    began = time.monotonic()
    if "after" in order:
        time.sleep(order["after"])
        os.kill(process, signal.SIGKILL)  # harmless where it has ended: nobody has waited for it yet
    _, status = os.waitpid(process, 0)
    seconds = time.monotonic() - began
    with os.fdopen(reading) as told:
        seen = json.loads(told.read() or "{}")
    return {"code": os.waitstatus_to_exitcode(status), "seconds": seconds, **seen}


def main(settings: Path, job: str) -> None:
    """Serve."""
    release.BATCH = BATCH
    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
        prepared(settings, job, nowhere, execute=False)()  # loads what a fork would load each time
    for line in sys.stdin:
        sys.stdout.write(json.dumps(answer(settings, job, json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
