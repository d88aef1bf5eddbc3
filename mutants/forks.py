"""Work in a copy of this process, with an answer or a time limit."""

import json
import os
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable, Sequence

Answer = dict[str, str]


class Fork:
    """Runs `work` in a child with a process group of its own; where there is a limit, for so many seconds."""

    def __init__(self, work: Callable[[], Answer], limit: float | None = None) -> None:
        self._begin, self._limit = time.monotonic(), limit
        self._answer: bytes | None = b""
        self.seconds = 0.0
        reader, writer = os.pipe()
        self._pid = os.fork()
        if self._pid:
            os.close(writer)
            self.reader = reader
            return
        os.setsid()
        status = 1
        try:
            for stream in (sys.stdout, sys.stderr):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
            os.write(writer, json.dumps(work()).encode())
            status = 0
        except BaseException:  # noqa: BLE001 - told to the parent, which raises
            os.write(writer, traceback.format_exc()[-4000:].encode())
        finally:
            os._exit(status)

    @property
    def time_left(self) -> float | None:
        """Seconds until the limit."""
        return None if self._limit is None else max(0.0, self._begin + self._limit - time.monotonic())

    def finish(self, *, readable: bool) -> None:
        """Take the answer, or end the child and all that it started."""
        parts = []
        while readable and (part := os.read(self.reader, 1 << 16)):
            parts.append(part)
        os.close(self.reader)
        if not readable:
            os.killpg(self._pid, signal.SIGKILL)
        _, self._status = os.waitpid(self._pid, 0)
        self.seconds = time.monotonic() - self._begin
        self._answer = b"".join(parts) if readable else None

    def answer(self) -> Answer | None:
        """What the work returned; None if it was not done in time."""
        if self._answer is None:
            return None
        if self._status:
            raise RuntimeError(f"the child failed with status {self._status}:\n{self._answer.decode()}")
        found: Answer = json.loads(self._answer)
        return found


def wait_for_one(forks: Sequence[Fork]) -> Fork:
    """The first that answers or is out of time."""
    while True:
        limits = [fork.time_left for fork in forks if fork.time_left is not None]
        readable, _, _ = select.select([fork.reader for fork in forks], [], [], min(limits, default=None))
        for fork in forks:
            if fork.reader in readable or fork.time_left == 0:
                fork.finish(readable=fork.reader in readable)
                return fork
