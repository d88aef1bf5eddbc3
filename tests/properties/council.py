"""The machine of the council: elections, seats lost and filled, and a guardian that falls silent."""

from functools import partial
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.models.council import ACTIVE, NOMINATION, SEATS, VOTING, Council, Member, Race, Seat
from tests.models.errors import Refused
from tests.models.replay_council import Council as Told
from tests.models.vesting import COHORT
from tests.support.contract import Receipt
from tests.support.council import REST, Elections, ids_of
from tests.support.system import HOUR

from .machine import Machine

SUSPENDED, RETIRED = 3, 4
SUSPENSION = b"suspension".ljust(32, b"\0")
POOL = [ids_of(category, count) for category, count in enumerate((8, 4, 15, 6, 4))]
PROPOSALS = (5, 2**256 - 1)


def assembled(elections: Elections) -> Council:
    """Seats the first agents of each category, with the others after them, and returns the model of it."""
    elections.later_agents(2, 2)
    for ids in POOL:
        elections.stand(*ids)
    elections.go(0, VOTING)
    for category, ids in enumerate(POOL):
        first, others = ids[: SEATS[category]], ids[SEATS[category] :]
        for voter, names in ((ids[0], first), (ids[1], first), (ids[-1], others)):
            elections.vote(voter, *names)
    elections.go(0, REST)
    for category in range(5):
        elections.finalise(category)
    return council_of(elections)


def council_of(elections: Elections) -> Council:
    """The model of a council, from its events: of whoever has had to do with it, and of agents born later."""
    system = elections.system
    told = Told().read(system.events(elections.council))
    bodies = told.registry.agents
    late = {number for number in bodies if number > COHORT}
    named = {a for race in told.races.values() for a in (*race.standing, *race.endorsed, *race.ballots)}
    model = Council(elections.opened, system.divisor)
    for agent in sorted(named | late):
        body = bodies[agent]
        model.members[agent] = Member(
            body.category, body.born, body.status, body.suspensions, body.suspended_until
        )
    for place, race in told.races.items():
        ballots = {agent: frozenset(names) for agent, names in race.ballots.items()}
        model.races[place] = Race(dict(race.standing), dict(race.endorsed), ballots)
    for (category, number), seat in told.seats.items():
        model.seats[category, number + 1] = Seat(seat.agent, seat.until, seat.suspensions)
    model.finalised = [told.finalised(category) for category in range(5)]
    model.approved = {place: set(agents) for place, agents in told.approved.items()}
    if system.authority.handedOver():
        model.unknown = frozenset(PROPOSALS)
    return model


class CouncilMachine(Machine):
    """Invariants 31 to 34 after every step."""

    model: Council
    elections: ClassVar[Elections]

    def __init__(self) -> None:
        super().__init__()
        self.council = self.elections.council
        budget, left = self.elections.days(14), self.system.registry.emergencyBudgetLeft
        self.held = {a for a in self.model.members if left(SUSPENSION, a.to_bytes(32)) < budget}
        self.holds = 0
        self.away = False
        self.seen: int = self.system.guardianship.lastSeen()

    # --- Agents ---

    @precondition(lambda self: self._phase() == NOMINATION)
    @rule(data=st.data(), times=st.integers(1, 6))
    def stand(self, data: Any, times: int) -> None:
        for _ in range(times):
            free = [a for a in self.model.members if a not in self._race(a).standing and self._may_stand(a)]
            agent = self.pick(data, free, list(self.model.members))
            self._stand(agent)

    @precondition(lambda self: self._phase() == NOMINATION and self._someone_stands())
    @rule(data=st.data(), times=st.integers(1, 4))
    def endorse(self, data: Any, times: int) -> None:
        for _ in range(times):
            free = [
                a for a in self.model.members if a not in self._race(a).endorsed and self._race(a).standing
            ]
            agent = self.pick(data, free, list(self.model.members))
            nominee = self.pick(data, list(self._race(agent).standing), [*self.model.members, 0, 2**70])
            self._endorse(agent, nominee)

    @precondition(lambda self: self._phase() == VOTING)
    @rule(data=st.data(), times=st.integers(1, 6))
    def vote(self, data: Any, times: int) -> None:
        election, _ = self.model.clock(self.next)
        for _ in range(times):
            agent = data.draw(st.sampled_from(list(self.model.members)))
            category = self.model.members[agent].category
            listed, most = self.model.listed(election, category), len(self.model.filled(election, category))
            good = st.lists(st.sampled_from(listed), max_size=most, unique=True) if listed else st.just([])
            wild = st.lists(st.sampled_from([*self.model.members, 0]), max_size=most + 1)
            self._vote(agent, data.draw(wild if data.draw(st.integers(0, 9)) == 0 else good))

    # --- Anyone ---

    @rule(data=st.data())
    def finalise(self, data: Any) -> None:
        due = [category for category in range(5) if self._due(category)]
        if due or data.draw(st.integers(1, 10)) == 10:
            self._finalise(self.pick(data, due, range(5)))

    @precondition(lambda self: any(self._due(category) for category in range(5)))
    @rule(order=st.permutations(range(5)))
    def finalise_all(self, order: list[int]) -> None:
        for category in order:
            while self._due(category):
                self._finalise(category)
        self.done["finalise_all"] += 1

    @precondition(lambda self: self._fillable())
    @rule(data=st.data())
    def fill(self, data: Any) -> None:
        category = self.pick(data, self._fillable(), range(5))
        filled: list[tuple[int, int]] = []
        call = self._call("fillVacancy", category)
        receipt = self.attempt("fill", lambda m, t: filled.append(m.fill(category, t)), call)
        if receipt is not None:
            (event,) = receipt.of("VacancyFilled")
            assert [(event.seat + 1, event.agentId)] == filled
            assert event.until == self.model.seats[category, filled[0][0]].until

    # --- Time ---

    @rule(phases=st.sampled_from([1, 1, 1, 1, 2, 4]))
    def wait(self, phases: int) -> None:
        """To the first second of a phase to come, or the last one before it."""
        election, phase = self.model.clock(self.rpc.now)
        election, phase = election + (phase + phases) // 4, (phase + phases) % 4
        time = self.elections.time(election, phase) - 1
        if time > self.rpc.now:
            self.rpc.travel_to(time)
        self.done["wait"] += 1

    # --- Decisions ---

    @precondition(lambda self: not self.away)
    @rule(data=st.data(), step=st.sampled_from(["suspend", "reinstate", "reinstate", "retire"]))
    def decide(self, data: Any, step: str) -> None:
        before, after = {
            "suspend": ([ACTIVE], SUSPENDED),
            "reinstate": ([SUSPENDED], ACTIVE),
            "retire": ([ACTIVE, SUSPENDED], RETIRED),
        }[step]
        ready = [agent for agent, one in self.model.members.items() if one.status in before]
        if not ready or (step == "retire" and data.draw(st.booleans())):
            return
        agent = data.draw(st.sampled_from(ready))

        def change(m: Council, _: int) -> None:
            m.members[agent].status = after
            m.members[agent].suspensions += after == SUSPENDED

        self.attempt("decide", change, partial(self.elections.decide, step, agent))
        self.seen = self.system.guardianship.lastSeen()

    @precondition(lambda self: not self.away and self.holds < 4)
    @rule(data=st.data())
    def hold(self, data: Any) -> None:
        """An emergency suspension; its limits are the registry's."""
        seated = [agent for agent in self.model.seated(self.next) if agent not in self.held]
        ready = [a for a, one in self.model.members.items() if one.status == ACTIVE and a not in self.held]
        agent = self.pick(data, seated, ready)
        self.held.add(agent)
        self.holds += 1

        def change(m: Council, now: int) -> None:
            m.members[agent].suspended_until = now + 72 * HOUR // m.divisor

        registry, guardian = self.system.registry, self.system.guardian
        self.attempt("hold", change, lambda: registry.emergencySuspend(agent, sender=guardian))
        self.seen = self.rpc.now

    # --- The office ---

    @precondition(lambda self: not self.away and self._silent_at() < self.next + self.elections.days(40))
    @rule()
    def fall_silent(self) -> None:
        succession, time = self.system.peer("Succession"), max(self.next, self._silent_at())
        self.system.guardianship.vacate(sender=succession, at=time)
        self.away = True
        self.done["fall_silent"] += 1

    @precondition(lambda self: self.away)
    @rule(often=st.integers(0, 3))
    def come_back(self, often: int) -> None:
        if often == 0:
            self.system.guardianship.heartbeat(sender=self.system.guardian)
            self.away, self.seen = False, self.rpc.now
            self.done["come_back"] += 1

    @precondition(lambda self: self.away and self.model.seated(self.next))
    @rule(data=st.data(), proposal=st.sampled_from(PROPOSALS), times=st.integers(1, 9))
    def veto(self, data: Any, proposal: int, times: int) -> None:
        for _ in range(times):
            approved = self.model.approved.get((self.seen, proposal), set())
            fresh = [agent for agent in self.model.seated(self.next) if agent not in approved]
            if fresh or data.draw(st.integers(0, 3)) == 0:
                self._veto(self.pick(data, fresh, list(self.model.members)), proposal)

    # --- What must hold ---

    def follow(self, rule: str, receipt: Receipt) -> None:
        now, council = self.rpc.now, self.council
        election, phase = self.model.clock(now)
        assert council.current() == (election, phase)
        seated = self.model.seated(now)
        assert council.members() == seated
        assert len(set(seated)) == len(seated) == council.seatedCount()
        for category, size in enumerate(SEATS):
            holders = [self.model.holder(category, seat + 1, now) for seat in range(size)]
            assert [seat.agentId for seat in council.seatsOf(category)] == holders
            assert len({a for a in holders if a}) == len([a for a in holders if a])
            assert council.finalisedCount(category) == self.model.finalised[category]
        touched = {
            self.model.members[agent].category for event in receipt.events for agent in self._named(event)
        }
        for category in touched:
            self._compare(election, category)

    def conclude(self) -> None:
        for agent in self.model.members:
            assert self.council.isSeated(agent) == (agent in self.model.seated(self.rpc.now))

    # --- Acts ---

    def _stand(self, agent: int) -> None:
        call = self._call("stand", by=agent)
        receipt = self.attempt("stand", lambda m, t: m.stand(agent, t), call)
        if receipt is not None:
            (stood,) = receipt.of("Stood")
            election, category = self.model.clock(self.rpc.now)[0], self.model.members[agent].category
            assert stood.listed == (agent in self.model.listed(election, category))

    def _endorse(self, agent: int, nominee: int) -> None:
        call = self._call("endorse", nominee, by=agent)
        receipt = self.attempt("endorse", lambda m, t: m.endorse(agent, nominee, t), call)
        if receipt is not None:
            (endorsed,) = receipt.of("Endorsed")
            assert endorsed.endorsements == self._race(agent).endorsements()[nominee]

    def _vote(self, agent: int, names: list[int]) -> None:
        call = self._call("vote", names, by=agent)
        self.attempt("vote", lambda m, t: m.vote(agent, names, t), call)

    def _finalise(self, category: int) -> None:
        winners: list[list[int]] = []
        call = self._call("finalise", category)
        receipt = self.attempt("finalise", lambda m, t: winners.append(m.finalise(category, t)), call)
        if receipt is not None:
            (event,) = receipt.of("ElectionFinalised")
            assert [event.winners] == winners
            assert [seated.agentId for seated in receipt.of("Seated")] == event.winners

    def _veto(self, agent: int, proposal: int) -> None:
        wallet, call = self.system.wallet_of(agent), self._call("vetoAsCaretaker", proposal, by=agent)
        vetoed: list[bool] = []
        receipt = self.attempt(
            "veto", lambda m, t: vetoed.append(m.veto(agent, wallet, proposal, self.seen, t)), call
        )
        if receipt is not None:
            assert [bool(receipt.of("ProposalVetoedByCouncil"))] == vetoed
            self.done["vetoed"] += vetoed[0]

    # --- Words ---

    def _compare(self, election: int, category: int) -> None:
        """Invariant 31: one ballot an agent, and the approvals are those of the ballots."""
        race = self.model.race(election, category)
        approvals, endorsements = race.approvals(), race.endorsements()
        found = {
            n.agentId: (n.endorsements, n.approvals) for n in self.council.nomineesOf(election, category)
        }
        listed = self.model.listed(election, category)
        assert found == {agent: (endorsements[agent], approvals[agent]) for agent in listed}
        assert sum(count for _, count in found.values()) == sum(map(len, race.ballots.values()))
        for agent, ballot in race.ballots.items():
            assert set(self.council.ballotOf(election, agent)) == ballot

    def _named(self, event: Any) -> list[int]:
        numbers = [event.args.get("agentId"), *event.args.get("winners", [])]
        return [number for number in numbers if number in self.model.members]

    def _phase(self) -> int:
        return self.model.clock(self.next)[1]

    def _due(self, category: int) -> bool:
        return self.model.ends(self.model.finalised[category]) <= self.next

    def _fillable(self) -> list[int]:
        """Categories with a vacancy and somebody for it."""
        found = []
        for category in range(5):
            try:
                self.model.vacancy(category, self.next)
            except Refused:
                continue
            found.append(category)
        return found

    def _race(self, agent: int) -> Race:
        """The election of the agent's category that runs."""
        return self.model.race(self.model.clock(self.next)[0], self.model.members[agent].category)

    def _may_stand(self, agent: int) -> bool:
        try:
            self.model.check_stand(agent, self.next)
        except Refused:
            return False
        return True

    def _someone_stands(self) -> bool:
        return any(self._race(agent).standing for agent in self.model.members)

    def _silent_at(self) -> int:
        """When the office can be vacant."""
        return self.seen + self.elections.days(120)

    def _call(self, function: str, *args: Any, by: int = 0) -> Any:
        sender = self.system.wallet_of(by) if by else self.system.stranger
        return lambda: self.council.fn(function)(*args, sender=sender)
