"""Invariant 6: canTransfer is true exactly when the transfer goes through, and explain names its refusal.

every kind of sender by every kind of recipient by amounts around each limit by states
└── explain never reverts and says what the transfer itself says
"""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.rpc import Rpc
from tests.support.system import CAP, REASONS, ROAD, System, reason
from tests.unit.token.world import outcome, world

MAX = 2**256 - 1
STATES = ["open", "paused", "cap lowered"]


@pytest.fixture(scope="module", params=STATES)
def peopled(rpc: Rpc, founded: System, request: Any) -> Iterator[tuple[System, dict[str, str]]]:
    snapshot = rpc.snapshot()
    yield founded, world(founded, request.param)
    rpc.revert(snapshot)


def test_explain__every_pair__says_what_the_transfer_says(peopled: tuple[System, dict[str, str]]) -> None:
    system, people = peopled
    seen = set()
    for sender_name, sender in people.items():
        balance: int = system.token.balanceOf(sender)
        for to_name, to in people.items():
            assert system.token.canTransfer(sender, to, MAX) is False
            for amount in {0, min(balance, ROAD + 1), balance + 1}:
                expected = outcome(system, sender, to, amount)
                pair = f"{sender_name} to {to_name}: {amount}"
                assert system.token.explain(sender, to, amount) == expected, pair
                assert not amount or system.token.canTransfer(sender, to, amount) is (expected == 0), pair
                seen.add(expected)
    common = {"NONE", "ZERO_ADDRESS", "INSUFFICIENT_BALANCE"}
    if system.token.paused():
        assert seen == {reason(r) for r in (common | {"PAUSED"}) - {"NONE", "INSUFFICIENT_BALANCE"}}
    else:
        assert seen == set(range(len(REASONS))) - {reason("PAUSED"), reason("TOO_MANY_WALLETS")}


@pytest.mark.parametrize("amount", [0, 1, CAP, CAP + 1, 10**27, 2**128 - 1, 2**128, 2**255, MAX])
def test_refusal__any_amount__never_reverts(peopled: tuple[System, dict[str, str]], amount: int) -> None:
    """The cap's own answer leaves balance, pause and zero to the token, and overflows nowhere."""
    system, people = peopled
    for sender in ("human", "treasury", "zero", "stranger", "retired agent"):
        for to in ("human", "human below the cap", "venue", "retired agent", "stranger", "zero", "agent"):
            assert system.cap.refusal(people[sender], people[to], amount) in range(len(REASONS))
