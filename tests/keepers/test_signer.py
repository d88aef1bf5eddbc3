"""A key that is elsewhere, behind `eth_signTransaction`.

external signer
├── signs what it is asked: the agents are paid
├── does not answer, or answers no transaction: exit 78, nothing sent
└── signs something else, or with another key: exit 78, nothing sent
"""

from typing import Any

import pytest

from tests.keepers.support.pay import assert_paid, assert_unpaid
from tests.keepers.support.web import serving
from tests.keepers.support.world import World
from tests.support.actors import actor

ANVILS_FIRST = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"  # a key that the node itself has


def elsewhere(world: World, url: str, address: str = ANVILS_FIRST) -> None:
    """Let the payouts' key be at a URL."""
    world.rpc.fund(address, 10**20)
    world.configure(keys={**world.keys, "payouts": {"address": address, "signer": url}})


def test_signer__signs_what_it_is_asked__pays(world: World) -> None:
    elsewhere(world, world.node.uri)
    assert world.run("release").code == 0
    assert_paid(world)


@pytest.mark.parametrize("answer", [b"<html>", {"id": 1, "result": "0x1234"}, {"id": 1, "result": None}])
def test_signer__answers_no_transaction__sends_nothing(world: World, answer: Any) -> None:
    with serving(answer) as url:
        elsewhere(world, url)
        result = world.run("release")
    assert result.code == 78
    assert "external signer" in result.summary["problem"]
    assert "secret-path" not in result.out + result.log
    assert world.proxy.sent == []
    assert_unpaid(world)


@pytest.mark.parametrize("what", ["another call", "another key"])
def test_signer__signs_something_else__sends_nothing(world: World, what: str) -> None:
    account = actor("signer").account
    fields = {
        "type": 2,
        "chainId": world.rpc.chain_id,
        "nonce": 0,
        "gas": 21_000,
        "to": actor("thief").address,
        "value": 10**18,
        "maxFeePerGas": 10**10,
        "maxPriorityFeePerGas": 10**9,
        "data": b"",
    }
    raw = "0x" + account.sign_transaction(fields).raw_transaction.hex()
    with serving({"id": 1, "result": raw}) as url:
        elsewhere(world, url, account.address if what == "another call" else ANVILS_FIRST)
        result = world.run("release")
    assert (result.code, world.proxy.sent) == (78, [])
    assert "signed something else than was asked" in result.summary["problem"]
