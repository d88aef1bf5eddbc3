"""The signatures by which wallets show that somebody holds their keys (`ConfirmWallet`, EIP-712)."""

from typing import Any

from coincurve import PrivateKey
from eth_abi import encode
from eth_utils import keccak

from deployment.census import Member

DOMAIN_TYPE = b"EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
DOMAIN_NAME = b"ERC8004IdentityRegistry"
DOMAIN_VERSION = b"1"
CONFIRM_TYPE = b"ConfirmWallet(uint256 agentId,address wallet,uint256 deadline)"
Confirmation = tuple[int, int, bytes]  # the registry's: agent, deadline, signature


def domain_separator(chain_id: int, contract: str, name: bytes = DOMAIN_NAME) -> bytes:
    """Domain of a contract's signatures; the registry's, unless another one's name is given."""
    return keccak(
        encode(
            ["bytes32", "bytes32", "bytes32", "uint256", "address"],
            [keccak(DOMAIN_TYPE), keccak(name), keccak(DOMAIN_VERSION), chain_id, contract],
        )
    )


def confirmation_digest(domain: bytes, agent_id: int, wallet: str, deadline: int) -> bytes:
    """What the wallet signs."""
    values = [keccak(CONFIRM_TYPE), agent_id, wallet, deadline]
    message = keccak(encode(["bytes32", "uint256", "address", "uint256"], values))
    return keccak(b"\x19\x01" + domain + message)


def typed_data(chain_id: int, registry: str, agent_id: int, wallet: str, deadline: int) -> dict[str, Any]:
    """The same as wallets take it: the JSON of `eth_signTypedData_v4`."""
    return {
        "types": {"EIP712Domain": fields_of(DOMAIN_TYPE), "ConfirmWallet": fields_of(CONFIRM_TYPE)},
        "primaryType": "ConfirmWallet",
        "domain": {
            "name": DOMAIN_NAME.decode(),
            "version": DOMAIN_VERSION.decode(),
            "chainId": chain_id,
            "verifyingContract": registry,
        },
        "message": {"agentId": agent_id, "wallet": wallet, "deadline": deadline},
    }


def sign_confirmation(domain: bytes, member: Member, deadline: int) -> Confirmation:
    """Sign for a development wallet; the answer is the registry's `Confirmation`."""
    if member.wallet.key is None:
        raise ValueError(f"no key of P{member.agent.id}'s wallet")
    digest = confirmation_digest(domain, member.agent.id, member.wallet.address, deadline)
    signature = PrivateKey(member.wallet.key).sign_recoverable(digest, hasher=None)
    return member.agent.id, deadline, signature[:64] + bytes([27 + signature[64]])


def fields_of(declaration: bytes) -> list[dict[str, str]]:
    """A struct's fields as the JSON of typed data has them, from its declaration."""
    fields = declaration.decode().removesuffix(")").partition("(")[2].split(",")
    return [{"name": name, "type": kind} for kind, name in (field.split(" ") for field in fields)]
