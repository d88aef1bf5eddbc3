"""Queues proposals that have passed, and executes those whose delay is over."""

from dataclasses import dataclass
from typing import Any

from offchain.action import Action, Check, Finding, Plan
from offchain.context import Context
from offchain.protocol import Call

GOVERNANCE = "Governance"
# Order of OpenZeppelin's ProposalState.
PENDING, ACTIVE, CANCELED, DEFEATED, SUCCEEDED, QUEUED, EXPIRED, EXECUTED = range(8)
BENIGN = frozenset({"GovernorUnexpectedProposalState", "DelayNotOver"})


@dataclass(frozen=True)
class Proposal:
    """One that can still be executed one day."""

    id: int
    state: int
    eta: int
    """First second of its execution, once it is queued."""
    value: int
    """Wei that its actions spend."""


@dataclass(frozen=True)
class View:
    """The proposals that are not final."""

    now: int
    proposals: tuple[Proposal, ...]


def listed(context: Context) -> list[tuple[Any, int]]:
    """All proposals in their order (id, targets, values, calldatas, hash of the text), with their states."""
    count = context.call(GOVERNANCE, "proposalCount")
    details = context.each(GOVERNANCE, "proposalDetailsAt", range(count))
    states = context.each(GOVERNANCE, "state", [one[0] for one in details])
    return list(zip(details, states, strict=True))


def read(context: Context) -> View:
    """Those that wait, at one block."""
    open_ = [(one, state) for one, state in listed(context) if state in (SUCCEEDED, QUEUED)]
    etas = context.each(GOVERNANCE, "proposalEta", [one[0] for one, _ in open_])
    found = [Proposal(one[0], state, eta, sum(one[2])) for (one, state), eta in zip(open_, etas, strict=True)]
    return View(context.now, tuple(found))


def plan(view: View) -> Plan:
    """Execution first, since it can expire; each proposal for itself, so that a bad one holds up none."""
    ready = [one for one in view.proposals if one.state == QUEUED and one.eta <= view.now]
    executions = [_step("execute", one, (EXECUTED,)) for one in ready if not one.value]
    queueings = [_step("queue", one, (QUEUED, EXECUTED)) for one in view.proposals if one.state == SUCCEEDED]
    costly = [f"{one.id} ({one.value} wei)" for one in ready if one.value]
    spending = Finding(
        "proposals_without_ether", not costly, f"execute by hand: {', '.join(costly)}", "warning"
    )
    return Plan((*executions, *queueings), (spending,))


def _step(function: str, proposal: Proposal, after: tuple[int, ...]) -> Action:
    check = Check(Call(GOVERNANCE, "state", (proposal.id,)), lambda state: state in after)
    return Action(Call(GOVERNANCE, f"{function}(uint256)", (proposal.id,)), (check,), benign=BENIGN)
