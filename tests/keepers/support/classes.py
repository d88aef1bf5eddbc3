"""All classes of the subgraph's client by the names of their types."""

from offchain.subgraph import (
    agents,
    authority,
    charts,
    council,
    funds,
    guardian,
    humans,
    proposals,
    resources,
    wallets,
)
from offchain.subgraph.entity import Entity

MODULES = (agents, authority, charts, council, funds, guardian, humans, proposals, resources, wallets)
CLASSES = {
    name: one
    for module in MODULES
    for name, one in vars(module).items()
    if isinstance(one, type) and issubclass(one, Entity) and one.__module__ == module.__name__
}
