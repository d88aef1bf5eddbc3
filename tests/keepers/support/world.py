"""A whole protocol on a node of its own, with the keepers' settings beside it."""

import contextlib
import copy
import gzip
import io
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from eth_account import Account
from eth_utils import keccak

from bench.anvil import Anvil
from deployment.parameters import ROOT
from offchain.clock import Deadline
from offchain.exits import DeadlinePassed
from offchain.log import Log
from offchain.runner import Run
from offchain.schedule import load_schedule
from offchain.settings import load_settings
from tests.support.actors import actor
from tests.support.contract import Contract
from tests.support.rpc import Rpc
from tests.support.system import DAY, System

from .proxy import Proxy

ACTIVATED_AT_SLOT = 2  # of AgentTreasury
PASSWORD = "correct horse battery staple"
FLAGS = (
    "--hardfork",
    "osaka",
    "--enable-tx-gas-limit",
    "--slots-in-an-epoch",
    "1",
    "--prune-history",
    "10000",
)
ETHER = 10**18
KEYS = ("payouts", "governance", "ballots", "relays", "upkeep", "provisioner")


@dataclass
class Result:
    """How a run ended."""

    code: int
    out: str
    log: str

    @property
    def summary(self) -> dict[str, Any]:
        """The line on standard output."""
        found: dict[str, Any] = json.loads(self.out.strip().splitlines()[-1])
        return found

    def lines(self, message: str) -> list[dict[str, Any]]:
        """The log's lines with this message."""
        return [line for line in map(json.loads, self.log.splitlines()) if line["message"] == message]


def keystore(folder: Path, name: str) -> dict[str, Any]:
    """An encrypted keystore with a cheap key derivation, and its password."""
    account = actor(f"keeper {name}").account
    store = Account.encrypt(account.key, PASSWORD, kdf="pbkdf2", iterations=10)
    files = {f"{name}.json": json.dumps(store), f"{name}.password": PASSWORD}
    for file, text in files.items():
        (folder / file).write_text(text)
        (folder / file).chmod(0o600)
    return {"address": account.address, "keystore": f"{name}.json", "password_file": f"{name}.password"}


def book_of(system: System) -> dict[str, Any]:
    """The address book of a system that the tests' own helper has deployed."""
    rpc = system.rpc
    contracts = {
        name: {"address": address, "block": 0, "codeHash": "0x" + keccak(rpc.code(address)).hex()}
        for address, name in system.errors.names.items()
        if rpc.code(address)
    }
    genesis = rpc.request("eth_getBlockByNumber", "0x0", False)["hash"]
    return {
        "schema": 1,
        "chain": {"id": rpc.chain_id, "genesis": genesis},
        "contracts": contracts,
        "steps": {},
        "parameters": {
            "time_divisor": system.divisor,
            "accounts": {
                name: getattr(system, name).address for name in ("registrar", "attestor", "provisioner")
            },
        },
        "tables": {},
    }


class EndsWhen(Deadline):
    """A time limit that is over when something has happened."""

    def __init__(self, happened: Callable[[], bool]) -> None:
        super().__init__(100)
        self._happened = happened

    @property
    def left(self) -> float:
        if self._happened():
            raise DeadlinePassed("it has happened")
        return 100.0


class World:
    """Anvil, a proxy in front of it, and a folder with settings."""

    def __init__(self, folder: Path, state: Path | None = None, flags: tuple[str, ...] = ()) -> None:
        self.folder = folder
        self._stack = ExitStack()
        load = ("--load-state", str(state)) if state else ()
        self.node = self._stack.enter_context(Anvil(*FLAGS, *load, *flags))
        self.rpc = Rpc(self.node.uri)
        self.proxy = self._stack.enter_context(Proxy(self.node.uri))
        self.keys = {name: keystore(folder, name) for name in KEYS}

    @contextmanager
    def mining(self, seconds: float = 0.1) -> Iterator[None]:
        """Mine a block now and then while something runs."""
        over = threading.Event()
        rpc = Rpc(self.node.uri)

        def mine() -> None:
            while not over.wait(seconds):
                rpc.request("evm_mine")

        thread = threading.Thread(target=mine, daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def close(self) -> None:
        """End everything."""
        self._stack.close()

    def adopt(self, system: System, **changes: Any) -> None:
        """Write the book and the settings of a system."""
        self.system = system
        self.rpc.travel(1)  # the chain's clock goes on from the state, not from the host's
        for key in self.keys.values():
            self.rpc.fund(key["address"], 100 * ETHER)
        (self.folder / "book.json").write_text(json.dumps(book_of(system)))
        self.settings: dict[str, Any] = {
            "book": "book.json", "state": "state", "endpoints": [self.proxy.uri], "keys": self.keys,
            "read_block": "latest", "confirmations": 0, "max_head_age": 5, "block_seconds": 0.4,
            "request_seconds": 3.0, "requests_per_second": 2_000.0,
            "fees": {"bump_seconds": 0.6, "rebroadcast_seconds": 0.3}, "schedule": "jobs.yaml",
        }  # fmt: skip
        jobs = yaml.safe_load((ROOT / "offchain/jobs.yaml").read_text())
        for entry in jobs.values():
            entry["seconds"] = 300
        (self.folder / "jobs.yaml").write_text(yaml.safe_dump(jobs))
        self.configure(**changes)

    def configure(self, **changes: Any) -> None:
        """Change settings."""
        self.settings |= changes
        (self.folder / "keepers.yaml").write_text(yaml.safe_dump(self.settings))

    def jobs(self) -> dict[str, Any]:
        """The schedule."""
        found: dict[str, Any] = yaml.safe_load((self.folder / "jobs.yaml").read_text())
        return found

    def write_jobs(self, jobs: dict[str, Any]) -> None:
        """Replace the schedule."""
        (self.folder / "jobs.yaml").write_text(yaml.safe_dump(jobs))

    def schedule(self, job: str, **changes: Any) -> None:
        """Change a job's entry."""
        path = self.folder / "jobs.yaml"
        jobs = yaml.safe_load(path.read_text())
        jobs[job] |= changes
        path.write_text(yaml.safe_dump(jobs))

    def command(self, *arguments: str) -> list[str]:
        """The command line."""
        return [sys.executable, "-m", "offchain", "--settings", str(self.folder / "keepers.yaml"), *arguments]

    def start(self, job: str, *options: str, **popen: Any) -> subprocess.Popen[str]:
        """Start a run."""
        environment = {**os.environ, "PYTHONPATH": str(ROOT)} | popen.pop("env", {})
        return subprocess.Popen(
            self.command("run", job, *(options or ("--execute",))),
            env=environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=self.folder,
            **popen,
        )

    def run_apart(self, job: str, *options: str, **popen: Any) -> Result:
        """Run a job in a process of its own, as cron does."""
        process = self.start(job, *options, **popen)
        out, log = process.communicate(timeout=120)
        return Result(process.returncode, out, log)

    def run(
        self, job: str, *, execute: bool = True, until: Callable[[], bool] | None = None, fill_below: int = 0
    ) -> Result:
        """Run a job in this process, which spares a second; its time is over as soon as `until` says so."""
        return run_here(
            self.folder / "keepers.yaml", job, execute=execute, until=until, fill_below=fill_below
        )


def run_here(
    path: Path,
    job: str,
    *,
    execute: bool = True,
    until: Callable[[], bool] | None = None,
    fill_below: int = 0,
) -> Result:
    """Run a job of these settings in this process."""
    log, out = io.StringIO(), io.StringIO()
    before = signal.getsignal(signal.SIGTERM)
    try:
        settings = load_settings(path)
        entry = load_schedule(settings.schedule)[job]
        with contextlib.redirect_stdout(out):
            run = Run(job, entry, settings, execute, Log(log, job=job), fill_below)
            if until is not None:
                run.deadline = EndsWhen(until)
            code = run()
    finally:
        signal.signal(signal.SIGTERM, before)
    return Result(int(code), out.getvalue(), log.getvalue())


def metrics_of(world: World, job: str) -> list[str]:
    """The lines that a job's runs have left for Prometheus."""
    return (world.folder / f"state/metrics/road_keeper_{job}.prom").read_text().splitlines()


def small_treasury(rpc: Rpc, agents: int) -> System:
    """A system with some of its genesis agents, who have a first quarter to be paid."""
    system = System(rpc, governed=True)
    system.birth(agents)
    system.confirm(*range(1, agents + 1))
    # The cohort is not complete, so nobody may call activate().
    rpc.set_storage(system.treasury.address, ACTIVATED_AT_SLOT, rpc.now)
    assert system.treasury.activatedAt() == rpc.now
    rpc.travel(DAY)
    return system


def rebound(system: System, rpc: Rpc) -> System:
    """The same system on another node that has its state."""
    moved = copy.copy(system)
    moved.rpc = rpc
    for name, contract in vars(system).items():
        if isinstance(contract, Contract):
            setattr(moved, name, Contract(rpc, system.errors, contract.name, contract.address, contract.abi))
    return moved


def save_state(rpc: Rpc, path: Path) -> Path:
    """Write a node's state for another one to begin with."""
    path.write_bytes(gzip.decompress(bytes.fromhex(rpc.request("anvil_dumpState")[2:])))
    return path
