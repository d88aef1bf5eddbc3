"""Endpoints that answer badly, or not at all.

a read
├── fails for a while, in any way: the run waits, and pays exactly what is due
└── fails for good: exit 69, and nothing was sent
a send
├── is refused or lost for a while, in any client's words: the same bytes are sent again, and mined once
└── is refused for good: the code says why, and nothing is lost
"""

import json
import time
from typing import Any

import pytest

from tests.keepers.support.pay import assert_paid, assert_unpaid, run_until_paid
from tests.keepers.support.proxy import (
    Answer,
    Fault,
    accepted_then_lost,
    always,
    error,
    on,
    refused,
    result,
    swallowed,
)
from tests.keepers.support.world import World

SEND = "eth_sendRawTransaction"


def _swapped(proxy: Any, requests: list[dict[str, Any]]) -> Answer:
    """Somebody else's answer."""
    return Answer(json.dumps({"jsonrpc": "2.0", "id": 10**9, "result": "0x1"}).encode())


def _in_words(code: int, message: str) -> Fault:
    """A refusal of a single request, or of a batch as a whole."""
    return lambda proxy, requests: Answer(error(requests[0], code, message))


def _short_batch(proxy: Any, requests: list[dict[str, Any]]) -> Answer | None:
    """One answer of a batch is missing."""
    if len(requests) == 1:
        return None
    return Answer(json.dumps(json.loads(proxy.forward(requests))[1:]).encode())


READS: dict[str, Fault] = {
    "html with 200": always(Answer(b"<html>gateway</html>")),
    "503": always(Answer(b"busy", 503)),
    "500 with an error": always(Answer(b'{"error":{"code":1,"message":"x"}}', 500)),
    "429": always(Answer(b"slow down", 429, {"Retry-After": "0"})),
    "truncated json": always(Answer(b'{"jsonrpc":"2.0","id":1,"resu')),
    "another id": _swapped,
    "neither result nor error": lambda p, r: Answer(
        json.dumps({"jsonrpc": "2.0", "id": r[0]["id"]}).encode()
    ),
    "malformed error": lambda p, r: Answer(json.dumps({"id": r[0]["id"], "error": "no"}).encode()),
    "connection broken": always(Answer(None)),
    "limit exceeded": _in_words(-32005, "limit exceeded"),
    "internal error": _in_words(-32603, "Internal error"),
    "header not found": _in_words(-32000, "header not found"),
    "unheard of": _in_words(-32099, "the moon is full"),
    "a batch one short": _short_batch,
    "null for a block": on("eth_getBlockByNumber", result(None)),
    "a word for a number": on("eth_chainId", result("many")),
    "too slow": always(Answer(b"{}", delay=2.0)),
    "dripping": always(Answer(b"x" * 400, drip=0.05)),
}


@pytest.mark.parametrize("name", READS)
def test_read__fails_for_a_while__pays_what_is_due(world: World, name: str) -> None:
    world.configure(request_seconds=1.5)
    world.proxy.fail(READS[name], times=2, after=1)
    result = world.run("release")
    assert result.code == 0
    assert_paid(world)


@pytest.mark.parametrize("name", READS)
def test_read__fails_for_good__exits_with_endpoints(world: World, name: str) -> None:
    world.configure(request_seconds=0.2)
    world.proxy.fail(READS[name])
    result = world.run("release")
    assert (result.code, result.summary["result"]) == (69, "endpoints")
    assert world.proxy.sent == []
    assert_unpaid(world)


def test_read__is_told_to_wait_for_an_hour__does_not(world: World) -> None:
    world.proxy.fail(always(Answer(b"slow down", 429, {"Retry-After": "3600"})))
    assert world.run("release").code == 69


def test_requests__endpoint_allows_a_few_a_second__are_no_more(world: World) -> None:
    world.configure(requests_per_second=20.0)
    began = time.monotonic()
    assert world.run("release").code == 0
    assert world.proxy.requests - 1 <= 20 * (time.monotonic() - began)
    assert_paid(world)


LOST: dict[str, Fault] = {
    "taken, and the answer is lost": on(SEND, accepted_then_lost),
    "its hash is answered, and it vanishes": on(SEND, swallowed),
    "connection broken": on(SEND, lambda p, r: Answer(None)),
    "503": on(SEND, lambda p, r: Answer(b"busy", 503)),
    "already known": on(SEND, refused(-32000, "already known")),
    "AlreadyKnown": on(SEND, refused(-32010, "AlreadyKnown")),
    "Known transaction": on(SEND, refused(-32000, "Known transaction")),
    "transaction already imported": on(SEND, refused(-32003, "transaction already imported")),
    "nonce too low, which is a lie": on(SEND, refused(-32000, "nonce too low: next nonce 9, tx nonce 0")),
    "nonce too high": on(SEND, refused(-32000, "nonce too high")),
    "txpool is full": on(SEND, refused(-32000, "txpool is full")),
    "unheard of": on(SEND, refused(-32099, "the moon is full")),
}


@pytest.mark.parametrize("name", LOST)
def test_send__is_lost__sends_the_same_bytes_again(world: World, name: str) -> None:
    world.proxy.fail(LOST[name], times=1)
    result = world.run("release")
    assert result.code == 0
    assert_paid(world)
    assert len(set(world.proxy.sent)) == 1


@pytest.mark.parametrize("words", ["replacement transaction underpriced", "ReplacementNotAllowed"])
def test_send__is_underpriced__offers_an_eighth_more(world: World, words: str) -> None:
    world.proxy.fail(on(SEND, refused(-32000, words)), times=2)
    result = world.run("release")
    assert (result.code, result.summary["bumps"]) == (0, 2)
    assert_paid(world)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("insufficient funds for gas * price + value", 71),
        ("Upfront cost exceeds account balance", 71),
        ("invalid chain id for signer", 76),
        ("invalid sender", 76),
    ],
)
def test_send__is_refused_for_good__says_why(world: World, words: str, code: int) -> None:
    world.proxy.fail(on(SEND, refused(-32000, words)))
    result = world.run("release")
    assert (result.code, result.summary["open_intents"]) == (code, 1)
    assert_unpaid(world)
    world.proxy.faults.clear()
    run_until_paid(world)
