"""What the desk knows: the chain, the contracts on it, and what people call things."""

from functools import cached_property
from pathlib import Path
from typing import Any

from eth_utils import is_checksum_address, to_checksum_address

from deployment.abi import selector_of
from deployment.addresses import NOBODY
from deployment.artifacts import FACTORY, errors_of, load_artifacts
from deployment.book import Book
from deployment.chain import Chain
from deployment.inputs import addresses_of, agents_of
from deployment.permissions import load_permissions
from deployment.record import open_book, parameters_of
from deployment.relay import AGENT
from deployment.rules import load_rules
from deployment.verify_office import OFFICES
from deployment.words import span
from office.errors import BadAccountAddress, UnknownAgent


class Desk:
    """The chain as the guardian looks at it."""

    def __init__(self, chain: Chain, book: Book) -> None:
        parameters = parameters_of(book)
        self.chain = chain
        self.book = book.path
        self.network = f"{parameters.network}, chain id {chain.id}"
        self.artifacts = load_artifacts()
        self.rules = load_rules(self.artifacts, load_permissions(self.artifacts))
        self.agents = agents_of(parameters)
        self.addresses = addresses_of(book.contracts[FACTORY]["address"])
        self.first = int(book.contracts[FACTORY]["block"])  # block from which on there are events
        self.errors = errors_of(self.artifacts)
        self.max_fee = parameters.max_fee  # wei a unit of gas

    @classmethod
    def open(cls, chain: Chain, path: Path | None) -> "Desk":
        """Sit down at a deployment; raises the errors of the address book."""
        return cls(chain, open_book(chain, path))

    # --- Reading ---

    def read(self, contract: str, signature: str, *arguments: Any, returns: str) -> Any:
        """Call a view of a contract of the protocol."""
        return self.chain.call(self.addresses[contract], signature, *arguments, returns=returns)

    def read_address(self, contract: str, signature: str, *arguments: Any) -> str:
        """Call a view that answers an address."""
        return to_checksum_address(self.read(contract, signature, *arguments, returns="address"))

    @cached_property
    def now(self) -> int:
        """Time of the last block when the desk looked first."""
        return self.chain.timestamp

    @cached_property
    def divisor(self) -> int:
        """What every span of the protocol is divided by."""
        return int(self.read("Guardianship", "TIME_DIVISOR()", returns="uint256"))

    @cached_property
    def guardian(self) -> str:
        """Who holds the office, or held it last."""
        return self.read_address("Guardianship", "guardian()")

    @cached_property
    def epoch(self) -> int:
        """Number of the guardian."""
        return int(self.read("Guardianship", "epoch()", returns="uint256"))

    def scaled(self, seconds: int) -> int:
        """A span of the specification on this network."""
        return seconds // self.divisor

    def span(self, seconds: int) -> str:
        """A span of the specification on this network, in words."""
        return span(self.scaled(seconds))

    # --- What people call things ---

    def agent_name(self, agent_id: int) -> str:
        """An agent as people call it."""
        named = agent_id <= len(self.agents)
        return f"P{agent_id} {self.agents[agent_id - 1].name}" if named else f"P{agent_id}"

    def name_of(self, address: str) -> str:
        """An address with whose it is, where that is known."""
        address = to_checksum_address(address)
        name = self._names.get(address)
        if name is None and (
            agent_id := self.read("AgentRegistry", "agentOf(address)", address, returns="uint256")
        ):
            name = f"wallet of {self.agent_name(agent_id)}"
        return f"{address} ({name})" if name else address

    def contract_at(self, address: str) -> str | None:
        """Name of the contract of the protocol that stands there."""
        return self._contracts.get(to_checksum_address(address))

    def entry_of(self, contract: str, data: bytes) -> dict[str, Any] | None:
        """The ABI's entry of the function that a call is for; None where the contract has none."""
        for entry in self.artifacts[contract].abi:
            if entry["type"] == "function" and selector_of(entry) == data[:4]:
                return entry
        return None

    @cached_property
    def _contracts(self) -> dict[str, str]:
        return {address: name for name, address in self.addresses.items()}

    @cached_property
    def _names(self) -> dict[str, str]:
        offices = {self.read_address("Guardianship", f"{office}()"): office for office in OFFICES}
        offices.pop(NOBODY, None)  # after a succession nobody is successor
        return {**offices, **self._contracts}

    # --- What people write ---

    def agent(self, text: str) -> int:
        """The agent that `7` or `P7` names; raises UnknownAgent."""
        count = int(self.read("AgentRegistry", "agentCount()", returns="uint256"))
        number = text.removeprefix("P")
        if not (number.isascii() and number.isdecimal() and 1 <= int(number) <= count):
            raise UnknownAgent(text, count)
        return int(number)

    def address(self, text: str) -> str:
        """The address that is written out; raises BadAccountAddress."""
        if not is_checksum_address(text):
            raise BadAccountAddress(text)
        return text

    def wallet(self, text: str) -> str:
        """The address that is written out, or the wallet of the agent `P7`."""
        if not text.startswith("P"):
            return self.address(text)
        wallet, *_ = self.read("AgentRegistry", "agent(uint256)", self.agent(text), returns=AGENT)
        return to_checksum_address(wallet)
