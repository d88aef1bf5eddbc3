"""Payment of many agents in one call.

releaseBatch
├── not activated ── reverts NotActivated; paused ── reverts Held
├── no id, 251 ids ── reverts ReleaseBatchSizeOutOfRange
├── an id that cannot be paid ── emits ReleaseSkipped with the selector of release's error
│   │   and the token's reason code; the rest is paid
│   ├── unknown or later agent, the same id again, unproven, suspended, refused by the token
│   └── stays owed
└── otherwise ── as the single releases, in any order
"""

from itertools import permutations
from typing import Any

import pytest

from tests.support.actors import agent_actor
from tests.support.contract import reverts, selector
from tests.support.office import told
from tests.support.system import COHORT, DAY, ROAD, System, reason

from .test_numbers import vested

QUARTER = 90 * DAY
PAYABLE = [1, 14, 15, 1188, 1250]


def batch(system: System, ids: list[int], **time: Any) -> list[tuple[Any, ...]]:
    events = told(system.treasury.releaseBatch(ids, sender=system.stranger, **time))
    return [event for event in events if event[0] in ("Released", "ReleaseSkipped")]


def error(system: System, name: str) -> bytes:
    """Selector of an error of the treasury, or of the cap, which refuses in the token's name."""
    abi = system.treasury.abi + system.cap.abi
    return selector(next(e for e in abi if e["type"] == "error" and e["name"] == name))


def skipped(system: System, agent_id: int, name: str, refusal: str = "NONE") -> tuple[Any, ...]:
    return ("ReleaseSkipped", agent_id, error(system, name), reason(refusal))


def paid(agent_id: int, quarters: int = 1, before: int = 0) -> tuple[Any, ...]:
    amount = vested(agent_id, quarters) - vested(agent_id, before)
    return ("Released", agent_id, agent_actor(agent_id).address, amount)


def test_release_batch__not_activated__reverts(sealed: System) -> None:
    with reverts("NotActivated"):
        batch(sealed, [1])


def test_release_batch__paused__reverts(system: System) -> None:
    """A8."""
    system.treasury.pausePayments(sender=system.guardian)
    with reverts("Held", b"payments".ljust(32, b"\0"), system.rpc.now + 3 * DAY):
        batch(system, [1])


@pytest.mark.parametrize("size", [0, 251])
def test_release_batch__size__reverts(system: System, size: int) -> None:
    """V2."""
    with reverts("ReleaseBatchSizeOutOfRange", size, 1, 250):
        batch(system, [1] * size)


@pytest.mark.parametrize("size", [1, 250])
def test_release_batch__duplicates__pay_once(system: System, size: int) -> None:
    """V2, invariant 37: the second place of an id is paid nothing."""
    nothing = skipped(system, 1, "NothingToRelease")
    assert batch(system, [1] * size) == [paid(1)] + [nothing] * (size - 1)
    assert system.token.balanceOf(agent_actor(1)) == vested(1, 1)


def test_release_batch__every_kind_of_trouble__emits_its_reason_and_pays_the_rest(system: System) -> None:
    """V2, N6, T9: unsorted, unknown, duplicate, suspended, frozen, paid already."""
    system.registry.emergencySuspend(2, sender=system.guardian)
    system.registry.suspend(3, sender=system.guardian)
    system.token.freeze(agent_actor(4), sender=system.guardian)
    system.treasury.release(5, sender=system.stranger)
    before = system.treasury.outstanding()
    ids = [1250, 2, 1, 0, 4, COHORT + 1, 5, 3, 2**256 - 1, 15, 1]
    assert batch(system, ids) == [
        paid(1250),
        skipped(system, 2, "AgentNotPayable"),
        paid(1),
        skipped(system, 0, "NoEntitlement"),
        skipped(system, 4, "TransferRefused", "RECIPIENT_FROZEN"),
        skipped(system, COHORT + 1, "NoEntitlement"),
        skipped(system, 5, "NothingToRelease"),
        skipped(system, 3, "AgentNotPayable"),
        skipped(system, 2**256 - 1, "NoEntitlement"),
        paid(15),
        skipped(system, 1, "NothingToRelease"),
    ]
    assert before - system.treasury.outstanding() == sum(vested(i, 1) for i in (1250, 1, 15))
    for agent_id in (2, 3, 4):
        assert system.treasury.releasableOf(agent_id) == vested(agent_id, 1)


def test_release_batch__unproven__emits_skipped_until_it_is_proven(sealed: System) -> None:
    sealed.treasury.activate(sender=sealed.stranger)
    sealed.confirm(1)
    assert batch(sealed, [2, 1]) == [skipped(sealed, 2, "WalletNotProven"), paid(1)]
    sealed.confirm(2)
    at = sealed.treasury.activatedAt() + QUARTER
    assert batch(sealed, [2, 1], at=at) == [paid(2, 2), paid(1, 2, 1)]


def test_release_batch__token_paused__emits_skipped_for_all_and_keeps_them_due(system: System) -> None:
    """A8."""
    before = system.treasury.outstanding()
    system.token.pause(sender=system.guardian)
    assert batch(system, [1, 2]) == [skipped(system, i, "TransferRefused", "PAUSED") for i in (1, 2)]
    assert system.treasury.outstanding() == before
    system.token.unpause(sender=system.guardian)
    assert batch(system, [1, 2]) == [paid(1), paid(2)]


@pytest.mark.parametrize("order", list(permutations(PAYABLE, 5))[::40])
def test_release_batch__any_order__pays_what_single_releases_pay(
    system: System, order: tuple[int, ...]
) -> None:
    """Invariant 37."""
    system.token.freeze(agent_actor(15), sender=system.guardian)
    batch(system, list(order))
    batched = [system.token.balanceOf(agent_actor(i)) for i in PAYABLE]
    assert batched == [0 if i == 15 else vested(i, 1) for i in PAYABLE]
    assert system.treasury.outstanding() == 490_000_000 * ROAD - 477 - sum(batched)


def test_release_batch__neighbours_in_a_word__keep_apart(system: System) -> None:
    """Invariant 35: 64 agents share a storage slot, and none changes another's quarters."""
    start, edges = system.treasury.activatedAt(), [62, 63, 64, 65, 127, 128]
    for quarter, agent_id in enumerate((63, 64, 128, 62), start=1):
        at = max(start + (quarter - 1) * QUARTER, system.rpc.now + 1)
        system.treasury.release(agent_id, sender=system.stranger, at=at)
    paid_quarters = {63: 1, 64: 2, 128: 3, 62: 4}
    for agent_id in edges:
        assert system.treasury.releasedOf(agent_id) == vested(agent_id, paid_quarters.get(agent_id, 0))
    batch(system, edges)
    assert all(system.treasury.releasedOf(i) == vested(i, 4) for i in edges)


def test_release_batch__keeper_away_for_three_quarters__pays_all_of_it_once(system: System) -> None:
    """R10: on the second of the boundary, and nothing twice."""
    boundary = system.treasury.activatedAt() + 3 * QUARTER
    assert batch(system, [1, 15], at=boundary - 1) == [paid(1, 3), paid(15, 3)]
    assert batch(system, [1, 15], at=boundary) == [paid(1, 4, 3), paid(15, 4, 3)]
    assert batch(system, [1, 15]) == [skipped(system, i, "NothingToRelease") for i in (1, 15)]


def test_release_batch__everybody_at_the_end__keeps_477_wei(system: System) -> None:
    """R11, invariant 35: all shares out, and nothing but the dust is left."""
    at = system.treasury.activatedAt() + 3 * QUARTER
    for first in range(1, COHORT + 1, 125):
        system.treasury.releaseBatch(list(range(first, first + 125)), sender=system.stranger, at=at + first)
    assert system.treasury.outstanding() == 0
    assert system.token.balanceOf(system.treasury) == 477
