"""What the machine of governance knows and checks: after every step the chain's proposals are the model's."""

from collections import Counter
from collections.abc import Callable, Sequence
from random import Random
from typing import Any, ClassVar

from tests.models.actions import AMENDMENT, CONSTITUTION, CRITICAL, GRAVE, OPERATIONS, STANDARD
from tests.models.books import FORMER
from tests.models.economy import ACTIVE as WORKING
from tests.models.governance import (
    ACTIVE,
    AGAINST,
    CANCELED,
    DEFEATED,
    EXECUTED,
    EXPIRED,
    FOR,
    OPEN,
    PENDING,
    QUEUED,
    SUCCEEDED,
    Proposal,
    Republic,
)
from tests.support.contract import Receipt
from tests.support.system import DAY, HOUR

from .machine import Machine, T
from .republic import KEYS, Catalogue

KINDS = ["STANDARD", "CRITICAL", "AMENDMENT"]
STATES = ["Pending", "Active", "Canceled", "Defeated", "Succeeded", "Queued", "Expired", "Executed"]
# Where a proposal can be that was last seen in a state.
AFTER = {
    PENDING: {PENDING, ACTIVE, CANCELED, DEFEATED, SUCCEEDED, EXPIRED},
    ACTIVE: {ACTIVE, CANCELED, DEFEATED, SUCCEEDED, QUEUED, EXPIRED},
    SUCCEEDED: {SUCCEEDED, QUEUED, CANCELED, EXPIRED},
    QUEUED: {QUEUED, CANCELED, EXPIRED, EXECUTED},
    **{final: {final} for final in (CANCELED, DEFEATED, EXPIRED, EXECUTED)},
}
LEAST_DELAY = {STANDARD: 7 * DAY, CRITICAL: 14 * DAY, AMENDMENT: 30 * DAY}
PAUSES = {
    "transfers": ("token", "pause"),
    "births": ("registry", "pauseBirths"),
    "walletRequests": ("registry", "pauseWalletRequests"),
    "links": ("cap", "pauseLinks"),
    "payments": ("treasury", "pausePayments"),
}
FULL_CHECK = 15  # steps from one look at what is final, and at who voted, to the next


class Chamber(Machine):
    """Invariants 13, 15, 17 to 19, 21 and 24, whatever the rules are."""

    model: Republic
    reached: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.catalogue = Catalogue(self.system)
        self.seen = {p.id: p.state for p in self.model.proposals.values()}
        self.settled: set[int] = set()
        self.steps = 0

    def pick(self, data: Random, good: Sequence[T], anything: Sequence[T]) -> T:
        """Mostly one of the good ones, now and then anything."""
        return data.choice(good if good and data.randrange(10) else anything)

    # --- Each step ---

    def on(self, rule: str, proposal: Proposal, change: Callable[..., Any], call: Callable[[], Any]) -> Any:
        """Attempts something with a proposal, and counts what it met."""
        before = self.model.proposals[proposal.id]
        receipt = self.attempt(rule, change, call)
        after = self.model.proposals[proposal.id]
        if receipt is None:
            if any(self.model.class_of(act) > proposal.kind for act in proposal.acts):
                self.reached["refused since its class was raised"] += rule in ("queue", "execute")
            return None
        if self.all_paused():
            self.reached[f"{rule} while all is paused"] += 1
        extensions = [e.extendedDeadline for e in receipt.of("ProposalExtended")]
        assert extensions == ([after.deadline] if after.extended > before.extended else [])
        self.reached["extended"] += len(extensions)
        return receipt

    def follow(self, rule: str, receipt: Receipt) -> None:
        self.reached[rule] += 1
        self.compare()

    def conclude(self) -> None:
        self.compare(everything=True)
        self._check_throttles()
        self._check_table()

    def compare(self, everything: bool = False) -> None:
        """State, time and count of every proposal; of those that are final only now and then."""
        self.steps += 1
        full = everything or self.steps % FULL_CHECK == 0
        self.model.tick(self.rpc.now)
        for number, proposal in self.model.proposals.items():
            if number in self.settled and not full:
                continue
            state = self.system.governance.state(number)
            assert state == proposal.state, f"{STATES[state]}, not {STATES[proposal.state]}"
            self._edge(proposal, self.seen.get(number, PENDING), state)
            self.seen[number] = state
            self._compare_count(proposal)
            if everything or (full and state == ACTIVE):
                self._compare_voters(proposal)
            if state not in OPEN:
                self.settled.add(number)

    def _edge(self, proposal: Proposal, before: int, state: int) -> None:
        """Invariant 18."""
        assert state in AFTER[before], f"from {STATES[before]} to {STATES[state]}"
        if before == state:
            return
        if state == EXPIRED:
            self.reached["expired when queued" if proposal.eta else "expired before it was queued"] += 1
        if state == DEFEATED:
            self.reached["defeated"] += 1
            if proposal.guardian is None and any(proposal.counted) and proposal.kind == STANDARD:
                self.reached["defeated by the agents alone"] += 1

    def _compare_count(self, proposal: Proposal) -> None:
        p, ballots, now = proposal, self.system.ballots, self.rpc.now
        tally = ballots.tallyOf(p.id)
        assert [tally.against, tally.inFavour, tally.abstaining] == p.counted
        assert tally.total == (self.model.past.at(p.snapshot)[1] if p.snapshot < now else 0)
        assert tally.guardian == (0 if p.guardian is None else p.guardian + 1)
        assert self.system.governance.proposalDeadline(p.id) == p.deadline
        assert self.system.governance.proposalEta(p.id) == p.eta
        # Invariant 13: what the views say in parts of 1e18 is never the opposite.
        against, in_favour, abstaining = ballots.scaledVotesOf(p.id)
        assert against + in_favour + abstaining <= 10**18
        if p.guardian in (AGAINST, FOR):
            assert (in_favour > against) == (p.guardian == FOR)
        elif in_favour != against:
            assert (in_favour > against) == (p.counted[FOR] > p.counted[AGAINST])

    def _compare_voters(self, proposal: Proposal) -> None:
        """Invariant 15."""
        for account in [*self.wallets(), self.model.guardian]:
            expected = self.model.has_voted(proposal.id, account)
            assert self.system.governance.hasVoted(proposal.id, account) == expected

    def judge_execution(self, proposal: Proposal, classes: list[int], eta: int) -> None:
        """Invariants 16 and 17: what was done had its delay, and the guardian where it needs the guardian."""
        gravest, done = max(classes), self.model.proposals[proposal.id]
        assert self.rpc.now >= eta
        assert eta >= done.deadline + self.model.span(LEAST_DELAY[gravest])
        assert gravest == STANDARD or done.guardian == FOR
        assert gravest != AMENDMENT or 100 * done.counted[FOR] >= 67 * sum(done.counted) > 0
        self.reached[f"executed {KINDS[proposal.kind]}"] += 1
        self.reached["executed a mixture"] += len(set(classes)) > 1
        self.reached["executed by the agents alone"] += done.guardian is None

    # --- Each example ---

    def _check_throttles(self) -> None:
        """Invariant 21, from the chain's events."""
        made: dict[Any, list[int]] = {}
        for log in self.rpc.logs([self.system.governance.address], self.system.born_in):
            event = self.system.errors.event(log)
            if event.name == "ProposalCreated":
                who = self.system.registry.agentEverOf(event.proposer) or event.proposer
                made.setdefault(who, []).append(event.voteStart)
        for times in made.values():
            for first, fourth in zip(times, times[3:], strict=False):
                assert fourth - first >= self.model.span(12 * HOUR)

    def _check_table(self) -> None:
        """Invariant 24: the table is what proposals made of it, and no key has an executor's role."""
        authority = self.system.authority
        for (target, selector), role in self.model.table.items():
            assert authority.getTargetFunctionRole(target, selector) == role
        for one in KEYS.values():
            for role in (CONSTITUTION, OPERATIONS, GRAVE):
                assert not authority.hasRole(role, one)[0]

    # --- Words ---

    def open(self, *states: int) -> list[Proposal]:
        """Those that are not final, or in these states, as of the last block."""
        return [p for p in self.model.proposals.values() if p.state in (states or OPEN)]

    def wallets(self) -> list[str]:
        return [one.wallet for one in self.model.agents.values()]

    def left(self) -> list[str]:
        """What agents left and have not emptied."""
        return [w for w in self.model.left if self.model.at(w).kind == FORMER]

    def proposers(self, kind: int) -> list[str]:
        """Who may make a proposal of this class now."""
        model, now = self.model, self.next
        able = model.may_propose if kind == STANDARD else model.seated
        found = [one.wallet for number, one in model.agents.items() if able(number, now)]
        return [w for w in [model.guardian, *found] if not self._is_busy(w)]

    def _is_busy(self, wallet: str) -> bool:
        model = self.model
        mine = model.made.get(model.proposer(wallet), [])
        live = [p for _, p in mine if model.proposals[p].state in (PENDING, ACTIVE)]
        return bool(live) or (len(mine) > 2 and self.next < mine[-3][0] + model.span(12 * HOUR))

    def could_vote(self, wallet: str, proposal: Proposal) -> bool:
        model = self.model
        number = model.agent_of(wallet)
        works = model.agents[number].status == WORKING
        return works and number not in proposal.voters and model.weight(wallet, proposal.snapshot) > 0

    def all_paused(self) -> bool:
        return all(self.model.brake(scope).held(self.rpc.now, self.model.epoch) for scope in PAUSES)

    def votes(self) -> list[int]:
        return [self.system.token.getVotes(w) for w in [*self.wallets(), *self.left()]]

    def figures(self, time: int) -> list[Any]:
        """Everything that decides, or will: votes, and the counts that had begun by `time`."""
        begun = [p.id for p in self.model.proposals.values() if p.snapshot < time]
        return [*self.votes(), *map(self.system.ballots.tallyOf, begun)]

    def calling(
        self, place: str, function: str, *args: Any, sender: Any = None, **more: int
    ) -> Callable[[], Any]:
        contract, by = getattr(self.system, place), sender or self.system.stranger
        return lambda: contract.fn(function)(*args, sender=by, **more)

    def by_id(self, function: str, proposal: Proposal, sender: Any = None, **more: int) -> Callable[[], Any]:
        return self.calling("governance", f"{function}(uint256)", proposal.id, sender=sender, **more)
