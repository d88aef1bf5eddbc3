"""The guardian's office, its emergencies and the permissions of the store are those of the chain.

office ── guardian, epoch, last sign of life, successor and recovery; a heartbeat for each
brakes ── until when each is held, and how much of its budget is left at any later time
permissions ── members and delays of roles, and which role each function needs
"""

import pytest
from eth_utils import decode_hex, to_checksum_address

from tests.models.budget import DAY, Brake
from tests.subgraph.life import Entity, Life
from tests.subgraph.test_holders import address
from tests.support.contract import Contract
from tests.support.system import System

pytestmark = pytest.mark.xdist_group("subgraph")

HELD = {
    "transfers": "token", "freeze": "token", "births": "registry", "walletRequests": "registry",
    "suspension": "registry", "links": "cap", "payments": "treasury",
}  # fmt: skip


def test_office__after_a_rotation__is_that_of_the_chain(lived: Life) -> None:
    guardianship, office = lived.system.guardianship, lived.one("offices")
    epochs = lived.all("guardianEpoches")
    assert address(office["guardian"]) == guardianship.guardian()
    assert (int(office["epoch"]["id"]), office["vacant"]) == (guardianship.epoch(), guardianship.vacant())
    assert int(office["lastSeen"]) == guardianship.lastSeen()
    assert {i: int(one["startedAt"]) for i, one in epochs.items()} == {
        i: guardianship.startedAt(int(i)) for i in ("1", "2")
    }
    assert (epochs["1"]["endedAt"], epochs["2"]["endedAt"]) == (epochs["2"]["startedAt"], None)
    assert (office["rotation"], office["recoveryHandover"]) == (None, None)
    assert [one["status"] for one in lived.all("handovers").values()] == ["ACCEPTED"]
    assert address(office["successor"]) == guardianship.successor()
    assert address(office["recovery"]) == guardianship.recovery()


def test_heartbeats__of_every_epoch__are_counted(lived: Life) -> None:
    beats = [beat["epoch"]["id"] for beat in lived.all("heartbeats").values()]
    for epoch in lived.all("guardianEpoches").values():
        assert epoch["heartbeats"] == beats.count(epoch["id"]) > 0


def test_brakes__after_a_long_life__are_held_as_on_the_chain(lived: Life) -> None:
    now = lived.system.rpc.now
    brakes = lived.all("brakes")
    assert {one["scope"] for one in brakes.values()} == set(HELD)
    for one in brakes.values():
        until = place_of(lived.system, one).heldUntil(*held(one))
        assert max(int(one["until"]), now) == max(until, now), one["id"]


@pytest.mark.parametrize("days", [0, 1, 30, 90])
def test_brakes__at_a_later_time__have_the_budget_of_the_chain(lived: Life, days: int) -> None:
    """A reader can work it out from the spans, without the chain."""
    time = lived.system.rpc.now + 1 + days * DAY // lived.system.divisor
    for one in lived.all("brakes").values():
        spans = [[int(a), int(b)] for a, b in zip(one["spanStarts"], one["spanEnds"], strict=True)]
        left = Brake(lived.system.divisor, spans).left(time)
        assert left == place_of(lived.system, one).emergencyBudgetLeft(*held(one), at=time)


def test_permissions__of_every_function__are_those_of_the_authority(lived: Life) -> None:
    authority = lived.system.authority
    rows = lived.all("permissions")
    assert len(rows) > 30
    for row in rows.values():
        role = authority.getTargetFunctionRole(row["target"], decode_hex(row["selector"]))
        assert int(row["role"]["id"]) == role


def test_roles__of_every_member__are_those_of_the_authority(lived: Life) -> None:
    authority = lived.system.authority
    for member in lived.all("roleMembers").values():
        account = to_checksum_address(member["account"]["id"])
        found = authority.getAccess(int(member["role"]["id"]), account)
        assert (int(member["since"]), int(member["executionDelay"])) == (found[0], found[1])
        assert member["granted"] == (found[0] > 0)
    for role in lived.all("roles").values():
        assert int(role["admin"]) == authority.getRoleAdmin(int(role["number"]))
        assert int(role["grantDelay"]) == authority.getRoleGrantDelay(int(role["number"]))


def place_of(system: System, brake: Entity) -> Contract:
    place: Contract = getattr(system, HELD[brake["scope"]])
    return place


def held(brake: Entity) -> tuple[bytes, bytes]:
    """Scope and subject, as the contract takes them."""
    return str(brake["scope"]).encode().ljust(32, b"\0"), decode_hex(brake["subject"])
