"""ponder's run over a chain. The folder `ponder` is locked, and installed when the bench first needs it."""

import json
import os
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import requests

from bench.anvil import ChainError
from bench.compile import ROOT
from indexer.postgres import postgres
from indexer.process import answers, free_port, running, tail

FOLDER = Path(__file__).with_name("ponder")
INSTALLED = FOLDER / "node_modules/.bin/ponder"
INSTALL = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
LOCK = FOLDER / "node_modules/.package-lock.json"  # npm writes it last
_POLL = 0.05  # seconds


def install() -> None:
    """Install it, unless this very version is there."""
    if LOCK.exists() and LOCK.stat().st_mtime > (FOLDER / "package-lock.json").stat().st_mtime:
        return
    environment = {**os.environ, "npm_config_cache": str(ROOT / ".cache/npm")}
    done = subprocess.run(INSTALL, cwd=FOLDER, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ChainError(f"ponder cannot be installed: {done.stderr}")


def index(chain: str, book: Mapping[str, Any], last: int, events: int, patience: float) -> float:
    """Seconds from its start until it has all events up to a block, in a PostgreSQL as Graph Node has it."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="bench-ponder-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # PostgreSQL, as another user, goes through
        (folder / "store").mkdir()
        log = folder / "ponder.log"
        with postgres(folder / "store") as store:
            environment = {
                **os.environ,
                "BENCH_ADDRESSES": json.dumps(
                    {name: at["address"] for name, at in book["contracts"].items()}
                ),
                "BENCH_CHAIN": chain,
                "DATABASE_URL": store,
                "PONDER_TELEMETRY_DISABLED": "true",
            }
            command: list[str | Path] = [INSTALLED, "--root", FOLDER, "--log-level=warn", "start"]
            command += ["--schema=bench", f"--port={port}", "--hostname=127.0.0.1"]
            began = time.monotonic()
            with running(command, log, lambda: answers(port), environment=environment):
                url = f"http://127.0.0.1:{port}"
                while not _reached(url, last):
                    if time.monotonic() - began > patience:
                        raise ChainError(f"ponder has not reached block {last}: {tail(log)}")
                    time.sleep(_POLL)
                seconds = time.monotonic() - began
                if (stored := _stored(url)) != events:
                    raise ChainError(f"ponder has stored {stored} of {events} events: {tail(log)}")
                return seconds


def _reached(url: str, block: int) -> bool:
    status = requests.get(f"{url}/status", timeout=10).json()
    return bool(status and status["anvil"]["block"]["number"] >= block)


def _stored(url: str) -> int:
    """How many events it has."""
    query = {"query": "{ facts(limit: 1) { totalCount } }"}
    return int(requests.post(f"{url}/graphql", json=query, timeout=60).json()["data"]["facts"]["totalCount"])
