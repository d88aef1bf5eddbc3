"""The guardian stops links, recoveries and merge requests, and nothing else of the cap.

pauseLinks
├── on ── link, recover, requestMerge revert Held
├── while it lasts ── unlinking, transfers, merges, rebalances and forgetting go on
└── at its end ── links go on without a call
unpauseLinks
├── nothing held ── reverts NotHeld
└── the guardian, or CRITICAL ── emits EmergencyLifted
"""

import pytest

from tests.support.actors import actor
from tests.support.contract import reverts
from tests.support.holders import pay, rich_human
from tests.support.office import told
from tests.support.system import CAP, DAY, HOUR, ROAD, System, identity_of

LINKS, NOBODY = b"links".ljust(32, b"\0"), b"\0" * 32
FIRST, SECOND = identity_of("first"), identity_of("second")
NEW = actor("new wallet")


def test_pause_links__on__reverts(fleet: System) -> None:
    lost = fleet.human("first")[0]
    fleet.human("second", 0)
    time = fleet.rpc.now + 1
    receipt = fleet.cap.pauseLinks(sender=fleet.guardian, at=time)
    end = time + 72 * HOUR
    assert told(receipt)[1:] == [("EmergencyStarted", LINKS, NOBODY, 1, end, 11 * DAY)]
    consent = fleet.sign_link(NEW, FIRST, end)
    with reverts("Held", LINKS, end):
        fleet.cap.link(NEW, FIRST, end, consent, sender=fleet.attestor, at=end - 1)
    with reverts("Held", LINKS, end):
        fleet.cap.recover(lost, NEW, end, consent, sender=fleet.attestor, at=end - 1)
    with reverts("Held", LINKS, end):
        fleet.cap.requestMerge(FIRST, SECOND, sender=fleet.attestor, at=end - 1)
    fleet.cap.link(NEW, FIRST, end, consent, sender=fleet.attestor, at=end)
    fleet.cap.requestMerge(FIRST, SECOND, sender=fleet.attestor)


def test_pause_links__while_it_lasts__the_rest_goes_on(fleet: System) -> None:
    wallet, left = rich_human(fleet, "first", CAP - ROAD, ROAD)
    fleet.human("second", 0)
    fleet.cap.requestMerge(FIRST, SECOND, sender=fleet.attestor)
    fleet.cap.setHumanCap(CAP - ROAD, sender=fleet.guardian)
    fleet.rpc.travel(30 * DAY)
    fleet.cap.pauseLinks(sender=fleet.guardian)
    fleet.cap.rebalance(FIRST, sender=fleet.stranger)
    fleet.cap.merge(FIRST, sender=fleet.stranger)
    fleet.cap.unlink(left, sender=fleet.attestor)
    fleet.token.transfer(wallet, ROAD, sender=left)
    fleet.cap.forget(left, sender=fleet.stranger)
    fleet.cap.attest(identity_of("third"), fleet.rpc.now + DAY, sender=fleet.attestor)
    fleet.cap.setIdentitySuspended(SECOND, True, sender=fleet.attestor)
    fleet.cap.setIdentitySuspended(SECOND, False, sender=fleet.attestor)
    fleet.token.transfer(fleet.guardian, ROAD, sender=wallet)
    pay(fleet, wallet, ROAD)


@pytest.mark.parametrize("by", ["guardian", "executor"])
def test_unpause_links__held__emits(fleet: System, by: str) -> None:
    fleet.human("first", 0)
    fleet.hand_over()
    with reverts("NotHeld"):
        fleet.cap.unpauseLinks(sender=fleet.guardian)
    fleet.cap.pauseLinks(sender=fleet.guardian)
    caller = fleet.guardian.address if by == "guardian" else fleet.peer("CriticalExecutor")
    receipt = fleet.cap.unpauseLinks(sender=caller)
    assert told(receipt)[-1] == ("EmergencyLifted", LINKS, NOBODY, caller)
    fleet.link(NEW, FIRST)


def test_pause_links__again_and_again__spends_the_budget(fleet: System) -> None:
    start = fleet.rpc.now + 1
    for n in range(5):
        fleet.cap.pauseLinks(sender=fleet.guardian, at=start + n * 72 * HOUR)
    with reverts("EmergencyBudgetSpent", 14 * DAY, 14 * DAY):
        fleet.cap.pauseLinks(sender=fleet.guardian, at=start + 14 * DAY)
    assert fleet.cap.emergencyBudgetLeft(LINKS, NOBODY) == 0
    assert fleet.cap.heldUntil(LINKS, NOBODY) == start + 14 * DAY
