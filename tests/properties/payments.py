"""The machine of treasury and vesting: agents of each category, and the guardian."""

from typing import Any

from eth_utils import keccak
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.models.replay import State
from tests.models.treasury import ACTIVE, RETIRED, SUSPENDED, Share, Treasury
from tests.models.vesting import DUST, TERMS, category_of, entitlement, pool_of, quarters_after
from tests.support.contract import Receipt
from tests.support.system import COHORT, DAY, HOUR, ROAD, System, reason

from .machine import Machine, replayed, undone

AGENTS = (1, 2, 10, 11, 14, 15, 500, 1187, 1188, 1245, 1246, 1247, 1249, 1250)
UNKNOWN = (0, COHORT + 1, 2**255)
ERRORS = {
    keccak(text=f"{name}({kinds})")[:4]: name
    for name, kinds in (
        ("NoEntitlement", "uint256"),
        ("NothingToRelease", "uint256"),
        ("WalletNotProven", "uint256,address"),
        ("AgentNotPayable", "uint256"),
    )
}
QUARTER = 90 * DAY


def payroll(system: System) -> Treasury:
    """The model of a system, from its events."""
    told = replayed(system)
    others = [i for i in told.agents if i not in AGENTS]
    return Treasury(
        activated=told.activated_at,
        started=told.closed_at,
        divisor=system.divisor,
        shares={i: share_of(told, i) for i in AGENTS},
        reserve=told.reserve,
        spent=dict(told.spent),
        guardian_paid=told.guardian_paid,
        settled=sum(told.released[i] + told.forfeited.get(i, 0) for i in others),
    )


def share_of(told: State, agent_id: int) -> Share:
    body, rewarded = told.agents[agent_id], told.rewarded[agent_id]
    return Share(
        body.wallet, body.proven, body.status, told.quarters(agent_id), rewarded, retired_at=body.retired_at
    )


class PaymentsMachine(Machine):
    """Invariants 35, 36, 37 and 40 after every step."""

    model: Treasury

    @rule(data=st.data())
    def release(self, data: Any) -> None:
        number = self.pick(data, self._payable(), [*AGENTS, *UNKNOWN])
        before = self._balance(number)
        model_before = self.model
        call = self._call("treasury", "release", number)
        if self.attempt("release", lambda m, t: m.release(number, t), call):
            paid = self.model.released(number) - model_before.released(number)
            assert self._balance(number) - before == paid

    @rule(data=st.data())
    def release_batch(self, data: Any) -> None:
        numbers = data.draw(st.lists(st.sampled_from([*AGENTS, *AGENTS, *UNKNOWN]), min_size=1, max_size=12))
        results: list[tuple[int, int | str]] = []
        call = self._call("treasury", "releaseBatch", numbers)
        receipt = self.attempt(
            "release_batch", lambda m, t: results.extend(m.release_batch(numbers, t)), call
        )
        assert self._outcome(receipt) == results

    @rule(data=st.data())
    def compare_orders(self, data: Any) -> None:
        """The singles of any order pay each agent what the batch pays it."""
        numbers = data.draw(st.lists(st.sampled_from(AGENTS), min_size=2, max_size=6))
        other = data.draw(st.permutations(numbers))
        at = self.rpc.now + HOUR
        together = self._paid([(numbers, at)])
        alone = self._paid([([n], at + place - len(other)) for place, n in enumerate(other)])
        boundary = quarters_after(at - self.model.activated, self.model.divisor)
        earlier = quarters_after(at - len(other) - self.model.activated, self.model.divisor)
        assert together == alone or boundary != earlier
        self.done["compare_orders"] += 1

    @rule(data=st.data())
    def confirm(self, data: Any) -> None:
        unproven = [n for n in AGENTS if not self.model.shares[n].proven]
        number = self.pick(data, unproven, AGENTS)
        call = self._call("registry", "confirmWallet", sender=self.model.shares[number].wallet)
        self.attempt("confirm", lambda m, t: setattr(m.shares[number], "proven", True), call)

    @rule(data=st.data())
    def suspend(self, data: Any) -> None:
        number = self.pick(data, self._with(ACTIVE), AGENTS)
        call = self._decided("registry", "suspend", number)
        self.attempt("suspend", lambda m, t: m.move(number, ACTIVE, SUSPENDED), call)

    @precondition(lambda self: self._with(SUSPENDED))
    @rule(data=st.data())
    def reinstate(self, data: Any) -> None:
        number = self.pick(data, self._with(SUSPENDED), AGENTS)
        call = self._decided("registry", "reinstate", number)
        self.attempt("reinstate", lambda m, t: m.move(number, SUSPENDED, ACTIVE), call)

    @rule(data=st.data())
    def retire(self, data: Any) -> None:
        number = self.pick(data, self._with(ACTIVE)[2:], AGENTS)
        call = self._decided("registry", "retire", number)
        self.attempt("retire", lambda m, t: m.retire(number, t), call)

    @precondition(lambda self: self.model.reserve)
    @rule(data=st.data(), exceptional=st.booleans())
    def reward(self, data: Any, exceptional: bool) -> None:
        number = self.pick(data, [n for n in self._with(ACTIVE) if self.model.shares[n].proven], AGENTS)
        reserve = self.model.reserve
        sizes = [1, 40_000 * ROAD, 100_000 * ROAD]
        amount = self.pick(data, [min(reserve, a) for a in sizes], [0, reserve + 1, 100_000 * ROAD + 1])
        function = "rewardExceptionally" if exceptional else "reward"
        call = self._decided("treasury", function, number, amount, "work")
        self.attempt("reward", lambda m, t: m.reward(number, amount, exceptional, t), call)

    @rule()
    def vesting(self) -> None:
        self.attempt("vesting", lambda m, t: m.release_vesting(t), self._call("vesting", "release"))

    @precondition(lambda self: self.model.guardian_paid)
    @rule(amount=st.integers(1, 1_000 * ROAD), place=st.sampled_from(["treasury", "vesting"]))
    def donate(self, amount: int, place: str) -> None:
        guardian = self.system.guardian
        if self.system.token.balanceOf(guardian) >= amount:
            self.system.token.transfer(getattr(self.system, place), amount, sender=guardian)
        self.done["donate"] += 1

    @rule(days=st.sampled_from([0, 1, 29, 31, 89, 90, 91, 365]), seconds=st.integers(1, HOUR))
    def wait(self, days: int, seconds: int) -> None:
        self.done["wait"] += 1
        self.rpc.travel((days * DAY) // self.system.divisor + seconds)

    @rule(edge=st.sampled_from([-1, 0, 1]))
    def wait_for_a_boundary(self, edge: int) -> None:
        """To a second before, at or after the next quarter of the agents."""
        quarter = QUARTER // self.system.divisor
        begun = (self.rpc.now - self.model.activated) // quarter
        target = self.model.activated + (begun + 1) * quarter + edge - 1
        if target > self.rpc.now:
            self.rpc.travel_to(target)
        self.done["wait_for_a_boundary"] += 1

    # --- What must hold ---

    def follow(self, rule: str, receipt: Receipt) -> None:
        treasury, token, now = self.system.treasury, self.system.token, self.rpc.now
        assert treasury.outstanding() == self.model.owed()
        assert treasury.rewardReserve() == self.model.reserve
        assert token.balanceOf(treasury) >= self.model.owed() + self.model.reserve + DUST
        assert self.system.vesting.released() == self.model.guardian_paid
        paid = [0] * len(TERMS)
        for number in AGENTS:
            vested, released = self.model.vested(number, now), self.model.released(number)
            assert released <= vested <= entitlement(number)
            assert treasury.releasedOf(number) == released
            assert treasury.vestedOf(number) == vested
            assert treasury.rewardedOf(number) == self.model.shares[number].rewarded
            paid[category_of(number)] += released
        quarters = quarters_after(now - self.model.activated, self.model.divisor)
        assert all(sum_ <= pool_of(c) * quarters // 4 for c, sum_ in enumerate(paid))

    def conclude(self) -> None:
        guardian, now = self.system.guardian, self.rpc.now
        earned = self.model.guardian_paid
        assert self.system.vesting.vestedAt(now) - earned == self.system.vesting.releasable()
        assert self.system.token.explain(guardian, guardian, 0) == reason("NONE")

    # --- Words ---

    def _paid(self, batches: list[tuple[list[int], int]]) -> dict[int, int]:
        """What each agent would be paid by these batches at these times."""
        paid: dict[int, int] = {}
        with undone(self.system):
            for numbers, at in batches:
                receipt = self.system.treasury.releaseBatch(numbers, sender=self.system.stranger, at=at)
                paid |= {e.agentId: e.amount for e in receipt.of("Released")}
        return paid

    def _outcome(self, receipt: Receipt) -> list[tuple[int, int | str]]:
        events = [e for e in receipt.events if e.name in ("Released", "ReleaseSkipped")]
        return [(e.agentId, e.amount if e.name == "Released" else ERRORS[e.reason]) for e in events]

    def _balance(self, number: int) -> int:
        known = number in self.model.shares
        return self.system.token.balanceOf(self.model.shares[number].wallet) if known else 0

    def _payable(self) -> list[int]:
        shares = self.model.shares.items()
        return [
            n
            for n, share in shares
            if share.proven
            and share.status in (ACTIVE, RETIRED)
            and self.model.released(n) < self.model.vested(n, self.next)
        ]

    def _with(self, status: int) -> list[int]:
        return [n for n, share in self.model.shares.items() if share.status == status]

    def _decided(self, place: str, function: str, *args: Any) -> Any:
        officer = self.system.officer(getattr(self.system, place), function)
        return self._call(place, function, *args, sender=officer)

    def _call(self, place: str, function: str, *args: Any, sender: Any = None) -> Any:
        contract = getattr(self.system, place)
        return lambda: contract.fn(function)(*args, sender=sender or self.system.stranger)
