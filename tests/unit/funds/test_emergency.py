"""What the guardian pays alone (A2).

setEmergencyPayee ── reverts Unchanged; emits
payInEmergency
├── caller is not the guardian ── reverts CallerNotGuardian
├── payments are held ── reverts Held
├── no dollar is listed ── reverts DollarNotListed
├── to somebody not registered ── reverts PayeeNotRegistered
├── to the protocol ── reverts PayeeRefused; nothing ── reverts AmountZero
├── above 5,000 dollars in a day, UTC ── reverts EmergencyLimitExceeded
└── otherwise ── emits and pays, whoever is on the board, outside of every budget
"""

import pytest

from tests.support.actors import agent_actor
from tests.support.contract import reverts
from tests.support.funds import DOLLAR, USD, Till, word
from tests.support.office import told, vacate
from tests.support.system import DAY, ZERO

LIMIT = 5_000 * DOLLAR
MEMO = word("pager")


@pytest.fixture
def ready(till: Till) -> Till:
    """The payee is registered."""
    till.funds.setEmergencyPayee(till.payee, True, sender=till.guardian)
    return till


def give(till: Till, amount: int, at: int | None = None) -> list[tuple[object, ...]]:
    return told(till.funds.payInEmergency(till.payee, amount, MEMO, sender=till.guardian, at=at))


def test_set_emergency_payee__twice__reverts(till: Till) -> None:
    with reverts("Unchanged"):
        till.funds.setEmergencyPayee(till.payee, False, sender=till.guardian)
    receipt = till.funds.setEmergencyPayee(till.payee, True, sender=till.guardian)
    assert told(receipt)[-1] == ("EmergencyPayeeSet", till.payee.address, True)
    with reverts("Unchanged"):
        till.funds.setEmergencyPayee(till.payee, True, sender=till.guardian)


def test_pay__guardian__emits_and_pays(ready: Till) -> None:
    events = give(ready, LIMIT)
    day = ready.rpc.now // DAY
    paid = ("PaidInEmergency", ready.payee.address, ready.dollar.address, day, LIMIT, LIMIT, MEMO)
    moved = ("Transfer", ready.funds.address, ready.payee.address, LIMIT)
    assert events == [("Heartbeat", 1, ready.rpc.now), paid, moved]
    assert ready.dollar.balanceOf(ready.payee) == LIMIT
    assert ready.funds.budgetOf(word("gpu"), USD)[1] == 0


def test_pay__again_in_a_day__emits_the_sum(ready: Till) -> None:
    give(ready, 1_000 * DOLLAR)
    events, day = give(ready, 500 * DOLLAR), ready.rpc.now // DAY
    paid = (
        "PaidInEmergency",
        ready.payee.address,
        ready.dollar.address,
        day,
        500 * DOLLAR,
        1_500 * DOLLAR,
        MEMO,
    )
    assert paid in events


def test_pay__before_treasurers__pays(open_till: Till) -> None:
    till = Till(open_till.rpc)
    till.fund()
    till.funds.setEmergencyPayee(till.payee, True, sender=till.guardian)
    give(till, 1)


@pytest.mark.parametrize("caller", ["registrar", "recovery", "stranger"])
def test_pay__not_the_guardian__reverts(ready: Till, caller: str) -> None:
    sender = getattr(ready.system, caller)
    with reverts("CallerNotGuardian", sender):
        ready.funds.payInEmergency(ready.payee, 1, MEMO, sender=sender)
    with reverts("CallerNotGuardian", agent_actor(1)):
        ready.funds.payInEmergency(ready.payee, 1, MEMO, sender=agent_actor(1))


def test_pay__held__reverts(ready: Till) -> None:
    ready.system.treasury.pausePayments(sender=ready.guardian)
    with reverts("Held", word("payments"), ready.rpc.now + 3 * DAY):
        give(ready, 1)


def test_pay__held_in_another_century__reverts(ready: Till) -> None:
    """The day until which the treasury is asked has 16 bits: it lasts until 2149."""
    ready.rpc.travel_to(55_000 * DAY)
    test_pay__held__reverts(ready)


def test_pay__no_dollar__reverts(ready: Till) -> None:
    ready.funds.setDollar(ZERO, sender=ready.guardian)
    with reverts("DollarNotListed"):
        give(ready, 1)


def test_pay__not_registered__reverts(ready: Till) -> None:
    with reverts("PayeeNotRegistered", ready.stranger):
        ready.funds.payInEmergency(ready.stranger, 1, MEMO, sender=ready.guardian)
    ready.funds.setEmergencyPayee(ready.payee, False, sender=ready.guardian)
    with reverts("PayeeNotRegistered", ready.payee):
        give(ready, 1)


def test_pay__registered_peer__reverts(ready: Till) -> None:
    """A7."""
    for payee in (ready.system.treasury, ready.dollar, ready.funds):
        ready.funds.setEmergencyPayee(payee, True, sender=ready.guardian)
        with reverts("PayeeRefused", payee):
            ready.funds.payInEmergency(payee, 1, MEMO, sender=ready.guardian)
    with reverts("AmountZero"):
        give(ready, 0)


def test_pay__above_a_days_limit__reverts(ready: Till) -> None:
    """A2: split over many, and over the edge of a day: 10,000 dollars within two seconds at most."""
    edge = (ready.rpc.now // DAY + 1) * DAY
    with reverts("EmergencyLimitExceeded", LIMIT + 1, LIMIT):
        give(ready, LIMIT + 1)
    for part in range(1, 5):
        give(ready, LIMIT // 5)
        assert ready.funds.emergencyLeftToday() == LIMIT - part * (LIMIT // 5)
    give(ready, LIMIT // 5, at=edge - 2)
    with reverts("EmergencyLimitExceeded", 1, 0):
        give(ready, 1, at=edge - 1)
    assert (ready.funds.emergencyLeftToday(at=edge - 1), ready.funds.emergencyLeftToday(at=edge)) == (
        0,
        LIMIT,
    )
    give(ready, LIMIT, at=edge)
    with reverts("EmergencyLimitExceeded", 1, 0):
        give(ready, 1)


def test_pay__another_dollar__keeps_the_days_limit(ready: Till) -> None:
    give(ready, LIMIT - 1)
    ready.funds.setDollar(ready.coin(), sender=ready.guardian)
    with reverts("EmergencyLimitExceeded", 2, 1):
        give(ready, 2)


def test_pay__funds_too_low__reverts(ready: Till) -> None:
    ready.funds.setDollar(ready.coin(5), sender=ready.guardian)
    with reverts("FundsTooLow", ready.funds.dollar(), 6, 5):
        give(ready, 6)
    assert ready.funds.emergencyLeftToday() == LIMIT


def test_pay__office_vacant__reverts(ready: Till) -> None:
    vacate(ready.system)
    with reverts("OfficeVacant"):
        give(ready, 1)
