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
FAILURE = "exit "  # what a notice of the run's own failure begins with
Notice = tuple[str, str, str]  # what it is about, severity, text


def digest(
    known: dict[str, Any], notices: Sequence[Notice], now: float, hours: float, *, looked: bool = True
) -> list[Notice]:
    """What is to be said now: what is new, what has lasted long, what is over. `known` lasts between runs.

    A run that has not `looked` knows of its own failure alone: nothing else is over by it.
    """
    said: list[Notice] = []
    for about, severity, text in notices:
        seen = known.setdefault(about, {"since": now, "said": 0.0, "times": 0})
        seen["times"] += 1
        # A clock that was set back must not silence anything.
        if now - seen["said"] >= hours * HOUR or now < seen["said"]:
            times = f" ({seen['times']} times)" if seen["times"] > 1 else ""
            said.append((about, severity, text + times))
            seen["said"] = now
    for about in sorted(set(known) - {about for about, _, _ in notices}):
        if not looked and not about.startswith(FAILURE):
            continue
        said.append((about, "info", f"over, after {known.pop(about)['times']} run(s)"))
    return said


def unsay(known: dict[str, Any], said: Sequence[Notice]) -> None:
    """Let the next run say again what nobody has heard."""
    for about, _, _ in said:
        if about in known:
            known[about]["said"] = 0.0


def send(urls: Sequence[str], title: str, notices: Sequence[Notice], log: Log) -> bool:
    """Send one message with all notices; whether a messenger took it. Never raises and never lasts."""
    if not urls or not notices:
        return True
    worst = max((severity for _, severity, _ in notices), key=list(KINDS).index)
    body = "\n".join(f"[{severity}] {about}: {log.redacted(text)}" for about, severity, text in notices)
    taken: list[bool] = []

    def deliver(url: str) -> None:
        # Loading takes as long as a whole run that has nothing to say.
        from apprise import Apprise, NotifyType

        messenger, kind = Apprise(), NotifyType(KINDS[worst])
        if messenger.add(url):
            taken.append(bool(messenger.notify(body=body, title=title, notify_type=kind)))

    threads = [threading.Thread(target=deliver, args=(url,), daemon=True) for url in urls]
    for thread in threads:
        thread.start()
    until = time.monotonic() + SINK_SECONDS
    for thread in threads:
        thread.join(max(0.0, until - time.monotonic()))
    if taken.count(True) < len(urls):
        log.warning("notification not delivered", messengers=len(urls), took=taken.count(True))
    return any(taken)
