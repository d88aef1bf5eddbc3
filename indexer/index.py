"""All that indexes a chain, started in order and ended in reverse."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from indexer.build import Build
from indexer.errors import NotReady
from indexer.ipfs import ipfs
from indexer.networks import places_of, subgraph_network
from indexer.node import GraphNode, graph_node
from indexer.postgres import postgres

ATTEMPTS = 4


@contextmanager
def indexing(build: Build, chain: str, book: Mapping[str, Any], **settings: str) -> Iterator[GraphNode]:
    """Index a chain from its beginning, into a new store that goes with it.

    `chain` is the URL of its node, `book` its address book, `settings` Graph Node's variables. Graph Node
    0.45 may miss the news of the subgraph that it has just deployed, and never begin: it is started anew.
    Raises ProgramMissing, ProgramFailed, NotReady and UnknownNetwork.
    """
    with ExitStack() as stack:
        for left in reversed(range(ATTEMPTS)):
            with ExitStack() as attempt:
                try:
                    node = _start(attempt, build, chain, book, settings)
                except NotReady:
                    if not left:
                        raise
                    continue
                stack.enter_context(attempt.pop_all())
                break
        yield node


def _start(
    stack: ExitStack, build: Build, chain: str, book: Mapping[str, Any], settings: Mapping[str, str]
) -> GraphNode:
    network = subgraph_network(book["chain"]["id"])
    folder = Path(stack.enter_context(TemporaryDirectory(prefix="blackroad-index-")))
    store, subgraph = folder / "store", folder / "subgraph"
    for part in (store, subgraph):
        part.mkdir()
    folder.chmod(0o711)  # PostgreSQL, as another user, goes through
    manifest = build.write(network, places_of(book), subgraph)
    database = stack.enter_context(postgres(store))
    files = stack.enter_context(ipfs())
    return stack.enter_context(graph_node(folder, manifest, network, chain, database, files, **settings))
