"""The subgraph and the chain of a test, as the reconciliation takes them."""

import json
from pathlib import Path
from typing import Any, TypeVar

import yaml

from offchain.chain import Chain
from offchain.clock import Deadline
from offchain.endpoints import Endpoints
from offchain.log import Log
from offchain.protocol import INTERFACES, Protocol
from offchain.reconcile import reconcile
from offchain.reconcile.walk import Walk
from offchain.settings import Settings
from offchain.subgraph import agents, authority, council, funds, guardian, proposals, resources, wallets
from offchain.subgraph.client import Filter, Snapshot, Subgraph
from offchain.subgraph.connect import blocks_of
from offchain.subgraph.entity import Entity
from offchain.transport import Endpoint
from tests.keepers.support.world import Result, run_here
from tests.subgraph.played import Played

E = TypeVar("E", bound=Entity)
PATIENCE = 600  # seconds that a walk may take
# One field of each type, which is told otherwise than it is; numbers are one more, and what is true is not.
CHANGES: dict[type[Entity], str] = {
    wallets.Protocol: "human_cap",
    wallets.Account: "frozen_until",
    wallets.ClassTotal: "balance",
    agents.Agent: "suspended_until",
    agents.CategoryTotal: "retired",
    guardian.Office: "last_seen",
    guardian.GuardianEpoch: "started_at",
    authority.Role: "admin",
    authority.RoleMember: "since",
    proposals.Chamber: "proposal_count",
    proposals.Proposal: "deadline",
    council.Election: "seated_from",
    council.Race: "seats",
    council.Candidacy: "endorsements",
    resources.Fleet: "order_count",
    resources.Resource: "max_amount",
    resources.Order: "amount",
    resources.Allotment: "committed_cost",
    resources.Holding: "held",
    funds.Asset: "listed",
    funds.Budget: "limit",
    funds.BoardPlace: "mandate",
}
MISSING: type[Entity] = funds.CostCentre  # of which one is left out


class Tampered(Snapshot):
    """Tells the first entity of each of these types wrongly, and leaves one out."""

    def __init__(self, *of: Any) -> None:
        super().__init__(*of)
        self.changed: set[tuple[str, str, str]] = set()

    def all(self, kind: type[E], where: Filter | None = None) -> list[E]:
        found = super().all(kind, where)
        if kind is not MISSING and kind not in CHANGES:
            return found
        first, *others = found
        name = CHANGES.get(kind, "existence")
        self.changed.add((kind.__name__, first.id, name))
        if kind is MISSING:
            return others
        value = getattr(first, name)
        other = not value if isinstance(value, bool) else value + 1
        return [first.model_copy(update={name: other}), *others]


def chain_of(told: Played) -> Chain:
    """The chain, whose only endpoint is the test's node."""
    book, uri = told.system.book, told.system.rpc.uri
    protocol = Protocol(book, json.loads(INTERFACES.read_text(encoding="utf-8")))
    settings = Settings(book=Path("book.json"), state=Path("state"), read_block="latest")
    deadline, log = Deadline(PATIENCE), Log()
    endpoint = Endpoint(uri, seconds=60, per_second=10_000)
    return Chain(
        protocol, Endpoints([endpoint], deadline, log, settings.block_seconds), settings, deadline, log
    )


def head(told: Played) -> int:
    """Number of the last block, once it is indexed."""
    told.caught_up()
    return told.system.rpc.height


def snapshot_of(told: Played, number: int) -> Snapshot:
    """The subgraph at a block."""
    blocks = blocks_of(chain_of(told))
    return Subgraph(told.node.url).at(blocks(number), blocks)


def reconciled(told: Played, number: int, against: int | None = None) -> Walk:
    """The walk of the subgraph at one block, held against the chain at the same or at another one."""
    pinned = chain_of(told).at(number if against is None else against)
    return reconcile(pinned, snapshot_of(told, number))


def run_job(told: Played, folder: Path) -> Result:
    """A run of the keeper's job, with settings as an operator writes them."""
    (folder / "book.json").write_text(json.dumps(told.system.book))
    settings = {
        "book": "book.json", "state": "state", "endpoints": [told.system.rpc.uri], "read_block": "latest",
        "confirmations": 0, "request_seconds": 60.0, "requests_per_second": 10_000.0,
        "subgraph": told.node.url,
    }  # fmt: skip
    (folder / "keepers.yaml").write_text(yaml.safe_dump(settings))
    return run_here(folder / "keepers.yaml", "reconcile")
