"""The one door to the office's powers, and its first second.

act
├── not a contract of the protocol ── reverts CallerNotPeer(caller, 0)
├── bootstrap open ── reverts BootstrapOpen
├── asked for somebody else ── reverts CallerNotGuardian
├── in the second of the acceptance ── reverts OfficeJustTaken   (invariant 28)
└── otherwise ── moves the heartbeat
isGuardian: false in that second, while vacant and before the bootstrap is closed
"""

from typing import Any

import pytest

from tests.support.actors import actor
from tests.support.contract import reverts
from tests.support.office import told, vacate
from tests.support.rpc import Rpc
from tests.support.system import DAY, NAMES, System

NEXT = actor("next guardian")


def test_act__not_a_contract_of_the_protocol__reverts(newborn: System) -> None:
    """Invariant 26. Contracts that the factory has not deployed are strangers too."""
    outsiders = [newborn.stranger, newborn.guardian, newborn.recovery, newborn.factory]
    for caller in (*outsiders, newborn.peer("Governance"), newborn.peer("Succession")):
        with reverts("CallerNotPeer", caller, "0x" + "00" * 20):
            newborn.guardianship.act(newborn.guardian, sender=caller)


@pytest.mark.parametrize("name", NAMES)
def test_act__from_a_contract_of_the_protocol__sets_last_seen(newborn: System, name: Any) -> None:
    caller = getattr(newborn, name)
    newborn.rpc.fund(caller.address)
    receipt = newborn.guardianship.act(newborn.guardian, sender=caller)
    assert told(receipt) == [("Heartbeat", 1, newborn.rpc.now)]
    assert newborn.guardianship.lastSeen() == newborn.rpc.now


def test_act__for_somebody_else__reverts(newborn: System) -> None:
    for caller in (newborn.stranger, newborn.recovery, newborn.successor, newborn.token):
        with reverts("CallerNotGuardian", caller):
            newborn.guardianship.act(caller, sender=newborn.token)


def test_act__bootstrap_open__reverts(rpc: Rpc, isolated: None) -> None:
    system = System(rpc, close=False)
    with reverts("BootstrapOpen"):
        system.guardianship.act(system.guardian, sender=system.token)
    assert not system.guardianship.isGuardian(system.guardian)


@pytest.mark.parametrize(
    ("contract", "call"),
    [
        ("guardianship", ("proposeRotation", NEXT)),
        ("guardianship", ("proposeSuccessor", actor("new successor"))),
        ("guardianship", ("cancelSuccessor",)),
        ("token", ("pause",)),
        ("cap", ("pauseLinks",)),
        ("registry", ("pauseBirths",)),
        ("treasury", ("pausePayments",)),
        ("authority", ("handOver", NEXT)),
    ],
    ids=lambda v: v if isinstance(v, str) else v[0],
)
def test_act__in_the_second_of_the_acceptance__reverts(newborn: System, contract: Any, call: Any) -> None:
    """Invariant 28: no transaction both takes the office and uses it."""
    newborn.guardianship.proposeRotation(newborn.stranger, sender=newborn.guardian)
    time = newborn.rpc.now + 8 * DAY
    newborn.guardianship.acceptRotation(sender=newborn.stranger, at=time)
    function, *args = call
    with reverts("OfficeJustTaken", time):
        getattr(newborn, contract).fn(function)(*args, sender=newborn.stranger, at=time)


def test_act__a_second_after_the_acceptance__is_allowed(newborn: System) -> None:
    newborn.guardianship.proposeRotation(NEXT, sender=newborn.guardian)
    time = newborn.rpc.now + 8 * DAY
    newborn.guardianship.acceptRotation(sender=NEXT, at=time)
    assert [newborn.guardianship.isGuardian(NEXT, at=time + d) for d in (0, 1)] == [False, True]
    newborn.token.pause(sender=NEXT, at=time + 1)


def test_act__roles_in_the_second_of_the_acceptance__are_nobodys(newborn: System) -> None:
    """Invariant 28, by way of the authority."""
    newborn.guardianship.proposeRotation(NEXT, sender=newborn.guardian)
    time = newborn.rpc.now + 8 * DAY
    newborn.guardianship.acceptRotation(sender=NEXT, at=time)
    with reverts("AccessManagedUnauthorized", NEXT):
        newborn.cap.setHumanCap(10**25, sender=NEXT, at=time)
    with reverts("AccessManagedUnauthorized", newborn.guardian):
        newborn.cap.setHumanCap(10**25, sender=newborn.guardian, at=time)
    newborn.cap.setHumanCap(10**25, sender=NEXT, at=time + 1)


def test_is_guardian__vacant__is_false(newborn: System) -> None:
    assert newborn.guardianship.isGuardian(newborn.guardian)
    vacate(newborn)
    assert not newborn.guardianship.isGuardian(newborn.guardian)


def test_is_guardian__others__is_false(newborn: System) -> None:
    others = [newborn.stranger, newborn.recovery, newborn.successor, newborn.deployer]
    assert not any(newborn.guardianship.isGuardian(other) for other in others)


def test_heartbeat__vetoing_a_wallet_request__counts(newborn: System) -> None:
    """Invariant 26: what the guardian does anywhere in the protocol is a sign of life."""
    newborn.birth(1)
    new = actor("new wallet")
    deadline = newborn.rpc.now + DAY
    consent = newborn.sign_wallet(1, new, deadline)
    newborn.registry.requestWallet(1, new, deadline, consent, sender=newborn.registrar)
    before = newborn.guardianship.lastSeen()
    newborn.registry.cancelWalletRequest(1, sender=newborn.guardian)
    assert newborn.guardianship.lastSeen() == newborn.rpc.now > before
