"""The elections of the council, the seats and the caretaker's veto, in plain Python."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from .errors import Refused
from .vesting import COHORT, DAY

ACTIVE = 2
NOMINATION, CAMPAIGN, VOTING, REST = range(4)
SEATS = [5, 2, 12, 4, 2]  # copilot, foundation, archetype, specialized, service
LIST = 64
LEAST = 9


@dataclass
class Member:
    """An agent, as far as elections are concerned."""

    category: int
    born: int
    status: int = ACTIVE
    suspensions: int = 0
    suspended_until: int = 0


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
    endorsed: dict[int, int] = field(default_factory=dict)
    ballots: dict[int, frozenset[int]] = field(default_factory=dict)

    def endorsements(self) -> Counter[int]:
        return Counter(self.endorsed.values())

    def approvals(self) -> Counter[int]:
        return Counter(name for ballot in self.ballots.values() for name in ballot)


def ranked(votes: Counter[int], born: dict[int, int], nominees: Iterable[int]) -> list[int]:
    """More votes first, then the earlier birth, then the lower id."""
    return sorted(nominees, key=lambda agent: (-votes[agent], born[agent], agent))


@dataclass
class Council:
    """Elections count from 0 and seats of a category, like ranks, from 1."""

    opened: int
    divisor: int = 1
    members: dict[int, Member] = field(default_factory=dict)
    races: dict[tuple[int, int], Race] = field(default_factory=dict)
    seats: dict[tuple[int, int], Seat] = field(default_factory=dict)
    finalised: list[int] = field(default_factory=lambda: [0] * len(SEATS))
    approved: dict[tuple[int, int], set[int]] = field(default_factory=dict)
    unknown: frozenset[int] = frozenset()  # proposals that the governor never had

    # --- The calendar ---

    def days(self, number: int) -> int:
        return number * DAY // self.divisor

    def opens(self, election: int) -> int:
        return self.opened + election * self.days(90)

    def ends(self, election: int) -> int:
        """The voting ends and the seats begin."""
        return self.opens(election) + self.days(7 + 14 + 7)

    def clock(self, now: int) -> tuple[int, int]:
        """Number of the election and its phase."""
        election = 0
        while self.opens(election + 1) <= now:
            election += 1
        offset = now - self.opens(election)
        phases = [(self.days(7), NOMINATION), (self.days(21), CAMPAIGN), (self.days(28), VOTING)]
        return election, next((phase for end, phase in phases if offset < end), REST)

    def filled(self, election: int, category: int) -> list[int]:
        """The seats that an election fills, the best winner's first."""
        seats = range(1, SEATS[category] + 1)
        if election == 0:
            return list(seats)
        return [seat for seat in seats if seat % 2 != election % 2]

    def term(self, seat: int, given: int) -> int:
        """End of the term that runs when the seats of `given` begin: odd seats end with even elections."""
        return next(self.ends(k) for k in range(given + 1, given + 3) if k % 2 != seat % 2)

    # --- Elections ---

    def race(self, election: int, category: int) -> Race:
        return self.races.setdefault((election, category), Race())

    def listed(self, election: int, category: int) -> list[int]:
        """The list: of all who stand the best endorsed."""
        race = self.race(election, category)
        return ranked(race.endorsements(), self.births(), race.standing)[:LIST]

    def births(self) -> dict[int, int]:
        return {number: one.born for number, one in self.members.items()}

    def check_stand(self, agent: int, now: int) -> Race:
        election = self._enter(agent, now, NOMINATION)
        until = self.holds(agent, self.ends(election))
        if until:
            raise Refused("SeatLasts", agent, until)
        race = self.race(election, self.members[agent].category)
        if agent in race.standing:
            raise Refused("AlreadyStanding", agent)
        return race

    def stand(self, agent: int, now: int) -> None:
        self.check_stand(agent, now).standing[agent] = self.members[agent].suspensions

    def endorse(self, agent: int, nominee: int, now: int) -> None:
        election = self._enter(agent, now, NOMINATION)
        race = self.race(election, self.members[agent].category)
        if agent in race.endorsed:
            raise Refused("AlreadyEndorsed", agent, race.endorsed[agent])
        if nominee not in race.standing:
            raise Refused("NotStanding", nominee)
        race.endorsed[agent] = nominee

    def vote(self, agent: int, nominees: Sequence[int], now: int) -> None:
        election = self._enter(agent, now, VOTING)
        category = self.members[agent].category
        most = len(self.filled(election, category))
        if len(nominees) > most:
            raise Refused("TooManyNames", len(nominees), most)
        listed = self.listed(election, category)
        for place, name in enumerate(nominees):
            if name not in listed:
                raise Refused("NotListed", name)
            if name in nominees[:place]:
                raise Refused("NamedTwice", name)
        self.race(election, category).ballots[agent] = frozenset(nominees)

    def ranking(self, election: int, category: int) -> list[int]:
        """Who was approved of by anybody, the best first."""
        approvals = self.race(election, category).approvals()
        return ranked(approvals, self.births(), [name for name, count in approvals.items() if count])

    def finalise(self, category: int, now: int) -> list[int]:
        election = self.finalised[category]
        if now < self.ends(election):
            raise Refused("VotingNotOver", election, self.ends(election))
        self.finalised[category] += 1
        free = [
            a for a in self.ranking(election, category) if self.eligible(election, a, self.ends(election))
        ]
        seats = self.filled(election, category)
        winners = free[: len(seats)]
        for seat, winner in zip(seats, winners, strict=False):
            suspensions = self.members[winner].suspensions
            self.seats[category, seat] = Seat(winner, self.term(seat, election), suspensions)
        return winners

    def vacancy(self, category: int, now: int) -> tuple[int, int]:
        """The first vacant seat and who can take it."""
        due = self.finalised[category]
        if self.ends(due) <= now:
            raise Refused("NotFinalised", due, category)
        if due == 0:
            raise Refused("NoRunnerUp", 0, category)
        election = due - 1
        vacant = [seat for seat in range(1, SEATS[category] + 1) if not self.holder(category, seat, now)]
        if not vacant:
            raise Refused("NoVacancy", category)
        free = [agent for agent in self.ranking(election, category) if self.eligible(election, agent, now)]
        if not free:
            raise Refused("NoRunnerUp", election, category)
        return vacant[0], free[0]

    def fill(self, category: int, now: int) -> tuple[int, int]:
        seat, agent = self.vacancy(category, now)
        until = self.term(seat, self.finalised[category] - 1)
        self.seats[category, seat] = Seat(agent, until, self.members[agent].suspensions)
        return seat, agent

    # --- Seats ---

    def eligible(self, election: int, agent: int, time: int) -> bool:
        """Neither suspended nor retired by governance since it stood, and without a seat beyond `time`."""
        one = self.members[agent]
        since = self.race(election, one.category).standing[agent]
        return one.status == ACTIVE and one.suspensions == since and not self.holds(agent, time)

    def holds(self, agent: int, time: int) -> int:
        """End of the agent's term, if that is after `time`."""
        one = self.members[agent]
        mine = [
            seat.until
            for (category, _), seat in self.seats.items()
            if category == one.category and seat.agent == agent and seat.suspensions == one.suspensions
        ]
        return max((until for until in mine if until > time), default=0) if one.status == ACTIVE else 0

    def holder(self, category: int, seat: int, now: int) -> int:
        """Whose seat it is; 0 if it is vacant."""
        given = self.seats.get((category, seat))
        if given is None or given.until <= now:
            return 0
        one = self.members[given.agent]
        kept = one.status == ACTIVE and one.suspensions == given.suspensions
        return given.agent if kept else 0

    def seated(self, now: int) -> list[int]:
        """Who may use a seat, by category and seat."""
        places = [(category, seat + 1) for category, size in enumerate(SEATS) for seat in range(size)]
        holders = [self.holder(category, seat, now) for category, seat in places]
        return [agent for agent in holders if agent and self.members[agent].suspended_until <= now]

    # --- The caretaker ---

    def veto(self, agent: int, wallet: str, proposal: int, last_seen: int, now: int) -> bool:
        """Whether the proposal is vetoed by this call, while the office is vacant."""
        seated = self.seated(now)
        if agent not in seated:
            raise Refused("CallerNotSeated", wallet)
        approved = self.approved.setdefault((last_seen, proposal), set())
        repeated = agent in approved
        approved.add(agent)
        enough = len(approved.intersection(seated)) >= self.needed(now)
        if repeated and not enough:
            raise Refused("AlreadyApproved", proposal, agent)
        if enough and proposal in self.unknown:
            raise Refused("GovernorNonexistentProposal", proposal)
        return enough

    def needed(self, now: int) -> int:
        return max(LEAST, -(-2 * len(self.seated(now)) // 3))

    def _enter(self, agent: int, now: int, needed: int) -> int:
        one = self.members[agent]
        if one.status != ACTIVE:
            raise Refused("WrongStatus", agent, one.status)
        if agent > COHORT and now < one.born + self.days(90):
            raise Refused("AgentTooYoung", agent, one.born + self.days(90))
        election, phase = self.clock(now)
        if phase != needed:
            raise Refused("WrongPhase", election, phase, needed)
        return election
