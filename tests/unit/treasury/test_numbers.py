"""The table of the specification, to the wei.

entitlementOf ── by category; 0 for nobody and for later agents
vestedOf, releasedOf, releasableOf ── the floor of the cumulative amount; 0 before the activation
outstanding ── the collective's share less 477 wei
"""

import pytest

from tests.support.system import COHORT, DAY, ROAD, System

# First and last id, agents, per cent of 490,000,000 ROAD, share of one agent in wei.
TABLE = {
    "copilot": (1, 10, 10, 15, 7_350_000 * ROAD),
    "foundation": (11, 14, 4, 10, 12_250_000 * ROAD),
    "archetype": (15, 1187, 1173, 60, 250_639_386189258312020460),
    "specialized": (1188, 1246, 59, 10, 830_508_474576271186440677),
    "service": (1247, 1250, 4, 5, 6_125_000 * ROAD),
}
SHARE = 490_000_000 * ROAD
DUST = 477


def vested(agent_id: int, quarters: int) -> int:
    """The formula once more."""
    size, percent = next((n, p) for first, last, n, p, _ in TABLE.values() if first <= agent_id <= last)
    return SHARE * percent * quarters // (100 * 4 * size)


@pytest.mark.parametrize("category", TABLE)
def test_entitlement_of__category__keeps_the_table(system: System, category: str) -> None:
    first, last, size, percent, share = TABLE[category]
    assert last - first + 1 == size
    assert share == SHARE * percent // 100 // size
    for agent_id in (first, last):
        assert system.treasury.entitlementOf(agent_id) == share


@pytest.mark.parametrize("agent_id", [0, COHORT + 1, 2**256 - 1])
def test_entitlement_of__no_genesis_agent__keeps_zero(system: System, agent_id: int) -> None:
    treasury = system.treasury
    views = (treasury.entitlementOf, treasury.vestedOf, treasury.releasedOf, treasury.releasableOf)
    assert [view(agent_id) for view in views] == [0, 0, 0, 0]


def test_outstanding__all_agents__keeps_477_wei_of_dust(system: System) -> None:
    """R11, invariant 35."""
    shares = sum(size * share for _, _, size, _, share in TABLE.values())
    assert SHARE - shares == DUST
    assert system.treasury.outstanding() == shares
    assert system.token.balanceOf(system.treasury) == SHARE


@pytest.mark.parametrize("category", TABLE)
@pytest.mark.parametrize(
    ("seconds", "quarters"),
    [
        (0, 1),
        (90 * DAY - 1, 1),
        (90 * DAY, 2),
        (90 * DAY + 1, 2),
        (180 * DAY - 1, 2),
        (180 * DAY, 3),
        (270 * DAY - 1, 3),
        (270 * DAY, 4),
        (270 * DAY + 1, 4),
        (3650 * DAY, 4),
    ],
)
def test_vested_of__boundary__sets_the_quarters(
    system: System, category: str, seconds: int, quarters: int
) -> None:
    """V1."""
    agent_id, treasury = TABLE[category][0], system.treasury
    at = treasury.activatedAt() + seconds
    assert treasury.vestedOf(agent_id, at=at) == vested(agent_id, quarters)
    assert treasury.releasableOf(agent_id, at=at) == vested(agent_id, quarters)
    assert treasury.releasedOf(agent_id, at=at) == 0


def test_vested_of__not_activated__keeps_zero(sealed: System) -> None:
    """V1: before the start."""
    for agent_id in (1, COHORT):
        assert sealed.treasury.vestedOf(agent_id) == sealed.treasury.releasableOf(agent_id) == 0
        assert sealed.treasury.entitlementOf(agent_id) > 0


def test_constants__first_day__keeps_limits_and_peers(system: System) -> None:
    treasury = system.treasury
    assert (treasury.MAX_BATCH(), treasury.MONTHLY_REWARDS()) == (250, 100_000 * ROAD)
    assert (treasury.TOKEN(), treasury.REGISTRY()) == (system.token.address, system.registry.address)
    assert treasury.GUARDIANSHIP() == system.guardianship.address
    assert treasury.authority() == system.authority.address
    assert (treasury.version(), treasury.rewardReserve(), treasury.rewardedOf(1)) == ("1.0.0", 0, 0)
