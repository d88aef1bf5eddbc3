"""An emergency suspension, at any moment, changes nothing that is counted (invariant 48, X2)."""

from tests.support.actors import agent_actor
from tests.support.contract import reverts
from tests.support.holders import pay
from tests.support.system import DAY, ROAD, System

AGENTS = [agent_actor(n) for n in range(1, 15)]


def counts(system: System) -> list[int]:
    """Votes, past votes, units, members of each category, the denominator."""
    token, time = system.token, system.rpc.now - 1
    votes = [token.getVotes(a) for a in AGENTS]
    past = [token.getPastVotes(a, time) for a in AGENTS]
    units = [token.unitsOf(a) for a in AGENTS]
    members = [system.registry.membersOf(category) for category in range(5)]
    return [*votes, *past, *units, *members, token.getPastTotalSupply(time)]


def test_emergency_suspend__at_any_moment__keeps_every_count(governed: System, isolated: None) -> None:
    """Twelve at once, lifted, and over by themselves."""
    for n, agent in enumerate(AGENTS, 1):
        pay(governed, agent, n * ROAD)
    governed.token.delegate(AGENTS[1], sender=AGENTS[0])
    governed.rpc.travel(2)
    before = counts(governed)
    assert sum(before) > 0
    for agent_id in range(1, 13):
        governed.registry.emergencySuspend(agent_id, sender=governed.guardian)
    governed.rpc.travel(2)
    assert counts(governed) == before
    with reverts("TooManySuspended", 12, 12):
        governed.registry.emergencySuspend(13, sender=governed.guardian)
    governed.registry.liftSuspension(1, sender=governed.guardian)
    governed.rpc.travel(1)
    assert counts(governed) == before
    governed.rpc.travel(4 * DAY)
    assert counts(governed) == before
