"""Everything that a deployment needs to know, read and checked before the first transaction."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ape import accounts as ape_accounts
from ape.api import AccountAPI

from deployment.addresses import peer_of
from deployment.arguments import resolve
from deployment.artifacts import FACTORY, PEERS, Artifact, load_artifacts
from deployment.budgets import Centre, load_centres
from deployment.catalogue import Terms, load_catalogue
from deployment.census import (
    Agent,
    Member,
    Wallet,
    agents_from_names,
    join,
    load_agents,
    wallets_from_file,
    wallets_from_mnemonic,
    wallets_from_xpub,
)
from deployment.chain import Chain
from deployment.errors import MissingKey, ParameterError
from deployment.parameters import DEVELOPMENT, ROOT, Parameters, parameters_for_chain
from deployment.permissions import Permissions, load_permissions
from deployment.rules import Row, load_rules

SENDING = ("deployer", "registrar")  # the roles that send transactions of a deployment


@dataclass(frozen=True)
class Inputs:
    """Parameters, census, permissions and code of one deployment."""

    parameters: Parameters
    artifacts: dict[str, Artifact]
    permissions: Permissions
    rules: list[Row]
    catalogue: list[Terms]
    centres: list[Centre]
    members: list[Member]
    accounts: dict[str, str]

    def addresses(self, factory: str) -> dict[str, str]:
        """Addresses of all contracts, deployed or not."""
        return addresses_of(factory)

    def arguments(self, name: str, factory: str) -> dict[str, Any]:
        """Constructor arguments of a contract, in the order of the ABI."""
        addresses = self.addresses(factory)
        known = {
            **addresses,
            **self.accounts,
            "timeDivisor": self.parameters.time_divisor,
            "permissions": self.permissions.rows(addresses),
            "members": self.permissions.members(self.accounts),
            "catalogue": self.catalogue,
            "centres": self.centres,
        }
        given = self.parameters.contracts[name]
        return resolve(self.parameters.path, self.artifacts[name], given, known)


def addresses_of(factory: str) -> dict[str, str]:
    """Addresses of a factory's contracts, deployed or not, and its own."""
    return {FACTORY: factory, **{name: peer_of(factory, name) for name in PEERS}}


def load_inputs(chain: Chain, path: Path | None = None) -> Inputs:
    """Read and check everything for the node's chain; `path` names other parameters than its own."""
    return inputs_of(parameters_for_chain(chain.id, path))


def inputs_of(
    parameters: Parameters, catalogue: list[Terms] | None = None, centres: list[Centre] | None = None
) -> Inputs:
    """Read and check all that parameters name; resources and cost centres are the files' unless given."""
    artifacts = load_artifacts()
    _check_contracts(parameters)
    accounts = {role: _address(account) for role, account in parameters.accounts.model_dump().items()}
    permissions = load_permissions(artifacts)
    inputs = Inputs(
        parameters=parameters,
        artifacts=artifacts,
        permissions=permissions,
        rules=load_rules(artifacts, permissions),
        catalogue=load_catalogue() if catalogue is None else catalogue,
        centres=load_centres() if centres is None else centres,
        members=_members(parameters, {address: role for role, address in accounts.items()}),
        accounts=accounts,
    )
    for name in artifacts:  # names and types; the factory's address is not known yet, and any will do
        inputs.arguments(name, accounts["deployer"])
    return inputs


def agents_of(parameters: Parameters) -> list[Agent]:
    """The genesis agents, ordered by id; raises the census errors."""
    census = parameters.census
    if census.agents is not None:
        return load_agents(ROOT / census.agents)
    if census.names is not None:
        return agents_from_names(parameters.path, census.names)
    raise ParameterError(parameters.path, "census", "names no agents")


def signer_of(role: str, address: str, alias: str | None = None) -> AccountAPI:
    """Ape's account of a name, or else for the address that has the role; raises MissingKey."""
    if alias is not None:
        try:
            return ape_accounts.load(alias)
        except (KeyError, ValueError) as error:
            raise MissingKey(f"no account of ape's is named {alias!r}: ape accounts list") from error
    try:
        return ape_accounts[address]
    except (KeyError, IndexError) as error:
        raise MissingKey(
            f"no account of ape's signs for the {role} {address}; import its key: ape accounts import {role}"
        ) from error


def _address(account: str) -> str:
    if account.startswith(DEVELOPMENT):
        return str(ape_accounts.test_accounts[int(account.removeprefix(DEVELOPMENT))].address)
    return account


def _check_contracts(parameters: Parameters) -> None:
    expected = {FACTORY, *PEERS}
    for name in sorted(set(parameters.contracts) ^ expected):
        problem = "is missing" if name in expected else "is no contract of the deployment"
        raise ParameterError(parameters.path, f"contracts.{name}", problem)


def _members(parameters: Parameters, taken: dict[str, str]) -> list[Member]:
    path, agents = parameters.path, agents_of(parameters)
    source = parameters.census.wallets
    wallets: list[Wallet]
    if source.file is not None:
        path = ROOT / source.file
        wallets = wallets_from_file(path)
    elif source.xpub is not None:
        wallets = wallets_from_xpub(source.xpub)
    elif source.mnemonic is not None:
        wallets = wallets_from_mnemonic(source.mnemonic.phrase, source.mnemonic.path)
    elif source.addresses is not None:
        wallets = [Wallet(address) for address in source.addresses]
    else:
        raise ParameterError(parameters.path, "census.wallets", "names no source")
    return join(path, agents, wallets, taken)
