"""Watches the guardian's heartbeat and takes a succession that is under way from stage to stage.

It never challenges: whether a silent guardian is to be challenged is for people, who are called at a half and
at four fifths of the time.
"""

from dataclasses import dataclass

from offchain.action import Action, Check, Finding, Gauge, Plan
from offchain.context import Context
from offchain.protocol import Call

OFFICE, SUCCESSION = "Guardianship", "Succession"
STAGES = (
    "quiet", "challenged", "unanswered", "successor", "openable", "voting", "elected", "acceptance", "failed",
)  # fmt: skip
UNANSWERED, OPENABLE = STAGES.index("unanswered"), STAGES.index("openable")
LIMITS = ((0.5, "warning"), (0.8, "critical"))
BENIGN = frozenset({"WrongStage"})


@dataclass(frozen=True)
class View:
    """The office."""

    now: int
    last_seen: int
    challengeable_from: int
    stage: int
    vacant: bool
    rounds: int

    @property
    def silence(self) -> float:
        """Part of the time after which anyone may challenge."""
        return (self.now - self.last_seen) / max(1, self.challengeable_from - self.last_seen)


def read(context: Context) -> View:
    """At one block."""
    calls = [
        Call(OFFICE, "lastSeen"), Call(SUCCESSION, "challengeableFrom"), Call(SUCCESSION, "stage"),
        Call(OFFICE, "vacant"), Call(SUCCESSION, "roundCount"),
    ]  # fmt: skip
    last_seen, challengeable, (stage, _), vacant, rounds = context.pinned.call_all(calls)
    return View(context.now, last_seen, challengeable, stage, vacant, rounds)


def plan(view: View) -> Plan:
    """Declare a vacancy that is certain, open a round that can be opened; call people in time."""
    actions = []
    if view.stage == UNANSWERED:
        vacant = Check(Call(OFFICE, "vacant"), bool)
        actions.append(Action(Call(SUCCESSION, "declareVacancy"), (vacant,), benign=BENIGN))
    if view.stage == OPENABLE:
        more = Check(Call(SUCCESSION, "roundCount"), lambda rounds: rounds > view.rounds)
        actions.append(Action(Call(SUCCESSION, "openElection"), (more,), benign=BENIGN))
    silent = [
        Finding(
            f"guardian_heard_within_{int(limit * 100)}_percent",
            view.silence < limit,
            f"heard of {view.now - view.last_seen} s ago, {view.silence:.0%} of the time",
            severity,
        )
        for limit, severity in LIMITS
    ]
    quiet = view.stage == 0 and not view.vacant
    stage = Finding(
        "office_undisputed", quiet, f"the succession is at stage {STAGES[view.stage]}", "critical"
    )
    gauges: tuple[Gauge, ...] = (
        ("guardian_last_seen_timestamp", {}, float(view.last_seen)),
        ("guardian_silence_ratio", {}, view.silence),
        ("succession_stage", {}, float(view.stage)),
    )
    return Plan(tuple(actions), (*silent, stage), gauges)
