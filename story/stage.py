"""The chain that the story is played on: a local one, where anybody can act and time can be moved."""

import time
from collections.abc import Sequence
from typing import Any

from coincurve import PrivateKey
from eth_abi import encode
from eth_utils import keccak, to_checksum_address
from rich.console import Console

from deployment.abi import calldata, describe_error
from deployment.artifacts import errors_of
from deployment.chain import Chain
from deployment.confirmations import domain_separator
from deployment.errors import TransactionFailed
from deployment.requests import DOMAIN_NAME, SignedRequest, sign_request
from deployment.system import System

DAY = 86_400
ROAD = 10**18
BALLOT_TYPE = b"Ballot(uint256 proposalId,uint8 support,address voter,uint256 nonce)"
DOMAIN_TYPE = b"EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
FUNDS = hex(10**20)
POLL_SECONDS = 0.003


class Stage:
    """Sends as whoever acts, and moves the clock."""

    def __init__(self, chain: Chain, system: System, console: Console) -> None:
        self.chain = chain
        self.system = system
        self.console = console
        self._errors = errors_of(system.inputs.artifacts)
        self._deployed: dict[str, str] = {}
        self._ask("anvil_autoImpersonateAccount", True)

    # --- Who and what ---

    def at(self, contract: str) -> str:
        """Address of a contract of the protocol, or of one that the story has deployed."""
        return self._deployed.get(contract) or str(self.system.contracts[contract].address)

    def wallet(self, agent_id: int) -> str:
        """Wallet of an agent of the census."""
        return self.system.members[agent_id - 1].wallet.address

    def name(self, agent_id: int) -> str:
        """An agent as people call it."""
        return f"P{agent_id} {self.system.members[agent_id - 1].agent.name}"

    # --- Acts ---

    def send(self, sender: str, contract: str, signature: str, *arguments: Any) -> dict[str, Any]:
        """Send a transaction as `sender`; the answer is its receipt. Raises TransactionFailed."""
        self._ask("anvil_setBalance", sender, FUNDS)
        data = "0x" + calldata(signature, *arguments).hex()
        fields = {"from": sender, "to": self.at(contract), "data": data, "gas": hex(16_000_000)}
        receipt = self._mined(self._ask("eth_sendTransaction", fields))
        if int(receipt["status"], 16) != 1:
            answer = self.chain.provider.web3.provider.make_request("eth_call", [fields, "latest"])
            reason = self.reason(str(answer.get("error", {}).get("data", "0x")))
            raise TransactionFailed(f"{contract}.{signature}", reason)
        return receipt

    def deploy(self, name: str, code: bytes) -> str:
        """Deploy a contract that is none of the protocol's; the answer is its address."""
        sender = self.system.accounts["deployer"].address
        self._ask("anvil_setBalance", sender, FUNDS)
        fields = {"from": sender, "data": "0x" + code.hex(), "gas": hex(16_000_000)}
        receipt = self._mined(self._ask("eth_sendTransaction", fields))
        self._deployed[name] = to_checksum_address(receipt["contractAddress"])
        return self._deployed[name]

    def reason(self, data: str) -> str:
        """What a contract reverted with, by name."""
        return describe_error(self._errors, bytes.fromhex(data.removeprefix("0x"))) or "no reason"

    def read(self, contract: str, signature: str, *arguments: Any, returns: str) -> Any:
        """Call a view."""
        return self.chain.call(self.at(contract), signature, *arguments, returns=returns)

    def days(self, number: int) -> int:
        """Seconds that so many days of the protocol's time last on this network."""
        return number * DAY // self.system.inputs.parameters.time_divisor

    def travel(self, seconds: int) -> None:
        """Let time pass."""
        self.travel_to(self.chain.timestamp + seconds)

    def travel_to(self, timestamp: int) -> None:
        """Let time pass until a moment, unless it has."""
        if timestamp <= self.chain.timestamp:
            return
        self._ask("evm_setNextBlockTimestamp", hex(timestamp))
        self._ask("evm_mine")

    # --- Signatures ---

    def ballot(self, proposal_id: int, agent_id: int, support: int) -> tuple[str, int, bytes]:
        """An agent's signed ballot, as `BallotBox.castVotesBySig` takes it."""
        wallet = self.system.members[agent_id - 1].wallet
        if wallet.key is None:
            raise ValueError(f"no key of P{agent_id}'s wallet")
        key = proposal_id % 2**192
        nonce = self.read("Governance", "nonces(address,uint192)", wallet.address, key, returns="uint256")
        message = encode(
            ["bytes32", "uint256", "uint8", "address", "uint256"],
            [keccak(BALLOT_TYPE), proposal_id, support, wallet.address, nonce],
        )
        digest = keccak(b"\x19\x01" + self._domain() + keccak(message))
        signature = PrivateKey(wallet.key).sign_recoverable(digest, hasher=None)
        return wallet.address, support, signature[:64] + bytes([27 + signature[64]])

    def request(self, agent_id: int, resource: int, amount: int) -> SignedRequest:
        """An agent's first signed request, as `ResourceAllocation.requestsBySig` takes it."""
        domain = domain_separator(self.chain.id, self.at("ResourceAllocation"), DOMAIN_NAME)
        member, deadline = self.system.members[agent_id - 1], self.chain.timestamp + DAY
        return sign_request(domain, member, resource, amount, 0, deadline)

    def _domain(self) -> bytes:
        version = self.read("Governance", "version()", returns="string").encode()
        return keccak(
            encode(
                ["bytes32", "bytes32", "bytes32", "uint256", "address"],
                [
                    keccak(DOMAIN_TYPE),
                    keccak(b"BlackRoad Governance"),
                    keccak(version),
                    self.chain.id,
                    self.at("Governance"),
                ],
            )
        )

    # --- Telling ---

    def chapter(self, title: str) -> None:
        """Begin a chapter."""
        self.console.print(f"\n[bold]{title}[/bold]")

    def tell(self, text: str) -> None:
        """Say what happened, with the day of the chain's life."""
        closed = self.read("Factory", "closedAt()", returns="uint256")
        day = (self.chain.timestamp - closed) * self.system.inputs.parameters.time_divisor / DAY
        self.console.print(f"  day {day:6.1f}  {text}")

    def _mined(self, transaction: str) -> dict[str, Any]:
        while (receipt := self.chain.receipt(transaction)) is None:
            time.sleep(POLL_SECONDS)
        return dict(receipt)

    def _ask(self, method: str, *parameters: Any) -> Any:
        answer = self.chain.provider.web3.provider.make_request(method, list(parameters))
        if "error" in answer:
            raise TransactionFailed(method, str(answer["error"].get("message")))
        return answer.get("result")


def roads(wei: int) -> str:
    """An amount as people read it."""
    return f"{wei / ROAD:,.0f} ROAD"


def percent(part: int, whole: int) -> str:
    """A share as people read it."""
    return f"{100 * part / whole:.2f} %"


def listed(names: Sequence[str], most: int = 6) -> str:
    """Some names, and how many more there are."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
