"""Every keeper of the test network is at work.

keepers_at_work ── no folder, a file instead ── not met
    each job ── no metrics, damaged, no success, of another deployment, too old, from the future ── not met
    all fresh, each by its own period ── met
"""

from pathlib import Path

import pytest
import yaml

from deployment.parameters import ROOT
from offchain.metrics import Metrics
from offchain.schedule import load_schedule
from stages.keepers import EXTRA_SECONDS, PERIODS, keepers_at_work, most_age

SEPOLIA, FACTORY, ANOTHER = 11_155_111, "0x" + "1F" * 20, "0x" + "2F" * 20
NOW = 1_800_000_000.0
SCHEDULE = load_schedule()
FRESH = f"{len(SCHEDULE)} jobs, each by its schedule"


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock stands still."""
    monkeypatch.setattr("stages.keepers.time.time", lambda: NOW)


def write(
    folder: Path, job: str, age: float | None = 10, chain: int | None = SEPOLIA, factory: str = FACTORY
) -> None:
    """What a job leaves."""
    metrics = Metrics(folder, job)
    if age is not None:
        metrics.set("last_success_timestamp", NOW - age)
    if chain is not None:
        metrics.set("deployment_info", 1, {"chain": str(chain), "factory": factory})
    metrics.write()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder that the keepers write into, all at work."""
    for job in SCHEDULE:
        write(tmp_path, job)
    return tmp_path


def detail(folder: Path | None) -> str:
    condition = keepers_at_work(SEPOLIA, FACTORY, folder)
    assert condition.met is (condition.detail == FRESH)
    return condition.detail


def test_keepers_at_work__all_of_them__sets_met(folder: Path) -> None:
    assert detail(folder) == FRESH


@pytest.mark.parametrize("job", SCHEDULE)
def test_keepers_at_work__one_job__must_be_fresh_by_its_period(folder: Path, job: str) -> None:
    most = most_age(SCHEDULE[job])
    write(folder, job, most)
    assert detail(folder) == FRESH
    write(folder, job, most + 1)
    assert detail(folder) == f"{job}: last success {most + 1:,} seconds ago, {most:,} are allowed"
    (folder / f"road_keeper_{job}.prom").unlink()
    assert detail(folder) == f"{job}: no metrics"


def test_keepers_at_work__only_budget_runs__names_the_stale(folder: Path) -> None:
    for job in ("release", "relay"):
        write(folder, job, 30 * 86_400)
    assert detail(folder) == (
        "release: last success 2,592,000 seconds ago, 14,700 are allowed; "
        "relay: last success 2,592,000 seconds ago, 540 are allowed"
    )


@pytest.mark.parametrize(
    ("age", "chain", "factory", "problem"),
    [
        (10, 421_614, FACTORY, f"at work on chain 421614, factory {FACTORY}"),
        (10, SEPOLIA, ANOTHER, f"at work on chain {SEPOLIA}, factory {ANOTHER}"),
        (10, None, FACTORY, "does not say of which deployment it is"),
        (None, SEPOLIA, FACTORY, "no success"),
        (-600, SEPOLIA, FACTORY, "its last success is 600 seconds ahead of this clock"),
    ],
)
def test_keepers_at_work__evidence_from_elsewhere__sets_not_met(
    folder: Path, age: float | None, chain: int | None, factory: str, problem: str
) -> None:
    (folder / "road_keeper_watch.prom").unlink()
    write(folder, "watch", age, chain, factory)
    assert detail(folder) == f"watch: {problem}"


def test_keepers_at_work__damaged_file__sets_not_met(folder: Path) -> None:
    (folder / "road_keeper_watch.prom").write_text("road_keeper_last_success_timestamp{ 1")
    assert detail(folder) == "watch: no metrics"


def test_keepers_at_work__no_folder__sets_not_met(folder: Path) -> None:
    assert detail(None) == "no metrics of keepers: --keeper-metrics FOLDER"
    path = folder / "road_keeper_watch.prom"
    assert detail(path) == f"{path} is no folder of keepers' metrics"


def test_most_age__rule__keeps_the_alerts() -> None:
    rules = yaml.safe_load((ROOT / "offchain/alerts.yaml").read_text())["groups"][0]["rules"]
    (rule,) = [one["expr"] for one in rules if one.get("alert") == "KeeperWithoutSuccess"]
    periods = f"{PERIODS} * road_keeper_period_seconds + {EXTRA_SECONDS}"
    assert rule == f"time() - road_keeper_last_success_timestamp > {periods}"
