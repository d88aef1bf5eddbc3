"""What the treasury owes and pays, and what the guardian has earned, in plain Python."""

from dataclasses import dataclass, field

from .errors import Refused
from .vesting import COHORT, agent_vested, entitlement, guardian_vested, month_of, quarters_after

ACTIVE, SUSPENDED, RETIRED = 2, 3, 4
MONTHLY = 100_000 * 10**18


@dataclass
class Share:
    """One agent's."""

    wallet: str
    proven: bool = True
    status: int = ACTIVE
    paid: int = 0
    rewarded: int = 0
    retired_at: int = 0


@dataclass
class Treasury:
    """The agents' clock, their shares, the reserve; and the guardian's clock."""

    activated: int
    started: int
    divisor: int = 1
    shares: dict[int, Share] = field(default_factory=dict)
    reserve: int = 0
    spent: dict[int, int] = field(default_factory=dict)
    guardian_paid: int = 0
    settled: int = 0  # what agents beside these were paid and have forfeited

    def vested(self, number: int, now: int) -> int:
        share = self.shares[number]
        elapsed = (share.retired_at or now) - self.activated
        return agent_vested(number, quarters_after(elapsed, self.divisor))

    def released(self, number: int) -> int:
        return agent_vested(number, self.shares[number].paid)

    def forfeited(self, number: int) -> int:
        share = self.shares[number]
        return entitlement(number) - self.vested(number, share.retired_at) if share.retired_at else 0

    def owed(self) -> int:
        """All shares, less what was paid and what was forfeited."""
        gone = sum(self.released(n) + self.forfeited(n) for n in self.shares)
        return sum(map(entitlement, range(1, COHORT + 1))) - gone - self.settled

    def release(self, number: int, now: int) -> int:
        if number not in self.shares:
            raise Refused("NoEntitlement", number)
        share = self.shares[number]
        if not share.proven:
            raise Refused("WalletNotProven", number, share.wallet)
        if share.status == SUSPENDED:
            raise Refused("AgentNotPayable", number)
        amount = self.vested(number, now) - self.released(number)
        if amount == 0:
            raise Refused("NothingToRelease", number)
        share.paid = quarters_after((share.retired_at or now) - self.activated, self.divisor)
        return amount

    def release_batch(self, numbers: list[int], now: int) -> list[tuple[int, int | str]]:
        """For each in turn what it is paid, or why not."""
        results: list[tuple[int, int | str]] = []
        for number in numbers:
            try:
                results.append((number, self.release(number, now)))
            except Refused as refused:
                results.append((number, refused.name))
        return results

    def reward(self, number: int, amount: int, exceptional: bool, now: int) -> None:
        month = month_of(self.activated + (now - self.activated) * self.divisor)
        left = MONTHLY - self.spent.get(month, 0)
        if not exceptional and amount > left:
            raise Refused("RewardAboveMonthlyLimit", amount, left)
        if amount == 0:
            raise Refused("RewardZero")
        if amount > self.reserve:
            raise Refused("RewardAboveReserve", amount, self.reserve)
        share = self.shares[number]
        if not share.proven:
            raise Refused("WalletNotProven", number, share.wallet)
        if share.status != ACTIVE:
            raise Refused("AgentNotPayable", number)
        if not exceptional:
            self.spent[month] = self.spent.get(month, 0) + amount
        self.reserve -= amount
        share.rewarded += amount

    def retire(self, number: int, now: int) -> None:
        share = self.shares[number]
        if share.status == RETIRED:
            raise Refused("WrongStatus", number, RETIRED)
        share.status, share.retired_at = RETIRED, now
        self.reserve += self.forfeited(number)

    def move(self, number: int, expected: int, status: int) -> None:
        """A suspension by governance, or its end."""
        share = self.shares[number]
        if share.status != expected:
            raise Refused("WrongStatus", number, share.status)
        share.status = status

    def release_vesting(self, now: int) -> int:
        amount = guardian_vested(now - self.started, self.divisor) - self.guardian_paid
        if amount == 0:
            raise Refused("NothingVested")
        self.guardian_paid += amount
        return amount
