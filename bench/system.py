"""Our contracts on the bench's chain: the parameters, census and code that a deployment takes."""

from collections.abc import Callable

from eth_account import Account
from eth_account.messages import encode_typed_data
from eth_account.signers.local import LocalAccount
from eth_typing import ChecksumAddress
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak
from web3.contract import Contract
from web3.contract.contract import ContractFunction

from bench.chain import Chain, wallets
from bench.compile import EVM_VERSION, OPTIMIZER_RUNS, Artifact, CompileError
from bench.measurement import Measurement
from deployment.addresses import name_word
from deployment.arguments import encode_arguments
from deployment.artifacts import FACTORY, PEERS, compiler_settings, load_artifacts
from deployment.budgets import load_centres
from deployment.catalogue import load_catalogue
from deployment.census import Member, join, wallets_from_mnemonic
from deployment.confirmations import domain_separator, sign_confirmation
from deployment.errors import ParameterError
from deployment.hdkeys import keys_from_mnemonic
from deployment.inputs import Inputs, agents_of
from deployment.parameters import DEVELOPMENT, FOLDER, Mnemonic, Parameters, load_parameters
from deployment.permissions import load_permissions
from deployment.rules import load_rules

PARAMETERS = FOLDER / "local.yaml"
OFFICERS = "m/44'/60'/0'/0"
"""Where Anvil derives its own accounts from."""
BATCH = 100
"""Births, confirmations or payments of one measured transaction, as of the alternatives' batches."""
DAY = 86_400


class System:
    """The contracts, by name, and who may do what."""

    def __init__(self, chain: Chain) -> None:
        """Deploy everything and close the bootstrap; no agent is born yet."""
        self.chain = chain
        self._inputs = _inputs(chain)
        self.members: list[Member] = self._inputs.members
        self.accounts = {role: to_checksum_address(one) for role, one in self._inputs.accounts.items()}
        self.anyone = wallets("anyone", 1)[0]
        arguments = self._inputs.arguments(FACTORY, self.accounts["deployer"])
        self.factory = chain.deploy(self._artifact(FACTORY), *arguments.values())
        for name in PEERS:
            self._deploy(name)
        chain.send(self.factory.functions.closeBootstrap(), self.accounts["deployer"])
        self.token = self._peer("ROAD_Token")
        self.cap = self._peer("HumanCapEnforcement")
        self.registry = self._peer("AgentRegistry")
        self.treasury = self._peer("AgentTreasury")
        self.vesting = self._peer("GuardianVesting")
        self.authority = self._peer("Authority")
        self.governance = self._peer("Governance")
        self.ballots = self._peer("BallotBox")
        self.council = self._peer("AgentCouncil")
        self.resources = self._peer("ResourceAllocation")
        self.funds = self._peer("OperatingFunds")
        # Act as what proposals would do; Anvil asks nobody for a key.
        self.critical_executor = self._peer("CriticalExecutor").address
        self.operations_executor = self._peer("OperationsExecutor").address

    @property
    def addresses(self) -> dict[str, ChecksumAddress]:
        """Where every contract stands."""
        known = self._inputs.addresses(self.factory.address)
        return {name: to_checksum_address(address) for name, address in known.items()}

    def wallet(self, agent_id: int) -> ChecksumAddress:
        """Return an agent's wallet."""
        return to_checksum_address(self.members[agent_id - 1].wallet.address)

    def key(self, agent_id: int) -> LocalAccount:
        """Return the key of an agent's wallet."""
        account: LocalAccount = Account.from_key(self.members[agent_id - 1].wallet.key)
        return account

    @property
    def guardian_key(self) -> LocalAccount:
        """Return the guardian's key, which is one of Anvil's own."""
        number = int(self._inputs.parameters.accounts.guardian.removeprefix(DEVELOPMENT))
        keys = keys_from_mnemonic(_mnemonic(self._inputs.parameters).phrase, OFFICERS, number + 1)
        account: LocalAccount = Account.from_key(keys[-1])
        return account

    def found(self) -> dict[str, Measurement]:
        """Birth and confirm the whole cohort and activate the treasury; measure one batch of each."""
        births = self._run_batches("birth of an agent", self._birth, self.accounts["registrar"])
        confirmations = self._run_batches("confirmation of a wallet, relayed", self._confirm, self.anyone)
        activation = self.chain.measure("activation", self.treasury.functions.activate(), self.anyone)
        return {"birth": births, "confirm": confirmations, "activate": activation}

    def human(self, name: str) -> "Human":
        """Verify a human who has no wallet yet."""
        human = Human(self, name)
        valid_until = self.chain.timestamp + 3_650 * DAY
        self.chain.send(self.cap.functions.attest(human.identity, valid_until), self.accounts["attestor"])
        return human

    def _artifact(self, name: str) -> Artifact:
        """Return a contract as it was compiled."""
        artifact = self._inputs.artifacts[name]
        return Artifact(artifact.abi, artifact.creation_code.hex())

    def _peer(self, name: str) -> Contract:
        """Return a contract that the factory deployed."""
        return self.chain.at(self._artifact(name), self.addresses[name])

    def _deploy(self, name: str) -> None:
        """Deploy one contract through the factory."""
        artifact = self._inputs.artifacts[name]
        arguments = encode_arguments(artifact, self._inputs.arguments(name, self.factory.address))
        call = self.factory.functions.deploy(name_word(name), artifact.creation_code + arguments)
        self.chain.send(call, self.accounts["deployer"])

    def _run_batches(
        self, label: str, call: Callable[[list[Member]], ContractFunction], sender: ChecksumAddress
    ) -> Measurement:
        """Send a call for each batch of the cohort; measure the second, which finds no shared slot empty."""
        first, second, *others = [
            self.members[start : start + BATCH] for start in range(0, len(self.members), BATCH)
        ]
        self.chain.send(call(first), sender)
        measured = self.chain.measure(f"{label}, {BATCH} at once", call(second), sender, BATCH)
        for batch in others:
            self.chain.send(call(batch), sender)
        return measured

    def _birth(self, batch: list[Member]) -> ContractFunction:
        """Return the call that births a batch."""
        births = [(member.wallet.address, member.agent.name_word) for member in batch]
        return self.registry.functions.birthBatch(batch[0].agent.id, births)

    def _confirm(self, batch: list[Member]) -> ContractFunction:
        """Return the call that relays a batch of confirmations, each signed by its wallet."""
        domain = domain_separator(self.chain.web3.eth.chain_id, self.registry.address)
        deadline = self.chain.timestamp + DAY
        return self.registry.functions.confirmWallets(
            [sign_confirmation(domain, member, deadline) for member in batch]
        )


class Human:
    """A verified human with one wallet."""

    def __init__(self, system: System, name: str) -> None:
        """Name the human; the key follows from the name."""
        self.identity = keccak(text=f"bench identity {name}")
        self._system = system
        self._key: LocalAccount = Account.from_key(keccak(text=f"bench human {name}"))
        self.wallet: ChecksumAddress = self._key.address

    def link(self) -> ContractFunction:
        """Return the attestor's call that links the wallet, with the wallet's consent."""
        cap: Contract = self._system.cap
        deadline = self._system.chain.timestamp + DAY
        domain = {
            "name": "BlackRoad HumanCapEnforcement",
            "version": "1",
            "chainId": self._system.chain.web3.eth.chain_id,
            "verifyingContract": cap.address,
        }
        fields = {"wallet": "address", "identity": "bytes32", "nonce": "uint256", "deadline": "uint256"}
        types = {"Link": [{"name": name, "type": kind} for name, kind in fields.items()]}
        consent = {"wallet": self.wallet, "identity": self.identity, "nonce": 0, "deadline": deadline}
        signature = self._key.sign_message(encode_typed_data(domain, types, consent)).signature
        return cap.functions.link(self.wallet, self.identity, deadline, signature)


def _inputs(chain: Chain) -> Inputs:
    """Read what a deployment to a local chain reads, without Ape being connected to one."""
    parameters, artifacts = load_parameters(PARAMETERS), load_artifacts()
    _check_settings()
    accounts = {role: _address(chain, one) for role, one in parameters.accounts.model_dump().items()}
    mnemonic = _mnemonic(parameters)
    wallets = wallets_from_mnemonic(mnemonic.phrase, mnemonic.path)
    members = join(PARAMETERS, agents_of(parameters), wallets, {})
    permissions = load_permissions(artifacts)
    rules = load_rules(artifacts, permissions)
    catalogue, centres = load_catalogue(), load_centres()
    return Inputs(parameters, artifacts, permissions, rules, catalogue, centres, members, accounts)


def _mnemonic(parameters: Parameters) -> Mnemonic:
    """Return what the keys follow from."""
    mnemonic = parameters.census.wallets.mnemonic
    if mnemonic is None:
        raise ParameterError(PARAMETERS, "census.wallets.mnemonic", "is needed for the signatures")
    return mnemonic


def _address(chain: Chain, account: str) -> str:
    """Return the address of an account of the parameters; Anvil's own are numbered."""
    if account.startswith(DEVELOPMENT):
        return str(chain.web3.eth.accounts[int(account.removeprefix(DEVELOPMENT))])
    return account


def _check_settings() -> None:
    """Refuse a comparison in which the two sides are compiled with other settings."""
    ours = compiler_settings()
    expected = {"evmVersion": EVM_VERSION, "optimizer": {"enabled": True, "runs": OPTIMIZER_RUNS}}
    if any(ours.get(key) != value for key, value in expected.items()):
        raise CompileError(f"our contracts are compiled with {ours}, the alternatives with {expected}")
