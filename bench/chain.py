"""A fresh Anvil for the length of one run: started on a free loopback port, ended by its process id."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self

from eth_typing import ChecksumAddress
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak
from hexbytes import HexBytes
from web3 import HTTPProvider, Web3
from web3.contract import Contract
from web3.contract.contract import ContractFunction
from web3.types import RPCEndpoint, TxParams, TxReceipt, Wei

from bench.anvil import Anvil, ChainError
from bench.compile import Artifact
from bench.floor import floor_of
from bench.measurement import Measurement

FLAGS = ("--hardfork", "osaka", "--enable-tx-gas-limit")
KEEP_HISTORY = ("--prune-history=10000",)
"""More states than the bench makes: traces need them, and our own wrapper of Anvil would keep none."""
FREE_GAS = ("--auto-impersonate", "--block-base-fee-per-gas", "0")
GAS_LIMIT = 16_000_000
"""Gas given to every transaction: below EIP-7825's 16,777,216, and more than any of them needs."""
POLL_SECONDS = 0.01
APART_SECONDS = 60
"""Between a measured transaction and the one before."""
TRACE = "debug_traceTransaction"


class Chain:
    """A running Anvil. Used as a context manager, so that it never outlives the run."""

    def __enter__(self) -> Self:
        """Start Anvil and wait until it listens."""
        self._anvil = Anvil(*FLAGS, *KEEP_HISTORY, *FREE_GAS)
        self.uri = self._anvil.__enter__().uri
        self.web3 = Web3(HTTPProvider(self.uri))
        self.deployer: ChecksumAddress = self.web3.eth.accounts[0]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        """End Anvil, whatever happened."""
        self._anvil.__exit__(kind, error, at)

    def deploy(self, artifact: Artifact, *arguments: Any) -> Contract:
        """Deploy a contract from the deployer's account."""
        factory = self.web3.eth.contract(abi=artifact.abi, bytecode=artifact.bytecode)
        call = factory.constructor(*arguments)
        receipt = self._mined(call.transact(self._from(self.deployer)), "constructor")
        address = receipt["contractAddress"]
        if address is None:
            raise ChainError("a deployment left no contract")
        return self.at(artifact, address)

    def at(self, artifact: Artifact, address: ChecksumAddress) -> Contract:
        """Look at a contract that stands already through an artifact's ABI."""
        return self.web3.eth.contract(address=address, abi=artifact.abi)

    def send(self, call: ContractFunction, sender: ChecksumAddress | None = None) -> TxReceipt:
        """Send a transaction and wait for its receipt; no account needs a key or ether."""
        return self._mined(call.transact(self._from(sender or self.deployer)), call.fn_name)

    @property
    def timestamp(self) -> int:
        """Time of the last block."""
        return self.web3.eth.get_block("latest")["timestamp"]

    def travel(self, seconds: int) -> None:
        """Mine a block so many seconds later."""
        self._ask("evm_increaseTime", seconds)
        self._ask("evm_mine")

    def give(self, account: ChecksumAddress, amount: Wei) -> None:
        """Let an account have so much ether."""
        self._ask("anvil_setBalance", account, hex(amount))

    def mine(self, blocks: int) -> None:
        """Mine so many blocks."""
        self._ask("anvil_mine", blocks)

    @contextmanager
    def undone(self) -> Iterator[None]:
        """Take back whatever happens inside."""
        snapshot = self._ask("evm_snapshot")
        yield
        self._ask("evm_revert", snapshot)

    def measure(
        self, label: str, call: ContractFunction, sender: ChecksumAddress | None = None, items: int = 1
    ) -> Measurement:
        """Send a transaction and return its gas and its floor, for each of its items."""
        # Two blocks can have the same time: a checkpoint would replace the last one, and cost less.
        self.travel(APART_SECONDS)
        receipt = self.send(call, sender)
        transaction = self.web3.eth.get_transaction(receipt["transactionHash"])
        miner = self.web3.eth.get_block(receipt["blockNumber"])["miner"]
        floor = floor_of(
            data=bytes(transaction["input"]),
            warm=(receipt["from"], receipt["to"], miner),
            touched=self._trace(receipt["transactionHash"], diff=False),
            diff=self._trace(receipt["transactionHash"], diff=True),
            logs=receipt["logs"],
        )
        return Measurement(label, round(receipt["gasUsed"] / items), round(floor.total / items), items)

    def _from(self, sender: ChecksumAddress) -> TxParams:
        """Return what every transaction has in common."""
        return {"from": sender, "gas": GAS_LIMIT, "gasPrice": Wei(0)}

    def _trace(self, transaction: HexBytes, diff: bool) -> dict[str, Any]:
        """Trace what a transaction touched, or what it changed."""
        options = {"tracer": "prestateTracer", "tracerConfig": {"diffMode": diff}}
        trace: dict[str, Any] = self._ask(TRACE, transaction.to_0x_hex(), options)
        return trace

    def _ask(self, method: str, *parameters: Any) -> Any:
        """Ask Anvil itself for something."""
        answer = self.web3.provider.make_request(RPCEndpoint(method), list(parameters))
        if "result" not in answer:
            raise ChainError(f"{method} failed: {answer.get('error')}")
        return answer["result"]

    def _mined(self, transaction: HexBytes, name: str) -> TxReceipt:
        """Wait for the receipt of a transaction, which must succeed."""
        receipt = self.web3.eth.wait_for_transaction_receipt(transaction, poll_latency=POLL_SECONDS)
        if receipt["status"] != 1:
            raise ChainError(f"{name} reverted in {transaction.to_0x_hex()} after {receipt['gasUsed']:,} gas")
        return receipt


def wallets(name: str, count: int) -> list[ChecksumAddress]:
    """Addresses for a role, the same in every run, with as many non-zero bytes as real ones have."""
    return [to_checksum_address(keccak(text=f"{name} {number}")[12:]) for number in range(count)]
