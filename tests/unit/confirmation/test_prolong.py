"""A hold lasts while a proposal is open that confirms it, 35 days from its start at the latest.

prolong
├── no such proposal ── reverts GovernorNonexistentProposal
├── no such action, another target, selector or length ── reverts NotAConfirmation
├── the proposal is final ── reverts ProposalNotOpen
├── a scope that can't be confirmed ── reverts ScopeUnknown
├── nothing held ── reverts NotHeld
├── more than 72 hours after the start, or twice in 180 days ── reverts as EmergencyBudget does
└── otherwise ── the hold lasts until 35 days after its start
end
├── nobody prolonged it ── reverts HoldNotProlonged
├── the proposal is open ── reverts ProposalOpen
└── otherwise ── lifts it, also where it went with its agent
confirm
├── not the critical executor ── reverts CallerNotPeer
└── otherwise ── emits HoldConfirmed
"""

from typing import Any

import pytest

from tests.support.actors import Actor, actor, agent_actor
from tests.support.contract import Contract, reverts
from tests.support.governance import (
    CRITICAL,
    FOR,
    Action,
    Proposal,
    action,
    enact,
    propose,
    to_end,
    to_voting,
    vote,
)
from tests.support.office import told
from tests.support.system import DAY, HOUR, System

FREEZE, SUSPENSION = b"freeze".ljust(32, b"\0"), b"suspension".ljust(32, b"\0")
HELD = agent_actor(3)
AGENT = 3


def subject_of(scope: bytes, wallet: Actor = HELD) -> bytes:
    return int(wallet.address, 16).to_bytes(32) if scope == FREEZE else AGENT.to_bytes(32)


def hold(system: System, scope: bytes) -> int:
    """Freezes the wallet or suspends the agent; returns since when."""
    if scope == FREEZE:
        system.token.freeze(HELD, sender=system.guardian)
    else:
        system.registry.emergencySuspend(AGENT, sender=system.guardian)
    return system.rpc.now


def brake(system: System, scope: bytes) -> Contract:
    return system.token if scope == FREEZE else system.registry


def held_until(system: System, scope: bytes, wallet: Actor = HELD) -> int:
    return int(brake(system, scope).heldUntil(scope, subject_of(scope, wallet)))


def confirming(system: System, scope: bytes, why: str = "why") -> Proposal:
    """The guardian's proposal to confirm what it holds."""
    return propose(system, system.guardian, [(system.confirmation, "confirm", scope, subject_of(scope))], why)


@pytest.fixture(params=[FREEZE, SUSPENSION], ids=["freeze", "suspension"])
def scope(request: pytest.FixtureRequest) -> bytes:
    """What is held."""
    return bytes(request.param)


def test_prolong__open_proposal__holds_35_days_from_the_start(assembly: System, scope: bytes) -> None:
    since = hold(assembly, scope)
    proposal = confirming(assembly, scope)
    assert assembly.ballots.classOf(proposal.id) == CRITICAL
    receipt = assembly.confirmation.prolong(
        proposal.id, 0, sender=assembly.stranger, at=since + 72 * HOUR - 1
    )
    subject, until = subject_of(scope), since + 35 * DAY
    assert told(receipt) == [
        ("HoldProlonged", scope, subject, proposal.id),
        ("EmergencyConfirmed", scope, subject, until),
    ]
    assert held_until(assembly, scope) == until
    assert assembly.confirmation.proposalOf(scope, subject) == proposal.id


def test_prolong__hold_over__reverts(assembly: System, scope: bytes) -> None:
    since = hold(assembly, scope)
    proposal = confirming(assembly, scope)
    with reverts("NotHeld"):
        assembly.confirmation.prolong(proposal.id, 0, sender=assembly.stranger, at=since + 72 * HOUR)
    assert assembly.confirmation.proposalOf(scope, subject_of(scope)) == 0


def test_prolong__nothing_held__reverts(assembly: System, scope: bytes) -> None:
    proposal = confirming(assembly, scope)
    with reverts("NotHeld"):
        assembly.confirmation.prolong(proposal.id, 0, sender=assembly.stranger)


def test_prolong__twice__reverts(assembly: System, scope: bytes) -> None:
    hold(assembly, scope)
    proposal = confirming(assembly, scope)
    assembly.confirmation.prolong(proposal.id, 0, sender=assembly.stranger)
    at = assembly.rpc.now
    with reverts("ConfirmedTooRecently", at, at + 180 * DAY):
        assembly.confirmation.prolong(proposal.id, 0, sender=assembly.stranger)


def test_prolong__no_such_proposal__reverts(assembly: System) -> None:
    with reverts("GovernorNonexistentProposal", 1):
        assembly.confirmation.prolong(1, 0, sender=assembly.stranger)


@pytest.mark.parametrize("place", [1, 2, 3, 4, 2**256 - 1])
def test_prolong__another_action__reverts(assembly: System, place: int) -> None:
    hold(assembly, FREEZE)
    right = action(assembly.confirmation, "confirm", FREEZE, subject_of(FREEZE))
    target = assembly.confirmation.address
    actions = [
        right,
        Action(assembly.token.address, right.data),
        Action(target, right.data + b"\0"),
        Action(target, right.data[:-1]),
        action(assembly.confirmation, "end", FREEZE, subject_of(FREEZE)),
    ]
    proposal = propose(assembly, assembly.guardian, actions)
    with reverts("NotAConfirmation", proposal.id, place):
        assembly.confirmation.prolong(proposal.id, place, sender=assembly.stranger)
    assembly.confirmation.prolong(proposal.id, 0, sender=assembly.stranger)


def test_prolong__proposal_vetoed__reverts(assembly: System, scope: bytes) -> None:
    hold(assembly, scope)
    proposal = confirming(assembly, scope)
    assembly.governance.veto(proposal.id, bytes(32), sender=assembly.guardian)
    with reverts("ProposalNotOpen", proposal.id):
        assembly.confirmation.prolong(proposal.id, 0, sender=assembly.stranger)


@pytest.mark.parametrize("unknown", [b"transfers".ljust(32, b"\0"), bytes(32)])
def test_prolong__a_pause_of_everybody__reverts(assembly: System, unknown: bytes) -> None:
    assembly.token.pause(sender=assembly.guardian)
    proposal = propose(assembly, assembly.guardian, [(assembly.confirmation, "confirm", unknown, bytes(32))])
    with reverts("ScopeUnknown", unknown):
        assembly.confirmation.prolong(proposal.id, 0, sender=assembly.stranger)


def prolonged(system: System, scope: bytes, *more: tuple[Any, ...]) -> Proposal:
    hold(system, scope)
    actions = [(system.confirmation, "confirm", scope, subject_of(scope)), *more]
    proposal = propose(system, system.guardian, list(actions))
    system.confirmation.prolong(proposal.id, 0, sender=system.stranger)
    return proposal


def test_end__nobody_prolonged_it__reverts(assembly: System, scope: bytes) -> None:
    hold(assembly, scope)
    with reverts("HoldNotProlonged", scope, subject_of(scope)):
        assembly.confirmation.end(scope, subject_of(scope), sender=assembly.stranger)


def test_end__proposal_open__reverts(assembly: System, scope: bytes) -> None:
    """Pending, active, succeeded and queued."""
    proposal = prolonged(assembly, scope)
    for step in (to_voting, vote_for, to_end, queue_it):
        with reverts("ProposalOpen", proposal.id):
            assembly.confirmation.end(scope, subject_of(scope), sender=assembly.stranger)
        step(proposal)
    with reverts("ProposalOpen", proposal.id):
        assembly.confirmation.end(scope, subject_of(scope), sender=assembly.stranger)


def vote_for(proposal: Proposal) -> None:
    vote(proposal, FOR, proposal.system.guardian)


def queue_it(proposal: Proposal) -> None:
    proposal.system.governance.fn("queue(uint256)")(proposal.id, sender=proposal.system.stranger)


def test_end__defeated__lifts(assembly: System, scope: bytes) -> None:
    proposal = prolonged(assembly, scope)
    to_end(proposal)
    assert proposal.state == "Defeated"
    receipt = assembly.confirmation.end(scope, subject_of(scope), sender=assembly.stranger)
    assert told(receipt) == [
        ("HoldEnded", scope, subject_of(scope), proposal.id),
        ("EmergencyLifted", scope, subject_of(scope), assembly.confirmation.address),
    ]
    assert held_until(assembly, scope) == assembly.rpc.now
    with reverts("HoldNotProlonged", scope, subject_of(scope)):
        assembly.confirmation.end(scope, subject_of(scope), sender=assembly.stranger)


def test_end__lifted_before__only_forgets(assembly: System) -> None:
    proposal = prolonged(assembly, FREEZE)
    assembly.token.unfreeze(HELD, sender=assembly.guardian)
    assembly.governance.veto(proposal.id, bytes(32), sender=assembly.guardian)
    receipt = assembly.confirmation.end(FREEZE, subject_of(FREEZE), sender=assembly.stranger)
    assert told(receipt) == [("HoldEnded", FREEZE, subject_of(FREEZE), proposal.id)]


def test_end__executed_with_a_suspension__leaves_that(assembly: System) -> None:
    proposal = prolonged(assembly, SUSPENSION, (assembly.registry, "suspend", AGENT))
    receipt = enact(proposal)
    assert ("HoldConfirmed", SUSPENSION, subject_of(SUSPENSION)) in told(receipt)
    assembly.confirmation.end(SUSPENSION, subject_of(SUSPENSION), sender=assembly.stranger)
    assert assembly.registry.agent(AGENT).status == 3
    assert assembly.token.explain(HELD, agent_actor(4), 1) == 6  # SENDER_SUSPENDED


def test_end__the_agent_rotated__lifts_the_freeze_of_both_wallets(assembly: System) -> None:
    proposal, new = prolonged(assembly, FREEZE), actor("next wallet")
    until = held_until(assembly, FREEZE)
    assembly.rotate(AGENT, HELD, new)
    assert held_until(assembly, FREEZE, new) == until
    to_end(proposal)
    assembly.confirmation.end(FREEZE, subject_of(FREEZE), sender=assembly.stranger)
    assert held_until(assembly, FREEZE, new) == held_until(assembly, FREEZE) == assembly.rpc.now


def test_confirm__another_caller__reverts(assembly: System, scope: bytes) -> None:
    executor = assembly.peer("CriticalExecutor")
    others = [assembly.peer(name) for name in ("OperationsExecutor", "ConstitutionalExecutor", "Governance")]
    for caller in (assembly.stranger.address, assembly.guardian.address, *others):
        with reverts("CallerNotPeer", caller, executor):
            assembly.confirmation.confirm(scope, subject_of(scope), sender=caller)


def test_confirm__the_critical_executor__emits(assembly: System, scope: bytes) -> None:
    receipt = assembly.confirmation.confirm(
        scope, subject_of(scope), sender=assembly.peer("CriticalExecutor")
    )
    assert told(receipt) == [("HoldConfirmed", scope, subject_of(scope))]
