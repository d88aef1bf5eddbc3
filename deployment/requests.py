"""The signatures by which agents ask for resources (`Request`, EIP-712); anybody relays them."""

from collections.abc import Sequence

from coincurve import PrivateKey
from eip712.messages import EIP712Message
from eth_abi import encode
from eth_pydantic_types import abi
from eth_utils import keccak

from deployment.census import Member

DOMAIN_NAME = b"BlackRoad ResourceAllocation"
REQUEST_TYPE = (
    b"Request(uint256 agentId,address wallet,uint256 resource,uint256 amount,uint256 nonce,uint256 deadline)"
)
REQUESTS = "requestsBySig((uint256,uint256,uint256,uint256,uint256,bytes)[])"
SignedRequest = tuple[int, int, int, int, int, bytes]  # the contract's


class Request(EIP712Message):
    """ResourceAllocation's."""

    agentId: abi.uint256  # noqa: N815 - the names are the type's
    wallet: abi.address
    resource: abi.uint256
    amount: abi.uint256
    nonce: abi.uint256
    deadline: abi.uint256


def sign_request(
    domain: bytes, member: Member, resource: int, amount: int, nonce: int, deadline: int
) -> SignedRequest:
    """Sign for a development wallet; the answer is the contract's `SignedRequest`."""
    if member.wallet.key is None:
        raise ValueError(f"no key of P{member.agent.id}'s wallet")
    terms = (member.agent.id, resource, amount, nonce, deadline)
    digest = request_digest(domain, member.wallet.address, terms)
    signature = PrivateKey(member.wallet.key).sign_recoverable(digest, hasher=None)
    return (*terms, signature[:64] + bytes([27 + signature[64]]))


def request_digest(domain: bytes, wallet: str, terms: Sequence[int]) -> bytes:
    """What the wallet signs; the terms are agent, resource, amount, nonce and deadline."""
    agent_id, *asked = terms
    types = ["bytes32", "uint256", "address", *["uint256"] * len(asked)]
    message = encode(types, [keccak(REQUEST_TYPE), agent_id, wallet, *asked])
    return keccak(b"\x19\x01" + domain + keccak(message))
