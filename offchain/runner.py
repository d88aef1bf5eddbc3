"""One run of one job, from the lock to the report."""

import sys
import time
import traceback
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from offchain.action import Finding, Outcome, Plan
from offchain.chain import Chain
from offchain.clock import Deadline, stop_on_sigterm
from offchain.context import Context
from offchain.courier import Courier
from offchain.endpoints import Endpoints
from offchain.exits import Exit, FundsError, KeeperError
from offchain.fees import ceiling
from offchain.files import Memory, lock
from offchain.journal import Journal
from offchain.log import Log
from offchain.metrics import Metrics
from offchain.patience import Patience
from offchain.protocol import Protocol
from offchain.registry import JOBS
from offchain.report import Report
from offchain.schedule import GRACE_SECONDS, Entry
from offchain.sender import Sender
from offchain.settings import Settings
from offchain.signer import Signer, signer_of
from offchain.simulation import Simulator
from offchain.transport import Endpoint

NOBODY = "0x000000000000000000000000000000000000dEaD"  # as whom a run without a key simulates
KEY_LOCK_SECONDS = 30.0
LEAST_RUNS = 2  # that the key must be able to pay


@dataclass
class Run:
    """A run of a job. `execute` sends; without it the calls are shown.

    Before anything else it uses up the key's free nonces below `fill_below`.
    """

    name: str
    entry: Entry
    settings: Settings
    execute: bool
    log: Log
    fill_below: int = 0
    deadline: Deadline = field(init=False)
    report: Report = field(init=False)

    def __post_init__(self) -> None:
        """Start the clock."""
        self.deadline = Deadline(self.entry.seconds - GRACE_SECONDS)
        memory = Memory(self.settings.state / "memory" / f"{self.name}.json")
        metrics = Metrics(self.settings.metrics_folder, self.name)
        rehearsal = JOBS[self.name].sends and not self.execute
        period = self.entry.period
        self.report = Report(self.name, period, self.settings, self.log, memory, metrics, rehearsal)

    def __call__(self) -> Exit:
        """Run, and report however it ends."""
        stop_on_sigterm()
        try:
            self._run()
        except KeeperError as error:
            return self.report.end(error.code, str(error))
        except Exception as error:  # noqa: BLE001 (a bug: told in full, without secrets, and ends the run)
            self.log.error("crash", trace=traceback.format_exc())
            return self.report.end(
                Exit.INVARIANT, f"{type(error).__name__}: a bug of the keeper; see the log"
            )
        broken = [one for one in self.report.findings if not one.ok and one.severity == "critical"]
        if broken:
            return self.report.end(Exit.INVARIANT, "; ".join(f"{one.name}: {one.detail}" for one in broken))
        return self.report.end(Exit.DONE, "")

    def _run(self) -> None:
        settings, locks = self.settings, self.settings.state / "locks"
        urls = settings.urls()
        self.log.hide(*urls, *settings.notify_urls())
        protocol = Protocol.open(settings.book)
        with ExitStack() as stack:
            if not self.report.rehearsal:
                stack.enter_context(lock(locks / f"{self.name}.lock"))
            signer: Signer | None = None
            if self.execute and self.entry.key is not None:
                key = settings.key(self.entry.key)
                signer = signer_of(key, self.log, settings.request_seconds)
                stack.enter_context(lock(locks / f"key-{signer.address}.lock", KEY_LOCK_SECONDS))
            endpoints = endpoints_of(settings, urls, self.deadline, self.log)
            chain = self.report.chain = Chain(protocol, endpoints, settings, self.deadline, self.log)
            chain.check_identity()
            chain.check_head(self._highest(protocol))
            if signer is None:
                self._show(chain)
                return
            journal = Journal(journal_path(settings, protocol, signer.address))
            stack.callback(journal.close)
            self.report.opened(journal)
            stack.callback(self.report.under_way, journal)
            self._act(chain, journal, signer)

    def _planned(self, chain: Chain, sender: str) -> Plan:
        job = JOBS[self.name]
        remembered = self.report.memory.data.setdefault("job", {})
        context = Context(chain.pin(), sender, remembered, self.execute)
        plan = job.plan(job.read(context))
        self.report.planned(plan, context.pinned.block)
        known = {"chain": chain.protocol.genesis, "block": context.pinned.block.number}
        self.report.memory.data["highest"] = known
        return plan

    def _highest(self, protocol: Protocol) -> int:
        """Number of the last block of this chain on which all endpoints agreed."""
        known = self.report.memory.data.get("highest", {})
        return int(known["block"]) if known.get("chain") == protocol.genesis else 0

    def _show(self, chain: Chain) -> None:
        """Print what would be sent, and what it would cost."""
        key = self.settings.keys.get(self.entry.key or "")
        sender = key.address if key else NOBODY
        self._show_gap(chain, sender)
        plan = self._planned(chain, sender)
        simulator = Simulator(chain, sender)
        base = chain.endpoints.read(lambda e: int(e.eth.get_block("latest").get("baseFeePerGas", 0)))
        for action in plan.actions:
            self.deadline.left  # noqa: B018 (raises at the end)
            forecast = simulator.forecast(action)
            self.report.show(action, forecast, chain.protocol, base)

    def _show_gap(self, chain: Chain, sender: str) -> None:
        used = chain.endpoints.read(lambda e: int(e.ask("eth_getTransactionCount", sender, "latest"), 16))
        if used < self.fill_below:
            last = self.fill_below - 1
            sys.stdout.write(f"would send nothing from {sender} to itself with nonces {used} to {last}\n")

    def _act(self, chain: Chain, journal: Journal, signer: Signer) -> None:
        courier = Courier(chain, journal, signer, ceiling(self.settings.fees, urgent=self.entry.urgent))
        self.report.traffic = courier.traffic
        sender = Sender(courier, self.name, self.entry.max_gas)
        sender.recover()
        sender.fill_gaps(self.fill_below)
        plan = self._planned(chain, signer.address)
        self._check_funds(chain, courier, due=bool(plan.actions))
        patience = Patience(self.report.memory.data.setdefault("refused", {}), chain.head().timestamp)
        for action in plan.actions:
            if patience.is_over(action.key):
                self.report.outcomes.append(Outcome.REFUSED)
                continue
            outcome = sender.carry_out(action)
            patience.heed(action.key, refused=outcome is Outcome.REFUSED)
            self.report.outcomes.append(outcome)
            self.report.items_done = sender.done
        for key in patience.hopeless:
            self.report.findings.append(Finding("refused", ok=False, detail=key, severity="warning"))

    def _check_funds(self, chain: Chain, courier: Courier, *, due: bool) -> None:
        """Refuse to begin what the key may not be able to finish."""
        address = courier.signer.address
        balance = chain.endpoints.read(lambda e: int(e.ask("eth_getBalance", address, "latest"), 16))
        price = courier.offer().max_fee if due else courier.usual_price()
        runs = balance / max(1, self.entry.max_gas * price)
        self.report.balance(address, balance, runs)
        if due and runs < LEAST_RUNS:
            needed = LEAST_RUNS * self.entry.max_gas * price
            raise FundsError(f"{address} has {balance} wei; two runs may take {needed}: fund it")


def endpoints_of(settings: Settings, urls: list[str], deadline: Deadline, log: Log) -> Endpoints:
    """The endpoints of the settings."""
    limits: dict[str, Any] = {"seconds": settings.request_seconds, "per_second": settings.requests_per_second}
    every = [Endpoint(url, number, **limits) for number, url in enumerate(urls, 1)]
    return Endpoints(every, deadline, log, settings.block_seconds)


def journal_path(settings: Settings, protocol: Protocol, address: str) -> Path:
    """One journal for each key and chain."""
    chain = f"{protocol.chain_id}-{protocol.genesis[2:10]}"
    return settings.state / "journals" / f"{chain}-{address}.db"


def run(name: str, entry: Entry, settings: Settings, *, execute: bool, fill_below: int = 0) -> Exit:
    """Run a job from the command line."""
    log = Log(sys.stderr, run=f"{name}-{time.time_ns() // 10**6}", job=name)
    log.info("start", execute=execute, **settings.public())
    return Run(name, entry, settings, execute, log, fill_below)()
