"""A member with an execution delay schedules its calls and makes them itself when they are due.

schedule
├── without the role, or without a delay ── reverts AccessManagerUnauthorizedCall
├── earlier than the delay allows ── reverts AccessManagerUnauthorizedCall
├── scheduled already ── reverts AccessManagerAlreadyScheduled
└── otherwise ── emits OperationScheduled
the call
├── not scheduled ── reverts AccessManagerNotScheduled
├── a second early ── reverts AccessManagerNotReady; a week late ── reverts AccessManagerExpired
└── in time ── works once
cancel: the caller itself or the constitution
execute, in the authority's name ── reverts Unavailable
"""

import pytest
from eth_abi import encode
from eth_utils import keccak

from tests.support.actors import actor
from tests.support.contract import reverts
from tests.support.office import told
from tests.support.system import DAY, System

WEEK = 7 * DAY
SLOW = actor("slow attestor")
IDENTITY = b"identity".ljust(32, b"\0")


@pytest.fixture
def slow(newborn: System) -> System:
    """An attestor whose calls wait a day."""
    newborn.authority.grantRole(4, SLOW, DAY, sender=newborn.guardian)
    newborn.rpc.travel(3 * DAY)
    return newborn


def attest_data(system: System) -> bytes:
    return bytes.fromhex(system.cap.calldata("attest", IDENTITY, 2**39)[2:])


def operation(system: System) -> bytes:
    packed = encode(["address", "address", "bytes"], [SLOW.address, system.cap.address, attest_data(system)])
    return keccak(packed)


def schedule(system: System, when: int = 0, at: int | None = None) -> None:
    receipt = system.authority.schedule(system.cap, attest_data(system), when, sender=SLOW, at=at)
    due = max(when, system.rpc.now + DAY)
    scheduled = (operation(system), 1, due, SLOW.address, system.cap.address, attest_data(system))
    assert told(receipt) == [("OperationScheduled", *scheduled)]


def test_call__not_scheduled__reverts(slow: System) -> None:
    with reverts("AccessManagerNotScheduled", operation(slow)):
        slow.cap.attest(IDENTITY, 2**39, sender=SLOW)


def test_schedule__without_the_role_or_a_delay__reverts(slow: System) -> None:
    selector = attest_data(slow)[:4]
    for caller in (slow.stranger, slow.attestor, slow.guardian):
        with reverts("AccessManagerUnauthorizedCall", caller, slow.cap, selector):
            slow.authority.schedule(slow.cap, attest_data(slow), 0, sender=caller)


def test_schedule__too_early__reverts(slow: System) -> None:
    time = slow.rpc.now + 10
    with reverts("AccessManagerUnauthorizedCall", SLOW, slow.cap, attest_data(slow)[:4]):
        slow.authority.schedule(slow.cap, attest_data(slow), time + DAY - 1, sender=SLOW, at=time)


def test_schedule__twice__reverts(slow: System) -> None:
    schedule(slow)
    with reverts("AccessManagerAlreadyScheduled", operation(slow)):
        schedule(slow)


def test_call__a_second_early__reverts(slow: System) -> None:
    time = slow.rpc.now + 10
    schedule(slow, at=time)
    with reverts("AccessManagerNotReady", operation(slow)):
        slow.cap.attest(IDENTITY, 2**39, sender=SLOW, at=time + DAY - 1)


@pytest.mark.parametrize("late", [0, WEEK - 1])
def test_call__in_time__works_once(slow: System, late: int) -> None:
    time = slow.rpc.now + 10
    schedule(slow, at=time)
    receipt = slow.cap.attest(IDENTITY, 2**39, sender=SLOW, at=time + DAY + late)
    assert [e.name for e in receipt.events] == ["OperationExecuted", "BookOpened", "IdentityAttested"]
    with reverts("AccessManagerNotScheduled", operation(slow)):
        slow.cap.attest(IDENTITY, 2**39, sender=SLOW)


def test_call__a_week_late__reverts(slow: System) -> None:
    time = slow.rpc.now + 10
    schedule(slow, at=time)
    with reverts("AccessManagerExpired", operation(slow)):
        slow.cap.attest(IDENTITY, 2**39, sender=SLOW, at=time + DAY + WEEK)


def test_call__role_revoked_in_between__reverts(slow: System) -> None:
    schedule(slow)
    slow.authority.revokeRole(4, SLOW, sender=slow.guardian)
    slow.rpc.travel(DAY)
    with reverts("AccessManagedUnauthorized", SLOW):
        slow.cap.attest(IDENTITY, 2**39, sender=SLOW)


def test_cancel__neither_the_caller_nor_the_constitution__reverts(slow: System) -> None:
    schedule(slow)
    selector = attest_data(slow)[:4]
    for caller in (slow.stranger, slow.attestor, slow.recovery):
        with reverts("AccessManagerUnauthorizedCancel", caller, SLOW, slow.cap, selector):
            slow.authority.cancel(SLOW, slow.cap, attest_data(slow), sender=caller)


@pytest.mark.parametrize("who", ["caller", "guardian"])
def test_cancel__by_the_caller_or_the_guardian__emits(slow: System, who: str) -> None:
    schedule(slow)
    sender = SLOW if who == "caller" else slow.guardian
    receipt = slow.authority.cancel(SLOW, slow.cap, attest_data(slow), sender=sender)
    assert told(receipt) == [("OperationCanceled", operation(slow), 1)]
    slow.rpc.travel(DAY)
    with reverts("AccessManagerNotScheduled", operation(slow)):
        slow.cap.attest(IDENTITY, 2**39, sender=SLOW)


def test_cancel__nothing_scheduled__reverts(slow: System) -> None:
    with reverts("AccessManagerNotScheduled", operation(slow)):
        slow.authority.cancel(SLOW, slow.cap, attest_data(slow), sender=SLOW)


def test_execute__whoever__reverts(slow: System) -> None:
    """Invariant 26: else the authority, a peer, could be made to say that the guardian acts."""
    schedule(slow)
    slow.rpc.travel(DAY)
    act = bytes.fromhex(slow.guardianship.calldata("act", slow.guardian)[2:])
    for caller in (SLOW, slow.guardian, slow.stranger):
        for target, data in ((slow.cap, attest_data(slow)), (slow.guardianship, act)):
            with reverts("Unavailable", bytes.fromhex("1cff79cd")):
                slow.authority.execute(target, data, sender=caller)


def test_consume_scheduled_op__by_a_contract_that_is_not_consuming__reverts(slow: System) -> None:
    schedule(slow)
    slow.rpc.travel(DAY)
    slow.rpc.fund(slow.cap.address)
    with reverts("AccessManagerUnauthorizedConsume", slow.cap):
        slow.authority.consumeScheduledOp(SLOW, attest_data(slow), sender=slow.cap)
