"""A pause of transfers: at once, over by itself, and stopping transfers alone.

pause
├── on ── every movement but a rebalance reverts with PAUSED; zero and self transfers too
├── at its end ── transfers go on without a call
├── while it lasts ── votes, delegation, permits, vesting clocks, rebalancing, links and rotations go on
├── prolonged ── up to the budget
└── a new guardian ── ends it
unpause
├── nothing paused ── reverts NotHeld
└── the guardian, or CRITICAL ── emits EmergencyLifted
the treasury's batch while paused ── is the treasury's matter: nothing is lost
"""

import pytest

from tests.support.actors import actor, agent_actor
from tests.support.contract import reverts
from tests.support.holders import FAR, paid_agent, pay, rich_human, sign_permit, tried
from tests.support.office import rotate_office, told
from tests.support.system import CAP, DAY, HOUR, ROAD, System, identity_of, reason

PAUSED = reason("PAUSED")
SCOPE, NOBODY = b"transfers".ljust(32, b"\0"), b"\0" * 32


def test_pause__on__reverts_every_movement(fleet: System) -> None:
    human = rich_human(fleet, "human", ROAD)[0]
    agent = paid_agent(fleet)
    fleet.token.approve(fleet.stranger, ROAD, sender=human)
    time = fleet.rpc.now + 1
    receipt = fleet.token.pause(sender=fleet.guardian, at=time)
    assert told(receipt)[1:] == [
        ("EmergencyStarted", SCOPE, NOBODY, 1, time + 72 * HOUR, 11 * DAY),
    ]
    for sender, to, amount in ((human, agent, 1), (agent, human, 1), (agent, agent, 1), (human, agent, 0)):
        with reverts("TransferRefused", PAUSED, sender, to, amount):
            fleet.token.transfer(to, amount, sender=sender)
        assert fleet.token.explain(sender, to, amount) == PAUSED
        assert fleet.token.canTransfer(sender, to, amount) is False
    with reverts("TransferRefused", PAUSED, human, agent, 1):
        fleet.token.transferFrom(human, agent, 1, sender=fleet.stranger)
    with reverts("TransferRefused", PAUSED, fleet.vesting, fleet.guardian, 51_000_000 * ROAD):
        fleet.vesting.release(sender=fleet.stranger, at=fleet.vesting.start())
    with reverts("TransferRefused", PAUSED, fleet.treasury, agent, 1):
        pay(fleet, agent, 1)
    with reverts("TransferRefused", PAUSED, fleet.escrow, human, 0):
        fleet.escrow.withdraw(human, 0, sender=human)


def test_pause__its_end__opens_by_itself(fleet: System) -> None:
    human = rich_human(fleet, "human", ROAD)[0]
    time = fleet.rpc.now + 1
    fleet.token.pause(sender=fleet.guardian, at=time)
    end = time + 72 * HOUR
    with reverts("TransferRefused", PAUSED, human, fleet.guardian, 1):
        fleet.token.transfer(fleet.guardian, 1, sender=human, at=end - 1)
    assert (fleet.token.paused(at=end - 1), fleet.token.paused(at=end)) == (True, False)
    fleet.token.transfer(fleet.guardian, 1, sender=human, at=end)


def test_pause__while_it_lasts__the_rest_goes_on(fleet: System) -> None:
    """Votes, consent, books and the excess of humans are not stopped."""
    agent, other_agent = paid_agent(fleet), agent_actor(2)
    human = rich_human(fleet, "human", CAP)[0]
    fleet.cap.setHumanCap(CAP - 5 * ROAD, sender=fleet.guardian)
    fleet.rpc.travel(30 * DAY - 10)
    fleet.token.pause(sender=fleet.guardian)
    fleet.rpc.travel(10)
    fleet.token.delegate(other_agent, sender=agent)
    assert fleet.token.getVotes(other_agent) == 100 * ROAD
    fleet.token.permit(
        human, fleet.stranger, 1, FAR, *sign_permit(fleet, human, fleet.stranger, 1), sender=agent
    )
    next_wallet = actor("next wallet")
    fleet.rotate(1, agent, next_wallet)
    assert fleet.cap.classOf(next_wallet) == fleet.cap.classOf(other_agent)
    fleet.human("newcomer")
    receipt = fleet.cap.rebalance(identity_of("human"), sender=fleet.stranger)
    assert receipt.of("Rebalanced")[0].moved == 5 * ROAD
    assert fleet.token.balanceOf(fleet.escrow) == 5 * ROAD


def test_pause__shorter_balance__is_paused_first(fleet: System) -> None:
    human, other = rich_human(fleet, "human", ROAD)[0], rich_human(fleet, "other", 0)[0]
    fleet.token.pause(sender=fleet.guardian)
    refusal = tried(fleet, human, other, 2 * ROAD)
    assert refusal is not None
    assert refusal.values == (PAUSED, human.address, other.address, 2 * ROAD)


def test_pause__prolonged__to_the_end_of_the_budget(fleet: System) -> None:
    start = fleet.rpc.now + 1
    for n in range(5):
        fleet.token.pause(sender=fleet.guardian, at=start + n * 72 * HOUR)
    assert fleet.token.heldUntil(SCOPE, NOBODY) == start + 14 * DAY
    with reverts("EmergencyBudgetSpent", 14 * DAY, 14 * DAY):
        fleet.token.pause(sender=fleet.guardian, at=start + 14 * DAY)
    assert fleet.token.emergencyBudgetLeft(SCOPE, NOBODY) == 0
    assert fleet.token.paused(at=start + 14 * DAY) is False


def test_pause__new_guardian__lifts_it(fleet: System) -> None:
    human = rich_human(fleet, "human", ROAD)[0]
    heir = actor("heir")
    fleet.guardianship.proposeRotation(heir, sender=fleet.guardian)
    fleet.rpc.travel(7 * DAY)
    fleet.token.pause(sender=fleet.guardian)
    fleet.guardianship.acceptRotation(sender=heir)
    assert fleet.token.paused() is False
    fleet.token.transfer(heir, ROAD, sender=human)
    fleet.token.pause(sender=heir)
    assert fleet.token.paused() is True


def test_unpause__nothing_paused__reverts(fleet: System) -> None:
    with reverts("NotHeld"):
        fleet.token.unpause(sender=fleet.guardian)
    end = fleet.rpc.now + 1 + 72 * HOUR
    fleet.token.pause(sender=fleet.guardian, at=end - 72 * HOUR)
    with reverts("NotHeld"):
        fleet.token.unpause(sender=fleet.guardian, at=end)


@pytest.mark.parametrize("by", ["guardian", "executor"])
def test_unpause__paused__emits(fleet: System, by: str) -> None:
    human = rich_human(fleet, "human", ROAD)[0]
    fleet.hand_over()
    fleet.token.pause(sender=fleet.guardian)
    caller = fleet.guardian.address if by == "guardian" else fleet.peer("CriticalExecutor")
    receipt = fleet.token.unpause(sender=caller)
    lifted = [("EmergencyLifted", SCOPE, NOBODY, caller)]
    assert [row for row in told(receipt) if row[0] != "Heartbeat"] == lifted
    assert len(receipt.of("Heartbeat")) == (by == "guardian")
    fleet.token.transfer(fleet.guardian, ROAD, sender=human)


def test_pause__another_guardian_by_rotation__old_key_is_refused(fleet: System) -> None:
    heir = actor("heir")
    rotate_office(fleet, heir)
    with reverts("CallerNotGuardian", fleet.guardian):
        fleet.token.pause(sender=fleet.guardian)
    with reverts("AccessManagedUnauthorized", fleet.guardian):
        fleet.token.unpause(sender=fleet.guardian)
