"""How the desk says numbers, times and texts."""

from datetime import UTC, datetime
from decimal import Decimal

ROAD = 10**18
DAY = 86_400
SHOWN = 600  # characters of a text that somebody else wrote


def when(timestamp: int) -> str:
    """A time, in UTC."""
    try:
        return f"{datetime.fromtimestamp(timestamp, UTC):%Y-%m-%d %H:%M:%S} UTC"
    except (OverflowError, ValueError):
        return f"{timestamp} (no date)"


def span(seconds: int) -> str:
    """A span of time, in the largest unit that leaves it above 1."""
    for name, size in (("days", DAY), ("hours", 3_600), ("minutes", 60)):
        if abs(seconds) > size:
            return f"{seconds / size:.1f} {name}"
    return f"{seconds} seconds"


def amount(wei: int) -> str:
    """An exact amount of ROAD."""
    whole = f"{Decimal(wei) / ROAD:,.18f}".rstrip("0").rstrip(".")
    return f"{whole} ROAD"


def coins(wei: int) -> str:
    """An exact amount of the chain's own coin."""
    return amount(wei).replace("ROAD", "ETH")


def printable(text: str) -> str:
    """A text of somebody else, without what a terminal would obey."""
    cleaned = "".join(letter if letter.isprintable() else " " for letter in text)
    return cleaned if len(cleaned) <= SHOWN else cleaned[:SHOWN] + "…"
