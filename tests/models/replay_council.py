"""Rebuilds elections, seats and the caretaker's approvals from raw logs; see `replay`."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from .replay import ACTIVE, State, known_by, tell

EVENTS = """
Stood(uint256* election, uint8* category, uint256* agentId, bool listed)
Endorsed(uint256* election, uint256* agentId, uint256* by, uint8 category, uint256 endorsements)
Displaced(uint256* election, uint8* category, uint256* agentId, uint256 by)
BallotCast(uint256* election, uint8* category, uint256* agentId, uint256[] nominees)
ElectionFinalised(uint256* election, uint8* category, uint256[] winners)
Seated(uint256* election, uint8* category, uint256* agentId, uint256 seat, uint256 until)
VacancyFilled(uint256* election, uint8* category, uint256* agentId, uint256 seat, uint256 until)
CaretakerApproved(uint256* proposalId, uint256* lastSeen, uint256* agentId, uint256 approvals, uint256 needed)
"""
KNOWN = known_by(EVENTS)


@dataclass
class Seat:
    """Who was given it last, until when, and how often governance had suspended that agent by then."""

    agent: int
    until: int
    suspensions: int


@dataclass
class Race:
    """One election of one category."""

    standing: dict[int, int] = field(default_factory=dict)  # and how often suspended by then
    listed: list[int] = field(default_factory=list)
    endorsed: dict[int, int] = field(default_factory=dict)
    ballots: dict[int, list[int]] = field(default_factory=dict)
    winners: list[int] | None = None

    def nominees(self) -> list[tuple[int, int, int]]:
        """Each of the list with its endorsements and approvals."""
        endorsements = Counter(self.endorsed.values())
        approvals = Counter(name for ballot in self.ballots.values() for name in ballot)
        return [(agent, endorsements[agent], approvals[agent]) for agent in self.listed]


@dataclass
class Council:
    """Everything that the events of registry and council say; a seat or race that none names is empty."""

    registry: State = field(default_factory=State)
    races: dict[tuple[int, int], Race] = field(default_factory=lambda: defaultdict(Race))
    seats: dict[tuple[int, int], Seat] = field(default_factory=dict)
    approved: dict[tuple[int, int], set[int]] = field(default_factory=lambda: defaultdict(set))

    def read(self, logs: Iterable[dict[str, Any]]) -> "Council":
        """In the order of the chain: a seat is given to an agent as it is at that moment."""
        tell(logs, KNOWN, self._apply, self.registry)
        return self

    def _apply(self, name: str, e: dict[str, Any]) -> None:
        if name == "CaretakerApproved":
            self.approved[e["lastSeen"], e["proposalId"]].add(e["agentId"])
            return
        race, agent = self.races[e["election"], e["category"]], e.get("agentId", 0)
        if name == "Stood":
            race.standing[agent] = self.registry.agents[agent].suspensions
            if e["listed"] and len(race.listed) < 64:
                race.listed.append(agent)
        elif name == "Endorsed":
            race.endorsed[e["by"]] = agent
            assert list(race.endorsed.values()).count(agent) == e["endorsements"]
        elif name == "Displaced":
            race.listed[race.listed.index(agent)] = e["by"]
        elif name == "BallotCast":
            race.ballots[agent] = list(e["nominees"])
        elif name == "ElectionFinalised":
            race.winners = list(e["winners"])
        else:
            suspensions = self.registry.agents[agent].suspensions
            self.seats[e["category"], e["seat"]] = Seat(agent, e["until"], suspensions)

    def finalised(self, category: int) -> int:
        done = [race.winners is not None for (_, c), race in self.races.items() if c == category]
        return sum(done)

    def holder(self, category: int, seat: int, now: int) -> int:
        """Whose seat it is; 0 if it is vacant."""
        given = self.seats.get((category, seat))
        if given is None or given.until <= now:
            return 0
        body = self.registry.agents[given.agent]
        return given.agent if (body.status, body.suspensions) == (ACTIVE, given.suspensions) else 0

    def seated(self, now: int) -> list[int]:
        """Who may use a seat, by category and seat."""
        holders = [self.holder(category, seat, now) for category, seat in sorted(self.seats)]
        return [a for a in holders if a and self.registry.agents[a].suspended_until <= now]
