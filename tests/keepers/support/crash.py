"""A process that runs a job in forks of itself and kills them, as kill -9 does, at the line that it is told.

python -m tests.keepers.support.crash SETTINGS JOB; then a line on standard input for each run: the number of
the line at which to die, 0 for never. The answer is the exit code (negative: the signal) and the lines run.
"""

import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from offchain.jobs import release
from offchain.log import Log
from offchain.runner import Run
from offchain.schedule import load_schedule
from offchain.settings import load_settings

WATCHED = ("sender.py", "courier.py", "journal.py", "simulation.py", "runner.py")
BATCH = 8  # so that a run has three transactions


class Killer:
    """Counts the lines of the sender that run."""

    def __init__(self, at: int) -> None:
        self._at, self.lines = at, 0

    def __call__(self, frame: FrameType, event: str, argument: Any) -> Any:
        """A trace function."""
        if os.path.basename(frame.f_code.co_filename) not in WATCHED:  # noqa: PTH119 (each call of the run)
            return None
        if event == "line":
            self.lines += 1
            if self.lines == self._at:
                os.kill(os.getpid(), signal.SIGKILL)
        return self


def child(settings: Path, job: str, at: int, report: int) -> None:
    """One run, in a fork."""
    release.BATCH = BATCH
    loaded = load_settings(settings)
    entry = load_schedule(loaded.schedule)[job]
    killer = Killer(at)
    with (settings.parent / "crash.log").open("a") as log:
        run = Run(job, entry, loaded, True, Log(log, job=job))
        sys.stdout = log
        sys.settrace(killer)
        code = int(run())
        sys.settrace(None)
    os.write(report, str(killer.lines).encode())
    os._exit(code)


def main(settings: Path, job: str) -> None:
    """Serve."""
    for line in sys.stdin:
        reading, writing = os.pipe()
        process = os.fork()
        if process == 0:
            child(settings, job, int(line), writing)
        os.close(writing)
        _, status = os.waitpid(process, 0)
        lines = os.read(reading, 100).decode() or "0"
        os.close(reading)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)} {lines}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
