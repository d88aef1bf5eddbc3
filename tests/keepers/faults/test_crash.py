"""Runs that end in the middle: told to end, two at once, full disk, damaged files.

Whatever happens, the next runs pay each agent exactly what is due, nobody twice, with nobody's help.
"""

import os
import resource
import signal
import threading
import time
from contextlib import ExitStack
from typing import Any

import pytest

from offchain import runner
from offchain.files import lock
from offchain.jobs import release
from offchain.journal import Attempt, Journal
from tests.keepers.support.pay import assert_paid, assert_unpaid, run_until_paid
from tests.keepers.support.proxy import Answer, always, before, on
from tests.keepers.support.world import World
from tests.support.system import DAY

SEND = "eth_sendRawTransaction"
TIME = 3.0  # seconds of a run that meets an endpoint which never answers


# --- Told to end ---


@pytest.mark.parametrize("moment", ["eth_estimateGas", SEND, "eth_getTransactionReceipt"])
def test_sigterm__during_a_request__keeps_what_was_sent(world: World, moment: str) -> None:
    process: list[Any] = []

    def tell(proxy: Any, request: dict[str, Any]) -> Answer:
        process[0].send_signal(signal.SIGTERM)
        time.sleep(0.5)
        return Answer(proxy.forward(request))

    world.proxy.fail(on(moment, tell), times=1)
    process.append(world.start("release"))
    out, _ = process[0].communicate(timeout=60)
    assert process[0].returncode == 143
    assert '"result": "stopped"' in out
    run_until_paid(world)


@pytest.mark.parametrize("moment", ["before", "after"])
def test_sigterm__while_the_journal_is_written__sends_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    write = Journal._attempt

    def told(journal: Journal, intent: int | None, attempt: Attempt) -> None:
        if moment == "after":
            write(journal, intent, attempt)
        os.kill(os.getpid(), signal.SIGTERM)
        write(journal, intent, attempt)

    with monkeypatch.context() as patched:
        patched.setattr(Journal, "_attempt", told)
        result = world.run("release")
    assert (result.code, result.summary["result"]) == (143, "stopped")
    assert world.proxy.sent == []
    run_until_paid(world)


# --- Endpoints that never answer ---


@pytest.mark.parametrize("moment", ["from the start", "with a transaction under way"])
def test_endpoint__hangs__run_ends_in_time_and_frees_its_lock(
    world: World, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    seconds = world.jobs()["release"]["seconds"]
    hangs = Answer(b"{}", delay=3_600)
    world.configure(request_seconds=0.5)
    world.proxy.fail(always(hangs) if moment == "from the start" else _after_sending(hangs))
    began = time.monotonic()
    with monkeypatch.context() as patched:
        patched.setattr(runner, "GRACE_SECONDS", seconds - TIME)
        result = world.run("release")
    assert result.code in (69, 124)
    assert time.monotonic() - began < TIME + 10  # a busy machine
    assert result.summary.get("open_intents", 0) == int(bool(world.proxy.sent))
    world.proxy.faults.clear()
    run_until_paid(world)


def _after_sending(reply: Answer) -> Any:
    return lambda proxy, requests: reply if proxy.sent else None


# --- Two at once ---


def test_two_crons__at_once__one_pays_and_one_finds_the_lock(world: World) -> None:
    world.proxy.fail(on("eth_estimateGas", lambda p, r: Answer(p.forward(r), delay=1.5)), times=1)
    runs = [world.start("release") for _ in range(2)]
    outs = [run.communicate(timeout=60)[0] for run in runs]
    assert sorted(run.returncode for run in runs) == [0, 75]
    assert sum('"result": "locked"' in out for out in outs) == 1
    assert_paid(world)
    assert len(world.proxy.sent) == 1


def test_lock__is_held__leaves_the_figures_of_the_last_run(world: World) -> None:
    assert world.run("release").code == 0
    path = world.folder / "state/metrics/road_keeper_release.prom"
    before = path.read_text()
    with lock(world.folder / "state/locks/release.lock"):
        assert world.run("release").code == 75
        assert world.run("release", execute=False).code == 0
    changed = set(path.read_text().splitlines()) ^ set(before.splitlines())
    assert {line.partition("{")[0] for line in changed} == {
        "road_keeper_runs_total",
        "road_keeper_lock_contended_total",
    }


@pytest.mark.parametrize(("patience", "code"), [(0.1, 75), (30.0, 0)])
def test_key__is_at_work__is_waited_for_a_while(
    world: World, monkeypatch: pytest.MonkeyPatch, patience: float, code: int
) -> None:
    monkeypatch.setattr(runner, "KEY_LOCK_SECONDS", patience)
    held = ExitStack()
    held.enter_context(lock(world.folder / f"state/locks/key-{world.keys['payouts']['address']}.lock"))
    timer = threading.Timer(3.0, held.close)
    timer.start()
    began = time.monotonic()
    assert world.run("release").code == code
    assert code == 75 or time.monotonic() - began >= 2.9
    timer.join()
    assert len(world.proxy.sent) == (code == 0)


def test_two_jobs__with_one_key__wait_for_each_other(world: World) -> None:
    jobs = world.jobs()
    world.write_jobs({**jobs, "vesting": {**jobs["vesting"], "key": "payouts"}})
    runs = [world.start("release"), world.start("vesting")]
    for run in runs:
        run.communicate(timeout=60)
    assert [run.returncode for run in runs] == [0, 0]
    assert_paid(world)


# --- Disks and files ---


def test_disk__is_full__sends_nothing(world: World) -> None:
    def no_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    result = world.run_apart("release", preexec_fn=no_room)
    assert (result.code, result.summary["result"]) == (78, "config")
    assert "nothing is sent without a journal" in result.summary["problem"]
    assert world.proxy.sent == []
    assert_unpaid(world)
    run_until_paid(world)


def test_disk__fills_between_two_transactions__next_run_goes_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(release, "BATCH", 8)
    room, sends = resource.getrlimit(resource.RLIMIT_FSIZE), iter(range(1, 4))

    def fill(_: Any) -> None:
        if next(sends) == 2:
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, room[1]))

    world.proxy.fail(before(SEND, fill, times=3))
    try:
        result = world.run("release")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, room)
    assert (result.code, len(world.proxy.sent)) == (78, 2)
    assert "nothing is sent without a journal" in result.summary["problem"]
    run_until_paid(world)
    assert len(world.proxy.sent) == 3


def _journal(world: World) -> Any:
    (path,) = (world.folder / "state/journals").glob("*.db")
    return path


@pytest.mark.parametrize("part", [0.0, 0.01, 0.3, 0.6, 0.9, 0.999])
def test_journal__is_truncated_while_one_waits__pays_once(world: World, part: float) -> None:
    world.rpc.request("evm_setAutomine", False)
    assert world.run("release", until=lambda: bool(world.proxy.sent)).code == 124
    path = _journal(world)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * part)])
    world.rpc.request("evm_mine")
    world.rpc.request("evm_setAutomine", True)
    run_until_paid(world)


def test_journal__of_last_quarter_is_put_back__pays_once(world: World) -> None:
    assert world.run("release").code == 0
    path = _journal(world)
    old = path.read_bytes()
    world.rpc.travel(90 * DAY)
    run_until_paid(world)
    path.write_bytes(old)
    world.rpc.travel(90 * DAY)
    run_until_paid(world)


def test_journal__is_garbled__is_put_aside_and_told(world: World) -> None:
    assert world.run("release").code == 0
    path = _journal(world)
    path.write_bytes(b"garbage" * 1000)
    result = world.run("release")
    assert result.code == 0
    assert list(path.parent.glob("*.damaged-*"))
    metrics = (world.folder / "state/metrics/road_keeper_release.prom").read_text()
    assert 'road_keeper_damaged_state_total{keeper="release"} 1.0' in metrics


@pytest.mark.parametrize("file", ["memory/release.json", "metrics/road_keeper_release.prom"])
def test_memory__is_garbled__is_forgotten(world: World, file: str) -> None:
    path = world.folder / "state" / file
    path.parent.mkdir(parents=True)
    path.write_bytes(b"\xff{]garbage")
    run_until_paid(world)
