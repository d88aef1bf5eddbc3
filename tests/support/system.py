"""The whole protocol on the local node, deployed as the specification says, with the actors that run it."""

from typing import Any

import ape
import yaml
from eth_abi import encode
from eth_utils import keccak, to_checksum_address

from deployment.budgets import load_centres
from deployment.catalogue import load_catalogue

from .actors import Actor, actor, agent_actor
from .contract import Contract, Registry, canonical, selector
from .rpc import Rpc, RpcError
from .stub import creation, stub

ROAD = 10**18
HOUR, DAY = 3600, 86400
YEAR = 365 * DAY
COHORT = 1250
CAP = 50_000_000 * ROAD
ZERO = "0x" + "00" * 20
FOR_EVER = 2**40 - 1
GUARDIAN_IDENTITY = b"guardian".ljust(32, b"\0")
IS_PEER_SLOT = 1  # of Factory.isPeer

# Order of the enums in contracts/types.
CATEGORIES = ["copilot", "foundation", "archetype", "specialized", "service"]
CLASSES = ["none", "protocol", "guardian", "agent", "human", "former", "venue"]
REASONS = [
    "NONE", "ZERO_ADDRESS", "PAUSED", "INSUFFICIENT_BALANCE", "SENDER_FROZEN", "RECIPIENT_FROZEN",
    "SENDER_SUSPENDED", "RECIPIENT_UNKNOWN", "RECIPIENT_FORMER", "RECIPIENT_ESCROW", "IDENTITY_EXPIRED",
    "IDENTITY_SUSPENDED", "TOO_MANY_WALLETS", "ABOVE_CAP",
]  # fmt: skip
STATUSES = ["none", "pending", "active", "suspended", "retired"]

NAMES = {
    "authority": "Authority",
    "guardianship": "Guardianship",
    "cap": "HumanCapEnforcement",
    "escrow": "HoldingsEscrow",
    "token": "ROAD_Token",
    "vesting": "GuardianVesting",
    "registry": "AgentRegistry",
    "treasury": "AgentTreasury",
}

# By what getter a contract names another one.
PEER_OF = {
    "GUARDIANSHIP": "Guardianship",
    "authority": "Authority",
    "CAP": "HumanCapEnforcement",
    "ESCROW": "HoldingsEscrow",
    "TOKEN": "ROAD_Token",
    "token": "ROAD_Token",  # as OpenZeppelin's governors call it
    "REGISTRY": "AgentRegistry",
    "TREASURY": "AgentTreasury",
    "AUTHORITY": "Authority",
    "GOVERNANCE": "Governance",
    "BALLOTS": "BallotBox",
    "ADMISSION": "ProposalAdmission",
    "CLASSIFIER": "ProposalClassifier",
    "COUNCIL": "AgentCouncil",
    "FUNDS": "OperatingFunds",
}

# The contracts that a deployment may leave out.
GOVERNING = {
    "governance": "Governance",
    "ballots": "BallotBox",
    "classifier": "ProposalClassifier",
    "admission": "ProposalAdmission",
    "operations": "OperationsExecutor",
    "critical": "CriticalExecutor",
    "constitutional": "ConstitutionalExecutor",
    "succession": "Succession",
    "council": "AgentCouncil",
    "advice": "Advice",
    "confirmation": "EmergencyConfirmation",
    "resources": "ResourceAllocation",
    "funds": "OperatingFunds",
}
GOVERNANCE = list(GOVERNING.values())
EXECUTORS = ["ConstitutionalExecutor", "OperationsExecutor", "CriticalExecutor"]  # by role


def reason(name: str) -> int:
    return REASONS.index(name)


def class_(name: str) -> int:
    return CLASSES.index(name)


def peer_name(name: str) -> bytes:
    return name.encode().ljust(32, b"\0")


class System:
    """Contracts by short name (`token`, `cap`, …) and the actors in office.

    Without governance the guardian has the executors' roles, until a test calls `hand_over`. With
    `governance=True` contracts that do nothing have the names of governance, which has taken over; with
    `governed=True` the real ones. `succession=True` deploys that one alone, `resources=True`
    that one.
    """

    factory: Contract
    authority: Contract
    guardianship: Contract
    cap: Contract
    escrow: Contract
    token: Contract
    vesting: Contract
    registry: Contract
    treasury: Contract
    governance: Contract
    ballots: Contract
    classifier: Contract
    admission: Contract
    operations: Contract
    critical: Contract
    constitutional: Contract
    succession: Contract
    council: Contract
    advice: Contract
    confirmation: Contract
    resources: Contract
    funds: Contract
    born_in = 0  # block before which there is nothing of it

    def __init__(
        self,
        rpc: Rpc,
        *,
        divisor: int = 1,
        unverified: bool = False,
        close: bool = True,
        governance: bool = False,
        governed: bool = False,
        succession: bool = False,
        resources: bool = False,
    ) -> None:
        self.rpc, self.divisor = rpc, divisor
        self.errors = Registry()
        self.deployer = actor("deployer")
        self.guardian = actor("guardian")
        self.recovery = actor("recovery")
        self.successor = actor("successor")
        self.registrar = actor("registrar")
        self.attestor = actor("attestor")
        self.provisioner = actor("provisioner")
        self.stranger = actor("stranger")
        for one in (self.deployer, self.guardian, self.registrar, self.stranger):
            rpc.fund(one.address)
        self.factory = self.create("Factory", self.deployer, divisor)
        for short, name in NAMES.items():
            setattr(self, short, self.at(name, self.factory.peer(peer_name(name))))
        self.arguments: dict[str, tuple[Any, ...]] = {
            "Authority": (self.factory, self.permissions(), self.members()),
            "Guardianship": (self.factory, self.guardian, self.recovery, self.successor),
            "HumanCapEnforcement": (self.factory, 30 * DAY, unverified, GUARDIAN_IDENTITY),
            "AgentRegistry": (self.factory, "urn:blackroad:agent:"),
            "ResourceAllocation": (self.factory, DAY, load_catalogue()),
            "OperatingFunds": (self.factory, ZERO, load_centres()),
        }
        for name in NAMES.values():
            self.deploy_peer(name, *self.arguments.get(name, (self.factory,)))
        for short, name in GOVERNING.items() if governance or governed else ():
            if governed:
                setattr(self, short, self.at(name, self.peer(name)))
                self.deploy_peer(name, *self.arguments.get(name, (self.factory,)))
            elif name != "Succession":
                self.deploy_stand_in(name)
        if (governance or succession) and not governed:
            self.deploy_peer("Succession", self.factory)
            self.succession = self.at("Succession", self.peer("Succession"))
        if resources and not governed:
            self.resources = self.at("ResourceAllocation", self.peer("ResourceAllocation"))
            self.deploy_peer("ResourceAllocation", *self.arguments["ResourceAllocation"])
        if close:
            self.factory.closeBootstrap(sender=self.deployer)
            rpc.travel(1)

    # --- Deployment ---

    def create(self, name: str, *args: Any) -> Contract:
        """Deploys a contract by itself, outside the factory."""
        try:
            receipt = self.rpc.transact(self.deployer.address, None, creation_code(name, *args))
        except RpcError as error:
            if error.data is None:
                raise
            raise self.errors.revert(error) from None
        return self.at(name, receipt["contractAddress"])

    def at(self, name: str, address: str) -> Contract:
        return Contract(self.rpc, self.errors, name, address, artifact(name)[0])

    def deploy_peer(self, name: str, *args: Any, contract: str | None = None) -> Any:
        """Deploys `contract` (default: the one of that name) under a peer's name."""
        code = bytes.fromhex(creation_code(contract or name, *args)[2:])
        return self.factory.deploy(peer_name(name), code, sender=self.deployer)

    def deploy_stand_in(self, name: str, **answers: int | str) -> Any:
        """Deploys a contract that only tells the factory what it asks, or `answers` instead."""
        right: dict[str, int | str] = {getter: self.peer(peer) for getter, peer in PEER_OF.items()}
        right |= {"FACTORY": self.factory.address, "TIME_DIVISOR": self.divisor, **answers}
        code = creation(stub({f"{getter}()": answer for getter, answer in right.items()}))
        return self.factory.deploy(peer_name(name), code, sender=self.deployer)

    def permissions(self) -> list[tuple[str, list[bytes], int]]:
        table = yaml.safe_load((ape.project.path / "parameters/permissions.yaml").read_text())
        rows = []
        for role, targets in table["permissions"].items():
            for name, functions in targets.items():
                entries = [e for e in artifact(name)[0] if e["type"] == "function"]
                selectors = [selector(e) for f in functions for e in entries if e["name"] == f]
                rows.append((self.factory.peer(peer_name(name)), selectors, table["roles"][role]))
        return rows

    def members(self) -> list[tuple[int, str]]:
        return [(3, self.registrar.address), (4, self.attestor.address), (5, self.provisioner.address)]

    # --- Governance ---

    def peer(self, name: str) -> str:
        """Address of the contract called `name`, deployed or not."""
        return str(self.factory.peer(peer_name(name)))

    def officer(self, contract: Contract, function: str) -> str:
        """Who calls what proposals call: the executor with its role, or the guardian until one rules."""
        if not self.authority.handedOver():
            return str(self.guardianship.guardian())
        role = self.authority.getTargetFunctionRole(contract, contract.selectors[function])
        return self.peer(EXECUTORS[role])

    def pretend_deployed(self, *names: str) -> None:
        """Enters contracts of governance in the factory's list of peers, as if it had deployed them."""
        for name in names:
            key = bytes(12) + bytes.fromhex(self.peer(name)[2:]) + IS_PEER_SLOT.to_bytes(32)
            self.rpc.set_storage(self.factory.address, int.from_bytes(keccak(key)), 1)
            assert self.factory.isPeer(self.peer(name))

    def hand_over(self) -> None:
        """Governance takes over from the guardian of a system that was closed without it.

        From here on the executors are the addresses `peer("OperationsExecutor")` and its like.
        """
        # Nobody asks the others anything; the guardianship asks the succession whom the agents have elected,
        # and the treasury tells the funds of its holds.
        asked = {"Succession", "OperatingFunds"}
        self.pretend_deployed(*(name for name in GOVERNANCE if name not in asked))
        self.authority.handOver(self.peer("Governance"), sender=self.factory)

    # --- What happened ---

    def events(self, *more: Contract) -> list[dict[str, Any]]:
        """Raw logs of the economy's contracts, and of others, in the order of the chain."""
        return self.rpc.logs(self.places(*more))

    def places(self, *more: Contract) -> list[str]:
        """Addresses of the economy's contracts, and of others."""
        peers = [getattr(self, short) for short in NAMES]
        return [one.address for one in (self.factory, *peers, *more)]

    # --- Agents ---

    def wallet_of(self, agent_id: int) -> str:
        """The wallet that an agent has now."""
        return str(self.registry.agent(agent_id).wallet)

    def birth(self, count: int) -> None:
        """Births the next `count` genesis agents."""
        first = self.registry.agentCount() + 1
        while count:
            size = min(count, 130)
            ids = range(first, first + size)
            batch = [(agent_actor(i).address, f"P{i}".encode().ljust(32, b"\0")) for i in ids]
            self.registry.birthBatch(first, batch, sender=self.registrar)
            first, count = first + size, count - size

    def confirm(self, *ids: int) -> None:
        """Relays the agents' own confirmations of their wallets."""
        deadline = self.rpc.now + DAY
        for start in range(0, len(ids), 250):
            batch = [(i, deadline, self.sign_confirmation(i, deadline)) for i in ids[start : start + 250]]
            self.registry.confirmWallets(batch, sender=self.stranger)

    def sign_confirmation(self, agent_id: int, deadline: int, signer: Actor | None = None) -> bytes:
        signer = signer or agent_actor(agent_id)
        message = {"agentId": agent_id, "wallet": agent_actor(agent_id).address, "deadline": deadline}
        types = {"ConfirmWallet": "uint256 agentId,address wallet,uint256 deadline"}
        return signer.sign(self.identity_domain, types, message)

    def sign_wallet(self, agent_id: int, new: Actor, deadline: int, owner: str | None = None) -> bytes:
        """The new wallet's consent (ERC-8004's AgentWalletSet)."""
        owner = owner or self.registry.getAgentWallet(agent_id)
        message = {"agentId": agent_id, "newWallet": new.address, "owner": owner, "deadline": deadline}
        types = {"AgentWalletSet": "uint256 agentId,address newWallet,address owner,uint256 deadline"}
        return new.sign(self.identity_domain, types, message)

    def rotate(self, agent_id: int, old: Actor | str, new: Actor) -> Any:
        """Moves an agent to a new wallet, by the old one's call."""
        deadline = self.rpc.now + 200
        consent = self.sign_wallet(agent_id, new, deadline)
        return self.registry.setAgentWallet(agent_id, new, deadline, consent, sender=old)

    # --- Humans ---

    def human(self, name: str, wallets: int = 1, *, attest: bool = True) -> list[Actor]:
        """A verified human called `name` with linked wallets."""
        identity = identity_of(name)
        if attest:
            self.cap.attest(identity, self.rpc.now + 10 * YEAR, sender=self.attestor)
        actors = [actor(f"human {name} {i}") for i in range(wallets)]
        for one in actors:
            self.link(one, identity)
        return actors

    def link(self, wallet: Actor, identity: bytes) -> Any:
        deadline = self.rpc.now + DAY
        consent = self.sign_link(wallet, identity, deadline)
        return self.cap.link(wallet, identity, deadline, consent, sender=self.attestor)

    def sign_link(self, wallet: Actor, identity: bytes, deadline: int, nonce: int | None = None) -> bytes:
        nonce = self.cap.nonces(wallet) if nonce is None else nonce
        message = {"wallet": wallet.address, "identity": identity, "nonce": nonce, "deadline": deadline}
        types = {"Link": "address wallet,bytes32 identity,uint256 nonce,uint256 deadline"}
        return wallet.sign(self.cap_domain, types, message)

    # --- EIP-712 domains ---

    @property
    def identity_domain(self) -> dict[str, Any]:
        return self.domain("ERC8004IdentityRegistry", self.registry)

    @property
    def cap_domain(self) -> dict[str, Any]:
        return self.domain("BlackRoad HumanCapEnforcement", self.cap)

    def domain(self, name: str, contract: Contract) -> dict[str, Any]:
        return {
            "name": name,
            "version": "1",
            "chainId": self.rpc.chain_id,
            "verifyingContract": contract.address,
        }


def identity_of(name: str) -> bytes:
    """The 32-byte identity of the human called `name`."""
    return name.encode().ljust(32, b"\0")


ARTIFACTS: dict[str, tuple[list[dict[str, Any]], str]] = {}


def artifact(name: str) -> tuple[list[dict[str, Any]], str]:
    """ABI and creation code, compiled by ape."""
    if name not in ARTIFACTS:
        kind = ape.project.get_contract(name).contract_type
        abi = [entry.model_dump(mode="json", by_alias=True) for entry in kind.abi]
        ARTIFACTS[name] = (abi, str(kind.deployment_bytecode.bytecode))
    return ARTIFACTS[name]


def creation_code(name: str, *args: Any) -> str:
    """Creation code with its constructor's arguments."""
    abi, code = artifact(name)
    inputs: list[Any] = next((e["inputs"] for e in abi if e["type"] == "constructor"), [])
    values = [getattr(a, "address", a) for a in args]
    return "0x" + code.removeprefix("0x") + encode([canonical(i) for i in inputs], values).hex()


def checksum(address: str) -> str:
    return to_checksum_address(address)
