"""The guardian's office: who holds it and since when, and who may come to hold it."""

from offchain.reconcile.values import NOBODY, number
from offchain.reconcile.walk import Walk
from offchain.subgraph.guardian import GuardianEpoch, Handover, Office, OfficerChange

OFFICE = "Guardianship"


def compare(walk: Walk) -> None:
    """Everything of the subject."""
    changes = walk.all(OfficerChange)
    for one in walk.known(Office, ["guardian"]):
        told = {
            "guardian": one.guardian,
            "epoch": number(one.epoch),
            "vacant": one.vacant,
            "last_seen": one.last_seen,
            "successor": in_force(one.successor, changes.get(one.successor_change or ""), walk.now),
            "recovery": in_force(one.recovery, changes.get(one.recovery_change or ""), walk.now),
        }
        views = ("guardian", "epoch", "vacant", "lastSeen", "successor", "recovery")
        walk.same(one, told, [walk.call(OFFICE, view) for view in views])
        _handovers(walk, one)
    epochs = walk.known(GuardianEpoch, range(1, walk.call(OFFICE, "epoch") + 1))
    began = walk.each(OFFICE, "startedAt", [one.number for one in epochs])
    for epoch, start in zip(epochs, began, strict=True):
        walk.same(epoch, {"started_at": epoch.started_at}, (start,))
    paid = sum(epoch.paid for epoch in epochs)
    walk.agree("GuardianEpoch", "all", {"paid": paid}, (walk.call("GuardianVesting", "released"),))


def in_force(officer: str | None, change: OfficerChange | None, now: int) -> str:
    """Who is successor or recovery address at `now`: a change takes effect without a call."""
    if change and change.ended_at is None and change.effective_at <= now:
        return change.next
    return officer or NOBODY


def _handovers(walk: Walk, office: Office) -> None:
    handovers = walk.all(Handover)
    own = handovers.get(office.rotation or "")
    told = {"rotation": own.candidate if own else NOBODY, "ready_at": own.ready_at if own else 0}
    walk.same(office, told, walk.call(OFFICE, "pendingRotation"))
    cold = handovers.get(office.recovery_handover or "")
    told = {
        "recovery": cold.candidate if cold else NOBODY,
        "ready_at": cold.ready_at if cold else 0,
        # Once the arbiter has confirmed it, nobody can contest it again.
        "arbiter": (cold.arbiter if cold and cold.status != "CONFIRMED" else None) or NOBODY,
        "contested": cold is not None and cold.status == "CONTESTED",
    }
    walk.same(office, told, walk.call(OFFICE, "pendingRecovery"))
