"""The attestor says until when a human is verified, and whether it may receive.

attest
├── zero ── reverts IdentityZero
├── an identity of a wallet by itself ── reverts IdentityReserved
├── until now or before ── reverts VerificationInPast
├── beyond 40 bits ── reverts SafeCastOverflowedUintDowncast
├── new ── emits BookOpened and IdentityAttested
└── known ── renews, shortens, revives
setIdentitySuspended
├── unknown ── reverts IdentityUnknown; reserved ── reverts IdentityReserved
└── known ── stops receiving only; the book stays as it is
"""

import pytest

from tests.support.contract import reverts
from tests.support.holders import pay, rich_human
from tests.support.office import told
from tests.support.system import DAY, ROAD, System, identity_of, reason

WHO = identity_of("somebody")
RESERVED = [b"\xff" * 4 + b"\0" * 28, b"\xff" * 32]
EXPIRED, SUSPENDED = reason("IDENTITY_EXPIRED"), reason("IDENTITY_SUSPENDED")


def test_attest__zero__reverts(fleet: System) -> None:
    with reverts("IdentityZero"):
        fleet.cap.attest(b"\0" * 32, 2**39, sender=fleet.attestor)


@pytest.mark.parametrize("identity", RESERVED)
def test_attest__reserved__reverts(fleet: System, identity: bytes) -> None:
    for call in ("attest", "setIdentitySuspended"):
        with reverts("IdentityReserved", identity):
            fleet.cap.fn(call)(identity, 2**39 if call == "attest" else True, sender=fleet.attestor)
    almost = b"\xff\xff\xff\xfe" + identity[4:]
    fleet.cap.attest(almost, 2**39, sender=fleet.attestor)


def test_attest__in_the_past__reverts(fleet: System) -> None:
    now = fleet.rpc.now + 10
    for until in (0, now - 1, now):
        with reverts("VerificationInPast", until):
            fleet.cap.attest(WHO, until, sender=fleet.attestor, at=now)
    fleet.cap.attest(WHO, now + 1, sender=fleet.attestor, at=now)


def test_attest__beyond_40_bits__reverts(fleet: System) -> None:
    for until in (2**40, 2**256 - 1):
        with reverts("SafeCastOverflowedUintDowncast", 40, until):
            fleet.cap.attest(WHO, until, sender=fleet.attestor)
    assert fleet.cap.numberOf(WHO) == 0
    fleet.cap.attest(WHO, 2**40 - 1, sender=fleet.attestor)


def test_attest__new__opens_a_book(fleet: System) -> None:
    number = fleet.cap.bookCount() + 1
    until = fleet.rpc.now + DAY
    receipt = fleet.cap.attest(WHO, until, sender=fleet.attestor)
    assert told(receipt) == [("BookOpened", number, WHO, until), ("IdentityAttested", WHO, 0, until)]
    assert (fleet.cap.numberOf(WHO), fleet.cap.bookCount()) == (number, number)
    book = fleet.cap.bookOf(WHO)
    assert tuple(book.values()) == (0, 0, until, 0, False)


@pytest.mark.parametrize("change", [DAY, -DAY])
def test_attest__known__sets_the_new_end(fleet: System, change: int) -> None:
    fleet.human("somebody")
    previous = fleet.cap.bookOf(WHO).validUntil
    receipt = fleet.cap.attest(WHO, previous + change, sender=fleet.attestor)
    assert told(receipt) == [("IdentityAttested", WHO, previous, previous + change)]
    assert fleet.cap.bookOf(WHO).validUntil == previous + change


def test_attest__expiry__stops_receiving_at_its_second(fleet: System) -> None:
    """Expiry never removes a balance from the book, and never stops sending."""
    wallet, second = rich_human(fleet, "somebody", ROAD, ROAD)
    end = fleet.rpc.now + 100
    fleet.cap.attest(WHO, end, sender=fleet.attestor)
    fleet.token.transfer(wallet, 1, sender=fleet.treasury, at=end - 1)
    with reverts("TransferRefused", EXPIRED, fleet.treasury, wallet, 1):
        fleet.token.transfer(wallet, 1, sender=fleet.treasury, at=end)
    fleet.token.transfer(second, 1, sender=wallet, at=end)
    fleet.token.transfer(fleet.guardian, 1, sender=wallet)
    assert fleet.cap.holdingsOf(WHO) == 2 * ROAD
    fleet.cap.attest(WHO, end + DAY, sender=fleet.attestor)
    pay(fleet, wallet, 1)


def test_suspend__unknown__reverts(fleet: System) -> None:
    with reverts("IdentityUnknown", WHO):
        fleet.cap.setIdentitySuspended(WHO, True, sender=fleet.attestor)


def test_suspend__known__stops_receiving_only(fleet: System) -> None:
    wallet, second = rich_human(fleet, "somebody", ROAD, ROAD)
    head = fleet.cap.head()
    receipt = fleet.cap.setIdentitySuspended(WHO, True, sender=fleet.attestor)
    assert told(receipt) == [("IdentitySuspended", WHO, True)]
    with reverts("TransferRefused", SUSPENDED, fleet.treasury, wallet, 1):
        pay(fleet, wallet, 1)
    fleet.token.transfer(second, ROAD, sender=wallet)
    assert (fleet.cap.holdingsOf(WHO), fleet.cap.head()) == (2 * ROAD, head)
    fleet.token.transfer(fleet.guardian, ROAD, sender=second)
    receipt = fleet.cap.setIdentitySuspended(WHO, False, sender=fleet.attestor)
    assert told(receipt) == [("IdentitySuspended", WHO, False)]
    pay(fleet, wallet, ROAD)
    assert fleet.cap.holdingsOf(WHO) == 2 * ROAD


def test_attest__suspended__stays_suspended(fleet: System) -> None:
    wallet = fleet.human("somebody")[0]
    fleet.cap.setIdentitySuspended(WHO, True, sender=fleet.attestor)
    fleet.cap.attest(WHO, fleet.rpc.now + DAY, sender=fleet.attestor)
    with reverts("TransferRefused", SUSPENDED, fleet.treasury, wallet, 1):
        pay(fleet, wallet, 1)
