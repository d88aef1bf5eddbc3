"""The JSON that wallets sign has the digest that the contracts check."""

from types import SimpleNamespace
from typing import Any

import pytest
from eth_abi import encode
from eth_account.messages import encode_typed_data
from eth_utils import keccak

from deployment.confirmations import confirmation_digest, domain_separator, typed_confirmation
from deployment.requests import DOMAIN_NAME, request_digest
from deployment.typed_data import domain_of, typed_data
from stages.release import DOMAIN_NAME as RELEASE
from stages.release import DOMAIN_VERSION, Release
from stages.seats import typed_request

CHAIN: Any = SimpleNamespace(id=31_337)
CONTRACT, WALLET = "0x" + "11" * 20, "0x52908400098527886E0F7030069857D2E4169EE7"
TERMS = [7, 3, 1, (3 << 64) + 5, 2**40]  # a nonce that a number of JavaScript's cannot hold
OFFICES = ("guardian", "recovery", "successor", "deployer", "registrar", "attestor", "provisioner")
WORD = bytes.fromhex("5a" * 32)


def released() -> Release:
    values = {
        "network": "mainnet",
        "commit": "c" * 40,
        **dict.fromkeys(OFFICES, WALLET),
        "code": WORD,
        "deployment": WORD,
        "eip712_domain": domain_of(RELEASE, DOMAIN_VERSION, CHAIN.id),
    }
    return Release.model_validate(values)


def release_digest() -> bytes:
    """By EIP-712, step by step."""
    domain_type = keccak(text="EIP712Domain(string name,string version,uint256 chainId)")
    name, version = keccak(text="BlackRoad Release"), keccak(text="1")
    domain = keccak(encode(["bytes32"] * 3 + ["uint256"], [domain_type, name, version, CHAIN.id]))
    offices = ",".join(f"address {office}" for office in OFFICES)
    kind = f"Release(string network,string commit,{offices},bytes32 code,bytes32 deployment)"
    texts = [keccak(text=kind), keccak(text="mainnet"), keccak(text="c" * 40)]
    types = ["bytes32"] * 3 + ["address"] * len(OFFICES) + ["bytes32"] * 2
    message = keccak(encode(types, [*texts, *[WALLET] * len(OFFICES), WORD, WORD]))
    return keccak(b"\x19\x01" + domain + message)


CASES = {
    "confirmation": (
        typed_confirmation(CHAIN.id, CONTRACT, 7, WALLET, 2**40),
        confirmation_digest(domain_separator(CHAIN.id, CONTRACT), 7, WALLET, 2**40),
    ),
    "request": (
        typed_request(CHAIN, CONTRACT, WALLET, TERMS),
        request_digest(domain_separator(CHAIN.id, CONTRACT, DOMAIN_NAME), WALLET, TERMS),
    ),
    "release": (typed_data(released()), release_digest()),
}


@pytest.mark.parametrize("case", CASES)
def test_typed_data__each_message__keeps_the_digest(case: str) -> None:
    typed, digest = CASES[case]
    signable = encode_typed_data(full_message=typed)
    assert keccak(b"\x19\x01" + signable.header + signable.body) == digest


@pytest.mark.parametrize("case", CASES)
def test_typed_data__values__are_text(case: str) -> None:
    assert all(isinstance(value, str) for value in CASES[case][0]["message"].values())
