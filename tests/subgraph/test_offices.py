"""The guardian's office, its emergencies and the permissions of the store are those of the chain.

office ── guardian, epoch, last sign of life, successor and recovery; a heartbeat for each
succession ── challenges, rounds, candidates with their votes, and whose units those are
brakes ── until when each is held, and how much of its budget is left at any later time
permissions ── members and delays of roles, and which role each function needs
"""

import pytest
from eth_utils import decode_hex, to_checksum_address

from tests.models.budget import DAY, Brake
from tests.subgraph.life import FAVOURITE, Entity, Life
from tests.subgraph.test_holders import address
from tests.support.contract import Contract
from tests.support.system import System

pytestmark = pytest.mark.xdist_group("subgraph of a life")

HELD = {
    "transfers": "token", "freeze": "token", "births": "registry", "walletRequests": "registry",
    "suspension": "registry", "links": "cap", "payments": "treasury",
}  # fmt: skip


def test_office__after_a_rotation_and_an_election__is_that_of_the_chain(lived: Life) -> None:
    guardianship, office = lived.system.guardianship, lived.one("offices")
    epochs = lived.all("guardianEpoches")
    assert address(office["guardian"]) == guardianship.guardian()
    assert (int(office["epoch"]["id"]), office["vacant"]) == (guardianship.epoch(), guardianship.vacant())
    assert int(office["lastSeen"]) == guardianship.lastSeen()
    begun = [guardianship.startedAt(i) for i in (1, 2, 3)]
    assert [int(epochs[i]["startedAt"]) for i in ("1", "2", "3")] == begun
    assert [epochs[i]["endedAt"] for i in ("1", "2", "3")] == [*map(str, begun[1:]), None]
    assert (office["rotation"], office["recoveryHandover"]) == (None, None)
    assert [one["status"] for one in lived.all("handovers").values()] == ["ACCEPTED"]
    assert address(office["successor"]) == guardianship.successor()
    assert address(office["recovery"]) == guardianship.recovery()


def test_heartbeats__of_every_epoch__are_counted(lived: Life) -> None:
    beats = [beat["epoch"]["id"] for beat in lived.all("heartbeats").values()]
    for epoch in lived.all("guardianEpoches").values():
        assert epoch["heartbeats"] == beats.count(epoch["id"])


def test_succession__after_a_return_and_a_failed_round__is_that_of_the_chain(lived: Life) -> None:
    succession = lived.system.succession
    returned, lost = sorted(lived.all("challenges").values(), key=lambda one: int(one["madeAt"]))
    terms = lived.all("guardianEpoches")
    assert (returned["endedAt"], lost["endedAt"]) == (terms["2"]["returnedAt"], terms["3"]["startedAt"])
    assert lost["threshold"] == str(succession.challenged().threshold)
    first, last = (lived.all("successionRounds")[number] for number in ("1", "2"))
    assert (first["elected"], address(last["elected"])) == (None, FAVOURITE.address)
    assert lived.one("offices")["guardian"] == last["elected"]
    candidates = lived.all("successionCandidates").values()
    assert len(candidates) == 3
    for one in candidates:
        assert int(one["votes"]) == succession.votesOf(int(one["round"]["id"]), address(one["account"]))
    for key, support in lived.all("successionSupports").items():
        candidate = lived.all("successionCandidates")[support["candidate"]["id"]]
        number = int(key.split("-")[0])
        assert succession.supportOf(number, address(support["account"])) == address(candidate["account"])


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
