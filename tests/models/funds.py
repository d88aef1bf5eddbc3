"""The operating funds in plain words: who approves, what a month may cost, what a payment needs."""

from dataclasses import dataclass, field
from typing import Any

from .errors import Refused
from .vesting import month_of

ACTIVE, SUSPENDED, RETIRED = 2, 3, 4
GUARDIAN = 0
DAY = 86_400
LIFETIME, EMERGENCY_LIMIT = 30 * DAY, 5_000 * 10**6
OPERATIONAL, GRANT, PARTNERSHIP = 1, 2, 3
USD = "dollars"
ETHER = "0x" + "00" * 20
FAILS, INEXACT = "fails", "inexact"

Key = tuple[Any, ...]  # who approves as what: the wallet and its mandate


@dataclass
class Agent:
    """What the registry knows of one."""

    wallet: str
    status: int = ACTIVE
    suspensions: int = 0
    away_until: int = 0


@dataclass
class Seat:
    """A seat of the council as it was given."""

    until: int
    suspensions: int = 0


@dataclass
class Treasurer:
    """Whom the council elected, for the seat that it had then."""

    agent: int
    until: int
    suspensions: int
    mandate: int


@dataclass
class Funds:
    """Everything, by names; amounts are in the smallest unit of an asset."""

    guardian: str
    agents: dict[int, Agent]
    seats: dict[int, Seat]
    treasurers: list[Treasurer]
    classes: dict[bytes, int]
    limits: dict[tuple[bytes, str], int]
    dollar: str
    balances: dict[str, int]
    refused: set[str]
    security: tuple[int, int] = (4, 1)
    spent: dict[tuple[bytes, str, int], int] = field(default_factory=dict)
    days: dict[int, int] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)
    approvals: dict[Any, dict[int, tuple[Key, bool]]] = field(default_factory=dict)
    votes: dict[tuple[int, int], tuple[int, str]] = field(default_factory=dict)
    registered: set[str] = field(default_factory=set)
    held_until: int = 0
    mood: str = ""
    opened: int = 0  # when the protocol's time began to run
    divisor: int = 1
    election: int = 1  # whose results nobody finalises here, and when they wait for that
    results_from: int = 2**40

    # --- Time ---

    def day(self, now: int) -> int:
        return self._protocol_time(now) // DAY

    def month(self, now: int) -> int:
        return month_of(self._protocol_time(now))

    def _protocol_time(self, now: int) -> int:
        return self.opened + (now - self.opened) * self.divisor

    # --- Who they are ---

    def held(self, agent_id: int, now: int) -> bool:
        """Whether it has a seat in the council."""
        seat, agent = self.seats.get(agent_id), self.agents.get(agent_id)
        if seat is None or agent is None or now >= seat.until:
            return False
        return agent.status == ACTIVE and agent.suspensions == seat.suspensions

    def seated(self, agent_id: int, now: int) -> bool:
        """Whether it has one that it may use."""
        return self.held(agent_id, now) and now >= self.agents[agent_id].away_until

    def members(self, now: int) -> list[int]:
        return [agent_id for agent_id in self.seats if self.seated(agent_id, now)]

    def place(self, agent_id: int, now: int) -> int | None:
        """Of which place it is treasurer."""
        for place, one in enumerate(self.treasurers):
            same = one.agent == agent_id and one.suspensions == self.agents[agent_id].suspensions
            if same and now < one.until:
                return place
        return None

    def key(self, approver: int, now: int, grant: bool) -> Key | None:
        """As what it approves; nobody's approval counts under another key."""
        if approver == GUARDIAN:
            return (self.guardian, "guardian")
        agent = self.agents.get(approver)
        if agent is None or agent.status != ACTIVE or now < agent.away_until:
            return None
        place = self.place(approver, now)
        if place is not None:
            return (agent.wallet, "treasurer", place, self.treasurers[place].mandate)
        if approver == self.security[0]:
            return (agent.wallet, "security", self.security[1], agent.suspensions)
        if grant and self.seated(approver, now):
            return (agent.wallet, "member", agent.suspensions)
        return None

    # --- Approvals ---

    def live(self, payment: Any, now: int) -> None:
        if now > payment.deadline:
            raise Refused("DeadlinePassed", payment.deadline)
        latest = now + LIFETIME // self.divisor
        if payment.deadline > latest:
            raise Refused("DeadlineTooFar", payment.deadline, latest)
        if payment.number in self.used:
            raise Refused("NumberUsed", payment.number)

    def act(self, payment: Any, pid: bytes, approver: int, caller: str, withdraws: bool, now: int) -> None:
        key = self.key(approver, now, self.classes.get(payment.centre) == GRANT)
        if key is None or key[0] != caller:
            raise Refused("CallerNotApprover", caller)
        if not withdraws:
            self.live(payment, now)
        given = self.approvals.setdefault(payment, {})
        if given.get(approver) == (key, withdraws):
            name = "ApprovalWithdrawnAlready" if withdraws else "PaymentApprovedAlready"
            raise Refused(name, pid, approver)
        given[approver] = (key, withdraws)

    def count(
        self, payment: Any, pid: bytes, signed: list[tuple[int, Key]], now: int
    ) -> tuple[set[int], int]:
        """Which of the five, and how many members, have approved."""
        grant = self.classes[payment.centre] == GRANT
        given, counted, least = self.approvals.get(payment, {}), set[int](), 0
        for approver, key in signed:
            if approver < least:
                raise Refused("ApproversUnordered", approver, least)
            current, least = self.key(approver, now, grant), approver + 1
            if current is None:
                raise Refused("NotApprover", approver)
            if given.get(approver) == (current, True):
                raise Refused("ApprovalWithdrawnAlready", pid, approver)
            if key != current:
                raise Refused("InvalidSignature", current[0])
            counted.add(approver)
        for approver, (key, withdrawn) in given.items():
            if not withdrawn and key == self.key(approver, now, grant):
                counted.add(approver)
        board = {one for one in counted if self.key(one, now, False) is not None}
        return board, sum(self.seated(one, now) for one in counted) if grant else 0

    # --- Paying ---

    def pay(self, payment: Any, pid: bytes, signed: list[tuple[int, Key]], now: int) -> None:
        if now < self.held_until:
            raise Refused("Held", b"payments".ljust(32, b"\0"), self.held_until)
        self.live(payment, now)
        self.payable(payment.asset, payment.payee, payment.amount)
        unit = USD if payment.asset == self.dollar else payment.asset
        if payment.centre not in self.classes:
            raise Refused("CentreUnknown", payment.centre)
        if unit not in (USD, ETHER):
            raise Refused("AssetNotListed", payment.asset)
        limit, class_ = self.limits.get((payment.centre, unit), 0), self.classes[payment.centre]
        if limit == 0:
            raise Refused("BudgetExceeded", payment.amount, 0)
        if not all(one.mandate for one in self.treasurers):
            raise Refused("TreasurersNotSeated")
        board, seats = self.count(payment, pid, signed, now)
        if len(board) < 3:
            raise Refused("ApprovalsTooFew", pid, len(board), 3)
        if class_ == PARTNERSHIP and GUARDIAN not in board:
            raise Refused("GuardianNotAmongApprovers", pid)
        if class_ == GRANT and seats < 13:
            raise Refused("SeatsTooFew", pid, seats, 13)
        month = (payment.centre, unit, self.month(now))
        left = max(0, limit - self.spent.get(month, 0))
        if payment.amount > left:
            raise Refused("BudgetExceeded", payment.amount, left)
        self.send(payment.asset, payment.payee, payment.amount)
        self.used.add(payment.number)
        self.spent[month] = self.spent.get(month, 0) + payment.amount

    def emergency(self, payee: str, amount: int, now: int) -> None:
        if now < self.held_until:
            raise Refused("Held", b"payments".ljust(32, b"\0"), self.held_until)
        if payee not in self.registered:
            raise Refused("PayeeNotRegistered", payee)
        self.payable(self.dollar, payee, amount)
        day = self.day(now)
        left = EMERGENCY_LIMIT - self.days.get(day, 0)
        if amount > left:
            raise Refused("EmergencyLimitExceeded", amount, left)
        self.send(self.dollar, payee, amount)
        self.days[day] = EMERGENCY_LIMIT - left + amount

    def payable(self, asset: str, payee: str, amount: int) -> None:
        if amount == 0:
            raise Refused("AmountZero")
        if payee in self.refused or payee == asset:
            raise Refused("PayeeRefused", payee)

    def send(self, asset: str, payee: str, amount: int) -> None:
        if amount > self.balances[asset]:
            raise Refused("FundsTooLow", asset, amount, self.balances[asset])
        if asset != ETHER and self.mood == FAILS:
            raise Refused("PaymentFailed", asset, payee, amount)
        if asset != ETHER and self.mood == INEXACT:
            raise Refused("TransferInexact", asset, payee, amount)
        self.balances[asset] -= amount

    # --- The board ---

    def support(self, member: int, caller: str, place: int, agent_id: int, now: int) -> None:
        if not self.seated(member, now) or self.agents[member].wallet != caller:
            raise Refused("CallerNotSeated", caller)
        if not self.seated(agent_id, now):
            raise Refused("NotSeated", agent_id)
        if self.place(agent_id, now) not in (None, place) or agent_id == self.security[0]:
            raise Refused("AlreadyOnBoard", agent_id)
        if now >= self.results_from:
            raise Refused("NotFinalised", self.election, 0)
        self.votes[place, member] = (agent_id, caller)
        supporters = sum(
            self.votes.get((place, one)) == (agent_id, self.agents[one].wallet) for one in self.members(now)
        )
        if 2 * supporters > sum(self.held(one, now) for one in self.seats):
            seat, mandate = self.seats[agent_id], self.treasurers[place].mandate + 1
            self.treasurers[place] = Treasurer(agent_id, seat.until, seat.suspensions, mandate)
            self.votes = {key: vote for key, vote in self.votes.items() if key[0] != place}

    def name_security(self, agent_id: int, now: int) -> None:
        status = self.agents[agent_id].status
        if status != ACTIVE:
            raise Refused("WrongStatus", agent_id, status)
        if self.place(agent_id, now) is not None or agent_id == self.security[0]:
            raise Refused("AlreadyOnBoard", agent_id)
        self.security = (agent_id, self.security[1] + 1)

    def decide(self, agent_id: int, step: str) -> None:
        """Governance suspends, reinstates or retires."""
        agent = self.agents[agent_id]
        needed = {"suspend": ACTIVE, "reinstate": SUSPENDED}.get(step)
        if agent.status == RETIRED or needed not in (None, agent.status):
            raise Refused("WrongStatus", agent_id, agent.status)
        agent.status = {"suspend": SUSPENDED, "reinstate": ACTIVE, "retire": RETIRED}[step]
        agent.suspensions += step == "suspend"

    def rotate(self, agent_id: int, wallet: str) -> None:
        agent = self.agents[agent_id]
        if agent.status in (SUSPENDED, RETIRED):
            raise Refused("WrongStatus", agent_id, agent.status)
        agent.wallet = wallet

    def set_budget(self, centre: bytes, unit: str, limit: int) -> None:
        if self.limits.get((centre, unit), 0) == limit:
            raise Refused("Unchanged")
        self.limits[centre, unit] = limit
