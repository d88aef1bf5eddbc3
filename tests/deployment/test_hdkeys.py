"""Keys out of one key: BIP-32's own vectors, and the same wallets from the public and the private side."""

import pytest
from coincurve import PrivateKey
from eth_account.hdaccount import key_from_seed, seed_from_mnemonic

from deployment.errors import BadExtendedKey
from deployment.hdkeys import ExtendedPublicKey, address_of, addresses_from_xpub, keys_from_mnemonic

PHRASE = "test test test test test test test test test test test junk"
# The extended public key of m/44'/60'/1' below that phrase, by another implementation (bip32 5.0.0).
ACCOUNT = (
    "xpub6Ce9NcJvTk372KjsGfWqbcex5DumjpNquQLApoeQUavSCjEc823BV1tb"
    "4rXUuPuht8h2hSxkg2EXUaKUJmniJvRZAELxypsCzBFdtosmV76"
)
# BIP-32, test vector 2: the chain m, and m/0.
MASTER = (
    "xpub661MyMwAqRbcFW31YEwpkMuc5THy2PSt5bDMsktWQcFF8syAmRUapSCG"
    "u8ED9W6oDMSgv6Zz8idoc4a6mr8BDzTJY47LJhkJ8UB7WEGuduB"
)
CHILD = (
    "xpub69H7F5d8KSRgmmdJg2KhpAK8SR3DjMwAdkxj3ZuxV27CprR9LgpeyGmX"
    "UbC6wb7ERfvrnKZjXoUmmDznezpbZb7ap6r1D3tgFxHmwMkQTPH"
)


def test_child__vector_of_bip32__sets_the_published_key() -> None:
    expected = ExtendedPublicKey.parse(CHILD)
    assert ExtendedPublicKey.parse(MASTER).child(0) == expected


def test_keys_from_mnemonic__development_phrase__sets_the_keys_of_eth_account() -> None:
    seed = seed_from_mnemonic(PHRASE, "")
    keys = keys_from_mnemonic(PHRASE, "m/44'/60'/1'/0", 3)
    assert keys == [key_from_seed(seed, f"m/44'/60'/1'/0/{index}") for index in range(3)]


def test_addresses_from_xpub__key_of_the_mnemonics_account__sets_the_same_wallets() -> None:
    private = keys_from_mnemonic(PHRASE, "m/44'/60'/1'/0", 5)
    expected = [address_of(PrivateKey(key).public_key) for key in private]
    assert addresses_from_xpub(ACCOUNT, 5) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (MASTER[:-1] + "C", "mistyped"),
        (MASTER.replace("W", "0", 1), "Base58"),
        ("", "mistyped"),
        ("1BoatSLRHtKNngkdXEeobR76b53LETtpyT", "xpub"),
        (
            "xprv9s21ZrQH143K31xYSDQpPDxsXRTUcvj2iNHm5NUtrGiGG5e2DtALGdso"
            "3pGz6ssrdK4PFmM8NSpSBHNqPqm55Qn3LqFtT2emdEXVYsCzC2U",
            "xpub",
        ),
    ],
)
def test_parse__no_extended_public_key__reverts(text: str, words: str) -> None:
    with pytest.raises(BadExtendedKey, match=words):
        ExtendedPublicKey.parse(text)


def test_child__hardened_index__reverts() -> None:
    with pytest.raises(BadExtendedKey, match="hardened"):
        ExtendedPublicKey.parse(MASTER).child(2**31)
