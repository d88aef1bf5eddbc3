"""ERC-2612 (T13): consent by signature, used once.

permit
├── after the deadline ── reverts ERC2612ExpiredSignature
├── replayed, another chain, contract, owner, spender or value ── reverts ERC2612InvalidSigner
├── high s ── reverts ECDSAInvalidSignatureS
├── v of 0 or 1 ── reverts ECDSAInvalidSignature
└── otherwise ── sets the allowance; whoever relays it first changes nothing
transferFrom after it ── the same rules as any transfer
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.support.actors import Actor
from tests.support.contract import Revert, reverts
from tests.support.holders import FAR, Signed, rich_human, sign_permit
from tests.support.office import told
from tests.support.system import ROAD, ZERO, System
from tests.unit.token.test_delegate import N


@pytest.fixture
def owner(fleet: System) -> Actor:
    return rich_human(fleet, "owner", 100 * ROAD)[0]


@contextmanager
def refused(owner: Actor) -> Iterator[None]:
    """Expects the signature to be taken for somebody else's than `owner`'s."""
    with pytest.raises(Revert) as refusal:
        yield
    signer, named = refusal.value.values
    assert (refusal.value.name, named) == ("ERC2612InvalidSigner", owner.address)
    assert signer != owner.address


def permit(system: System, owner: Actor, signed: Signed, value: int = ROAD, **also: Any) -> Any:
    deadline = also.pop("deadline", FAR)
    spender = also.pop("spender", system.stranger)
    return system.token.permit(
        owner, spender, value, deadline, *signed, sender=also.pop("sender", system.stranger), **also
    )


def test_permit__valid__sets_the_allowance(fleet: System, owner: Actor) -> None:
    receipt = permit(fleet, owner, sign_permit(fleet, owner, fleet.stranger, ROAD))
    assert told(receipt) == [("Approval", owner.address, fleet.stranger.address, ROAD)]
    assert fleet.token.allowance(owner, fleet.stranger) == ROAD
    assert fleet.token.nonces(owner) == 1
    fleet.token.transferFrom(owner, fleet.guardian, ROAD, sender=fleet.stranger)
    assert fleet.token.balanceOf(fleet.guardian) == ROAD


def test_permit__replayed__reverts(fleet: System, owner: Actor) -> None:
    """Invariant 11."""
    signed = sign_permit(fleet, owner, fleet.stranger, ROAD)
    permit(fleet, owner, signed)
    fleet.token.transferFrom(owner, fleet.guardian, ROAD, sender=fleet.stranger)
    with refused(owner):
        permit(fleet, owner, signed)
    assert fleet.token.allowance(owner, fleet.stranger) == 0


def test_permit__front_run__is_harmless(fleet: System, owner: Actor) -> None:
    """Somebody relays it first: the spender's own call fails, the allowance stands."""
    signed = sign_permit(fleet, owner, fleet.stranger, ROAD)
    permit(fleet, owner, signed, sender=fleet.deployer)
    with refused(owner):
        permit(fleet, owner, signed)
    fleet.token.transferFrom(owner, fleet.guardian, ROAD, sender=fleet.stranger)


def test_permit__deadline__is_inclusive(fleet: System, owner: Actor) -> None:
    deadline = fleet.rpc.now + 100
    signed = sign_permit(fleet, owner, fleet.stranger, ROAD, deadline)
    with reverts("ERC2612ExpiredSignature", deadline):
        permit(fleet, owner, signed, deadline=deadline, at=deadline + 1)
    permit(fleet, owner, signed, deadline=deadline, at=deadline)


@pytest.mark.parametrize("change", [{"chainId": 1}, {"verifyingContract": ZERO}, {"version": "2"}])
def test_permit__of_another_domain__reverts(fleet: System, owner: Actor, change: Any) -> None:
    """Invariant 11."""
    domain = fleet.domain("BlackRoad", fleet.token) | change
    with refused(owner):
        permit(fleet, owner, sign_permit(fleet, owner, fleet.stranger, ROAD, domain=domain))


@pytest.mark.parametrize("change", [{"value": ROAD + 1}, {"deadline": FAR - 1}, {"spender": ZERO}])
def test_permit__of_another_message__reverts(fleet: System, owner: Actor, change: Any) -> None:
    with refused(owner):
        permit(fleet, owner, sign_permit(fleet, owner, fleet.stranger, ROAD), **change)


def test_permit__signed_by_somebody_else__reverts(fleet: System, owner: Actor) -> None:
    signed = sign_permit(fleet, owner, fleet.stranger, ROAD, signer=fleet.stranger)
    with reverts("ERC2612InvalidSigner", fleet.stranger, owner):
        permit(fleet, owner, signed)
    assert fleet.token.nonces(owner) == 0


def test_permit__nonce_ahead__reverts(fleet: System, owner: Actor) -> None:
    with refused(owner):
        permit(fleet, owner, sign_permit(fleet, owner, fleet.stranger, ROAD, nonce=1))


def test_permit__malleable__reverts(fleet: System, owner: Actor) -> None:
    v, r, s = sign_permit(fleet, owner, fleet.stranger, ROAD)
    high = (N - int.from_bytes(s)).to_bytes(32)
    with reverts("ECDSAInvalidSignatureS", high):
        permit(fleet, owner, (55 - v, r, high))
    for wrong in (0, 1):
        with reverts("ECDSAInvalidSignature"):
            permit(fleet, owner, (wrong, r, s))


def test_permit__for_a_contract_of_the_protocol__reverts(fleet: System, owner: Actor) -> None:
    """Nobody signs for the treasury, nor for zero."""
    signed = sign_permit(fleet, owner, fleet.stranger, ROAD)
    for holder in (fleet.treasury, fleet.vesting, fleet.escrow):
        with pytest.raises(Revert) as refusal:
            fleet.token.permit(holder, fleet.stranger, ROAD, FAR, *signed, sender=fleet.stranger)
        assert refusal.value.name == "ERC2612InvalidSigner"
    with reverts("ECDSAInvalidSignature"):
        fleet.token.permit(ZERO, fleet.stranger, ROAD, FAR, 27, b"\0" * 32, b"\0" * 32, sender=fleet.stranger)
