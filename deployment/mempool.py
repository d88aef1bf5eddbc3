"""Hands transactions to a node, and reads from its words why it does not take one."""

from enum import Enum

from ape.api import TransactionAPI
from web3.exceptions import Web3RPCError
from web3.types import RPCEndpoint

from deployment.chain import Chain


class Refusal(Enum):
    """Why a node does not take a transaction, as far as it matters here."""

    KNOWN = "it has the transaction already"
    NONCE = "the nonce is used"
    FEE = "the fee is too low for now"
    FUNDS = "the account is short of money"
    OTHER = "it never will"


# Parts of what Anvil, geth, Nethermind, Besu, Erigon and Arbitrum's node say, in small letters.
WORDS = {
    Refusal.KNOWN: ("already known", "already imported", "alreadyknown", "known transaction"),
    Refusal.NONCE: ("nonce too low", "oldnonce", "nonce is too low", "nonce has already been used"),
    Refusal.FEE: (
        "underpriced",
        "max fee per gas less than block base fee",
        "feetoolow",
        "fee too low",
        "gas price below",
        "gas price is too low",
    ),
    Refusal.FUNDS: ("insufficient funds", "insufficientfunds", "upfront cost exceeds account balance"),
}


class BroadcastRefused(Exception):
    """A node does not take a transaction; the message is the node's."""

    def __init__(self, refusal: Refusal, message: str) -> None:
        self.refusal = refusal
        super().__init__(message)


def send_raw(chain: Chain, raw: str) -> None:
    """Hand over a signed transaction. Raises BroadcastRefused."""
    answer = chain.provider.web3.provider.make_request(RPCEndpoint("eth_sendRawTransaction"), [raw])
    if "error" in answer:
        message = str(answer["error"].get("message", answer["error"]))
        raise BroadcastRefused(refusal_of(message), message)


def send_unsigned(chain: Chain, transaction: TransactionAPI) -> str:
    """Have a local node send for an account that it impersonates; the answer is the hash."""
    fields = transaction.model_dump(by_alias=True, mode="json")
    fields = {key: hex(value) if isinstance(value, int) else value for key, value in fields.items()}
    try:
        return "0x" + bytes(chain.provider.web3.eth.send_transaction(fields)).hex()
    except Web3RPCError as error:
        raise BroadcastRefused(Refusal.OTHER, error.message) from error


def refusal_of(message: str) -> Refusal:
    """What a node means."""
    small = message.lower()
    for refusal, parts in WORDS.items():
        if any(part in small for part in parts):
            return refusal
    return Refusal.OTHER
