"""Counts elections whose voting is over, which seats the winners, and fills vacant seats with runners-up.

Elections open by the clock; nothing has to be sent for that.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from offchain.action import Action, Check, Plan
from offchain.context import Context
from offchain.protocol import Call

COUNCIL = "AgentCouncil"
CATEGORIES = ("copilot", "foundation", "archetype", "specialized", "service")
BENIGN = frozenset({"VotingNotOver", "NotFinalised", "NoVacancy", "NoRunnerUp"})


@dataclass(frozen=True)
class Poll:
    """One category."""

    counted: int
    """Elections that were counted; the number of the next one."""
    over_at: int
    """When the voting of the next one is over."""
    vacant: int


@dataclass(frozen=True)
class View:
    """All categories."""

    now: int
    polls: tuple[Poll, ...]


def read(context: Context) -> View:
    """The state of all categories."""
    categories = range(len(CATEGORIES))
    counted = context.each(COUNCIL, "finalisedCount", categories)
    times = context.each(COUNCIL, "timesOf", counted)
    seats = context.each(COUNCIL, "seatsOf", categories)
    polls = [
        Poll(number, until, sum(agent_id == 0 for agent_id, _, _ in row))
        for number, (_, _, until), row in zip(counted, times, seats, strict=True)
    ]
    return View(context.now, tuple(polls))


def plan(view: View) -> Plan:
    """One count or one vacancy of each category; the next run does the next."""
    actions = []
    for category, poll in enumerate(view.polls):
        if view.now >= poll.over_at:
            more = Check(Call(COUNCIL, "finalisedCount", (category,)), _above(poll.counted))
            actions.append(Action(Call(COUNCIL, "finalise", (category,)), (more,), benign=BENIGN))
        elif poll.counted and poll.vacant:
            fewer = Check(Call(COUNCIL, "seatsOf", (category,)), _fewer_vacant(poll.vacant))
            actions.append(Action(Call(COUNCIL, "fillVacancy", (category,)), (fewer,), benign=BENIGN))
    waiting = max((view.now - poll.over_at for poll in view.polls), default=0)
    return Plan(tuple(actions), gauges=(("election_waits_seconds", {}, float(max(0, waiting))),))


def _above(number: int) -> Callable[[Any], bool]:
    return lambda found: found > number


def _fewer_vacant(number: int) -> Callable[[Any], bool]:
    return lambda seats: sum(agent_id == 0 for agent_id, _, _ in seats) < number
