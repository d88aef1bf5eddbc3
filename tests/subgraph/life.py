"""One long life of the economy on an Anvil of its own, as Graph Node stored it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bench.anvil import Anvil
from indexer.build import Build
from indexer.index import indexing
from tests.models.replay import State
from tests.properties.story import Story
from tests.subgraph.economy import FLAGS
from tests.subgraph.entities import everything
from tests.support.rpc import Rpc
from tests.support.system import System, peer_name

DIVISOR = 4  # not 1: whoever forgets it is seen
PATIENCE = 900  # seconds until some 19,000 logs are indexed, on a machine that has other work

Entity = dict[str, Any]


@dataclass(frozen=True)
class Life:
    """The system at the end of it, and everything that was stored."""

    system: System
    entities: Mapping[str, list[Entity]]

    def all(self, plural: str) -> dict[str, Entity]:
        """Entities of one type, by their ids."""
        return {entity["id"]: entity for entity in self.entities[plural]}

    def one(self, plural: str) -> Entity:
        """The only entity of its type."""
        (entity,) = self.entities[plural]
        return entity

    @cached_property
    def rebuilt(self) -> State:
        """What a program in plain Python makes of the same logs."""
        return State().read(self.system.events())


@contextmanager
def life(subgraph: Build) -> Iterator[Life]:
    """Live it, index it, and read the store."""
    with Anvil(*FLAGS) as node:
        rpc = Rpc(node.uri)
        story = Story(rpc, DIVISOR)
        story.tell()
        book = {"chain": {"id": rpc.chain_id}, "contracts": _places(subgraph, story.system)}
        with indexing(subgraph, node.uri, book) as index:
            index.wait(rpc.height, seconds=PATIENCE)
            yield Life(story.system, everything(index))


def _places(subgraph: Build, system: System) -> dict[str, Entity]:
    """Where each data source's contract stands, or would stand: this life has no governance."""
    names = [source["name"] for source in subgraph.manifest["dataSources"] if source["name"] != "Factory"]
    places = {name: system.factory.peer(peer_name(name)) for name in names}
    places["Factory"] = system.factory.address
    return {name: {"address": address, "block": 0} for name, address in places.items()}
