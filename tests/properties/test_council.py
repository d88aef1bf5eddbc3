"""The council under any sequence of nominations, ballots, counts, vacancies and decisions, and its winners.

machine
├── in this process, and deeper on demand
└── on the node
winners
└── any tally, with ties, removals, late counts ── the reference's, in any order of ballots and categories
"""

from collections.abc import Callable, Sequence
from copy import deepcopy
from functools import partial
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.models.council import NOMINATION, SEATS, VOTING, Council, Member
from tests.models.errors import Refused
from tests.support.contract import Receipt, Revert
from tests.support.council import ARCHETYPE, REST, Elections, deploy_council, ids_of
from tests.support.system import DAY, System

from .council import CouncilMachine, assembled
from .depth import BRIEF, TALLIES, Depth, in_process_depths
from .machine import search, undone

VOTERS = 12

Ballot = tuple[int, list[int]]


def run(elections: Elections, depth: Depth) -> None:
    with undone(elections.system):
        start = assembled(elections)
        machine = type("CouncilMachine", (CouncilMachine,), {"elections": elections})
        search(machine, elections.system, start, depth)


@in_process_depths
def test_council__any_sequence__keeps_seats_and_ballots(polity: Elections, depth: Depth) -> None:
    """Invariants 31 to 34 and 48."""
    run(polity, depth)


def test_council__any_sequence_on_the_node__keeps_seats_and_ballots(system: System) -> None:
    """Invariants 31 to 34 and 48."""
    run(Elections(system, deploy_council(system)), BRIEF)


def a_poll(data: Any, category: int, most: int) -> tuple[list[int], list[Ballot]]:
    """Who stands, and ballots one after the other, by few voters so that many are changed."""
    ids = ids_of(category)[:: 17 if category == ARCHETYPE else 1]
    names = data.draw(st.lists(st.sampled_from(ids), max_size=30, unique=True))
    ballot = st.lists(st.sampled_from(names), max_size=most, unique=True) if names else st.just([])
    voters = st.sampled_from(ids_of(category)[-VOTERS:])
    return names, data.draw(st.lists(st.tuples(voters, ballot), max_size=25))


def outcome(act: Callable[[], Any]) -> Any:
    """What is done, or the words with which it is refused."""
    try:
        done = act()
    except (Refused, Revert) as no:
        return no.name, no.values
    if isinstance(done, Receipt):
        (event,) = done.of("VacancyFilled")
        return event.seat + 1, event.agentId
    return done


def conclude(elections: Elections, model: Council, order: Sequence[int], election: int) -> dict[int, Any]:
    """Counts all elections up to this one and fills what is vacant, as the reference does; what came out."""
    results: dict[int, Any] = {}
    for category in order:
        for number in range(election + 1):
            expected = model.finalise(category, elections.rpc.now + 1)
            (event,) = elections.finalise(category).of("ElectionFinalised")
            assert (event.args["election"], event.winners) == (number, expected)
        for _ in range(SEATS[category] + 1):
            expected = outcome(partial(model.fill, category, elections.rpc.now + 1))
            assert outcome(partial(elections.fill, category)) == expected
        now = elections.rpc.now
        holders = [model.holder(category, seat + 1, now) for seat in range(SEATS[category])]
        assert elections.holders(category) == holders
        results[category] = (event.winners, holders)
    return results


@given(data=st.data(), election=st.integers(0, 2), late=st.sampled_from([0, 0, 0, 61, 62, 152, 400]))
@TALLIES.settings
def test_winners__any_tally__those_of_the_reference(
    polity: Elections, data: Any, election: int, late: int
) -> None:
    """Invariants 32 and 34: in any order of ballots and of categories."""
    categories = data.draw(st.lists(st.integers(0, 4), min_size=2, max_size=2, unique=True))
    model, rpc = Council(polity.opened, polity.system.divisor), polity.rpc
    polls = [a_poll(data, c, len(model.filled(election, c))) for c in categories]
    names = [name for standing, _ in polls for name in standing]
    ballots = [ballot for _, cast in polls for ballot in cast]
    removed = data.draw(st.lists(st.sampled_from(names), max_size=4, unique=True)) if names else []
    final = list(dict(ballots).items())
    with undone(polity.system):
        for agent in {*names, *dict(ballots)}:
            found = polity.system.registry.agent(agent)
            model.members[agent] = Member(found.category, found.bornAt)
        polity.go(election, NOMINATION)
        for name in names:
            model.stand(name, rpc.now + 1)
            polity.stand(name)
        polity.go(election, VOTING)
        results = []
        for cast, order in ((ballots, categories), (data.draw(st.permutations(final)), categories[::-1])):
            copy = deepcopy(model)
            with undone(polity.system):
                for voter, chosen in cast:
                    copy.vote(voter, chosen, rpc.now + 1)
                    polity.vote(voter, *chosen)
                for step, agent in zip(("suspend", "retire") * 2, removed, strict=False):
                    copy.members[agent].status = 3 if step == "suspend" else 4
                    copy.members[agent].suspensions += step == "suspend"
                    polity.decide(step, agent)
                polity.go(election, REST)
                if late:
                    rpc.travel(late * DAY)
                results.append(conclude(polity, copy, order, election))
        assert results[0] == results[1]
