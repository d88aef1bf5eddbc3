"""What goes wrong on a public network ends with a clear error, and the next run goes on.

another transaction takes the nonce (of the factory, of a contract, of the last step) ── NonceTaken
dropped by the node, or refused although it was taken ── sent again, the same bytes
base fee above what is offered ── replaced, an eighth dearer at least | above the limit ── FeeAboveLimit
tip below what the node asks for ── replaced
the node fails when it is asked for the receipt ── the next run finds it
account runs dry before a signature, after it ── UnfundedAccount
killed before it was sent ── the same bytes are sent
refused for ever ── TransactionFailed, nothing pending
"""

import json
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from threading import Event, Lock, Thread

import ape
import pytest
from eth_account import Account
from eth_account.typed_transactions import TypedTransaction
from eth_utils import keccak
from hexbytes import HexBytes
from web3.exceptions import Web3RPCError

from deployment import errors, flight, mempool
from deployment.artifacts import PEERS
from deployment.book import Book
from deployment.chain import Chain
from deployment.deployer import Deployer
from deployment.events import Mined, Silent
from deployment.inputs import Inputs, load_inputs
from tests.deployment.reporters import KilledError
from tests.networks.standin import StandIn, standin
from tests.support.rpc import Rpc

pytestmark = pytest.mark.xdist_group("faults")

GWEI = 10**9
SPIKE, TOO_MUCH = 40, 500  # gwei; the limit is 100
BLOCK_SECONDS = 0.05
STEPS = ["Factory", "ROAD_Token", "closeBootstrap"]


Node = tuple["StandIn", "Miner", "Chain", "Inputs"]


class Disturbed(Silent):
    """Does something when a step was signed and noted, and before it is sent."""

    def __init__(self, step: str, fault: Callable[[], None]) -> None:
        self.step, self.fault = step, fault

    def intended(self, step: str) -> None:
        if step == self.step:
            self.fault()


class Recorded(Silent):
    """Does something when a step was mined and noted."""

    def __init__(self, step: str, act: Callable[[], None]) -> None:
        self.step, self.act = step, act

    def mined(self, mined: Mined) -> None:
        if mined.step == self.step:
            self.act()


class Miner(Thread):
    """Mines a block every moment, except while somebody holds `pause`."""

    def __init__(self, one: StandIn) -> None:
        super().__init__(daemon=True)
        self.rpc, self.pause, self.ended = one.rpc(), Lock(), Event()

    def run(self) -> None:
        while not self.ended.wait(BLOCK_SECONDS):
            with self.pause:
                self.rpc.request("evm_mine")


class Network:
    """A deployment's contracts to a stand-in."""

    def __init__(self, one: StandIn, miner: Miner, chain: Chain, inputs: Inputs, path: Path) -> None:
        self.one, self.miner, self.chain, self.inputs, self.path = one, miner, chain, inputs, path
        self.rpc: Rpc = one.rpc()
        self.signers = {
            role: ape.accounts.test_accounts[number] for role, number in (("deployer", 0), ("registrar", 4))
        }

    def run(self, reporter: Silent | None = None) -> Book:
        """Deploy the contracts, or what is left of them."""
        book, _ = Book.open(self.path, self.chain, {"parameters": {}, "tables": {}})
        deployer = Deployer(self.chain, self.inputs, book, reporter or Silent(), dict(self.signers))
        deployer.sender.settle(self.signers.values())
        deployer.deploy_contracts()
        return book

    def finish(self) -> Book:
        """The next run: everything is there, once, and nothing is pending."""
        book = self.run()
        assert book.contracts.keys() == {"Factory", *PEERS}
        assert book.pending is None
        factory = book.contracts["Factory"]["address"]
        assert self.chain.call(factory, "closedAt()", returns="uint256")
        return book

    @property
    def deployer(self) -> str:
        return self.one.address("deployer")

    def send_elsewhere(self) -> None:
        """Somebody else uses the deployer's key."""
        nonce = self.chain.nonce(self.deployer)
        fields = {"to": "0x" + "11" * 20, "value": 1, "gas": 21_000, "nonce": nonce, "chainId": self.chain.id}
        fees = {"maxFeePerGas": 50 * GWEI, "maxPriorityFeePerGas": GWEI}
        signed = Account.sign_transaction({**fields, **fees}, self.one.keys["deployer"])
        sent = self.rpc.request("eth_sendRawTransaction", "0x" + signed.raw_transaction.hex())
        while self.rpc.request("eth_getTransactionReceipt", sent) is None:
            pass

    def waiting(self) -> list[str]:
        """Hashes of the transactions that wait to be mined."""
        pool = self.rpc.request("txpool_content")["pending"]
        return [one["hash"] for queue in pool.values() for one in queue.values()]

    def set_balance(self, wei: int) -> None:
        self.rpc.fund(self.deployer, wei)

    def keep_base_fee(self, gwei: int) -> None:
        """Set it until the miner's pause ends: every empty block lowers it by an eighth."""
        self.miner.pause.acquire()
        self._mine_at(gwei * GWEI)

    def set_base_fee(self, gwei: int) -> None:
        with self.miner.pause:
            self._mine_at(gwei * GWEI)

    def _mine_at(self, base_fee: int) -> None:
        """Mine a block with that base fee; the node may still be busy with the fee after the last one."""
        while self.chain.base_fee != base_fee:
            self.rpc.request("anvil_setNextBlockBaseFeePerGas", hex(base_fee))
            self.rpc.request("evm_mine")


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    with standin("sepolia", tmp_path_factory.mktemp("network")) as one:
        one.rpc().request("evm_setIntervalMining", 0)
        miner = Miner(one)
        miner.start()
        settings = {"uri": one.uri}
        with ape.networks.ethereum.sepolia.use_provider("node", provider_settings=settings) as provider:
            chain = Chain(provider)
            yield one, miner, chain, load_inputs(chain, one.parameters)
        miner.ended.set()
        miner.join()


@pytest.fixture
def network(
    node: tuple[StandIn, Miner, Chain, Inputs], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Network:
    """A deployment that has not begun."""
    monkeypatch.setattr(flight, "NUDGE_SECONDS", 4 * BLOCK_SECONDS)
    made = Network(*node, tmp_path / "book.json")
    made.set_base_fee(1)
    return made


@pytest.mark.parametrize("step", STEPS)
def test_deploy__nonce_taken_by_another__reverts_and_goes_on(network: Network, step: str) -> None:
    nonces: list[int] = []

    def take() -> None:
        nonces.append(network.chain.nonce(network.deployer))
        network.send_elsewhere()

    with pytest.raises(errors.NonceTaken, match=r"another transaction of .* took nonce") as caught:
        network.run(Disturbed(step, take))
    assert (caught.value.step, [caught.value.nonce]) == (step, nonces)
    network.finish()


def test_deploy__dropped_by_the_node__keeps_the_same_bytes(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The node takes the transaction and forgets it; it is sent again without a second signature."""
    sent: list[str] = []

    def lose(chain: Chain, raw: str) -> None:
        sent.append(raw)
        with network.miner.pause if len(sent) == 1 else nullcontext():
            mempool.send_raw(chain, raw)
            if len(sent) == 1:
                (lost,) = network.waiting()
                network.rpc.request("anvil_dropTransaction", lost)
                assert network.waiting() == []

    with monkeypatch.context() as patch:
        reporter = Disturbed("ROAD_Token", lambda: patch.setattr(flight, "send_raw", lose))
        network.run(reporter)
    assert sent[0] == sent[1]
    network.finish()


def test_deploy__refused_although_it_was_taken__keeps_the_same_bytes(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The factory is in the pool, and not mined; the node says all kinds of things about it."""
    words = ["request timed out", "txpool is full", "nonce too high", "nonce too low"]
    sent: list[str] = []

    def doubt(chain: Chain, raw: str) -> None:
        sent.append(raw)
        if len(sent) == 1:
            network.miner.pause.acquire()
            mempool.send_raw(chain, raw)
        if words:
            raise mempool.BroadcastRefused(words.pop(0))
        network.miner.pause.release()
        patch.undo()

    with monkeypatch.context() as patch:
        patch.setattr(flight, "send_raw", doubt)
        book = network.run()
    assert len(sent) == 5
    assert len(set(sent)) == 1
    assert book.contracts["Factory"]["transaction"] == "0x" + keccak(hexstr=sent[0]).hex()
    network.finish()


def test_deploy__tip_below_what_the_node_asks__sets_a_dearer_one(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    tips: list[int] = []

    def ask(chain: Chain, raw: str) -> None:
        tips.append(TypedTransaction.from_bytes(HexBytes(raw)).as_dict()["maxPriorityFeePerGas"])
        if tips[-1] < 5 * tips[0] // 4:
            raise mempool.BroadcastRefused(f"transaction underpriced: gas tip cap {tips[-1]}")
        mempool.send_raw(chain, raw)
        patch.undo()

    with monkeypatch.context() as patch:
        patch.setattr(flight, "send_raw", ask)
        network.run()
    assert 5 * tips[0] // 4 <= tips[-1] <= 3 * tips[0] // 2
    network.finish()


def test_deploy__no_answer_about_the_factory__reverts_and_goes_on(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(chain: Chain, transaction: str) -> None:
        raise Web3RPCError("transaction indexing is in progress")

    nonce = network.chain.nonce(network.deployer)
    with monkeypatch.context() as patch, pytest.raises(Web3RPCError, match="indexing is in progress"):
        network.run(Disturbed("Factory", lambda: patch.setattr(Chain, "receipt", fail)))
    book = network.finish()
    assert book.contracts["Factory"]["nonce"] == nonce


def test_deploy__base_fee_above_the_offer__sets_a_dearer_one(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spike() -> None:
        network.keep_base_fee(SPIKE)
        monkeypatch.setattr(flight, "send_raw", send)

    def send(chain: Chain, raw: str) -> None:
        mempool.send_raw(chain, raw)
        monkeypatch.setattr(flight, "send_raw", mempool.send_raw)
        network.miner.pause.release()

    book = network.run(Disturbed("ROAD_Token", spike))
    sent = [book.contracts[name]["transaction"] for name in ("Authority", "ROAD_Token")]
    before, dearer = (network.rpc.request("eth_getTransactionByHash", one) for one in sent)
    assert 9 * fee_of(before) // 8 < fee_of(dearer) <= 100 * GWEI
    assert int(dearer["nonce"], 16) == book.contracts["ROAD_Token"]["nonce"]
    network.finish()


def fee_of(transaction: dict[str, str]) -> int:
    return int(transaction["maxFeePerGas"], 16)


def test_deploy__base_fee_above_the_limit__reverts_and_goes_on(network: Network) -> None:
    with pytest.raises(errors.FeeAboveLimit, match=r"max_fee_gwei allows 100\.00") as caught:
        network.run(Disturbed("ROAD_Token", lambda: network.keep_base_fee(TOO_MUCH)))
    network.miner.pause.release()
    assert caught.value.fee > caught.value.limit == 100 * GWEI
    pending = Book.open(network.path, network.chain, {})[0].pending
    assert pending is not None
    assert pending["name"] == "ROAD_Token"
    network.set_base_fee(1)
    book = network.finish()
    assert book.contracts["ROAD_Token"]["transaction"] in [one["transaction"] for one in pending["sent"]]


def test_deploy__account_dry_before_the_signature__reverts_and_goes_on(network: Network) -> None:
    nonce = network.chain.nonce(network.deployer)
    with pytest.raises(errors.UnfundedAccount, match=r"has 0\.000000 ETH and needs about") as caught:
        network.run(Recorded("ROAD_Token", lambda: network.set_balance(0)))
    assert (caught.value.address, caught.value.balance) == (network.deployer, 0)
    assert network.chain.nonce(network.deployer) == nonce + list(PEERS).index("ROAD_Token") + 2
    network.set_balance(10**20)
    network.finish()


def test_deploy__account_dry_after_the_signature__reverts_and_goes_on(network: Network) -> None:
    with pytest.raises(errors.UnfundedAccount) as caught:
        network.run(Disturbed("ROAD_Token", lambda: network.set_balance(1)))
    assert (caught.value.address, caught.value.balance) == (network.deployer, 1)
    pending = Book.open(network.path, network.chain, {})[0].pending
    assert pending is not None
    network.set_balance(10**20)
    book = network.finish()
    assert book.contracts["ROAD_Token"]["transaction"] == pending["sent"][0]["transaction"]


def test_deploy__killed_before_it_was_sent__keeps_the_same_bytes(network: Network) -> None:
    def die() -> None:
        raise KilledError

    with pytest.raises(KilledError):
        network.run(Disturbed("Factory", die))
    pending = Book.open(network.path, network.chain, {})[0].pending
    assert pending is not None
    book = network.finish()
    assert book.contracts["Factory"]["transaction"] == pending["sent"][0]["transaction"]


def test_deploy__refused_for_ever__reverts_and_goes_on(network: Network) -> None:
    def spoil() -> None:
        data = json.loads(network.path.read_text())
        data["pending"]["sent"][0]["raw"] = "0x02c0"
        network.path.write_text(json.dumps(data))
        raise KilledError

    with pytest.raises(KilledError):
        network.run(Disturbed("ROAD_Token", spoil))
    with pytest.raises(errors.TransactionFailed, match="step 'ROAD_Token' failed: "):
        network.run()
    network.finish()
