"""Votes are earned, never bought (invariants 10, 12, 48, 49).

units of an agent
├── the treasury pays ── units, ceiling and total rise by the pay
├── somebody else pays ── nothing changes, unless it had sent pay away: then up to the ceiling
├── it sends what stands above the ceiling ── keeps them
├── it sends more ── falls to the balance, to the wei
├── to another agent ── the lesser of what one loses and the other gains moves
└── paid in parts, in one block, to itself ── the same sum
suspended by the guardian ── keeps everything
suspended by governance ── units and total fall, the past stays; what comes in gives none
reinstated ── units and total are back
retired ── units are gone for ever
guardian, humans, protocol ── none, whatever they hold
getPastVotes, getPastTotalSupply ── as of the end of that second; the present reverts
"""

import pytest

from tests.support.actors import Actor, agent_actor
from tests.support.contract import reverts
from tests.support.holders import paid_agent, pay, rich_human
from tests.support.office import told
from tests.support.system import CAP, NAMES, ROAD, System

PAID = 100 * ROAD


@pytest.fixture
def agent(fleet: System) -> Actor:
    return paid_agent(fleet, 1, PAID)


@pytest.fixture
def other_agent(fleet: System) -> Actor:
    return paid_agent(fleet, 2, PAID)


def state(system: System, one: Actor) -> tuple[int, int, int]:
    """(units, ceiling, votes)."""
    token = system.token
    return token.unitsOf(one), token.ceilingOf(one), token.getVotes(one)


def total(system: System) -> int:
    """All units now, as the checkpoints know them."""
    system.rpc.travel(1)
    units: int = system.token.getPastTotalSupply(system.rpc.now - 1)
    return units


def test_pay__first__emits_and_gives_units(fleet: System) -> None:
    """An agent votes without having to delegate first (G29)."""
    agent = agent_actor(1)
    assert (state(fleet, agent), total(fleet)) == ((0, 0, 0), 0)
    receipt = pay(fleet, agent, PAID)
    assert told(receipt) == [
        ("Transfer", fleet.treasury.address, agent.address, PAID),
        ("DelegateVotesChanged", agent.address, 0, PAID),
    ]
    assert fleet.token.delegates(agent) == agent.address
    assert (state(fleet, agent), total(fleet)) == ((PAID, PAID, PAID), PAID)
    pay(fleet, agent, 1)
    assert (state(fleet, agent), total(fleet)) == ((PAID + 1,) * 3, PAID + 1)


@pytest.mark.parametrize("amount", [1, ROAD, 10_000_000 * ROAD])
@pytest.mark.parametrize("giver", ["guardian", "human", "agent", "vesting"])
def test_gift__from_anybody__keeps_units(
    fleet: System, agent: Actor, other_agent: Actor, giver: str, amount: int
) -> None:
    """X1, invariant 49."""
    if giver == "agent":
        pay(fleet, other_agent, amount)
    if giver == "guardian":
        fleet.vesting.release(sender=fleet.stranger)
    human = rich_human(fleet, "human", CAP)[0]
    givers = {"human": human, "agent": other_agent, "guardian": fleet.guardian}
    before, all_units = state(fleet, agent), total(fleet)
    fleet.token.transfer(agent, amount, sender=givers.get(giver) or getattr(fleet, giver))
    assert state(fleet, agent) == before
    if giver == "agent":
        all_units -= amount
    assert total(fleet) == all_units


@pytest.mark.parametrize("sent", [0, 1, PAID - 1, PAID])
def test_send__pay__takes_its_votes_along(fleet: System, agent: Actor, sent: int) -> None:
    human = rich_human(fleet, "human", 0)[0]
    fleet.token.transfer(human, sent, sender=agent)
    left = PAID - sent
    assert (state(fleet, agent), total(fleet)) == ((left, PAID, left), left)
    # What comes back counts again, and no wei more than what was ever paid.
    fleet.token.transfer(agent, sent, sender=human)
    assert (state(fleet, agent), total(fleet)) == ((PAID,) * 3, PAID)


@pytest.mark.parametrize(("sent", "lost"), [(ROAD - 1, 0), (ROAD, 0), (ROAD + 1, 1), (PAID + ROAD, PAID)])
def test_send__above_the_ceiling__keeps_units_to_the_wei(
    fleet: System, agent: Actor, sent: int, lost: int
) -> None:
    human = rich_human(fleet, "human", ROAD)[0]
    fleet.token.transfer(agent, ROAD, sender=human)
    receipt = fleet.token.transfer(human, sent, sender=agent)
    changes = [("DelegateVotesChanged", agent.address, PAID, PAID - lost)] if lost else []
    assert told(receipt)[2:] == changes
    assert state(fleet, agent) == (PAID - lost, PAID, PAID - lost)


@pytest.mark.parametrize("sent", [1, 60 * ROAD])
@pytest.mark.parametrize("room", [0, 1, 30 * ROAD, PAID])
def test_send__to_an_agent__moves_the_lesser(
    fleet: System, agent: Actor, other_agent: Actor, room: int, sent: int
) -> None:
    """What the other had sent away it gets back as units; the rest of what comes is no vote."""
    fleet.token.transfer(fleet.guardian, room, sender=other_agent)
    gained = min(room, sent)
    before = total(fleet)
    receipt = fleet.token.transfer(other_agent, sent, sender=agent)
    assert state(fleet, agent) == (PAID - sent, PAID, PAID - sent)
    assert state(fleet, other_agent)[0] == PAID - room + gained
    assert total(fleet) == before - sent + gained
    votes = [(e.delegate, e.newVotes - e.previousVotes) for e in receipt.of("DelegateVotesChanged")]
    changes = {one: sum(v for d, v in votes if d == one.address) for one in (agent, other_agent)}
    assert changes == {agent: -sent, other_agent: gained}


def test_send__nothing_to_lose__gives_the_other_its_room(
    fleet: System, agent: Actor, other_agent: Actor
) -> None:
    """The sender's excess fills what the recipient had sent away: the total rises by that."""
    fleet.vesting.release(sender=fleet.stranger)
    fleet.token.transfer(agent, PAID, sender=fleet.guardian)
    fleet.token.transfer(fleet.guardian, 40 * ROAD, sender=other_agent)
    before = total(fleet)
    fleet.token.transfer(other_agent, PAID, sender=agent)
    assert (state(fleet, agent), state(fleet, other_agent)) == ((PAID,) * 3, (PAID,) * 3)
    assert total(fleet) == before + 40 * ROAD


def test_units__holders_that_are_no_agents__none(fleet: System, agent: Actor) -> None:
    fleet.vesting.release(sender=fleet.stranger)
    human = rich_human(fleet, "human", CAP)[0]
    contracts = [getattr(fleet, short) for short in NAMES]
    for one in [fleet.guardian, human, fleet.stranger, *contracts]:
        assert state(fleet, one) == (0, 0, 0)
    assert total(fleet) == PAID


def test_units__emergency_suspension__keeps_everything(fleet: System, agent: Actor) -> None:
    """Invariant 48, X2: neither units nor denominator move, and what comes in counts as ever."""
    before = (state(fleet, agent), total(fleet))
    fleet.registry.emergencySuspend(1, sender=fleet.guardian)
    assert (state(fleet, agent), total(fleet)) == before
    pay(fleet, agent, ROAD)
    assert state(fleet, agent) == (PAID + ROAD,) * 3
    fleet.registry.liftSuspension(1, sender=fleet.guardian)
    assert (state(fleet, agent), total(fleet)) == ((PAID + ROAD,) * 3, PAID + ROAD)


def test_units__suspended_by_governance__fall_and_come_back(
    fleet: System, agent: Actor, other_agent: Actor
) -> None:
    before = fleet.rpc.now
    fleet.rpc.travel(1)
    receipt = fleet.registry.suspend(1, sender=fleet.guardian)
    assert [e.args for e in receipt.of("DelegateVotesChanged")] == [
        {"delegate": agent.address, "previousVotes": PAID, "newVotes": 0}
    ]
    assert (state(fleet, agent), total(fleet)) == ((0, PAID, 0), PAID)
    assert fleet.token.getPastVotes(agent, before) == PAID
    assert fleet.token.getPastTotalSupply(before) == 2 * PAID
    # It may receive; that moves nobody's units but the sender's.
    fleet.token.transfer(agent, ROAD, sender=other_agent)
    assert (state(fleet, agent), total(fleet)) == ((0, PAID, 0), PAID - ROAD)
    with reverts("TransferRefused", 6, agent, other_agent, 1):
        fleet.token.transfer(other_agent, 1, sender=agent)
    fleet.registry.reinstate(1, sender=fleet.guardian)
    assert (state(fleet, agent), total(fleet)) == ((PAID,) * 3, 2 * PAID - ROAD)


def test_units__paid_while_suspended_by_governance__wait_for_the_reinstatement(
    fleet: System, agent: Actor
) -> None:
    """The treasury doesn't pay such an agent; if it did, that would be no vote yet."""
    fleet.registry.suspend(1, sender=fleet.guardian)
    pay(fleet, agent, ROAD)
    assert (state(fleet, agent), total(fleet)) == ((0, PAID + ROAD, 0), 0)
    fleet.registry.reinstate(1, sender=fleet.guardian)
    assert (state(fleet, agent), total(fleet)) == ((PAID + ROAD,) * 3, PAID + ROAD)


def test_units__suspended_while_delegated__leave_the_delegatee(
    fleet: System, agent: Actor, other_agent: Actor
) -> None:
    fleet.token.delegate(other_agent, sender=agent)
    fleet.registry.suspend(1, sender=fleet.guardian)
    assert (fleet.token.getVotes(other_agent), total(fleet)) == (PAID, PAID)
    fleet.registry.reinstate(1, sender=fleet.guardian)
    assert (fleet.token.getVotes(other_agent), total(fleet)) == (2 * PAID, 2 * PAID)
    assert fleet.token.delegates(agent) == other_agent.address


def test_units__retired__are_gone(fleet: System, agent: Actor, other_agent: Actor) -> None:
    fleet.token.delegate(agent, sender=other_agent)
    fleet.registry.retire(1, sender=fleet.guardian)
    assert fleet.token.unitsOf(agent) == 0
    # What others had delegated to it stays in the denominator until they choose again.
    assert (fleet.token.getVotes(agent), total(fleet)) == (PAID, PAID)
    fleet.token.delegate(other_agent, sender=other_agent)
    assert (fleet.token.getVotes(agent), total(fleet)) == (0, PAID)
    fleet.token.transfer(other_agent, PAID, sender=agent)
    assert (state(fleet, other_agent), total(fleet)) == ((PAID,) * 3, PAID)


def test_past_votes__each_second__as_of_its_end(fleet: System, agent: Actor) -> None:
    human = rich_human(fleet, "human", 0)[0]
    start = fleet.rpc.now + 10
    for step in range(3):
        fleet.token.transfer(human, ROAD, sender=agent, at=start + step)
    fleet.rpc.travel(10)
    seen = [fleet.token.getPastVotes(agent, start + d) // ROAD for d in (-1, 0, 1, 2, 3)]
    assert seen == [100, 99, 98, 97, 97]
    assert [fleet.token.getPastTotalSupply(start + d) // ROAD for d in (-1, 0, 1, 2, 3)] == seen
    assert fleet.token.getPastVotes(human, start) == 0
    assert fleet.token.numCheckpoints(agent) == 4
    assert fleet.token.checkpoints(agent, 3) == {"_key": start + 2, "_value": 97 * ROAD}


@pytest.mark.parametrize("ahead", [0, 1, 10**6])
def test_past_votes__present_or_future__reverts(fleet: System, agent: Actor, ahead: int) -> None:
    now = fleet.rpc.now
    for call in ((fleet.token.getPastVotes, agent), (fleet.token.getPastTotalSupply,)):
        with reverts("ERC5805FutureLookup", now + ahead, now):
            call[0](*call[1:], now + ahead, at=now)
