"""The machine of the operating funds: bills, approvals that come and go, a board that changes, odd tokens."""

from functools import partial
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from tests.models.funds import (
    ACTIVE,
    ETHER,
    FAILS,
    GRANT,
    GUARDIAN,
    INEXACT,
    USD,
    Funds,
    Key,
)
from tests.support import funds as support
from tests.support.actors import actor, agent_actor
from tests.support.contract import Receipt
from tests.support.funds import DOLLAR, Payment, Till, word
from tests.support.system import DAY, HOUR, ZERO

from .funded import CENTRES, held
from .machine import Machine

AMOUNTS = [100, 1_000 * DOLLAR, 5_000 * DOLLAR, 40_000 * DOLLAR]  # a fee of a hundredth is seen in each
MOODS = {"": [0, 1, 10], FAILS: [2, 8], INEXACT: [4, 5, 6, 12]}  # modes of Coin
PAYEES = ("payee", "other payee")

Signature = tuple[int, bytes, Key]


def _supports(member: int, caller: str, place: int, choice: int, model: Funds, now: int) -> None:
    model.support(member, caller, place, choice, now)


class FundsMachine(Machine):
    """Invariants 36, 38 and 39 after every step."""

    model: Funds
    till: ClassVar[Till]

    def __init__(self) -> None:
        super().__init__()
        self.funds, self.crowd = self.till.funds, list(self.model.agents)
        self.bills: list[Payment] = list(self.model.approvals)
        self.signatures: dict[Payment, list[Signature]] = {}
        known = [actor("guardian"), *map(agent_actor, self.crowd)]
        self.keys = {one.address: one for one in known}
        self.rotations = 0

    @initialize(data=st.data(), centre=st.sampled_from(CENTRES))
    def settle(self, data: Any, centre: bytes) -> None:
        """The bills that wait already; a dollar that behaves as it is told; a good bill."""
        for bill in list(self.bills):
            self._pay("pay", data, bill, self._signed(data, bill))
        if self.model.dollar != self.till.dollar.address:
            self._name_dollar()
        self.pay_in_order(data, centre)

    def _name_dollar(self) -> None:
        """Budgets in dollars, and what was spent of them, are the next one's."""
        dollar = self.till.dollar.address
        call = partial(self.till.decide, self.funds, "setDollar", dollar)
        self.attempt("name_dollar", lambda m, t: setattr(m, "dollar", dollar), call)

    # --- Bills ---

    @rule(data=st.data())
    def draft(self, data: Any) -> None:
        """A bill that nobody has approved; some have one number, or are for somebody impossible."""
        dollar, other = self.model.dollar, self.till.stranger.address
        asset = data.draw(st.sampled_from([dollar] * 6 + [ETHER, ETHER, other]))
        payees = [actor(name).address for name in PAYEES] * 4
        centre = data.draw(st.sampled_from([*CENTRES[:1] * 3, *CENTRES, word("yachts")]))
        payee = data.draw(st.sampled_from([*payees, *sorted(self.model.refused), asset]))
        amount = data.draw(st.sampled_from([*AMOUNTS * 2, 0, 200_000 * DOLLAR]))
        lifetime = self._span(data.draw(st.sampled_from([5 * DAY, 20 * DAY, 40 * DAY, HOUR])))
        bill = self._draft(centre, asset, payee, amount)
        number = data.draw(st.integers(0, 30))
        self.bills.append(bill.but(number=number, deadline=self.rpc.now + lifetime))
        self.done["draft"] += 1

    @rule(data=st.data(), withdraws=st.sampled_from([False, False, False, True]))
    def act(self, data: Any, withdraws: bool) -> None:
        """Somebody approves on chain, or withdraws."""
        bill = self._bill(data)
        grant = self.model.classes.get(bill.centre) == GRANT
        self._act(bill, self.pick(data, self._approvers(grant), [*self.crowd, GUARDIAN]), withdraws)

    def _act(self, bill: Payment, approver: int, withdraws: bool) -> None:
        caller, function = self._wallet(approver), "withdraw" if withdraws else "approve"
        pid = self.funds.idOf(bill.fields)
        self.attempt(
            "act",
            lambda m, t: m.act(bill, pid, approver, caller, withdraws, t),
            lambda: self.funds.fn(function)(bill.fields, sender=caller),
        )

    @rule(data=st.data())
    def sign(self, data: Any) -> None:
        """Some sign, off the chain; what they have signed may be void when it is used."""
        bill = self._bill(data)
        self.signatures.setdefault(bill, []).extend(self._signed(data, bill).values())
        self.done["sign"] += 1

    @rule(data=st.data(), centre=st.sampled_from(CENTRES))
    def pay_later(self, data: Any, centre: bytes) -> None:
        """With what was signed and approved before; mostly a good bill, an hour ago."""
        if data.draw(st.integers(0, 2)):
            bill = self._good_bill(data, centre)
            self.signatures.setdefault(bill, []).extend(self._signed(data, bill).values())
            self.rpc.travel(self._span(HOUR))
        else:
            bill = self._bill(data)
        self._pay("pay_later", data, bill, {one[0]: one for one in self.signatures.get(bill, [])})

    @rule(data=st.data())
    def pay(self, data: Any) -> None:
        """With what is signed now, and what was approved before."""
        bill = self._bill(data)
        self._pay("pay", data, bill, self._signed(data, bill))

    @rule(data=st.data(), centre=st.sampled_from(CENTRES))
    def pay_in_order(self, data: Any, centre: bytes) -> None:
        """A good bill, mostly in good times."""
        bill = self._good_bill(data, centre)
        self._pay("pay_in_order", data, bill, self._signed(data, bill))

    def _good_bill(self, data: Any, centre: bytes) -> Payment:
        if self.model.mood and data.draw(st.integers(0, 2)):
            self._turn("", 0)
        amount = data.draw(st.sampled_from(AMOUNTS))
        bill = self._draft(centre, self.model.dollar, actor(PAYEES[0]).address, amount)
        return bill.but(number=min({*range(100)} - self.model.used))

    def _pay(self, rule: str, data: Any, bill: Payment, signed: dict[int, Signature]) -> None:
        listed = sorted(signed.values()) if data.draw(st.integers(0, 9)) else list(signed.values())[::-1]
        pid, before = self.funds.idOf(bill.fields), self._had(bill)
        receipt = self.attempt(
            rule,
            lambda m, t: m.pay(bill, pid, [(who, key) for who, _, key in listed], t),
            lambda: self.funds.pay(bill.fields, [one[:2] for one in listed], sender=self.till.stranger),
        )
        if receipt:
            assert self._had(bill) == before + bill.amount

    @rule(data=st.data())
    def emergency(self, data: Any) -> None:
        payee = actor(PAYEES[0]).address
        if payee not in self.model.registered:
            self.till.decide(self.funds, "setEmergencyPayee", payee, True)
            self.model.registered.add(payee)
        to = self.pick(data, [payee], [actor(PAYEES[1]).address, payee])
        amount = data.draw(st.sampled_from([AMOUNTS[0], 1_000 * DOLLAR, 2_500 * DOLLAR, 5_001 * DOLLAR]))
        self.attempt(
            "emergency",
            lambda m, t: m.emergency(to, amount, t),
            lambda: self.funds.payInEmergency(to, amount, bytes(32), sender=self.till.guardian),
        )

    # --- Who they are ---

    @rule(data=st.data(), place=st.integers(0, 2))
    def support(self, data: Any, place: int) -> None:
        """Most of the council for one, so that somebody is elected at times."""
        choice = self.pick(data, self.model.members(self.next), self.crowd)
        seated = list(self.model.seats)
        for member in data.draw(st.permutations(seated))[: data.draw(st.integers(1, 2 * len(seated) // 3))]:
            caller = self._wallet(member)
            self.attempt(
                "support",
                partial(_supports, member, caller, place, choice),
                partial(self.funds.supportTreasurer, place, choice, sender=caller),
            )

    @rule(data=st.data())
    def name_security(self, data: Any) -> None:
        agent_id = data.draw(st.sampled_from(self.crowd))
        self.attempt(
            "name_security",
            lambda m, t: m.name_security(agent_id, t),
            lambda: self.till.decide(self.funds, "nameSecurity", agent_id),
        )

    @rule(data=st.data(), step=st.sampled_from(["suspend", "reinstate", "reinstate"]))
    def decide(self, data: Any, step: str) -> None:
        needed = [i for i in self.crowd if (self.model.agents[i].status == ACTIVE) == (step == "suspend")]
        agent_id = self.pick(data, needed, self.crowd)
        self.attempt(
            "decide",
            lambda m, t: m.decide(agent_id, step),
            lambda: self.till.decide(self.till.system.registry, step, agent_id),
        )

    @rule(data=st.data())
    def rotate(self, data: Any) -> None:
        agent_id = data.draw(st.sampled_from(self.crowd))
        self.rotations += 1
        old, new = self._wallet(agent_id), actor(f"wallet {self.rotations} of {agent_id}")
        self.keys[new.address] = new
        self.attempt(
            "rotate",
            lambda m, t: m.rotate(agent_id, new.address),
            lambda: self.till.system.rotate(agent_id, old, new),
        )

    # --- What is there, and what may be spent ---

    @rule(data=st.data(), centre=st.sampled_from(CENTRES), unit=st.sampled_from([USD, USD, ETHER]))
    def set_budget(self, data: Any, centre: bytes, unit: str) -> None:
        limit = data.draw(st.sampled_from([0, 1_000 * DOLLAR, 60_000 * DOLLAR, 120_000 * DOLLAR]))
        asset = support.USD if unit == USD else ETHER
        self.attempt(
            "set_budget",
            lambda m, t: m.set_budget(centre, unit, limit),
            lambda: self.till.decide(self.funds, "setBudget", centre, asset, limit),
        )

    @rule(mood=st.sampled_from(["", "", FAILS, INEXACT]), data=st.data())
    def turn(self, mood: str, data: Any) -> None:
        """The stablecoin becomes hostile, or honest again."""
        self._turn(mood, data.draw(st.sampled_from(MOODS[mood])))
        self.done["turn"] += 1

    @rule(amount=st.integers(1, 10_000 * DOLLAR), asset=st.booleans())
    def donate(self, amount: int, asset: bool) -> None:
        if asset:
            self.till.dollar.mint(self.funds, amount, sender=self.till.stranger)
            self.model.balances[self.model.dollar] += amount
        else:
            self.rpc.transact(self.till.stranger.address, self.funds.address, "0x", None, amount)
            self.model.balances[ETHER] += amount
        self.done["donate"] += 1

    @rule(hold=st.booleans())
    def pause(self, hold: bool) -> None:
        treasury, held = self.till.system.treasury, self.next < self.model.held_until
        if held:
            treasury.unpausePayments(sender=self.till.guardian)
            self.model.held_until = 0
        elif hold and treasury.emergencyBudgetLeft(word("payments"), bytes(32)) > self._span(4 * DAY):
            treasury.pausePayments(sender=self.till.guardian)
            self.model.held_until = self.rpc.now + self._span(3 * DAY)
        self.done["pause"] += 1

    @rule(span=st.sampled_from([1, HOUR, DAY, 3 * DAY, 17 * DAY]))
    def wait(self, span: int) -> None:
        self.rpc.travel(self._span(span))
        self.done["wait"] += 1

    # --- What must hold ---

    def follow(self, rule: str, receipt: Receipt) -> None:
        now, model, system = self.rpc.now, self.model, self.till.system
        token, treasury = system.token, system.treasury
        assert token.balanceOf(treasury) >= treasury.outstanding() + treasury.rewardReserve()
        assert token.balanceOf(self.funds) == 0
        for asset, balance in model.balances.items():
            assert held(self.till, asset, self.funds.address) == balance
        for (centre, unit), limit in model.limits.items():
            asset = support.USD if unit == USD else unit
            spent = model.spent.get((centre, unit, model.month(now)), 0)
            assert self.funds.budgetOf(centre, asset) == (limit, spent)
        for place, one in enumerate(model.treasurers):
            found = self.funds.treasurer(place)
            assert (found.agentId, found.until, found.mandate) == (one.agent, one.until, one.mandate)
        assert self.funds.securityAgent() == model.security[0]

    def conclude(self) -> None:
        for number in {*range(100), *self.model.used}:
            assert self.funds.isUsed(number) == (number in self.model.used)
        for approver in [*self.crowd, GUARDIAN]:
            key = self.model.key(approver, self.rpc.now, True)
            wallet, _ = self.funds.mandateOf(approver, True)
            assert wallet == (ZERO if key is None else key[0])

    # --- Words ---

    def _span(self, seconds: int) -> int:
        return seconds // self.system.divisor

    def _wallet(self, approver: int) -> str:
        return self.model.guardian if approver == GUARDIAN else self.model.agents[approver].wallet

    def _bill(self, data: Any) -> Payment:
        if not self.bills or not data.draw(st.integers(0, 5)):
            self.draft(data)
            self.done["draft"] -= 1
        bill: Payment = data.draw(st.sampled_from(self.bills[-6:]))
        return bill

    def _draft(self, centre: bytes, asset: str, payee: str, amount: int) -> Payment:
        return Payment(centre, asset, payee, amount, 0, self.rpc.now + self._span(DAY))

    def _turn(self, mood: str, mode: int) -> None:
        self.till.dollar.setMode(mode, sender=self.till.stranger)
        self.model.mood = mood

    def _approvers(self, grant: bool) -> list[int]:
        return [i for i in (*self.crowd, GUARDIAN) if self.model.key(i, self.next, grant) is not None]

    def _quorum(self, data: Any, bill: Payment) -> list[int]:
        """As many as it takes, where there are so many; at times fewer."""
        grant = self.model.classes.get(bill.centre) == GRANT
        able = self._approvers(grant)
        if grant and data.draw(st.integers(0, 4)):
            return sorted(able)
        board = [i for i in able if self.model.key(i, self.next, False) is not None]
        count = min(len(board), data.draw(st.sampled_from([3, 3, 4, 5, 5, 2])))
        return sorted({*data.draw(st.permutations(board))[:count], GUARDIAN} if count > 2 else board[:count])

    def _signed(self, data: Any, bill: Payment) -> dict[int, Signature]:
        """Signatures of as many as it takes; those whose keys nobody has here say it on the chain."""
        given, signed = self.model.approvals.get(bill, {}), {}
        grant = self.model.classes.get(bill.centre) == GRANT
        for approver in self._quorum(data, bill):
            if self._wallet(approver) in self.keys:
                signed[approver] = self._signature(bill, approver)
            elif bill.number in self.model.used:
                continue
            elif given.get(approver) != (self.model.key(approver, self.next, grant), False):
                self._act(bill, approver, withdraws=False)
        return signed

    def _signature(self, bill: Payment, approver: int) -> Signature:
        grant = self.model.classes.get(bill.centre) == GRANT
        key = self.model.key(approver, self.next, grant)
        assert key is not None
        _, signature = self.till.sign(bill, approver, grant=grant, signer=self.keys[key[0]])
        return approver, signature, key

    def _had(self, bill: Payment) -> int:
        return held(self.till, bill.asset if bill.asset in self.model.balances else ETHER, bill.payee)
