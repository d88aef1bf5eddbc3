"""Whether every keeper of the test network is at work, by the metrics that each job leaves."""

import time
from collections.abc import Iterator
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample

from offchain.metrics import LABEL, PREFIX
from offchain.schedule import Entry, load_schedule
from stages.conditions import Condition

# The rule KeeperWithoutSuccess of offchain/alerts.yaml.
PERIODS, EXTRA_SECONDS = 4, 300


def keepers_at_work(chain_id: int, factory: str, folder: Path | None) -> Condition:
    """Every scheduled job has left metrics of this deployment, and succeeded within four of its periods."""
    sentence = "the keepers' heartbeat is fresh"
    if folder is None:
        return Condition(sentence, met=False, detail="no metrics of keepers: --keeper-metrics FOLDER")
    if not folder.is_dir():
        return Condition(sentence, met=False, detail=f"{folder} is no folder of keepers' metrics")
    schedule = load_schedule()
    problems = [
        f"{job}: {problem}"
        for job, entry in schedule.items()
        if (problem := _problem(_samples(folder, job), entry, chain_id, factory))
    ]
    return Condition(
        sentence, not problems, "; ".join(problems) or f"{len(schedule)} jobs, each by its schedule"
    )


def most_age(entry: Entry) -> int:
    """Seconds that a job's last success may lie back."""
    return PERIODS * entry.period + EXTRA_SECONDS


def _problem(samples: dict[str, Sample], entry: Entry, chain_id: int, factory: str) -> str:
    """What is wrong with one job."""
    success, deployment = samples.get("last_success_timestamp"), samples.get("deployment_info")
    if success is None:
        return "no metrics"
    if not success.value:
        return "no success"
    if deployment is None:
        return "does not say of which deployment it is"
    found = deployment.labels.get("chain"), deployment.labels.get("factory")
    if found != (str(chain_id), factory):
        return "at work on chain {}, factory {}".format(*found)
    age = time.time() - success.value
    if age < 0:
        return f"its last success is {-age:,.0f} seconds ahead of this clock"
    limit = most_age(entry)
    return f"last success {age:,.0f} seconds ago, {limit:,} are allowed" if age > limit else ""


def _samples(folder: Path, job: str) -> dict[str, Sample]:
    """The job's own figures, by their names; none from a file that is missing or damaged."""
    path = folder / f"{PREFIX}{job}.prom"
    try:
        return dict(_read(path.read_text(encoding="utf-8"), job))
    except (OSError, ValueError):
        return {}


def _read(text: str, job: str) -> Iterator[tuple[str, Sample]]:
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            if sample.labels.get(LABEL) == job:
                yield sample.name.removeprefix(PREFIX), sample
