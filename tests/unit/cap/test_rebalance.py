"""What stands above the cap without a transfer is shown, then moved into the escrow (invariant 8, H3 to H5).

rebalance
├── identity unknown ── reverts IdentityUnknown
├── no excess ── does nothing, says nothing
├── before the grace period is over ── reverts GracePeriodRuns: 30 days from crossing or lowered cap
├── by anyone ── moves exactly the excess, in the order of linking; former wallets of the human too
├── again ── does nothing
├── more than eight wallets to touch ── eight a call, then the rest
├── a guardian's wallet in the list ── is not touched
└── paused, frozen, expired, suspended, links held ── works all the same
excess gone before ── overSince is zero; the next crossing starts anew
"""

import pytest

from tests.support.actors import Actor
from tests.support.contract import reverts
from tests.support.holders import pay, rich_human
from tests.support.office import rotate_office, told
from tests.support.system import CAP, DAY, GUARDIAN_IDENTITY, ROAD, System, identity_of, reason

WHO = identity_of("human")
GRACE = 30 * DAY


def above(system: System, excess: int, *balances: int) -> list[Actor]:
    """A human that a lowered cap has left with an excess."""
    wallets = rich_human(system, "human", *balances)
    system.cap.setHumanCap(sum(balances) - excess, sender=system.guardian)
    return wallets


def test_rebalance__unknown__reverts(fleet: System) -> None:
    with reverts("IdentityUnknown", WHO):
        fleet.cap.rebalance(WHO, sender=fleet.stranger)


@pytest.mark.parametrize("holdings", [0, 1, CAP - 1, CAP])
def test_rebalance__no_excess__does_nothing(fleet: System, holdings: int) -> None:
    rich_human(fleet, "human", holdings)
    fleet.rpc.travel(2 * GRACE)
    assert told(fleet.cap.rebalance(WHO, sender=fleet.stranger)) == []
    assert fleet.cap.holdingsOf(WHO) == holdings


def test_rebalance__cap_lowered__waits_from_then(fleet: System) -> None:
    wallet = rich_human(fleet, "human", CAP)[0]
    time = fleet.rpc.now + 1
    fleet.cap.setHumanCap(CAP - 1, sender=fleet.guardian, at=time)
    assert (fleet.cap.excessOf(WHO), fleet.cap.rebalanceableAt(WHO)) == (1, time + GRACE)
    with reverts("GracePeriodRuns", WHO, time + GRACE):
        fleet.cap.rebalance(WHO, sender=fleet.stranger, at=time + GRACE - 1)
    number = fleet.cap.numberOf(WHO)
    receipt = fleet.cap.rebalance(WHO, sender=fleet.stranger, at=time + GRACE)
    assert told(receipt) == [
        ("Credited", wallet.address, 1, 1),
        ("Transfer", wallet.address, fleet.escrow.address, 1),
        ("BookMoved", number, 0, 1, 4, fleet.cap.head()),
        ("Rebalanced", WHO, 1, 0),
    ]
    assert told(fleet.cap.rebalance(WHO, sender=fleet.stranger)) == []
    assert fleet.token.balanceOf(wallet) == CAP - 1
    assert fleet.escrow.escrowedOf(wallet) == fleet.token.balanceOf(fleet.escrow) == 1


def test_rebalance__linked_above__waits_from_the_link(fleet: System) -> None:
    """Not from the cap's last change, nor from the first wallet."""
    rich_human(fleet, "human", CAP)
    agent = Actor("agent 1")
    pay(fleet, agent, 7 * ROAD)
    fleet.rotate(1, agent, Actor("next wallet"))
    fleet.rpc.travel(GRACE)
    receipt = fleet.link(agent, WHO)
    time = fleet.rpc.now
    assert [e.cause for e in receipt.of("BookMoved")] == [1]
    assert fleet.cap.excessOf(WHO) == 7 * ROAD
    assert fleet.cap.rebalanceableAt(WHO) == time + GRACE
    with reverts("GracePeriodRuns", WHO, time + GRACE):
        fleet.cap.rebalance(WHO, sender=fleet.stranger, at=time + GRACE - 1)
    receipt = fleet.cap.rebalance(WHO, sender=fleet.stranger, at=time + GRACE)
    assert receipt.of("Rebalanced")[0].moved == 7 * ROAD


def test_rebalance__excess_sent_away__ends_the_grace(fleet: System) -> None:
    """And the next time the thirty days run anew."""
    wallet, other = above(fleet, 2 * ROAD, 10_000_000 * ROAD, 10_000_000 * ROAD)
    fleet.rpc.travel(GRACE - 10)
    fleet.token.transfer(fleet.guardian, 2 * ROAD, sender=wallet)
    assert fleet.cap.excessOf(WHO) == 0
    fleet.rpc.travel(GRACE)
    fleet.cap.setHumanCap(fleet.cap.humanCap() - 1, sender=fleet.guardian)
    with reverts("GracePeriodRuns", WHO, fleet.rpc.now + GRACE):
        fleet.cap.rebalance(WHO, sender=fleet.stranger)
    fleet.token.transfer(other, ROAD, sender=wallet)


def test_rebalance__cap_raised__waits_no_longer(fleet: System) -> None:
    above(fleet, 5 * ROAD, CAP)
    end = fleet.rpc.now + GRACE
    fleet.rpc.travel(DAY)
    fleet.cap.setHumanCap(CAP - 4 * ROAD, sender=fleet.guardian)
    with reverts("GracePeriodRuns", WHO, end):
        fleet.cap.rebalance(WHO, sender=fleet.stranger, at=end - 1)
    receipt = fleet.cap.rebalance(WHO, sender=fleet.stranger, at=end)
    assert receipt.of("Rebalanced")[0].moved == 4 * ROAD


def test_rebalance__cap_lowered_again__waits_anew(fleet: System) -> None:
    above(fleet, 5 * ROAD, CAP)
    fleet.rpc.travel(GRACE)
    fleet.cap.setHumanCap(CAP - 6 * ROAD, sender=fleet.guardian)
    end = fleet.rpc.now + GRACE
    with reverts("GracePeriodRuns", WHO, end):
        fleet.cap.rebalance(WHO, sender=fleet.stranger, at=end - 1)
    receipt = fleet.cap.rebalance(WHO, sender=fleet.stranger, at=end)
    assert receipt.of("Rebalanced")[0].moved == 6 * ROAD


@pytest.mark.parametrize("excess", [1, 10 * ROAD - 1, 10 * ROAD, 10 * ROAD + 1, 29 * ROAD])
def test_rebalance__several_wallets__in_the_order_of_linking(fleet: System, excess: int) -> None:
    """H3: exactly the excess, from the first wallets first, former ones in their place."""
    balances = [10 * ROAD, 0, 20 * ROAD, 2_000_000 * ROAD]
    wallets = above(fleet, excess, *balances)
    fleet.cap.unlink(wallets[0], sender=fleet.attestor)
    fleet.rpc.travel(GRACE)
    fleet.cap.rebalance(WHO, sender=fleet.stranger)
    first = min(excess, 10 * ROAD)
    taken = [first, 0, excess - first, 0]
    assert [fleet.escrow.escrowedOf(w) for w in wallets] == taken
    left = [balance - part for balance, part in zip(balances, taken, strict=True)]
    assert [fleet.token.balanceOf(w) for w in wallets] == left
    assert (fleet.cap.excessOf(WHO), fleet.cap.bookOf(WHO).overSince) == (0, 0)


def test_rebalance__more_than_eight_wallets__eight_a_call(fleet: System) -> None:
    """The grace period does not start again for the rest; empty wallets do not count."""
    wallets = [Actor(f"human wallet {i}") for i in range(12)]
    fleet.human("human", 0)
    for i, wallet in enumerate(wallets):
        fleet.link(wallet, WHO)
        if i != 1:
            pay(fleet, wallet, 1_000_000 * ROAD)
        if i < 11:
            fleet.cap.unlink(wallet, sender=fleet.attestor)
    fleet.cap.setHumanCap(1_000_000 * ROAD, sender=fleet.guardian)
    fleet.rpc.travel(GRACE)
    assert fleet.cap.excessOf(WHO) == 10_000_000 * ROAD
    receipt = fleet.cap.rebalance(WHO, sender=fleet.stranger)
    assert [e.wallet for e in receipt.of("Credited")] == [
        w.address for i, w in enumerate(wallets[:9]) if i != 1
    ]
    assert told(receipt)[-1] == ("Rebalanced", WHO, 8_000_000 * ROAD, 2_000_000 * ROAD)
    receipt = fleet.cap.rebalance(WHO, sender=fleet.stranger)
    assert told(receipt)[-1] == ("Rebalanced", WHO, 2_000_000 * ROAD, 0)
    assert told(fleet.cap.rebalance(WHO, sender=fleet.stranger)) == []
    assert fleet.token.balanceOf(wallets[11]) == 1_000_000 * ROAD


def test_rebalance__by_two_in_one_second__moves_once(fleet: System) -> None:
    """H4."""
    above(fleet, ROAD, CAP)
    time = fleet.rpc.now + GRACE + 1
    receipts = [fleet.cap.rebalance(WHO, sender=one, at=time) for one in (fleet.stranger, fleet.deployer)]
    assert [len(r.of("Rebalanced")) for r in receipts] == [1, 0]
    assert fleet.token.balanceOf(fleet.escrow) == ROAD


def test_rebalance__everything_stopped__works(fleet: System) -> None:
    """Invariants 8 and 30: no brake and no lapse keeps an excess where it is."""
    wallet = above(fleet, ROAD, CAP)[0]
    fleet.cap.attest(WHO, fleet.rpc.now + 100, sender=fleet.attestor)
    fleet.cap.setIdentitySuspended(WHO, True, sender=fleet.attestor)
    fleet.rpc.travel(GRACE)
    fleet.token.pause(sender=fleet.guardian)
    fleet.token.freeze(wallet, sender=fleet.guardian)
    fleet.cap.pauseLinks(sender=fleet.guardian)
    fleet.treasury.pausePayments(sender=fleet.guardian)
    fleet.cap.rebalance(WHO, sender=fleet.stranger)
    assert fleet.escrow.escrowedOf(wallet) == ROAD


def test_rebalance__guardians_wallet__is_not_touched(fleet: System) -> None:
    """The office's ROAD is in no book; the former holder's is."""
    pay(fleet, fleet.guardian, 51_000_000 * ROAD)
    assert fleet.cap.excessOf(GUARDIAN_IDENTITY) == 0
    fleet.cap.attest(GUARDIAN_IDENTITY, 2**39, sender=fleet.attestor)
    other = Actor("other wallet")
    fleet.link(other, GUARDIAN_IDENTITY)
    fleet.token.transfer(other, 2_000_000 * ROAD, sender=fleet.guardian)
    fleet.cap.setHumanCap(1_500_000 * ROAD, sender=fleet.guardian)
    fleet.rpc.travel(GRACE)
    fleet.cap.rebalance(GUARDIAN_IDENTITY, sender=fleet.stranger)
    assert fleet.token.balanceOf(fleet.guardian) == 49_000_000 * ROAD
    assert fleet.escrow.escrowedOf(other) == 500_000 * ROAD
    rotate_office(fleet, Actor("heir"))
    assert fleet.cap.excessOf(GUARDIAN_IDENTITY) == 49_000_000 * ROAD
    fleet.rpc.travel(GRACE)
    fleet.cap.rebalance(GUARDIAN_IDENTITY, sender=fleet.stranger)
    assert fleet.escrow.escrowedOf(fleet.guardian) == 49_000_000 * ROAD
    assert fleet.token.balanceOf(other) == 1_500_000 * ROAD


def test_excess__grows_by_no_path__and_shrinks_by_sending(fleet: System) -> None:
    """Invariant 3, T6: while there is an excess nothing comes in, not even from an own wallet's refund."""
    wallet, other = above(fleet, ROAD, 10_000_000 * ROAD, 1_000_000 * ROAD)
    with reverts("TransferRefused", reason("ABOVE_CAP"), fleet.treasury, wallet, 1):
        pay(fleet, wallet, 1)
    pay(fleet, wallet, 0)
    fleet.token.transfer(other, 5 * ROAD, sender=wallet)
    fleet.token.transfer(fleet.guardian, ROAD, sender=wallet)
    assert fleet.cap.excessOf(WHO) == 0
    with reverts("TransferRefused", reason("ABOVE_CAP"), fleet.treasury, wallet, 1):
        pay(fleet, wallet, 1)
