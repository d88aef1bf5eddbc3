"""Where contracts will stand: the factory by its deployer's nonce, the others by their names."""

import rlp
from eth_utils import keccak, to_bytes, to_checksum_address

NOBODY = "0x" + "00" * 20
# Of the proxy that solady's CREATE3 deploys with CREATE2; the proxy then deploys the contract with nonce 1.
CREATE3_PROXY_HASH = bytes.fromhex("21c35dbe1b344a2488cf3321d6ce542f8e9f305544ff09e4993a62319a497c1f")


def created_by(account: str, nonce: int) -> str:
    """Address of the contract that an account's transaction creates."""
    return to_checksum_address(keccak(rlp.encode([to_bytes(hexstr=account), nonce]))[-20:])


def peer_of(factory: str, name: str) -> str:
    """Address of the contract that a factory deploys under a name."""
    preimage = b"\xff" + to_bytes(hexstr=factory) + name_word(name) + CREATE3_PROXY_HASH
    return created_by("0x" + keccak(preimage)[-20:].hex(), 1)


def name_word(name: str) -> bytes:
    """A name as the chain keeps it."""
    return name.encode().ljust(32, b"\0")
