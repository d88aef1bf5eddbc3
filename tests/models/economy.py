"""Agents, their votes, the guardian and its emergency acts, on top of the books."""

from dataclasses import dataclass, field

from .books import AGENT, FOR_EVER, FORMER, GUARDIAN, PROTOCOL, ZERO, Books
from .budget import carry
from .errors import Refused
from .vesting import agent_vested, entitlement, guardian_vested, quarters_after

ACTIVE, SUSPENDED, RETIRED = 2, 3, 4


@dataclass
class Member:
    """One agent."""

    wallet: str
    status: int = ACTIVE
    paid: int = 0
    suspended_until: int = 0
    retired_at: int = 0


@dataclass
class Economy(Books):
    """Everything that the votes depend on, too."""

    started: int = 0
    activated: int = 0
    guardian: str = ""
    guardian_paid: int = 0
    reserve: int = 0
    agents: dict[int, Member] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)
    elsewhere: int = 0  # what wallets beside these hold, which nothing here touches
    voices: dict[str, int] = field(default_factory=dict)  # and the votes that they give

    def units(self, wallet: str) -> int:
        one = self.at(wallet)
        return min(one.balance, one.ceiling) if one.votes else 0

    def delegate_of(self, wallet: str) -> str:
        return self.at(wallet).chooses or wallet

    def votes(self, delegate: str) -> int:
        own = sum(self.units(w) for w in self.holders if self.delegate_of(w) == delegate)
        return own + self.voices.get(delegate, 0)

    def agent_of(self, wallet: str) -> int:
        return next((number for number, one in self.agents.items() if one.wallet == wallet), 0)

    # --- Payments ---

    def release(self, number: int, now: int) -> None:
        one, places = self.agents[number], self.places
        quarters = quarters_after((one.retired_at or now) - self.activated, self.divisor)
        free = one.status in (ACTIVE, RETIRED) and (one.status == RETIRED or now >= one.suspended_until)
        if not free:
            raise Refused("AgentNotPayable", number)
        if one.paid >= quarters:
            raise Refused("NothingToRelease", number)
        amount = agent_vested(number, quarters) - agent_vested(number, one.paid)
        self.transfer(places["treasury"], one.wallet, amount, now)
        one.paid = quarters

    def release_vesting(self, now: int) -> None:
        amount = guardian_vested(now - self.started, self.divisor) - self.guardian_paid
        if amount == 0:
            raise Refused("NothingVested")
        self.transfer(self.places["vesting"], self.guardian, amount, now)
        self.guardian_paid += amount

    # --- Agents ---

    def delegate(self, sender: str, to: str) -> None:
        if self.at(sender).kind != AGENT:
            raise Refused("DelegatorNotAgent", sender)
        to = sender if to == ZERO else to
        if self.at(to).kind != AGENT:
            raise Refused("DelegateeNotAgent", to)
        self.at(sender).chooses = to

    def rotate(self, number: int, to: str, reserved: set[str], now: int) -> None:
        one = self.agents[number]
        if one.status in (SUSPENDED, RETIRED):
            raise Refused("WrongStatus", number, one.status)
        if self.agent_of(to) or to in self.left or to in reserved:
            raise Refused("WalletTaken", to)
        self._unused(to, now)
        old, new = self.at(one.wallet), self.at(to)
        self._classify(to, AGENT, b"", now)
        new.frozen, new.halted = max(old.frozen, new.frozen), old.halted
        new.ceiling, old.ceiling = old.ceiling, 0
        new.votes, old.votes = old.votes, False
        new.chooses = to if self.delegate_of(one.wallet) == one.wallet else old.chooses
        carry(self.brake("freeze", one.wallet), self.brake("freeze", to), now)
        self.left.add(one.wallet)
        previous, one.wallet = one.wallet, to
        self._leave(previous, now)

    def suspend(self, number: int) -> None:
        one = self._with_status(number, ACTIVE)
        one.status = SUSPENDED
        self.at(one.wallet).votes, self.at(one.wallet).halted = False, FOR_EVER

    def reinstate(self, number: int) -> None:
        one = self._with_status(number, SUSPENDED)
        one.status = ACTIVE
        self.at(one.wallet).votes, self.at(one.wallet).halted = True, one.suspended_until

    def retire(self, number: int, now: int) -> None:
        one = self.agents[number]
        if one.status == RETIRED:
            raise Refused("WrongStatus", number, RETIRED)
        one.status, one.retired_at = RETIRED, now
        holder = self.at(one.wallet)
        holder.votes, holder.halted = False, 0
        self._classify(one.wallet, FORMER, self._own_book(one.wallet), now)
        vested = agent_vested(number, quarters_after(now - self.activated, self.divisor))
        self.reserve += entitlement(number) - vested

    def _with_status(self, number: int, status: int) -> Member:
        one = self.agents[number]
        if one.status != status:
            raise Refused("WrongStatus", number, one.status)
        return one

    # --- The guardian ---

    def change_guardian(self, candidate: str, now: int) -> None:
        self._leave(self.guardian, now)
        self._classify(candidate, GUARDIAN, self.at(candidate).book, now)
        self.guardian, self.epoch = candidate, self.epoch + 1

    def hold(self, scope: str, now: int) -> None:
        self.brake(scope).engage(now, self.epoch)

    def lift(self, scope: str, now: int) -> None:
        self.brake(scope).lift(now, self.epoch)

    def freeze(self, wallet: str, now: int) -> None:
        self.at(wallet).frozen = self.brake("freeze", wallet).engage(now, self.epoch)
        if self.at(wallet).kind == PROTOCOL:
            raise Refused("WalletUnavailable", wallet, PROTOCOL)

    def unfreeze(self, wallet: str, now: int) -> None:
        self.brake("freeze", wallet).lift(now)
        self.at(wallet).frozen = 0

    def emergency_suspend(self, number: int, now: int) -> None:
        until = self.brake("suspension", number).engage(now, self.epoch)
        one = self._with_status(number, ACTIVE)
        one.suspended_until = self.at(one.wallet).halted = until

    def lift_suspension(self, number: int, now: int) -> None:
        self.brake("suspension", number).lift(now)
        one = self.agents[number]
        one.suspended_until = 0
        if one.status == ACTIVE:
            self.at(one.wallet).halted = 0
