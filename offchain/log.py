"""Structured logs on standard error: one JSON object a line, short, without secrets, repeats counted."""

import json
import re
import sys
import time
from collections.abc import Iterable
from typing import Any, TextIO

MAX_LINE = 4_000  # characters
MAX_REPEATS = 5  # of one message in a run
HIDDEN = "[hidden]"
# user:password@ and the path or query of a URL, in which endpoints and messengers have their keys
_URL = re.compile(
    r"\b([a-z][a-z0-9+.-]*://)([^\s/@'\"]+@)?([^\s/?#'\"]+)([/?#][^\s'\",)\]}]*)?", re.IGNORECASE
)


class Log:
    """The log of one run. `secrets` never reach it in any form that holds them whole."""

    def __init__(self, stream: TextIO | None = None, secrets: Iterable[str] = (), **fields: Any) -> None:
        self._stream, self._fields = stream or sys.stderr, fields
        self._secrets = {secret for secret in secrets if secret}
        self._seen: dict[str, int] = {}

    def hide(self, *secrets: str) -> None:
        """Never show these."""
        self._secrets.update(secret for secret in secrets if secret)

    def info(self, message: str, **fields: Any) -> None:
        """Something happened."""
        self._write("info", message, fields)

    def warning(self, message: str, **fields: Any) -> None:
        """Something that the run deals with by itself."""
        self._write("warning", message, fields)

    def error(self, message: str, **fields: Any) -> None:
        """Something that ends the run or needs a person."""
        self._write("error", message, fields)

    def redacted(self, text: str) -> str:
        """A text without secrets: known ones, and whatever in a URL follows or precedes the host."""
        for secret in sorted(self._secrets, key=len, reverse=True):
            text = text.replace(secret, HIDDEN)
        return _URL.sub(lambda found: found[1] + found[3], text)

    def close(self) -> None:
        """Tell what was left out."""
        for message, count in self._seen.items():
            if count > MAX_REPEATS:
                self._emit({"level": "info", "message": "repeated", "what": message, "times": count})

    def _write(self, level: str, message: str, fields: dict[str, Any]) -> None:
        self._seen[message] = self._seen.get(message, 0) + 1
        if self._seen[message] <= MAX_REPEATS:
            self._emit({"level": level, "message": message, **fields})

    def _emit(self, line: dict[str, Any]) -> None:
        at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        text = self.redacted(json.dumps({"at": at, **self._fields, **line}, default=str))
        if len(text) > MAX_LINE:
            cut = {"level": line["level"], "message": line["message"], "cut": text[: MAX_LINE // 2]}
            text = json.dumps({"at": at, **self._fields, **cut})
        try:
            self._stream.write(text + "\n")
            self._stream.flush()
        except OSError:  # a full disk or a closed pipe never stops the work
            return
