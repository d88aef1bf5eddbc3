"""Values as the subgraph writes them, in the form in which the chain answers."""

from datetime import UTC, datetime

NOBODY = "0x" + "00" * 20
DAY = 86_400


def number(reference: str | None) -> int:
    """Number of the entity that is referred to; 0 for none."""
    return int(reference or 0)


def raw(text: str) -> bytes:
    """Bytes."""
    return bytes.fromhex(text.removeprefix("0x"))


def word(text: str) -> bytes:
    """Short text as the chain keeps it."""
    return text.encode().ljust(32, b"\0")


def protocol_time(now: int, start: int, divisor: int) -> int:
    """The protocol's time, which left the clock's at `start`."""
    return start + (now - start) * divisor


def month_of(time: int) -> int:
    """Twelve times the year, and the month from 1 to 12, UTC."""
    date = datetime.fromtimestamp(time, UTC)
    return date.year * 12 + date.month
