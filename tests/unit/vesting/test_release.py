"""Payment of the office of guardian.

release
├── bootstrap open, or nothing new vested ── reverts NothingVested
├── office vacant ── reverts OfficeIsVacant; nothing is lost
├── transfers paused, guardian frozen ── reverts TransferRefused; nothing is lost
└── otherwise ── anyone; emits, pays whoever is guardian now
    ├── in any rhythm ── the same sum, all of it in the end
    └── donations ── change nothing
"""

from random import Random
from typing import Any

import pytest

from tests.support.actors import actor, agent_actor
from tests.support.contract import reverts
from tests.support.office import rotate_office, told, vacate
from tests.support.rpc import Rpc
from tests.support.system import DAY, ROAD, YEAR, System, class_, reason

SHARE = 510_000_000 * ROAD
NEXT = actor("next guardian")


def release(system: System, **time: Any) -> Any:
    return system.vesting.release(sender=system.stranger, **time)


def test_release__bootstrap_open__reverts(rpc: Rpc, isolated: None) -> None:
    system = System(rpc, close=False)
    with reverts("NothingVested"):
        release(system)


@pytest.mark.parametrize("caller", ["stranger", "guardian", "deployer"])
def test_release__first_time__emits_and_pays_the_guardian(newborn: System, caller: str) -> None:
    receipt = newborn.vesting.release(sender=getattr(newborn, caller))
    amount = newborn.vesting.vestedAt(newborn.rpc.now)
    assert told(receipt) == [
        ("GuardianPaid", newborn.guardian.address, amount, amount),
        ("Transfer", newborn.vesting.address, newborn.guardian.address, amount),
    ]
    assert newborn.token.balanceOf(newborn.guardian) == newborn.vesting.released() == amount
    assert newborn.token.unitsOf(newborn.guardian) == 0


def test_release__twice_in_a_second__reverts(newborn: System) -> None:
    release(newborn)
    with reverts("NothingVested"):
        release(newborn, at=newborn.rpc.now)
    release(newborn)


def test_release__after_the_end__pays_the_rest_and_then_reverts(newborn: System) -> None:
    """V1."""
    end = newborn.vesting.start() + 3 * YEAR
    release(newborn, at=end - 1)
    rest = newborn.vesting.releasable(at=end)
    assert 0 < rest == SHARE - newborn.vesting.released()
    (paid,) = release(newborn, at=end).of("GuardianPaid")
    assert (paid.amount, paid.released) == (rest, SHARE)
    assert newborn.token.balanceOf(newborn.vesting) == 0
    with reverts("NothingVested"):
        release(newborn, at=end + 10 * YEAR)


@pytest.mark.parametrize("seed", range(3))
def test_release__any_rhythm__pays_the_same(newborn: System, seed: int) -> None:
    """V4, invariant 40."""
    random, start = Random(seed), newborn.vesting.start()
    for elapsed in sorted(random.sample(range(100, 4 * YEAR), 12)):
        if newborn.vesting.releasable(at=start + elapsed):
            release(newborn, at=start + elapsed)
        assert newborn.vesting.released() == newborn.vesting.vestedAt(start + elapsed)
    if newborn.vesting.released() < SHARE:
        release(newborn, at=start + 4 * YEAR)
    assert newborn.token.balanceOf(newborn.guardian) == SHARE


def test_release__donation__keeps_the_schedule(system: System) -> None:
    """Invariant 40: donations do not vest."""
    system.treasury.release(1, sender=system.stranger)
    later = system.rpc.now + 100
    before = system.vesting.releasable(at=later)
    system.token.transfer(system.vesting, 1_000_000 * ROAD, sender=agent_actor(1))
    assert system.vesting.releasable(at=later) == before
    release(system, at=system.vesting.start() + 3 * YEAR)
    assert system.token.balanceOf(system.guardian) == SHARE
    assert system.token.balanceOf(system.vesting) == 1_000_000 * ROAD


def test_release__paused__reverts_and_pays_all_of_it_later(newborn: System) -> None:
    """A8, invariant 40: a pause of any length loses nothing."""
    newborn.token.pause(sender=newborn.guardian)
    until = newborn.rpc.now + 3 * DAY
    amount = newborn.vesting.vestedAt(until - 1)
    refused = reason("PAUSED"), newborn.vesting, newborn.guardian, amount
    with reverts("TransferRefused", *refused):
        release(newborn, at=until - 1)
    assert newborn.vesting.released() == 0
    release(newborn, at=until)
    assert newborn.token.balanceOf(newborn.guardian) == newborn.vesting.vestedAt(until)


def test_release__guardian_frozen__reverts_and_pays_later(newborn: System) -> None:
    newborn.token.freeze(newborn.guardian, sender=newborn.guardian)
    at = newborn.rpc.now + 1
    amount = newborn.vesting.vestedAt(at)
    refused = reason("RECIPIENT_FROZEN"), newborn.vesting, newborn.guardian, amount
    with reverts("TransferRefused", *refused):
        release(newborn, at=at)
    newborn.token.unfreeze(newborn.guardian, sender=newborn.guardian)
    release(newborn)


def test_release__office_vacant__reverts_and_pays_on_return(newborn: System) -> None:
    since = vacate(newborn)
    with reverts("OfficeIsVacant"):
        release(newborn)
    newborn.guardianship.heartbeat(sender=newborn.guardian, at=since + 30 * DAY)
    release(newborn, at=since + 30 * DAY)
    assert newborn.token.balanceOf(newborn.guardian) == newborn.vesting.vestedAt(since + 30 * DAY)


def test_release__office_passed_on__pays_the_new_guardian(newborn: System) -> None:
    """The office is the beneficiary, not the person."""
    release(newborn)
    paid = newborn.vesting.released()
    rotate_office(newborn, NEXT)
    release(newborn, at=newborn.vesting.start() + YEAR)
    assert newborn.token.balanceOf(newborn.guardian) == paid
    assert newborn.token.balanceOf(NEXT) == SHARE * 30 // 100 - paid
    assert newborn.cap.classOf(newborn.guardian) == class_("former")
