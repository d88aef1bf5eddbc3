"""Who the agents are: births, wallets and status, in plain Python."""

from dataclasses import dataclass, field

from .errors import Refused
from .vesting import COHORT, DAY, TERMS

PENDING, ACTIVE, SUSPENDED, RETIRED = 1, 2, 3, 4
SERVICE = 4


@dataclass
class Life:
    """One agent."""

    wallet: str
    category: int
    born: int
    status: int = ACTIVE
    proven: bool = True


@dataclass
class Registry:
    """Those agents that a search touches; the others only count in their categories."""

    reserved: set[str]
    divisor: int = 1
    lives: dict[int, Life] = field(default_factory=dict)
    count: int = COHORT
    members: list[int] = field(default_factory=lambda: [size for _, size, _ in TERMS])
    births: list[list[int]] = field(default_factory=lambda: [[] for _ in TERMS])
    left: set[str] = field(default_factory=set)
    requests: dict[int, tuple[str, int]] = field(default_factory=dict)

    def agent_of(self, wallet: str) -> int:
        return next((number for number, life in self.lives.items() if life.wallet == wallet), 0)

    def birth(self, wallet: str, category: int, now: int) -> None:
        limit = max(1, self.members[category] * 5 // 100)
        window = 90 * DAY // self.divisor
        recent = [at for at in self.births[category] if now < at + window]
        if len(recent) >= limit:
            raise Refused("BirthLimitReached", category, limit, recent[-limit] + window)
        self._free(wallet)
        self.births[category].append(now)
        self.count += 1
        self.lives[self.count] = Life(wallet, category, now, PENDING, proven=False)

    def admit(self, number: int) -> None:
        life = self._with(number, PENDING)
        life.status = ACTIVE
        self.members[life.category] += 1

    def change(self, number: int, expected: int, status: int) -> None:
        self._with(number, expected).status = status

    def retire(self, number: int) -> None:
        life = self.known(number)
        if life.status == RETIRED:
            raise Refused("WrongStatus", number, RETIRED)
        if life.status != PENDING:
            self.members[life.category] -= 1
        life.status = RETIRED

    def rotate(self, number: int, wallet: str) -> None:
        life = self.known(number)
        if life.status in (SUSPENDED, RETIRED):
            raise Refused("WrongStatus", number, life.status)
        self._free(wallet)
        self.left.add(life.wallet)
        life.wallet, life.proven = wallet, True
        self.requests.pop(number, None)

    def request(self, number: int, wallet: str, now: int) -> None:
        self.known(number)
        self.requests[number] = (wallet, now + 14 * DAY // self.divisor)

    def cancel(self, number: int, by_agent: bool) -> None:
        self.pending(number)
        del self.requests[number]
        if by_agent:
            self.lives[number].proven = True

    def complete(self, number: int, now: int) -> None:
        wallet, ready = self.pending(number)
        if now < ready:
            raise Refused("WalletRequestNotReady", number, ready)
        self.rotate(number, wallet)

    def known(self, number: int) -> Life:
        if number not in self.lives:
            raise Refused("UnknownAgent", number)
        return self.lives[number]

    def pending(self, number: int) -> tuple[str, int]:
        if number not in self.requests:
            raise Refused("NoWalletRequest", number)
        return self.requests[number]

    def _with(self, number: int, status: int) -> Life:
        life = self.known(number)
        if life.status != status:
            raise Refused("WrongStatus", number, life.status)
        return life

    def _free(self, wallet: str) -> None:
        if self.agent_of(wallet) or wallet in self.left or wallet in self.reserved:
            raise Refused("WalletTaken", wallet)
