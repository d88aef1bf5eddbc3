"""The story's chain beside the index that followed it, and what tests of either side share."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from rich.console import Console

from bench.anvil import Anvil
from deployment.events import Silent
from deployment.inputs import load_inputs
from deployment.release import first_payday
from deployment.system import deploy_inputs
from indexer.build import Build
from indexer.index import indexing
from indexer.node import PATIENCE, GraphNode
from scripts.story import play
from story.stage import Stage
from tests.subgraph.economy import FLAGS, connected
from tests.support.rpc import Rpc
from tests.support.standing import Standing

PAGE = 1000
HISTORY = ("--prune-history", "8")  # states that Anvil keeps, for views of a block before the last
WHOLE_STORY = 900.0  # seconds that a busy machine may take to index it


@dataclass(frozen=True)
class Played:
    """A chain and its index."""

    system: Standing
    node: GraphNode

    def every(self, plural: str, fields: str) -> list[dict[str, Any]]:
        """All entities of a type, at the chain's last block."""
        self.caught_up()
        found: list[dict[str, Any]] = []
        while True:
            after = f', where: {{id_gt: "{found[-1]["id"]}"}}' if found else ""
            page = self.node.query(f"{{ {plural}(first: {PAGE}, orderBy: id{after}) {{ id {fields} }} }}")[
                plural
            ]
            found += page
            if len(page) < PAGE:
                return found

    def one(self, name: str, key: str, fields: str) -> dict[str, Any]:
        """One entity, at the chain's last block."""
        self.caught_up()
        found: dict[str, Any] = self.node.query(f'{{ {name}(id: "{key}") {{ {fields} }} }}')[name]
        return found

    def caught_up(self, seconds: float = PATIENCE) -> None:
        """Return when the chain's last block is indexed."""
        block = self.system.rpc.request("eth_getBlockByNumber", "latest", False)
        self.node.wait(int(block["number"], 16), block["hash"], seconds)


def numbers(entity: dict[str, Any], *names: str) -> tuple[int, ...]:
    """Fields that are numbers; GraphQL tells large ones as text."""
    return tuple(int(entity[name]) for name in names)


@contextmanager
def played(subgraph: Build) -> Iterator[Played]:
    """Play the story on an Anvil of its own, and index it."""
    with Anvil(*FLAGS, *HISTORY) as node:
        with connected(node.uri) as chain:
            system = deploy_inputs(chain, load_inputs(chain), None, Silent())
            first_payday(chain, system, Silent())
            play(Stage(chain, system, Console(file=io.StringIO(), width=200)))
        with indexing(subgraph, node.uri, system.book.data) as index:
            told = Played(Standing(Rpc(node.uri), system.book.data), index)
            told.caught_up(WHOLE_STORY)
            yield told
