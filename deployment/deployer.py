"""The deployment itself. What is left to do follows from the chain, so it can be killed at any point."""

import time
from collections.abc import Sequence
from typing import Any

from ape.api import AccountAPI

from deployment.abi import calldata, readable
from deployment.addresses import created_by, name_word
from deployment.arguments import encode_arguments
from deployment.artifacts import FACTORY, PEERS, code_hash
from deployment.book import Book
from deployment.census import Member
from deployment.chain import Chain
from deployment.changes import topic
from deployment.cohort import SIZE
from deployment.confirmations import domain_separator, sign_confirmation
from deployment.errors import CensusDiffers, ForeignContract, TransactionFailed, UnfundedAccount
from deployment.events import Reporter
from deployment.inputs import Inputs
from deployment.relay import AGENT, batches
from deployment.sender import sender_for

MAX_BIRTHS = 150  # AgentRegistry.MAX_BATCH
CONFIRMATION_LIFE = 86_400  # seconds
CONTRACTS_GAS = 55_000_000  # less than what all contracts take, in proportion to their code
BIRTH_GAS = 88_000  # less than what one takes in a batch
CONFIRMATION_GAS = 16_000
LAG_SECONDS = 2.0  # after which a node that lags behind is asked again
PEER_DEPLOYED = "PeerDeployed(bytes32,address,bytes32)"


class Deployer:
    """One deployment to one chain."""

    def __init__(
        self, chain: Chain, inputs: Inputs, book: Book, reporter: Reporter, signers: dict[str, AccountAPI]
    ) -> None:
        self.chain = chain
        self.inputs = inputs
        self.book = book
        self.reporter = reporter
        self.signers = signers
        self.sender = sender_for(chain, book, reporter, inputs)

    def run(self) -> dict[str, str]:
        """Do what is left to do; the answer is every contract's address."""
        self.sender.settle(self.signers.values())
        self._check_funds()
        addresses = self.deploy_contracts()
        self.birth_agents(addresses["AgentRegistry"])
        self.confirm_wallets(addresses["AgentRegistry"])
        return addresses

    # --- Contracts ---

    def deploy_contracts(self) -> dict[str, str]:
        """Deploy the factory and its peers, and close the bootstrap."""
        self.reporter.phase("contracts", len(PEERS) + 2)
        factory = self._deploy_factory()
        self.reporter.progress(1)
        for number, name in enumerate(PEERS, start=2):
            self._deploy_peer(factory, name)
            self.reporter.progress(number)
        if self.chain.call(factory, "closedAt()", returns="uint256") == 0:
            self.sender.send(
                "closeBootstrap", self.signers["deployer"], factory, calldata("closeBootstrap()")
            )
        self.reporter.progress(len(PEERS) + 2)
        return self.inputs.addresses(factory)

    def _deploy_factory(self) -> str:
        if entry := self.book.contracts.get(FACTORY):
            self._check_code(FACTORY, entry["address"])
            return str(entry["address"])
        deployer = self.signers["deployer"]
        nonce = self.chain.nonce(deployer.address)
        address = created_by(deployer.address, nonce)
        arguments = self.inputs.arguments(FACTORY, address)
        artifact = self.inputs.artifacts[FACTORY]
        data = artifact.creation_code + encode_arguments(artifact, arguments)
        details = _details(address, arguments)
        self.sender.send(FACTORY, deployer, None, data, "contracts", nonce, **details)
        self._check_code(FACTORY, address)
        return address

    def _deploy_peer(self, factory: str, name: str) -> None:
        address = self.inputs.addresses(factory)[name]
        arguments = self.inputs.arguments(name, factory)
        details = _details(address, arguments)
        if not self.chain.code(address):
            artifact = self.inputs.artifacts[name]
            creation_code = artifact.creation_code + encode_arguments(artifact, arguments)
            data = calldata("deploy(bytes32,bytes)", name_word(name), creation_code)
            self.sender.send(name, self.signers["deployer"], factory, data, "contracts", **details)
        elif name not in self.book.contracts:
            first = self.book.contracts[FACTORY]["block"]
            topics = [topic(PEER_DEPLOYED), "0x" + name_word(name).hex()]
            logs = self.chain.logs(factory, topics, first)
            if not logs:
                raise TransactionFailed(
                    name, f"its contract stands at {address}, but the node has no log of it; run again later"
                )
            self.sender.adopt("contracts", name, "0x" + bytes(logs[0]["transactionHash"]).hex(), details)
        self._check_code(name, address)

    def _check_code(self, name: str, address: str) -> None:
        """Refuse an address that holds other code than this checkout compiles to; note the code's hash."""
        code = self.chain.code(address)
        for _ in range(self.chain.confirmations):  # one of several nodes may lag behind
            if code:
                break
            time.sleep(LAG_SECONDS)
            code = self.chain.code(address)
        if self.inputs.artifacts[name].immutables_in(code) is None:
            where = f" of {self.book.path}" if self.book.path else ""
            found = "holds other code than this checkout compiles to" if code else "holds no code"
            raise ForeignContract(f"{name}{where}: {address} {found}")
        self.book.note_code(name, code_hash(code))

    # --- Agents ---

    def birth_agents(self, registry: str) -> None:
        """Birth whoever of the census is not born yet, in batches."""
        members = self.inputs.members
        count = min(self.chain.call(registry, "agentCount()", returns="uint256"), SIZE)
        self._check_born(registry, members[:count])
        self.reporter.phase("births", SIZE)
        while count < SIZE:
            first = count + 1

            def encoded(batch: Sequence[Member], first: int = first) -> bytes:
                births = [(member.wallet.address, member.agent.name_word) for member in batch]
                return calldata("birthBatch(uint256,(address,bytes32)[])", first, births)

            registrar = self.signers["registrar"]
            size, data = self.sender.fitting(
                "birth", registrar, registry, encoded, members[count:], MAX_BIRTHS
            )
            step = f"birth {first:04}-{count + size:04}"
            self.sender.send(step, registrar, registry, data, agents=size)
            count += size
            self.reporter.progress(count)

    def _check_born(self, registry: str, members: Sequence[Member]) -> None:
        if len(members) == SIZE:
            return  # a wallet may have been rotated since
        calls = [(registry, "agentOf(address)", [member.wallet.address]) for member in members]
        for member, found in zip(members, self.chain.call_all(calls, "uint256"), strict=True):
            if found != member.agent.id:
                raise CensusDiffers(
                    f"P{member.agent.id} was not born with this census's wallet {member.wallet.address}"
                )

    def confirm_wallets(self, registry: str) -> None:
        """Sign for development wallets and relay the signatures, in batches; others sign themselves."""
        keyed = [member for member in self.inputs.members if member.wallet.key is not None]
        calls = [(registry, "agent(uint256)", [member.agent.id]) for member in keyed]
        proven = [agent[3] for agent in self.chain.call_all(calls, AGENT)]
        left = [member for member, is_proven in zip(keyed, proven, strict=True) if not is_proven]
        if not keyed:
            self.reporter.note(
                "the agents' wallets are confirmed by their owners; their pay waits until then"
            )
        self.reporter.phase("confirmations", len(keyed))
        domain = domain_separator(self.chain.id, registry)
        deadline = self.chain.timestamp + CONFIRMATION_LIFE
        signed = [sign_confirmation(domain, member, deadline) for member in left]
        done = len(keyed) - len(left)
        relayer = self.signers["registrar"]
        for batch in batches(self.sender, relayer, registry, signed):
            self.sender.send(batch.step, relayer, registry, batch.data, agents=batch.size)
            done += batch.size
            self.reporter.progress(done)

    # --- Internal ---

    def _check_funds(self) -> None:
        """Refuse to begin what an account can't pay for; less than what the plan asks for, never more."""
        sizes = {name: len(artifact.creation_code) for name, artifact in self.inputs.artifacts.items()}
        missing = sum(size for name, size in sizes.items() if name not in self.book.contracts)
        agents = {kind: self._done(kind) for kind in ("birth", "confirm")}
        keyed = sum(member.wallet.key is not None for member in self.inputs.members)
        gas = {
            "deployer": CONTRACTS_GAS * missing // sum(sizes.values()),
            "registrar": BIRTH_GAS * (SIZE - agents["birth"])
            + CONFIRMATION_GAS * max(0, keyed - agents["confirm"]),
        }
        for role, left in gas.items():
            address = self.signers[role].address
            balance, needed = self.chain.balance(address), max(1, left * self.sender.price)
            if left and balance < needed:
                raise UnfundedAccount(role, address, balance, needed)

    def _done(self, kind: str) -> int:
        """Agents for whom a kind of step is recorded."""
        return sum(entry["agents"] for step, entry in self.book.steps.items() if step.startswith(kind))


def _details(address: str, arguments: dict[str, Any]) -> dict[str, Any]:
    return {"address": address, "arguments": {name: readable(value) for name, value in arguments.items()}}
