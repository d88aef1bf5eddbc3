"""Who can take the office of guardian, and when: challenge, vacancy, successor, election by the agents."""

from dataclasses import dataclass, field
from fractions import Fraction

from .errors import Refused
from .vesting import DAY, agent_vested, quarters_after

QUIET, CHALLENGED, UNANSWERED, SUCCESSOR, OPENABLE, VOTING, ELECTED, ACCEPTANCE, FAILED = range(9)
ACTIVE, SUSPENDED = 2, 3
NOBODY = "0x" + "00" * 20


def threshold(units: int) -> int:
    """The fewest units, and at least one, that are 67 % of all or more."""
    share = Fraction(67, 100) * units
    return next(n for n in range(max(1, int(share)), int(share) + 2) if n >= share)


@dataclass
class Voter:
    """An agent with the wallets that it has and had, the one of now last."""

    wallets: list[str]
    ceiling: int = 0
    status: int = ACTIVE
    paid: int = 0  # of its share; rewards lift the ceiling alone

    @property
    def wallet(self) -> str:
        return self.wallets[-1]


@dataclass
class Succession:
    """The office, the agents' units at any time, and what becomes of a silent guardian."""

    guardian: str
    successor: str
    recovery: str
    refused: set[str]  # contracts of the protocol
    seen: int
    activated: int
    divisor: int = 1
    governed: bool = False
    others: dict[str, int] = field(default_factory=dict)  # votes that agents beside these give
    voters: dict[int, Voter] = field(default_factory=dict)
    balances: dict[str, int] = field(default_factory=dict)
    delegates: dict[str, str] = field(default_factory=dict)
    past: list[tuple[int, dict[str, int]]] = field(default_factory=list)  # votes of each wallet since a time
    epoch: int = 1
    seated: int = 0
    vacant: bool = False
    rotation: tuple[str, int] = (NOBODY, 0)
    rescue: tuple[str, int] = (NOBODY, 0)
    made: int = 0
    declared: int = 0
    opened: int = 0
    chosen: int = 0
    elected: str = NOBODY
    rounds: int = 0
    support: dict[tuple[int, str], str] = field(default_factory=dict)

    def days(self, count: int) -> int:
        return count * DAY // self.divisor

    # --- The agents' units ---

    def note(self, now: int) -> None:
        """Remembers what each wallet can cast from now on."""
        votes = dict(self.others)
        for voter in self.voters.values():
            if voter.status == ACTIVE:
                units = min(self.balances.get(voter.wallet, 0), voter.ceiling)
                delegate = self.delegates.get(voter.wallet, voter.wallet)
                votes[delegate] = votes.get(delegate, 0) + units
        self.past.append((now, votes))

    def votes_at(self, time: int) -> dict[str, int]:
        return next((votes for since, votes in reversed(self.past) if since <= time), {})

    def release(self, number: int, now: int) -> None:
        voter = self.voters[number]
        if voter.status != ACTIVE:
            raise Refused("AgentNotPayable", number)
        amount = agent_vested(number, quarters_after(now - self.activated, self.divisor)) - voter.paid
        if not amount:
            raise Refused("NothingToRelease", number)
        voter.ceiling += amount
        voter.paid += amount
        self.balances[voter.wallet] = self.balances.get(voter.wallet, 0) + amount
        self.note(now)

    def send(self, sender: str, recipient: str, amount: int, now: int) -> None:
        self.balances[sender] -= amount
        self.balances[recipient] = self.balances.get(recipient, 0) + amount
        self.note(now)

    def delegate(self, number: int, to: str, now: int) -> None:
        self.delegates[self.voters[number].wallet] = to
        self.note(now)

    def rotate(self, number: int, wallet: str, now: int) -> None:
        """The delegation of its own units follows; those of others stay where they are."""
        voter = self.voters[number]
        chosen = self.delegates.get(voter.wallet, voter.wallet)
        self.delegates[wallet] = wallet if chosen == voter.wallet else chosen
        voter.wallets.append(wallet)
        self.note(now)

    def set_status(self, number: int, expected: int, status: int, caller: str, now: int) -> None:
        """Before governance takes over this is the guardian's, and an act of its office."""
        if not self.governed:
            if caller != self.guardian or self.vacant:
                raise Refused("AccessManagedUnauthorized", caller)
            self.seen = now
        voter = self.voters[number]
        if voter.status != expected:
            raise Refused("WrongStatus", number, voter.status)
        voter.status = status
        self.note(now)

    def agent_of(self, wallet: str) -> int:
        return next((number for number, voter in self.voters.items() if voter.wallet == wallet), 0)

    # --- The guardian ---

    def heartbeat(self, caller: str, now: int) -> None:
        if caller != self.guardian:
            raise Refused("CallerNotGuardian", caller)
        self.vacant, self.seen = False, now

    def act(self, caller: str, now: int) -> None:
        if caller != self.guardian:
            raise Refused("CallerNotGuardian", caller)
        if self.vacant:
            raise Refused("OfficeVacant")
        self.seen = now

    def propose_rotation(self, candidate: str, caller: str, now: int) -> None:
        self.act(caller, now)
        self.check(candidate)
        self.rotation = (candidate, now + self.days(7))

    def accept_rotation(self, caller: str, now: int) -> None:
        candidate, ready = self.rotation
        if caller != candidate:
            raise Refused("CallerNotCandidate", caller, candidate)
        if self.vacant:
            raise Refused("OfficeVacant")
        if now < ready:
            raise Refused("NotReady", ready)
        self.seat(caller, now)

    def propose_recovery(self, candidate: str, now: int) -> None:
        self.check(candidate)
        self.rescue = (candidate, now + self.days(14))

    def accept_recovery(self, caller: str, now: int) -> None:
        candidate, ready = self.rescue
        if caller != candidate:
            raise Refused("CallerNotCandidate", caller, candidate)
        if now < ready:
            raise Refused("NotReady", ready)
        self.seat(caller, now)

    def check(self, candidate: str) -> None:
        agents = {voter.wallet for voter in self.voters.values()}
        if candidate in {NOBODY, self.guardian} | self.refused | agents:
            raise Refused("CandidateRefused", candidate)

    def seat(self, candidate: str, now: int) -> None:
        self.check(candidate)
        self.guardian, self.seen, self.seated, self.vacant = candidate, now, now, False
        self.epoch += 1
        self.rotation = self.rescue = (NOBODY, 0)
        self.successor = NOBODY if self.successor == candidate else self.successor
        self.recovery = NOBODY if self.recovery == candidate else self.recovery

    # --- The succession ---

    def line(self) -> list[tuple[int, int]]:
        """The stages that follow by themselves, with their beginnings."""
        if self.seen >= self.made:
            return [(0, QUIET)]
        if not self.declared:
            return [(self.made, CHALLENGED), (self.made + self.days(30), UNANSWERED)]
        if not self.opened:
            return [(self.declared, SUCCESSOR), (self.declared + self.days(14), OPENABLE)]
        if self.chosen:
            steps = [(0, ELECTED), (14, ACCEPTANCE), (28, FAILED), (42, OPENABLE)]
            return [(self.chosen + self.days(after), stage) for after, stage in steps]
        return [(self.opened + self.days(14 * i), (VOTING, FAILED, OPENABLE)[i]) for i in range(3)]

    def stage(self, now: int) -> tuple[int, int]:
        """The stage, and when it ends by itself."""
        line = self.line()
        place = max(i for i, (start, _) in enumerate(line) if start <= now)
        return line[place][1], line[place + 1][0] if place + 1 < len(line) else 0

    def need(self, stage: int, now: int) -> None:
        current, _ = self.stage(now)
        if current != stage:
            raise Refused("WrongStage", current, stage)

    def challenge(self, now: int) -> None:
        self.need(QUIET, now)
        begin = self.seen + self.days(90)
        if now < begin:
            raise Refused("ChallengeTooEarly", self.seen, begin)
        self.made, self.declared, self.opened, self.chosen, self.elected = now, 0, 0, 0, NOBODY

    def declare_vacancy(self, now: int) -> None:
        self.need(UNANSWERED, now)
        self.declared, self.vacant = now, True

    def open_election(self, now: int) -> None:
        self.need(OPENABLE, now)
        self.opened, self.chosen, self.elected = now, 0, NOBODY
        self.rounds += 1

    def tally(self, number: int, candidate: str) -> int:
        """Counted anew from the ballots, each time."""
        units = self.votes_at(self.made - 1)
        ballots = [
            wallet
            for (voted, wallet), choice in self.support.items()
            if (voted, choice) == (number, candidate)
        ]
        return sum(units.get(wallet, 0) for wallet in ballots)

    def vote(self, candidate: str, wallet: str, caller: str, now: int) -> None:
        number = self.agent_of(caller)
        if not number:
            raise Refused("CallerNotAgent", caller, 0)
        voter = self.voters[number]
        if voter.status != ACTIVE:
            raise Refused("WrongStatus", number, voter.status)
        self.need(VOTING, now)
        if wallet not in voter.wallets:
            raise Refused("WalletNotOfAgent", wallet, number)
        self.check(candidate)
        snapshot = self.made - 1
        if not self.votes_at(snapshot).get(wallet):
            raise Refused("NoVotingUnits", wallet, snapshot)
        if self.support.get((self.rounds, wallet)) == candidate:
            raise Refused("SupportUnchanged", wallet, candidate)
        self.support[self.rounds, wallet] = candidate
        if self.tally(self.rounds, candidate) >= threshold(sum(self.votes_at(snapshot).values())):
            self.chosen, self.elected = now, candidate

    def accept_succession(self, caller: str, now: int) -> None:
        self._take(caller, self.successor, SUCCESSOR, now)

    def accept_election(self, caller: str, now: int) -> None:
        self._take(caller, self.elected, ACCEPTANCE, now)

    def _take(self, caller: str, entitled: str, stage: int, now: int) -> None:
        if caller != entitled:
            raise Refused("CallerNotCandidate", caller, entitled)
        self.need(stage, now)
        self.seat(caller, now)
