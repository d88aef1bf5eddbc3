"""The subgraph and the chain of a test, as the reconciliation takes them."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from offchain.chain import Chain
from offchain.clock import Deadline
from offchain.endpoints import Endpoints
from offchain.log import Log
from offchain.protocol import INTERFACES, Protocol
from offchain.reconcile import reconcile
from offchain.reconcile.walk import Walk
from offchain.settings import Settings
from offchain.subgraph.client import Subgraph
from offchain.subgraph.connect import blocks_of
from offchain.transport import Endpoint

PATIENCE = 600  # seconds that a walk may take


def chain_of(uri: str, book: Mapping[str, Any]) -> Chain:
    """A chain whose only endpoint is a test's node."""
    protocol = Protocol(book, json.loads(INTERFACES.read_text(encoding="utf-8")))
    settings = Settings(book=Path("book.json"), state=Path("state"), read_block="latest")
    deadline, log = Deadline(PATIENCE), Log()
    endpoint = Endpoint(uri, seconds=60, per_second=10_000)
    endpoints = Endpoints([endpoint], deadline, log, settings.block_seconds)
    return Chain(protocol, endpoints, settings, deadline, log)


def reconciled(chain: Chain, url: str, number: int, against: int | None = None) -> Walk:
    """The walk of the subgraph at one block, held against the chain at the same or at another one."""
    blocks = blocks_of(chain)
    pinned = chain.at(number if against is None else against)
    return reconcile(pinned, Subgraph(url).at(blocks(number), blocks))
