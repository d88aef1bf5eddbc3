"""The deployed protocol, for scripts and tests.

system = deploy_system()                      # on the local chain that Ape is connected to
system.treasury.activate(sender=system.accounts["guardian"])
system.token.balanceOf(system.members[0].wallet.address)
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ape import networks, project
from ape.api import AccountAPI
from ape.contracts import ContractInstance

from deployment.book import Book
from deployment.census import Member
from deployment.chain import Chain
from deployment.deployer import Deployer
from deployment.errors import MissingKey
from deployment.events import Reporter, Silent
from deployment.forks import check_not_forked
from deployment.inputs import SENDING, Inputs, load_inputs, signer_of
from deployment.record import check_unchanged, note_changes, origin_of
from deployment.sender import sign_by_passphrase


@dataclass(frozen=True)
class System:
    """Contracts by name, who holds which role, and the agents."""

    contracts: dict[str, ContractInstance]
    accounts: dict[str, AccountAPI]
    inputs: Inputs
    book: Book

    @property
    def members(self) -> list[Member]:
        """The agents with their wallets, ordered by id."""
        return self.inputs.members

    @property
    def factory(self) -> ContractInstance:
        """Factory."""
        return self.contracts["Factory"]

    @property
    def authority(self) -> ContractInstance:
        """Authority."""
        return self.contracts["Authority"]

    @property
    def guardianship(self) -> ContractInstance:
        """Guardianship."""
        return self.contracts["Guardianship"]

    @property
    def cap(self) -> ContractInstance:
        """HumanCapEnforcement."""
        return self.contracts["HumanCapEnforcement"]

    @property
    def escrow(self) -> ContractInstance:
        """HoldingsEscrow."""
        return self.contracts["HoldingsEscrow"]

    @property
    def token(self) -> ContractInstance:
        """ROAD_Token."""
        return self.contracts["ROAD_Token"]

    @property
    def vesting(self) -> ContractInstance:
        """GuardianVesting."""
        return self.contracts["GuardianVesting"]

    @property
    def registry(self) -> ContractInstance:
        """AgentRegistry."""
        return self.contracts["AgentRegistry"]

    @property
    def treasury(self) -> ContractInstance:
        """AgentTreasury."""
        return self.contracts["AgentTreasury"]

    @property
    def governance(self) -> ContractInstance:
        """Governance."""
        return self.contracts["Governance"]

    @property
    def ballots(self) -> ContractInstance:
        """BallotBox."""
        return self.contracts["BallotBox"]

    @property
    def council(self) -> ContractInstance:
        """AgentCouncil."""
        return self.contracts["AgentCouncil"]

    @property
    def resources(self) -> ContractInstance:
        """ResourceAllocation."""
        return self.contracts["ResourceAllocation"]

    @property
    def funds(self) -> ContractInstance:
        """OperatingFunds."""
        return self.contracts["OperatingFunds"]

    @property
    def succession(self) -> ContractInstance:
        """Succession."""
        return self.contracts["Succession"]


def deploy_system(
    *,
    parameters: Path | None = None,
    book: Path | None = None,
    reporter: Reporter | None = None,
    signers: Mapping[str, AccountAPI] | None = None,
) -> System:
    """Deploy what is not deployed yet to the chain that Ape is connected to, agents included.

    `parameters` is a file other than the network's own, `book` the address book (none: nothing is written),
    `signers` the accounts of deployer and registrar where Ape does not know them by their addresses.
    """
    chain = Chain(networks.active_provider)
    inputs = load_inputs(chain, parameters)
    return deploy_inputs(chain, inputs, book, reporter or Silent(), signers)


def deploy_inputs(
    chain: Chain,
    inputs: Inputs,
    path: Path | None,
    reporter: Reporter,
    signers: Mapping[str, AccountAPI] | None = None,
) -> System:
    """The same with inputs that were read before."""
    check_not_forked(chain, path)
    book, replaced = Book.open(path, chain, origin_of(inputs))
    if replaced:
        reporter.note(f"{path} was the book of a local chain that is gone; it starts anew")
    check_unchanged(book, inputs)
    note_changes(book, inputs)
    addresses = Deployer(chain, inputs, book, reporter, dict(signers or signers_of(inputs))).run()
    return system_at(inputs, addresses, book)


def signers_of(inputs: Inputs, alias: str | None = None) -> dict[str, AccountAPI]:
    """Ape's accounts for those who send; `alias` names the deployer's. Raises MissingKey."""
    signers = {role: signer_of(role, inputs.accounts[role]) for role in SENDING}
    if alias is not None:
        account = signer_of("deployer", inputs.accounts["deployer"], alias)
        if account.address != inputs.accounts["deployer"]:
            raise MissingKey(
                f"account {alias} is {account.address}, not the deployer {inputs.accounts['deployer']}"
            )
        signers["deployer"] = account
    for account in signers.values():
        sign_by_passphrase(account)
    return signers


def system_at(inputs: Inputs, addresses: Mapping[str, str], book: Book) -> System:
    """The system at known addresses."""
    contracts = {
        name: project.get_contract(name).at(address, fetch_from_explorer=False)
        for name, address in addresses.items()
    }
    accounts = {}
    if inputs.parameters.is_local:
        accounts = {role: signer_of(role, address) for role, address in inputs.accounts.items()}
    return System(contracts, accounts, inputs, book)
