"""A chain of its own with the economy on it, as the deployment's own code leaves it, for Graph Node."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from ape import networks

from bench.anvil import Anvil
from deployment.chain import Chain
from deployment.events import Silent
from deployment.inputs import load_inputs
from deployment.release import first_payday
from deployment.system import deploy_inputs
from tests.support.rpc import Rpc

FLAGS = ("--accounts", "20", "--hardfork", "osaka")  # as Ape starts it


@dataclass(frozen=True)
class Economy:
    """Node and address book of a chain on which 1,250 agents have their first quarter."""

    uri: str
    book: Mapping[str, Any]
    rpc: Rpc

    @property
    def wallets(self) -> list[str]:
        """Wallets of the agents, P1's first."""
        addresses: list[str] = self.book["parameters"]["census"]["wallets"]["addresses"]
        return addresses

    def address(self, contract: str) -> str:
        return str(self.book["contracts"][contract]["address"])

    def head(self) -> tuple[int, str]:
        """Number and hash of the last block."""
        block = self.rpc.request("eth_getBlockByNumber", "latest", False)
        return int(block["number"], 16), block["hash"]


@contextmanager
def economy() -> Iterator[Economy]:
    """Deploy on a new Anvil, pay the first quarter, and end it."""
    with Anvil(*FLAGS) as node:
        with connected(node.uri) as chain:
            system = deploy_inputs(chain, load_inputs(chain), None, Silent())
            assert first_payday(chain, system, Silent()) == {}
        yield Economy(node.uri, system.book.data, Rpc(node.uri))


@contextmanager
def connected(uri: str) -> Iterator[Chain]:
    """Ape's connection to a node that runs; what Ape was connected to before is so again afterwards."""
    with networks.ethereum.local.use_provider("foundry", provider_settings={"host": uri}) as provider:
        yield Chain(provider)
