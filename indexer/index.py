"""All that indexes a chain, started in order and ended in reverse."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from indexer.build import Build
from indexer.ipfs import ipfs
from indexer.networks import places_of, subgraph_network
from indexer.node import GraphNode, graph_node
from indexer.postgres import postgres


@contextmanager
def indexing(build: Build, chain: str, book: Mapping[str, Any], **settings: str) -> Iterator[GraphNode]:
    """Index a chain from its beginning, into a new store that goes with it.

    `chain` is the URL of its node, `book` its address book, `settings` Graph Node's variables.
    Raises ProgramMissing, ProgramFailed and UnknownNetwork.
    """
    network = subgraph_network(book["chain"]["id"])
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="blackroad-index-")))
        store, subgraph = folder / "store", folder / "subgraph"
        for part in (store, subgraph):
            part.mkdir()
        folder.chmod(0o711)  # PostgreSQL, as another user, goes through
        manifest = build.write(network, places_of(book), subgraph)
        database = stack.enter_context(postgres(store))
        files = stack.enter_context(ipfs())
        yield stack.enter_context(graph_node(folder, manifest, network, chain, database, files, **settings))
