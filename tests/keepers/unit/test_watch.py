"""The watching job's sentences: each breaks alone when the figure that it is about is spoiled."""

from dataclasses import replace
from typing import Any

import pytest

from offchain.jobs import watch
from offchain.jobs.watched import Books, Holds, Money, Permissions

NOW = 1_800_000_000
ROAD = 10**18
HUMAN = b"h" * 32

SOUND = watch.View(
    now=NOW,
    divisor=1,
    money=Money(
        supply=10**27,
        treasury=400_000_000 * ROAD,
        outstanding=watch.COLLECTIVE - 100_000_000 * ROAD,
        reserve=9_000_000 * ROAD,
        released=90_000_000 * ROAD,
        rewarded=1_000_000 * ROAD,
        vesting_balance=459_000_000 * ROAD,
        vesting_released=51_000_000 * ROAD,
        guardian_units=0,
    ),
    books=Books(watch.MAX_CAP, {HUMAN: (ROAD, ROAD, 0)}),
    holds=Holds({"payments": (0, 14 * watch.DAY, False)}, 0),
    seats=((1, 2, 0, 0, 0), (11, 0), (0,) * 12, (0,) * 4, (1247, 0)),
    permissions=Permissions((), (), (), ()),
)


def money(**changes: int) -> watch.View:
    return replace(SOUND, money=replace(SOUND.money, **changes))


def human(holdings: int, balances: int, excess: int) -> watch.View:
    return replace(SOUND, books=Books(watch.MAX_CAP, {HUMAN: (holdings, balances, excess)}))


def hold(until: int, left: int = 0, *, prolonged: bool = False, suspended: int = 0) -> watch.View:
    return replace(SOUND, holds=Holds({"payments": (until, left, prolonged)}, suspended))


NEAR = {"human_share_below_4.5%", "human_share_below_4.9%"}
CASES: dict[str, tuple[watch.View, set[str]]] = {
    "sound": (SOUND, set()),
    "one wei more supply": (money(supply=10**27 + 1), {"supply"}),
    "one wei less in the treasury": (
        money(treasury=SOUND.money.outstanding + SOUND.money.reserve - 1),
        {"treasury_solvent"},
    ),
    "paid what was not owed": (money(released=90_000_000 * ROAD + 1), {"shares_accounted"}),
    "the guardian's share is short": (money(vesting_balance=459_000_000 * ROAD - 1), {"guardian_share"}),
    "the guardian has units": (money(guardian_units=1), {"guardian_has_no_units"}),
    "a book is not its wallets": (human(ROAD, ROAD + 1, 0), {"books_are_sums"}),
    "at the cap": (human(watch.MAX_CAP, watch.MAX_CAP, 0), NEAR),
    "above the cap, told": (
        human(watch.MAX_CAP + 1, watch.MAX_CAP + 1, 1),
        {*NEAR, "human_share_at_most_5%"},
    ),
    "above the cap, not told": (
        human(watch.MAX_CAP + 1, watch.MAX_CAP + 1, 0),
        {*NEAR, "human_share_at_most_5%", "excess_is_told"},
    ),
    "a higher cap": (replace(SOUND, books=Books(watch.MAX_CAP + 1, {})), {"human_cap"}),
    "a held scope": (hold(NOW + 3 * watch.DAY), {"nothing_is_held"}),
    "held for too long": (hold(NOW + 3 * watch.DAY + 1), {"nothing_is_held", "holds_end"}),
    "held under confirmation": (hold(NOW + 35 * watch.DAY, prolonged=True), {"nothing_is_held"}),
    "held under confirmation for too long": (
        hold(NOW + 35 * watch.DAY + 1, prolonged=True),
        {"nothing_is_held", "holds_end"},
    ),
    "more budget than there is": (hold(0, 14 * watch.DAY + 1), {"hold_budgets"}),
    "thirteen suspended": (hold(0, suspended=13), {"suspensions"}),
    "an agent with two seats": (replace(SOUND, seats=((1, 1, 0, 0, 0), *SOUND.seats[1:])), {"one_seat_each"}),
    "a seat too many": (replace(SOUND, seats=((1, 2, 0, 0, 0, 3), *SOUND.seats[1:])), {"seats"}),
    "another permission": (replace(SOUND, permissions=Permissions(("x",), (), (), ())), {"permissions"}),
    "another executor": (replace(SOUND, permissions=Permissions((), ("x",), (), ())), {"executors"}),
    "a closed target": (replace(SOUND, permissions=Permissions((), (), ("x",), ())), {"targets_open"}),
    "another registrar": (replace(SOUND, permissions=Permissions((), (), (), ("x",))), {"role_members"}),
}


@pytest.mark.parametrize("case", CASES)
def test_watch__figure_is_spoiled__breaks_its_sentence(case: str) -> None:
    view, names = CASES[case]
    found: Any = watch.plan(view)
    assert {finding.name for finding in found.findings if not finding.ok} == names
    assert found.actions == ()


def test_watch__another_member_of_a_role__is_a_warning() -> None:
    view, _ = CASES["another registrar"]
    (finding,) = [one for one in watch.plan(view).findings if not one.ok]
    assert (finding.severity, finding.detail) == ("warning", "x")
