"""A hold: at once, 72 hours at a time, over by itself, within 14 days in any 90 (invariant 29).

hold
├── not the guardian ── reverts CallerNotGuardian
├── first ── emits EmergencyStarted, holds for 72 hours to the second, ends without a call
├── while held ── prolongs to 72 hours from now
├── lifted and held again within a day ── goes on with the same span: what lies between is charged
├── budget spent ── reverts EmergencyBudgetSpent, until the first second of it has left the window
├── budget nearly spent ── holds for what is left
└── other scopes and subjects ── have budgets of their own
each span is charged for a day at least
"""

import pytest

from tests.support.actors import actor
from tests.support.contract import reverts
from tests.support.office import told
from tests.support.system import DAY, HOUR, System
from tests.unit.emergency.brakes import BRAKES, Brake

SPAN, BUDGET, WINDOW = 72 * HOUR, 14 * DAY, 90 * DAY


def spend(brake: Brake) -> int:
    """Holds for fourteen days in a row; returns when that began."""
    start = brake.system.rpc.now + 10
    for n in range(5):
        brake.hold(at=start + n * SPAN)
    return start


def test_hold__not_the_guardian__reverts(brake: Brake) -> None:
    system = brake.system
    officers = [system.recovery, system.successor, system.deployer]
    for caller in (system.stranger, system.registrar, system.attestor, *officers):
        with reverts("CallerNotGuardian", caller):
            brake.hold(sender=caller)
    with reverts("CallerNotGuardian", system.peer("Governance")):
        brake.hold(sender=system.peer("Governance"))


def test_hold__first__emits_and_ends_by_itself(brake: Brake) -> None:
    """An unused budget always allows an immediate hold."""
    time = brake.system.rpc.now + 100
    assert brake.left() == BUDGET
    receipt = brake.hold(at=time)
    started = ("EmergencyStarted", brake.scope, brake.subject, 1, time + SPAN, BUDGET - SPAN)
    assert told(receipt) == [("Heartbeat", 1, time), started]
    assert brake.until() == time + SPAN
    assert [brake.held(time + d) for d in (0, 1, SPAN - 1, SPAN, SPAN + 1)] == [True] * 3 + [False] * 2
    assert brake.left(at=time + SPAN + DAY) == BUDGET - SPAN


@pytest.mark.parametrize("after", [1, HOUR, DAY - 1, DAY, DAY + 1, SPAN - 1, SPAN])
def test_hold__while_held__prolongs(brake: Brake, after: int) -> None:
    time = brake.system.rpc.now + 100
    brake.hold(at=time)
    receipt = brake.hold(at=time + after)
    assert told(receipt)[1][-2:] == (time + after + SPAN, BUDGET - SPAN - after)
    assert brake.held(time + after + SPAN - 1)
    assert not brake.held(time + after + SPAN)


def test_hold__fourteen_days_in_a_row__then_reverts(brake: Brake) -> None:
    start = spend(brake)
    assert brake.until() == start + BUDGET
    assert brake.left() == 0
    last = start + BUDGET
    brake.hold(at=last - 1)
    assert brake.until() == last
    for time in (last, last + 1, start + WINDOW):
        with reverts("EmergencyBudgetSpent", BUDGET, BUDGET):
            brake.hold(at=time)
    assert brake.held(last - 1)
    assert not brake.held(last)


@pytest.mark.parametrize("seconds", [1, 2, HOUR, SPAN - 1, SPAN, SPAN + 1])
def test_hold__budget_comes_back__for_what_left_the_window(transfers: Brake, seconds: int) -> None:
    start = spend(transfers)
    time = start + WINDOW + seconds
    receipt = transfers.hold(at=time)
    assert told(receipt)[1][-2] == time + min(seconds, SPAN)
    assert not transfers.held(time + min(seconds, SPAN))


@pytest.mark.parametrize("left", [1, HOUR, DAY, DAY + 1, SPAN - 1, SPAN, SPAN + 1])
def test_hold__budget_nearly_spent__holds_for_what_is_left(transfers: Brake, left: int) -> None:
    start = transfers.system.rpc.now + 10
    for since in range(0, BUDGET - left, SPAN):
        transfers.hold(at=start + since)
    transfers.lift(at=start + BUDGET - left)
    assert transfers.left() == left
    time = start + 50 * DAY
    receipt = transfers.hold(at=time)
    assert told(receipt)[1][-2] == time + min(left, SPAN)
    assert transfers.left() == max(0, left - max(min(left, SPAN), DAY))


def test_hold__short_ones__are_charged_a_day_each(brake: Brake) -> None:
    """Fourteen spans fill the budget, so a brake need not remember more of them."""
    start = brake.system.rpc.now + 10
    for n in range(14):
        brake.hold(at=start + n * 2 * DAY)
        brake.lift(at=start + n * 2 * DAY + 60)
        assert brake.left() == BUDGET - (n + 1) * DAY
    with reverts("EmergencyBudgetSpent", BUDGET, BUDGET):
        brake.hold(at=start + 40 * DAY)


@pytest.mark.parametrize("gap", [1, HOUR, DAY - 60, DAY - 59])
def test_hold__again_within_the_day__goes_on_with_the_span(transfers: Brake, gap: int) -> None:
    start = transfers.system.rpc.now + 10
    transfers.hold(at=start)
    transfers.lift(at=start + 60)
    transfers.hold(at=start + 60 + gap)
    new_span = gap > DAY - 60
    charged = DAY + SPAN if new_span else 60 + gap + SPAN
    assert transfers.left() == BUDGET - charged


def test_hold__spent_by_fifteen_spans__remembers_the_one_that_the_window_cuts(transfers: Brake) -> None:
    start = transfers.system.rpc.now + 10
    for n in range(14):
        transfers.hold(at=start + n * 2 * DAY)
        transfers.lift(at=start + n * 2 * DAY + 60)
    cut = start + WINDOW + HOUR
    receipt = transfers.hold(at=cut)
    assert told(receipt)[1][-2] == cut + HOUR
    with reverts("EmergencyBudgetSpent", BUDGET, BUDGET):
        transfers.hold(at=cut + DAY + 1)


def test_hold__others__have_budgets_of_their_own(small: System) -> None:
    brakes = [Brake(small, k, actor("held wallet") if k.scope == "freeze" else 1) for k in BRAKES]
    spend(brakes[0])
    for other in brakes[1:]:
        assert other.left() == BUDGET
    for kind, subject in ((BRAKES[1], actor("other wallet")), (BRAKES[4], 2)):
        one, two = (Brake(small, kind, s) for s in (brakes[BRAKES.index(kind)]._subject, subject))
        one.hold()
        assert (one.left(), two.left()) == (BUDGET - SPAN, BUDGET)
        assert not two.held(small.rpc.now)


def test_hold__prolonged_near_the_end_of_the_budget__charges_what_it_holds(transfers: Brake) -> None:
    """Invariant 29: no loop of hold, prolong, expire, hold gets round the fourteen days."""
    start = transfers.system.rpc.now + 10
    held = 0
    for n in range(3):
        transfers.hold(at=start + n * 10 * DAY)
        held += SPAN
    transfers.hold(at=start + 30 * DAY)
    transfers.lift(at=start + 32 * DAY)
    held += 2 * DAY
    time = start + 40 * DAY
    transfers.hold(at=time)
    transfers.hold(at=time + 1)
    end = transfers.until()
    held += end - time
    assert held <= BUDGET
    with reverts("EmergencyBudgetSpent", BUDGET, BUDGET):
        transfers.hold(at=end + 1)
