"""The office of guardian as the tests move it: by its own calls, and by those of contracts yet to come."""

from typing import Any

import pytest

from .actors import Actor
from .contract import Receipt
from .rpc import Rpc
from .system import DAY, System


@pytest.fixture(scope="session")
def young(rpc: Rpc) -> System:
    """A closed bootstrap without agents, deployed once."""
    return System(rpc)


@pytest.fixture
def newborn(young: System, isolated: None) -> System:
    """A system whose bootstrap is closed and in which no agent is born."""
    return young


def told(receipt: Receipt) -> list[tuple[Any, ...]]:
    """Every event of a transaction, as (name, value, value, …)."""
    return [(event.name, *event.args.values()) for event in receipt.events]


def rotate_office(system: System, candidate: Actor, by: Actor | None = None) -> Receipt:
    """Passes the office on, the guardian's way."""
    holder = by or system.guardianship.guardian()
    proposed = system.rpc.now + 1
    system.guardianship.proposeRotation(candidate, sender=holder, at=proposed)
    receipt: Receipt = system.guardianship.acceptRotation(
        sender=candidate, at=proposed + 7 * DAY // system.divisor
    )
    return receipt


def vacate(system: System) -> int:
    """Leaves the guardian silent until the office is vacant; returns since when."""
    time: int = system.guardianship.lastSeen() + 120 * DAY // system.divisor
    system.guardianship.vacate(sender=system.peer("Succession"), at=time)
    return time


def sign_heartbeat(
    system: System,
    deadline: int,
    *,
    signer: Actor | None = None,
    epoch: int | None = None,
    nonce: int | None = None,
) -> bytes:
    """The guardian's signed heartbeat."""
    signer = signer or system.guardian
    message = {
        "epoch": system.guardianship.epoch() if epoch is None else epoch,
        "nonce": system.guardianship.nonces(signer) if nonce is None else nonce,
        "deadline": deadline,
    }
    types = {"Heartbeat": "uint256 epoch,uint256 nonce,uint256 deadline"}
    return signer.sign(system.domain("BlackRoad Guardianship", system.guardianship), types, message)
