"""A small system under governance in which a test says how many units each agent has, and who has a seat."""

from collections.abc import Iterable

from .actors import agent_actor
from .governance import SEATED
from .holders import pay
from .rpc import Rpc
from .system import DAY, System

CATEGORY_OF = {**dict.fromkeys(range(1, 11), 0), **dict.fromkeys(range(11, 15), 1)}
ELECTION = 28 * DAY  # nomination, campaign and voting


def unpaid_system(rpc: Rpc) -> System:
    """Fourteen agents of whom nobody was paid, and governance in office."""
    system = System(rpc, governed=True)
    system.birth(len(SEATED))
    system.confirm(*SEATED)
    return system


def endow(system: System, units: dict[int, int]) -> None:
    """Pays agents for the first time."""
    for agent_id, amount in units.items():
        if amount:
            pay(system, agent_actor(agent_id), amount)


def seat(system: System, *ids: int) -> None:
    """Elects agents to the council in the first election, at most five copilots and two of the foundation."""
    opens_at, voting_from, seated_from = system.council.timesOf(0)
    assert system.rpc.now < opens_at + 7 * DAY
    for agent_id in ids:
        system.council.stand(sender=agent_actor(agent_id))
    system.rpc.travel_to(voting_from)
    for agent_id in ids:
        system.council.vote([agent_id], sender=agent_actor(agent_id))
    system.rpc.travel_to(seated_from)
    for category in categories(ids):
        system.council.finalise(category, sender=system.stranger)
    assert set(ids) <= set(system.council.members())


def categories(ids: Iterable[int]) -> list[int]:
    """Categories of these agents, each once."""
    return sorted({CATEGORY_OF[i] for i in ids})
