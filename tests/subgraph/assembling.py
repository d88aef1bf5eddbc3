"""A council for tests: the story ends when its members' terms are over."""

from tests.subgraph.played import Played
from tests.support.system import DAY

VOTING_AFTER, VOTING = 21 * DAY, 7 * DAY
STANDING = (*range(5, 8), 11, *range(700, 706), 1188, 1189, 1247)  # as many as an election fills at most
MEMBERS = 4  # a treasurer for each place, and somebody else


def nomination(told: Played) -> int:
    """Waits until an election opens; the answer is its number."""
    election, _ = told.system.council.current()
    opens, *_ = told.system.council.timesOf(election + 1)
    told.system.rpc.travel_to(opens)
    return int(election) + 1


def finalise(told: Played) -> None:
    """Counts whatever can be counted."""
    system = told.system
    for kind in range(5):
        while system.rpc.now >= system.council.timesOf(system.council.finalisedCount(kind))[2]:
            system.council.finalise(kind, sender=system.stranger)


def assembled(told: Played) -> list[int]:
    """Members of the council, elected where there are too few."""
    system = told.system
    finalise(told)
    if len(system.council.members()) < MEMBERS:
        nomination(told)
        nominees = [agent for agent in STANDING if agent not in system.council.members()]
        for agent in nominees:
            system.council.stand(sender=system.wallet_of(agent))
        system.rpc.travel(VOTING_AFTER)
        for agent in nominees:
            system.council.vote([agent], sender=system.wallet_of(agent))
        system.rpc.travel(VOTING)
        finalise(told)
    return list(system.council.members())
