"""Wallets and humans: what every movement of ROAD may do, said once more in plain Python.

A human's book is never stored here: it is the sum of the balances of its wallets.
"""

from dataclasses import dataclass, field

from eth_abi import encode
from eth_utils import keccak

from .budget import Brake
from .errors import Refused
from .vesting import DAY

NONE, PROTOCOL, GUARDIAN, AGENT, HUMAN, FORMER, VENUE = range(7)
(
    OK, ZERO_ADDRESS, PAUSED, INSUFFICIENT_BALANCE, SENDER_FROZEN, RECIPIENT_FROZEN, SENDER_SUSPENDED,
    RECIPIENT_UNKNOWN, RECIPIENT_FORMER, RECIPIENT_ESCROW, IDENTITY_EXPIRED, IDENTITY_SUSPENDED,
    TOO_MANY_WALLETS, ABOVE_CAP,
) = range(14)  # fmt: skip
ZERO = "0x" + "00" * 20
FOR_EVER = 2**40 - 1
FIVE_PERCENT = 50_000_000 * 10**18
LEAST_CAP = 1_000_000 * 10**18
LINKS = b"links".ljust(32, b"\0")


@dataclass
class Holder:
    """One wallet."""

    kind: int = NONE
    book: bytes = b""
    balance: int = 0
    ceiling: int = 0
    votes: bool = False
    frozen: int = 0
    halted: int = 0
    chooses: str = ""
    escrowed: int = 0


@dataclass
class Human:
    """One identity: what the attestor says of it."""

    valid_until: int
    suspended: bool = False
    wallets: list[str] = field(default_factory=list)
    over_since: int = 0
    noted: int = 0


@dataclass
class Books:
    """Everything that the cap and the books depend on."""

    chain_id: int
    places: dict[str, str]
    divisor: int = 1
    unverified: bool = False
    cap: int = FIVE_PERCENT
    cap_lowered: int = 0
    epoch: int = 1
    holders: dict[str, Holder] = field(default_factory=dict)
    humans: dict[bytes, Human] = field(default_factory=dict)
    merged: dict[bytes, bytes] = field(default_factory=dict)
    merges: dict[bytes, tuple[bytes, int]] = field(default_factory=dict)
    brakes: dict[tuple[str, object], Brake] = field(default_factory=dict)

    # --- What follows from the rest ---

    def at(self, wallet: str) -> Holder:
        return self.holders.setdefault(wallet, Holder())

    def root(self, identity: bytes) -> bytes:
        while identity in self.merged:
            identity = self.merged[identity]
        return identity

    def known(self, identity: bytes) -> bytes:
        if self.root(identity) not in self.humans:
            raise Refused("IdentityUnknown", identity)
        return self.root(identity)

    def own(self, wallet: str) -> bytes:
        """A wallet that belongs to no verified human: four bytes 0xff, then the beginning of a hash."""
        return b"\xff" * 4 + keccak(encode(["uint256", "address"], [self.chain_id, wallet]))[:28]

    def counted(self, wallet: str) -> bytes:
        one = self.at(wallet)
        return one.book if one.kind in (NONE, HUMAN, FORMER, VENUE) else b""

    def holdings(self, identity: bytes) -> int:
        wallets = self.humans[identity].wallets
        return sum(self.at(w).balance for w in wallets if self.counted(w) == identity)

    def excess(self, identity: bytes) -> int:
        return max(0, self.holdings(identity) - self.cap)

    def linked(self, identity: bytes) -> int:
        return sum(self.at(w).kind == HUMAN for w in self.humans[identity].wallets)

    def agent_of(self, wallet: str) -> int:
        """Number of the agent with this wallet; 0 for none."""
        raise NotImplementedError

    def brake(self, scope: str, subject: object = None) -> Brake:
        return self.brakes.setdefault((scope, subject), Brake(self.divisor))

    def paused(self, now: int) -> bool:
        return self.brake("transfers").held(now, self.epoch)

    # --- Movements ---

    def explain(self, sender: str, to: str, amount: int, now: int) -> int:
        if ZERO in (sender, to):
            return ZERO_ADDRESS
        if self.paused(now):
            return PAUSED
        if amount > self.at(sender).balance:
            return INSUFFICIENT_BALANCE
        return self.refusal(sender, to, amount, now)

    def refusal(self, sender: str, to: str, amount: int, now: int) -> int:
        one, other = self.at(sender), self.at(to)
        if now < one.frozen:
            return SENDER_FROZEN
        if now < other.frozen:
            return RECIPIENT_FROZEN
        if now < one.halted:
            return SENDER_SUSPENDED
        if amount == 0 or sender == to:
            return OK
        if to == self.places["escrow"]:
            return RECIPIENT_ESCROW
        if other.kind == NONE and not self.unverified:
            return RECIPIENT_UNKNOWN
        if other.kind == FORMER and sender != self.places["treasury"]:
            return RECIPIENT_FORMER
        if other.kind in (PROTOCOL, GUARDIAN, AGENT):
            return OK
        book = self.counted(to)
        if book and book == self.counted(sender):
            return OK
        return self._refuses_holding(book, amount, now)

    def _refuses_holding(self, book: bytes, amount: int, now: int) -> int:
        human = self.humans[book] if book else Human(FOR_EVER)
        if now >= human.valid_until:
            return IDENTITY_EXPIRED
        if human.suspended:
            return IDENTITY_SUSPENDED
        if book and self.linked(book) > 8:
            return TOO_MANY_WALLETS
        held = self.holdings(book) if book else 0
        return ABOVE_CAP if held + amount > self.cap else OK

    def transfer(self, sender: str, to: str, amount: int, now: int) -> None:
        reason = self.explain(sender, to, amount, now)
        if reason == ZERO_ADDRESS:
            raise Refused("ERC20InvalidReceiver", ZERO)
        if reason == INSUFFICIENT_BALANCE:
            raise Refused("ERC20InsufficientBalance", sender, self.at(sender).balance, amount)
        if reason != OK:
            raise Refused("TransferRefused", reason, sender, to, amount)
        if amount and sender != to and self.at(to).kind == NONE and not self.at(to).book:
            self.at(to).book = self._own_book(to)
        self._move(sender, to, amount, now)
        if sender == self.places["treasury"] and self.at(to).kind == AGENT:
            self.at(to).ceiling += amount

    def _move(self, sender: str, to: str, amount: int, now: int) -> None:
        self.at(sender).balance -= amount
        self.at(to).balance += amount
        if amount and self.counted(sender) != self.counted(to):
            self._watch(now, self.counted(sender), self.counted(to))

    def _watch(self, now: int, *books: bytes) -> None:
        """Grace runs from the movement that brought a book above the cap."""
        for book in filter(None, books):
            human, held = self.humans[book], self.holdings(book)
            if held <= self.cap:
                human.over_since = 0
            elif human.noted <= self.cap:
                human.over_since = now
            human.noted = held

    def withdraw(self, by: str, to: str, amount: int, now: int) -> None:
        one = self.at(by)
        if now < one.frozen:
            raise Refused("CallerFrozen", by, one.frozen)
        if amount > one.escrowed:
            raise Refused("EscrowBalanceTooLow", by, one.escrowed, amount)
        one.escrowed -= amount
        self.transfer(self.places["escrow"], to, amount, now)

    def rebalance(self, identity: bytes, now: int) -> int:
        book = self.known(identity)
        excess = self.excess(book)
        if not excess:
            return 0
        ends = max(self.humans[book].over_since, self.cap_lowered) + 30 * DAY // self.divisor
        if now < ends:
            raise Refused("GracePeriodRuns", identity, ends)
        wallets = [w for w in self.humans[book].wallets if self.counted(w) == book and self.at(w).balance]
        moved = 0
        for wallet in wallets[:8]:
            part = min(self.at(wallet).balance, excess - moved)
            self._move(wallet, self.places["escrow"], part, now)
            self.at(wallet).escrowed += part
            moved += part
        return moved

    # --- Classes and books ---

    def _own_book(self, wallet: str) -> bytes:
        book = self.root(self.own(wallet))
        self.humans.setdefault(book, Human(FOR_EVER)).wallets.append(wallet)
        return book

    def _classify(self, wallet: str, kind: int, book: bytes, now: int) -> None:
        one = self.at(wallet)
        before = self.counted(wallet)
        one.kind, one.book = kind, book
        if before != self.counted(wallet) and one.balance:
            self._watch(now, before, self.counted(wallet))

    def _drop(self, wallet: str, now: int) -> None:
        one = self.at(wallet)
        if one.book:
            self.humans[one.book].wallets.remove(wallet)
        self._classify(wallet, NONE, b"", now)

    def _leave(self, wallet: str, now: int) -> None:
        one = self.at(wallet)
        if one.balance:
            self._classify(wallet, FORMER, one.book or self._own_book(wallet), now)
        else:
            self._drop(wallet, now)

    def _unused(self, wallet: str, now: int) -> None:
        one = self.at(wallet)
        if one.kind not in (NONE, FORMER):
            raise Refused("WalletUnavailable", wallet, one.kind)
        if one.book and one.balance:
            raise Refused("WalletNotEmpty", wallet, one.balance)
        if one.book:
            self._drop(wallet, now)

    def attest(self, identity: bytes, valid_until: int, now: int) -> None:
        if valid_until <= now:
            raise Refused("VerificationInPast", valid_until)
        self.humans.setdefault(self.root(identity), Human(0)).valid_until = valid_until

    def suspend_identity(self, identity: bytes, suspended: bool) -> None:
        self.humans[self.known(identity)].suspended = suspended

    def link(self, wallet: str, identity: bytes, now: int) -> None:
        self._links_open(now)
        book, one = self.known(identity), self.at(wallet)
        if one.kind not in (NONE, FORMER) or self.agent_of(wallet):
            raise Refused("WalletUnavailable", wallet, one.kind)
        if one.book and one.book not in (book, self.own(wallet)) and one.balance:
            raise Refused("WalletNotEmpty", wallet, one.balance)
        if self.linked(book) >= 8:
            raise Refused("TooManyWallets", identity, self.linked(book), 8)
        if one.book != book:
            self._room(identity, book, 1)
            if one.book:
                self.humans[one.book].wallets.remove(wallet)
            self.humans[book].wallets.append(wallet)
        self._classify(wallet, HUMAN, book, now)

    def unlink(self, wallet: str, now: int) -> None:
        self._is(wallet, HUMAN)
        self._leave(wallet, now)

    def recover(self, lost: str, replacement: str, now: int) -> None:
        self._links_open(now)
        self._is(lost, HUMAN)
        identity = self.at(lost).book
        self._leave(lost, now)
        self.link(replacement, identity, now)

    def forget(self, wallet: str, now: int) -> None:
        self._is(wallet, FORMER)
        if self.at(wallet).balance:
            raise Refused("WalletNotEmpty", wallet, self.at(wallet).balance)
        if self.agent_of(wallet):
            raise Refused("WalletUnavailable", wallet, FORMER)
        self._drop(wallet, now)

    def set_venue(self, wallet: str, enabled: bool, now: int) -> None:
        if enabled:
            if self.agent_of(wallet):
                raise Refused("WalletUnavailable", wallet, self.at(wallet).kind)
            self._unused(wallet, now)
            self._classify(wallet, VENUE, self._own_book(wallet), now)
        else:
            self._is(wallet, VENUE)
            self._leave(wallet, now)

    def request_merge(self, source: bytes, into: bytes, now: int) -> None:
        self._links_open(now)
        first, second = self.known(source), self.known(into)
        if first == second:
            raise Refused("MergeWithItself", source)
        if first in self.merges:
            raise Refused("MergePending", source, self.merges[first][1])
        self.merges[first] = (second, now + 14 * DAY // self.divisor)

    def cancel_merge(self, source: bytes) -> None:
        book = self.known(source)
        if book not in self.merges:
            raise Refused("MergeNotRequested", source)
        del self.merges[book]

    def merge(self, identity: bytes, now: int) -> None:
        book = self.known(identity)
        if book not in self.merges:
            raise Refused("MergeNotRequested", identity)
        named, ready = self.merges[book]
        if now < ready:
            raise Refused("MergeNotReady", identity, ready)
        into = self.root(named)
        if into == book:  # the other direction was carried out first
            del self.merges[book]
            return
        self._room(named, into, len(self.humans[book].wallets))
        source, target, moved = self.humans[book], self.humans[into], self.holdings(book)
        for wallet in source.wallets:
            self.at(wallet).book = into
        target.wallets += source.wallets
        target.suspended |= source.suspended
        del self.humans[book], self.merges[book]
        self.merged[book] = into
        if moved:
            self._watch(now, into)

    def set_cap(self, cap: int, now: int) -> None:
        if cap == self.cap:
            raise Refused("CapUnchanged", cap)
        if not LEAST_CAP <= cap <= FIVE_PERCENT:
            raise Refused("CapOutOfRange", cap, LEAST_CAP, FIVE_PERCENT)
        if cap < self.cap:
            self.cap_lowered = now
        self.cap = cap

    def _links_open(self, now: int) -> None:
        brake = self.brake("links")
        if brake.held(now, self.epoch):
            raise Refused("Held", LINKS, brake.until)

    def _room(self, identity: bytes, book: bytes, more: int) -> None:
        count = len(self.humans[book].wallets) + more
        if count > 32:
            raise Refused("TooManyWallets", identity, count, 32)

    def _is(self, wallet: str, kind: int) -> None:
        if self.at(wallet).kind != kind:
            raise Refused("WrongClass", wallet, self.at(wallet).kind, kind)
