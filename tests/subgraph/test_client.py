"""The client in front of a real Graph Node.

more entities than a page has ── none is lost, none comes twice
a block
├── stays as it was, whatever comes after
├── that is not indexed yet: refused
└── that the chain took back: refused, though Graph Node answers
lag
├── none: the chain's last block
└── by the chain's clock and numbers: refused beyond the limit
the example of docs/indexing.md ── runs
"""

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from deployment.parameters import ROOT
from indexer.build import build
from indexer.index import indexing
from indexer.node import GraphNode
from offchain.chain import Block, block_at
from offchain.subgraph.agents import Agent
from offchain.subgraph.client import PAGE, Blocks, Subgraph
from offchain.subgraph.errors import BlockNotIndexed, BlockReorganised, SubgraphBehind
from offchain.subgraph.freshness import Lag, Limit, current, lag
from offchain.subgraph.wallets import Account, Protocol, Transfer
from offchain.transport import Endpoint
from tests.subgraph.economy import Economy
from tests.subgraph.test_reorg import pay, synced

pytestmark = pytest.mark.xdist_group("subgraph of the economy")

SELDOM = "600000"  # milliseconds: longer than the test
TRANSFER = "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"


@pytest.fixture
def blocks(chain: Economy) -> Blocks:
    """The chain's blocks."""
    return partial(block_at, Endpoint(chain.uri, seconds=30, per_second=1000))


@pytest.fixture
def subgraph_(indexed: GraphNode) -> Subgraph:
    """The subgraph, at the chain's last block."""
    return Subgraph(indexed.url)


def test_all__more_than_a_page__is_what_the_logs_say(
    subgraph_: Subgraph, chain: Economy, blocks: Blocks
) -> None:
    logs = chain.rpc.logs([chain.address("ROAD_Token")])
    known = {
        log["transactionHash"] + int(log["logIndex"], 16).to_bytes(4, "little").hex()
        for log in logs
        if log["topics"][0] == TRANSFER
    }
    found = [one.id for one in current(subgraph_, blocks, Limit(0)).all(Transfer)]
    assert len(found) > PAGE
    assert len(found) == len(known)
    assert set(found) == known


def test_all__a_filter__lets_through_what_it_says(
    subgraph_: Subgraph, chain: Economy, blocks: Blocks
) -> None:
    snapshot = current(subgraph_, blocks, Limit(0))
    (first,) = snapshot.all(Agent, {"number": 1})
    assert first.wallet == chain.wallets[0].lower()
    assert len(snapshot.all(Agent, {"number_gt": 1, "category": "COPILOT"})) == 9


def test_docs__example__runs(index: GraphNode, subgraph_: Subgraph, chain: Economy, blocks: Blocks) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", (ROOT / "docs/indexing.md").read_text(), re.DOTALL)
    names: dict[str, Any] = {"RPC_URL": chain.uri, "URL": index.url}
    exec(example, names)
    protocol = current(subgraph_, blocks, Limit(0)).find(Protocol, "blackroad")
    assert protocol is not None
    assert names["paid"] == protocol.released > 0
    assert names["against"] == []


# --- One block ---


def balance(chain: Economy, wallet: str) -> int:
    data = "0x70a08231" + wallet[2:].lower().rjust(64, "0")
    return int.from_bytes(chain.rpc.call(chain.address("ROAD_Token"), data))


def test_snapshot__blocks_come_after__stays_as_it_was(
    subgraph_: Subgraph, chain: Economy, index: GraphNode, blocks: Blocks
) -> None:
    payee = chain.wallets[1].lower()
    before = balance(chain, payee)
    snapshot = current(subgraph_, blocks, Limit(0))
    pay(chain, 31)
    synced(chain, index)
    old, new = snapshot.find(Account, payee), current(subgraph_, blocks, Limit(0)).find(Account, payee)
    assert old is not None
    assert new is not None
    assert (old.balance, new.balance) == (before, before + 31)
    assert balance(chain, payee) == before + 31


def test_at__block_that_is_not_indexed__reverts(subgraph_: Subgraph, blocks: Blocks) -> None:
    head = blocks("latest")
    coming = Block(head.number + 1, "0x" + "11" * 32, head.timestamp + 1)
    with pytest.raises(BlockNotIndexed) as found:
        subgraph_.at(coming, blocks)
    assert (found.value.wanted, found.value.reached) == (head.number + 1, head.number)


def test_snapshot__chain_takes_its_block_back__reverts(
    subgraph_: Subgraph, chain: Economy, index: GraphNode, blocks: Blocks
) -> None:
    state = chain.rpc.snapshot()
    undone = pay(chain, 37)
    number = synced(chain, index)
    snapshot = current(subgraph_, blocks, Limit(0))
    assert snapshot.all(Transfer, {"transaction": undone})
    assert chain.rpc.request("evm_revert", state)
    for wei in (41, 43):
        pay(chain, wei)
    chain.rpc.travel(1)
    assert synced(chain, index) > number
    # Graph Node takes the hash for the block that took its place, and tells nobody.
    text = "query ($block: Block_height!) { agents(first: 1, block: $block) { id } }"
    assert subgraph_.query(text, block={"hash": snapshot.block.hash})["agents"]
    with pytest.raises(BlockReorganised) as found:
        snapshot.all(Transfer)
    assert (found.value.number, found.value.hash) == (number, snapshot.block.hash)


# --- Lag ---


@pytest.fixture
def slow(chain: Economy) -> Iterator[GraphNode]:
    """A Graph Node that looks for new blocks seldom; the token alone."""
    token = build(["ROAD_Token"])
    with indexing(token, chain.uri, chain.book, ETHEREUM_POLLING_INTERVAL=SELDOM) as node:
        node.wait(*chain.head())
        yield node


def test_current__graph_node_lags__is_refused_beyond_the_limit(
    slow: GraphNode, chain: Economy, blocks: Blocks
) -> None:
    subgraph, last = Subgraph(slow.url), blocks("latest")
    assert current(subgraph, blocks, Limit(0, 0)).block == last
    chain.rpc.travel(600)
    head = blocks("latest")
    behind = head.number - last.number
    assert lag(subgraph, blocks) == Lag(last, head, failed=False, same=True)
    assert current(subgraph, blocks, Limit(head.timestamp - last.timestamp, behind)).block == last
    with pytest.raises(SubgraphBehind) as late:
        current(subgraph, blocks, Limit(head.timestamp - last.timestamp - 1))
    assert (late.value.lag, late.value.limit) == (head.timestamp - last.timestamp, late.value.lag - 1)
    with pytest.raises(SubgraphBehind) as far:
        current(subgraph, blocks, Limit(blocks=behind - 1, seconds=1000))
    assert (far.value.lag, far.value.limit, far.value.unit) == (behind, behind - 1, "blocks")
