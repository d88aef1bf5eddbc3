"""Programs that run beside ours and end with it."""

import ctypes
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from indexer.errors import NotReady, ProgramFailed

PATIENCE = 60  # seconds that a program may take to start, or to end
TAIL = 2_000  # characters of its log that an error tells
_POLL = 0.05  # seconds
_DIE_WITH_PARENT = 1  # prctl's PR_SET_PDEATHSIG
_LIBC = ctypes.CDLL(None)


@contextmanager
def running(
    command: Sequence[str | Path],
    log: Path,
    ready: Callable[[], bool],
    *,
    environment: Mapping[str, str],
    user: int | None = None,
    end: signal.Signals = signal.SIGTERM,
    patience: float = PATIENCE,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program, as another user where one is named, until the block is left; `end` ends it.

    It has a session of its own, so that Ctrl-C reaches us alone and things end in their order; should we be
    killed, Linux ends it. Raises ProgramFailed when it ends early, and NotReady after `patience` seconds.
    """
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=log.parent,
            env=dict(environment),
            user=user,
            group=user,
            extra_groups=None if user is None else [],
            start_new_session=True,
            preexec_fn=lambda: _end_with_parent(end),
        )
    try:
        _wait(process, log, ready, patience)
        yield process
    finally:
        _end(process, end)


def free_port() -> int:
    """A port of 127.0.0.1 on which nobody listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    """Whether somebody listens on a port of 127.0.0.1."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def tail(log: Path) -> str:
    """The end of a log."""
    return log.read_text(encoding="utf-8", errors="replace")[-TAIL:]


def _wait(process: subprocess.Popen[bytes], log: Path, ready: Callable[[], bool], patience: float) -> None:
    name = Path(str(process.args[0])).name  # type: ignore[index]
    deadline = time.monotonic() + patience
    while not ready():
        if process.poll() is not None:
            raise ProgramFailed(name, f"ended with {process.returncode}", tail(log))
        if time.monotonic() > deadline:
            raise NotReady(name, f"was not ready after {patience:g} seconds", tail(log))
        time.sleep(_POLL)


def _end(process: subprocess.Popen[bytes], by: signal.Signals) -> None:
    if process.poll() is None:
        process.send_signal(by)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _end_with_parent(by: signal.Signals) -> None:
    """In the child: ask the kernel for the signal when the parent is no more."""
    if sys.platform == "linux":
        _LIBC.prctl(_DIE_WITH_PARENT, by)
