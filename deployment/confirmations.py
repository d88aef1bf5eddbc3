"""The signatures by which wallets show that somebody holds their keys (`ConfirmWallet`, EIP-712)."""

from coincurve import PrivateKey
from eth_abi import encode
from eth_utils import keccak

from deployment.census import Member

DOMAIN_TYPE = b"EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
DOMAIN_NAME = b"ERC8004IdentityRegistry"
DOMAIN_VERSION = b"1"
CONFIRM_TYPE = b"ConfirmWallet(uint256 agentId,address wallet,uint256 deadline)"


def domain_separator(chain_id: int, registry: str) -> bytes:
    """Domain of the registry's signatures."""
    return keccak(
        encode(
            ["bytes32", "bytes32", "bytes32", "uint256", "address"],
            [keccak(DOMAIN_TYPE), keccak(DOMAIN_NAME), keccak(DOMAIN_VERSION), chain_id, registry],
        )
    )


def sign_confirmation(domain: bytes, member: Member, deadline: int) -> tuple[int, int, bytes]:
    """Sign for a development wallet; the answer is the registry's `Confirmation`."""
    if member.wallet.key is None:
        raise ValueError(f"no key of P{member.agent.id}'s wallet")
    message = keccak(
        encode(
            ["bytes32", "uint256", "address", "uint256"],
            [keccak(CONFIRM_TYPE), member.agent.id, member.wallet.address, deadline],
        )
    )
    digest = keccak(b"\x19\x01" + domain + message)
    signature = PrivateKey(member.wallet.key).sign_recoverable(digest, hasher=None)
    return member.agent.id, deadline, signature[:64] + bytes([27 + signature[64]])
