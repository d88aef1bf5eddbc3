"""The schedule: which job runs when, for how long, with which key; and the crontab that follows from it."""

import shlex
from pathlib import Path

from pydantic import Field, ValidationError, field_validator

from deployment.errors import DeploymentError
from deployment.parameters import ROOT, Strict
from deployment.yaml_file import load_yaml
from offchain.exits import ConfigError, Exit
from offchain.registry import JOBS

SCHEDULE = Path(__file__).with_name("jobs.yaml")
PROGRAM = ROOT / "tools/bin/road-keeper"
MINUTES, HOURS, WEEKDAYS = 60, 24, 7
KILL_SECONDS = 30  # after SIGTERM
GRACE_SECONDS = 15  # that a run has to end by itself before cron's limit


class Entry(Strict):
    """When and how one job runs."""

    cron: str
    seconds: int = Field(ge=30, le=3_600)
    key: str | None = None
    urgent: bool = False
    max_gas: int = Field(default=0, ge=0)

    @field_validator("cron")
    @classmethod
    def _is_cron(cls, value: str) -> str:
        minutes_of(value)
        return value

    @property
    def period(self) -> int:
        """Seconds between two runs at most."""
        minutes = minutes_of(self.cron)
        following = [*minutes[1:], minutes[0] + WEEKDAYS * HOURS * MINUTES]
        return 60 * max(after - before for before, after in zip(minutes, following, strict=True))


def load_schedule(path: Path | None = None) -> dict[str, Entry]:
    """Read the schedule; raises ConfigError for unknown jobs, unknown keys and missing jobs."""
    path = path or SCHEDULE
    try:
        data = load_yaml(path)
    except DeploymentError as error:
        raise ConfigError(error.message) from None
    if unknown := sorted(set(data) - set(JOBS)):
        raise ConfigError(f"{path}: {unknown[0]}: no such job; there are {', '.join(JOBS)}")
    entries = {}
    for name, values in data.items():
        try:
            entries[name] = Entry.model_validate(values)
        except ValidationError as error:
            first = error.errors()[0]
            key = ".".join([name, *map(str, first["loc"])])
            raise ConfigError(f"{path}: {key}: {first['msg'].removeprefix('Value error, ')}") from None
        if JOBS[name].sends != (entries[name].key is not None):
            raise ConfigError(
                f"{path}: {name}.key: {'needs' if JOBS[name].sends else 'sends nothing and needs no'} key"
            )
    return entries


def crontab(entries: dict[str, Entry], settings: Path, state: Path) -> str:
    """The lines for cron. In UTC, so that no hour comes twice; a run that lasts is not joined by a second."""
    lines = ["# road-keeper crontab: rendered, not edited", "CRON_TZ=UTC", "MAILTO=''"]
    locks = state / "locks"
    for name, entry in entries.items():
        limit = f"timeout --signal=TERM --kill-after={KILL_SECONDS} {entry.seconds}"
        guard = (
            f"flock --nonblock --conflict-exit-code {int(Exit.LOCKED)} {_quoted(locks / f'cron-{name}.lock')}"
        )
        act = " --execute" if JOBS[name].sends else ""
        command = f"{_quoted(PROGRAM)} --settings {_quoted(settings)} run {name}{act}"
        log = _quoted(state / "logs" / f"{name}.log")
        lines.append(f"{entry.cron} {guard} {limit} {command} >>{log} 2>&1")
    return "\n".join(lines) + "\n"


def minutes_of(cron: str) -> list[int]:
    """Minutes of the week at which an expression fires; raises ValueError."""
    fields = cron.split()
    if len(fields) != 5 or fields[2:4] != ["*", "*"]:
        raise ValueError(f"{cron!r} must be: minute hour * * weekday")
    minutes, hours = _field(fields[0], MINUTES), _field(fields[1], HOURS)
    days = _field(fields[4], WEEKDAYS)
    return sorted(
        ((day * HOURS) + hour) * MINUTES + minute for day in days for hour in hours for minute in minutes
    )


def _field(text: str, count: int) -> list[int]:
    """Numbers of one field below `count`: `*`, `*/5`, `7`, `1-5`, `0,30`."""
    found: set[int] = set()
    for part in text.split(","):
        span, _, step = part.partition("/")
        first, _, last = ("0", "", str(count - 1)) if span == "*" else span.partition("-")
        numbers = (first, last or first, step or "1")
        if not all(number.isdecimal() and number.isascii() for number in numbers):
            raise ValueError(f"{text!r} is no field that is understood here")
        found.update(range(int(first), int(last or first) + 1, max(1, int(step or 1))))
    if not found or max(found) >= count:
        raise ValueError(f"{text!r} is out of range: below {count}")
    return sorted(found)


def _quoted(path: Path) -> str:
    return shlex.quote(str(path)).replace("%", r"\%")  # cron ends a command at a bare percent sign
