"""The machine of the succession: a guardian who comes and goes, agents with units, who wants the office."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from tests.models.replay import State
from tests.models.succession import (
    ACCEPTANCE,
    ACTIVE,
    CHALLENGED,
    ELECTED,
    FAILED,
    NOBODY,
    OPENABLE,
    QUIET,
    SUCCESSOR,
    SUSPENDED,
    UNANSWERED,
    VOTING,
    Succession,
    Voter,
    threshold,
)
from tests.models.vesting import agent_vested, quarters_after
from tests.support.actors import actor
from tests.support.contract import Receipt
from tests.support.system import DAY, System

from .machine import Machine, replayed

# How many of each category; of what a quarter brings them 22.1 %, 22.1 %, 36.8 %, 0.8 % and 18.4 %.
VOTERS = {0: 2, 1: 1, 2: 1, 4: 1}
HEIRS = [actor(f"heir {i}").address for i in range(4)]
BODIES = [actor(f"second body {i}") for i in range(12)]
# Days without the guardian before each way to another one: its own rotation and recovery need none.
SILENCE = {"reign": 0, "accept_succession": 120, "accept_election": 148}


def office_of(system: System) -> Succession:
    """The model of a system whose guardian is not challenged: agents and votes from its events."""
    told, office = replayed(system), system.guardianship
    bodies = {i: told.agents[i] for i in voters_of(told)}
    wallets = [wallet for body in bodies.values() for wallet in (*body.left, body.wallet)]
    model = Succession(
        guardian=told.guardian,
        successor=office.successor(),
        recovery=office.recovery(),
        refused={system.treasury.address, system.succession.address},
        seen=office.lastSeen(),
        activated=told.activated_at,
        divisor=system.divisor,
        governed=system.authority.handedOver(),
        others=told.voices(*wallets),
        voters={
            i: Voter([*body.left, body.wallet], told.ceilings[body.wallet], body.status, told.released[i])
            for i, body in bodies.items()
        },
        balances={wallet: told.balances[wallet] for wallet in wallets},
        delegates={wallet: to for wallet, to in told.delegates.items() if wallet in wallets},
        epoch=told.epoch,
        seated=office.startedAt(told.epoch),
        rotation=office.pendingRotation(),
        rescue=office.pendingRecovery()[:2],
        made=system.succession.challenged().madeAt,
        rounds=system.succession.roundCount(),
    )
    model.note(system.rpc.now)
    return model


def voters_of(told: State) -> list[int]:
    """The first active agents of their categories."""
    active = [(i, body.category) for i, body in told.agents.items() if body.status == ACTIVE]
    return [i for kind, count in VOTERS.items() for i in [i for i, c in active if c == kind][:count]]


class SuccessionMachine(Machine):
    """Invariants 25 to 28 after every step."""

    model: Succession

    @initialize()
    def settle(self) -> None:
        self.alive, self.begun = self.model.seen, self.model.past[0][0]
        for number in self._owed():
            self._pay(number)
        self.bodies = list(BODIES)

    @rule(data=st.data())
    def live(self, data: Any) -> None:
        """Agents are paid, spend, delegate, change their wallets, are suspended and come back."""
        for _ in range(data.draw(st.integers(1, 3))):
            data.draw(
                st.sampled_from([self._release, self._send, self._delegate, self._rotate, self._judge])
            )(data)

    @rule(data=st.data())
    def reign(self, data: Any) -> None:
        """The guardian acts, passes the office on or loses it to the recovery; seldom once challenged."""
        if self._stage() == QUIET or data.draw(st.integers(0, 7)) == 0:
            ways = [self._heartbeat, self._propose_rotation, self._accept_rotation, self._propose_recovery]
            data.draw(st.sampled_from([*ways, self._accept_recovery]))(data)

    @precondition(lambda self: self._stage() == QUIET)
    @rule(data=st.data())
    def challenge(self, data: Any) -> None:
        self._approach(data, self.model.seen + self.model.days(90))
        self._step("challenge", "challenge", lambda m, t: m.challenge(t))

    @precondition(lambda self: self._stage() in (CHALLENGED, UNANSWERED))
    @rule(data=st.data())
    def declare(self, data: Any) -> None:
        self._await(data, UNANSWERED)
        self._step("declare", "declareVacancy", lambda m, t: m.declare_vacancy(t))

    @precondition(lambda self: self._stage() in (SUCCESSOR, OPENABLE, FAILED))
    @rule(data=st.data())
    def open_election(self, data: Any) -> None:
        self._await(data, OPENABLE)
        self._step("open_election", "openElection", lambda m, t: m.open_election(t))

    @precondition(lambda self: self._stage() == VOTING)
    @rule(data=st.data())
    def vote(self, data: Any) -> None:
        """By anybody for anybody, mostly by an agent with one of its own wallets."""
        self._vote(data, "vote", data.draw(st.sampled_from(self._voters())), self._candidate(data))

    @precondition(lambda self: self._stage() == VOTING)
    @rule(data=st.data())
    def campaign(self, data: Any) -> None:
        """All agents vote for the same."""
        candidate = self._candidate(data)
        for number in data.draw(st.permutations(self._active())):
            if self._stage() == VOTING:
                self._vote(data, "campaign", number, candidate)

    @precondition(lambda self: self._stage() == SUCCESSOR)
    @rule(data=st.data())
    def accept_succession(self, data: Any) -> None:
        if self.model.successor == NOBODY and data.draw(st.integers(0, 3)) < 3:
            return
        self._accept(data, "accept_succession", "acceptSuccession", self.model.successor)

    @precondition(lambda self: self._stage() in (ELECTED, ACCEPTANCE))
    @rule(data=st.data())
    def accept_election(self, data: Any) -> None:
        self._await(data, ACCEPTANCE)
        self._accept(data, "accept_election", "acceptElection", self.model.elected)

    @rule(data=st.data())
    def wait(self, data: Any) -> None:
        """To the edge of the stage or a few days, and sometimes what may be called at another time only."""
        _, ends = self.model.stage(self.rpc.now)
        if ends and data.draw(st.booleans()):
            self._approach(data, ends)
        else:
            self.rpc.travel(1 + self.model.days(data.draw(st.sampled_from([1, 7, 14]))))
        self.done["wait"] += 1
        if data.draw(st.integers(0, 3)) == 0:
            self._stray(data)

    # --- What must hold ---

    def follow(self, rule: str, receipt: Receipt) -> None:
        model, office, succession = self.model, self.system.guardianship, self.system.succession
        assert (office.guardian(), office.epoch(), office.vacant()) == (
            model.guardian,
            model.epoch,
            model.vacant,
        )
        assert (office.lastSeen(), office.startedAt(model.epoch)) == (model.seen, model.seated)
        now = self.rpc.now
        assert succession.stage() == model.stage(now)
        assert succession.stage(at=now + self.model.days(14)) == model.stage(now + self.model.days(14))
        assert succession.elected() == self._elected()
        assert succession.roundCount() == model.rounds
        units = model.votes_at(model.made - 1)
        if model.made > self.begun:
            needed = succession.challenged().threshold
            assert needed == threshold(sum(units.values()))
        if rule in ("vote", "campaign", "open_election"):
            for candidate in {*model.support.values()}:
                assert succession.votesOf(model.rounds, candidate) == model.tally(model.rounds, candidate)
        if receipt.of("GuardianChanged"):
            self._changed(rule, now)

    def _changed(self, rule: str, now: int) -> None:
        """Nobody but rotation and recovery replaces a guardian who was heard of in the last 120 days."""
        assert now - self.alive >= self.model.days(SILENCE[rule])
        if rule == "accept_election":
            votes, all_units = (
                self.model.tally(self.model.rounds, self.model.guardian),
                self.model.votes_at(self.model.made - 1),
            )
            assert 100 * votes >= 67 * sum(all_units.values()) > 0
        holder = self.model.guardian
        assert not self.system.guardianship.isGuardian(holder, at=now)
        assert self.system.guardianship.isGuardian(holder, at=now + 1)
        self.alive = now

    # --- Agents and the office ---

    def _release(self, data: Any) -> None:
        if self._owed() or data.draw(st.integers(0, 9)) == 0:
            self._pay(self.pick(data, self._owed(), self._voters()))

    def _owed(self) -> list[int]:
        quarters = quarters_after(self.next - self.model.activated, self.model.divisor)
        voters = self.model.voters
        return [n for n in self._active() if voters[n].paid < agent_vested(n, quarters)]

    def _pay(self, number: int) -> None:
        call = self._call("treasury", "release", number, sender=self.system.stranger)
        self.attempt("live", lambda m, t: m.release(number, t), call)

    def _send(self, data: Any) -> None:
        """ROAD that an agent sends to another one, or that a wallet that it left sends after it."""
        stopped = {voter.wallet for voter in self.model.voters.values() if voter.status != ACTIVE}
        balances = self.model.balances
        senders = sorted(w for w, balance in balances.items() if balance and w not in stopped)
        sender = data.draw(st.sampled_from(senders))
        recipient = self.model.voters[data.draw(st.sampled_from(self._voters()))].wallet
        amount = data.draw(st.sampled_from([1, balances[sender] // 2 + 1, balances[sender]]))
        call = self._call("token", "transfer", recipient, amount, sender=sender)
        self.attempt("live", lambda m, t: m.send(sender, recipient, amount, t), call)

    def _delegate(self, data: Any) -> None:
        number, other = (data.draw(st.sampled_from(self._active())) for _ in range(2))
        to = self.model.voters[other].wallet
        call = self._call("token", "delegate", to, sender=self.model.voters[number].wallet)
        self.attempt("live", lambda m, t: m.delegate(number, to, t), call)

    def _rotate(self, data: Any) -> None:
        if not self.bodies:
            return
        number, body = data.draw(st.sampled_from(self._active())), self.bodies.pop()
        deadline = self.rpc.now + 200
        consent = self.system.sign_wallet(number, body, deadline)
        sender = self.model.voters[number].wallet
        call = self._call("registry", "setAgentWallet", number, body, deadline, consent, sender=sender)
        self.attempt("live", lambda m, t: m.rotate(number, body.address, t), call)

    def _judge(self, data: Any) -> None:
        """A sign of life until governance takes over."""
        number = data.draw(st.sampled_from(self._voters()))
        active = self.model.voters[number].status == ACTIVE
        if (active and len(self._active()) < 4) or (self._stage() != QUIET and data.draw(st.integers(0, 7))):
            return
        function, old, new = ("suspend", ACTIVE, SUSPENDED) if active else ("reinstate", SUSPENDED, ACTIVE)
        caller = self.system.officer(self.system.registry, function)
        call = self._call("registry", function, number, sender=caller)
        if self.attempt("live", lambda m, t: m.set_status(number, old, new, caller, t), call):
            self.alive = self.model.seen

    def _heartbeat(self, data: Any) -> None:
        caller = self._officer(data)
        call = self._call("guardianship", "heartbeat", sender=caller)
        if self.attempt("reign", lambda m, t: m.heartbeat(caller, t), call):
            self.alive = self.rpc.now

    def _propose_rotation(self, data: Any) -> None:
        caller, candidate = self._officer(data), data.draw(st.sampled_from(HEIRS))
        call = self._call("guardianship", "proposeRotation", candidate, sender=caller)
        if self.attempt("reign", lambda m, t: m.propose_rotation(candidate, caller, t), call):
            self.alive = self.rpc.now

    def _propose_recovery(self, data: Any) -> None:
        by = self.model.recovery
        if by != NOBODY:
            candidate = data.draw(st.sampled_from([*HEIRS, by]))
            call = self._call("guardianship", "proposeRecovery", candidate, sender=by)
            self.attempt("reign", lambda m, t: m.propose_recovery(candidate, t), call)

    def _accept_rotation(self, data: Any) -> None:
        self._seat(data, "accept_rotation", "acceptRotation", *self.model.rotation)

    def _accept_recovery(self, data: Any) -> None:
        self._seat(data, "accept_recovery", "acceptRecovery", *self.model.rescue)

    def _seat(self, data: Any, change: str, function: str, candidate: str, ready: int) -> None:
        if candidate != NOBODY:
            self._approach(data, ready)
            caller = self.pick(data, [candidate], HEIRS)
            call = self._call("guardianship", function, sender=caller)
            self.attempt("reign", lambda m, t: getattr(m, change)(caller, t), call)

    def _stray(self, data: Any) -> None:
        """Any step at any time."""
        steps = {
            "challenge": "challenge",
            "declareVacancy": "declare_vacancy",
            "openElection": "open_election",
        }
        accepts = {"acceptSuccession": "accept_succession", "acceptElection": "accept_election"}
        function = data.draw(st.sampled_from([*steps, *accepts]))
        if function in steps:
            self._step("stray", function, lambda m, t: getattr(m, steps[function])(t))
        else:
            caller = self.system.stranger.address
            call = self._call("succession", function, sender=caller)
            self.attempt("stray", lambda m, t: getattr(m, accepts[function])(caller, t), call)

    # --- Words ---

    def _stage(self) -> int:
        return self.model.stage(self.next)[0]

    def _elected(self) -> str:
        stage, _ = self.model.stage(self.rpc.now)
        return self.model.elected if stage in (ELECTED, ACCEPTANCE) else NOBODY

    def _voters(self) -> list[int]:
        return list(self.model.voters)

    def _active(self) -> list[int]:
        return [number for number in self._voters() if self.model.voters[number].status == ACTIVE]

    def _officer(self, data: Any) -> str:
        return self.pick(data, [self.model.guardian], [*HEIRS, self.system.successor.address])

    def _candidate(self, data: Any) -> str:
        refused = [
            self.model.guardian,
            self.system.treasury.address,
            self.model.voters[self._voters()[1]].wallet,
        ]
        return self.pick(data, HEIRS[:2], [*HEIRS, self.system.successor.address, *refused])

    def _approach(self, data: Any, edge: int) -> None:
        """The next transaction comes one second before `edge`, at it or after it."""
        time = edge - 1 + data.draw(st.sampled_from([0, 0, 0, -1, 1, 5 * DAY]))
        if time > self.rpc.now:
            self.rpc.travel_to(time)

    def _await(self, data: Any, stage: int) -> None:
        """Waits for a stage that comes by itself, mostly."""
        following = [start for start, one in self.model.line() if one == stage and start > self.next]
        if following and data.draw(st.integers(0, 4)) < 4:
            self._approach(data, following[0])

    def _step(self, name: str, function: str, change: Any) -> None:
        self.attempt(name, change, self._call("succession", function, sender=self.system.stranger))

    def _accept(self, data: Any, name: str, function: str, entitled: str) -> None:
        caller = self.pick(data, [entitled] if entitled != NOBODY else [], HEIRS)
        call = self._call("succession", function, sender=caller)
        self.attempt(name, lambda m, t: getattr(m, name)(caller, t), call)

    def _vote(self, data: Any, name: str, number: int, candidate: str) -> None:
        voter, round_ = self.model.voters[number], self.model.rounds
        units = self.model.votes_at(self.model.made - 1)
        unused = [w for w in voter.wallets if self.model.support.get((round_, w)) != candidate]
        fresh = [w for w in unused if units.get(w)]
        if not fresh and data.draw(st.integers(0, 4)):
            return
        wallet = self.pick(data, fresh, [*voter.wallets, self.model.voters[self._voters()[0]].wallet])
        caller = self.pick(data, [voter.wallet], [*voter.wallets, self.system.stranger.address])
        call = self._call("succession", "vote", candidate, wallet, sender=caller)
        self.attempt(name, lambda m, t: m.vote(candidate, wallet, caller, t), call)

    def _call(self, place: str, function: str, *args: Any, sender: Any) -> Any:
        return lambda: getattr(self.system, place).fn(function)(*args, sender=sender)
