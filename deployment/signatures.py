"""Agents' confirmations from a file: read, and held against the registry before anything is sent."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from coincurve import PublicKey
from eth_abi.exceptions import DecodingError
from eth_utils import to_checksum_address

from deployment.census import rows_of, whole_number
from deployment.chain import Chain
from deployment.confirmations import Confirmation, confirmation_digest, domain_separator
from deployment.errors import DuplicateId, MalformedRow, NoAnswer, RefusedSignature, UnknownId
from deployment.hdkeys import address_of
from deployment.relay import AGENT

COLUMNS = ("id", "deadline", "signature")
LENGTH = 65  # bytes of a key's signature; a contract takes what it likes
HALF_ORDER = 0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF5D576E7357A4501DDFE92F46681B20A0  # of the curve, for s
AGREED = bytes.fromhex("1626ba7e").ljust(32, b"\0")  # ERC-1271
_HEX = re.compile("0x([0-9a-fA-F]{2})*", re.ASCII)


class Line(Protocol):
    """One line of a file with an agent's signature."""

    @property
    def id(self) -> int:
        """Who signed."""

    @property
    def signature(self) -> bytes:
        """Its signature."""

    @property
    def line(self) -> int:
        """Where it stands."""


@dataclass(frozen=True)
class Signed:
    """One line of the file."""

    id: int
    deadline: int
    signature: bytes
    line: int

    @property
    def confirmation(self) -> Confirmation:
        """The same as the registry takes it."""
        return self.id, self.deadline, self.signature


def load_signatures(path: Path) -> list[Signed]:
    """Read the signatures, ordered by id; raises the file errors with file and line."""
    signed: dict[int, Signed] = {}
    for line, row in rows_of(path, COLUMNS):
        agent_id = whole_number(path, line, "id", row["id"])
        deadline = whole_number(path, line, "deadline", row["deadline"])
        if agent_id in signed:
            raise DuplicateId(path, line, f"id {agent_id} stands in line {signed[agent_id].line} already")
        signed[agent_id] = Signed(agent_id, deadline, signature_in(path, line, agent_id, row), line)
    return [signed[agent_id] for agent_id in sorted(signed)]


def signature_in(path: Path, line: int, agent_id: int, row: Mapping[str, str]) -> bytes:
    """The signature of a row; raises MalformedRow."""
    if not _HEX.fullmatch(row["signature"]):
        raise MalformedRow(path, line, f"signature of P{agent_id} is no hex that begins with 0x")
    return bytes.fromhex(row["signature"][2:])


def still_unproven(chain: Chain, registry: str, path: Path, signed: Sequence[Signed]) -> list[Signed]:
    """Those of the signatures that the registry still needs, each checked as the registry will.

    Raises UnknownId, RefusedSignature or MalformedRow. Of an agent that is proven already nothing more is
    checked, so that a file can be relayed again.
    """
    count = chain.call(registry, "agentCount()", returns="uint256")
    for one in signed:
        if not 1 <= one.id <= count:
            raise UnknownId(path, one.line, f"id {one.id} is not one of 1 to {count}, which are born")
    agents = chain.call_all([(registry, "agent(uint256)", [one.id]) for one in signed], AGENT)
    left = [
        (one, to_checksum_address(agent[0]))
        for one, agent in zip(signed, agents, strict=True)
        if not agent[3]
    ]
    now, domain = chain.timestamp, domain_separator(chain.id, registry)
    for one, _ in left:
        if one.deadline < now:
            raise RefusedSignature(
                path, one.line, f"deadline {one.deadline} of P{one.id} has passed: it is {now} on the chain"
            )
    for one, wallet in left:
        digest = confirmation_digest(domain, one.id, wallet, one.deadline)
        check_signer(chain, path, one, wallet, digest)
    return [one for one, _ in left]


def check_signer(chain: Chain, path: Path, one: Line, wallet: str, digest: bytes) -> None:
    """Refuse a line whose signature is not its agent's wallet's; raises RefusedSignature or MalformedRow."""
    if chain.code(wallet):
        if not contract_agrees(chain, wallet, digest, one.signature):
            raise RefusedSignature(
                path, one.line, f"the contract {wallet} of P{one.id} does not agree (ERC-1271)"
            )
        return
    if len(one.signature) != LENGTH:
        problem = f"signature of P{one.id} has {len(one.signature)} bytes instead of {LENGTH}"
        raise MalformedRow(path, one.line, problem)
    signer = signer_in(one.signature, digest)
    if signer != wallet:
        found = f"{signer} signed" if signer else "it is no signature of a key"
        problem = f"not signed by {wallet}, the wallet of P{one.id}, for this contract and deadline: {found}"
        raise RefusedSignature(path, one.line, problem)


def signer_in(signature: bytes, digest: bytes) -> str | None:
    """Who signed, by the rules of OpenZeppelin's ECDSA: v is 27 or 28 and s in the lower half; else None."""
    if signature[64] not in (27, 28) or int.from_bytes(signature[32:64], "big") > HALF_ORDER:
        return None
    recoverable = signature[:64] + bytes([signature[64] - 27])
    try:
        return address_of(PublicKey.from_signature_and_message(recoverable, digest, hasher=None))
    except ValueError:
        return None


def contract_agrees(chain: Chain, wallet: str, digest: bytes, signature: bytes) -> bool:
    """Whether a contract takes a signature for its own (ERC-1271)."""
    try:
        answer = chain.call(wallet, "isValidSignature(bytes32,bytes)", digest, signature, returns="bytes32")
    except (NoAnswer, DecodingError):
        return False
    return bool(answer == AGREED)
