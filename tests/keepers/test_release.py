"""The release job with the whole cohort.

release
├── without --execute: it shows the calls and their cost, and sends nothing
├── 1,250 agents are owed a quarter: each is paid exactly what is due, found out in at most 20 requests
│   ├── by Multicall3 or by batches
│   └── a second run has nothing to do
└── a node takes small batches only: they are halved
"""

from collections.abc import Callable
from typing import Any

import pytest
from ape_ethereum.multicall.constants import MULTICALL3_CODE

from offchain.chain import MULTICALL
from tests.keepers.conftest import Saved
from tests.keepers.support.pay import assert_paid
from tests.keepers.support.proxy import Answer, error
from tests.keepers.support.world import World
from tests.support.system import COHORT

MOST_REQUESTS = 20


def released(world: World) -> list[int]:
    """What the treasury has paid each of all agents, and what each wallet has, read by bare calls."""
    treasury = world.system.treasury
    return [treasury.releasedOf(number) for number in range(1, COHORT + 1)]


def _views(world: World) -> list[int]:
    """Counts the requests of views that a run makes before it sends."""
    counted: list[int] = []

    def count(_: Any, requests: list[dict[str, Any]]) -> None:
        if requests[0]["method"] == "eth_call" and not world.proxy.sent:
            counted.append(len(requests))

    world.proxy.fail(count)
    return counted


def test_run__without_execute__shows_the_calls(world: World) -> None:
    result = world.run("release", execute=False)
    assert result.code == 0
    assert "would call AgentTreasury.releaseBatch(agentIds=[1, 2, 3, … 24 in all])" in result.out
    assert f"to {world.system.treasury.address}, data 0x" in result.out
    assert "gas limit" in result.out
    assert (result.summary["due"], result.summary["dry"]) == (1, 1)
    assert world.proxy.sent == []


@pytest.mark.slow
@pytest.mark.parametrize("by", ["Multicall3", "batches"])
def test_run__all_agents_are_owed_a_quarter__pays_each_exactly(
    worlds: Callable[..., World], all_agents: Saved, by: str
) -> None:
    world = worlds(all_agents)
    if by == "Multicall3":
        world.rpc.set_code(MULTICALL, "0x" + MULTICALL3_CODE.hex())
    views = _views(world)
    result = world.run("release")
    assert (result.code, result.summary["items"]) == (0, COHORT)
    # Beside the agents' views: six single ones, and the simulation.
    assert len([size for size in views if size > 1 or by == "Multicall3"]) <= MOST_REQUESTS
    treasury = world.system.treasury
    assert released(world) == [treasury.vestedOf(number) for number in range(1, COHORT + 1)]
    assert len(set(world.proxy.sent)) == result.summary["done"] == 12
    assert (world.run("release").code, len(world.proxy.sent)) == (0, 12)


def test_run__node_takes_small_batches__halves_them(world: World) -> None:
    def small(_: Any, requests: list[dict[str, Any]]) -> Answer | None:
        if len(requests) <= 10 or requests[0]["method"] != "eth_call":
            return None
        return Answer(error(requests[0], -32600, "batch too large, 10 at most"))

    world.proxy.fail(small)
    assert world.run("release").code == 0
    assert_paid(world)
