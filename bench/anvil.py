"""An Anvil of our own: started on a free loopback port, ended by its process id."""

import os
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from bench.compile import ROOT

OUR_TOOLS = ROOT / "tools/bin"
START_SECONDS = 30
STOP_SECONDS = 10
POLL_SECONDS = 0.01
LISTENING = re.compile(r"^Listening on (\S+)$", re.MULTILINE)


class ChainError(RuntimeError):
    """Anvil did not start, or a transaction failed."""


class Anvil:
    """A running Anvil. Used as a context manager, so that it never outlives the run."""

    def __init__(self, *flags: str) -> None:
        """Choose its flags; nothing is started."""
        self._flags = flags

    def __enter__(self) -> Self:
        """Start it and wait until it listens."""
        binary = shutil.which("anvil", path=f"{OUR_TOOLS}{os.pathsep}{os.environ['PATH']}")
        if binary is None:
            raise ChainError("no anvil: run `make setup`, or install Foundry")
        self._folder = tempfile.TemporaryDirectory(prefix="blackroad-anvil-")
        self._log = Path(self._folder.name) / "log"
        command = [
            binary,
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            *self._flags,
            "--cache-path",
            self._folder.name,
        ]
        # A file and not a pipe, which would fill up and stop Anvil, since nobody reads it after the start.
        with self._log.open("w") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        try:
            self.uri = f"http://{self._wait_for_address()}"
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        """End it, whatever happened."""
        self._stop()

    def _stop(self) -> None:
        """End this Anvil, and no other."""
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._folder.cleanup()

    def _wait_for_address(self) -> str:
        """Wait for the line that says where Anvil listens."""
        deadline = time.monotonic() + START_SECONDS
        while self._process.poll() is None and time.monotonic() < deadline:
            said = LISTENING.search(self._log.read_text())
            if said:
                return said[1]
            time.sleep(POLL_SECONDS)
        end_of_log = "\n".join(self._log.read_text().splitlines()[-5:])
        raise ChainError(f"Anvil did not start within {START_SECONDS} seconds; its last words:\n{end_of_log}")
