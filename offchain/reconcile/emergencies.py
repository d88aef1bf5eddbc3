"""Emergency holds: until when each lasts, what is left of its budget, which proposal prolongs it."""

from collections.abc import Sequence

from offchain.jobs.scopes import CONTRACTS, NOBODY, SUSPENSION, word
from offchain.reconcile.values import DAY, number, raw
from offchain.reconcile.walk import Walk
from offchain.subgraph.authority import Brake

CONFIRMATION = "EmergencyConfirmation"
WINDOW, BUDGET = 90 * DAY, 14 * DAY


def compare(walk: Walk) -> None:
    """Everything of the subject, and of every scope that nobody has held yet."""
    brakes = walk.all(Brake)
    for scope, contract in CONTRACTS.items():
        told = {raw(one.subject): one for one in brakes.values() if one.scope == scope}
        subjects = list(told) or [NOBODY]
        pairs = [(word(scope), subject) for subject in subjects]
        views = ((contract, "heldUntil"), (contract, "emergencyBudgetLeft"), (CONFIRMATION, "proposalOf"))
        asked = [walk.each(*view, pairs) for view in views]
        for subject, until, *rest in zip(subjects, *asked, strict=True):
            _compare(walk, scope, told.get(subject), (max(until, walk.now), *rest))
    suspended = {f"{SUSPENSION}-{agent}" for agent in walk.call("AgentRegistry", "suspendedAgents")}
    walk.agree("Brake", SUSPENSION, {"suspended": suspended & set(brakes)}, (suspended,))


def _compare(walk: Walk, scope: str, one: Brake | None, chain: Sequence[int]) -> None:
    """A hold that is over may have any end in the past."""
    told = {
        "until": max(one.until if one else 0, walk.now),
        "budget_left": budget_left(one, walk.now, walk.divisor),
        "proposal": number(one.proposal) if one else 0,
    }
    walk.agree("Brake", one.id if one else scope, told, chain)


def budget_left(brake: Brake | None, now: int, divisor: int) -> int:
    """Seconds of the 14 days that the holds of the last 90 leave; each is charged for a day at least."""
    spans = zip(brake.span_starts, brake.span_ends, strict=True) if brake else ()
    begin, least = now - WINDOW // divisor, DAY // divisor
    used = sum(max(0, max(end, start + least) - max(start, begin)) for start, end in spans)
    return max(0, BUDGET // divisor - used)
