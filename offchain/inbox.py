"""What others have signed: JSON files in a folder, or a list from an endpoint, checked before use."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import requests

from offchain.exits import ConfigError, EndpointsError
from offchain.log import Log

T = TypeVar("T")
MAX_BYTES = 8 * 2**20  # of a file or an answer
MAX_MESSAGES = 20_000


def read_inbox(source: str | None, parse: Callable[[dict[str, Any]], T], seconds: float, log: Log) -> list[T]:
    """The usable messages; what is not is named in the log and does no harm to the others."""
    if source is None:
        raise ConfigError("the inbox is not set: name a folder or a URL")
    documents = _fetched(source, seconds, log) if "://" in source else _files(Path(source), log)
    usable: list[T] = []
    for name, document in documents:
        messages: Sequence[Any] = document if isinstance(document, list) else [document]
        for message in messages[: MAX_MESSAGES - len(usable)]:
            try:
                usable.append(parse(message))
            except (KeyError, ValueError, TypeError, AttributeError) as error:
                log.warning("unusable message", source=name, reason=type(error).__name__)
    return usable


def whole(value: Any, bits: int = 256) -> int:
    """A number, as JSON or as decimal text, since JavaScript's are too short."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError("no whole number")
    number = int(value)
    if not 0 <= number < 1 << bits:
        raise ValueError("out of range")
    return number


def octets(value: Any, most: int, exactly: int | None = None) -> bytes:
    """Bytes in hex."""
    if not isinstance(value, str) or not value.startswith("0x"):
        raise ValueError("no hex")
    data = bytes.fromhex(value[2:])
    if len(data) > most or (exactly is not None and len(data) != exactly):
        raise ValueError("of another length")
    return data


def _files(folder: Path, log: Log) -> list[tuple[str, Any]]:
    if not folder.is_dir():
        raise ConfigError(f"{folder} is no folder")
    documents = []
    for path in sorted(folder.glob("*.json")):
        try:
            if path.stat().st_size > MAX_BYTES:
                raise ValueError("too large")
            documents.append((path.name, json.loads(path.read_text(encoding="utf-8"))))
        except (OSError, ValueError) as error:
            log.warning("unusable file", source=path.name, reason=type(error).__name__)
    return documents


def _fetched(url: str, seconds: float, log: Log) -> list[tuple[str, Any]]:
    log.hide(url)
    try:
        with requests.get(url, timeout=seconds, stream=True, allow_redirects=False) as response:
            content = response.raw.read(MAX_BYTES + 1, decode_content=True)
            if response.status_code != requests.codes.ok or len(content) > MAX_BYTES:
                raise EndpointsError(f"the inbox answers {response.status_code} with {len(content)} bytes")
            return [("endpoint", json.loads(content))]
    except (requests.RequestException, OSError, ValueError) as error:
        raise EndpointsError(f"the inbox does not answer: {type(error).__name__}") from None
