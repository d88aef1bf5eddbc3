"""Time of a run: how long it may take, by a clock that nobody sets."""

import signal
import time
from types import FrameType

from offchain.exits import DeadlinePassed, Stopped


class Deadline:
    """The end of a run. A wall clock that jumps does not move it."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds that are left; raises DeadlinePassed when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise DeadlinePassed("the run's time is over; what was sent is kept, and the next run goes on")
        return left

    def sleep(self, seconds: float) -> None:
        """Wait, but not beyond the end."""
        time.sleep(min(seconds, self.left))


def stop_on_sigterm() -> None:
    """Let SIGTERM end the run where it stands, as a crash would, but with its own code and a report."""
    signal.signal(signal.SIGTERM, _stop)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise Stopped("told to end; what was sent is kept, and the next run goes on")
