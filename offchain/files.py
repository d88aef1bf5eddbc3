"""Files that are whole or not there, locks, and what a job remembers: hints that it can do without."""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from offchain.exits import ConfigError, Locked

POLL_SECONDS = 0.2


def write_whole(path: Path, text: str) -> None:
    """Replace a file at once, on disk before anybody sees it; raises OSError and leaves the old one."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with temporary.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def lock(path: Path, seconds: float = 0.0) -> Iterator[None]:
    """Hold a lock that ends with this process, however it ends; raises Locked if it is not free in time."""
    until = time.monotonic() + seconds
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = path.open("a", encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"{path} cannot be opened: {error.strerror}") from None
    with file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError:
                if time.monotonic() >= until:
                    raise Locked(f"{path.name} is held by another run") from None
                time.sleep(POLL_SECONDS)
        yield


class Memory:
    """What a job remembers. A damaged file is forgotten, and one that cannot be written is done without."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            data = {}
        self.data: dict[str, Any] = data if isinstance(data, dict) else {}

    def save(self) -> bool:
        """Write it; whether that worked."""
        try:
            write_whole(self._path, json.dumps(self.data, sort_keys=True))
        except OSError:
            return False
        return True
