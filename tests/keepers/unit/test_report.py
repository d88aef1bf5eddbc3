"""Logs, notifications, metrics, patience: what a run says, and what it keeps to itself.

Log
├── a secret, or a URL's user, path or query: hidden
├── a long line: cut; one message again and again: five times, then counted
└── a stream that cannot be written: the work goes on
digest
├── new: said; again: silent until the hours are over, then with its count; over: said once
├── a run that found nothing out: nothing is over; what nobody heard: said again
└── a clock that was set back: said
send
└── a messenger that is out of reach or unknown: no error, no delay beyond its time
Metrics
├── all label values exist at zero; counters go on over runs
└── a file that is damaged, or cannot be written: no error
Patience
└── three tries, then one a day of the chain
"""

import io
import json
import time
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from offchain import notify
from offchain.log import MAX_LINE, Log
from offchain.metrics import COUNTERS, PREFIX, Metrics
from offchain.patience import DAY, Patience

HOUR = 3_600.0


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("see https://user:pw@node.example/v3/KEY?x=1 now", "see https://node.example now"),
        ("http://127.0.0.1:8545", "http://127.0.0.1:8545"),
        ("slack://TOKEN/B/C", "slack://TOKEN"),
        ("password hunter2 is hunter2", "password [hidden] is [hidden]"),
        ("('https://node.example/KEY', 3)", "('https://node.example', 3)"),
    ],
)
def test_log__secrets__are_hidden(text: str, shown: str) -> None:
    stream = io.StringIO()
    log = Log(stream, ["hunter2"])
    log.error("problem", text=text, nested={"deep": [text]})
    (line,) = lines(stream)
    assert (line["text"], line["nested"]["deep"][0]) == (shown, shown)


def test_log__long_line__is_cut() -> None:
    stream = io.StringIO()
    Log(stream).error("revert", data="ab" * 100_000)
    assert len(stream.getvalue()) < MAX_LINE
    assert lines(stream)[0]["message"] == "revert"


def test_log__ten_thousand_repeats__stay_small() -> None:
    stream = io.StringIO()
    log = Log(stream)
    for number in range(10_000):
        log.warning("endpoint failed", number=number)
    log.close()
    assert len(stream.getvalue()) < 2_000
    assert lines(stream)[-1] | {"at": ""} == {
        "at": "", "level": "info", "message": "repeated", "what": "endpoint failed", "times": 10_000,
    }  # fmt: skip


def test_log__stream_is_broken__goes_on() -> None:
    class Full(io.StringIO):
        def write(self, _: str) -> int:
            raise OSError(28, "No space left on device")

    Log(Full()).error("anything")


# --- Notifications ---

NOTICE = ("exit funds", "critical", "fund it")


def test_digest__repeats__are_folded() -> None:
    known: dict[str, Any] = {}
    assert notify.digest(known, [NOTICE], 1_000_000, 6) == [NOTICE]
    assert notify.digest(known, [NOTICE], 1_000_000 + HOUR, 6) == []
    assert notify.digest(known, [NOTICE], 1_000_000 + 6 * HOUR, 6) == [
        ("exit funds", "critical", "fund it (3 times)")
    ]
    assert notify.digest(known, [], 1_000_000 + 7 * HOUR, 6) == [
        ("exit funds", "info", "over, after 3 run(s)")
    ]
    assert known == {}
    assert notify.digest(known, [NOTICE], 1_000_000 + 8 * HOUR, 6) == [NOTICE]


def test_digest__clock_is_set_back__is_said() -> None:
    known: dict[str, Any] = {}
    notify.digest(known, [NOTICE], 1_000_000, 6)
    assert len(notify.digest(known, [NOTICE], 900_000, 6)) == 1


def test_digest__run_has_not_looked__keeps_what_was_known() -> None:
    known: dict[str, Any] = {}
    broken = ("supply", "critical", "it is 3")
    notify.digest(known, [broken], 1_000_000, 6)
    failed = ("exit endpoints", "high", "none answers")
    assert notify.digest(known, [failed], 1_000_060, 6, looked=False) == [failed]
    assert notify.digest(known, [broken], 1_000_120, 6) == [
        ("exit endpoints", "info", "over, after 1 run(s)")
    ]
    assert notify.digest(known, [], 1_000_180, 6) == [("supply", "info", "over, after 2 run(s)")]


def test_unsay__nobody_has_heard__is_said_again() -> None:
    known: dict[str, Any] = {}
    notify.unsay(known, [*notify.digest(known, [NOTICE], 1_000_000, 6), ("gone", "info", "over")])
    assert notify.digest(known, [NOTICE], 1_000_060, 6) == [("exit funds", "critical", "fund it (2 times)")]


def test_send__messenger_is_out_of_reach__harms_nothing() -> None:
    log = Log(io.StringIO())
    began = time.monotonic()
    assert not notify.send(["json://127.0.0.1:9/secret"], "title", [NOTICE], log)
    assert not notify.send(["nothing-that-apprise-knows://x"], "title", [NOTICE], log)
    assert time.monotonic() - began < 2 * notify.SINK_SECONDS


def test_send__nothing_to_say__loads_nothing() -> None:
    assert notify.send([], "title", [NOTICE], Log(io.StringIO()))
    assert notify.send(["json://127.0.0.1:9"], "title", [], Log(io.StringIO()))


# --- Metrics ---


def values(folder: Path) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    text = (folder / f"{PREFIX}release.prom").read_text()
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_metrics__first_write__has_every_label_at_zero(tmp_path: Path) -> None:
    assert Metrics(tmp_path, "release").write()
    found = values(tmp_path)
    for name, (_, labels, known) in COUNTERS.items():
        for one in known:
            key = tuple(sorted({"keeper": "release", **dict(zip(labels, one, strict=True))}.items()))
            assert found[f"{PREFIX}{name}_total", key] == 0


def test_metrics__next_run__counts_on(tmp_path: Path) -> None:
    for _ in range(3):
        metrics = Metrics(tmp_path, "release")
        metrics.add("runs", result="done")
        metrics.add("rpc_errors", 2, endpoint="host#1", kind="http 503")
        metrics.set("items_due", 7)
        metrics.write()
    found = values(tmp_path)
    assert found[f"{PREFIX}runs_total", (("keeper", "release"), ("result", "done"))] == 3
    kind = (("endpoint", "host#1"), ("keeper", "release"), ("kind", "http 503"))
    assert found[f"{PREFIX}rpc_errors_total", kind] == 6
    assert found[f"{PREFIX}items_due", (("keeper", "release"),)] == 7


def test_metrics__run_knows_nothing__leaves_what_it_has_not_set(tmp_path: Path) -> None:
    before, after = Metrics(tmp_path, "release"), Metrics(tmp_path, "release")
    before.set("items_due", 7)
    before.set("invariant_ok", 0, {"name": "supply"})
    before.set("last_exit_code", 0)
    assert before.write()
    after.set("last_exit_code", 69)
    after.keep()
    assert after.write()
    found = values(tmp_path)
    assert found[f"{PREFIX}invariant_ok", (("keeper", "release"), ("name", "supply"))] == 0
    assert found[f"{PREFIX}items_due", (("keeper", "release"),)] == 7
    assert found[f"{PREFIX}last_exit_code", (("keeper", "release"),)] == 69


def test_metrics__file_is_damaged__starts_anew(tmp_path: Path) -> None:
    (tmp_path / f"{PREFIX}release.prom").write_text("road_keeper_runs_total{job=")
    metrics = Metrics(tmp_path, "release")
    metrics.add("runs", result="done")
    assert metrics.write()
    assert values(tmp_path)[f"{PREFIX}runs_total", (("keeper", "release"), ("result", "done"))] == 1


def test_metrics__folder_cannot_be_written__is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert not Metrics(tmp_path / "file" / "folder", "release").write()


# --- Patience ---


def test_patience__refused_again_and_again__is_tried_once_a_day() -> None:
    known: dict[str, Any] = {}
    for now in range(3):
        patience = Patience(known, now)
        assert not patience.is_over("execute 7")
        patience.heed("execute 7", refused=True)
    assert Patience(known, 3).is_over("execute 7")
    assert not Patience(known, 3).is_over("execute 8")
    assert Patience(known, 3).hopeless == ["execute 7"]
    assert not Patience(known, 2 + DAY).is_over("execute 7")
    Patience(known, 2 + DAY).heed("execute 7", refused=False)
    assert known == {}
