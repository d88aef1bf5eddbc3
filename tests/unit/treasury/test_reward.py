"""Rewards out of what retired agents left.

reward (operations), rewardExceptionally (critical)
├── caller is not in the role ── reverts AccessManagedUnauthorized
├── not activated ── reverts NotActivated; paused ── reverts Held
├── nothing ── reverts RewardZero
├── more than the reserve ── reverts RewardAboveReserve
├── reward: more than is left of 100,000 ROAD this month ── reverts RewardAboveMonthlyLimit
│   ├── for all agents together
│   ├── a new month begins on its first second, UTC
│   └── the exceptional ones count for nothing in it
├── agent unproven ── reverts WalletNotProven
├── agent unknown, pending, suspended, retired ── reverts AgentNotPayable
├── agent made the proposal ── reverts RewardToProposer, also with another wallet since
├── the token refuses ── reverts TransferRefused, nothing is booked
└── otherwise ── emits, pays; reserve, ledger line and month follow; later agents too
"""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.support.actors import actor, agent_actor
from tests.support.agents import govern, later_birth
from tests.support.contract import reverts
from tests.support.office import told
from tests.support.system import COHORT, DAY, ROAD, System, reason

LIMIT = 100_000 * ROAD
WINNER = agent_actor(1)
KINDS = ["reward", "rewardExceptionally"]
RESERVE = 7_350_000 * ROAD * 3 // 4


def month_of(timestamp: int) -> int:
    date = datetime.fromtimestamp(timestamp, UTC)
    return 12 * date.year + date.month


def next_month(timestamp: int) -> int:
    """First second of the month that follows."""
    date = datetime.fromtimestamp(timestamp, UTC)
    first = datetime(date.year + date.month // 12, date.month % 12 + 1, 1, tzinfo=UTC)
    return int(first.timestamp())


@pytest.fixture
def funded(system: System) -> System:
    """A reserve of three quarters of a copilot's share."""
    system.registry.retire(10, sender=system.guardian)
    assert system.treasury.rewardReserve() == RESERVE
    return system


def give(system: System, kind: str = "reward", *, agent_id: int = 1, amount: int = ROAD, **call: Any) -> Any:
    call.setdefault("sender", system.guardian)
    return system.treasury.fn(kind)(agent_id, amount, "for the work", **call)


@pytest.mark.parametrize("kind", KINDS)
def test_reward__not_in_the_role__reverts(sealed: System, kind: str) -> None:
    """R12: beyond the monthly limit a STANDARD proposal has no say."""
    operations, critical = govern(sealed, agent_actor(2))
    wrong = critical if kind == "reward" else operations
    for caller in (sealed.guardian, sealed.registrar, WINNER, sealed.stranger):
        with reverts("AccessManagedUnauthorized", caller):
            give(sealed, kind, sender=caller)
    with reverts("AccessManagedUnauthorized", wrong):
        give(sealed, kind, sender=wrong)


@pytest.mark.parametrize("kind", KINDS)
def test_reward__not_activated__reverts(sealed: System, kind: str) -> None:
    sealed.registry.retire(10, sender=sealed.guardian)
    with reverts("NotActivated"):
        give(sealed, kind)


@pytest.mark.parametrize("kind", KINDS)
def test_reward__paused__reverts(funded: System, kind: str) -> None:
    """A8."""
    funded.treasury.pausePayments(sender=funded.guardian)
    with reverts("Held", b"payments".ljust(32, b"\0"), funded.rpc.now + 3 * DAY):
        give(funded, kind)


@pytest.mark.parametrize("kind", KINDS)
def test_reward__zero__reverts(funded: System, kind: str) -> None:
    with reverts("RewardZero"):
        give(funded, kind, amount=0)


def test_reward__empty_reserve__reverts(system: System) -> None:
    """R6, V1: what agents are owed is no reserve."""
    for kind in KINDS:
        with reverts("RewardAboveReserve", 1, 0):
            give(system, kind, amount=1)


def test_reward_exceptionally__reserve__reverts_one_wei_above(funded: System) -> None:
    """R6, R12, invariant 36."""
    with reverts("RewardAboveReserve", RESERVE + 1, RESERVE):
        give(funded, "rewardExceptionally", amount=RESERVE + 1)
    give(funded, "rewardExceptionally", amount=RESERVE)
    treasury = funded.treasury
    assert treasury.rewardReserve() == 0
    assert funded.token.balanceOf(treasury) == treasury.outstanding() + 477
    assert treasury.rewardLeftThisMonth() == LIMIT


@pytest.mark.parametrize("kind", KINDS)
def test_reward__active__emits_and_pays(funded: System, kind: str) -> None:
    receipt = give(funded, kind, amount=5 * ROAD)
    month, exceptional = month_of(funded.rpc.now), kind == "rewardExceptionally"
    assert told(receipt) == [
        ("Heartbeat", 1, funded.rpc.now),
        ("Rewarded", 1, WINNER.address, 5 * ROAD, month, exceptional, "for the work"),
        ("Transfer", funded.treasury.address, WINNER.address, 5 * ROAD),
        ("DelegateVotesChanged", WINNER.address, 0, 5 * ROAD),
    ]
    assert funded.token.balanceOf(WINNER) == funded.treasury.rewardedOf(1) == 5 * ROAD
    assert funded.treasury.rewardReserve() == RESERVE - 5 * ROAD
    assert funded.treasury.releasedOf(1) == 0
    assert funded.treasury.rewardLeftThisMonth() == LIMIT - (0 if exceptional else 5 * ROAD)


def test_reward__monthly_limit__reverts_one_wei_above_for_all_together(funded: System) -> None:
    """R12, A2: splitting does not help."""
    with reverts("RewardAboveMonthlyLimit", LIMIT + 1, LIMIT):
        give(funded, amount=LIMIT + 1)
    give(funded, agent_id=1, amount=LIMIT - ROAD)
    with reverts("RewardAboveMonthlyLimit", ROAD + 1, ROAD):
        give(funded, agent_id=2, amount=ROAD + 1)
    give(funded, agent_id=2, amount=ROAD)
    with reverts("RewardAboveMonthlyLimit", 1, 0):
        give(funded, agent_id=3, amount=1)
    give(funded, "rewardExceptionally", agent_id=3, amount=LIMIT)


def test_reward__month__ends_on_its_last_second(funded: System) -> None:
    """A2, invariant 39: the month comes from the time, in UTC; nothing carries over."""
    edge = next_month(next_month(funded.rpc.now))
    give(funded, amount=LIMIT, at=edge - 2)
    with reverts("RewardAboveMonthlyLimit", 1, 0):
        give(funded, amount=1, at=edge - 1)
    assert funded.treasury.rewardLeftThisMonth(at=edge - 1) == 0
    assert funded.treasury.rewardLeftThisMonth(at=edge) == LIMIT
    receipt = give(funded, amount=LIMIT, at=edge)
    assert receipt.of("Rewarded")[0].month == month_of(edge) == month_of(edge - 1) + 1
    after = next_month(edge)
    assert funded.treasury.rewardLeftThisMonth(at=after - 1) == 0
    assert funded.treasury.rewardLeftThisMonth(at=next_month(after)) == LIMIT


def test_reward__edges_of_four_years__keep_the_calendar(funded: System) -> None:
    """Leap years and year ends included: what is spent in a month's last second counts to the end of it."""
    edge = next_month(funded.rpc.now)
    for _ in range(50):
        edge = next_month(edge)
        receipt = give(funded, amount=1, at=edge - 1)
        assert receipt.of("Rewarded")[0].month == month_of(edge - 1) == month_of(edge) - 1
        assert funded.treasury.rewardLeftThisMonth(at=edge - 1) == LIMIT - 1
        assert funded.treasury.rewardLeftThisMonth(at=edge) == LIMIT


@pytest.mark.parametrize("kind", KINDS)
def test_reward__agent_cannot_be_paid__reverts(funded: System, kind: str) -> None:
    pending = later_birth(funded, 4)
    funded.registry.confirmWallet(sender=agent_actor(pending))
    funded.registry.suspend(2, sender=funded.guardian)
    funded.registry.emergencySuspend(3, sender=funded.guardian)
    for agent_id in (0, 2, 3, 10, pending, COHORT + 2, 2**256 - 1):
        with reverts("AgentNotPayable", agent_id):
            give(funded, kind, agent_id=agent_id)
    assert funded.treasury.rewardReserve() == RESERVE


@pytest.mark.parametrize("kind", KINDS)
def test_reward__unproven__reverts(sealed: System, kind: str) -> None:
    sealed.treasury.activate(sender=sealed.stranger)
    sealed.registry.retire(10, sender=sealed.guardian)
    with reverts("WalletNotProven", 1, WINNER):
        give(sealed, kind)


def test_reward__later_agent__pays(funded: System) -> None:
    agent_id = later_birth(funded, 4)
    wallet = agent_actor(agent_id)
    funded.registry.admit(agent_id, sender=funded.guardian)
    with reverts("WalletNotProven", agent_id, wallet):
        give(funded, agent_id=agent_id)
    funded.registry.confirmWallet(sender=wallet)
    give(funded, agent_id=agent_id)
    assert funded.token.balanceOf(wallet) == funded.treasury.rewardedOf(agent_id) == ROAD


def test_reward__token_refuses__reverts_and_keeps_month_and_reserve(funded: System) -> None:
    funded.token.freeze(WINNER, sender=funded.guardian)
    with reverts("TransferRefused", reason("RECIPIENT_FROZEN"), funded.treasury, WINNER, ROAD):
        give(funded)
    assert (funded.treasury.rewardReserve(), funded.treasury.rewardedOf(1)) == (RESERVE, 0)
    assert funded.treasury.rewardLeftThisMonth() == LIMIT


@pytest.fixture
def governed(sealed: System) -> System:
    """Activated, with a reserve, and agents 1 and 2 confirmed."""
    sealed.treasury.activate(sender=sealed.stranger)
    sealed.confirm(1, 2)
    sealed.registry.retire(10, sender=sealed.guardian)
    return sealed


@pytest.mark.parametrize("kind", KINDS)
def test_reward__proposer__reverts(governed: System, kind: str) -> None:
    executor = govern(governed, WINNER)[KINDS.index(kind)]
    with reverts("RewardToProposer", 1):
        give(governed, kind, agent_id=1, sender=executor)
    give(governed, kind, agent_id=2, sender=executor)
    assert governed.treasury.rewardedOf(2) == ROAD


@pytest.mark.parametrize("kind", KINDS)
def test_reward__guardian_proposed__pays(governed: System, kind: str) -> None:
    executor = govern(governed, governed.guardian)[KINDS.index(kind)]
    give(governed, kind, sender=executor)
    assert governed.treasury.rewardedOf(1) == ROAD


@pytest.mark.parametrize("kind", KINDS)
def test_reward__proposer_moved_to_another_wallet__reverts(governed: System, kind: str) -> None:
    """Never to the proposer: an agent stays the one that proposed, whichever wallet it has since."""
    executor = govern(governed, WINNER)[KINDS.index(kind)]
    governed.rotate(1, WINNER, actor("new wallet"))
    with reverts("RewardToProposer", 1):
        give(governed, kind, agent_id=1, sender=executor)
