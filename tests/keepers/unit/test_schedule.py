"""The schedule and its crontab.

load_schedule
├── the repository's: every job, with periods that are right
└── an unknown job or word, a missing key, a key too many, a bad expression or limit: exit 78, named
crontab
└── one line a job, guarded by flock and timeout, in UTC, with quoted paths
"""

from pathlib import Path
from typing import Any

import pytest
import yaml

from offchain.exits import ConfigError
from offchain.registry import JOBS
from offchain.schedule import KILL_SECONDS, crontab, load_schedule, minutes_of

GOOD: dict[str, Any] = {"cron": "7 * * * *", "seconds": 300, "key": "payouts", "max_gas": 1}


def test_load_schedule__repositorys__has_every_job() -> None:
    entries = load_schedule()
    assert set(entries) == set(JOBS)
    periods = {name: entry.period for name, entry in entries.items()}
    assert (periods["release"], periods["ballots"], periods["relay"], periods["vesting"]) == (
        3600,
        300,
        60,
        604_800,
    )
    assert all(entry.max_gas > 0 for entry in entries.values() if entry.key)


@pytest.mark.parametrize(
    ("job", "changes", "problem"),
    [
        ("release", {"retries": 3}, "release.retries: Extra inputs are not permitted"),
        ("release", {"cron": "7 * * *"}, "release.cron: '7 * * *' must be: minute hour * * weekday"),
        ("release", {"cron": "7 * 1 * *"}, "release.cron: '7 * 1 * *' must be: minute hour * * weekday"),
        ("release", {"cron": "60 * * * *"}, "release.cron: '60' is out of range: below 60"),
        (
            "release",
            {"cron": "7-x * * * *"},
            "release.cron: '7-x' is no field that is understood here",
        ),
        ("release", {"seconds": 29}, "release.seconds: Input should be greater than or equal to 30"),
        ("release", {"seconds": "300"}, "release.seconds: Input should be a valid integer"),
        ("release", {"key": None}, "release.key: needs key"),
        ("watch", {}, "watch.key: sends nothing and needs no key"),
        ("payroll", {}, f"payroll: no such job; there are {', '.join(JOBS)}"),
    ],
)
def test_load_schedule__something_is_wrong__names_it(
    tmp_path: Path, job: str, changes: dict[str, Any], problem: str
) -> None:
    path = tmp_path / "jobs.yaml"
    path.write_text(yaml.safe_dump({job: {**GOOD, **changes}}))
    with pytest.raises(ConfigError) as caught:
        load_schedule(path)
    assert str(caught.value) == f"{path}: {problem}"


@pytest.mark.parametrize(
    ("cron", "first", "count"),
    [
        ("* * * * *", [0, 1], 10_080),
        ("*/15 * * * *", [0, 15], 672),
        ("3-59/15 * * * *", [3, 18], 672),
        ("23 6 * * 1", [1440 + 383], 1),
        ("0,30 0-1 * * 0", [0, 30], 4),
    ],
)
def test_minutes_of__expression__gives_the_minutes_of_the_week(
    cron: str, first: list[int], count: int
) -> None:
    minutes = minutes_of(cron)
    assert (minutes[: len(first)], len(minutes)) == (first, count)


def test_crontab__every_job__is_guarded_and_quoted() -> None:
    entries = load_schedule()
    text = crontab(entries, Path("/etc/black road/keepers.yaml"), Path("/var/lib/100%"))
    lines = [line for line in text.splitlines() if "road-keeper --settings" in line]
    assert "CRON_TZ=UTC" in text.splitlines()
    assert len(lines) == len(JOBS)
    (release,) = [line for line in lines if "run release" in line]
    start = "7 * * * * flock --nonblock --conflict-exit-code 75 /var/lib/100\\%/locks/cron-release.lock "
    assert release.startswith(start + f"timeout --signal=TERM --kill-after={KILL_SECONDS} 900 ")
    assert "--settings '/etc/black road/keepers.yaml' run release --execute >>" in release
    (watch,) = [line for line in lines if "run watch" in line]
    assert "--execute" not in watch
