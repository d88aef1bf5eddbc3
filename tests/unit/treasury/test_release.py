"""Payment of one agent.

release
├── not activated ── reverts NotActivated
├── payments paused ── reverts Held, until the last second
├── agent unknown or not of the genesis ── reverts NoEntitlement
├── wallet unproven ── reverts WalletNotProven, in every status
├── agent suspended, by whomever ── reverts AgentNotPayable; nothing is lost
├── nothing new vested ── reverts NothingToRelease
├── the token refuses ── reverts TransferRefused; nothing is lost
└── otherwise ── anyone; pays what vested since the last time to the wallet of now
    ├── in any rhythm ── the same sum
    └── retired ── what was vested then, once
"""

from random import Random
from typing import Any

import pytest

from tests.support.actors import actor, agent_actor
from tests.support.agents import later_birth
from tests.support.contract import reverts
from tests.support.office import told
from tests.support.system import COHORT, DAY, ROAD, System, reason

from .test_numbers import TABLE, vested

AGENT = agent_actor(1)
SCOPE = b"payments".ljust(32, b"\0")
QUARTER = 90 * DAY


def release(system: System, agent_id: int = 1, **time: Any) -> Any:
    return system.treasury.release(agent_id, sender=system.stranger, **time)


def test_release__not_activated__reverts(sealed: System) -> None:
    with reverts("NotActivated"):
        release(sealed)


def test_release__paused__reverts_until_the_last_second(system: System) -> None:
    """A8."""
    system.treasury.pausePayments(sender=system.guardian)
    until = system.rpc.now + 3 * DAY
    with reverts("Held", SCOPE, until):
        release(system, at=until - 1)
    release(system, at=until)


@pytest.mark.parametrize("agent_id", [0, COHORT + 1, 2**256 - 1])
def test_release__no_genesis_agent__reverts(system: System, agent_id: int) -> None:
    later = later_birth(system, 4)
    system.registry.admit(later, sender=system.guardian)
    with reverts("NoEntitlement", agent_id):
        release(system, agent_id)


@pytest.mark.parametrize("status", ["active", "suspended", "retired"])
def test_release__unproven__reverts(sealed: System, status: str) -> None:
    sealed.treasury.activate(sender=sealed.stranger)
    if status != "active":
        step = "suspend" if status == "suspended" else "retire"
        sealed.registry.fn(step)(1, sender=sealed.guardian)
    with reverts("WalletNotProven", 1, AGENT):
        release(sealed)


@pytest.mark.parametrize("by", ["guardian", "governance"])
def test_release__suspended__reverts_and_pays_all_of_it_later(system: System, by: str) -> None:
    step = system.registry.emergencySuspend if by == "guardian" else system.registry.suspend
    start = system.treasury.activatedAt()
    step(1, sender=system.guardian, at=start + QUARTER - 1)
    with reverts("AgentNotPayable", 1):
        release(system, at=start + QUARTER)
    if by == "guardian":
        end = system.registry.agent(1).suspendedUntil
        with reverts("AgentNotPayable", 1):
            release(system, at=end - 1)
        release(system, at=end)
    else:
        system.registry.reinstate(1, sender=system.guardian)
        release(system)
    assert system.token.balanceOf(AGENT) == vested(1, 2)


@pytest.mark.parametrize("quarter", [1, 2, 3, 4])
def test_release__twice__reverts_until_the_next_quarter(system: System, quarter: int) -> None:
    """V1."""
    begin = system.treasury.activatedAt() + (quarter - 1) * QUARTER
    release(system, at=max(begin, system.rpc.now + 1))
    last = begin + QUARTER - 1 if quarter < 4 else begin + 3650 * DAY
    for at in (begin, last):
        with reverts("NothingToRelease", 1):
            release(system, at=max(at, system.rpc.now + 1))
    assert system.token.balanceOf(AGENT) == system.treasury.releasedOf(1) == vested(1, quarter)


@pytest.mark.parametrize("category", TABLE)
def test_release__first_quarter__emits_and_pays(system: System, category: str) -> None:
    agent_id = TABLE[category][1]
    wallet, amount = agent_actor(agent_id).address, vested(agent_id, 1)
    before = system.treasury.outstanding()
    receipt = release(system, agent_id)
    assert told(receipt) == [
        ("Released", agent_id, wallet, amount),
        ("Transfer", system.treasury.address, wallet, amount),
        ("DelegateVotesChanged", wallet, 0, amount),
    ]
    assert system.token.balanceOf(wallet) == system.token.unitsOf(wallet) == amount
    assert system.treasury.outstanding() == before - amount
    assert (system.treasury.releasedOf(agent_id), system.treasury.releasableOf(agent_id)) == (amount, 0)


@pytest.mark.parametrize("category", TABLE)
def test_release__every_quarter__pays_the_floor_of_the_cumulative_amount(
    system: System, category: str
) -> None:
    """R11: each part is the difference of two floors, so the parts add up to the share."""
    agent_id, start = TABLE[category][0], system.treasury.activatedAt()
    for quarter in range(1, 5):
        at = max(start + (quarter - 1) * QUARTER, system.rpc.now + 1)
        (event,) = release(system, agent_id, at=at).of("Released")
        assert event.amount == vested(agent_id, quarter) - vested(agent_id, quarter - 1)
    assert system.token.balanceOf(agent_actor(agent_id)) == TABLE[category][4]


@pytest.mark.parametrize("seed", range(3))
def test_release__random_times__pay_the_same_in_the_end(system: System, seed: int) -> None:
    """V4, invariant 35: whenever they are asked for, the parts add up to what has vested."""
    random, start, ids = Random(seed), system.treasury.activatedAt(), [first for first, *_ in TABLE.values()]
    for seconds in [*sorted(random.sample(range(10, 300 * DAY), 15)), 300 * DAY, 5000 * DAY]:
        asked = random.sample(ids, 2) if seconds < 300 * DAY else ids
        system.treasury.releaseBatch(asked, sender=system.stranger, at=start + seconds)
        for agent_id in asked:
            due = vested(agent_id, min(4, 1 + seconds // QUARTER))
            assert system.treasury.releasedOf(agent_id) == due
            assert system.token.balanceOf(agent_actor(agent_id)) == due
    assert [system.treasury.releasedOf(i) for i in ids] == [share for *_, share in TABLE.values()]


def test_release__token_paused_or_wallet_frozen__reverts_and_keeps_it_due(system: System) -> None:
    """A8: a pause defers a payment, never the clock."""
    amount = vested(1, 1)
    system.token.pause(sender=system.guardian)
    with reverts("TransferRefused", reason("PAUSED"), system.treasury, AGENT, amount):
        release(system)
    system.token.unpause(sender=system.guardian)
    system.token.freeze(AGENT, sender=system.guardian)
    with reverts("TransferRefused", reason("RECIPIENT_FROZEN"), system.treasury, AGENT, amount):
        release(system)
    assert system.treasury.releasableOf(1) == amount
    system.token.unfreeze(AGENT, sender=system.guardian)
    release(system)
    assert system.token.balanceOf(AGENT) == amount


def test_release__rotated__pays_the_new_wallet(system: System) -> None:
    """N4: nothing twice."""
    new = actor("new wallet")
    release(system)
    system.rotate(1, AGENT, new)
    release(system, at=system.treasury.activatedAt() + QUARTER)
    assert system.token.balanceOf(AGENT) == vested(1, 1)
    assert system.token.balanceOf(new) == vested(1, 2) - vested(1, 1)


def test_release__donation__keeps_amounts(system: System) -> None:
    """Invariant 36: what anybody sends to the treasury vests for nobody."""
    release(system)
    outstanding = system.treasury.outstanding()
    system.token.transfer(system.treasury, 1000 * ROAD, sender=AGENT)
    assert system.treasury.outstanding() == outstanding
    assert system.treasury.rewardReserve() == 0
    with reverts("NothingToRelease", 1):
        release(system)
    (event,) = release(system, at=system.treasury.activatedAt() + QUARTER).of("Released")
    assert event.amount == vested(1, 2) - vested(1, 1)
