"""The alert rules: each fires when it should, and none does while all is well.

rule
├── its expression is PromQL, and reads metrics that the keepers write
├── it has a severity, a summary, and a runbook that docs/keepers.md has
├── on the metrics of sound runs: silent
└── on the metrics of its case: fires, for the keeper that it is about
"""

from pathlib import Path
from typing import Any

import pytest
import yaml

from deployment.parameters import ROOT
from deployment.proposals import CLASSES
from offchain.metrics import COUNTERS, GAUGES, PLANNED, PREFIX
from offchain.registry import JOBS
from offchain.schedule import load_schedule
from tests.keepers.support.promql import Sample, evaluate, metrics_of

RULES: dict[str, dict[str, Any]] = {
    rule["alert"]: rule
    for group in yaml.safe_load((ROOT / "offchain/alerts.yaml").read_text())["groups"]
    for rule in group["rules"]
}
NOW = 1_800_000_000.0
HOUR = 3_600
SEVERITIES = {"info", "warning", "high", "critical"}


def sound() -> list[Sample]:
    """What healthy keepers leave."""
    samples = []
    for job, entry in load_schedule().items():
        gauges: dict[str, float] = {
            "last_run_timestamp": NOW - 30, "last_success_timestamp": NOW - 30,
            "period_seconds": entry.period, "last_exit_code": 0, "idle_runs": 0,
            "open_intents": 0, "oldest_intent_age_seconds": 0,
            "fee_ceiling_reached": 0, "head_age_seconds": 8, "runs_left": 40, "human_share_max": 0.03,
            "guardian_silence_ratio": 0.1, "succession_stage": 0, "subgraph_lag_seconds": 12,
            "subgraph_differences": 0, "humans_above_cap": 0, "election_waits_seconds": 0,
            "orders_waiting": 0,
        }  # fmt: skip
        samples += [Sample(PREFIX + name, {"keeper": job}, value) for name, value in gauges.items()]
        for name, (_, labels, known) in COUNTERS.items():
            for values in known or [("one",) * len(labels)]:
                every = {"keeper": job, **dict(zip(labels, values, strict=True))}
                samples.append(Sample(f"{PREFIX}{name}_total", every, 5, 5))
    for name in (
        "supply",
        "nothing_is_held",
        "role_members",
        "human_share_below_4.5%",
        "guardian_messages_in_time",
    ):
        samples.append(Sample(PREFIX + "invariant_ok", {"keeper": "watch", "name": name}, 1))
    for name in CLASSES:
        of_class = {"keeper": "announce", "class": name}
        samples.append(Sample(PREFIX + "open_proposals", of_class, float(name == "STANDARD")))
    samples.append(Sample(PREFIX + "unpayable_agents", {"keeper": "release", "reason": "refused"}, 0))
    gpu = {"keeper": "budget", "centre": "gpu", "unit": "usd"}
    samples.append(Sample(PREFIX + "budget_spent", gpu, 10))
    samples.append(Sample(PREFIX + "budget_limit", gpu, 100))
    return samples


# What is different when an alert must fire: metric, labels, value.
CASES: dict[str, list[tuple[str, dict[str, str], float]]] = {
    "KeeperSilent": [("last_run_timestamp", {"keeper": "release"}, NOW - 2 * HOUR - 301)],
    "KeeperWithoutSuccess": [("last_success_timestamp", {"keeper": "release"}, NOW - 4 * HOUR - 301)],
    "KeeperIdle": [("idle_runs", {"keeper": "release"}, 2)],
    "KeeperRefused": [("items_total", {"keeper": "proposals", "outcome": "refused"}, 6)],
    "KeeperLockContended": [("lock_contended_total", {"keeper": "release"}, 9)],
    "KeeperStateDamaged": [("damaged_state_total", {"keeper": "release"}, 6)],
    "KeeperWrongIdentity": [("last_exit_code", {"keeper": "release"}, 76)],
    "KeeperMisconfigured": [("last_exit_code", {"keeper": "release"}, 78)],
    "KeeperTransactionStuck": [
        ("open_intents", {"keeper": "release"}, 1),
        ("oldest_intent_age_seconds", {"keeper": "release"}, 1_771),
    ],
    "KeeperReverts": [("tx_reverts_total", {"keeper": "release"}, 6)],
    "KeeperFeeCeiling": [("fee_ceiling_reached", {"keeper": "release"}, 1)],
    "KeeperFundsLow": [("runs_left", {"keeper": "release"}, 2.9)],
    "KeeperFundsOut": [("runs_left", {"keeper": "release"}, 1.9)],
    "KeeperHeadOld": [("head_age_seconds", {"keeper": "release"}, 181)],
    "KeeperEndpointsDisagree": [
        ("endpoints_disagree_total", {"keeper": "release"}, 6),
        ("last_exit_code", {"keeper": "release"}, 69),
    ],
    "KeeperEndpointFails": [
        ("rpc_errors_total", {"keeper": "release", "endpoint": "one", "kind": "one"}, 26)
    ],
    "InvariantBroken": [("invariant_ok", {"keeper": "watch", "name": "supply"}, 0)],
    "GraveProposalOpen": [("open_proposals", {"keeper": "announce", "class": "CRITICAL"}, 1)],
    "HoldRuns": [("invariant_ok", {"keeper": "watch", "name": "nothing_is_held"}, 0)],
    "RoleMembersChanged": [("invariant_ok", {"keeper": "watch", "name": "role_members"}, 0)],
    "GuardianQuiet": [("guardian_silence_ratio", {"keeper": "succession"}, 0.51)],
    "GuardianSilent": [("guardian_silence_ratio", {"keeper": "succession"}, 0.81)],
    "OfficeDisputed": [("succession_stage", {"keeper": "succession"}, 1)],
    "GuardianMessageLate": [("invariant_ok", {"keeper": "watch", "name": "guardian_messages_in_time"}, 0)],
    "HumanShareNear": [("human_share_max", {"keeper": "watch"}, 0.0451)],
    "HumanShareVeryNear": [("human_share_max", {"keeper": "watch"}, 0.0491)],
    "HumanShareAtCap": [("human_share_max", {"keeper": "watch"}, 0.05)],
    "HumanAboveCap": [("humans_above_cap", {"keeper": "rebalance"}, 1)],
    "AgentsUnpayable": [("unpayable_agents", {"keeper": "release", "reason": "refused"}, 1)],
    "ElectionWaits": [("election_waits_seconds", {"keeper": "elections"}, 21_601)],
    "OrdersWait": [("orders_waiting", {"keeper": "provision"}, 1)],
    "BudgetNearlySpent": [("budget_spent", {"keeper": "budget", "centre": "gpu", "unit": "usd"}, 81)],
    "SubgraphBehind": [("subgraph_lag_seconds", {"keeper": "indexer"}, 601)],
    "SubgraphWrong": [("subgraph_differences", {"keeper": "reconcile"}, 1)],
}


def changed(changes: list[tuple[str, dict[str, str], float]]) -> list[Sample]:
    """The sound metrics with some values changed; each must be there."""
    samples = sound()
    for name, labels, value in changes:
        (place,) = [
            number for number, one in enumerate(samples) if one.name == PREFIX + name and one.labels == labels
        ]
        samples[place] = Sample(PREFIX + name, labels, value, samples[place].then)
    return samples


@pytest.mark.parametrize("name", RULES)
def test_rule__its_metrics__are_written_by_keepers(name: str) -> None:
    written = {PREFIX + one for one in (*GAUGES, *PLANNED)} | {f"{PREFIX}{one}_total" for one in COUNTERS}
    assert metrics_of(RULES[name]["expr"]) <= written


@pytest.mark.parametrize("name", RULES)
def test_rule__what_a_person_needs__is_there(name: str) -> None:
    rule = RULES[name]
    assert rule["labels"]["severity"] in SEVERITIES
    assert rule["annotations"]["summary"]
    file, _, anchor = rule["annotations"]["runbook"].partition("#")
    headings = [
        line[4:].lower() for line in Path(ROOT / file).read_text().splitlines() if line.startswith("### ")
    ]
    assert anchor in headings


@pytest.mark.parametrize("name", RULES)
def test_rule__sound_keepers__is_silent(name: str) -> None:
    assert evaluate(RULES[name]["expr"], sound(), NOW) == {}


@pytest.mark.parametrize("name", [name for name in RULES if name != "KeeperNeverRan"])
def test_rule__its_case__fires_for_the_keeper(name: str) -> None:
    fired = evaluate(RULES[name]["expr"], changed(CASES[name]), NOW)
    assert [dict(labels)["keeper"] for labels in fired] == [CASES[name][0][1]["keeper"]]


@pytest.mark.parametrize("job", JOBS)
def test_never_ran__any_job_left_nothing__fires_for_it(job: str) -> None:
    samples = [one for one in sound() if one.labels["keeper"] != job]
    fired = evaluate(RULES["KeeperNeverRan"]["expr"], samples, NOW)
    assert [dict(labels)["keeper"] for labels in fired] == [job]
