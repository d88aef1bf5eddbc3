"""Notifications through Apprise (Slack, PagerDuty, mail and the like): one digest a run, repeats folded."""

import threading
import time
from collections.abc import Sequence
from typing import Any

from offchain.log import Log

SINK_SECONDS = 20.0  # that a run waits for the messengers
HOUR = 3_600
# Apprise's kinds, by severity
KINDS = {"info": "info", "warning": "warning", "high": "failure", "critical": "failure"}
Notice = tuple[str, str, str]  # what it is about, severity, text


def digest(known: dict[str, Any], notices: Sequence[Notice], now: float, hours: float) -> list[Notice]:
    """What is to be said now: what is new, what has lasted long, what is over. `known` lasts between runs."""
    said: list[Notice] = []
    for about, severity, text in notices:
        seen = known.setdefault(about, {"since": now, "said": 0.0, "times": 0})
        seen["times"] += 1
        # A clock that was set back must not silence anything.
        if now - seen["said"] >= hours * HOUR or now < seen["said"]:
            times = f" ({seen['times']} times)" if seen["times"] > 1 else ""
            said.append((about, severity, text + times))
            seen["said"] = now
    for about in set(known) - {about for about, _, _ in notices}:
        said.append((about, "info", f"over, after {known.pop(about)['times']} run(s)"))
    return said


def send(urls: Sequence[str], title: str, notices: Sequence[Notice], log: Log) -> bool:
    """Send one message with all notices; whether every messenger took it. Never raises and never lasts."""
    if not urls or not notices:
        return True
    worst = max((severity for _, severity, _ in notices), key=list(KINDS).index)
    body = "\n".join(f"[{severity}] {about}: {log.redacted(text)}" for about, severity, text in notices)
    taken: list[bool] = []

    def deliver() -> None:
        # Loading takes as long as a whole run that has nothing to say.
        from apprise import Apprise, NotifyType

        messengers = Apprise()
        added = [messengers.add(url) for url in urls]
        taken.append(bool(messengers.notify(body=body, title=title, notify_type=NotifyType(KINDS[worst]))))
        taken.append(all(added))

    thread = threading.Thread(target=deliver, daemon=True)
    thread.start()
    thread.join(SINK_SECONDS)
    delivered = len(taken) == 2 and all(taken)
    if not delivered:
        log.warning("notification not delivered", at=round(time.time()))
    return delivered
