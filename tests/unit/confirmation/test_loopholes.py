"""A hold that was prolonged is not a way to end holds early, nor to escape them.

end
├── before the hold would have ended by itself ── reverts HoldNotOver
├── after the prolonged hold was lifted, or ended by itself, and another one was made ── leaves that one
└── again ── reverts HoldNotProlonged
prolong
├── the agent took its frozen wallet's place meanwhile ── prolongs the freeze of both wallets
└── the next wallet is not frozen, or for another reason ── leaves it as it is
"""

import pytest

from tests.support.actors import actor, agent_actor
from tests.support.chamber import seat
from tests.support.contract import reverts
from tests.support.governance import cancel, propose
from tests.support.office import told
from tests.support.system import DAY, HOUR, System
from tests.unit.confirmation.test_prolong import (
    AGENT,
    FREEZE,
    HELD,
    SUSPENSION,
    confirming,
    held_until,
    hold,
    prolonged,
    subject_of,
)

NEW = actor("next wallet")
both = pytest.mark.parametrize("scope", [FREEZE, SUSPENSION], ids=["freeze", "suspension"])


@both
def test_end__before_its_72_hours_are_over__reverts(assembly: System, scope: bytes) -> None:
    """A member of the council that proposes, prolongs and withdraws would end what the guardian has begun."""
    seat(assembly, 1)
    since = hold(assembly, scope)
    confirm = (assembly.confirmation, "confirm", scope, subject_of(scope))
    proposal = propose(assembly, agent_actor(1), [confirm])
    assembly.confirmation.prolong(proposal.id, 0, sender=agent_actor(1))
    cancel(proposal)
    end = since + 72 * HOUR
    for time in (assembly.rpc.now + 1, end - 1):
        with reverts("HoldNotOver", scope, subject_of(scope), end):
            assembly.confirmation.end(scope, subject_of(scope), sender=agent_actor(1), at=time)
    assert held_until(assembly, scope) == since + 35 * DAY
    assembly.confirmation.end(scope, subject_of(scope), sender=agent_actor(1), at=end)
    assert held_until(assembly, scope) == end


@both
def test_end__another_hold_since__is_left_alone(assembly: System, scope: bytes) -> None:
    """Whoever keeps an old confirmation in hand can't lift what the guardian does years later."""
    proposal = prolonged(assembly, scope)
    assembly.governance.veto(proposal.id, bytes(32), sender=assembly.guardian)
    assembly.rpc.travel(40 * DAY)
    until = hold(assembly, scope) + 72 * HOUR
    receipt = assembly.confirmation.end(scope, subject_of(scope), sender=assembly.stranger)
    assert told(receipt) == [("HoldEnded", scope, subject_of(scope), proposal.id)]
    assert held_until(assembly, scope) == until


def test_end__lifted_and_held_again__is_left_alone(assembly: System) -> None:
    proposal = prolonged(assembly, FREEZE)
    assembly.rpc.travel(10 * DAY)
    assembly.token.unfreeze(HELD, sender=assembly.guardian)
    until = hold(assembly, FREEZE) + 72 * HOUR
    assembly.governance.veto(proposal.id, bytes(32), sender=assembly.guardian)
    assembly.confirmation.end(FREEZE, subject_of(FREEZE), sender=assembly.stranger)
    assert held_until(assembly, FREEZE) == until


def test_end__the_next_wallet_was_frozen_again__is_left_alone(assembly: System) -> None:
    proposal = prolonged(assembly, FREEZE)
    assembly.rotate(AGENT, HELD, NEW)
    assembly.governance.veto(proposal.id, bytes(32), sender=assembly.guardian)
    assembly.token.unfreeze(NEW, sender=assembly.guardian)
    assembly.token.freeze(NEW, sender=assembly.guardian, at=assembly.rpc.now + 10 * DAY)
    until = assembly.rpc.now + 72 * HOUR
    assembly.confirmation.end(FREEZE, subject_of(FREEZE), sender=assembly.stranger)
    assert held_until(assembly, FREEZE) == assembly.rpc.now
    assert held_until(assembly, FREEZE, NEW) == until


def test_prolong__the_agent_rotated_meanwhile__holds_both_wallets(assembly: System) -> None:
    """Rotating within the 72 hours is no way out of a confirmation."""
    since = hold(assembly, FREEZE)
    proposal = confirming(assembly, FREEZE)
    assembly.rotate(AGENT, HELD, NEW)
    receipt = assembly.confirmation.prolong(proposal.id, 0, sender=assembly.stranger)
    until, new = since + 35 * DAY, subject_of(FREEZE, NEW)
    assert told(receipt) == [
        ("HoldProlonged", FREEZE, subject_of(FREEZE), proposal.id),
        ("EmergencyConfirmed", FREEZE, subject_of(FREEZE), until),
        ("EmergencyConfirmed", FREEZE, new, until),
    ]
    assert held_until(assembly, FREEZE) == held_until(assembly, FREEZE, NEW) == until


@pytest.mark.parametrize("frozen", [False, True])
def test_prolong__the_next_wallet_is_held_for_another_reason__is_left(assembly: System, frozen: bool) -> None:
    assembly.rotate(AGENT, HELD, NEW)
    hold(assembly, FREEZE)
    if frozen:
        assembly.token.freeze(NEW, sender=assembly.guardian)
    before = held_until(assembly, FREEZE, NEW)
    proposal = confirming(assembly, FREEZE)
    assembly.confirmation.prolong(proposal.id, 0, sender=assembly.stranger)
    assert held_until(assembly, FREEZE, NEW) == before


def test_prolong__more_than_an_address__reverts(assembly: System) -> None:
    """One wallet has one record."""
    hold(assembly, FREEZE)
    dirty = (1 << 160 | int(HELD.address, 16)).to_bytes(32)
    proposal = propose(assembly, assembly.guardian, [(assembly.confirmation, "confirm", FREEZE, dirty)])
    with reverts("NotAConfirmation", proposal.id, 0):
        assembly.confirmation.prolong(proposal.id, 0, sender=assembly.stranger)
