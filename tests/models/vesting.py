"""Who vests what and when: the agents' quarters and the guardian's three years, in wei."""

from datetime import UTC, datetime

ROAD = 10**18
DAY = 86_400
YEAR = 365 * DAY
QUARTER = 90 * DAY
GUARDIAN_SHARE = 510_000_000 * ROAD
COLLECTIVE_SHARE = 490_000_000 * ROAD
DUST = 477

# Category: last id of the genesis cohort, agents, per cent of the collective's share.
TERMS = [(10, 10, 15), (14, 4, 10), (1187, 1173, 60), (1246, 59, 10), (1250, 4, 5)]
COHORT = 1250


def category_of(agent_id: int) -> int:
    """Place of a genesis agent's category in TERMS."""
    return next(place for place, (last, _, _) in enumerate(TERMS) if agent_id <= last)


def pool_of(category: int) -> int:
    return COLLECTIVE_SHARE * TERMS[category][2] // 100


def agent_vested(agent_id: int, quarters: int) -> int:
    """Floor of the cumulative amount after so many of four quarters."""
    if not 1 <= agent_id <= COHORT:
        return 0
    category = category_of(agent_id)
    return pool_of(category) * quarters // (4 * TERMS[category][1])


def entitlement(agent_id: int) -> int:
    return agent_vested(agent_id, 4)


def quarters_after(elapsed: int, divisor: int = 1) -> int:
    """One at once, then one each 90 days, four at most."""
    return min(4, 1 + elapsed // (QUARTER // divisor))


def guardian_vested(elapsed: int, divisor: int = 1) -> int:
    """10 % at once, then 20 %, 30 % and 40 % evenly over one year each."""
    year = YEAR // divisor
    parts = sum(
        percent * min(max(elapsed - number * year, 0), year) for number, percent in enumerate((20, 30, 40))
    )
    return (GUARDIAN_SHARE * 10 * year + GUARDIAN_SHARE * parts) // (100 * year)


def month_of(timestamp: int) -> int:
    """12 times the year and the month, UTC."""
    date = datetime.fromtimestamp(timestamp, UTC)
    return date.year * 12 + date.month
