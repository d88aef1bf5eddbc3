"""The JSON that wallets sign has the digest that the contracts check."""

from types import SimpleNamespace
from typing import Any

import pytest
from eth_account.messages import encode_typed_data
from eth_utils import keccak

from deployment.confirmations import confirmation_digest, domain_separator, typed_confirmation
from deployment.requests import DOMAIN_NAME, request_digest
from stages.release import release_digest, release_typed_data
from stages.seats import typed_request

CHAIN: Any = SimpleNamespace(id=31_337)
CONTRACT, WALLET = "0x" + "11" * 20, "0x52908400098527886E0F7030069857D2E4169EE7"
DEPLOYMENT = "0x" + "5a" * 32
TERMS = [7, 3, 1, (3 << 64) + 5, 2**40]  # a nonce that a number of JavaScript's cannot hold
CASES = {
    "confirmation": (
        typed_confirmation(CHAIN.id, CONTRACT, 7, WALLET, 2**40),
        confirmation_digest(domain_separator(CHAIN.id, CONTRACT), 7, WALLET, 2**40),
    ),
    "request": (
        typed_request(CHAIN, CONTRACT, WALLET, TERMS),
        request_digest(domain_separator(CHAIN.id, CONTRACT, DOMAIN_NAME), WALLET, TERMS),
    ),
    "release": (release_typed_data(CHAIN.id, DEPLOYMENT), release_digest(CHAIN.id, DEPLOYMENT)),
}


@pytest.mark.parametrize("case", CASES)
def test_typed_data__each_message__keeps_the_digest(case: str) -> None:
    typed, digest = CASES[case]
    signable = encode_typed_data(full_message=typed)
    assert keccak(b"\x19\x01" + signable.header + signable.body) == digest


@pytest.mark.parametrize("case", CASES)
def test_typed_data__values__are_text(case: str) -> None:
    assert all(isinstance(value, str) for value in CASES[case][0]["message"].values())
