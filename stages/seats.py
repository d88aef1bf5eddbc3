"""Seats in the buildings: which agents still need one, and the requests that they sign (EIP-712)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ape.api import AccountAPI
from eth_utils import to_checksum_address

from deployment.abi import calldata
from deployment.catalogue import Terms
from deployment.census import Member, rows_of, whole_number
from deployment.chain import Chain
from deployment.cohort import SIZE
from deployment.confirmations import DOMAIN_VERSION, domain_separator
from deployment.errors import DuplicateId, MalformedRow, RefusedSignature, UnknownId
from deployment.events import Reporter
from deployment.relay import AGENT
from deployment.requests import (
    DOMAIN_NAME,
    REQUESTS,
    Request,
    SignedRequest,
    request_digest,
    sign_request,
)
from deployment.sender import Sender
from deployment.signatures import check_signer, signature_in
from deployment.typed_data import domain_of, typed_data

COLUMNS = ("id", "building", "nonce", "deadline", "signature")
MAX_REQUESTS = 100  # of one transaction
SEAT = 1  # the amount of a seat


@dataclass(frozen=True)
class SeatRequest:
    """One line of the file: an agent asks for a seat in a building, by its number."""

    id: int
    building: int
    nonce: int
    deadline: int
    signature: bytes
    line: int

    @property
    def values(self) -> SignedRequest:
        """The contract's `SignedRequest`."""
        return self.id, self.building, SEAT, self.nonce, self.deadline, self.signature


def buildings(catalogue: Sequence[Terms]) -> dict[str, int]:
    """Numbers of the buildings, by name: of what has a capacity."""
    return {
        terms[0].rstrip(b"\0").decode(): number for number, terms in enumerate(catalogue, start=1) if terms[3]
    }


def sign_seat(chain: Chain, resources: str, member: Member, building: int, deadline: int) -> SeatRequest:
    """Sign for a development wallet, with its next nonce."""
    nonce = next_nonce(chain, resources, member.wallet.address, building)
    domain = domain_separator(chain.id, resources, DOMAIN_NAME)
    *_, signature = sign_request(domain, member, building, SEAT, nonce, deadline)
    return SeatRequest(member.agent.id, building, nonce, deadline, signature, 0)


def load_requests(path: Path, catalogue: Sequence[Terms]) -> list[SeatRequest]:
    """Read signed requests, ordered by agent; raises the file errors with file and line."""
    requests: dict[int, SeatRequest] = {}
    numbers = buildings(catalogue)
    for line, row in rows_of(path, COLUMNS):
        agent_id, nonce, deadline = (
            whole_number(path, line, column, row[column]) for column in ("id", "nonce", "deadline")
        )
        if agent_id in requests:
            raise DuplicateId(path, line, f"id {agent_id} stands in line {requests[agent_id].line} already")
        if not 1 <= agent_id <= SIZE:
            raise UnknownId(path, line, f"id {agent_id} is not one of 1 to {SIZE}")
        if row["building"] not in numbers:
            problem = f"{row['building']!r} is no building; there are {', '.join(numbers)}"
            raise MalformedRow(path, line, problem)
        signature = signature_in(path, line, agent_id, row)
        requests[agent_id] = SeatRequest(agent_id, numbers[row["building"]], nonce, deadline, signature, line)
    return [requests[agent_id] for agent_id in sorted(requests)]


def seated(chain: Chain, resources: str, numbers: Sequence[int]) -> set[int]:
    """Genesis agents that have a seat in one of the buildings, or wait for one."""
    ids = range(1, SIZE + 1)
    calls = [(resources, "seatOf(uint256,uint256)", [i, number]) for number in numbers for i in ids]
    orders = chain.call_all(calls, "uint256")
    return {agent_id for agent_id, order in zip([*ids] * len(numbers), orders, strict=True) if order}


def check_requests(
    chain: Chain, registry: str, resources: str, path: Path, requests: Sequence[SeatRequest]
) -> None:
    """Hold each signature against its agent's wallet, as the contract will. Raises RefusedSignature."""
    now, domain = chain.timestamp, domain_separator(chain.id, resources, DOMAIN_NAME)
    agents = chain.call_all([(registry, "agent(uint256)", [one.id]) for one in requests], AGENT)
    for one, agent in zip(requests, agents, strict=True):
        if one.deadline < now:
            problem = f"deadline {one.deadline} of P{one.id} has passed: it is {now} on the chain"
            raise RefusedSignature(path, one.line, problem)
        wallet = to_checksum_address(agent[0])
        check_signer(chain, path, one, wallet, request_digest(domain, wallet, one.values[:5]))


def make_requests(
    sender: Sender, account: AccountAPI, resources: str, requests: Sequence[SeatRequest], reporter: Reporter
) -> None:
    """Relay signed requests in batches sized from measured gas."""
    reporter.phase("seats", len(requests))
    left = [one.values for one in requests]
    while left:
        size, data = sender.fitting("seats", account, resources, _encoded, left, MAX_REQUESTS)
        sender.send(f"seats {left[0][0]:04}-{left[size - 1][0]:04}", account, resources, data, agents=size)
        left = left[size:]
        reporter.progress(len(requests) - len(left))


def assigned(members: Sequence[Member], catalogue: Sequence[Terms]) -> Iterator[tuple[Member, int]]:
    """A building for each agent: by id, the buildings filled in the catalogue's order."""
    places = (number for number in buildings(catalogue).values() for _ in range(catalogue[number - 1][3]))
    yield from zip(members, places, strict=False)


def typed_request(chain: Chain, resources: str, wallet: str, terms: Sequence[int]) -> dict[str, Any]:
    """The EIP-712 JSON that an agent's wallet has to sign; the terms as of `request_digest`."""
    agent_id, *asked = terms
    domain = domain_of(DOMAIN_NAME.decode(), DOMAIN_VERSION.decode(), chain.id, resources)
    values = zip(Request.model_fields, [agent_id, wallet, *asked], strict=True)
    return typed_data(Request.model_validate({**dict(values), "eip712_domain": domain}))


def next_nonce(chain: Chain, resources: str, wallet: str, building: int) -> int:
    """The nonce of a wallet's next request; each building has a sequence of its own."""
    return int(chain.call(resources, "nonces(address,uint192)", wallet, building, returns="uint256"))


def _encoded(requests: Sequence[Any]) -> bytes:
    return calldata(REQUESTS, requests)
