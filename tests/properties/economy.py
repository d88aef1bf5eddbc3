"""The machine of cap, books and votes: the whole economy, small, with everybody in it."""

from collections.abc import Iterable
from typing import Any, TypeVar

from eth_abi import encode
from eth_utils import keccak
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from tests.models.books import (
    AGENT,
    FIVE_PERCENT,
    FORMER,
    HUMAN,
    LEAST_CAP,
    NONE,
    OK,
    PROTOCOL,
    VENUE,
    Holder,
    Human,
)
from tests.models.economy import ACTIVE, SUSPENDED, Economy, Member
from tests.models.replay import Account, State, checksum
from tests.models.vesting import quarters_after
from tests.support.actors import Actor, actor, agent_actor
from tests.support.contract import Receipt
from tests.support.system import DAY, HOUR, NAMES, YEAR, ZERO, System, identity_of

from .machine import Machine, replayed

AGENTS = (1, 2, 11, 12)
HUMANS = [identity_of(name) for name in ("first", "second", "third")]
PEOPLE = [actor(f"wallet {i}") for i in range(14)]
SPARE = [actor(f"spare {i}") for i in range(4)]
HEIRS = [actor(f"heir {i}") for i in range(2)]
KEYS: dict[str, Actor] = {
    one.address: one for one in [*PEOPLE, *SPARE, *HEIRS, *map(agent_actor, AGENTS), actor("guardian")]
}
WALLETS = list(KEYS)
OLD_BOOKS = 4  # of those that a chain has already, so many take part
FAR = 50 * YEAR
FULL_CHECK = 10  # steps from one comparison of everything to the next


E = TypeVar("E", bound=Economy)


def economy_of(system: System) -> Economy:
    """The model of a system; from here on its wallets let the stranger spend."""
    model = modelled(Economy, system, replayed(system), AGENTS)
    for wallet in dict.fromkeys([*WALLETS, *(w for w in model.holders if w not in model.places.values())]):
        system.token.approve(system.stranger, 2**256 - 1, sender=wallet)
    return model


def modelled(kind: type[E], system: System, told: State, agents: Iterable[int]) -> E:
    """What the events say of a system, as a model.

    A few agents and books take part; what the others hold, and whom they lend their votes, stays as it is.
    """
    owners = [told.guardian, *(told.agents[number].wallet for number in agents)]
    books = books_of(told, owners)
    booked = [wallet for book in books.values() for wallet in book.wallets]
    retired = [number for number in map(told.agent_of, booked) if number]
    bodies = {number: told.agents[number] for number in (*agents, *retired)}
    model = kind(
        chain_id=system.rpc.chain_id,
        places={short: getattr(system, short).address for short in NAMES},
        divisor=system.divisor,
        unverified=system.cap.UNVERIFIED_ALLOWED(),
        cap=told.cap,
        cap_lowered=told.cap_lowered_at,
        epoch=told.epoch,
        started=told.closed_at,
        activated=told.activated_at,
        guardian=told.guardian,
        guardian_paid=told.guardian_paid,
        reserve=told.reserve,
        left=told.left,
        humans={book.identity: human_of(book) for book in books.values()},
        merged={
            identity: books[number].identity
            for identity, number in told.numbers.items()
            if number in books and books[number].identity != identity
        },
        merges={
            books[number].identity: (books[into].identity, ready)
            for number, (into, ready) in told.merges.items()
            if number in books
        },
        brakes={known_as(*place): brake for place, brake in told.brakes.items()},
        agents={
            number: Member(
                body.wallet, body.status, told.quarters(number), body.suspended_until, body.retired_at
            )
            for number, body in bodies.items()
        },
    )
    for wallet in dict.fromkeys([*owners, *booked, *model.places.values()]):
        model.holders[wallet] = holder_of(system, told, wallet)
    model.elsewhere = 10**27 - sum(one.balance for one in model.holders.values())
    model.voices = told.voices(*model.holders)
    return model


def books_of(told: State, owners: list[str]) -> dict[int, Account]:
    """Those of these wallets, the newest, and into which any of them are to be merged."""
    numbers = [*(told.book_of[wallet] for wallet in owners), *list(told.books)[-OLD_BOOKS:]]
    numbers += [told.merges[number][0] for number in numbers if number in told.merges]
    return {number: told.books[number] for number in numbers if number}


def human_of(book: Account) -> Human:
    return Human(book.valid_until, book.suspended, list(book.wallets), book.over_since, book.holdings)


def holder_of(system: System, told: State, wallet: str) -> Holder:
    kind, book, chosen = told.classes[wallet], told.book_of[wallet], told.delegates.get(wallet, wallet)
    agent = told.agents.get(told.agent_of(wallet))
    return Holder(
        kind,
        told.books[book].identity if book else b"",
        told.balances[wallet],
        told.ceilings[wallet],
        votes=kind == AGENT and agent is not None and agent.status == ACTIVE,
        frozen=told.frozen_until[wallet],
        halted=system.cap.walletOf(wallet).haltedUntil,
        chooses="" if chosen == wallet else chosen,
        escrowed=told.escrowed[wallet],
    )


def known_as(scope: str, subject: bytes) -> tuple[str, object]:
    """A brake as the model knows it: by wallet, by agent, or for everybody."""
    if scope == "suspension":
        return scope, int.from_bytes(subject)
    return scope, checksum(subject) if any(subject) else None


class EconomyMachine(Machine):
    """Invariants 1 to 4, 7 to 10, 12, 48 and 49 after every step."""

    model: Economy

    def __init__(self) -> None:
        super().__init__()
        self.head: bytes = self.system.cap.head()
        self.steps = 0
        self.past: list[tuple[str, int, int]] = []
        held = [w for w in self.model.holders if w not in self.model.places.values()]
        self.wallets = list(dict.fromkeys([*WALLETS, *held]))
        self.office_book = self.model.at(self.model.guardian).book or HUMANS[0]

    @initialize()
    def settle(self) -> None:
        """Three humans with two wallets each, the guardian and the agents paid once."""
        for i, identity in enumerate(HUMANS):
            self._attest(identity, self.rpc.now + FAR)
            for wallet in PEOPLE[4 * i : 4 * i + 2]:
                self._link(wallet, identity)
        self.vesting()
        for number in AGENTS:
            self._release(number)

    def conclude(self) -> None:
        self.compare_all()

    # --- Money ---

    @rule(data=st.data())
    def transfer(self, data: Any) -> None:
        for _ in range(data.draw(st.integers(1, 4))):
            self._transfer(data, data.draw(st.booleans()))

    def _transfer(self, data: Any, direct: bool) -> None:
        model, now = self.model, self.next
        rich = [w for w in self.wallets if model.at(w).balance]
        able = [w for w in rich if now >= model.at(w).halted and now >= model.at(w).frozen]
        sender = self.pick(data, able or rich, self.wallets)
        likely = [w for w in self.wallets if model.explain(sender, w, 1, now) == OK]
        to = self.pick(data, likely, [*self.wallets, *model.places.values(), ZERO])
        amount = self._amount(data, sender, to)
        self._pay(sender, to, amount, direct)

    def _pay(self, sender: str, to: str, amount: int, direct: bool) -> None:
        token, now = self.system.token, self.next
        expected = self.model.explain(sender, to, amount, now)
        assert token.explain(sender, to, amount, at=now) == expected
        assert token.canTransfer(sender, to, amount, at=now) == (expected == OK)
        call = (
            self._call("token", "transfer", to, amount, sender=sender)
            if direct
            else self._call("token", "transferFrom", sender, to, amount)
        )
        self.attempt("transfer", lambda m, t: m.transfer(sender, to, amount, t), call)

    def _amount(self, data: Any, sender: str, to: str) -> int:
        model = self.model
        balance, book = model.at(sender).balance, model.counted(to)
        room = max(0, model.cap - model.holdings(book)) if book else 0
        exact = [0, 1, balance // 7, balance // 2, balance, min(balance, room)]
        return self.pick(data, [a for a in exact if a <= (room or balance)], [*exact, room + 1, balance + 1])

    @rule(data=st.data())
    def release(self, data: Any) -> None:
        self._release(self.pick(data, [n for n, a in self.model.agents.items() if self._due(a)], AGENTS))

    def _due(self, member: Member) -> bool:
        halted = member.status == SUSPENDED or self.next < member.suspended_until
        elapsed = (member.retired_at or self.next) - self.model.activated
        return not halted and member.paid < quarters_after(elapsed, self.model.divisor)

    def _release(self, number: int) -> None:
        call = self._call("treasury", "release", number)
        self.attempt("release", lambda m, t: m.release(number, t), call)

    @rule()
    def vesting(self) -> None:
        self.attempt("vesting", lambda m, t: m.release_vesting(t), self._call("vesting", "release"))

    @precondition(lambda self: any(one.escrowed for one in self.model.holders.values()))
    @rule(data=st.data())
    def withdraw(self, data: Any) -> None:
        model = self.model
        by = self.pick(data, [w for w in self.wallets if model.at(w).escrowed], self.wallets)
        kept = model.at(by).escrowed
        escrow = model.places["escrow"]
        likely = [w for w in self.wallets if model.refusal(escrow, w, 1, self.next) == OK]
        to = self.pick(data, likely, self.wallets)
        amount = self.pick(data, [kept, kept // 2, 1], [kept + 1, 0])
        call = self._call("escrow", "withdraw", to, amount, sender=by)
        self.attempt("withdraw", lambda m, t: m.withdraw(by, to, amount, t), call)

    @precondition(lambda self: any(map(self.model.excess, self.model.humans)))
    @rule(data=st.data())
    def rebalance(self, data: Any) -> None:
        model = self.model
        over = [h for h in model.humans if model.excess(h)]
        identity = self.pick(data, over, [*HUMANS, self.office_book])
        if data.draw(st.integers(0, 3)):
            self._wait(31 * DAY)
        before = model.excess(model.root(identity)) if model.root(identity) in model.humans else 0
        call = self._call("cap", "rebalance", identity)
        receipt = self.attempt("rebalance", lambda m, t: m.rebalance(identity, t), call)
        if receipt and before:
            (event,) = receipt.of("Rebalanced")
            assert event.moved + event.excessLeft == before
            assert len(receipt.of("Transfer")) <= 8

    @rule(days=st.sampled_from([0, 1, 3, 14, 31, 91]), hours=st.integers(1, 23))
    def travel_on(self, days: int, hours: int) -> None:
        self.done["travel_on"] += 1
        self._wait(days * DAY + hours * HOUR)

    # --- Humans ---

    @rule(identity=st.sampled_from(HUMANS), seconds=st.sampled_from([-1, DAY, 40 * DAY, FAR, FAR, FAR]))
    def attest(self, identity: bytes, seconds: int) -> None:
        self._attest(identity, self.rpc.now + seconds)

    def _attest(self, identity: bytes, until: int) -> None:
        call = self._call("cap", "attest", identity, until, sender=self.system.attestor)
        self.attempt("attest", lambda m, t: m.attest(identity, until, t), call)

    @rule(identity=st.sampled_from(HUMANS), suspended=st.sampled_from([True, False, False]))
    def suspend_identity(self, identity: bytes, suspended: bool) -> None:
        call = self._call("cap", "setIdentitySuspended", identity, suspended, sender=self.system.attestor)
        self.attempt("suspend_identity", lambda m, t: m.suspend_identity(identity, suspended), call)

    @rule(data=st.data(), identity=st.sampled_from(HUMANS))
    def link(self, data: Any, identity: bytes) -> None:
        free = [w for w in PEOPLE if self.model.at(w.address).kind in (NONE, FORMER)]
        self._link(self.pick(data, free, list(KEYS.values())), identity)

    def _link(self, wallet: Actor, identity: bytes) -> None:
        deadline = self.rpc.now + DAY
        consent = self.system.sign_link(wallet, identity, deadline)
        attestor = self.system.attestor
        call = self._call("cap", "link", wallet, identity, deadline, consent, sender=attestor)
        self.attempt("link", lambda m, t: m.link(wallet.address, identity, t), call)

    @precondition(lambda self: self._of(HUMAN))
    @rule(data=st.data())
    def unlink(self, data: Any) -> None:
        wallet = self.pick(data, self._of(HUMAN), self.wallets)
        call = self._call("cap", "unlink", wallet, sender=self.system.attestor)
        self.attempt("unlink", lambda m, t: m.unlink(wallet, t), call)

    @rule(data=st.data())
    def recover(self, data: Any) -> None:
        lost = self.pick(data, self._of(HUMAN), self.wallets)
        free = [w for w in PEOPLE if self.model.at(w.address).kind in (NONE, FORMER)]
        replacement = self.pick(data, free, list(KEYS.values()))
        deadline = self.rpc.now + DAY
        identity = self.system.cap.identityOf(lost)
        consent = self.system.sign_link(replacement, identity, deadline)
        attestor = self.system.attestor
        call = self._call("cap", "recover", lost, replacement, deadline, consent, sender=attestor)
        self.attempt("recover", lambda m, t: m.recover(lost, replacement.address, t), call)

    @precondition(lambda self: self._of(FORMER))
    @rule(data=st.data())
    def forget(self, data: Any) -> None:
        wallet = self.pick(data, [w for w in self._of(FORMER) if not self.model.agent_of(w)], self.wallets)
        if data.draw(st.integers(0, 3)):
            self._pay(wallet, self.model.guardian, self.model.at(wallet).balance, direct=True)
        self.attempt("forget", lambda m, t: m.forget(wallet, t), self._call("cap", "forget", wallet))

    @rule(data=st.data())
    def request_merge(self, data: Any) -> None:
        roots = [h for h in HUMANS if h not in self.model.merged and h not in self.model.merges]
        source = self.pick(data, roots, [*HUMANS, self.office_book])
        into = self.pick(data, [h for h in HUMANS if self.model.root(h) != source], HUMANS)
        call = self._call("cap", "requestMerge", source, into, sender=self.system.attestor)
        self.attempt("request_merge", lambda m, t: m.request_merge(source, into, t), call)

    @precondition(lambda self: self.model.merges)
    @rule(data=st.data())
    def merge(self, data: Any) -> None:
        if data.draw(st.integers(0, 3)):
            self._wait(14 * DAY)
        ready = [h for h, (_, at) in self.model.merges.items() if self.next >= at]
        identity = self.pick(data, ready, list(self.model.merges) or HUMANS)
        self.attempt("merge", lambda m, t: m.merge(identity, t), self._call("cap", "merge", identity))

    @precondition(lambda self: self.model.merges)
    @rule(data=st.data())
    def cancel_merge(self, data: Any) -> None:
        identity = self.pick(data, list(self.model.merges), HUMANS)
        call = self._call("cap", "cancelMerge", identity, sender=self.model.guardian)
        self.attempt("cancel_merge", lambda m, t: m.cancel_merge(identity), call)

    # --- Governance ---

    @rule(data=st.data())
    def set_venue(self, data: Any) -> None:
        enabled = data.draw(st.booleans())
        unused = [s.address for s in SPARE if self.model.at(s.address).kind == NONE]
        wallet = self.pick(data, unused if enabled else self._of(VENUE), self.wallets)
        call = self._decided("cap", "setVenue", wallet, enabled)
        self.attempt("set_venue", lambda m, t: m.set_venue(wallet, enabled, t), call)

    @rule(data=st.data())
    def set_cap(self, data: Any) -> None:
        likely = [FIVE_PERCENT, FIVE_PERCENT // 2, FIVE_PERCENT - 1, 2 * LEAST_CAP]
        cap = self.pick(data, [c for c in likely if c != self.model.cap], [LEAST_CAP - 1, FIVE_PERCENT + 1])
        call = self._decided("cap", "setHumanCap", cap)
        self.attempt("set_cap", lambda m, t: m.set_cap(cap, t), call)

    @rule(data=st.data())
    def suspend(self, data: Any) -> None:
        number = self.pick(data, self._with(ACTIVE), AGENTS)
        call = self._decided("registry", "suspend", number)
        self.attempt("suspend", lambda m, t: m.suspend(number), call)

    @precondition(lambda self: self._with(SUSPENDED))
    @rule(data=st.data())
    def reinstate(self, data: Any) -> None:
        number = self.pick(data, self._with(SUSPENDED), AGENTS)
        call = self._decided("registry", "reinstate", number)
        self.attempt("reinstate", lambda m, t: m.reinstate(number), call)

    @precondition(lambda self: len(self._with(ACTIVE)) > 2)
    @rule(data=st.data())
    def retire(self, data: Any) -> None:
        number = self.pick(data, self._with(ACTIVE)[1:], AGENTS)
        call = self._decided("registry", "retire", number)
        self.attempt("retire", lambda m, t: m.retire(number, t), call)

    # --- The guardian ---

    @rule(data=st.data())
    def freeze(self, data: Any) -> None:
        places = list(self.model.places.values())[3:]
        wallet = self.pick(data, self.wallets, [p for p in places if self.model.at(p).kind == PROTOCOL])
        call = self._call("token", "freeze", wallet, sender=self.model.guardian)
        self.attempt("freeze", lambda m, t: m.freeze(wallet, t), call)

    @precondition(lambda self: self._holds("freeze"))
    @rule(data=st.data())
    def unfreeze(self, data: Any) -> None:
        held = [w for w in self.wallets if self.next < self.model.brake("freeze", w).until]
        wallet = self.pick(data, held, self.wallets)
        call = self._call("token", "unfreeze", wallet, sender=self.model.guardian)
        self.attempt("unfreeze", lambda m, t: m.unfreeze(wallet, t), call)

    @rule(scope=st.sampled_from([("transfers", "token", "pause"), ("links", "cap", "pauseLinks")]))
    def hold(self, scope: tuple[str, str, str]) -> None:
        call = self._call(scope[1], scope[2], sender=self.model.guardian)
        self.attempt("hold", lambda m, t: m.hold(scope[0], t), call)

    @precondition(lambda self: self._holds("transfers", "links"))
    @rule(data=st.data())
    def lift(self, data: Any) -> None:
        scopes = [("transfers", "token", "unpause"), ("links", "cap", "unpauseLinks")]
        held = [s for s in scopes if self.next < self.model.brake(s[0]).until]
        scope = self.pick(data, held, scopes)
        call = self._call(scope[1], scope[2], sender=self.model.guardian)
        self.attempt("lift", lambda m, t: m.lift(scope[0], t), call)

    @rule(data=st.data())
    def emergency_suspend(self, data: Any) -> None:
        self._emergency_suspend(data)

    def _emergency_suspend(self, data: Any) -> None:
        number = self.pick(data, self._with(ACTIVE), AGENTS)
        before = self._votes()
        call = self._call("registry", "emergencySuspend", number, sender=self.model.guardian)
        self.attempt("emergency_suspend", lambda m, t: m.emergency_suspend(number, t), call)
        assert self._votes() == before, "an emergency suspension moved votes"

    @rule(data=st.data())
    def lift_suspension(self, data: Any) -> None:
        if not self._holds("suspension"):
            self._emergency_suspend(data)
        held = [n for n in AGENTS if self.next < self.model.brake("suspension", n).until]
        number = self.pick(data, held, AGENTS)
        call = self._call("registry", "liftSuspension", number, sender=self.model.guardian)
        self.attempt("lift_suspension", lambda m, t: m.lift_suspension(number, t), call)

    @rule(data=st.data())
    def change_guardian(self, data: Any) -> None:
        people = [one.address for one in [*HEIRS, *PEOPLE, actor("guardian")]]
        barred = [self.model.guardian, *(member.wallet for member in self.model.agents.values())]
        heir = data.draw(st.sampled_from([w for w in people if w not in barred]))
        self.system.guardianship.proposeRotation(heir, sender=self.model.guardian)
        self._wait(7 * DAY)
        call = self._call("guardianship", "acceptRotation", sender=heir)
        self.attempt("change_guardian", lambda m, t: m.change_guardian(heir, t), call)

    # --- Agents ---

    @rule(data=st.data())
    def delegate(self, data: Any) -> None:
        sender = self.pick(data, self._of(AGENT), self.wallets)
        to = self.pick(data, [*self._of(AGENT), ZERO], self.wallets)
        call = self._call("token", "delegate", to, sender=sender)
        self.attempt("delegate", lambda m, t: m.delegate(sender, to), call)

    @rule(data=st.data())
    def rotate(self, data: Any) -> None:
        number = self.pick(data, self._with(ACTIVE), AGENTS)
        unused = [
            s for s in SPARE if self.model.at(s.address).kind == NONE and s.address not in self.model.left
        ]
        new = self.pick(data, unused, list(KEYS.values()))
        old = self.model.agents[number].wallet
        deadline = self.rpc.now + 200
        consent = self.system.sign_wallet(number, new, deadline)
        call = self._call("registry", "setAgentWallet", number, new, deadline, consent, sender=old)
        reserved = {self.model.guardian, self.system.recovery.address, self.system.successor.address}
        self.attempt("rotate", lambda m, t: m.rotate(number, new.address, reserved, t), call)

    # --- What must hold ---

    def follow(self, rule: str, receipt: Receipt) -> None:
        for event in receipt.of("BookMoved"):
            link = [self.head, event.args["from"], event.to, event.amount, event.cause]
            self.head = keccak(encode(["bytes32", "uint256", "uint256", "uint256", "uint8"], link))
            assert self.head == event.head
        self.steps += 1
        if self.steps % FULL_CHECK == 0:
            self.compare_all()
        else:
            touched = {v for e in receipt.events for v in e.args.values() if v in self.model.holders}
            self.compare(touched)

    def compare(self, wallets: set[str]) -> None:
        """Balances, classes, books and votes of these wallets."""
        books = set()
        for wallet in wallets:
            one, system = self.model.at(wallet), self.system
            assert system.token.balanceOf(wallet) == one.balance
            found = system.cap.walletOf(wallet)
            seen = (found["class"], found.voting, found.frozenUntil, found.haltedUntil, found.ceiling)
            assert seen == (one.kind, one.votes, one.frozen, one.halted, one.ceiling), wallet
            assert system.cap.identityOf(wallet) == (one.book or bytes(32))
            assert system.escrow.escrowedOf(wallet) == one.escrowed
            assert system.token.unitsOf(wallet) == self.model.units(wallet)
            if one.book:
                books.add(one.book)
            assert one.kind != NONE or one.balance == 0
        for book in books:
            self.compare_book(book)

    def compare_book(self, identity: bytes) -> None:
        human, cap = self.model.humans[identity], self.system.cap
        book = cap.bookOf(identity)
        seen = (book.holdings, book.linked, book.suspended, book.validUntil, book.overSince)
        holdings, linked = self.model.holdings(identity), self.model.linked(identity)
        assert seen == (holdings, linked, human.suspended, human.valid_until, human.over_since)
        assert cap.walletsOf(identity) == human.wallets
        assert cap.excessOf(identity) == self.model.excess(identity)

    def compare_all(self) -> None:
        token, model, now = self.system.token, self.model, self.rpc.now
        assert token.totalSupply() == 10**27
        assert self.system.cap.head() == self.head
        assert self.system.cap.humanCap() == model.cap
        self.compare(set(model.holders))
        for book in model.humans:
            self.compare_book(book)
        counted = sum(map(model.holdings, model.humans))
        exempt = sum(one.balance for w, one in model.holders.items() if not model.counted(w))
        assert counted + exempt + model.elsewhere == 10**27
        for wallet in model.holders:
            assert token.getVotes(wallet) == model.votes(wallet)
            assert token.delegates(wallet) == model.delegate_of(wallet) or model.at(wallet).kind != AGENT
        assert self._votes()[0] == sum(map(model.units, model.holders)) + sum(model.voices.values())
        for wallet, when, votes in self.past:
            assert token.getPastVotes(wallet, when) == votes
        self.past = [*self.past[-20:], *((w, now, model.votes(w)) for w in self._of(AGENT))]
        self.rpc.travel(1)

    # --- Words ---

    def _votes(self) -> tuple[int, ...]:
        """All units, and those of every agent, as of the last block."""
        token, now = self.system.token, self.rpc.now
        parts = [token.getVotes(w) for w in self._of(AGENT)]
        return (token.getPastTotalSupply(now, at=now + 1), *parts)

    def _holds(self, *scopes: str) -> bool:
        return any(
            self.next < brake.until for (scope, _), brake in self.model.brakes.items() if scope in scopes
        )

    def _of(self, kind: int) -> list[str]:
        return [w for w in self.wallets if self.model.at(w).kind == kind]

    def _with(self, status: int) -> list[int]:
        return [n for n, one in self.model.agents.items() if one.status == status]

    def _wait(self, seconds: int) -> None:
        self.rpc.travel(1 + seconds // self.model.divisor)

    def _decided(self, place: str, function: str, *args: Any) -> Any:
        officer = self.system.officer(getattr(self.system, place), function)
        return self._call(place, function, *args, sender=officer)

    def _call(self, place: str, function: str, *args: Any, sender: Any = None) -> Any:
        contract = getattr(self.system, place)
        return lambda: contract.fn(function)(*args, sender=sender or self.system.stranger)
