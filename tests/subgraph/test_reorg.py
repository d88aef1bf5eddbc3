"""What a chain takes back, the store takes back.

three blocks of payments between agents, indexed, then replaced by four others
├── the payments that were taken back are in the store no more, and their agents have what they had
└── everything else is as a Graph Node has it that has only ever seen the new blocks
"""

import pytest
from eth_abi import encode
from eth_utils import function_signature_to_4byte_selector

from indexer.build import Build
from indexer.index import indexing
from indexer.node import GraphNode
from tests.subgraph.economy import Economy
from tests.subgraph.entities import everything

pytestmark = pytest.mark.xdist_group("subgraph of the economy")

TRANSFER = function_signature_to_4byte_selector("transfer(address,uint256)")
TAKEN_BACK, KEPT = (11, 13, 17), (19, 23, 29)  # wei that the blocks of either branch move


def pay(chain: Economy, wei: int) -> str:
    """A block in which P1 pays P2; the answer is the transaction's hash."""
    payer, payee = chain.wallets[:2]
    data = "0x" + (TRANSFER + encode(["address", "uint256"], [payee, wei])).hex()
    return str(chain.rpc.transact(payer, chain.address("ROAD_Token"), data)["transactionHash"])


def synced(chain: Economy, index: GraphNode) -> int:
    """The last block, once it is indexed."""
    number, block_hash = chain.head()
    index.wait(number, block_hash)
    return number


def test_reorg__of_three_blocks__leaves_nothing_of_them(
    subgraph: Build, chain: Economy, index: GraphNode
) -> None:
    before = synced(chain, index)
    snapshot = chain.rpc.snapshot()
    undone = [pay(chain, wei) for wei in TAKEN_BACK]
    assert synced(chain, index) == before + 3
    assert known(index, undone) == set(undone)

    assert chain.rpc.request("evm_revert", snapshot)
    done = [pay(chain, wei) for wei in KEPT]
    chain.rpc.travel(1)  # longer than what it replaces: else Graph Node keeps what it has
    assert synced(chain, index) == before + 4
    assert known(index, undone + done) == set(done)
    with indexing(subgraph, chain.uri, chain.book) as fresh:
        synced(chain, fresh)
        assert everything(index) == everything(fresh)


def known(index: GraphNode, transactions: list[str]) -> set[str]:
    """Which of the transactions a transfer of the store is of."""
    answer = index.query(
        "query ($of: [Bytes!]) { transfers(where: { transaction_in: $of }) { transaction } }", of=transactions
    )
    return {transfer["transaction"] for transfer in answer["transfers"]}
