"""What a run says of itself: one line on standard output, metrics, notifications."""

import json
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from offchain import notify
from offchain.action import Action, Finding, Outcome, Plan
from offchain.chain import Block, Chain
from offchain.courier import Traffic
from offchain.exits import Exit, KeeperError
from offchain.files import Memory
from offchain.journal import Journal
from offchain.log import Log
from offchain.metrics import Metrics
from offchain.protocol import Protocol
from offchain.settings import GWEI, Settings
from offchain.simulation import Forecast

# Nobody is called for these: the next run goes on.
SILENT = (Exit.DONE, Exit.LOCKED, Exit.STOPPED)
SEVERITIES = {Exit.ENDPOINTS: "high", Exit.DEADLINE: "warning"}


@dataclass
class Report:
    """Collected while a job runs."""

    job: str
    period: int
    settings: Settings
    log: Log
    memory: Memory
    metrics: Metrics
    rehearsal: bool
    """A person looks at what would be sent: nothing is counted, remembered or told."""
    findings: list[Finding] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    traffic: Traffic = field(default_factory=Traffic)
    chain: Chain | None = None
    items_done: int = 0
    _plan: Plan | None = None
    """None while nothing was found out."""
    _facts: dict[str, Any] = field(default_factory=dict)
    _began: float = field(default_factory=time.monotonic)

    def opened(self, journal: Journal) -> None:
        """Note that the last one was damaged."""
        if journal.moved is not None:
            self.metrics.add("damaged_state")
            detail = f"{journal.moved} was damaged and is put aside; the chain tells what is due"
            self.findings.append(Finding("journal", ok=False, detail=detail, severity="high"))

    def under_way(self, journal: Journal) -> None:
        """Note at the end what is under way."""
        try:
            intent = journal.open_intent()
        except KeeperError:
            return
        self._facts["open_intents"] = int(intent is not None)
        self.metrics.set("open_intents", float(intent is not None))
        age = max(0.0, time.time() - intent.opened_at) if intent else 0.0
        self.metrics.set("oldest_intent_age_seconds", age)

    def planned(self, plan: Plan, block: Block) -> None:
        """Note a plan."""
        self._plan = plan
        self._facts["pinned"] = block.number
        if self.chain is not None:
            protocol = self.chain.protocol
            labels = {"chain": str(protocol.chain_id), "factory": protocol.addresses["Factory"]}
            self.metrics.set("deployment_info", 1, labels)
        self.findings += plan.findings
        sys.stdout.writelines(line + "\n" for line in plan.report)
        for name, labels, value in plan.gauges:
            self.metrics.set(name, value, labels)
        for finding in plan.findings:
            self.metrics.set("invariant_ok", float(finding.ok), {"name": finding.name})
            if not finding.ok:
                self.log.error("finding", name=finding.name, detail=finding.detail, severity=finding.severity)

    def balance(self, address: str, wei: int, runs: float) -> None:
        """Note what the key has."""
        self.metrics.set("balance_wei", wei, {"key": address})
        self.metrics.set("runs_left", round(runs, 2), {"key": address})

    def show(self, action: Action, forecast: Forecast, protocol: Protocol, base_fee: int) -> None:
        """Print a call that a dry run does not send."""
        self.outcomes.append(Outcome.DRY)
        line = f"would call {protocol.describe(action.call)}\n"
        line += (
            f"  to {protocol.addresses[action.call.contract]}, data 0x{protocol.encode(action.call).hex()}\n"
        )
        if forecast.reverted is not None:
            line += f"  refused: {forecast.reverted}\n"
        elif forecast.too_large:
            line += "  too large for one transaction: goes in parts\n"
        else:
            amount = "" if forecast.amount is None else f", result {forecast.amount}"
            ether = forecast.gas * base_fee / 10**18
            line += f"  gas limit {forecast.gas:,}, {ether:.6f} ETH at {base_fee / GWEI:.3f} gwei{amount}\n"
        sys.stdout.write(line)

    def end(self, code: Exit, problem: str) -> Exit:
        """Write everything out; nothing that fails here changes the result."""
        counts = Counter(self.outcomes)
        summary = {
            "job": self.job, "result": code.name.lower(), "code": int(code), "due": self._due,
            **{outcome.value: counts[outcome] for outcome in Outcome},
            "items": self.items_done, "wei": self.traffic.wei, "bumps": self.traffic.bumps,
            "requests": sum(one.requests for one in self.chain.endpoints.every) if self.chain else 0,
            "seconds": round(time.monotonic() - self._began, 3), **self._facts,
        }  # fmt: skip
        if problem:
            summary["problem"] = problem
        if not self.rehearsal:
            self._measure(code, counts)
            self._notify(code, problem)
            if code is not Exit.LOCKED and not self.memory.save():
                self.log.warning("memory not written")
            if not self.metrics.write():
                self.log.warning("metrics not written")
        (self.log.error if problem else self.log.info)("end", **summary)
        self.log.close()
        sys.stdout.write(self.log.redacted(json.dumps(summary)) + "\n")
        return code

    @property
    def _due(self) -> int:
        return len(self._plan.actions) if self._plan else 0

    def _measure(self, code: Exit, counts: Counter[Outcome]) -> None:
        metrics, now = self.metrics, time.time()
        metrics.add("runs", result=code.name.lower())
        if self._plan is None:
            metrics.keep()
        if code is Exit.LOCKED:
            metrics.add("lock_contended")
            return
        metrics.set("last_run_timestamp", now)
        metrics.set("last_exit_code", int(code))
        metrics.set("period_seconds", self.period)
        metrics.set("run_duration_seconds", time.monotonic() - self._began)
        metrics.set("build_info", 1, {"version": _version()})
        if code is Exit.DONE:
            metrics.set("last_success_timestamp", now)
        if self._plan is not None:
            metrics.set("items_due", self._due)
            idle = self._due and not counts[Outcome.DONE] and not counts[Outcome.NOT_DUE]
            metrics.set("idle_runs", metrics.get("idle_runs") + 1 if idle else 0)
        for outcome in (Outcome.DONE, Outcome.NOT_DUE, Outcome.REFUSED):
            metrics.add("items", counts[outcome], outcome=outcome.value)
        for answer, count in self.traffic.sent.items():
            metrics.add("tx_sent", count, **{"class": str(answer)})
        metrics.add("tx_bumps", self.traffic.bumps)
        metrics.add("tx_reverts", self.traffic.reverts)
        metrics.add("gas_spent_wei", self.traffic.wei)
        metrics.set("fee_ceiling_reached", float(self.traffic.at_ceiling))
        if self.chain is not None:
            self._measure_chain(self.chain, now)

    def _measure_chain(self, chain: Chain, now: float) -> None:
        if chain.newest is not None:
            self.metrics.set("head_block", chain.newest.number)
            self.metrics.set("head_age_seconds", now - chain.newest.timestamp)
        self.metrics.add("endpoints_disagree", chain.endpoints.disagreements)
        for endpoint in chain.endpoints.every:
            self.metrics.add("rpc_requests", endpoint.requests, endpoint=endpoint.name)
            self.metrics.set("rpc_seconds", endpoint.busy_seconds, {"endpoint": endpoint.name})
            for kind, count in endpoint.faults.items():
                self.metrics.add("rpc_errors", count, endpoint=endpoint.name, kind=kind)

    def _notify(self, code: Exit, problem: str) -> None:
        if code in (Exit.LOCKED, Exit.STOPPED):
            return
        notices = [(one.name, one.severity, one.detail) for one in self.findings if not one.ok]
        if code not in SILENT and not (code is Exit.INVARIANT and notices):
            about = f"{notify.FAILURE}{code.name.lower()}"
            notices.append((about, SEVERITIES.get(code, "critical"), problem))
        memory, hours = self.memory.data, self.settings.notify_hours
        known, looked = memory.setdefault("notices", {}), self._plan is not None
        said = notify.digest(known, notices, time.time(), hours, looked=looked)
        news = [(one.about, one.severity, one.text) for one in self._plan.news] if self._plan else []
        fresh = [one for one in news if one[0] not in memory.get("told", ())]
        try:
            urls = self.settings.notify_urls()
        except KeeperError:
            return
        if not notify.send(urls, f"road-keeper {self.job}", [*said, *fresh], self.log):
            notify.unsay(known, said)
        elif looked:
            memory["told"] = [about for about, _, _ in news]


def _version() -> str:
    try:
        return version("blackroad")
    except PackageNotFoundError:
        return "checkout"
