"""What nodes say, what is offered for gas, and sources for explorers.

refusal_of: every client's words, whatever their case | unknown words ── never
data_fee: an OP chain's oracle | none ── nothing
current_fees, replacing_fees: twice the base fee, within the limit | above it ── reverts | an eighth dearer
closure, check: the contract and its imports alone ── the same bytecode | a changed source ── reverts
"""

from types import SimpleNamespace
from typing import Any

import pytest

from deployment.artifacts import load_artifact
from deployment.chain import GAS_PRICE_ORACLE, Chain
from deployment.errors import FeeAboveLimit, SourcesDiffer
from deployment.fees import Fees, current_fees, replacing_fees
from deployment.mempool import Refusal, refusal_of
from deployment.sources import Source, check, closure, source_of
from tests.support.stub import stub

GWEI = 10**9


@pytest.mark.parametrize(
    ("message", "refusal"),
    [
        ("already known", Refusal.KNOWN),
        ("transaction already imported", Refusal.KNOWN),
        ("AlreadyKnown", Refusal.KNOWN),
        ("Known transaction", Refusal.KNOWN),
        ("nonce too low: next nonce 7, tx nonce 6", Refusal.NONCE),
        ("OldNonce", Refusal.NONCE),
        ("Nonce too low", Refusal.NONCE),
        ("replacement transaction underpriced", Refusal.FEE),
        ("transaction underpriced: tip needed 1, tip permitted 0", Refusal.FEE),
        ("max fee per gas less than block base fee: address 0x…", Refusal.FEE),
        ("FeeTooLow, MaxFeePerGas too low", Refusal.FEE),
        ("Insufficient funds for gas * price + value", Refusal.FUNDS),
        ("InsufficientFunds, Account balance: 0", Refusal.FUNDS),
        ("Upfront cost exceeds account balance", Refusal.FUNDS),
        ("invalid chain id for signer: have 1 want 11155111", Refusal.OTHER),
        ("intrinsic gas too low", Refusal.OTHER),
        ("", Refusal.OTHER),
    ],
)
def test_refusal_of__words_of_a_node__sets_what_it_means(message: str, refusal: Refusal) -> None:
    assert refusal_of(message) is refusal


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


@pytest.mark.parametrize("most", [1, 7, 8, 80, 800])
def test_replacing_fees__any_offer__sets_an_eighth_more_at_least(most: int) -> None:
    fees = replacing_fees(at(0, 0), 1_000, Fees(most, most))
    assert fees.most * 8 >= most * 9
    assert fees.tip * 8 >= most * 9


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
