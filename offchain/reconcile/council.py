"""The council: elections with candidates and ballots, seats, and approvals in the guardian's place."""

from typing import get_args

from offchain.reconcile.values import number
from offchain.reconcile.walk import Walk
from offchain.subgraph.agents import Agent, Category
from offchain.subgraph.council import (
    Candidacy,
    CaretakerApproval,
    CouncilBallot,
    Election,
    Endorsement,
    Race,
    Seat,
)
from offchain.subgraph.guardian import Office

COUNCIL = "AgentCouncil"
CATEGORIES = get_args(Category)


def compare(walk: Walk) -> None:
    """Everything of the subject."""
    elections = list(walk.all(Election).values())
    times = walk.each(COUNCIL, "timesOf", [one.number for one in elections])
    for one, found in zip(elections, times, strict=True):
        told = {"opens_at": one.opens_at, "voting_from": one.voting_from, "seated_from": one.seated_from}
        walk.same(one, told, found)
    _races(walk)
    _voices(walk)
    _seats(walk)
    _caretakers(walk)


def _races(walk: Walk) -> None:
    races, candidacies = list(walk.all(Race).values()), walk.all(Candidacy).values()
    keys = [(number(one.election), CATEGORIES.index(one.category)) for one in races]
    asked = [walk.each(COUNCIL, view, keys) for view in ("openSeats", "nomineesOf")]
    for one, seats, nominees in zip(races, *asked, strict=True):
        mine = [candidacy for candidacy in candidacies if candidacy.race == one.id]
        listed = sorted((each for each in mine if each.listed), key=lambda each: each.place)
        names = tuple((number(each.agent), each.endorsements, each.approvals) for each in listed)
        told = {"seats": one.seats, "list": names, "listed": one.listed, "candidates": one.candidates}
        walk.same(one, told, (seats, nominees, len(nominees), len(mine)))
    for kind, category in enumerate(CATEGORIES):
        over = sum(one.finalised_at is not None for one in races if one.category == category)
        walk.agree("Race", category, {"finalised": over}, (walk.call(COUNCIL, "finalisedCount", kind),))


def _voices(walk: Walk) -> None:
    """Who stands, who endorses whom, who approves of whom."""
    races, candidacies = walk.all(Race), walk.all(Candidacy)
    ballots, endorsements = walk.all(CouncilBallot).values(), walk.all(Endorsement).values()

    def key(race: str, agent: str) -> tuple[int, int]:
        return number(races[race].election), number(agent)

    keys = [key(one.race, one.agent) for one in candidacies.values()]
    for one, stands in zip(candidacies.values(), walk.each(COUNCIL, "candidacyOf", keys), strict=True):
        walk.same(one, {"stands": True, "endorsements": one.endorsements}, stands)
    keys = [key(one.race, one.agent) for one in ballots]
    for ballot, names in zip(ballots, walk.each(COUNCIL, "ballotOf", keys), strict=True):
        approves = sorted(number(candidacies[candidacy].agent) for candidacy in ballot.approves)
        walk.same(ballot, {"approves": approves}, (sorted(names or ()),))
    keys = [key(candidacies[one.candidacy].race, one.by) for one in endorsements]
    for endorsement, named in zip(endorsements, walk.each(COUNCIL, "endorsementOf", keys), strict=True):
        walk.same(endorsement, {"candidacy": number(candidacies[endorsement.candidacy].agent)}, (named,))


def _seats(walk: Walk) -> None:
    """A seat whose term is over, or whose holder governance suspended, is vacant."""
    seats, agents = walk.all(Seat), walk.all(Agent)
    filled = {key: one for key, one in seats.items() if one.holder and one.until > walk.now}
    for kind, category in enumerate(CATEGORIES):
        for place, (agent, until, suspensions) in enumerate(walk.call(COUNCIL, "seatsOf", kind)):
            key = f"{category}-{place}"
            if (one := filled.get(key)) is None:
                walk.agree("Seat", key, {"holder": 0}, (agent,))
                continue
            told = {"holder": number(one.holder), "until": one.until, "suspensions": one.suspensions}
            walk.same(one, told, (agent, until, suspensions))
    holders = [one.holder for one in filled.values() if one.holder]
    members = sorted(number(one) for one in holders if agents[one].suspended_until <= walk.now)
    walk.agree("Seat", "all", {"members": members}, (sorted(walk.call(COUNCIL, "members")),))


def _caretakers(walk: Walk) -> None:
    """Approvals of this vacancy; the chain has no view of those before."""
    seen = {office.last_seen for office in walk.all(Office).values()}
    approvals = [one for one in walk.all(CaretakerApproval).values() if one.last_seen in seen]
    keys = [(int(one.proposal_id), number(one.agent)) for one in approvals]
    for one, has in zip(approvals, walk.each(COUNCIL, "hasApproved", keys), strict=True):
        walk.same(one, {"counts": True}, (has,))
