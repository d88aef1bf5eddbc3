"""What the council's first election costs.

As many agents stand as a category has at genesis, 64 at most, and rise in rank from one place of the list to
the next, which makes them the dearest to sort. Only the archetypes fill a list; they have the most seats too.
"""

from collections.abc import Sequence

from bench.measurement import Measurement
from bench.system import DAY, System
from deployment.cohort import CATEGORIES, Category

MAX_LISTED = 64
SEATS = {"copilot": 5, "foundation": 2, "archetype": 12, "specialized": 4, "service": 2}
NOMINATION, CAMPAIGN, VOTING = 7 * DAY, 14 * DAY, 7 * DAY
ARCHETYPE = CATEGORIES[2]
ENDORSED, DISPLACING, DISPLACED = ARCHETYPE.last, ARCHETYPE.last - 2, ARCHETYPE.last - 1
"""The last on the list, all three in one place: each displaces the one before."""
ENDORSERS = ARCHETYPE.first, ARCHETYPE.first + 1, ARCHETYPE.first + 2
MEASURED_STAND = 10
"""The nominee whose nomination is measured; it finds room, and others on the list."""


def council(system: System) -> dict[str, Measurement]:
    """Hold the election that opens when the bootstrap is closed."""
    lists = {category: list(range(category.last, category.first - 1, -1)) for category in CATEGORIES}
    lists[ARCHETYPE] = [DISPLACED, *range(ARCHETYPE.last - 3, ARCHETYPE.last - 2 - MAX_LISTED, -1)]
    results = _nominate(system, lists)
    lists[ARCHETYPE][0] = ENDORSED
    system.chain.travel(NOMINATION + CAMPAIGN)
    for category, nominees in lists.items():
        _approve(system, category, nominees)
    results |= _vote(system, lists[ARCHETYPE])
    system.chain.travel(VOTING)
    return results | _finalise(system, lists)


def _nominate(system: System, lists: dict[Category, list[int]]) -> dict[str, Measurement]:
    """Fill the lists, and the places of a full one anew."""
    chain, calls, results = system.chain, system.council.functions, {}
    for nominees in lists.values():
        for number, agent_id in enumerate(nominees, start=1):
            if nominees is lists[ARCHETYPE] and number == MEASURED_STAND:
                results["stand"] = chain.measure("candidacy", calls.stand(), system.wallet(agent_id))
            else:
                chain.send(calls.stand(), system.wallet(agent_id))
    first, second, third = (system.wallet(agent_id) for agent_id in ENDORSERS)
    listed = lists[ARCHETYPE][-1]
    chain.send(calls.endorse(listed), first)
    results["endorse"] = chain.measure("endorsement of a nominee", calls.endorse(listed), second)
    results["displace"] = chain.measure(
        f"candidacy that displaces one of {MAX_LISTED}", calls.stand(), system.wallet(DISPLACING)
    )
    chain.send(calls.stand(), system.wallet(ENDORSED))
    results["endorse_displacing"] = chain.measure(
        f"endorsement whose nominee displaces one of {MAX_LISTED}", calls.endorse(ENDORSED), third
    )
    return results


def _approve(system: System, category: Category, nominees: Sequence[int]) -> None:
    """Give everybody on the list one approval."""
    names = SEATS[category.name]
    ballots = [nominees[start : start + names] for start in range(0, len(nominees), names)]
    for voter, ballot in enumerate(ballots, start=category.first):
        system.chain.send(system.council.functions.vote(ballot), system.wallet(voter))


def _vote(system: System, nominees: Sequence[int]) -> dict[str, Measurement]:
    """Approve of as many as there are seats, of those who rank highest already."""
    names = SEATS[ARCHETYPE.name]
    ballot = system.council.functions.vote(nominees[-names:])
    voter = system.wallet(ARCHETYPE.first + len(nominees))
    return {"approve": system.chain.measure(f"ballot with {names} names", ballot, voter)}


def _finalise(system: System, lists: dict[Category, list[int]]) -> dict[str, Measurement]:
    """Finalise every category, and one as dear as it can be: only the lowest can be seated."""
    chain, calls, results = system.chain, system.council.functions, {}
    for category, nominees in lists.items():
        call = calls.finalise(category.code)
        if category is ARCHETYPE:
            with chain.undone():
                for agent_id in nominees[SEATS[category.name] :]:
                    chain.send(system.registry.functions.suspend(agent_id), system.critical_executor)
                results["finalise_dearest"] = chain.measure("dearest", call, system.anyone)
        label = f"finalising {category.name}, {len(nominees)} candidates"
        results[f"finalise_{category.name}"] = chain.measure(label, call, system.anyone)
    return results
