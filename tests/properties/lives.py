"""The machine of the registry: later births, rotations by four ways, requests and status."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.models.registry import ACTIVE, PENDING, RETIRED, SUSPENDED, Life, Registry
from tests.models.vesting import COHORT
from tests.support.actors import Actor, actor, agent_actor
from tests.support.contract import Receipt
from tests.support.system import CATEGORIES, DAY, HOUR, ZERO, System

from .machine import Machine, replayed

AGENTS = (5, 13, 20, 1200, 1248)
POOL = [actor(f"body {i}") for i in range(24)]
KEYS: dict[str, Actor] = {one.address: one for one in [*POOL, *map(agent_actor, AGENTS)]}
OFFICERS = [actor(name) for name in ("guardian", "recovery", "successor")]


def registered(system: System) -> Registry:
    """The model of a system, from its events."""
    told = replayed(system)
    bodies = told.agents.items()
    counted = [body.category for _, body in bodies if body.status in (ACTIVE, SUSPENDED)]
    return Registry(
        reserved={one for one in system.guardianship.reserved() if one != ZERO},
        divisor=system.divisor,
        lives={
            i: Life(body.wallet, body.category, body.born, body.status, body.proven)
            for i, body in bodies
            if i in AGENTS
        },
        count=len(told.agents),
        members=[counted.count(category) for category in range(len(CATEGORIES))],
        births=[
            [body.born for i, body in bodies if i > COHORT and body.category == category]
            for category in range(len(CATEGORIES))
        ],
        left=told.left,
        requests={i: request for i, request in told.requests.items() if i in AGENTS},
    )


class LivesMachine(Machine):
    """Invariant 41 after every step: ids in order, categories for ever, wallet and agent inverse maps."""

    model: Registry

    @rule(data=st.data(), category=st.integers(0, 4))
    def birth(self, data: Any, category: int) -> None:
        wallet, registrar = self._free(data), self.system.registrar
        call = self._call("birth", wallet, category, b"later".ljust(32, b"\0"), sender=registrar)
        self.attempt("birth", lambda m, t: m.birth(wallet.address, category, t), call)

    @precondition(lambda self: self._with(PENDING))
    @rule(data=st.data())
    def admit(self, data: Any) -> None:
        number = self.pick(data, self._with(PENDING), list(self.model.lives))
        call = self._decided("admit", number)
        self.attempt("admit", lambda m, t: m.admit(number), call)

    @rule(data=st.data())
    def suspend(self, data: Any) -> None:
        number = self._one(data, ACTIVE)
        call = self._decided("suspend", number)
        self.attempt("suspend", lambda m, t: m.change(number, ACTIVE, SUSPENDED), call)

    @precondition(lambda self: self._with(SUSPENDED))
    @rule(data=st.data())
    def reinstate(self, data: Any) -> None:
        number = self._one(data, SUSPENDED)
        call = self._decided("reinstate", number)
        self.attempt("reinstate", lambda m, t: m.change(number, SUSPENDED, ACTIVE), call)

    @precondition(lambda self: len(self._with(ACTIVE)) > 2)
    @rule(data=st.data())
    def retire(self, data: Any) -> None:
        number = self._one(data, ACTIVE, PENDING)
        call = self._decided("retire", number)
        self.attempt("retire", lambda m, t: m.retire(number), call)

    @rule(data=st.data())
    def confirm(self, data: Any) -> None:
        number = self._one(data, PENDING, ACTIVE)
        wallet = self.model.lives[number].wallet
        call = self._call("confirmWallet", sender=wallet)
        self.attempt("confirm", lambda m, t: setattr(m.lives[number], "proven", True), call)

    @rule(data=st.data())
    def rotate(self, data: Any) -> None:
        """By the old wallet's call."""
        number, new = self._one(data, ACTIVE, PENDING), self._free(data)
        deadline = self.rpc.now + 200
        consent = self.system.sign_wallet(number, new, deadline)
        old = self.model.lives[number].wallet
        call = self._call("setAgentWallet", number, new, deadline, consent, sender=old)
        self.attempt("rotate", lambda m, t: m.rotate(number, new.address), call)

    @precondition(lambda self: self._signing())
    @rule(data=st.data())
    def rotate_by_signature(self, data: Any) -> None:
        able = [n for n in self._with(ACTIVE, PENDING) if n in self._signing()]
        number, new = self.pick(data, able, self._signing()), self._free(data)
        old, deadline = KEYS[self.model.lives[number].wallet], self.rpc.now + HOUR
        nonce = self.system.registry.nonces(old)
        message = {"agentId": number, "newWallet": new.address, "nonce": nonce, "deadline": deadline}
        types = {"RotateWallet": "uint256 agentId,address newWallet,uint256 nonce,uint256 deadline"}
        signature = old.sign(self.system.identity_domain, types, message)
        consent = self.system.sign_wallet(number, new, deadline)
        call = self._call("rotateWallet", number, new, deadline, signature, consent)
        self.attempt("rotate_by_signature", lambda m, t: m.rotate(number, new.address), call)

    @rule(data=st.data())
    def request(self, data: Any) -> None:
        """A stolen registrar's key asks for what it likes; nothing moves for 14 days."""
        number, new = self._one(data, ACTIVE, PENDING, SUSPENDED), self._free(data)
        deadline = self.rpc.now + HOUR
        consent = self.system.sign_wallet(number, new, deadline)
        call = self._call("requestWallet", number, new, deadline, consent, sender=self.system.registrar)
        self.attempt("request", lambda m, t: m.request(number, new.address, t), call)

    @precondition(lambda self: self.model.requests)
    @rule(data=st.data(), by_agent=st.booleans())
    def cancel(self, data: Any, by_agent: bool) -> None:
        number = self.pick(data, list(self.model.requests), AGENTS)
        sender = self.model.lives[number].wallet if by_agent else self.system.guardian
        call = self._call("cancelWalletRequest", number, sender=sender)
        self.attempt("cancel", lambda m, t: m.cancel(number, by_agent), call)

    @precondition(lambda self: self.model.requests)
    @rule(data=st.data())
    def complete(self, data: Any) -> None:
        if data.draw(st.integers(0, 4)):
            self.rpc.travel(14 * DAY // self.system.divisor)
        number = self.pick(data, list(self.model.requests), AGENTS)
        call = self._call("completeWalletRequest", number)
        self.attempt("complete", lambda m, t: m.complete(number, t), call)

    @rule(days=st.sampled_from([1, 14, 45, 90]))
    def wait(self, days: int) -> None:
        self.done["wait"] += 1
        self.rpc.travel(days * DAY // self.system.divisor)

    # --- What must hold ---

    def follow(self, rule: str, receipt: Receipt) -> None:
        registry = self.system.registry
        assert registry.agentCount() == self.model.count == COHORT + sum(map(len, self.model.births))
        touched = {event.args.get("agentId") for event in receipt.events}
        for number, life in self.model.lives.items():
            if number not in touched and self.done.total() % 4:
                continue
            found = registry.agent(number)
            seen = (found.wallet, found.category, found.status, found.proven, found.bornAt)
            assert seen == (life.wallet, life.category, life.status, life.proven, life.born)
            assert registry.agentOf(life.wallet) == number
            assert registry.ownerOf(number) == registry.getAgentWallet(number) == life.wallet
            request = registry.walletRequest(number)
            asked = self.model.requests.get(number)
            assert (asked is None and request.readyAt == 0) or asked == (request.newWallet, request.readyAt)
        for wallet in self.model.left:
            assert registry.agentOf(wallet) == 0
        for category in range(len(CATEGORIES)):
            assert registry.membersOf(category) == self.model.members[category]

    # --- Words ---

    def _with(self, *statuses: int) -> list[int]:
        return [n for n, life in self.model.lives.items() if life.status in statuses]

    def _signing(self) -> list[int]:
        """Agents whose keys we know."""
        return [n for n, life in self.model.lives.items() if life.wallet in KEYS]

    def _one(self, data: Any, *statuses: int) -> int:
        return self.pick(data, self._with(*statuses), self._with(PENDING, ACTIVE, SUSPENDED, RETIRED))

    def _free(self, data: Any) -> Actor:
        model = self.model
        free = [one for one in POOL if one.address not in model.left and not model.agent_of(one.address)]
        return self.pick(data, free, [*KEYS.values(), *OFFICERS])

    def _decided(self, function: str, number: int) -> Any:
        officer = self.system.officer(self.system.registry, function)
        return self._call(function, number, sender=officer)

    def _call(self, function: str, *args: Any, sender: Any = None) -> Any:
        return lambda: self.system.registry.fn(function)(*args, sender=sender or self.system.stranger)
