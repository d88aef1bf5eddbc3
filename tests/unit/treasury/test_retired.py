"""What a retired agent had vested, and what it had not.

onRetired
├── caller is not the registry ── reverts CallerNotPeer
├── before the activation ── the whole share goes to the reserve; nothing is ever paid
├── one second before, at, one second after a quarter ── the rest of the share goes to the reserve
├── after the last quarter ── nothing goes, no event
├── a later agent ── nothing
└── what was vested ── stays payable, once, whatever the time, to a wallet that is former
    ├── above a lowered cap ── refused, and paid once there is room
    └── unproven ── waits for the proof
"""

from typing import Any

import pytest

from tests.support.actors import agent_actor
from tests.support.agents import later_birth
from tests.support.contract import reverts
from tests.support.office import told
from tests.support.system import COHORT, DAY, ROAD, System, reason

from .test_numbers import TABLE, vested

QUARTER = 90 * DAY
AGENT = agent_actor(1)
ALL = 490_000_000 * ROAD - 477


def retire(system: System, agent_id: int = 1, **time: Any) -> Any:
    return system.registry.retire(agent_id, sender=system.guardian, **time)


def release(system: System, agent_id: int = 1, **time: Any) -> Any:
    return system.treasury.release(agent_id, sender=system.stranger, **time)


def test_on_retired__not_the_registry__reverts(system: System) -> None:
    for caller in (system.guardian, system.stranger, system.token, system.treasury):
        with reverts("CallerNotPeer", caller, system.registry):
            system.treasury.onRetired(1, sender=caller)


@pytest.mark.parametrize("category", TABLE)
@pytest.mark.parametrize(
    ("seconds", "quarters"),
    [(QUARTER - 1, 1), (QUARTER, 2), (QUARTER + 1, 2), (3 * QUARTER - 1, 3)],
)
def test_on_retired__between_quarters__emits_and_pays_the_vested_part_once(
    system: System, category: str, seconds: int, quarters: int
) -> None:
    """V6."""
    agent_id, share = TABLE[category][0], TABLE[category][4]
    kept, start = vested(agent_id, quarters), system.treasury.activatedAt()
    receipt = retire(system, agent_id, at=start + seconds)
    assert told(receipt)[-1] == ("ShareForfeited", agent_id, share - kept, share - kept)
    assert system.treasury.rewardReserve() == share - kept
    assert system.treasury.outstanding() == ALL - share + kept
    assert system.treasury.vestedOf(agent_id, at=start + 5000 * DAY) == kept
    release(system, agent_id, at=start + 5000 * DAY)
    with reverts("NothingToRelease", agent_id):
        release(system, agent_id)
    assert system.token.balanceOf(agent_actor(agent_id)) == kept
    assert system.treasury.outstanding() == ALL - share


@pytest.mark.parametrize("seconds", [3 * QUARTER, 3 * QUARTER + 1, 1000 * DAY])
def test_on_retired__after_the_last_quarter__keeps_the_reserve(system: System, seconds: int) -> None:
    receipt = retire(system, at=system.treasury.activatedAt() + seconds)
    assert not receipt.of("ShareForfeited")
    assert system.treasury.rewardReserve() == 0
    release(system)
    assert system.token.balanceOf(AGENT) == vested(1, 4)


def test_on_retired__twice__reverts_and_books_once(system: System) -> None:
    """V6, N1."""
    retire(system)
    reserve = system.treasury.rewardReserve()
    with reverts("WrongStatus", 1, 4):
        retire(system, at=system.treasury.activatedAt() + QUARTER)
    assert system.treasury.rewardReserve() == reserve == vested(1, 4) - vested(1, 1)


def test_on_retired__part_paid_before__pays_the_rest(system: System) -> None:
    release(system)
    start = system.treasury.activatedAt()
    retire(system, at=start + 2 * QUARTER)
    (event,) = release(system, at=start + 3 * QUARTER).of("Released")
    assert event.amount == vested(1, 3) - vested(1, 1)
    assert system.treasury.releasedOf(1) == vested(1, 3)


@pytest.mark.parametrize("pause", [0, 1])
def test_on_retired__before_the_activation__pays_nothing_ever(sealed: System, pause: int) -> None:
    """Invariant 36, also where the activation comes in the very second of the retirement."""
    sealed.confirm(1)
    receipt = retire(sealed)
    share = vested(1, 4)
    assert told(receipt)[-1] == ("ShareForfeited", 1, share, share)
    sealed.treasury.activate(sender=sealed.stranger, at=sealed.rpc.now + pause)
    for at in (sealed.rpc.now, sealed.rpc.now + 400 * DAY):
        assert sealed.treasury.vestedOf(1, at=at) == sealed.treasury.releasableOf(1, at=at) == 0
        with reverts("NothingToRelease", 1):
            release(sealed, at=at)
    assert sealed.treasury.outstanding() == ALL - share
    assert sealed.treasury.rewardReserve() == share


def test_on_retired__in_the_second_of_the_activation__keeps_the_first_quarter(sealed: System) -> None:
    sealed.confirm(1)
    sealed.treasury.activate(sender=sealed.stranger)
    retire(sealed, at=sealed.rpc.now)
    assert sealed.treasury.rewardReserve() == vested(1, 4) - vested(1, 1)
    release(sealed)
    assert sealed.token.balanceOf(AGENT) == vested(1, 1)


def test_on_retired__later_agent__keeps_the_reserve(system: System) -> None:
    agent_id = later_birth(system, 4)
    system.registry.admit(agent_id, sender=system.guardian)
    receipt = retire(system, agent_id)
    assert not receipt.of("ShareForfeited")
    assert (system.treasury.rewardReserve(), system.treasury.outstanding()) == (0, ALL)
    with reverts("NoEntitlement", agent_id):
        release(system, agent_id)


def test_release__retired_above_a_lowered_cap__reverts_and_pays_later(system: System) -> None:
    """V7: deferred, not lost, and the batch goes on."""
    system.cap.setHumanCap(vested(1, 1) - 1, sender=system.guardian)
    retire(system)
    refused = "TransferRefused", reason("ABOVE_CAP"), system.treasury, AGENT, vested(1, 1)
    with reverts(*refused):
        release(system)
    receipt = system.treasury.releaseBatch([1, 2], sender=system.stranger)
    assert [e.agentId for e in receipt.of("ReleaseSkipped")] == [1]
    assert [e.agentId for e in receipt.of("Released")] == [2]
    system.cap.setHumanCap(vested(1, 1), sender=system.guardian)
    release(system)
    assert system.token.balanceOf(AGENT) == vested(1, 1)


def test_release__retired_unproven__pays_after_the_proof(sealed: System) -> None:
    sealed.treasury.activate(sender=sealed.stranger)
    retire(sealed)
    with reverts("WalletNotProven", 1, AGENT):
        release(sealed)
    sealed.registry.confirmWallet(sender=AGENT)
    release(sealed)
    assert sealed.token.balanceOf(AGENT) == vested(1, 1)


def test_retire__all_of_a_category__keeps_the_sum(system: System) -> None:
    """R7, invariant 36: what is owed and what is booked never exceed what is held."""
    for agent_id in range(1247, COHORT + 1):
        retire(system, agent_id)
    treasury, held = system.treasury, system.token.balanceOf(system.treasury)
    assert treasury.outstanding() + treasury.rewardReserve() + 477 == held
    treasury.releaseBatch(list(range(1240, COHORT + 1)), sender=system.stranger)
    held = system.token.balanceOf(treasury)
    assert treasury.outstanding() + treasury.rewardReserve() + 477 == held
