"""The signatures by which wallets show that somebody holds their keys (`ConfirmWallet`, EIP-712)."""

from typing import Any

from coincurve import PrivateKey
from eip712.messages import EIP712Message
from eth_abi import encode
from eth_pydantic_types import abi
from eth_utils import keccak

from deployment.census import Member
from deployment.typed_data import domain_of, typed_data

DOMAIN_TYPE = b"EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
DOMAIN_NAME = b"ERC8004IdentityRegistry"
DOMAIN_VERSION = b"1"
CONFIRM_TYPE = b"ConfirmWallet(uint256 agentId,address wallet,uint256 deadline)"
Confirmation = tuple[int, int, bytes]  # the registry's: agent, deadline, signature


class ConfirmWallet(EIP712Message):
    """The registry's."""

    agentId: abi.uint256  # noqa: N815 - the names are the type's
    wallet: abi.address
    deadline: abi.uint256


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


def typed_confirmation(
    chain_id: int, registry: str, agent_id: int, wallet: str, deadline: int
) -> dict[str, Any]:
    """The same as wallets take it: the JSON of `eth_signTypedData_v4`."""
    domain = domain_of(DOMAIN_NAME.decode(), DOMAIN_VERSION.decode(), chain_id, registry)
    values = {"agentId": agent_id, "wallet": wallet, "deadline": deadline, "eip712_domain": domain}
    return typed_data(ConfirmWallet.model_validate(values))


def sign_confirmation(domain: bytes, member: Member, deadline: int) -> Confirmation:
    """Sign for a development wallet; the answer is the registry's `Confirmation`."""
    if member.wallet.key is None:
        raise ValueError(f"no key of P{member.agent.id}'s wallet")
    digest = confirmation_digest(domain, member.agent.id, member.wallet.address, deadline)
    signature = PrivateKey(member.wallet.key).sign_recoverable(digest, hasher=None)
    return member.agent.id, deadline, signature[:64] + bytes([27 + signature[64]])
