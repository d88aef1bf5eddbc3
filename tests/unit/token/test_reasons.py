"""Each reason of a refusal (invariant 6), with the transfer that shows it.

each reason ── explain names it, the transfer reverts with it
two at once ── the earlier one of the list wins
over time ── freeze, halt and verification end at their second
"""

import pytest

from tests.support.system import CAP, DAY, REASONS, ROAD, YEAR, System, identity_of, reason
from tests.unit.token.world import outcome, world


@pytest.fixture
def people(fleet: System) -> dict[str, str]:
    return world(fleet, "open")


EACH = [
    ("zero", "human", 1, "ZERO_ADDRESS"),
    ("human", "zero", 0, "ZERO_ADDRESS"),
    ("human", "agent", 11 * ROAD, "INSUFFICIENT_BALANCE"),
    ("human", "stranger", 11 * ROAD, "INSUFFICIENT_BALANCE"),
    ("frozen human", "stranger", 1, "SENDER_FROZEN"),
    ("frozen human", "frozen agent", 1, "SENDER_FROZEN"),
    ("frozen agent", "agent", 0, "SENDER_FROZEN"),
    ("human", "frozen agent", 1, "RECIPIENT_FROZEN"),
    ("treasury", "frozen agent", 1, "RECIPIENT_FROZEN"),
    ("agent suspended by governance", "frozen human", 1, "RECIPIENT_FROZEN"),
    ("agent suspended by governance", "stranger", 1, "SENDER_SUSPENDED"),
    ("agent suspended by the guardian", "agent", 0, "SENDER_SUSPENDED"),
    ("human", "agent suspended by governance", 1, "NONE"),
    ("human", "escrow", 1, "RECIPIENT_ESCROW"),
    ("treasury", "escrow", 1, "RECIPIENT_ESCROW"),
    ("human", "stranger", 1, "RECIPIENT_UNKNOWN"),
    ("treasury", "stranger", 1, "RECIPIENT_UNKNOWN"),
    ("guardian", "former", 1, "RECIPIENT_FORMER"),
    ("vesting", "retired agent", 1, "RECIPIENT_FORMER"),
    ("treasury", "retired agent", 1, "NONE"),
    ("retired agent", "human", 1, "NONE"),
    ("former", "agent", 1, "NONE"),
    ("human", "expired human", 1, "IDENTITY_EXPIRED"),
    ("expired human", "agent", ROAD, "NONE"),
    ("human", "suspended human", 1, "IDENTITY_SUSPENDED"),
    ("suspended human", "agent", ROAD, "NONE"),
    ("human", "human below the cap", ROAD, "NONE"),
    ("human", "human below the cap", ROAD + 1, "ABOVE_CAP"),
    ("guardian", "venue", CAP, "ABOVE_CAP"),
    ("guardian", "venue", CAP - ROAD, "NONE"),
    ("human", "the human's other wallet", 10 * ROAD, "NONE"),
    ("human", "treasury", 1, "NONE"),
    ("human", "vesting", 1, "NONE"),
    ("agent", "guardian", 3 * ROAD, "NONE"),
]


def test_explain__each_reason__by_name(fleet: System, people: dict[str, str]) -> None:
    for sender, to, amount, expected in EACH:
        code = fleet.token.explain(people[sender], people[to], amount)
        assert REASONS[code] == expected, f"{sender} to {to}: {amount}"
        assert outcome(fleet, people[sender], people[to], amount) == code


def test_explain__over_time__follows_the_clock(fleet: System, people: dict[str, str]) -> None:
    """Freeze, halt and verification end, or begin, at their second."""
    wallet = fleet.cap.walletOf(people["frozen human"])
    explain = fleet.token.explain
    pair = people["frozen human"], people["agent"], 1
    assert explain(*pair, at=wallet.frozenUntil - 1) == reason("SENDER_FROZEN")
    assert explain(*pair, at=wallet.frozenUntil) == 0
    halted = fleet.cap.walletOf(people["agent suspended by the guardian"]).haltedUntil
    pair = people["agent suspended by the guardian"], people["agent"], 1
    assert explain(*pair, at=halted - 1) == reason("SENDER_SUSPENDED")
    assert explain(*pair, at=halted) == 0
    until = fleet.cap.bookOf(identity_of("human")).validUntil
    assert until > fleet.rpc.now + 9 * YEAR
    pair = people["agent"], people["human"], 1
    assert (explain(*pair, at=until - 1), explain(*pair, at=until)) == (0, reason("IDENTITY_EXPIRED"))
    pair = people["agent suspended by governance"], people["agent"], 1
    assert explain(*pair, at=fleet.rpc.now + 1000 * DAY) == reason("SENDER_SUSPENDED")
