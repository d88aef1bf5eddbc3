"""Bytes that a person writes in hexadecimal, with 0x or without."""

from office.errors import BadHex


def from_hex(text: str, kind: str, length: int | None = None) -> bytes:
    """Bytes of a text, as many as asked for; `kind` is what it should be. Raises BadHex."""
    try:
        found = bytes.fromhex(text.removeprefix("0x"))
    except ValueError as error:
        raise BadHex(text, kind) from error
    if length is not None and len(found) != length:
        raise BadHex(text, kind)
    return found
