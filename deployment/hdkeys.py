"""Keys of many agents out of one: private ones from a mnemonic, addresses alone from an extended public key.

BIP-32's public derivation is written out here, on libsecp256k1: the small library for it (`bip32`) excludes
the coincurve that Ape's speed rests on, and the large one brings ten packages for other chains. Its tests are
the vectors of BIP-32 itself.
"""

import hashlib
import hmac
from dataclasses import dataclass

from coincurve import PublicKey
from eth_account.hdaccount import seed_from_mnemonic
from eth_account.hdaccount.deterministic import Node, SoftNode, derive_child_key
from eth_utils import keccak, to_checksum_address

from deployment.errors import BadExtendedKey

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
PUBLIC_VERSION = bytes.fromhex("0488b21e")  # "xpub"
PAYLOAD_SIZE = 78
HARDENED = 0x80000000


@dataclass(frozen=True)
class ExtendedPublicKey:
    """A public key with the chain code that its children follow from."""

    point: bytes
    chain_code: bytes

    @classmethod
    def parse(cls, text: str) -> "ExtendedPublicKey":
        """Read `xpub…`; raises BadExtendedKey."""
        payload = base58check_decode(text.strip())
        if payload[:4] != PUBLIC_VERSION or len(payload) != PAYLOAD_SIZE:
            raise BadExtendedKey("not an extended public key: it must start with 'xpub'")
        try:
            PublicKey(payload[45:])
        except ValueError as error:
            raise BadExtendedKey("the extended public key holds no point of the curve") from error
        return cls(point=payload[45:], chain_code=payload[13:45])

    def child(self, index: int) -> "ExtendedPublicKey":
        """CKDpub of BIP-32, for an index that is not hardened."""
        if not 0 <= index < HARDENED:
            raise BadExtendedKey(f"index {index} is hardened: an extended public key has no such child")
        digest = hmac.new(self.chain_code, self.point + index.to_bytes(4, "big"), hashlib.sha512).digest()
        return ExtendedPublicKey(PublicKey(self.point).add(digest[:32]).format(), digest[32:])

    @property
    def address(self) -> str:
        """The Ethereum address of the key."""
        return address_of(PublicKey(self.point))


def address_of(key: PublicKey) -> str:
    """Ethereum address of a public key, with its checksum."""
    return to_checksum_address(keccak(key.format(compressed=False)[1:])[-20:])


def addresses_from_xpub(text: str, count: int) -> list[str]:
    """Addresses of m/0/0 … m/0/(count - 1) below an account's extended public key."""
    external = ExtendedPublicKey.parse(text).child(0)
    return [external.child(index).address for index in range(count)]


def keys_from_mnemonic(phrase: str, parent: str, count: int) -> list[bytes]:
    """Private keys of parent/0 … parent/(count - 1). For development chains only."""
    seed = seed_from_mnemonic(phrase, "")
    digest = hmac.new(b"Bitcoin seed", seed, hashlib.sha512).digest()
    key, chain_code = digest[:32], digest[32:]
    for part in parent.removeprefix("m/").split("/"):
        key, chain_code = derive_child_key(key, chain_code, Node.decode(part))
    return [derive_child_key(key, chain_code, SoftNode(index))[0] for index in range(count)]


def base58check_decode(text: str) -> bytes:
    """Decode Base58Check; raises BadExtendedKey."""
    number = 0
    for character in text:
        digit = ALPHABET.find(character)
        if digit < 0:
            raise BadExtendedKey(
                f"the extended public key has a character that Base58 has not: {character!r}"
            )
        number = number * 58 + digit
    zeros = len(text) - len(text.lstrip(ALPHABET[0]))
    data = bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")
    payload, checksum = data[:-4], data[-4:]
    if hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:4] != checksum:
        raise BadExtendedKey("the checksum of the extended public key is wrong: a character is mistyped")
    return payload
