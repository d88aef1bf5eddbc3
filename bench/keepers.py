"""The keeper's release to all agents from a cold start, beside a plain script: time, requests, gas."""

import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from eth_account import Account
from eth_utils.crypto import keccak
from web3.types import Wei

from bench.anvil import ChainError
from bench.chain import Chain
from bench.compile import ROOT
from bench.system import System
from deployment.artifacts import code_hash

AGENTS = 1_250
KEY = keccak(text="bench keeper")
PASSWORD = "bench"  # noqa: S105 (of a key that is worth nothing)
ETHER = 10**18
HEADINGS = (
    "release to 1,250 agents, cold start",
    "seconds",
    "requests",
    "transactions",
    "gas",
    "gas / agent",
)


@dataclass(frozen=True)
class Run:
    """One program's run."""

    label: str
    seconds: float
    requests: int
    transactions: int
    gas: int

    def cells(self) -> tuple[str, ...]:
        """Format the row, in the order of the headings."""
        counts = (
            f"{self.requests:,}",
            f"{self.transactions:,}",
            f"{self.gas:,}",
            f"{self.gas / AGENTS:,.0f}",
        )
        return (self.label, f"{self.seconds:.1f}", *counts)


def measure() -> list[Run]:
    """Run both on the same chain, the second after the first was taken back."""
    with Chain() as chain, tempfile.TemporaryDirectory(prefix="bench-keeper-") as folder:
        system = System(chain)
        system.found()
        chain.give(Account.from_key(KEY).address, Wei(1_000 * ETHER))
        runs = []
        for run in (_keeper, _plain):
            with chain.undone():
                runs.append(run(system, Path(folder)))
                paid = [system.treasury.functions.releasedOf(one).call() for one in (1, AGENTS)]
                if not all(paid):
                    raise ChainError(f"{runs[-1].label} did not pay all agents")
        return runs


def met(runs: list[Run]) -> bool:
    """Whether the keeper takes less of everything."""
    ours, other = runs
    return ours.seconds < other.seconds and ours.requests < other.requests and ours.gas < other.gas


def _keeper(system: System, folder: Path) -> Run:
    """A process that begins with nothing, as cron starts it."""
    address = Account.from_key(KEY).address
    store = Account.encrypt(KEY, PASSWORD)
    for name, text in (("key.json", json.dumps(store)), ("key.password", PASSWORD)):
        (folder / name).write_text(text)
        (folder / name).chmod(0o600)
    (folder / "book.json").write_text(json.dumps(book_of(system)))
    settings = {
        "book": "book.json",
        "state": "state",
        "endpoints": [system.chain.uri],
        "keys": {"payouts": {"address": address, "keystore": "key.json", "password_file": "key.password"}},
        "read_block": "latest",
        "confirmations": 0,
        "requests_per_second": 10_000.0,
        "block_seconds": 1.0,
    }
    (folder / "keepers.yaml").write_text(yaml.safe_dump(settings))
    before = system.chain.web3.eth.block_number
    program = (str(ROOT / "tools/bin/road-keeper"), "--settings", str(folder / "keepers.yaml"))
    answer, seconds = _timed([*program, "run", "release", "--execute"])
    gas = _gas_since(system, before)
    return Run("road-keeper run release", seconds, answer["requests"], answer["done"], gas)


def _plain(system: System, _: Path) -> Run:
    """The script of one transaction an agent."""
    arguments = (system.chain.uri, system.treasury.address, "0x" + KEY.hex(), str(AGENTS))
    answer, seconds = _timed([sys.executable, "-m", "bench.alternatives.plain_release", *arguments])
    label = "web3, one transaction an agent"
    return Run(label, seconds, answer["requests"], answer["transactions"], answer["gas"])


def _timed(command: list[str]) -> tuple[dict[str, Any], float]:
    began = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    seconds = time.monotonic() - began
    if done.returncode:
        said = f"{done.stdout[-500:]}{done.stderr[-1500:]}"
        raise ChainError(f"{command[0]} ended with {done.returncode}: {said}")
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer, seconds


def _gas_since(system: System, block: int) -> int:
    """Gas of all blocks after one."""
    eth = system.chain.web3.eth
    return sum(eth.get_block(number)["gasUsed"] for number in range(block + 1, eth.block_number + 1))


def book_of(system: System) -> dict[str, Any]:
    """The address book that a deployment would have written."""
    eth = system.chain.web3.eth
    contracts = {
        name: {"address": address, "block": 0, "codeHash": code_hash(bytes(eth.get_code(address)))}
        for name, address in system.addresses.items()
    }
    genesis = "0x" + bytes(eth.get_block(0)["hash"]).hex()
    return {
        "schema": 1,
        "chain": {"id": eth.chain_id, "genesis": genesis},
        "contracts": contracts,
        "steps": {},
        "parameters": {"time_divisor": 1},
        "tables": {},
    }
