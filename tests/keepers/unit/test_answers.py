"""What the clients' words mean.

classify
├── a text of Anvil, geth, Nethermind, Besu, Erigon, Arbitrum: its class, whatever the case and the code
├── nothing known, with geth's code of a revert: REVERT
└── nothing known: ENDPOINT
"""

import pytest

from deployment.answers import Answer, classify, is_known

WORDS = {
    "nonce too low": Answer.NONCE_LOW,  # Anvil
    "transaction already imported": Answer.IN_POOL,
    "replacement transaction underpriced": Answer.UNDERPRICED,
    "max fee per gas less than block base fee": Answer.BASE_FEE,
    "invalid chain id for signer": Answer.FATAL,
    "Insufficient funds for gas * price + value": Answer.FUNDS,
    "intrinsic gas too high -- tx.gas_limit > env.block.gas_limit": Answer.GAS,
    "max priority fee per gas higher than max fee per gas": Answer.FATAL,
    "BlockOutOfRangeError: block height is 30 but requested was 99": Answer.ENDPOINT,
    "execution reverted: custom error 0x1425ea42": Answer.REVERT,
    "already known": Answer.IN_POOL,  # geth
    "nonce too low: next nonce 7, tx nonce 6": Answer.NONCE_LOW,
    "transaction underpriced: tip needed 1, tip permitted 0": Answer.UNDERPRICED,
    "insufficient funds for gas * price + value: balance 0, tx cost 1": Answer.FUNDS,
    "tx fee (1.20 ether) exceeds the configured cap (1.00 ether)": Answer.FEE_CAP,
    "exceeds block gas limit": Answer.GAS,
    "transaction gas limit too high (cap: 16777216, tx: 30000000)": Answer.GAS,
    "invalid chain id for signer: have 1 want 11155111": Answer.FATAL,
    "invalid sender": Answer.FATAL,
    "txpool is full": Answer.ENDPOINT,
    "header not found": Answer.ENDPOINT,
    "AlreadyKnown": Answer.IN_POOL,  # Nethermind
    "OldNonce, Current nonce: 5, nonce of rejected tx: 4": Answer.NONCE_LOW,
    "NonceGap, Future nonce. Expected nonce: 5": Answer.NONCE_HIGH,
    "FeeTooLow, MaxFeePerGas too low": Answer.UNDERPRICED,
    "FeeTooLowToCompete": Answer.UNDERPRICED,
    "ReplacementNotAllowed": Answer.UNDERPRICED,
    "InsufficientFunds, Account balance: 0": Answer.FUNDS,
    "GasLimitExceeded": Answer.GAS,
    "VM execution error.": Answer.REVERT,
    "Known transaction": Answer.IN_POOL,  # Besu
    "Nonce too low": Answer.NONCE_LOW,
    "Transaction nonce is too distant from current sender nonce": Answer.NONCE_HIGH,
    "Upfront cost exceeds account balance": Answer.FUNDS,
    "Gas price below configured minimum gas price": Answer.UNDERPRICED,
    "Transaction fee cap exceeded": Answer.FEE_CAP,
    "Replacement transaction underpriced": Answer.UNDERPRICED,
    "could not replace existing tx": Answer.UNDERPRICED,  # Erigon
    "fee cap less than block base fee": Answer.BASE_FEE,
    "nonce too high: address 0x00, tx: 9 state: 5": Answer.NONCE_HIGH,  # Arbitrum
    "rate limit exceeded": Answer.ENDPOINT,  # hosted
    "Too Many Requests": Answer.ENDPOINT,
}


@pytest.mark.parametrize("message", WORDS)
def test_classify__words_of_a_client__gives_their_class(message: str) -> None:
    assert is_known(message)
    assert classify(message, -32000) is WORDS[message]
    assert classify(message.upper(), None) is WORDS[message]


def test_classify__unknown_words__are_the_endpoints_fault() -> None:
    assert not is_known("the moon is full")
    assert classify("the moon is full", -32000) is Answer.ENDPOINT
    assert classify("the moon is full", 3) is Answer.REVERT
