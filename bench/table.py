"""The rows of the table: which operation of ours stands beside which alternative, and with which goal."""

from collections.abc import Mapping
from dataclasses import dataclass

from bench.alternatives.queues import BATCH, FEW, MANY
from bench.measurement import Measurement

ALONE_HEADINGS = ("operation of ours", "gas", "floor", "gas / floor")
HEADINGS = ("operation", "ours", "our floor", "alternative", "its gas", "its floor", "ratio", "goal", "met")
UNKNOWN = "-"
PUBLISHED_NOTE = " (published figure, not measured here: no npm package carries the contracts)"
CEILING_OF_A_COUNT = 1_500_000
"""Gas of finalising a category."""


@dataclass(frozen=True)
class Row:
    """One comparison. A row without a goal is for information."""

    operation: str
    ours: str
    alternative: str
    max_ratio: float | None = None
    """Our gas divided by the alternative's, at most."""
    max_gas: int | None = None
    """Our gas, at most."""

    def met(self, ours: Mapping[str, Measurement], others: Mapping[str, Measurement]) -> bool | None:
        """Whether every goal of the row is met; None when it has none."""
        goals = []
        if self.max_ratio is not None:
            goals.append(ours[self.ours].gas <= self.max_ratio * others[self.alternative].gas)
        if self.max_gas is not None:
            goals.append(ours[self.ours].gas <= self.max_gas)
        return all(goals) if goals else None

    def cells(self, ours: Mapping[str, Measurement], others: Mapping[str, Measurement]) -> tuple[str, ...]:
        """Format the row, in the order of the headings."""
        mine, other = ours[self.ours], others[self.alternative]
        verdict = {True: "yes", False: "NO", None: ""}[self.met(ours, others)]
        return (
            self.operation,
            f"{mine.gas:,}",
            _floor(mine),
            other.label + (PUBLISHED_NOTE if other.published else ""),
            f"{other.gas:,}",
            _floor(other),
            f"{mine.gas / other.gas:.2f}",
            self._goal(),
            verdict,
        )

    def _goal(self) -> str:
        """Format the row's goals."""
        ratio = [f"≤ {self.max_ratio} of it"] if self.max_ratio is not None else []
        gas = [f"≤ {self.max_gas:,}"] if self.max_gas is not None else []
        return ", ".join(ratio + gas)


AGENTS = "transfer between two voting agents, both sides' votes change"
SENDER = "the same, only the sender's votes change"
TOTAL = "the same, both sides' and the total of all votes change"
HUMANS = "transfer between two verified humans, both with balances"
BIRTH = "birth of an agent, in a batch"
RELEASE = "a later quarter's release to an agent, in a batch"
PROPOSAL = "proposal with one action, the grant of a role"
VOTE = "vote, one more of a group of 256 agents"
FIRST_VOTE = "vote, the first of a group of 256 agents (dearest case)"
SIGNATURE = "vote by signature, alone"
SIGNATURES = "vote by signature, 100 at once"
QUEUE = "queueing a proposal with one action"
QUEUE_BY_ID = "the same by its number, with the action read from storage"
EXECUTION = "execution of a proposal with one action, the grant of a role"
VETO = "veto of a queued proposal"
PAYMENT = "payment in a stablecoin that three of five sign, in one call"
PAYMENT_ETHER = "the same in ether"
PAYMENT_MIXED = "the same in a stablecoin, the guardian and P4 among the three (dearest case)"
COUNTS = {
    "finalise_copilot": "count of the copilots, 5 of 10",
    "finalise_foundation": "count of the foundation, 2 of 4",
    "finalise_archetype": "count of the archetypes, 12 of 64",
    "finalise_dearest": "the same where only the 12 lowest can be seated (dearest case)",
    "finalise_specialized": "count of the specialized, 4 of 59",
    "finalise_service": "count of the services, 2 of 4",
}
"""The whole category stands, or as many as its list has room for."""
REQUEST_GAS, PROCESS_GAS = 95_000, 20_000


def _queue_rows() -> tuple[Row, ...]:
    """Format the rows of requests and their service: few and many waiting, beside a queue and a heap."""
    rows = []
    for waiting in (FEW, MANY):
        behind = f"{waiting:,} waiting"
        for structure in ("deque", "heap"):
            push, pops = f"{structure}_push_{waiting}", f"{structure}_pops_{waiting}"
            first, more = f"request_first_{waiting}", f"request_{waiting}"
            rows += [
                Row(f"request, an agent's first (dearest case), {behind}", first, push, max_gas=REQUEST_GAS),
                Row(f"request, one more of what it holds, {behind}", more, push, max_gas=REQUEST_GAS),
                Row(
                    f"taking an order, {BATCH} at once, {behind}",
                    f"process_{waiting}",
                    pops,
                    max_gas=PROCESS_GAS,
                ),
            ]
    return tuple(rows)


ROWS = (
    Row(AGENTS, "below_ceiling", "votes_delegated", max_ratio=1.2),
    Row(SENDER, "at_ceiling", "votes_delegated", max_ratio=1.2),
    # No goal: it writes three checkpoints, and ERC20Votes, whose total never changes in a transfer, two.
    Row(TOTAL, "across_ceiling", "votes_delegated"),
    Row(HUMANS, "transfer_humans", "erc3643", max_ratio=0.4, max_gas=75_000),
    Row(HUMANS, "transfer_humans", "erc3643_claim", max_ratio=0.4),
    Row(HUMANS, "transfer_humans", "votes_undelegated"),
    Row(BIRTH, "birth", "erc721_batch", max_gas=90_000),
    Row(BIRTH, "birth", "erc8004_uri"),
    Row(BIRTH, "birth", "erc8004_metadata"),
    Row(RELEASE, "release", "push_votes", max_ratio=1.4),
    Row(RELEASE, "release", "push_erc20"),
    Row(RELEASE, "release", "merkle_claim"),
    # No goals where ours does more: it keeps the actions, admits by class, and acts through executors.
    Row(PROPOSAL, "propose", "oz_propose"),
    Row(VOTE, "vote", "oz_vote", max_ratio=1.15),
    Row(FIRST_VOTE, "vote_first", "oz_vote"),
    # Each proposal has nonces of its own, so every signature of ours is a voter's first.
    Row(SIGNATURE, "signature", "oz_first_signature"),
    Row(SIGNATURE, "signature", "oz_signature"),
    Row(SIGNATURES, "signatures", "oz_signature", max_ratio=0.8),
    Row(QUEUE, "queue", "oz_queue", max_ratio=1.0),
    Row(QUEUE_BY_ID, "queue_by_id", "oz_queue"),
    Row(EXECUTION, "execute", "oz_execute"),
    Row(VETO, "veto", "oz_cancel"),
    Row(PAYMENT, "pay_token", "safe_erc20", max_ratio=1.25),
    Row(PAYMENT_ETHER, "pay_ether", "safe_ether", max_ratio=1.25),
    # No goal: the office of guardian says more than an owner's signature, and a Safe has no such owner.
    Row(PAYMENT_MIXED, "pay_mixed", "safe_erc20"),
    *(Row(label, key, "arbitrum_tally", max_gas=CEILING_OF_A_COUNT) for key, label in COUNTS.items()),
    *_queue_rows(),
)


ALONE = (
    "delegate",
    "link",
    "rebalance",
    "confirm",
    "activate",
    "first_release",
    "single_release",
    "pause",
    "stand",
    "displace",
    "endorse",
    "endorse_displacing",
    "approve",
    "seat",
    "seat_next",
    "requests_signed",
    "confirm_order",
    "release_order",
)
"""Operations of ours that have no counterpart, or are one case of a comparison."""


def alone(ours: Mapping[str, Measurement]) -> list[tuple[str, ...]]:
    """Format the rows of the operations that stand in no comparison."""
    return [
        (one.label, f"{one.gas:,}", _floor(one), f"{one.gas / one.floor:.2f}" if one.floor else UNKNOWN)
        for one in (ours[key] for key in ALONE)
    ]


def _floor(measurement: Measurement) -> str:
    """Format a floor."""
    return UNKNOWN if measurement.floor is None else f"{measurement.floor:,}"
