"""The subgraph and the chain say the same of everything, at one block.

after the whole story
├── no difference, in tens of thousands of comparisons of every kind
├── what plain Python makes of the raw logs is what the subgraph says, too
└── the keeper's job says so, and ends well
every type of the subgraph
└── is compared with the chain, or worked out of the logs, or a chart of what is
what differs is named: entity, field, the chain's value and the subgraph's
├── against the chain one block before ── what that block changed, and nothing else
├── one field of a type is another one, an entity is missing ── each is found
└── the chain's state is changed behind its events ── the keeper's job tells of a broken invariant
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from offchain.exits import Exit
from offchain.reconcile import reconcile
from offchain.reconcile.walk import Difference
from offchain.subgraph.charts import ClassDay, Day
from offchain.subgraph.client import Subgraph
from offchain.subgraph.connect import blocks_of
from offchain.subgraph.entity import Entity, Fact
from offchain.subgraph.proposals import Proposer
from offchain.subgraph.resources import ResourceDay
from tests.subgraph.facts import FACTS, MANY
from tests.subgraph.played import Played
from tests.subgraph.reconciling import CHANGES, Tampered, chain_of, head, reconciled, run_job, snapshot_of
from tests.subgraph.replayed import compare
from tests.support.rpc import Rpc

pytestmark = pytest.mark.xdist_group("subgraph of the story")

LEAST = 40_000  # comparisons of the whole story
AGENT = 17
ACTIVATED_AT_SLOT = 2  # of AgentTreasury


def found(differences: list[Difference]) -> set[tuple[str, str, str]]:
    return {(one.entity, one.id, one.field) for one in differences}


def test_reconcile__after_the_whole_story__finds_nothing(told: Played) -> None:
    walk = reconciled(told, head(told))
    assert list(map(str, walk.differences)) == []
    assert walk.compared.total() >= LEAST
    assert {"Account", "Agent", "Proposal", "Seat", "Order", "Budget", "Payment", "Brake"} <= set(
        walk.compared
    )


def test_replay__after_the_whole_story__is_what_the_subgraph_says(told: Played) -> None:
    compare(told.system, snapshot_of(told, head(told)))


def test_reconcile__every_type_of_the_subgraph__is_compared(told: Played) -> None:
    """But charts, sums that the tests beside this one add up, and what `replayed` works out."""
    types = {one for one in subclasses(Entity) if one.__module__.startswith("offchain.subgraph")} - {Fact}
    walked = set(reconciled(told, head(told)).read)
    assert types - walked - set(FACTS) - set(MANY) == {Day, ClassDay, ResourceDay, Proposer}


def subclasses(kind: type[Entity]) -> set[type[Entity]]:
    return {one for below in kind.__subclasses__() for one in {below, *subclasses(below)}}


def test_reconcile__chain_one_block_before__names_what_the_block_changed(told: Played) -> None:
    system = told.system
    before = system.registry.tokenURI(AGENT)
    system.registry.setAgentURI(AGENT, "urn:another", sender=system.wallet_of(AGENT))
    number = head(told)
    (difference,) = reconciled(told, number, against=number - 1).differences
    assert difference == Difference("Agent", str(AGENT), "uri", "urn:another", before)
    assert str(difference) == f"Agent {AGENT}: uri is {before!r}, the subgraph has 'urn:another'"


def test_reconcile__what_the_chain_did_not_have_yet__is_named(told: Played) -> None:
    system = told.system
    (asked,) = system.resources.request(1, 1, sender=system.wallet_of(AGENT)).of("ResourceRequested")
    number = head(told)
    differences = reconciled(told, number, against=number - 1).differences
    assert Difference("Order", str(asked.orderId), "existence", True, False) in differences


def test_reconcile__a_field_is_another_one__is_found_in_every_type(told: Played) -> None:
    chain = chain_of(told)
    blocks, number = blocks_of(chain), head(told)
    tampered = Tampered(Subgraph(told.node.url), blocks(number), blocks)
    walk = reconcile(chain.at(number), tampered)
    assert len(tampered.changed) == len(CHANGES) + 1
    assert tampered.changed <= found(walk.differences)


def test_job__after_the_whole_story__ends_well(told: Played, tmp_path: Path) -> None:
    head(told)
    result = run_job(told, tmp_path)
    assert result.code == Exit.DONE
    assert "comparisons, 0 differences" in result.out
    (written,) = (tmp_path / "state/metrics").iterdir()
    assert 'road_keeper_subgraph_differences{keeper="reconcile"} 0' in written.read_text()


def test_job__state_changed_behind_the_events__tells_of_a_broken_invariant(
    told: Played, tmp_path: Path
) -> None:
    rpc, treasury = told.system.rpc, told.system.treasury.address
    true = rpc.storage(treasury, ACTIVATED_AT_SLOT)
    with changed(rpc, treasury, ACTIVATED_AT_SLOT, true + 1):
        head(told)
        result = run_job(told, tmp_path)
    assert result.code == Exit.INVARIANT
    assert f"Protocol blackroad: activated_at is {true + 1}, the subgraph has {true}" in result.out


@contextmanager
def changed(rpc: Rpc, address: str, slot: int, value: int) -> Iterator[None]:
    """A word of a contract's storage is another one for a while, which no event tells."""
    before = rpc.storage(address, slot)
    rpc.set_storage(address, slot, value)
    rpc.travel(1)
    try:
        yield
    finally:
        rpc.set_storage(address, slot, before)
        rpc.travel(1)
