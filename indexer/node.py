"""Graph Node, indexing one subgraph of one chain."""

import os
import signal
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from indexer.errors import IndexerBehind, IndexingFailed, QueryFailed, Unreachable
from indexer.process import answers, free_port, running
from indexer.programs import gnd

NAME = "subgraph-0"  # as gnd names the first subgraph that it is given
SERVERS = ("http", "index-node", "admin", "metrics")
START = 30.0  # seconds that it may take to begin with its subgraph; mostly it takes two
PATIENCE = 600.0  # seconds until a block must be indexed: a first look takes its time on a busy machine
SETTINGS = {
    "ETHEREUM_POLLING_INTERVAL": "100",  # milliseconds between looks for a new block
    # A cached head hides a block until the next one, or for half a minute, where blocks come irregularly.
    "GRAPH_STORE_DISABLE_CHAIN_HEAD_PTR_CACHE": "true",
    "GRAPH_STORE_WRITE_BATCH_SIZE": "0",  # kilobytes; 0: a block can be queried as soon as it is indexed
    "GRAPH_LOG": "info",
    "RUST_BACKTRACE": "0",  # else it unwinds its stack for a third of its time
}
STATUS = """{ indexingStatuses {
    synced fatalError { message block { number } } chains { latestBlock { number hash } } } }"""
_POLL = 0.05  # seconds
_ANSWER = 60  # seconds that an answer may take


@dataclass(frozen=True)
class GraphNode:
    """A Graph Node that runs."""

    ports: Mapping[str, int]
    log: Path

    @property
    def url(self) -> str:
        """Where the subgraph is queried."""
        return f"http://127.0.0.1:{self.ports['http']}/subgraphs/name/{NAME}"

    def query(self, text: str, **variables: Any) -> Any:
        """Answer of a GraphQL query. Raises QueryFailed and Unreachable."""
        return _ask(self.url, text, variables)

    def statuses(self) -> list[dict[str, Any]]:
        """How the indexing of each subgraph goes: of none before ours is deployed, then of ours."""
        statuses = _ask(f"http://127.0.0.1:{self.ports['index-node']}/graphql", STATUS)["indexingStatuses"]
        return list(statuses)

    def latest(self) -> tuple[int, str] | None:
        """Number and hash of the last block that is indexed, None before the first. Raises IndexingFailed."""
        for status in self.statuses():
            if failure := status["fatalError"]:
                raise IndexingFailed((failure["block"] or {}).get("number"), failure["message"])
            for chain in status["chains"]:
                if block := chain["latestBlock"]:
                    return int(block["number"]), f"0x{block['hash'].removeprefix('0x')}"
        return None

    def wait(self, number: int, block_hash: str | None = None, seconds: float = PATIENCE) -> None:
        """Return when a block is indexed; with a hash, that very block as the last one.

        Raises IndexingFailed and IndexerBehind.
        """
        deadline = time.monotonic() + seconds
        while True:
            latest = self.latest()
            if latest and (latest == (number, block_hash) if block_hash else latest[0] >= number):
                return
            if time.monotonic() > deadline:
                raise IndexerBehind(number, latest and latest[0], seconds)
            time.sleep(_POLL)


@contextmanager
def graph_node(
    folder: Path, manifest: Path, network: str, chain: str, store: str, files: str, **settings: str
) -> Iterator[GraphNode]:
    """Run Graph Node on a subgraph: `chain`, `store` and `files` are URLs of node, PostgreSQL and IPFS.

    Its servers listen on all interfaces of the machine, which nothing can change: docs/indexing.md.
    Raises ProgramMissing, ProgramFailed and NotReady.
    """
    ports = {server: free_port() for server in SERVERS}
    command: list[str | Path] = [
        gnd(),
        "dev",
        f"--manifests={manifest}:.",
        f"--ethereum-rpc={network}:archive:{chain}",
        f"--ipfs={files}",
        *(f"--{server}-port={port}" for server, port in ports.items()),
    ]
    # The store's password goes by the environment, which nobody else reads.
    environment = {**os.environ, **SETTINGS, **settings, "POSTGRES_URL": store}
    node = GraphNode(ports, folder / "graph-node.log")
    # Asked to end, it may wait for ever for a store that is gone; and it has nothing to save.
    with running(
        command,
        node.log,
        lambda: _ready(node),
        environment=environment,
        end=signal.SIGKILL,
        patience=START,
    ):
        yield node


def _ready(node: GraphNode) -> bool:
    """Whether all servers listen and the subgraph is deployed."""
    return all(map(answers, node.ports.values())) and bool(node.statuses())


def _ask(url: str, text: str, variables: Mapping[str, Any] | None = None) -> Any:
    body = {"query": text, "variables": variables or {}}
    try:
        answer = requests.post(url, json=body, timeout=_ANSWER).json()
    except requests.RequestException as error:  # an answer that is no JSON, too
        raise Unreachable(url, error) from error
    if "errors" in answer:
        raise QueryFailed(answer["errors"])
    return answer["data"]
