"""Networks as The Graph names them, and a deployment's address book as the subgraph's manifest takes it."""

from collections.abc import Mapping
from typing import Any

from deployment.errors import UnknownNetwork

LOCAL = "anvil"
NAMES = {
    1: "mainnet",
    10: "optimism",
    42161: "arbitrum-one",
    11155111: "sepolia",
    11155420: "optimism-sepolia",
    421614: "arbitrum-sepolia",
    31337: LOCAL,
}


def subgraph_network(chain_id: int) -> str:
    """The Graph's name of a chain. Raises UnknownNetwork."""
    if chain_id not in NAMES:
        known = ", ".join(f"{name} ({number})" for number, name in NAMES.items())
        raise UnknownNetwork(f"the subgraph is for no chain id {chain_id}; there are: {known}")
    return NAMES[chain_id]


def places_of(book: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Address and start block of each data source: the contracts of an address book, by name."""
    return {
        name: {"address": entry["address"], "startBlock": entry["block"]}
        for name, entry in book["contracts"].items()
    }
