"""How far a deployment has come, by the chain: a book may lag behind, and each run cuts batches anew."""

from dataclasses import dataclass
from typing import Any

from deployment.addresses import created_by
from deployment.artifacts import FACTORY
from deployment.chain import Chain

REGISTRY = "AgentRegistry"


@dataclass(frozen=True)
class Progress:
    """What is done of a deployment."""

    contracts: frozenset[str]
    is_closed: bool  # the bootstrap
    born: int  # agents
    noted: frozenset[str]  # other steps that the book has

    def has(self, step: str) -> bool:
        """Whether a step has nothing left to do; births are done if their last agent is born."""
        if step == "closeBootstrap":
            return self.is_closed
        if step.startswith("birth "):
            return int(step.rpartition("-")[2]) <= self.born
        return step in self.contracts or step in self.noted


def factory_nonce(chain: Chain, deployer: str, book: dict[str, Any]) -> int:
    """The deployer's nonce with which the factory was deployed, or will be."""
    if entry := book.get("contracts", {}).get(FACTORY):
        return int(entry["nonce"])
    pending = book.get("pending") or {}
    if pending.get("name") == FACTORY and chain.code(created_by(deployer, pending["nonce"])):
        return int(pending["nonce"])  # mined, and not noted yet
    return chain.nonce(deployer)


def progress_of(chain: Chain, addresses: dict[str, str], book: dict[str, Any]) -> Progress:
    """Ask the chain what stands at a deployment's addresses."""
    contracts = frozenset(name for name, address in addresses.items() if chain.code(address))
    closed = born = 0
    if FACTORY in contracts:
        closed = chain.call(addresses[FACTORY], "closedAt()", returns="uint256")
    if REGISTRY in contracts:
        born = chain.call(addresses[REGISTRY], "agentCount()", returns="uint256")
    return Progress(contracts, bool(closed), born, frozenset(book.get("steps", {})))
