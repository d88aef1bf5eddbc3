"""Hands transactions to a node, and keeps its words if it does not take one."""

from ape.api import TransactionAPI
from web3.exceptions import Web3RPCError
from web3.types import RPCEndpoint

from deployment.answers import classify
from deployment.chain import Chain


class BroadcastRefused(Exception):
    """A node does not take a transaction; the message is the node's, `answer` its meaning."""

    def __init__(self, message: str, code: int | None = None) -> None:
        self.answer = classify(message, code)
        super().__init__(message)


def send_raw(chain: Chain, raw: str) -> None:
    """Hand over a signed transaction. Raises BroadcastRefused."""
    answer = chain.provider.web3.provider.make_request(RPCEndpoint("eth_sendRawTransaction"), [raw])
    if error := answer.get("error"):
        raise BroadcastRefused(str(error.get("message", error)), error.get("code"))


def send_unsigned(chain: Chain, transaction: TransactionAPI) -> str:
    """Have a local node send for an account that it impersonates; the answer is the hash.

    Raises BroadcastRefused.
    """
    fields = transaction.model_dump(by_alias=True, mode="json")
    fields = {key: hex(value) if isinstance(value, int) else value for key, value in fields.items()}
    try:
        return "0x" + bytes(chain.provider.web3.eth.send_transaction(fields)).hex()
    except Web3RPCError as error:
        raise BroadcastRefused(error.message) from error
