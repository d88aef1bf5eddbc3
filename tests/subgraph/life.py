"""One long life of the economy on an Anvil of its own, as Graph Node stored it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bench.anvil import Anvil
from indexer.build import Build
from indexer.index import indexing
from tests.models.replay import ACTIVE, State
from tests.properties.story import Story
from tests.subgraph.economy import FLAGS
from tests.subgraph.entities import everything
from tests.support.actors import actor
from tests.support.rpc import Rpc
from tests.support.system import DAY, System, peer_name

DIVISOR = 4  # not 1: whoever forgets it is seen
PATIENCE = 900  # seconds until some 19,000 logs are indexed, on a machine that has other work

FAVOURITE, OTHER = actor("favourite"), actor("other candidate")

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
        story = Story(rpc, DIVISOR, succession=True)
        story.tell()
        succeed(story.system)
        book = {"chain": {"id": rpc.chain_id}, "contracts": _places(subgraph, story.system)}
        with indexing(subgraph, node.uri, book) as index:
            index.wait(rpc.height, seconds=PATIENCE)
            yield Life(story.system, everything(index))


def succeed(system: System) -> None:
    """The guardian falls silent twice. Once it returns; then a round fails, and the next elects another."""
    succession, anyone = system.succession, system.stranger
    vacate(system)
    system.guardianship.heartbeat(sender=system.guardianship.guardian())
    vacate(system)
    wait(system, 14)
    succession.openElection(sender=anyone)
    for candidate in (FAVOURITE, OTHER):
        for number in (6, 7):
            wallet = system.wallet_of(number)
            succession.vote(candidate, wallet, sender=wallet)
    wait(system, 28)
    succession.openElection(sender=anyone)
    threshold, number = succession.challenged().threshold, 0
    while succession.votesOf(2, FAVOURITE) < threshold:
        number += 1
        wallet = system.wallet_of(number)
        if system.token.getVotes(wallet) and system.registry.agent(number).status == ACTIVE:
            succession.vote(FAVOURITE, wallet, sender=wallet)
    wait(system, 14)
    succession.acceptElection(sender=FAVOURITE)


def vacate(system: System) -> None:
    """Nobody in the office is heard of for 120 days."""
    wait(system, 90)
    system.succession.challenge(sender=system.stranger)
    wait(system, 30)
    system.succession.declareVacancy(sender=system.stranger)


def wait(system: System, days: int) -> None:
    system.rpc.travel(days * DAY // system.divisor)


def _places(subgraph: Build, system: System) -> dict[str, Entity]:
    """Where each data source's contract stands, or would stand: this life has no governance."""
    names = [source["name"] for source in subgraph.manifest["dataSources"] if source["name"] != "Factory"]
    places = {name: system.factory.peer(peer_name(name)) for name in names}
    places["Factory"] = system.factory.address
    return {name: {"address": address, "block": 0} for name, address in places.items()}
