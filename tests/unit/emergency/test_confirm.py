"""A frozen wallet or a suspended agent under confirmation by a proposal: at most 35 days, once in 180.

confirmFreeze / confirmSuspension
├── not the contract named Governance ── reverts CallerNotPeer
├── opened
│   ├── nothing held ── reverts NotHeld
│   ├── more than 72 hours after the hold's start ── reverts ConfirmedTooLate
│   ├── confirmed less than 180 days ago ── reverts ConfirmedTooRecently
│   └── held ── emits EmergencyConfirmed, until 35 days from the hold's start; costs no budget
├── final
│   ├── nothing held ── changes nothing
│   └── held ── emits EmergencyLifted by Governance
└── under confirmation: held again is never shorter, a new epoch changes nothing, the guardian lifts
"""

import pytest

from tests.support.actors import actor
from tests.support.contract import reverts
from tests.support.office import rotate_office, told
from tests.support.system import DAY, HOUR, System
from tests.unit.emergency.brakes import BRAKES, Brake

SPAN, BUDGET, CONFIRMATION, INTERVAL = 72 * HOUR, 14 * DAY, 35 * DAY, 180 * DAY


def confirmed(brake: Brake) -> int:
    """Held, and confirmed an hour later; returns when the hold began."""
    start = brake.system.rpc.now + 10
    brake.hold(at=start)
    brake.confirm(True, at=start + HOUR)
    return start


@pytest.mark.parametrize("opened", [True, False])
def test_confirm__another_caller__reverts(confirmable: Brake, opened: bool) -> None:
    system = confirmable.system
    confirmable.hold()
    confirmation = system.peer("EmergencyConfirmation")
    for caller in (system.stranger, system.guardian, system.recovery, system.peer("Succession")):
        with reverts("CallerNotPeer", caller, confirmation):
            confirmable.confirm(opened, sender=caller)


def test_confirm__nothing_held__reverts(confirmable: Brake) -> None:
    with reverts("NotHeld"):
        confirmable.confirm(True)
    time = confirmable.system.rpc.now + 10
    confirmable.hold(at=time)
    with reverts("NotHeld"):
        confirmable.confirm(True, at=time + SPAN)


@pytest.mark.parametrize("late", [0, 1, DAY])
def test_confirm__final_with_nothing_held__keeps_it_so(confirmable: Brake, late: int) -> None:
    """What the guardian lifted, or what ended by itself, can't block the end of a proposal."""
    assert told(confirmable.confirm(False)) == []
    time = confirmable.system.rpc.now + 10
    confirmable.hold(at=time)
    assert told(confirmable.confirm(False, at=time + SPAN + late)) == []
    assert not confirmable.held(time + SPAN + late)


@pytest.mark.parametrize("after", [0, 1, SPAN - 1])
def test_confirm__held__lasts_35_days_from_its_start(confirmable: Brake, after: int) -> None:
    start = confirmable.system.rpc.now + 10
    confirmable.hold(at=start)
    receipt = confirmable.confirm(True, at=start + after)
    until = start + CONFIRMATION
    assert told(receipt) == [("EmergencyConfirmed", confirmable.scope, confirmable.subject, until)]
    assert confirmable.until() == until
    assert [confirmable.held(until + d) for d in (-1, 0)] == [True, False]
    assert confirmable.left(at=until) == BUDGET - SPAN


@pytest.mark.parametrize("after", [2 * DAY, SPAN - 1, SPAN])
def test_confirm__prolonged_before__counts_from_the_first_second(confirmable: Brake, after: int) -> None:
    start = confirmable.system.rpc.now + 10
    confirmable.hold(at=start)
    confirmable.hold(at=start + DAY)
    confirmable.confirm(True, at=start + after)
    assert confirmable.until() == start + CONFIRMATION


def test_confirm__more_than_72_hours_after_the_start__reverts(confirmable: Brake) -> None:
    start = confirmable.system.rpc.now + 10
    confirmable.hold(at=start)
    confirmable.hold(at=start + DAY)
    with reverts("ConfirmedTooLate", start, start + SPAN):
        confirmable.confirm(True, at=start + SPAN + 1)


def test_confirm__held_again_after_a_break__counts_from_the_second_hold(confirmable: Brake) -> None:
    confirmable.hold()
    second = confirmable.system.rpc.now + 5 * DAY
    confirmable.hold(at=second)
    confirmable.confirm(True, at=second + 1)
    assert confirmable.until() == second + CONFIRMATION


@pytest.mark.parametrize("wait", [HOUR, CONFIRMATION, INTERVAL - 1])
def test_confirm__again_within_180_days__reverts(confirmable: Brake, wait: int) -> None:
    confirmed_at = confirmed(confirmable) + HOUR
    if wait > DAY:
        confirmable.hold(at=confirmed_at + wait - 60)
    with reverts("ConfirmedTooRecently", confirmed_at, confirmed_at + INTERVAL):
        confirmable.confirm(True, at=confirmed_at + wait)


def test_confirm__again_after_180_days__emits(confirmable: Brake) -> None:
    confirmed_at = confirmed(confirmable) + HOUR
    second = confirmed_at + INTERVAL - 60
    confirmable.hold(at=second)
    receipt = confirmable.confirm(True, at=confirmed_at + INTERVAL)
    assert receipt.events[0].until == second + CONFIRMATION


def test_confirm__final__lifts(confirmable: Brake) -> None:
    confirmed(confirmable)
    confirmation = confirmable.system.peer("EmergencyConfirmation")
    receipt = confirmable.confirm(False)
    assert told(receipt) == [("EmergencyLifted", confirmable.scope, confirmable.subject, confirmation)]
    assert not confirmable.held(confirmable.system.rpc.now)


def test_confirm__the_guardian_lifts__ends_it(confirmable: Brake) -> None:
    start = confirmed(confirmable)
    confirmable.lift(at=start + 20 * DAY)
    assert not confirmable.held(start + 20 * DAY)
    assert confirmable.left() == BUDGET - SPAN


def test_hold__under_confirmation__is_never_shorter(confirmable: Brake) -> None:
    start = confirmed(confirmable)
    receipt = confirmable.hold(at=start + 10 * DAY)
    assert receipt.events[-1].until == start + CONFIRMATION
    assert confirmable.held(start + CONFIRMATION - 1)
    assert not confirmable.held(start + CONFIRMATION)


def test_confirm__new_epoch__keeps_it(confirmable: Brake) -> None:
    start = confirmed(confirmable)
    rotate_office(confirmable.system, actor("next guardian"))
    assert [confirmable.held(start + CONFIRMATION + d) for d in (-1, 0)] == [True, False]


def test_confirm__one_subject__leaves_the_others(small: System) -> None:
    """Once per wallet or agent, not once for all."""
    for kind, subjects in ((BRAKES[1], (actor("wallet a"), actor("wallet b"))), (BRAKES[4], (1, 2))):
        for subject in subjects:
            brake = Brake(small, kind, subject)
            start = confirmed(brake)
            assert brake.until() == start + CONFIRMATION


def test_suspension__confirmed__follows_the_agent_to_its_next_wallet(small: System) -> None:
    brake = Brake(small, BRAKES[4], 1)
    start = confirmed(brake)
    new = actor("agent 1, second wallet")
    small.rotate(1, actor("agent 1"), new)
    assert small.registry.getAgentWallet(1) == new.address
    assert [brake.held(start + CONFIRMATION + d) for d in (-1, 0)] == [True, False]


def test_freeze__confirmed__follows_the_agent_to_its_next_wallet(small: System) -> None:
    """Budget, end and the 180 days go along: rotating does not renew them, nor does it escape them."""
    old, new = (Brake(small, BRAKES[1], actor(name)) for name in ("agent 1", "agent 1, second wallet"))
    start = confirmed(old)
    small.rotate(1, actor("agent 1"), actor("agent 1, second wallet"))
    assert new.held(start + CONFIRMATION - 1)
    assert (new.until(), new.left()) == (start + CONFIRMATION, BUDGET - SPAN)
    new.lift()
    assert not new.held(small.rpc.now)
    new.hold()
    with reverts("ConfirmedTooRecently", start + HOUR, start + HOUR + INTERVAL):
        new.confirm(True)


def test_freeze__of_the_next_wallet__can_still_be_lifted(small: System) -> None:
    new = Brake(small, BRAKES[1], actor("agent 1, second wallet"))
    new.hold()
    small.rotate(1, actor("agent 1"), actor("agent 1, second wallet"))
    assert new.held(small.rpc.now)
    new.lift()
    assert not new.held(small.rpc.now)


def test_freeze__of_both_wallets__keeps_the_180_days(small: System) -> None:
    """Once per agent, also where the next wallet had been frozen before the agent came to it."""
    old, new = (Brake(small, BRAKES[1], actor(name)) for name in ("agent 1", "agent 1, second wallet"))
    new.hold()
    start = confirmed(old)
    small.rotate(1, actor("agent 1"), actor("agent 1, second wallet"))
    new.hold(at=start + 100 * DAY)
    with reverts("ConfirmedTooRecently", start + HOUR, start + HOUR + INTERVAL):
        new.confirm(True, at=start + 100 * DAY + 1)
