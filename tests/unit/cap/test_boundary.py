"""Exactly the cap passes, one wei more reverts, on every path (invariant 5, T1, T2, H12).

transfer, transferFrom, transferFrom after a permit, the treasury's payment to a human
vesting release to a guardian (exempt), and to nobody else
treasury release to a retired agent (capped like one human)
escrow withdrawal, to oneself and to others
several wallets, a lowered cap, a venue
each ── leaves the book at the cap, and untouched where it is refused
"""

from collections.abc import Callable
from typing import Any

import pytest

from tests.support.actors import Actor, actor, agent_actor
from tests.support.contract import reverts
from tests.support.holders import FAR, pay, rich_human, sign_permit
from tests.support.system import CAP, DAY, ROAD, System, identity_of, reason

ABOVE = reason("ABOVE_CAP")
WHO = identity_of("receiver")
LEFT = 1000 * ROAD  # what the receiver may still come to hold
Path = Callable[[System, Actor, int], tuple[Any, Any]]


def by_transfer(system: System, to: Actor, amount: int) -> tuple[Any, Any]:
    sender = agent_actor(1)
    return sender, lambda: system.token.transfer(to, amount, sender=sender)


def by_human(system: System, to: Actor, amount: int) -> tuple[Any, Any]:
    """T7."""
    sender = rich_human(system, f"sender {amount}", 2 * LEFT)[0]
    return sender, lambda: system.token.transfer(to, amount, sender=sender)


def by_guardian(system: System, to: Actor, amount: int) -> tuple[Any, Any]:
    if system.vesting.released() == 0:
        system.vesting.release(sender=system.stranger)
    return system.guardian, lambda: system.token.transfer(to, amount, sender=system.guardian)


def by_allowance(system: System, to: Actor, amount: int) -> tuple[Any, Any]:
    sender = agent_actor(1)
    system.token.approve(to, 2**256 - 1, sender=sender)
    return sender, lambda: system.token.transferFrom(sender, to, amount, sender=to)


def by_permit(system: System, to: Actor, amount: int) -> tuple[Any, Any]:
    sender = agent_actor(1)
    signed = sign_permit(system, sender, to, amount)
    system.token.permit(sender, to, amount, FAR, *signed, sender=to)
    return sender, lambda: system.token.transferFrom(sender, to, amount, sender=to)


def by_treasury(system: System, to: Actor, amount: int) -> tuple[Any, Any]:
    return system.treasury, lambda: pay(system, to, amount)


def by_vesting(system: System, to: Actor, amount: int) -> tuple[Any, Any]:
    """What its code never does."""
    return system.vesting, lambda: system.token.transfer(to, amount, sender=system.vesting)


def by_former(system: System, to: Actor, amount: int) -> tuple[Any, Any]:
    sender = rich_human(system, f"leaver {amount}", 2 * LEFT)[0]
    system.cap.unlink(sender, sender=system.attestor)
    return sender, lambda: system.token.transfer(to, amount, sender=sender)


def by_escrow(system: System, to: Actor, amount: int) -> tuple[Any, Any]:
    """Somebody else's excess."""
    giver = rich_human(system, f"giver {amount}", 0)[0]
    system.rpc.travel(1)
    pay(system, agent_actor(2), 3 * LEFT)
    system.token.transfer(giver, 2 * LEFT, sender=agent_actor(2))
    system.escrow.credit(giver, 2 * LEFT, sender=system.cap)
    system.token.moveToEscrow(giver, 2 * LEFT, sender=system.cap)
    return system.escrow, lambda: system.escrow.withdraw(to, amount, sender=giver)


PATHS: list[Path] = [
    by_transfer,
    by_human,
    by_guardian,
    by_allowance,
    by_permit,
    by_treasury,
    by_vesting,
    by_former,
    by_escrow,
]


@pytest.fixture
def receiver(fleet: System) -> Actor:
    """Two wallets, together LEFT below the cap; the first one."""
    pay(fleet, agent_actor(1), CAP)
    return rich_human(fleet, "receiver", ROAD, CAP - LEFT - ROAD)[0]


@pytest.mark.parametrize("path", PATHS, ids=lambda p: p.__name__)
def test_receive__up_to_the_cap__sets_the_book(fleet: System, receiver: Actor, path: Path) -> None:
    for amount in (LEFT + 1, LEFT + ROAD):
        sender, act = path(fleet, receiver, amount)
        with reverts("TransferRefused", ABOVE, sender, receiver, amount):
            act()
        assert fleet.cap.holdingsOf(WHO) == CAP - LEFT
    path(fleet, receiver, LEFT)[1]()
    assert (fleet.cap.holdingsOf(WHO), fleet.cap.excessOf(WHO)) == (CAP, 0)
    sender, act = path(fleet, receiver, 1)
    with reverts("TransferRefused", ABOVE, sender, receiver, 1):
        act()
    assert fleet.token.balanceOf(receiver) == LEFT + ROAD


def test_receive__lowered_cap__is_the_wall(fleet: System, receiver: Actor) -> None:
    fleet.cap.setHumanCap(CAP - ROAD, sender=fleet.guardian)
    with reverts("TransferRefused", ABOVE, fleet.treasury, receiver, LEFT - ROAD + 1):
        pay(fleet, receiver, LEFT - ROAD + 1)
    pay(fleet, receiver, LEFT - ROAD)
    assert fleet.cap.holdingsOf(WHO) == CAP - ROAD


def test_receive__each_wallet__counts_for_all(fleet: System, receiver: Actor) -> None:
    """A second wallet is no second cap; between the two anything moves (invariant 7)."""
    second = actor("human receiver 1")
    head = fleet.cap.head()
    fleet.token.transfer(receiver, CAP - LEFT - ROAD, sender=second)
    assert fleet.cap.head() == head
    pay(fleet, second, LEFT)
    for wallet in (receiver, second):
        with reverts("TransferRefused", ABOVE, fleet.treasury, wallet, 1):
            pay(fleet, wallet, 1)
    fleet.token.transfer(second, CAP - LEFT, sender=receiver)
    fleet.token.transfer(receiver, CAP, sender=second)
    assert fleet.token.balanceOf(receiver) == CAP


def test_vesting_release__guardian__has_no_cap(fleet: System) -> None:
    """51 % is the office's; no human's book knows of it."""
    fleet.rpc.travel(4 * 365 * DAY)
    fleet.vesting.release(sender=fleet.stranger)
    assert fleet.token.balanceOf(fleet.guardian) == 510_000_000 * ROAD
    assert fleet.cap.holdingsOf(fleet.cap.identityOf(fleet.guardian)) == 0


def test_agent__any_amount__has_no_cap(fleet: System) -> None:
    pay(fleet, agent_actor(1), 490_000_000 * ROAD)
    assert fleet.token.balanceOf(agent_actor(1)) == 490_000_000 * ROAD
    assert fleet.cap.head() == b"\0" * 32


@pytest.mark.parametrize("excess", [0, 1])
def test_treasury_release__retired_agent__is_capped(system: System, excess: int) -> None:
    """T8, V6: what was vested is paid up to the cap of one human, and else waits without loss."""
    agent = agent_actor(11)
    due = system.treasury.releasableOf(11)
    system.vesting.release(sender=system.stranger)
    system.token.transfer(agent, CAP - due + excess, sender=system.guardian)
    system.registry.retire(11, sender=system.guardian)
    own = system.cap.identityOf(agent)
    assert system.cap.holdingsOf(own) == CAP - due + excess
    if excess:
        with reverts("TransferRefused", ABOVE, system.treasury, agent, due):
            system.treasury.release(11, sender=system.stranger)
        receipt = system.treasury.releaseBatch([11, 12], sender=system.stranger)
        assert [e.agentId for e in receipt.of("ReleaseSkipped")] == [11]
        assert [e.agentId for e in receipt.of("Released")] == [12]
        system.token.transfer(system.guardian, excess, sender=agent)
    system.treasury.release(11, sender=system.stranger)
    assert (system.cap.holdingsOf(own), system.cap.excessOf(own)) == (CAP, 0)


def test_escrow__own_excess__comes_back_up_to_the_cap(fleet: System) -> None:
    wallet = rich_human(fleet, "human", CAP)[0]
    fleet.cap.setHumanCap(CAP - LEFT, sender=fleet.guardian)
    fleet.rpc.travel(30 * DAY)
    fleet.cap.rebalance(identity_of("human"), sender=fleet.stranger)
    fleet.token.transfer(fleet.guardian, ROAD, sender=wallet)
    with reverts("TransferRefused", ABOVE, fleet.escrow, wallet, ROAD + 1):
        fleet.escrow.withdraw(wallet, ROAD + 1, sender=wallet)
    fleet.escrow.withdraw(wallet, ROAD, sender=wallet)
    assert fleet.cap.holdingsOf(identity_of("human")) == CAP - LEFT
    assert fleet.escrow.escrowedOf(wallet) == LEFT - ROAD
