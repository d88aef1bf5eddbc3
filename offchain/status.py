"""How the last runs went, from what they left behind. Nothing is asked of any chain."""

import time
from collections.abc import Iterator

from prometheus_client.parser import text_string_to_metric_families

from offchain.exits import Exit
from offchain.metrics import LABEL, PREFIX
from offchain.schedule import Entry
from offchain.settings import Settings

LATE_PERIODS = 2


def status(settings: Settings, schedule: dict[str, Entry]) -> Iterator[tuple[str, bool, str]]:
    """Of each job: its name, whether it is as it should be, and the rest as text."""
    now = time.time()
    for name, entry in schedule.items():
        path = settings.metrics_folder / f"{PREFIX}{name}.prom"
        try:
            families = list(text_string_to_metric_families(path.read_text(encoding="utf-8")))
        except (OSError, ValueError):
            yield name, False, "has never run here"
            continue
        one = {
            sample.name.removeprefix(PREFIX): sample.value
            for family in families
            for sample in family.samples
            if set(sample.labels) == {LABEL}
        }
        age = now - one.get("last_run_timestamp", 0)
        result = Exit(int(one.get("last_exit_code", 0)))
        is_late = age > LATE_PERIODS * entry.period
        text = f"{result.name.lower()} {_ago(age)} ago, due {one.get('items_due', 0):.0f}"
        if one.get("open_intents"):
            text += f", under way since {_ago(one.get('oldest_intent_age_seconds', 0) + age)}"
        if is_late:
            text += f", late: runs every {_ago(entry.period)}"
        yield name, result in (Exit.DONE, Exit.LOCKED) and not is_late, text


def _ago(seconds: float) -> str:
    for unit, size in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"
