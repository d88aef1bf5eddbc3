"""What a node's refusal means. Clients say the same in different words; codes differ, so the text decides."""

from enum import StrEnum


class Answer(StrEnum):
    """Class of a refusal."""

    IN_POOL = "in_pool"  # the node has this very transaction
    NONCE_LOW = "nonce_low"  # a transaction with this nonce was mined
    NONCE_HIGH = "nonce_high"  # one with a lower nonce is missing
    UNDERPRICED = "underpriced"  # another with this nonce is in the pool, or the pool asks for more
    BASE_FEE = "base_fee"  # the fee is below the next block's
    FEE_CAP = "fee_cap"  # above what the node's operator allows
    FUNDS = "funds"
    REVERT = "revert"  # the contract's own answer: never retried
    GAS = "gas"  # more than a block or a transaction may have, or less than it takes
    ENDPOINT = "endpoint"  # ask another, or later
    FATAL = "fatal"  # the same bytes are refused for ever


# The first text that occurs in the lower-cased message decides.
TABLE: tuple[tuple[str, Answer], ...] = (
    ("already known", Answer.IN_POOL),  # geth, Erigon, Reth
    ("already imported", Answer.IN_POOL),  # Anvil, OpenEthereum
    ("alreadyknown", Answer.IN_POOL),  # Nethermind
    ("known transaction", Answer.IN_POOL),  # Besu
    ("already exists in the pool", Answer.IN_POOL),
    ("already in the mempool", Answer.IN_POOL),
    ("nonce too low", Answer.NONCE_LOW),  # geth, Anvil, Besu, Erigon, Arbitrum
    ("nonce is too low", Answer.NONCE_LOW),
    ("oldnonce", Answer.NONCE_LOW),  # Nethermind
    ("nonce below current nonce", Answer.NONCE_LOW),  # Besu
    ("nonce has already been used", Answer.NONCE_LOW),
    ("nonce too high", Answer.NONCE_HIGH),  # Arbitrum
    ("noncegap", Answer.NONCE_HIGH),  # Nethermind
    ("nonce is too distant", Answer.NONCE_HIGH),  # Besu
    ("nonce too distant", Answer.NONCE_HIGH),
    ("gapped-nonce", Answer.NONCE_HIGH),  # geth, for set-code accounts
    ("underpriced", Answer.UNDERPRICED),  # geth, Anvil, Besu, Erigon
    ("could not replace existing", Answer.UNDERPRICED),  # Erigon
    ("replacementnotallowed", Answer.UNDERPRICED),  # Nethermind
    ("feetoolow", Answer.UNDERPRICED),  # Nethermind: FeeTooLow, FeeTooLowToCompete
    ("gas price below configured minimum", Answer.UNDERPRICED),  # Besu
    ("less than block base fee", Answer.BASE_FEE),  # geth, Anvil, Arbitrum, Erigon
    ("gas price below base fee", Answer.BASE_FEE),
    ("miner premium is negative", Answer.BASE_FEE),  # Nethermind
    ("exceeds the configured cap", Answer.FEE_CAP),  # geth: --rpc.txfeecap
    ("fee cap exceeded", Answer.FEE_CAP),  # Besu
    ("insufficient funds", Answer.FUNDS),  # geth, Anvil, Erigon, Arbitrum
    ("insufficientfunds", Answer.FUNDS),  # Nethermind
    ("upfront cost exceeds", Answer.FUNDS),  # Besu
    ("overshot", Answer.FUNDS),  # Erigon, with the amount
    ("out of gas", Answer.GAS),
    ("outofgas", Answer.GAS),
    ("gas required exceeds allowance", Answer.GAS),
    ("exceeds block gas limit", Answer.GAS),  # geth, Besu
    ("gaslimitexceeded", Answer.GAS),  # Nethermind
    ("intrinsic gas", Answer.GAS),  # too low: geth; too high: Anvil
    ("transaction gas limit too high", Answer.GAS),  # EIP-7825
    ("gas limit too high", Answer.GAS),
    ("execution reverted", Answer.REVERT),
    ("vm execution error", Answer.REVERT),  # Nethermind, Besu
    ("reverted", Answer.REVERT),
    ("invalid chain id", Answer.FATAL),
    ("invalidtxchainid", Answer.FATAL),  # Nethermind
    ("chainid does not match", Answer.FATAL),
    ("wrong chain", Answer.FATAL),
    ("invalid sender", Answer.FATAL),
    ("invalid signature", Answer.FATAL),
    ("invalid transaction signature", Answer.FATAL),
    ("max priority fee per gas higher than max fee", Answer.FATAL),
    ("transaction type not supported", Answer.FATAL),
    ("initcode size", Answer.FATAL),
    ("rlp:", Answer.FATAL),
    ("failed to decode", Answer.FATAL),  # Anvil
    ("txpool is full", Answer.ENDPOINT),
    ("rate limit", Answer.ENDPOINT),
    ("too many requests", Answer.ENDPOINT),
    ("limit exceeded", Answer.ENDPOINT),
    ("limit reached", Answer.ENDPOINT),
    ("rate exceeded", Answer.ENDPOINT),
    ("compute units", Answer.ENDPOINT),
    ("indexing is in progress", Answer.ENDPOINT),  # geth
    ("header not found", Answer.ENDPOINT),
    ("blockoutofrange", Answer.ENDPOINT),
    ("block not found", Answer.ENDPOINT),
    ("missing trie node", Answer.ENDPOINT),
    ("timeout", Answer.ENDPOINT),
    ("timed out", Answer.ENDPOINT),
)
REVERT_CODE = 3  # JSON-RPC code of geth's reverts


def classify(message: str, code: int | None = None) -> Answer:
    """Class of a refusal; what nobody knows is an endpoint's fault, which is tried elsewhere and reported."""
    text = message.lower()
    for part, answer in TABLE:
        if part in text:
            return answer
    return Answer.REVERT if code == REVERT_CODE else Answer.ENDPOINT


def is_known(message: str) -> bool:
    """Whether the table has the message."""
    return any(part in message.lower() for part, _ in TABLE)
