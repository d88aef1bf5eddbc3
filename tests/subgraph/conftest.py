"""Fixtures of the subgraph's tests: one chain with the economy, and one Graph Node that follows it.

Nothing is mocked: Graph Node's own binary, PostgreSQL and Anvil. Where Graph Node is not to be had, the tests
are skipped, and the end of the test run says so. What runs ends with the last test of this folder: an idle
Graph Node asks ten times a second for the next block.
"""

import platform
from collections.abc import Iterator

import pytest

from indexer.build import Build, build
from indexer.errors import ProgramMissing
from indexer.index import indexing
from indexer.node import GraphNode
from indexer.programs import gnd, postgres
from tests.subgraph.economy import Economy, economy
from tests.subgraph.life import Life, life
from tests.subgraph.played import Played, played

PACKAGED = ("Linux", "x86_64")  # where `make setup` installs both


@pytest.fixture(scope="session")
def programs() -> None:
    """Graph Node and PostgreSQL."""
    try:
        gnd()
        postgres()
    except ProgramMissing as error:
        if (platform.system(), platform.machine()) == PACKAGED:
            raise
        pytest.skip(f"the subgraph: {error.message}")


@pytest.fixture(scope="session")
def subgraph(programs: None) -> Build:
    """The subgraph, compiled."""
    return build()


@pytest.fixture(scope="package")
def chain() -> Iterator[Economy]:
    """1,250 agents with their first quarter, on a chain that nobody else uses."""
    with economy() as one:
        yield one


@pytest.fixture(scope="package")
def index(subgraph: Build, chain: Economy) -> Iterator[GraphNode]:
    """Graph Node, which follows that chain."""
    with indexing(subgraph, chain.uri, chain.book) as node:
        yield node


@pytest.fixture
def indexed(index: GraphNode, chain: Economy) -> GraphNode:
    """The same, at the chain's last block."""
    index.wait(*chain.head())
    return index


@pytest.fixture(scope="package")
def lived(subgraph: Build) -> Iterator[Life]:
    """A long life of the economy without governance, as the store has it."""
    with life(subgraph) as one:
        yield one


@pytest.fixture(scope="package")
def told(subgraph: Build) -> Iterator[Played]:
    """The story, played and indexed; what a test does further on stays done."""
    with played(subgraph) as one:
        yield one
