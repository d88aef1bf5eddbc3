"""Metrics for the node exporter's textfile collector: one file a job, written whole, counters going on."""

from collections.abc import Mapping
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, disable_created_metrics, generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.parser import text_string_to_metric_families

from deployment.answers import Answer
from offchain.exits import Exit
from offchain.files import write_whole

PREFIX = "road_keeper_"
LABEL = "keeper"  # the job; `job` is the scrape's own in Prometheus
RESULTS = tuple(code.name.lower() for code in Exit)
OUTCOMES = ("done", "not_due", "refused")
CLASSES = ("taken", *(str(answer) for answer in Answer))
# name: (help, labels beside the keeper, label values that exist from the beginning)
COUNTERS: dict[str, tuple[str, tuple[str, ...], tuple[tuple[str, ...], ...]]] = {
    "runs": ("Runs by result", ("result",), tuple((one,) for one in RESULTS)),
    "items": ("Actions by outcome", ("outcome",), tuple((one,) for one in OUTCOMES)),
    "tx_sent": ("Answers to sent transactions, by class", ("class",), tuple((one,) for one in CLASSES)),
    "tx_bumps": ("Replacements at a higher fee", (), ((),)),
    "tx_reverts": ("Transactions that were mined and reverted", (), ((),)),
    "gas_spent_wei": ("Wei paid for gas", (), ((),)),
    "rpc_requests": ("Requests to endpoints", ("endpoint",), ()),
    "rpc_errors": ("Requests that an endpoint failed", ("endpoint", "kind"), ()),
    "endpoints_disagree": ("Answers of endpoints that differed", (), ((),)),
    "lock_contended": ("Runs that found the lock held", (), ((),)),
    "damaged_state": ("Journals that were damaged and moved aside", (), ((),)),
}
GAUGES: dict[str, tuple[str, tuple[str, ...]]] = {
    "last_success_timestamp": ("When a run ended well last", ()),
    "last_run_timestamp": ("When a run ended last", ()),
    "last_exit_code": ("How it ended", ()),
    "period_seconds": ("Seconds between two runs at most, by the schedule", ()),
    "run_duration_seconds": ("How long the last run took", ()),
    "items_due": ("Actions that the last run found due", ()),
    "idle_runs": ("Runs in a row that found something due and did nothing", ()),
    "balance_wei": ("Wei of the job's key", ("key",)),
    "runs_left": ("Runs that the key can pay at the present fee, using all their gas", ("key",)),
    "open_intents": ("Transactions that are under way", ()),
    "oldest_intent_age_seconds": ("Age of the transaction under way", ()),
    "fee_ceiling_reached": ("1 while the chain asks for more than the job offers", ()),
    "rpc_seconds": ("Seconds that the last run waited for an endpoint", ("endpoint",)),
    "head_age_seconds": ("Age of the newest block", ()),
    "head_block": ("Number of the newest block", ()),
    "build_info": ("1, with the version", ("version",)),
    "deployment_info": ("1, with the chain id and factory of the address book", ("chain", "factory")),
}
# Gauges that a job's plan may set: (help, labels)
PLANNED: dict[str, tuple[str, tuple[str, ...]]] = {
    "invariant_ok": ("1 while it holds", ("name",)),
    "owed_road": ("ROAD that has vested and was not paid", ()),
    "ballots_rejected": ("Ballots in the inbox that would not count", ()),
    "budget_limit": ("What a cost centre may spend this month", ("centre", "unit")),
    "budget_spent": ("What it has spent", ("centre", "unit")),
    "committed_cost_usd": ("Dollars a month of what agents hold", ("resource",)),
    "election_waits_seconds": ("How long an election has waited to be counted", ()),
    "guardian_last_seen_timestamp": ("When the guardian was heard of last", ()),
    "guardian_silence_ratio": ("Part of the time after which anyone may challenge a silent guardian", ()),
    "holds_prolonged": ("Holds that a proposal prolongs", ()),
    "human_share_max": ("Largest part of the supply that one human holds", ()),
    "humans_above_cap": ("Humans whose holdings stand above the cap", ()),
    "open_proposals": ("Proposals that can still be vetoed", ("class",)),
    "orders_pending": ("Orders that were taken and are being provisioned", ()),
    "orders_waiting": ("Orders that nobody has taken", ()),
    "subgraph_lag_seconds": ("Seconds of the chain by which the subgraph lags", ()),
    "subgraph_differences": ("Values that the subgraph and the chain do not agree on", ()),
    "subgraph_comparisons": ("Values of the subgraph that were held against the chain", ()),
    "succession_stage": ("0 while nobody has challenged the guardian", ()),
    "unpayable_agents": ("Agents that are owed something and cannot be paid", ("reason",)),
}


class Metrics:
    """The figures of one job. What was counted before is read from the file; a damaged file starts anew."""

    def __init__(self, folder: Path, job: str) -> None:
        self._path, self._job = folder / f"{PREFIX}{job}.prom", job
        self._registry = CollectorRegistry()
        self._said: set[str] = set()
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self._counters = {
            name: Counter(PREFIX + name, help_, (LABEL, *labels), registry=self._registry)
            for name, (help_, labels, _) in COUNTERS.items()
        }
        gauges = {**GAUGES, **PLANNED}
        self._gauges = {
            name: Gauge(PREFIX + name, help_, (LABEL, *labels), registry=self._registry)
            for name, (help_, labels) in gauges.items()
        }
        for name, (_, _, known) in COUNTERS.items():
            for values in known:
                self._counters[name].labels(job, *values)
        for name, (_, own) in GAUGES.items():
            if not own:
                self._gauges[name].labels(job)
        self._restore()

    def add(self, name: str, amount: float = 1, **labels: str) -> None:
        """Count."""
        self._counters[name].labels(**{LABEL: self._job}, **labels).inc(amount)

    def set(self, name: str, value: float, labels: Mapping[str, str] | None = None) -> None:
        """Say how it is."""
        self._said.add(name)
        self._gauges[name].labels(**{LABEL: self._job}, **(labels or {})).set(value)

    def keep(self) -> None:
        """Leave the gauges that this run has not set as the last one did: it knows nothing of them."""
        for family in self._families():
            name = family.name.removeprefix(PREFIX)
            for sample in family.samples:
                if name in self._gauges and name not in self._said and LABEL in sample.labels:
                    self._gauges[name].labels(**sample.labels).set(sample.value)

    def get(self, name: str) -> float:
        """A gauge without labels of its own, as the last run left it."""
        return self._registry.get_sample_value(PREFIX + name, {LABEL: self._job}) or 0.0

    def write(self) -> bool:
        """Replace the file; whether that worked. The work never depends on it."""
        try:
            write_whole(self._path, generate_latest(self._registry).decode())
            self._path.chmod(0o644)
        except OSError:
            return False
        return True

    def _restore(self) -> None:
        lasting = ("last_success_timestamp", "idle_runs")
        for family in self._families():
            name = family.name.removeprefix(PREFIX)
            for sample in family.samples:
                if name in self._counters and set(sample.labels) == {LABEL, *COUNTERS[name][1]}:
                    self._counters[name].labels(**sample.labels).inc(sample.value)
                elif name in lasting:
                    self._gauges[name].labels(**sample.labels).set(sample.value)

    def _families(self) -> list[Metric]:
        try:
            return list(text_string_to_metric_families(self._path.read_text(encoding="utf-8")))
        except (OSError, ValueError):
            return []
