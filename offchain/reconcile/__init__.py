"""Whether the subgraph says what the chain says, of all that the chain has a view of; one subject a file."""

from offchain.chain import Pinned
from offchain.reconcile import (
    agents,
    council,
    emergencies,
    funds,
    holders,
    humans,
    office,
    payments,
    permissions,
    proposals,
    protocol,
    resources,
    succession,
)
from offchain.reconcile.walk import Walk
from offchain.subgraph.client import Snapshot

SUBJECTS = (
    protocol, holders, humans, agents, office, succession, emergencies, permissions, proposals, council,
    resources, funds, payments,
)  # fmt: skip


def reconcile(pinned: Pinned, snapshot: Snapshot) -> Walk:
    """Walk all of it at one block, and tell what differs and how much was compared."""
    walk = Walk(pinned, snapshot)
    for subject in SUBJECTS:
        subject.compare(walk)
    return walk
