"""Two identities turn out to be one human: announced, stoppable for 14 days, then carried out by anyone.

requestMerge
├── links are paused ── reverts Held
├── one unknown or reserved ── reverts IdentityUnknown, IdentityReserved
├── with itself, or what is one already ── reverts MergeWithItself
├── announced already ── reverts MergePending
└── otherwise ── emits MergeRequested
cancelMerge
├── nothing announced ── reverts MergeNotRequested; unknown ── reverts IdentityUnknown
└── the guardian, or OPERATIONS ── emits MergeCancelled
merge
├── nothing announced ── reverts MergeNotRequested; unknown ── reverts IdentityUnknown
├── before its time ── reverts MergeNotReady
├── too many wallets, or identities ── reverts TooManyWallets
├── the other direction was first ── emits MergeCancelled
├── the other was merged elsewhere ── goes where it went
└── otherwise ── books, wallets, identities and suspension join
more than eight linked wallets after it ── sends only until it is back at eight
"""

from typing import Any

import pytest

from tests.support.actors import actor
from tests.support.contract import Receipt, reverts
from tests.support.holders import pay, rich_human
from tests.support.office import told
from tests.support.system import CAP, DAY, ROAD, System, class_, identity_of, reason

FIRST, SECOND, THIRD = identity_of("first"), identity_of("second"), identity_of("third")
NOTICE = 14 * DAY


def request(system: System, source: bytes, into: bytes, at: int | None = None) -> Receipt:
    receipt: Receipt = system.cap.requestMerge(source, into, sender=system.attestor, at=at)
    return receipt


def merged(system: System, source: bytes = FIRST, into: bytes = SECOND) -> Receipt:
    request(system, source, into)
    system.rpc.travel(NOTICE)
    receipt: Receipt = system.cap.merge(source, sender=system.stranger)
    return receipt


def test_request__unknown_or_reserved__reverts(fleet: System) -> None:
    fleet.human("first")
    own = b"\xff" * 4 + b"\1" * 28
    for other, error in ((SECOND, "IdentityUnknown"), (own, "IdentityReserved")):
        for pair in ((FIRST, other), (other, FIRST)):
            with reverts(error, other):
                request(fleet, *pair)


def test_request__with_itself__reverts(fleet: System) -> None:
    fleet.human("first")
    fleet.human("second")
    with reverts("MergeWithItself", FIRST):
        request(fleet, FIRST, FIRST)
    merged(fleet)
    for pair in ((FIRST, SECOND), (SECOND, FIRST)):
        with reverts("MergeWithItself", pair[0]):
            request(fleet, *pair)


def test_request__announced__reverts(fleet: System) -> None:
    for name in ("first", "second", "third"):
        fleet.human(name)
    time = fleet.rpc.now + 1
    receipt = request(fleet, FIRST, SECOND, at=time)
    assert told(receipt) == [("MergeRequested", FIRST, SECOND, time + NOTICE)]
    assert fleet.cap.mergeOf(FIRST) == {"into": fleet.cap.numberOf(SECOND), "readyAt": time + NOTICE}
    for into in (SECOND, THIRD):
        with reverts("MergePending", FIRST, time + NOTICE):
            request(fleet, FIRST, into)


@pytest.mark.parametrize("by", ["guardian", "executor"])
def test_cancel__announced__emits(fleet: System, by: str) -> None:
    """A lying attestor's merge is stopped in its notice."""
    fleet.human("first")
    fleet.human("second")
    fleet.hand_over()
    with reverts("IdentityUnknown", THIRD):
        fleet.cap.cancelMerge(THIRD, sender=fleet.guardian)
    with reverts("MergeNotRequested", FIRST):
        fleet.cap.cancelMerge(FIRST, sender=fleet.guardian)
    request(fleet, FIRST, SECOND)
    fleet.rpc.travel(NOTICE + DAY)
    caller = fleet.guardian.address if by == "guardian" else fleet.peer("OperationsExecutor")
    receipt = fleet.cap.cancelMerge(FIRST, sender=caller)
    assert told(receipt)[-1] == ("MergeCancelled", FIRST, SECOND, caller)
    assert set(fleet.cap.mergeOf(FIRST).values()) == {0}
    with reverts("MergeNotRequested", FIRST):
        fleet.cap.merge(FIRST, sender=fleet.stranger)


def test_merge__before_its_time__reverts(fleet: System) -> None:
    fleet.human("first")
    fleet.human("second")
    with reverts("IdentityUnknown", THIRD):
        fleet.cap.merge(THIRD, sender=fleet.stranger)
    time = fleet.rpc.now + 1
    request(fleet, FIRST, SECOND, at=time)
    with reverts("MergeNotReady", FIRST, time + NOTICE):
        fleet.cap.merge(FIRST, sender=fleet.stranger, at=time + NOTICE - 1)
    with reverts("MergeNotRequested", SECOND):
        fleet.cap.merge(SECOND, sender=fleet.stranger, at=time + NOTICE)
    fleet.cap.merge(FIRST, sender=fleet.stranger, at=time + NOTICE)


def test_merge__ready__joins_everything(fleet: System) -> None:
    one, two = rich_human(fleet, "first", 3 * ROAD, 0)
    three = rich_human(fleet, "second", 4 * ROAD)[0]
    source, into = fleet.cap.numberOf(FIRST), fleet.cap.numberOf(SECOND)
    receipt = merged(fleet)
    assert told(receipt) == [
        ("BookMoved", source, into, 3 * ROAD, 2, fleet.cap.head()),
        ("Merged", FIRST, SECOND, source, into),
    ]
    cap = fleet.cap
    assert (cap.numberOf(FIRST), cap.numberOf(SECOND)) == (into, into)
    for identity in (FIRST, SECOND):
        assert cap.holdingsOf(identity) == 7 * ROAD
        assert cap.walletsOf(identity) == [three.address, one.address, two.address]
        assert cap.bookOf(identity).linked == 3
    assert {cap.identityOf(w) for w in (one, two, three)} == {SECOND}
    head = cap.head()
    fleet.token.transfer(three, 3 * ROAD, sender=one)
    assert cap.head() == head


def test_merge__nothing_held__moves_no_book(fleet: System) -> None:
    fleet.human("first")
    fleet.human("second")
    receipt = merged(fleet)
    assert [e.name for e in receipt.events] == ["Merged"]


def test_merge__above_the_cap__shows_the_excess(fleet: System) -> None:
    """Nothing is confiscated, nothing comes in; the grace period starts with the merge, not its notice."""
    one, two = rich_human(fleet, "first", CAP)[0], rich_human(fleet, "second", CAP)[0]
    merged(fleet)
    assert fleet.cap.excessOf(SECOND) == CAP
    assert fleet.cap.rebalanceableAt(SECOND) == fleet.rpc.now + 30 * DAY
    for wallet in (one, two):
        with reverts("TransferRefused", reason("ABOVE_CAP"), fleet.treasury, wallet, 1):
            pay(fleet, wallet, 1)
    fleet.token.transfer(two, CAP, sender=one)
    fleet.token.transfer(fleet.guardian, CAP, sender=two)
    assert (fleet.cap.excessOf(FIRST), fleet.cap.bookOf(FIRST).overSince) == (0, 0)


def test_merge__exactly_the_cap__is_no_excess(fleet: System) -> None:
    rich_human(fleet, "first", CAP - 1)
    rich_human(fleet, "second", 1)
    merged(fleet)
    assert (fleet.cap.excessOf(SECOND), fleet.cap.bookOf(SECOND).overSince) == (0, 0)


@pytest.mark.parametrize(("source", "into"), [(True, False), (False, True), (True, True)])
def test_merge__one_suspended__stays_suspended(fleet: System, source: bool, into: bool) -> None:
    """A suspension is not shaken off by becoming somebody else."""
    wallet = fleet.human("first")[0]
    fleet.human("second")
    for identity, suspended in ((FIRST, source), (SECOND, into)):
        if suspended:
            fleet.cap.setIdentitySuspended(identity, True, sender=fleet.attestor)
    receipt = merged(fleet)
    told_of = [("IdentitySuspended", SECOND, True)] if source else []
    assert [row for row in told(receipt) if row[0] == "IdentitySuspended"] == told_of
    with reverts("TransferRefused", reason("IDENTITY_SUSPENDED"), fleet.treasury, wallet, 1):
        pay(fleet, wallet, 1)


def test_merge__other_direction_first__drops_the_second(fleet: System) -> None:
    """Both were announced: whichever comes first is carried out, the other has nothing left to do."""
    rich_human(fleet, "first", ROAD)
    rich_human(fleet, "second", ROAD)
    request(fleet, FIRST, SECOND)
    request(fleet, SECOND, FIRST)
    fleet.rpc.travel(NOTICE)
    fleet.cap.merge(FIRST, sender=fleet.stranger)
    receipt = fleet.cap.merge(SECOND, sender=fleet.stranger)
    assert told(receipt) == [("MergeCancelled", SECOND, FIRST, fleet.stranger.address)]
    assert fleet.cap.holdingsOf(FIRST) == 2 * ROAD
    with reverts("MergeNotRequested", SECOND):
        fleet.cap.merge(SECOND, sender=fleet.stranger)


def test_merge__other_was_merged_elsewhere__follows_it(fleet: System) -> None:
    for name in ("first", "second", "third"):
        rich_human(fleet, name, ROAD)
    request(fleet, FIRST, SECOND)
    request(fleet, SECOND, THIRD)
    fleet.rpc.travel(NOTICE)
    fleet.cap.merge(SECOND, sender=fleet.stranger)
    receipt = fleet.cap.merge(FIRST, sender=fleet.stranger)
    event = receipt.of("Merged")[0]
    assert (event.into, event.intoNumber) == (SECOND, fleet.cap.numberOf(THIRD))
    assert {fleet.cap.numberOf(i) for i in (FIRST, SECOND, THIRD)} == {fleet.cap.numberOf(THIRD)}
    assert fleet.cap.holdingsOf(THIRD) == 3 * ROAD


def test_merge__eight_and_eight__sends_only_until_eight(fleet: System) -> None:
    """X9."""
    wallets = [*fleet.human("first", 8), *rich_human(fleet, "second", ROAD, *[0] * 7)]
    receiver = wallets[0]
    merged(fleet)
    assert fleet.cap.bookOf(SECOND).linked == 16
    expected: tuple[Any, ...] = (reason("TOO_MANY_WALLETS"), fleet.treasury, receiver, 1)
    with reverts("TooManyWallets", SECOND, 16, 8):
        fleet.link(actor("one more"), SECOND)
    for wallet in wallets[15:8:-1]:
        with reverts("TransferRefused", *expected):
            pay(fleet, receiver, 1)
        fleet.cap.unlink(wallet, sender=fleet.attestor)
    assert fleet.cap.bookOf(SECOND).linked == 9
    with reverts("TransferRefused", *expected):
        pay(fleet, receiver, 1)
    # The own wallets' money moves all the while, and goes out.
    fleet.token.transfer(receiver, ROAD, sender=wallets[8])
    fleet.token.transfer(fleet.guardian, 1, sender=receiver)
    fleet.cap.unlink(wallets[8], sender=fleet.attestor)
    pay(fleet, receiver, 1)


def test_merge__lists_too_long__reverts(fleet: System) -> None:
    """32 in all, emptied wallets apart: so that nothing ever walks through more."""
    for name in ("first", "second"):
        for i in range(17 if name == "first" else 16):
            wallet = actor(f"{name} left {i}")
            if i == 0:
                fleet.human(name, 0)
            fleet.link(wallet, identity_of(name))
            pay(fleet, wallet, 1)
            fleet.cap.unlink(wallet, sender=fleet.attestor)
    request(fleet, FIRST, SECOND)
    fleet.rpc.travel(NOTICE)
    with reverts("TooManyWallets", SECOND, 33, 32):
        fleet.cap.merge(FIRST, sender=fleet.stranger)
    emptied = actor("first left 5")
    fleet.token.transfer(fleet.guardian, 1, sender=emptied)
    fleet.cap.forget(emptied, sender=fleet.stranger)
    fleet.cap.merge(FIRST, sender=fleet.stranger)
    assert len(fleet.cap.walletsOf(SECOND)) == 32
    assert all(fleet.cap.classOf(w) == class_("former") for w in fleet.cap.walletsOf(SECOND))


def test_merge__too_many_identities__reverts(fleet: System) -> None:
    """A human of 32 identities takes no 33rd."""
    names = [f"alias {i}" for i in range(33)]
    for name in names:
        fleet.human(name, 0)
    for name in names[1:]:
        request(fleet, identity_of(name), identity_of(names[0]))
    fleet.rpc.travel(NOTICE)
    for name in names[1:32]:
        fleet.cap.merge(identity_of(name), sender=fleet.stranger)
    with reverts("TooManyWallets", identity_of(names[0]), 33, 32):
        fleet.cap.merge(identity_of(names[32]), sender=fleet.stranger)
