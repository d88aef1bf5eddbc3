"""A holder of every kind, in every state, and how a transfer between two of them ends."""

from typing import Any

from tests.support.actors import actor, agent_actor
from tests.support.holders import paid_agent, pay, rich_human, tried
from tests.support.system import CAP, ROAD, ZERO, System, identity_of, reason


def world(system: System, state: str) -> dict[str, str]:
    """A holder of every kind, by what it is."""
    paid_agent(system, 1, 3 * ROAD)
    for agent_id in (2, 3, 4, 5):
        paid_agent(system, agent_id, 2 * ROAD)
    system.vesting.release(sender=system.stranger)
    human, other_wallet = rich_human(system, "human", 10 * ROAD, ROAD)
    full = rich_human(system, "full", CAP - ROAD)[0]
    frozen = rich_human(system, "frozen", ROAD)[0]
    expired, suspended = rich_human(system, "expired", ROAD)[0], rich_human(system, "suspended", ROAD)[0]
    former = rich_human(system, "left", ROAD)[0]
    venue = actor("venue")
    system.cap.setVenue(venue, True, sender=system.guardian)
    pay(system, venue, ROAD)
    system.cap.unlink(former, sender=system.attestor)
    system.cap.setIdentitySuspended(identity_of("suspended"), True, sender=system.attestor)
    system.cap.attest(identity_of("expired"), system.rpc.now + 100, sender=system.attestor)
    system.rpc.travel(100)
    system.registry.suspend(2, sender=system.guardian)
    system.registry.emergencySuspend(3, sender=system.guardian)
    system.registry.retire(4, sender=system.guardian)
    system.token.freeze(agent_actor(5), sender=system.guardian)
    system.token.freeze(frozen, sender=system.guardian)
    if state == "cap lowered":
        system.cap.setHumanCap(2_000_000 * ROAD, sender=system.guardian)
    if state == "paused":
        system.token.pause(sender=system.guardian)
    people: dict[str, Any] = {
        "agent": agent_actor(1),
        "agent suspended by governance": agent_actor(2),
        "agent suspended by the guardian": agent_actor(3),
        "retired agent": agent_actor(4),
        "frozen agent": agent_actor(5),
        "unpaid agent": agent_actor(6),
        "human": human,
        "the human's other wallet": other_wallet,
        "human below the cap": full,
        "frozen human": frozen,
        "expired human": expired,
        "suspended human": suspended,
        "former": former,
        "venue": venue,
        "guardian": system.guardian,
        "treasury": system.treasury,
        "vesting": system.vesting,
        "escrow": system.escrow,
        "token": system.token,
        "stranger": system.stranger,
    }
    return {name: one.address for name, one in people.items()} | {"zero": ZERO}


def outcome(system: System, sender: str, to: str, amount: int) -> int:
    """The transfer's own answer, as a reason."""
    refusal = tried(system, sender, to, amount)
    if refusal is None:
        return 0
    if refusal.name in ("ERC20InvalidReceiver", "ERC20InvalidSender"):
        assert refusal.values == (ZERO,)
        return reason("ZERO_ADDRESS")
    if refusal.name == "ERC20InsufficientBalance":
        assert refusal.values == (sender, system.token.balanceOf(sender), amount)
        return reason("INSUFFICIENT_BALANCE")
    assert (refusal.name, refusal.values[1:]) == ("TransferRefused", (sender, to, amount))
    code: int = refusal.values[0]
    return code
