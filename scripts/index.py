"""ape run index: the subgraph on a Graph Node of our own, indexing a local chain until Ctrl-C."""

import signal
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from ape.logging import LogLevel, logger
from rich.console import Console

from deployment.account import ConsoleReporter, new_console
from deployment.book import read_book
from deployment.inputs import load_inputs
from deployment.local import JOIN, private_chain
from deployment.record import BOOKS
from deployment.release import first_payday
from deployment.system import deploy_inputs
from indexer.build import build
from indexer.index import indexing
from indexer.node import GraphNode

BOOK = BOOKS / "local.json"
Book = Mapping[str, Any]


@click.command()
@click.option("--node", envvar=JOIN, help="URL of a node that runs; else a chain of its own, as in the demo.")
@click.option("--book", type=click.Path(path_type=Path), default=BOOK, help="Address book of that node.")
@click.option("--only", multiple=True, metavar="NAME", help="Index this data source alone; may be repeated.")
def cli(node: str | None, book: Path, only: tuple[str, ...]) -> None:
    """Index a local chain from its first block, and print where it is queried."""
    console = new_console()
    logger.set_level(LogLevel.WARNING)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that everything ends with us
    console.print("Compiling the subgraph …")
    subgraph = build(only)
    with chain_of(console, node, book) as (uri, entries), indexing(subgraph, uri, entries) as index:
        console.print(f"\nThe chain: {uri}")
        console.print(f"GraphQL:   {index.url}")
        ports = ", ".join(f"{port} ({server})" for server, port in index.ports.items())
        console.print(
            f"Graph Node listens on every interface of this machine, on ports {ports}: let a firewall keep "
            "others out, as docs/indexing.md says.",
            style="yellow",
        )
        console.print("Ctrl-C ends it all.")
        try:
            follow(console, index)
        finally:
            console.print("Graph Node and its store end.")


@contextmanager
def chain_of(console: Console, node: str | None, book: Path) -> Iterator[tuple[str, Book]]:
    """A node's URL and address book: of the one that runs, or of a new one on which all agents are paid."""
    if node is not None:
        yield node, read_book(book)
        return
    console.print("Deploying, and paying 1,250 agents their first quarter …")
    with private_chain() as chain:
        with ConsoleReporter(console) as reporter:
            system = deploy_inputs(chain, load_inputs(chain), None, reporter)
            first_payday(chain, system, reporter)
        yield chain.provider.http_uri, system.book.data


def follow(console: Console, index: GraphNode) -> None:
    """Tell each block that is indexed."""
    told = None
    while True:
        if (latest := index.latest()) and latest != told:
            console.print(f"indexed to block {latest[0]}")
            told = latest
        time.sleep(1)
