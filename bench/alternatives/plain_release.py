"""What most people would write: web3, one transaction an agent, each awaited.

python -m bench.alternatives.plain_release URL TREASURY KEY AGENTS; prints requests and gas as JSON.
"""

import json
import sys
from typing import Any

from eth_account import Account
from eth_utils.address import to_checksum_address
from web3 import HTTPProvider, Web3
from web3.types import RPCEndpoint, RPCResponse, TxParams, Wei

ABI = [
    {
        "name": "release",
        "type": "function",
        "stateMutability": "nonpayable",
        "inputs": [{"name": "agentId", "type": "uint256"}],
        "outputs": [{"name": "amount", "type": "uint256"}],
    },
]
POLL_SECONDS = 0.01
# A limit that suits all: the node's exact estimate is too low when two payments fall into one second.
FEES: TxParams = {"gas": 250_000, "maxFeePerGas": Wei(2 * 10**9), "maxPriorityFeePerGas": Wei(10**7)}


class Counting(HTTPProvider):
    """Counts requests."""

    asked = 0

    def make_request(self, method: RPCEndpoint, params: Any) -> RPCResponse:
        """Ask the node."""
        self.asked += 1
        return super().make_request(method, params)


def main(url: str, treasury: str, key: str, agents: int) -> None:
    """Pay the agents, one after the other."""
    provider = Counting(url)
    web3, account = Web3(provider), Account.from_key(key)
    contract = web3.eth.contract(address=to_checksum_address(treasury), abi=ABI)
    gas = 0
    for agent_id in range(1, agents + 1):
        nonce = web3.eth.get_transaction_count(account.address)
        fields: TxParams = {"from": account.address, "nonce": nonce, **FEES}
        transaction = contract.functions.release(agent_id).build_transaction(fields)
        digest = web3.eth.send_raw_transaction(account.sign_transaction(transaction).raw_transaction)
        receipt = web3.eth.wait_for_transaction_receipt(digest, poll_latency=POLL_SECONDS)
        if receipt["status"] != 1:
            raise SystemExit(f"agent {agent_id} was not paid")
        gas += receipt["gasUsed"]
    sys.stdout.write(json.dumps({"requests": provider.asked, "transactions": agents, "gas": gas}) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
