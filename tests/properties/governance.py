"""The machine of governance: proposals of all classes through all their states, with everybody in the way."""

from collections.abc import Sequence
from functools import partial
from random import Random
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from tests.models.actions import AMENDMENT, CONSTITUTION, CRITICAL, GRAVE, OPERATIONS, STANDARD, Act, Key
from tests.models.economy import ACTIVE as WORKING
from tests.models.economy import SUSPENDED
from tests.models.errors import Refused
from tests.models.governance import (
    ACTIVE,
    CANCELED,
    FOR,
    OPEN,
    PENDING,
    QUEUED,
    SUCCEEDED,
    Proposal,
    Republic,
)
from tests.support.contract import Receipt
from tests.support.governance import governance_domain
from tests.support.system import DAY, HOUR, ROAD

from .chamber import KINDS, LEAST_DELAY, PAUSES, STATES
from .polls import Polls
from .republic import AGENTS, DONOR, EMPTY, HEIRS, KEYS, MILLION, SINK, SPARE, TABLE, key_of

# Hypothesis shakes the dice. Its own choices, of rules too, come in clumps and would miss much in short runs.
DICE = st.integers(0, 2**32)
FAILING = -1
VETO = {"Veto": "uint256 proposalId,bytes32 reasonHash,uint256 epoch,uint256 deadline"}


class GovernanceMachine(Polls):
    """Invariants 13, 15 to 24, 30, 48 and 49 after every step."""

    thrown = ""

    @initialize(shaken=DICE)
    def settle(self, shaken: int) -> None:
        """Something to vote on."""
        dice = self._dice(shaken)
        for _ in range(3):
            self._propose(dice)

    @rule(shaken=DICE)
    def go_on(self, shaken: int) -> None:
        """Every other step takes a proposal further on its way; the rest may change where it ends."""
        dice = self._dice(shaken)
        if len(self.open()) < 2 or not dice.randrange(8):
            self._propose(dice)
        elif dice.randrange(2):
            self._pursue_one(dice)
        else:
            often = [self._vote, self._veto, self._remap, self._change_guardian, self._pause_all]
            seldom = [
                *(self._veto_up_to, self._cancel, self._front_run, self._finish, self._wait, self._wait),
                *(self._delegate, self._move, self._pay, self._give, self._rotate_wallet),
                *(self._judge, self._emergency_suspend, self._advise),
            ]
            dice.choice([*often, *often, *seldom])(dice)
        self.done["go_on"] += 1

    def _dice(self, shaken: int) -> Random:
        """Follows from all throws so far, so that two examples that begin alike don't go on alike."""
        self.thrown = f"{self.thrown} {shaken}"
        return Random(self.thrown)

    # --- Proposing ---

    def _propose(self, dice: Random) -> None:
        kind = dice.choice([STANDARD, CRITICAL, AMENDMENT])
        acts = tuple(self._act(dice, k) for k in self._mixture(dice, kind))
        by = self.pick(dice, self.proposers(kind), [*self.wallets(), self.model.guardian, DONOR.address])
        self._made(by, acts, dice.choice("abcdefgh"))

    def _made(self, by: str, acts: tuple[Act, ...], why: str) -> Receipt | None:
        lists = [a.target for a in acts], [a.value for a in acts], [a.data for a in acts]
        call = self.calling("governance", "propose", *lists, why, sender=by)
        receipt: Receipt | None = self.attempt("propose", lambda m, t: m.propose(by, acts, why, t), call)
        if receipt:
            (told,) = receipt.of("ProposalClassified")
            made = self.model.proposals[told.proposalId]
            assert list(told.args.values()) == [made.id, made.index, made.kind]
        return receipt

    def _front_run(self, dice: Random) -> None:
        """Invariant 20: whoever makes somebody's proposal first, or in its name, is not in its way."""
        act = self._act(dice, dice.choice([STANDARD, CRITICAL, AMENDMENT]))
        free, acts = self.proposers(self.model.class_of(act)), (act,)
        if len(free) < 2:
            return
        first, second = dice.sample(free, 2)
        why = f"twin {len(self.model.proposals)}"
        assert not self._made(second, acts, f"{why}#proposer={first.lower()}")
        assert self._made(second, acts, why)
        assert self._made(first, acts, dice.choice([why, f"{why}#proposer={first.lower()}"]))
        self.reached["made in spite of a twin"] += 1

    def _mixture(self, dice: Random, kind: int) -> list[int]:
        """The gravest, now and then with others beside it, of which one may be bound to fail."""
        among = dice.choice([0, 0, 0, 0, 1, 2])
        others = [dice.randint(0, kind) for _ in range(among)]
        return [*others, kind, *([FAILING] if not dice.randint(0, 15) else [])]

    def _act(self, dice: Random, kind: int) -> Act:
        makers = {STANDARD: self._routine, CRITICAL: self._grave, AMENDMENT: self._constitutional}
        if kind in makers:
            return makers[kind](dice)
        failing = self.catalogue.failing()
        return failing[dice.choice(sorted(failing))]

    def _routine(self, dice: Random) -> Act:
        make = self.catalogue
        waiting = [i for i in range(3) if make.cancel_merge(i).args[0] in self.model.merges]
        if waiting and dice.randrange(2):
            return make.cancel_merge(dice.choice(waiting))
        role, account = dice.randint(3, 6), dice.choice(SPARE[:3]).address
        return make.appoint(role, account) if dice.randint(0, 2) else make.dismiss(role, account)

    def _grave(self, dice: Random) -> Act:
        make, which = self.catalogue, dice.randint(0, 7)
        if which < 3:
            caps = [c for c in range(40, 51) if c * MILLION != self.model.cap]
            return make.set_cap(dice.choice(caps))
        if which == 3:
            number = dice.choice([5, 13, 14])
            return make.judge(number, self.model.agents[number].status == WORKING)
        if which == 4:
            return make.set_cap(dice.choice([51, 1000, 0]))
        value = dice.randint(0, 2)
        return make.payment(value, dice.choice([SINK, EMPTY])) if which == 5 else make.call_unknown(value)

    def _constitutional(self, dice: Random) -> Act:
        if dice.randint(0, 2):
            return self.catalogue.label(dice.choice("xyz"))
        return self.catalogue.remap(*self._remapping(dice), dice.choice([False, True]))

    def _remapping(self, dice: Random, relied: Sequence[Key] = ()) -> tuple[Key, int]:
        """A function and another role for it: one that is relied on, or the right role again."""
        right = {key_of(self.system, *place): role for place, role in TABLE.items()}
        used = [key for key in relied if key in right]
        if used:
            return dice.choice(used), GRAVE
        wrong = [key for key, role in right.items() if self.model.table[key] != role]
        if wrong and dice.randrange(3):
            key = dice.choice(wrong)
            return key, right[key]
        return dice.choice(list(right)), dice.choice([CONSTITUTION, OPERATIONS, GRAVE])

    # --- A proposal's way ---

    def _pursue_one(self, dice: Random) -> None:
        """Some steps of any; or the one nearest to its end, until something is in its way."""
        nearest = max(self.open(), key=lambda p: p.state)
        proposal, steps = dice.choice([(nearest, 12), (dice.choice(self.open()), dice.randint(1, 6))])
        self._pursue(dice, proposal, steps)

    def _finish(self, dice: Random) -> None:
        """Queues or executes anything, whatever its state."""
        proposal = dice.choice(list(self.model.proposals.values()))
        if dice.randrange(2):
            self._queue(proposal)
        else:
            self._execute(dice, proposal)

    def _vote(self, dice: Random) -> None:
        if not self.open(ACTIVE) and self.open(PENDING):
            self._travel(self.open(PENDING)[0].snapshot + 1)
        dice.choice([self.anybody_votes, self.vote_signed, self.vote_batch])(dice)

    def _wait(self, dice: Random) -> None:
        """One second before, at, or after some boundary ahead."""
        if moments := self._moments():
            self._travel(dice.choice(moments[:3]) + 1 + dice.choice([-1, 0, 1]))

    def _pursue(self, dice: Random, proposal: Proposal, steps: int) -> None:
        """At the first second of each phase, one too early, or later than that."""
        for _ in range(steps):
            proposal = self.model.proposals[proposal.id]
            if proposal.state not in OPEN:
                return
            if proposal.state == PENDING:
                self._until(dice, proposal.snapshot + 1)
            elif proposal.state == ACTIVE and not (proposal.begun and dice.randint(0, 5)):
                self.campaign(dice, proposal)
            elif proposal.state == ACTIVE:
                self._until(dice, proposal.deadline + 1)
            elif self._is_surprised(dice, proposal):
                continue
            elif proposal.state == QUEUED and self.next < proposal.eta and dice.randint(0, 9):
                self._until(dice, proposal.eta)
            elif not (
                self._queue(proposal) if proposal.state == SUCCEEDED else self._execute(dice, proposal)
            ):
                return  # it waits for others

    def _is_surprised(self, dice: Random, proposal: Proposal) -> bool:
        """Now and then something else: nobody acts for 14 days, a veto, another guardian, or table."""
        event = dice.randrange(24)
        if event < 2:
            end = max(proposal.deadline, proposal.eta) + self.model.span(14 * DAY)
            self._travel(end + dice.choice([0, 1, 1, 2]))
        elif event == 2:
            self._veto_one(dice, proposal)
        elif event == 3:
            self._change_guardian(dice)
        elif event < 6:
            self._remap(dice, [act.key for act in proposal.acts])
        return event < 6

    def _until(self, dice: Random, time: int) -> None:
        """The next transaction is at `time`, mostly; or one second off. Other proposals get on meanwhile."""
        for other in sorted(self.open(PENDING, ACTIVE), key=lambda p: p.deadline):
            if dice.randrange(4) and not other.begun and other.snapshot + 1 < time:
                self._travel(other.snapshot + 1)
                self.campaign(dice, self.model.proposals[other.id])
        for other in sorted(self.open(ACTIVE, SUCCEEDED), key=lambda p: p.deadline):
            if dice.randrange(4) and other.deadline + 1 < time:
                self._travel(other.deadline + 1)
                other = self.model.proposals[other.id]
                if other.state == SUCCEEDED:
                    self._queue(other)
        self._travel(time + dice.choice([0, 0, 0, 0, -1, 1]))

    def _travel(self, time: int) -> None:
        """The next transaction is at `time`, if that is ahead."""
        self.rpc.travel_to(max(time - 1, self.next))
        self.compare()

    def _moments(self) -> list[int]:
        """Every time ahead at which something begins or ends by itself."""
        span, found = self.model.span, set[int]()
        for p in self.open():
            found |= {p.snapshot, p.deadline - span(2 * DAY), p.deadline, p.deadline + span(14 * DAY)}
            found |= {p.made + span(12 * HOUR), p.eta, p.eta + span(14 * DAY)}
        return sorted(time for time in found if time > self.rpc.now + 1)

    def _queue(self, proposal: Proposal) -> bool:
        done = self.on("queue", proposal, lambda m, t: m.queue(proposal.id, t), self.by_id("queue", proposal))
        if done:
            queued = self.model.proposals[proposal.id]
            waits = queued.eta - self.rpc.now
            assert self.model.span(LEAST_DELAY[queued.kind]) <= waits <= self.model.span(45 * DAY)
            grown = queued.kind == CRITICAL and waits > self.model.span(LEAST_DELAY[CRITICAL])
            self.reached["delay grown by dissent"] += grown
        return bool(done)

    def _execute(self, dice: Random, proposal: Proposal) -> bool:
        value = sum(act.value for act in proposal.acts) + self.pick(dice, [0] * 9, [0, 1])
        classes: list[int] = []

        def change(model: Republic, now: int) -> None:
            classes[:] = model.execute(proposal.id, value, now)

        eta = self.model.proposals[proposal.id].eta
        done = self.on("execute", proposal, change, self.by_id("execute", proposal, value=value))
        if done:
            self.judge_execution(proposal, classes, eta)
        return bool(done)

    # --- The guardian ---

    def _veto(self, dice: Random) -> None:
        """By the guardian in person or by its signature, in any state but the last; by nobody else."""
        states = sorted({p.state for p in self.open()})
        proposals = self.open(dice.choice(states)) if states else []
        self._veto_one(dice, self.pick(dice, proposals, list(self.model.proposals.values())))

    def _veto_one(self, dice: Random, proposal: Proposal) -> None:
        model, reason, state = self.model, b"why".ljust(32, b"\0"), proposal.state
        by = self.pick(dice, [model.guardian], list(KEYS))
        if by == model.guardian and by in KEYS and dice.choice([False, True]):
            latest = self.next + model.span(72 * HOUR)
            message = {
                "proposalId": proposal.id,
                "reasonHash": reason,
                "epoch": model.epoch,
                "deadline": latest,
            }
            signature = KEYS[by].sign(governance_domain(self.system), VETO, message)
            call = self.calling("governance", "vetoBySig", proposal.id, reason, latest, signature)
        else:
            call = self.calling("governance", "veto", proposal.id, reason, sender=by)
        if self.on("veto", proposal, lambda m, t: m.veto(by, proposal.id, t), call):
            self.reached[f"vetoed {STATES[state]}"] += 1

    def _veto_up_to(self, dice: Random) -> None:
        """Invariant 19: exactly those below the mark."""
        model, count = self.model, len(self.model.proposals)
        by = self.pick(dice, [model.guardian], list(KEYS))
        ahead = [p.index for p in self.open() if p.index >= model.vetoed]
        index = self.pick(dice, ahead, [model.vetoed, 0, count - 1, count])
        before = {p.id: p.state for p in model.proposals.values()}
        call = self.calling("governance", "vetoUpTo", index, bytes(32), sender=by)
        if self.attempt("veto_up_to", lambda m, t: m.veto_up_to(by, index, t), call):
            for p in self.model.proposals.values():
                taken = p.state == CANCELED != before[p.id]
                assert p.index > index or p.state not in OPEN
                assert not taken or p.index <= index
                self.reached["vetoed at once"] += taken

    def _change_guardian(self, dice: Random) -> None:
        """The office passes on, 7 days after it was said, or when a vote ends; rather where that cancels."""
        if not self._outlived() and dice.randrange(3):
            return
        candidate = dice.choice([h for h in HEIRS if h.address != self.model.guardian])
        call = self.calling("guardianship", "proposeRotation", candidate, sender=self.model.guardian)
        self.attempt("propose_guardian", lambda m, t: m.tick(t), call)
        ready = self.rpc.now + self.model.span(7 * DAY)
        self._vote_before(dice, ready)
        ends = [p.deadline for p in self.open(ACTIVE) if p.deadline >= ready]
        moment = dice.choice([*ends, *(e + 1 for e in ends), max(ready, self.next)])
        self.rpc.travel_to(max(moment - 1, self.next))
        self.compare()
        before = {p.id: (p.state, p.guardian) for p in self.model.proposals.values()}
        call = self.calling("guardianship", "acceptRotation", sender=candidate)
        self.attempt("change_guardian", lambda m, t: m.begin_epoch(candidate.address, t), call)
        for p in self.model.proposals.values():
            state, ballot = before[p.id]
            for what in (STATES[state], KINDS[p.kind]) if p.state == CANCELED != state else ():
                self.reached[f"{what} cancelled by an epoch"] += 1
            self.reached["guardian's ballot void by an epoch"] += ballot is not None and p.guardian is None

    def _outlived(self) -> bool:
        """Whether a new epoch would cancel something now."""
        return any(p.kind != STANDARD for p in self.open(SUCCEEDED, QUEUED))

    def _vote_before(self, dice: Random, ready: int) -> None:
        """The old guardian's ballot, on a vote that does not end before the new one may come."""
        running = [p for p in self.open(PENDING, ACTIVE) if p.deadline >= ready and p.guardian is None]
        if running:
            proposal = dice.choice(running)
            if self.rpc.now < proposal.snapshot:
                self.rpc.travel_to(proposal.snapshot)
                self.compare()
            self.cast(self.model.guardian, self.model.proposals[proposal.id], FOR)

    def _pause_all(self, dice: Random) -> None:
        """Invariant 30: everything that can be held is held, and proposals go their way."""
        if dice.randrange(3):
            return
        nearest = max(self.open(), key=lambda p: p.state)
        proposal = dice.choice([nearest, dice.choice(self.open())])
        self._travel(max(proposal.eta, proposal.snapshot + 1))
        for scope, (place, function) in PAUSES.items():
            call = self.calling(place, function, sender=self.model.guardian)
            self.attempt("pause", partial(_hold, scope), call)
        wallet = dice.choice(self.wallets())
        call = self.calling("token", "freeze", wallet, sender=self.model.guardian)
        self.attempt("freeze", lambda m, t: m.freeze(wallet, t), call)
        for one in self.open():
            if one.state == ACTIVE and dice.randrange(2):
                self.vote_batch(dice)
            elif one.state == ACTIVE:
                self.cast(self.model.guardian, one, FOR)
            elif one.state == SUCCEEDED:
                self._queue(one)
            elif one.state == QUEUED and one.eta <= self.next:
                self._execute(dice, one)
        if self.open():
            self._veto(dice)

    def _cancel(self, dice: Random) -> None:
        """Only by its proposer, before the vote."""
        proposal = self.pick(dice, self.open(PENDING), list(self.model.proposals.values()))
        by = self.pick(dice, [proposal.proposer] * 3, [DONOR.address, self.model.guardian, *self.wallets()])
        call = self.by_id("cancel", proposal, sender=by)
        self.on("cancel", proposal, lambda m, t: m.cancel(by, proposal.id, t), call)

    # --- Agents ---

    def _delegate(self, dice: Random) -> None:
        by = self.pick(dice, self.wallets(), [DONOR.address])
        to = self.pick(dice, [by, *self.wallets()], list(KEYS))
        call = self.calling("token", "delegate", to, sender=by)
        self._units("delegate", lambda m, t: m.delegate(by, to), call)

    def _move(self, dice: Random) -> None:
        """Agents pay each other, and bring home what an old wallet holds; votes go along, past ones never."""
        rich = [w for w in [*self.left(), *self.wallets()] if self.model.at(w).balance]
        able = [w for w in rich if self.next >= max(self.model.at(w).halted, self.model.at(w).frozen)]
        by = self.pick(dice, able, rich)
        to = dice.choice([w for w in self.wallets() if w != by])
        self._transfer(dice, "move", by, to)

    def _pay(self, dice: Random) -> None:
        """The treasury pays an agent: units, from the next snapshot on."""
        amount = dice.choice([ROAD, MILLION, 10 * MILLION])
        self._sent("pay", self.model.places["treasury"], dice.choice(self.wallets()), amount)

    def _give(self, dice: Random) -> None:
        """Invariant 49: what guardian or human send an agent that has spent nothing changes no vote."""
        by = dice.choice([self.model.guardian, DONOR.address])
        to = dice.choice(self.wallets())
        whole, time = self.model.at(to).balance >= self.model.at(to).ceiling, self.rpc.now
        before = self.figures(time)
        if self._transfer(dice, "give", by, to) and whole:
            assert self.figures(time) == before

    def _transfer(self, dice: Random, rule_: str, by: str, to: str) -> Receipt | None:
        balance = self.model.at(by).balance
        return self._sent(rule_, by, to, dice.choice([balance, balance // 2, 1]))

    def _sent(self, rule_: str, by: str, to: str, amount: int) -> Receipt | None:
        call = self.calling("token", "transfer", to, amount, sender=by)
        return self._units(rule_, lambda m, t: m.transfer(by, to, amount, t), call)

    def _rotate_wallet(self, dice: Random) -> None:
        """The balance stays in the old wallet until it is sent after; what the agent voted stays said."""
        unused = [one for one in SPARE if one.address not in self.model.holders]
        if not unused:
            return
        number, new = dice.choice(AGENTS[:12]), unused[0]
        old, deadline = self.model.agents[number].wallet, self.rpc.now + 200
        consent = self.system.sign_wallet(number, new, deadline, owner=old)
        call = self.calling("registry", "setAgentWallet", number, new, deadline, consent, sender=old)
        reserved = {heir.address for heir in HEIRS}
        if self._units("rotate_wallet", lambda m, t: m.rotate(number, new.address, reserved, t), call):
            self._sent("bring_home", old, new.address, self.model.at(old).balance)

    def _units(self, rule_: str, change: Any, call: Any) -> Receipt | None:
        """Something that may change somebody's units."""

        def noted(model: Republic, now: int) -> None:
            change(model, now)
            model.note(now)

        receipt: Receipt | None = self.attempt(rule_, noted, call)
        return receipt

    # --- Suspensions and the table; here without the proposals that they take ---

    def _judge(self, dice: Random) -> None:
        """Governance suspends an agent, or reinstates it."""
        suspended = [n for n, one in self.model.agents.items() if one.status == SUSPENDED]
        number = dice.choice(suspended or [3, 4, 5, 12, 13])
        name, by = "reinstate" if suspended else "suspend", self.system.critical.address

        def change(model: Republic, now: int) -> None:
            if model.table[key_of(self.system, "registry", f"{name}(uint256)")] != GRAVE:
                raise Refused("AccessManagedUnauthorized", by)
            getattr(model, name)(number)

        self._units("judge", change, self.calling("registry", name, number, sender=by))

    def _emergency_suspend(self, dice: Random) -> None:
        """Invariant 48: no voting unit, ballot, quorum or denominator changes."""
        number, time = dice.choice(AGENTS), self.rpc.now
        before = self.figures(time)
        call = self.calling("registry", "emergencySuspend", number, sender=self.model.guardian)
        if self.attempt("emergency_suspend", lambda m, t: m.emergency_suspend(number, t), call):
            assert self.figures(time) == before

    def _remap(self, dice: Random, relied: Sequence[Key] = ()) -> None:
        """The table changes between proposal and execution (X7)."""
        (target, selector), role = self._remapping(dice, relied)
        by = self.system.constitutional
        call = self.calling("authority", "setTargetFunctionRole", target, [selector], role, sender=by)
        self.attempt("remap", lambda m, t: m.table.update({(target, selector): role}), call)

    def _advise(self, dice: Random) -> None:
        """Invariant 22: a word, and nothing else."""
        proposal, time = self.pick(dice, self.open(), list(self.model.proposals.values())), self.rpc.now
        before = self.figures(time)
        call = self.calling("advice", "advise", proposal.id, dice.randint(0, 2), "so", sender=DONOR)
        receipt = self.attempt("advise", lambda m, t: None, call)
        assert [event.name for event in receipt.events] == ["Advised"]
        assert self.figures(time) == before


def _hold(scope: str, model: Republic, now: int) -> None:
    model.hold(scope, now)
