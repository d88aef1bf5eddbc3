"""What becomes of a signed transaction, what is offered for gas, and sources for explorers.

land
├── refused in words that may pass, again and again ── reverts, and keeps it
├── refused for ever ── drops it | and the node knows it ── keeps it
├── its nonce is used ── awaits the receipt
│   ├── and by another for certain ── drops it
│   └── and its contract stands there ── keeps it
└── mined and reverted, not yet confirmed ── awaits that
launch: the wallet's own error ── reverts
call_all: a busy node is asked again | for too long ── reverts
data_fee: an OP chain's oracle | none ── nothing
current_fees, replacing_fees: twice the base fee, within the limit | above it ── reverts | an eighth dearer
fees_within: above the limit ── the limit | limited: the command line's limit, or none
closure, check: the contract and its imports alone ── the same bytecode | a changed source ── reverts
"""

import re
from types import SimpleNamespace
from typing import Any, cast

import ape
import click
import pytest
from ape.api import AccountAPI, ProviderAPI
from web3.exceptions import Web3RPCError

from deployment import chain as chain_module
from deployment import flight
from deployment.artifacts import load_artifact
from deployment.book import Book
from deployment.chain import GAS_PRICE_ORACLE, Chain
from deployment.errors import FeeAboveLimit, NonceTaken, SourcesDiffer, TransactionFailed
from deployment.events import Silent
from deployment.fee_limit import limited
from deployment.fees import REPLACING_TIP, Fees, current_fees, fees_within, replacing_fees
from deployment.flight import LOOKS, PATIENCE, Call, Flight
from deployment.inputs import Inputs
from deployment.mempool import BroadcastRefused
from deployment.sender import sender_for
from deployment.sources import Source, check, closure, source_of
from scripts.confirm import cli as confirm
from stages.distribute import distribute
from stages.onboard import onboard
from tests.support.stub import stub

GWEI = 10**9
SENDER, CONTRACT, HASH = "0x" + "11" * 20, "0x" + "22" * 20, "0x" + "33" * 32
NONCE = 7


class Node:
    """A chain with one transaction that is on its way: what it answers is set by a test."""

    base_fee, tip = 1, 1

    def __init__(self) -> None:
        self.used, self.known, self.has_code = NONCE, False, False
        self.receipts: list[dict[str, str] | None] = [None]
        self.sent = 0

    def receipt(self, transaction: str) -> Any:
        return self.receipts.pop(0) if len(self.receipts) > 1 else self.receipts[0]

    def transaction(self, transaction: str) -> Any:
        return {"hash": transaction} if self.known else None

    height = 9

    def nonce(self, address: str) -> int:
        return self.used

    def code(self, address: str) -> bytes:
        return b"\xfe" if self.has_code else b""

    def is_confirmed(self, block: int) -> bool:
        return block < 10


def under_way() -> Book:
    """A book with a contract's transaction that is signed."""
    sent = [{"transaction": HASH, "raw": "0x", "maxFee": 100, "tip": 1}]
    pending = {"name": "Factory", "sender": SENDER, "nonce": NONCE, "details": {"address": CONTRACT}}
    return Book(None, {"contracts": {}, "steps": {}, "pending": {**pending, "sent": sent}})


@pytest.fixture
def node(monkeypatch: pytest.MonkeyPatch) -> Node:
    for name in ("NUDGE_SECONDS", "FIRST_POLL_SECONDS"):
        monkeypatch.setattr(flight, name, 0)
    return Node()


def land(node: Node, book: Book, monkeypatch: pytest.MonkeyPatch, words: str) -> Any:
    """Await the transaction at a node that says this to each broadcast."""

    def refuse(chain: Node, raw: str) -> None:
        chain.sent += 1
        raise BroadcastRefused(words)

    monkeypatch.setattr(flight, "send_raw", refuse)
    return Flight(cast(Chain, node), book, 100).land("Factory", [HASH], {})


@pytest.mark.parametrize(
    "words",
    [
        "request rate exceeded",
        "txpool is full",
        "request timed out",
        "internal error",
        "nonce too high: address 0x…, tx: 8 state: 7",
        "NonceGap",
        "tx fee (1.20 ether) exceeds the configured cap (1.00 ether)",
        "nonce too low",  # of a node that has not seen the block in which it was used
        "",
    ],
)
def test_land__refused_in_words_that_may_pass__reverts_and_keeps_it(
    node: Node, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    book = under_way()
    with pytest.raises(TransactionFailed, match=f"does not take it: {re.escape(words)}; run again"):
        land(node, book, monkeypatch, words)
    assert book.pending
    assert node.sent == PATIENCE


@pytest.mark.parametrize("words", ["intrinsic gas too low", "invalid chain id for signer", "rlp: too few"])
@pytest.mark.parametrize("known", [False, True])
def test_land__refused_for_ever__reverts_and_drops_what_no_node_has(
    node: Node, monkeypatch: pytest.MonkeyPatch, words: str, known: bool
) -> None:
    book, node.known = under_way(), known
    with pytest.raises(TransactionFailed, match=f"step 'Factory' failed: {words}$"):
        land(node, book, monkeypatch, words)
    assert bool(book.pending) is known
    assert node.sent == 1


def test_land__nonce_used_by_another__reverts_and_drops_it(
    node: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    book, node.used = under_way(), NONCE + 1
    with pytest.raises(NonceTaken, match=f"another transaction of {SENDER} took nonce {NONCE}"):
        land(node, book, monkeypatch, "nonce too low")
    assert book.pending is None
    assert node.sent == LOOKS


def test_land__nonce_used_in_a_block_that_is_new__reverts_and_keeps_it(
    node: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    book, node.used, node.height = under_way(), NONCE + 1, 10
    with pytest.raises(TransactionFailed, match="does not take it: nonce too low"):
        land(node, book, monkeypatch, "nonce too low")
    assert book.pending


def test_land__nonce_used_by_itself__awaits_the_receipt(node: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    receipt = {"blockNumber": "0x1", "status": "0x1", "transactionHash": HASH}
    node.used, node.known, node.receipts = NONCE + 1, True, [*[None] * (LOOKS + 1), receipt]
    assert land(node, under_way(), monkeypatch, "nonce too low") == receipt


def test_land__nonce_used_and_its_contract_stands__reverts_and_keeps_it(
    node: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    book, node.used, node.has_code = under_way(), NONCE + 1, True
    with pytest.raises(TransactionFailed, match=f"its contract stands at {CONTRACT}"):
        land(node, book, monkeypatch, "nonce too low")
    assert book.pending


def test_land__reverted__waits_until_that_is_confirmed(node: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    unconfirmed = {"blockNumber": "0xa", "status": "0x0", "transactionHash": HASH}
    mined = {"blockNumber": "0x9", "status": "0x1", "transactionHash": HASH}
    book, node.receipts = under_way(), [unconfirmed, unconfirmed, mined]
    assert land(node, book, monkeypatch, "already known") == mined
    node.receipts = [{**mined, "status": "0x0"}]
    with pytest.raises(TransactionFailed, match=f"{HASH} reverted"):
        land(node, book, monkeypatch, "already known")
    assert book.pending is None


def test_launch__device_refuses__reverts_with_its_words_and_notes_nothing(chain: Chain) -> None:
    def refuse(transaction: Any) -> None:
        raise RuntimeError("the device is locked")  # of its own library, which is none of ape's

    address = ape.accounts.test_accounts[0].address
    account = cast(AccountAPI, SimpleNamespace(address=address, sign_transaction=refuse))
    book = Book(None, {"contracts": {}, "steps": {}})
    with pytest.raises(TransactionFailed, match=f"{address} did not sign: the device is locked"):
        Flight(chain, book, GWEI).launch(account, Call(None, b"", 21_000, 0), Fees(1, 1), "steps", "any", {})
    assert book.pending is None


class Busy:
    """A node's provider that refuses the first requests."""

    def __init__(self, refusals: int, error: dict[str, Any]) -> None:
        self.refusals, self.error = refusals, error

    def make_batch_request(self, requests: list[Any]) -> Any:
        return [self.make_request(*one) for one in requests]

    def make_request(self, method: str, params: Any) -> Any:
        self.refusals -= 1
        return {"error": self.error} if self.refusals >= 0 else {"result": "0x" + "00" * 31 + "05"}


def busy(monkeypatch: pytest.MonkeyPatch, refusals: int, **error: Any) -> Chain:
    monkeypatch.setattr(chain_module, "PATIENCE", (0, 0, 0, 0, 0))
    web3 = SimpleNamespace(provider=Busy(refusals, error))
    return Chain(cast(ProviderAPI, SimpleNamespace(chain_id=1, web3=web3)))


@pytest.mark.parametrize(
    "error",
    [
        {"code": 429, "message": "slow down"},
        {"code": -32005, "message": "project id"},
        {"code": -32000, "message": "header not found"},
        {"code": -32000, "message": "Your app has exceeded its compute units per second capacity"},
    ],
)
def test_call_all__busy_node__asks_again(monkeypatch: pytest.MonkeyPatch, error: dict[str, Any]) -> None:
    calls = [(CONTRACT, "count()", ())] * 2
    assert busy(monkeypatch, 5, **error).call_all(calls, "uint256") == [5, 5]
    with pytest.raises(Web3RPCError, match=error["message"]):
        busy(monkeypatch, 99, **error).call_all(calls, "uint256")


def test_receipt__node_fails__reverts(monkeypatch: pytest.MonkeyPatch) -> None:
    """No receipt and no answer are two things."""
    with pytest.raises(Web3RPCError, match="indexing is in progress"):
        busy(monkeypatch, 1, message="transaction indexing is in progress").receipt(HASH)


def at(base: int, tip: int) -> Any:
    """A chain on which gas costs so much."""
    return SimpleNamespace(base_fee=base, tip=tip)


@pytest.mark.parametrize(
    ("base", "tip", "most"), [(0, 0, 0), (10, 1, 21), (40, 5, 85), (60, 1, 100), (99, 1, 100)]
)
def test_current_fees__within_the_limit__sets_twice_the_base_fee_at_most(
    base: int, tip: int, most: int
) -> None:
    assert current_fees(at(base, tip), 100) == Fees(most, tip)


@pytest.mark.parametrize(("base", "tip"), [(100, 1), (101, 0), (0, 101)])
def test_current_fees__above_the_limit__reverts(base: int, tip: int) -> None:
    with pytest.raises(FeeAboveLimit) as caught:
        current_fees(at(base * GWEI, tip * GWEI), 100 * GWEI)
    assert (caught.value.fee, caught.value.limit) == ((base + tip) * GWEI, 100 * GWEI)
    assert "or allow more: --max-fee-gwei (deploying: max_fee_gwei of the parameters)" in caught.value.message


@pytest.mark.parametrize(("base", "tip", "offered"), [(40, 5, 5), (100, 1, 1), (500, 2, 2), (0, 101, 100)])
def test_fees_within__any_price__keeps_to_the_limit(base: int, tip: int, offered: int) -> None:
    assert fees_within(at(base, tip), 100) == Fees(min(2 * base + tip, 100), offered)


def test_limited__limit_of_the_command_line__sets_it_for_the_sender(
    chain: Chain, inputs: Inputs, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert limited(inputs, None) is inputs
    sender = sender_for(chain, Book.empty(None, chain, {}), Silent(), limited(inputs, 1))
    monkeypatch.setattr(Chain, "base_fee", 2 * GWEI)
    with pytest.raises(FeeAboveLimit) as caught:
        _ = sender.price
    assert caught.value.limit == GWEI
    assert sender_for(chain, Book.empty(None, chain, {}), Silent(), inputs).price > GWEI


@pytest.mark.parametrize("command", [confirm, distribute, onboard])
def test_command__that_sends__has_the_option(command: click.Command) -> None:
    assert [one.name for one in command.params].count("max_fee_gwei") == 1


@pytest.mark.parametrize("most", [1, 7, 8, 80, 800])
def test_replacing_fees__any_offer__sets_an_eighth_more_at_least(most: int) -> None:
    fees = replacing_fees(at(0, 0), GWEI, Fees(most, most))
    assert fees.most * 8 >= most * 9
    assert fees.tip * 8 >= most * 9
    assert REPLACING_TIP <= fees.tip <= fees.most


def test_replacing_fees__above_the_limit__reverts() -> None:
    with pytest.raises(FeeAboveLimit):
        replacing_fees(at(1, 0), 1_000, Fees(900, 1))


def test_data_fee__oracle_of_an_op_chain__sets_what_it_says(chain: Chain, undone: None) -> None:
    assert chain.data_fee(1_000) == 0
    chain.provider.set_code(GAS_PRICE_ORACLE, stub({"getL1FeeUpperBound(uint256)": 7_777}))
    assert chain.data_fee(1_000) == 7_777


def test_closure__contract__keeps_to_what_it_imports() -> None:
    sources = closure("contracts/HoldingsEscrow.sol")
    assert {"contracts/HoldingsEscrow.sol", "contracts/base/Peer.sol"} <= sources.keys()
    assert "contracts/Governance.sol" not in sources
    assert all(name.startswith(("contracts/", "@openzeppelin/", "solady/")) for name in sources)


def test_check__sources_of_a_contract__keeps_its_bytecode() -> None:
    artifact = load_artifact("HoldingsEscrow")
    check(source_of(artifact), artifact)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda text: text + "\n// A remark changes the metadata's hash.", "it compiles to other bytecode"),
        (lambda text: text + "}", "ParserError"),
    ],
)
def test_check__changed_sources__reverts(change: Any, problem: str) -> None:
    artifact = load_artifact("OperationsExecutor")
    source = source_of(artifact)
    unit = source.input["sources"]["contracts/executors/ProposalExecutor.sol"]["content"]
    changed = {
        **source.input["sources"],
        "contracts/executors/ProposalExecutor.sol": {"content": change(unit)},
    }
    with pytest.raises(SourcesDiffer, match=problem) as caught:
        check(Source(source.name, source.unit, {**source.input, "sources": changed}), artifact)
    assert caught.value.contract == "OperationsExecutor"
