"""The machine of the emergency budget: every scope, holds, lifts, confirmations and changes of guardian."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from tests.models.budget import Brake, longest_in_window
from tests.models.replay import ACTIVE
from tests.support.actors import actor
from tests.support.contract import Receipt
from tests.support.system import DAY, HOUR, System, peer_name

from .machine import Machine, replayed

# Scope: contract, hold, lift, confirm; the subject is an argument of all three.
SCOPES = {
    "transfers": ("token", "pause", "unpause", None),
    "births": ("registry", "pauseBirths", "unpauseBirths", None),
    "walletRequests": ("registry", "pauseWalletRequests", "unpauseWalletRequests", None),
    "links": ("cap", "pauseLinks", "unpauseLinks", None),
    "payments": ("treasury", "pausePayments", "unpausePayments", None),
    "allocations": ("resources", "pauseAllocations", "unpauseAllocations", None),
    "freeze": ("token", "freeze", "unfreeze", "confirmFreeze"),
    "suspension": ("registry", "emergencySuspend", "liftSuspension", "confirmSuspension"),
}
SUBJECTS = ("freeze", "suspension")


class Brakes(dict[str, Brake]):
    """All scopes of one system, those of a wallet and of an agent among them, and the guardian's epoch."""

    epoch = 1
    subjects: dict[str, Any]

    def lift(self, scope: str, now: int) -> None:
        """What concerns everybody has ended with its epoch."""
        self[scope].lift(now, None if scope in SUBJECTS else self.epoch)


def brakes_of(system: System) -> Brakes:
    """The model of a system, from its events."""
    told = replayed(system)
    frozen, suspended = [i for i, body in told.agents.items() if body.status == ACTIVE][2:4]
    subjects: dict[str, Any] = {"freeze": told.agents[frozen].wallet, "suspension": suspended}
    model = Brakes({scope: told.brake(scope, word_of(subjects.get(scope, 0))) for scope in SCOPES})
    model.epoch, model.subjects = told.epoch, subjects
    return model


def word_of(subject: int | str) -> bytes:
    return (int(subject, 16) if isinstance(subject, str) else subject).to_bytes(32)


class BrakesMachine(Machine):
    """Invariant 29 for each scope: 72 hours ahead at most, 14 days in any 90, whoever holds the office."""

    model: Brakes

    def __init__(self) -> None:
        super().__init__()
        self.heirs = [self.system.guardian, actor("heir 0")]
        self.ready = 0
        self.intervals: dict[str, list[tuple[int, int]]] = {scope: [] for scope in SCOPES}
        self.confirmed: set[str] = set()

    @initialize()
    def settle(self) -> None:
        confirmation = self.system.factory.peer(peer_name("EmergencyConfirmation"))
        self.rpc.fund(confirmation)
        self.confirmation = confirmation

    @rule(data=st.data())
    def hold(self, data: Any) -> None:
        """Holding several scopes at once, or one again and again, spends no more than the budget."""
        scope = data.draw(st.sampled_from(list(SCOPES)))
        for _ in range(data.draw(st.integers(1, 3))):
            self.attempt("hold", lambda m, t: m[scope].engage(t, m.epoch), self._call(scope, 1))
            self._look(scope)

    @rule(data=st.data())
    def exhaust(self, data: Any) -> None:
        """One scope, held again as soon as it falls, until its budget is spent."""
        scope = data.draw(st.sampled_from(list(SCOPES)))
        for _ in range(data.draw(st.integers(3, 6))):
            brake = self.model[scope]
            if brake.until > self.rpc.now and data.draw(st.booleans()):
                self.rpc.travel_to(brake.until)
            self.attempt("exhaust", lambda m, t: m[scope].engage(t, m.epoch), self._call(scope, 1))
            self._look(scope)

    @precondition(lambda self: self._running())
    @rule(data=st.data())
    def lift(self, data: Any) -> None:
        scope = self.pick(data, self._running(), list(SCOPES))
        self.attempt("lift", lambda m, t: m.lift(scope, t), self._call(scope, 2))
        self._look(scope)

    @rule(data=st.data(), scope=st.sampled_from(["freeze", "suspension"]))
    def confirm(self, data: Any, scope: str) -> None:
        """A proposal to confirm a hold prolongs it, once in 180 days; when it is final the hold ends."""
        if self.model[scope].until <= self.next and data.draw(st.integers(0, 4)):
            self.attempt("hold", lambda m, t: m[scope].engage(t, m.epoch), self._call(scope, 1))
        call = self._call(scope, 3, True, sender=self.confirmation)
        if self.attempt("confirm", lambda m, t: m[scope].confirm(t), call):
            self.confirmed.add(scope)
        self._look(scope)

    @precondition(lambda self: self.confirmed)
    @rule(data=st.data())
    def decide(self, data: Any) -> None:
        """The proposal is final; whatever ended before ends nothing now."""
        scope = data.draw(st.sampled_from(sorted(self.confirmed)))
        call = self._call(scope, 3, False, sender=self.confirmation)
        self.attempt("decide", lambda m, t: t < m[scope].until and m[scope].lift(t), call)
        self._look(scope)

    @rule(days=st.sampled_from([0, 0, 1, 3, 10, 30, 75, 90]), hours=st.integers(0, 23))
    def wait(self, days: int, hours: int) -> None:
        self.rpc.travel(1 + (days * DAY + hours * HOUR) // self.system.divisor)
        self.done["wait"] += 1

    @rule()
    def propose_heir(self) -> None:
        self.system.guardianship.proposeRotation(self.heirs[1], sender=self.heirs[0])
        self.ready = self.system.guardianship.pendingRotation()[1]
        self.done["propose_heir"] += 1

    @precondition(lambda self: self.ready)
    @rule()
    def accept_office(self) -> None:
        """A new epoch lifts what concerns everybody, and nothing that concerns one wallet or agent."""
        if self.next < self.ready:
            self.rpc.travel_to(self.ready)
        self.system.guardianship.acceptRotation(sender=self.heirs[1])
        self.heirs.reverse()
        self.ready, self.model.epoch = 0, self.model.epoch + 1
        for scope in SCOPES:
            self._look(scope)
        self.done["accept_office"] += 1

    # --- What must hold ---

    def follow(self, rule: str, receipt: Receipt) -> None:
        now = self.rpc.now
        for scope, brake in self.model.items():
            contract = getattr(self.system, SCOPES[scope][0])
            name, subject = scope.encode().ljust(32, b"\0"), self._word(scope)
            void = now < brake.until and not self._live(scope)
            assert contract.heldUntil(name, subject) == (0 if void else brake.until)
            assert contract.emergencyBudgetLeft(name, subject) == brake.left(now)
            confirmed = brake.confirmed >= brake.started > 0
            limits = [now + brake.scaled(72 * HOUR), brake.started + brake.scaled(35 * DAY) * confirmed]
            assert brake.until <= max(limits)
            # What is not used is there at once.
            assert brake.left(now) == 0 or brake.until > now or self._could_hold(scope)

    def conclude(self) -> None:
        """Over the whole run no window held a scope for longer than its budget."""
        divisor = self.system.divisor
        for scope in SCOPES:
            self._look(scope)
            longest = longest_in_window(self.intervals[scope], 90 * DAY // divisor)
            assert scope in self.confirmed or longest <= 14 * DAY // divisor, scope

    # --- Words ---

    def _look(self, scope: str) -> None:
        """Notes from when to when the chain says that a scope is held; a later look corrects the end."""
        now, (place, *_) = self.rpc.now, SCOPES[scope]
        until = getattr(self.system, place).heldUntil(scope.encode().ljust(32, b"\0"), self._word(scope))
        spans = self.intervals[scope]
        if spans and spans[-1][1] > now:
            spans[-1] = (spans[-1][0], now)
        if until > now:
            spans.append((now, until))

    def _could_hold(self, scope: str) -> bool:
        """Only asked, not mined: a revert of the call fails the search."""
        place, hold, *_ = SCOPES[scope]
        contract = getattr(self.system, place)
        given = [self.model.subjects[scope]] if scope in SUBJECTS else []
        self.rpc.call(contract.address, contract.calldata(hold, *given), self.heirs[0].address, self.next)
        return True

    def _live(self, scope: str) -> bool:
        return scope in SUBJECTS or self.model[scope].epoch in (0, self.model.epoch)

    def _running(self) -> list[str]:
        return [scope for scope, brake in self.model.items() if self.next < brake.until]

    def _word(self, scope: str) -> bytes:
        return word_of(self.model.subjects.get(scope, 0))

    def _call(self, scope: str, which: int, *args: Any, sender: Any = None) -> Any:
        names = SCOPES[scope]
        given = [self.model.subjects[scope]] if scope in SUBJECTS else []
        function = getattr(self.system, names[0]).fn(str(names[which]))
        return lambda: function(*given, *args, sender=sender or self.heirs[0])
