"""Months and days of the operating funds at both speeds (invariant 51).

story ── the same outcomes and sums at TIME_DIVISOR 1 and 360, at each protocol second
"""

from typing import Any

import pytest

from tests.support.contract import Revert
from tests.support.funds import DOLLAR, GUARDIAN, TREASURERS, USD, Till, word
from tests.support.revm import Revm
from tests.support.system import DAY

UNIT = 360  # one second of the faster clock
# The bootstrap closes in the middle of January; the council sits from the 28th day on.
STEPS: list[tuple[int, str, int]] = [
    (29 * DAY, "pay", 60_000),
    (29 * DAY + UNIT, "pay", 40_001),
    (29 * DAY + 2 * UNIT, "pay", 40_000),
    (29 * DAY + 3 * UNIT, "emergency", 5_000),
    (29 * DAY + 4 * UNIT, "emergency", 1),
    (30 * DAY + 4 * UNIT, "emergency", 1),
    (40 * DAY, "pay", 1),
    (50 * DAY, "pay", 100_000),
    (50 * DAY + UNIT, "pay", 1),
    (77 * DAY, "pay", 1),
    (80 * DAY, "approve", 30 * DAY),
    (80 * DAY + UNIT, "approve", 30 * DAY + UNIT),
    (80 * DAY + 2 * UNIT, "pause", 0),
    (83 * DAY + UNIT, "pay", 1),
    (83 * DAY + 2 * UNIT, "pay", 2),
    (210 * DAY, "pay", 1),
]


def act(till: Till, number: int, verb: str, value: int, at: int) -> Any:
    """One step of the story."""
    lifetime = DAY // till.system.divisor
    bill = till.bill(number=number, amount=value * DOLLAR, deadline=at + lifetime)
    match verb:
        case "pay":
            signed = [till.sign(bill, one) for one in (*TREASURERS,)]
            return till.funds.pay(bill.fields, signed, sender=till.stranger, at=at)
        case "emergency":
            memo = word("pager")
            return till.funds.payInEmergency(till.payee, value * DOLLAR, memo, sender=till.guardian, at=at)
        case "approve":
            later = bill.but(deadline=at + value // till.system.divisor)
            return till.funds.approve(later.fields, sender=till.wallet(GUARDIAN), at=at)
        case "pause":
            return till.system.treasury.pausePayments(sender=till.guardian, at=at)
    return None


def outcome(till: Till, number: int, verb: str, value: int, at: int) -> list[Any]:
    """How the step ended, and what the centre and the day have cost then."""
    try:
        act(till, number, verb, value, at)
        ended = "done"
    except Revert as revert:
        ended = revert.name
    if till.rpc.now < at:
        till.rpc.travel_to(at)
    return [ended, till.funds.budgetOf(word("gpu"), USD), till.funds.emergencyLeftToday()]


def live(divisor: int) -> list[list[Any]]:
    till = Till(Revm(), divisor=divisor)
    start: int = till.system.factory.closedAt()
    till.seat_council()
    till.seat_board()
    till.fund()
    till.funds.setEmergencyPayee(till.payee, True, sender=till.guardian)
    return [
        outcome(till, number, verb, value, start + seconds // divisor)
        for number, (seconds, verb, value) in enumerate(STEPS, start=1)
    ]


@pytest.fixture(scope="module")
def slow() -> list[list[Any]]:
    return live(1)


def test_story__divisor_360__keeps_every_outcome(slow: list[list[Any]]) -> None:
    """Invariant 51."""
    assert live(UNIT) == slow


def test_story__divisor_1__ends_as_the_specification_says(slow: list[list[Any]]) -> None:
    ended = {step[:2]: row[0] for step, row in zip(STEPS, slow, strict=True)}
    assert {key: name for key, name in ended.items() if name != "done"} == {
        (29 * DAY + UNIT, "pay"): "BudgetExceeded",
        (29 * DAY + 4 * UNIT, "emergency"): "EmergencyLimitExceeded",
        (40 * DAY, "pay"): "BudgetExceeded",
        (50 * DAY + UNIT, "pay"): "BudgetExceeded",
        (80 * DAY + UNIT, "approve"): "DeadlineTooFar",
        (83 * DAY + UNIT, "pay"): "Held",
        (210 * DAY, "pay"): "NotApprover",
    }
