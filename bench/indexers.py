"""Graph Node with the subgraph, beside ponder: the same events, from an empty store, into PostgreSQL."""

import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bench.alternatives import index_ponder
from bench.anvil import ChainError
from bench.chain import Chain
from bench.keepers import book_of
from bench.system import BATCH, DAY, System
from indexer.build import Build, build
from indexer.index import indexing

QUARTERS = 4
FEWEST = 20_000  # events
FINAL = 40  # empty blocks at the end: ponder, which takes the chain for final 30 blocks back, is done then
PATIENCE = 1_800  # seconds
LARGE_BATCHES = {"GRAPH_STORE_WRITE_BATCH_SIZE": "10000"}  # kilobytes: what Graph Node does by itself
HEADINGS = ("indexing from an empty store", "events", "seconds", "events / second", "seconds of processor")


@dataclass(frozen=True)
class Run:
    """One indexer's run."""

    label: str
    events: int
    seconds: float
    processor: float
    """Seconds of one, of indexer and PostgreSQL together; on a busy machine this says more."""

    def cells(self) -> tuple[str, ...]:
        """Format the row, in the order of the headings."""
        speed = f"{self.events / self.seconds:,.0f}"
        return (self.label, f"{self.events:,}", f"{self.seconds:.1f}", speed, f"{self.processor:.1f}")


def measure() -> list[Run]:
    """Run both, one after the other, from the start of their program to the last event."""
    subgraph = build()
    index_ponder.install()
    with Chain() as chain:
        system = System(chain)
        system.found()
        _pay(system)
        book, last = book_of(system), chain.web3.eth.block_number
        events = len(_logs(chain, book, last))
        if events < FEWEST:
            raise ChainError(f"the chain has {events} events, fewer than {FEWEST}")
        for _ in range(FINAL):
            chain.travel(1)
        return [
            _run("Graph Node, the subgraph", events, lambda: _graph_node(subgraph, chain, book, last)),
            _run(
                "ponder 0.16, a row for each event and four objects",
                events,
                lambda: index_ponder.index(chain.uri, book, last, events, PATIENCE),
            ),
        ]


def _run(label: str, events: int, index: Callable[[], float]) -> Run:
    before = _processor()
    seconds = index()
    return Run(label, events, seconds, _processor() - before)


def _processor() -> float:
    """What programs that have ended took of the processor."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _pay(system: System) -> None:
    """Pay all agents everything, quarter by quarter."""
    for quarter in range(QUARTERS):
        if quarter:
            system.chain.travel(90 * DAY)
        for first in range(1, len(system.members) + 1, BATCH):
            ids = list(range(first, min(first + BATCH, len(system.members) + 1)))
            system.chain.send(system.treasury.functions.releaseBatch(ids), system.anyone)


def _logs(chain: Chain, book: dict[str, Any], last: int) -> list[Any]:
    addresses = [entry["address"] for entry in book["contracts"].values()]
    return list(chain.web3.eth.get_logs({"address": addresses, "fromBlock": 0, "toBlock": last}))


def _graph_node(subgraph: Build, chain: Chain, book: dict[str, Any], last: int) -> float:
    began = time.monotonic()
    with indexing(subgraph, chain.uri, book, **LARGE_BATCHES) as index:
        index.wait(last, seconds=PATIENCE)
        return time.monotonic() - began
