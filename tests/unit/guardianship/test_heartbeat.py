"""Signs of life.

heartbeat
├── bootstrap open ── reverts BootstrapOpen
├── not the guardian ── reverts CallerNotGuardian
└── the guardian ── sets lastSeen
heartbeatBySig
├── bootstrap open ── reverts BootstrapOpen
├── deadline more than 72 hours away ── reverts DeadlineTooFar; exactly 72 hours is allowed
├── deadline passed ── reverts DeadlinePassed; in its very second it still counts
├── other signer, epoch, nonce, contract, chain; malleable; used before ── reverts InvalidSignature
├── signed by a former guardian ── reverts InvalidSignature
└── the guardian's, relayed by anyone ── sets lastSeen, uses the nonce; ERC-1271 as well
"""

from typing import Any

import pytest

from tests.support.actors import actor
from tests.support.contract import reverts
from tests.support.office import rotate_office, sign_heartbeat, told
from tests.support.rpc import Rpc
from tests.support.system import DAY, HOUR, System

CURVE_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
YES = "0x631626ba7e60e01b5f5260205ff3"  # answers everything with ERC-1271's magic value
NO = "0x5f5f5260205ff3"  # answers everything with zero


def test_heartbeat__stranger__reverts(newborn: System) -> None:
    """Invariant 26."""
    before = newborn.guardianship.lastSeen()
    for caller in (newborn.stranger, newborn.recovery, newborn.successor, newborn.deployer):
        with reverts("CallerNotGuardian", caller):
            newborn.guardianship.heartbeat(sender=caller)
    assert newborn.guardianship.lastSeen() == before


def test_heartbeat__guardian__sets_last_seen(newborn: System) -> None:
    time = newborn.rpc.now + 1000
    receipt = newborn.guardianship.heartbeat(sender=newborn.guardian, at=time)
    assert told(receipt) == [("Heartbeat", 1, time)]
    assert newborn.guardianship.lastSeen() == time


def test_heartbeat__bootstrap_open__reverts(rpc: Rpc, isolated: None) -> None:
    system = System(rpc, close=False)
    with reverts("BootstrapOpen"):
        system.guardianship.heartbeat(sender=system.guardian)
    deadline = rpc.now + HOUR
    with reverts("BootstrapOpen"):
        system.guardianship.heartbeatBySig(deadline, sign_heartbeat(system, deadline), sender=system.stranger)


@pytest.mark.parametrize("ahead", [0, 1, 72 * HOUR], ids=["this second", "next second", "72 hours"])
def test_heartbeat_by_sig__signed_by_guardian__sets_last_seen(newborn: System, ahead: Any) -> None:
    time = newborn.rpc.now + 1000
    proof = sign_heartbeat(newborn, time + ahead)
    receipt = newborn.guardianship.heartbeatBySig(time + ahead, proof, sender=newborn.stranger, at=time)
    assert told(receipt) == [("Heartbeat", 1, time)]
    assert newborn.guardianship.lastSeen() == time
    assert newborn.guardianship.nonces(newborn.guardian) == 1


def test_heartbeat_by_sig__deadline_beyond_72_hours__reverts(newborn: System) -> None:
    time = newborn.rpc.now + 1000
    deadline = time + 72 * HOUR + 1
    with reverts("DeadlineTooFar", deadline, deadline - 1):
        proof = sign_heartbeat(newborn, deadline)
        newborn.guardianship.heartbeatBySig(deadline, proof, sender=newborn.stranger, at=time)


def test_heartbeat_by_sig__deadline_passed__reverts(newborn: System) -> None:
    time = newborn.rpc.now + 1000
    with reverts("DeadlinePassed", time - 1):
        proof = sign_heartbeat(newborn, time - 1)
        newborn.guardianship.heartbeatBySig(time - 1, proof, sender=newborn.stranger, at=time)
    assert newborn.guardianship.nonces(newborn.guardian) == 0


@pytest.mark.parametrize(
    "change", [{"epoch": 0}, {"epoch": 2}, {"nonce": 1}, {"signer": actor("recovery")}], ids=str
)
def test_heartbeat_by_sig__other_message__reverts(newborn: System, change: Any) -> None:
    """Invariants 11 and 26."""
    deadline = newborn.rpc.now + HOUR
    proof = sign_heartbeat(newborn, deadline, **change)
    with reverts("InvalidSignature", newborn.guardian):
        newborn.guardianship.heartbeatBySig(deadline, proof, sender=newborn.stranger)


@pytest.mark.parametrize("field", ["chainId", "verifyingContract", "name", "version"])
def test_heartbeat_by_sig__other_domain__reverts(newborn: System, field: Any) -> None:
    """Invariant 11: never on another chain or contract."""
    deadline = newborn.rpc.now + HOUR
    domain = newborn.domain("BlackRoad Guardianship", newborn.guardianship)
    other = {"chainId": 1, "verifyingContract": newborn.cap.address, "name": "BlackRoad", "version": "2"}
    types = {"Heartbeat": "uint256 epoch,uint256 nonce,uint256 deadline"}
    message = {"epoch": 1, "nonce": 0, "deadline": deadline}
    proof = newborn.guardian.sign({**domain, field: other[field]}, types, message)
    with reverts("InvalidSignature", newborn.guardian):
        newborn.guardianship.heartbeatBySig(deadline, proof, sender=newborn.stranger)


def test_heartbeat_by_sig__deadline_changed_by_the_relay__reverts(newborn: System) -> None:
    deadline = newborn.rpc.now + HOUR
    proof = sign_heartbeat(newborn, deadline)
    with reverts("InvalidSignature", newborn.guardian):
        newborn.guardianship.heartbeatBySig(deadline + 1, proof, sender=newborn.stranger)


def test_heartbeat_by_sig__used_before__reverts(newborn: System) -> None:
    """Invariant 11."""
    deadline = newborn.rpc.now + HOUR
    proof = sign_heartbeat(newborn, deadline)
    newborn.guardianship.heartbeatBySig(deadline, proof, sender=newborn.stranger)
    with reverts("InvalidSignature", newborn.guardian):
        newborn.guardianship.heartbeatBySig(deadline, proof, sender=newborn.stranger)


def test_heartbeat_by_sig__malleable_or_malformed__reverts(newborn: System) -> None:
    deadline = newborn.rpc.now + HOUR
    proof = sign_heartbeat(newborn, deadline)
    high = (CURVE_ORDER - int.from_bytes(proof[32:64])).to_bytes(32)
    flipped = proof[:32] + high + bytes([55 - proof[64]])
    for bad in (flipped, proof[:64], proof + b"\0", b"", proof[:64] + b"\0"):
        with reverts("InvalidSignature", newborn.guardian):
            newborn.guardianship.heartbeatBySig(deadline, bad, sender=newborn.stranger)


def test_heartbeat_by_sig__signed_by_a_former_guardian__reverts(newborn: System) -> None:
    """Invariant 26: what an old key has signed is worth nothing in the next epoch."""
    nxt = actor("next guardian")
    deadline = newborn.rpc.now + 7 * DAY + HOUR
    old = sign_heartbeat(newborn, deadline)
    rotate_office(newborn, nxt)
    guessed = sign_heartbeat(newborn, deadline, signer=newborn.guardian, nonce=0)
    for proof in (old, guessed):
        with reverts("InvalidSignature", nxt):
            newborn.guardianship.heartbeatBySig(deadline, proof, sender=newborn.stranger)
    proof = sign_heartbeat(newborn, deadline, signer=nxt)
    receipt = newborn.guardianship.heartbeatBySig(deadline, proof, sender=newborn.stranger)
    assert told(receipt) == [("Heartbeat", 2, newborn.rpc.now)]


@pytest.mark.parametrize("answer", [True, False], ids=["agrees", "refuses"])
def test_heartbeat_by_sig__guardian_is_a_contract__asks_it(newborn: System, answer: Any) -> None:
    newborn.rpc.set_code(newborn.guardian.address, YES if answer else NO)
    deadline = newborn.rpc.now + HOUR
    if answer:
        receipt = newborn.guardianship.heartbeatBySig(deadline, b"any", sender=newborn.stranger)
        assert told(receipt) == [("Heartbeat", 1, newborn.rpc.now)]
    else:
        with reverts("InvalidSignature", newborn.guardian):
            newborn.guardianship.heartbeatBySig(deadline, b"any", sender=newborn.stranger)


def test_heartbeat__every_90_days_for_years__keeps_the_office(newborn: System) -> None:
    """Invariant 25: nobody can make the office of an attentive guardian vacant."""
    succession = newborn.peer("Succession")
    newborn.rpc.fund(succession)
    for _ in range(12):
        seen = newborn.guardianship.lastSeen()
        with reverts("GuardianNotSilent", seen, seen + 120 * DAY):
            newborn.guardianship.vacate(sender=succession, at=seen + 90 * DAY)
        newborn.guardianship.heartbeat(sender=newborn.guardian, at=seen + 90 * DAY)
    assert newborn.guardianship.guardian() == newborn.guardian.address
