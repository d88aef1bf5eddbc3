"""Wrong chains, endpoints that disagree, heads that stand still, keys that are not what they should be.

identity
├── another chain id, another first block, other code, another node: exit 76 before anything is signed
head
├── old, and no other comes: exit 69
├── the host's clock is wrong and blocks come: it pays
└── lower than one seen before: exit 69
two endpoints
├── one out of reach: it pays
├── they differ about a block, or about the state: exit 69, nothing sent
├── they differ for a moment: it pays
└── a third one, and two tell the same lie: exit 69, nothing sent
key
└── missing, garbled, of mode 0644, of another address, with a wrong password: exit 78, no request
"""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from bench.anvil import Anvil
from tests.keepers.support.pay import assert_paid, assert_unpaid
from tests.keepers.support.proxy import Answer, Proxy, always, on, result
from tests.keepers.support.world import FLAGS, PASSWORD, World, book_of, metrics_of
from tests.support.system import DAY

HOUR = 3600


@pytest.mark.parametrize(
    ("method", "value"),
    [("eth_chainId", "0x1"), ("eth_chainId", hex(11_155_111))],
)
def test_identity__another_chain_id__signs_nothing(world: World, method: str, value: str) -> None:
    world.proxy.fail(on(method, result(value)))
    answer = world.run("release")
    assert (answer.code, answer.summary["result"]) == (76, "identity")
    assert world.proxy.sent == []


def test_identity__another_node__signs_nothing(world: World) -> None:
    with Anvil(*FLAGS) as other:
        world.configure(endpoints=[other.uri])
        answer = world.run("release")
    assert answer.code == 76
    assert "has the first block" in answer.summary["problem"]
    assert_unpaid(world)


def test_identity__one_of_two_is_another_node__signs_nothing(world: World) -> None:
    with Anvil(*FLAGS) as other:
        world.configure(endpoints=[world.proxy.uri, other.uri])
        assert world.run("release").code == 76
    assert_unpaid(world)


def test_identity__other_code__signs_nothing(world: World) -> None:
    book = book_of(world.system)
    book["contracts"]["AgentTreasury"]["codeHash"] = "0x" + "11" * 32
    (world.folder / "book.json").write_text(json.dumps(book))
    answer = world.run("release")
    assert answer.code == 76
    assert "at AgentTreasury" in answer.summary["problem"]


# --- The head ---


def test_head__old_and_alone__exits_with_endpoints(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.configure(max_head_age=1)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 10 * DAY)
    answer = world.run("release")
    assert answer.code == 69
    assert "s old and no other comes" in answer.summary["problem"]
    (line,) = [one for one in metrics_of(world, "release") if one.startswith("road_keeper_head_age_seconds{")]
    assert float(line.rpartition(" ")[2]) > 8 * DAY
    assert_unpaid(world)


@pytest.mark.parametrize("jump", [10 * DAY, -HOUR, -400 * DAY])
def test_head__clock_is_wrong_and_blocks_come__pays(
    world: World, monkeypatch: pytest.MonkeyPatch, jump: int
) -> None:
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + jump)
    with world.mining():
        assert world.run("release").code == 0
    assert_paid(world)


def test_head__clock_jumps_while_it_runs__pays(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    now, reads = time.time, iter(range(10**9))
    monkeypatch.setattr(time, "time", lambda: now() + (HOUR if next(reads) % 2 else -HOUR))
    assert world.run("release").code == 0
    assert_paid(world)


def test_head__lower_than_seen__exits_with_endpoints(world: World) -> None:
    assert world.run("release").code == 0
    path = world.folder / "state/memory/release.json"
    genesis = book_of(world.system)["chain"]["genesis"]
    path.write_text(json.dumps({"highest": {"chain": genesis, "block": 10**6}}))
    answer = world.run("release")
    assert answer.code == 69
    assert "1000000 was seen" in answer.summary["problem"]


# --- Two endpoints ---


@pytest.fixture
def twin(world: World) -> Any:
    """A second endpoint of the same node."""
    with Proxy(world.node.uri) as proxy:
        world.configure(endpoints=[world.proxy.uri, proxy.uri])
        yield proxy


def test_two__one_is_out_of_reach__pays(world: World, twin: Proxy) -> None:
    twin.fail(always(Answer(None)))
    assert world.run("release").code == 0
    assert_paid(world)


def test_two__first_is_out_of_reach__pays(world: World, twin: Proxy) -> None:
    world.proxy.fail(always(Answer(None)))
    assert world.run("release").code == 0
    assert_paid(world)


def test_two__one_is_far_behind__is_left_out(
    world: World, twin: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    def old(proxy: Proxy, requests: list[dict[str, Any]]) -> Answer | None:
        if requests[0]["method"] != "eth_getBlockByNumber" or requests[0]["params"][0] != "latest":
            return None
        request = {**requests[0], "params": ["0x2", False]}
        return Answer(proxy.forward(request))

    now = world.rpc.now
    monkeypatch.setattr(time, "time", lambda: now + 1)
    twin.fail(old)
    result = world.run("release")
    assert result.code == 0
    assert [line["endpoint"] for line in result.lines("endpoint is behind")] == ["127.0.0.1#2"]
    assert_paid(world)


def _forked(proxy: Proxy, requests: list[dict[str, Any]]) -> Answer | None:
    """Each block but the first has another hash."""
    if requests[0]["method"] != "eth_getBlockByNumber" or requests[0]["params"][0] == "0x0":
        return None
    answer = json.loads(proxy.forward(requests[0]))
    answer["result"]["hash"] = "0x" + "22" * 32
    return Answer(json.dumps(answer).encode())


def test_two__they_differ_about_a_block__sends_nothing(world: World, twin: Proxy) -> None:
    twin.fail(_forked)
    answer = world.run("release")
    assert answer.code == 69
    assert "endpoints disagree about block" in answer.summary["problem"]
    assert_unpaid(world)


def _richer(proxy: Proxy, requests: list[dict[str, Any]]) -> Answer | None:
    """More is due than is: a whole batch of calls answers with another number."""
    if len(requests) < 20:
        return None
    answers = json.loads(proxy.forward(requests))
    for answer in answers:
        answer["result"] = "0x" + "00" * 31 + "07"
    return Answer(json.dumps(answers).encode())


def test_two__they_differ_about_the_state__sends_nothing(world: World, twin: Proxy) -> None:
    twin.fail(_richer_views(_richer))
    answer = world.run("release")
    assert answer.code == 69
    assert "endpoints disagree about the state" in answer.summary["problem"]
    assert_unpaid(world)


@pytest.mark.parametrize("about", ["blocks", "state"])
def test_three__two_tell_the_same_lie__sends_nothing(world: World, twin: Proxy, about: str) -> None:
    with Proxy(world.node.uri) as third:
        world.configure(endpoints=[world.proxy.uri, twin.uri, third.uri])
        for liar in (twin, third):
            liar.fail(_forked if about == "blocks" else _richer_views(_richer))
        answer = world.run("release")
        assert answer.code == 69
        assert "endpoints disagree" in answer.summary["problem"]
        assert [*world.proxy.sent, *twin.sent, *third.sent] == []
    assert_unpaid(world)


def test_two__they_differ_for_a_moment__pays(world: World, twin: Proxy) -> None:
    twin.fail(_richer_views(_richer), times=2)
    assert world.run("release").code == 0
    assert_paid(world)


def _richer_views(fault: Callable[..., Answer | None]) -> Any:
    return lambda proxy, requests: fault(proxy, requests) if requests[0]["method"] == "eth_call" else None


# --- Keys ---


def _spoil_mode(world: World) -> None:
    (world.folder / "payouts.password").chmod(0o644)


def _spoil_password(world: World) -> None:
    (world.folder / "payouts.password").write_text("not the password")


def _remove(world: World) -> None:
    (world.folder / "payouts.json").unlink()


def _garble(world: World) -> None:
    (world.folder / "payouts.json").write_text("{")


def _swap(world: World) -> None:
    world.configure(keys={**world.keys, "payouts": {**world.keys["payouts"], "keystore": "relays.json"}})


@pytest.mark.parametrize("spoil", [_spoil_mode, _spoil_password, _remove, _garble, _swap])
def test_key__is_unusable__makes_no_request(world: World, spoil: Callable[[World], None]) -> None:
    spoil(world)
    answer = world.run("release")
    assert (answer.code, answer.summary["result"]) == (78, "config")
    assert world.proxy.requests == 0
    assert PASSWORD not in answer.out + answer.log


def test_key__not_named__makes_no_request(world: World) -> None:
    world.configure(keys={})
    assert world.run("release").code == 78
    assert world.proxy.requests == 0
