"""The command as an operator and cron use it, and what must never be seen.

road-keeper
├── starts a job in 1.5 seconds of this process's time
├── check: all well; a key, an endpoint, funds or a folder that is not: the code of it
├── status: of jobs that ran, failed, never ran
├── list, crontab: every job
├── on a schedule or settings that are wrong: 78
└── whatever happens, no secret is in logs, output, metrics, state or notifications
interfaces.json is what the contracts are
"""

import json
import os
import re
import resource
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from deployment.parameters import ROOT
from offchain import notify
from offchain.registry import JOBS
from offchain.settings import Settings, load_settings
from tests.keepers.support.pay import assert_paid
from tests.keepers.support.proxy import Answer, always, on, refused
from tests.keepers.support.web import serving
from tests.keepers.support.world import PASSWORD, World
from tests.support.actors import actor
from tools.interfaces import FILE, text

START_SECONDS = 1.5


def call(world: World, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The program as it is installed."""
    program = [
        str(ROOT / "tools/bin/road-keeper"),
        "--settings",
        str(world.folder / "keepers.yaml"),
        *arguments,
    ]
    return subprocess.run(program, capture_output=True, text=True, check=False, cwd="/")


def test_interfaces__file__is_what_the_contracts_are() -> None:
    assert FILE.read_text() == text(), "run: python -m tools.interfaces"


def test_start__dry_run__takes_little_time(world: World) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert call(world, "run", "release").returncode == 0
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    # Of the processor: other programs on this machine do not count.
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < START_SECONDS


# --- check ---


def test_check__all_is_well__is_done(world: World) -> None:
    for key in world.keys.values():
        world.rpc.fund(key["address"], 10**21)
    done = call(world, "check")
    assert done.returncode == 0, done.stdout
    lines = done.stdout.splitlines()
    assert all(line.startswith("ok ") for line in lines)
    said = {line[5:].split(":")[0] for line in lines}
    assert {
        "program flock",
        "folder state",
        "key payouts",
        "address book",
        "identity",
        "head",
        "agreement",
    } <= said
    assert world.proxy.sent == []


def _unreachable(world: World) -> None:
    world.configure(endpoints=["http://127.0.0.1:9"])


def _poor(world: World) -> None:
    world.rpc.fund(world.keys["payouts"]["address"], 1)


def _readable(world: World) -> None:
    (world.folder / "relays.password").chmod(0o644)


def _other_book(world: World) -> None:
    book = json.loads((world.folder / "book.json").read_text())
    book["chain"]["id"] = 5
    (world.folder / "book.json").write_text(json.dumps(book))


@pytest.mark.parametrize(
    ("spoil", "code", "line"),
    [
        (_unreachable, 69, "FAIL endpoint 127.0.0.1#1"),
        (_poor, 71, "FAIL funds for release"),
        (_readable, 78, "FAIL key relays"),
        (_other_book, 76, "FAIL identity"),
    ],
)
def test_check__something_is_wrong__says_what(world: World, spoil: Any, code: int, line: str) -> None:
    for key in world.keys.values():
        world.rpc.fund(key["address"], 10**21)
    spoil(world)
    done = call(world, "check")
    failed = [one for one in done.stdout.splitlines() if one.startswith("FAIL")]
    assert any(one.startswith(line) for one in failed), done.stdout
    assert done.returncode in (code, 69)


# --- list, crontab, status ---


def test_list__names_every_job(world: World) -> None:
    done = call(world, "list")
    assert (done.returncode, {line.split()[0] for line in done.stdout.splitlines()}) == (0, set(JOBS))


def test_crontab__line_of_a_job__runs_as_it_stands(world: World) -> None:
    done = call(world, "crontab")
    assert done.returncode == 0
    (line,) = [one for one in done.stdout.splitlines() if "run release --execute" in one]
    command = line.split(" ", 5)[5].replace(r"\%", "%")
    ran = subprocess.run(["/bin/sh", "-c", command], check=False, cwd="/", env={"PATH": os.environ["PATH"]})
    assert ran.returncode == 0
    assert '"result": "done"' in (world.folder / "state/logs/release.log").read_text()
    assert world.system.treasury.releasedOf(1) > 0


def test_status__jobs_ran_and_did_not__says_so(world: World) -> None:
    world.run("release")
    world.proxy.fail(always(Answer(None)))
    world.run("watch")
    done = call(world, "status")
    lines = {line.split()[1].rstrip(":"): line for line in done.stdout.splitlines()}
    assert done.returncode == 1
    assert re.fullmatch(r"ok   release: done \d+ s ago, due 1", lines["release"])
    assert lines["watch"].startswith("FAIL watch: endpoints")
    assert lines["ballots"] == "FAIL ballots: has never run here"


def test_settings__unknown_word__exits_with_config(world: World) -> None:
    world.configure(retries=3)
    done = call(world, "run", "release")
    assert done.returncode == 78
    assert "retries: Extra inputs are not permitted" in done.stderr


def test_fill_gaps__of_a_job_without_a_key__exits_with_config(world: World) -> None:
    done = call(world, "run", "watch", "--fill-gaps", "7")
    assert done.returncode == 78
    assert "--fill-gaps 7: watch has no key, and so no nonces" in done.stderr


# --- Secrets ---

TOKEN = "s3cr3t-t0ken"


def _seen(world: World, *texts: str) -> str:
    """Everything that a run leaves, but what the operator has put there."""
    state = world.folder / "state"
    files = [path.read_bytes().decode("latin-1") for path in state.rglob("*") if path.is_file()]
    return "\n".join([*texts, *files])


@pytest.mark.parametrize("fault", ["none", "out of reach", "refused", "crash"])
def test_secrets__whatever_happens__are_seen_nowhere(
    world: World, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = actor("keeper payouts").account.key
    uri = world.proxy.uri.replace("://", f"://user:{TOKEN}@") + f"/{TOKEN}?key={TOKEN}"
    with serving({}) as sink:
        notify = sink.replace("http://", "json://").replace("secret-path", TOKEN)
        world.configure(endpoints=[uri], notify=[notify])
        if fault == "out of reach":
            world.proxy.fail(always(Answer(None)))
        if fault == "refused":
            world.proxy.fail(
                on("eth_estimateGas", refused(-32000, f"no such key {uri} {PASSWORD} 0x{key.hex()}"))
            )
        if fault == "crash":

            def explode(*_: Any) -> None:
                raise RuntimeError(f"{uri} {PASSWORD} {key.hex()}")

            monkeypatch.setattr("offchain.jobs.release.plan", explode)
        result = world.run("release")
    assert result.code == {"none": 0, "out of reach": 69, "refused": 69, "crash": 70}[fault]
    seen = _seen(world, result.out, result.log)
    assert TOKEN not in seen
    assert PASSWORD not in seen
    assert key.hex() not in seen
    assert str(int.from_bytes(key)) not in seen


def test_settings__public_ones__hold_no_private_one(world: World) -> None:
    settings = load_settings(world.folder / "keepers.yaml")
    private = {"endpoints", "endpoints_file", "notify", "notify_file", "keys", "inbox", "relay_inbox"}
    private |= {"provisioner", "subgraph", "subgraph_token_file"}
    assert private <= Settings.model_fields.keys()
    assert not settings.public().keys() & private


def test_notifications__a_run_fails__are_sent_once_and_when_it_is_over(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    got: list[Any] = []

    def taken(_urls: Any, _title: str, notices: Any, _log: Any) -> bool:
        got.append(notices)
        return True

    monkeypatch.setattr(notify, "send", taken)
    world.proxy.fail(always(Answer(None)))
    assert [world.run("release").code for _ in range(2)] == [69, 69]
    world.proxy.faults.clear()
    assert world.run("release").code == 0
    assert [[(about, severity) for about, severity, _ in one] for one in got] == [
        [("exit endpoints", "high")],
        [],
        [("exit endpoints", "info")],
    ]


def test_notifications__sink_is_down__codes_stay_true(world: World) -> None:
    world.configure(notify=["json://127.0.0.1:9/token"])
    world.proxy.fail(always(Answer(None)))
    assert world.run("release").code == 69
    world.proxy.faults.clear()
    assert world.run("release").code == 0
    assert_paid(world)


def test_schedule__missing_job__exits_with_config(world: World) -> None:
    jobs = world.jobs()
    del jobs["release"]
    Path(world.folder / "jobs.yaml").write_text(yaml.safe_dump(jobs))
    assert call(world, "run", "release").returncode == 78
