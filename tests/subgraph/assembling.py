"""A council for tests: the story ends when its members' terms are over."""

from tests.subgraph.played import Played
from tests.support.system import DAY

VOTING_AFTER, VOTING = 21 * DAY, 7 * DAY
MEMBERS = 13  # as many as a grant takes
# Of each category, who may stand; the security agent stays on its own place.
POOLS = ((1, 2, 3, *range(5, 11)), range(11, 15), range(700, 730), range(1188, 1200), range(1247, 1251))


def nomination(told: Played) -> int:
    """Waits until an election opens; the answer is its number."""
    election, _ = told.system.council.current()
    opens, *_ = told.system.council.timesOf(election + 1)
    told.system.rpc.travel_to(opens)
    return int(election) + 1


def finalise(told: Played) -> None:
    """Counts whatever can be counted."""
    system = told.system
    for kind in range(len(POOLS)):
        while system.rpc.now >= system.council.timesOf(system.council.finalisedCount(kind))[2]:
            system.council.finalise(kind, sender=system.stranger)


def assembled(told: Played) -> list[int]:
    """Members of the council, elected while there are too few."""
    finalise(told)
    while len(members := list(told.system.council.members())) < MEMBERS:
        elect(told, members)
    return members


def elect(told: Played, members: list[int]) -> None:
    """An election in which as many stand as are seated, and each votes for itself."""
    system, election = told.system, nomination(told)
    standing: list[int] = []
    for kind, pool in enumerate(POOLS):
        free = [agent for agent in pool if agent not in members and system.registry.isActive(agent)]
        standing += free[: system.council.openSeats(election, kind)]
    for agent in standing:
        system.council.stand(sender=system.wallet_of(agent))
    system.rpc.travel(VOTING_AFTER)
    for agent in standing:
        system.council.vote([agent], sender=system.wallet_of(agent))
    system.rpc.travel(VOTING)
    finalise(told)
