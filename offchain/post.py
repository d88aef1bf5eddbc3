"""POST of JSON to one URL, strict: one attempt, one deadline, checked answers."""

import base64
import http.client
import json
import socket
import ssl
import threading
import time
from typing import Any
from urllib.parse import urlsplit

MAX_BYTES = 64 * 2**20  # of an answer
RETRY_AFTER = (429, 503)


class Fault(Exception):
    """The endpoint gave no usable answer; says nothing about what was asked."""

    def __init__(self, endpoint: str, kind: str, retry_after: float = 0.0) -> None:
        self.endpoint, self.kind, self.retry_after = endpoint, kind, retry_after
        super().__init__(f"{endpoint}: {kind}")


class Post:
    """A server behind a URL. Only its host is ever named: URL and token can hold a secret.

    `mark` follows the host in its name; `token` goes along as a bearer's.
    """

    def __init__(
        self, url: str, mark: str = "", *, seconds: float, per_second: float, token: str | None = None
    ) -> None:
        parts = urlsplit(url)
        self.host = parts.hostname or "?"
        self.name = f"{self.host}{mark}"
        self.requests = 0
        self.busy_seconds = 0.0
        self.faults: dict[str, int] = {}
        self._tls = parts.scheme == "https"
        self._port = parts.port or (443 if self._tls else 80)
        self._path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._headers = {"Content-Type": "application/json", **_authorization(parts.username, parts.password)}
        if token is not None:
            self._headers["Authorization"] = f"Bearer {token}"
        self._seconds, self._pause = seconds, 1 / per_second
        self._connection: http.client.HTTPConnection | None = None
        self._next_at = 0.0

    def exchange(self, body: bytes) -> Any:
        """Send and receive within one deadline, however slowly the bytes drip; raises Fault."""
        time.sleep(max(0.0, self._next_at - time.monotonic()))
        began = time.monotonic()
        self._next_at = began + self._pause
        self.requests += 1
        connection = self._connection or self._connect()
        watchdog = threading.Timer(self._seconds, _abort, [connection])
        watchdog.daemon = True
        watchdog.start()
        self._connection = None  # kept only after a whole answer
        try:
            connection.request("POST", self._path, body, self._headers)
            response = connection.getresponse()
            content = response.read(MAX_BYTES + 1)
            if response.length and len(content) <= MAX_BYTES:  # which a read of so many bytes does not tell
                raise http.client.IncompleteRead(content, response.length)
        except (OSError, http.client.HTTPException, ValueError) as error:
            connection.close()
            late = time.monotonic() - began >= self._seconds
            raise self.fault("timeout" if late else type(error).__name__) from None
        finally:
            watchdog.cancel()
            self.busy_seconds += time.monotonic() - began
        if response.will_close or len(content) > MAX_BYTES:
            connection.close()
        else:
            self._connection = connection
        return self._parsed(response, content)

    def _parsed(self, response: http.client.HTTPResponse, content: bytes) -> Any:
        if response.status != http.client.OK:
            wait = _seconds_of(response.getheader("Retry-After")) if response.status in RETRY_AFTER else 0.0
            raise self.fault(f"http {response.status}", wait)
        try:
            return json.loads(content)
        except ValueError:
            raise self.fault("no JSON") from None

    def _connect(self) -> http.client.HTTPConnection:
        if self._tls:
            context = ssl.create_default_context()
            return http.client.HTTPSConnection(self.host, self._port, timeout=self._seconds, context=context)
        return http.client.HTTPConnection(self.host, self._port, timeout=self._seconds)

    def fault(self, kind: str, retry_after: float = 0.0) -> Fault:
        """Count one, and give it to be raised."""
        self.count(kind)
        return Fault(self.name, kind, retry_after)

    def count(self, kind: str) -> None:
        """Remember that something went wrong."""
        self.faults[kind] = self.faults.get(kind, 0) + 1


def _abort(connection: http.client.HTTPConnection) -> None:
    if connection.sock is not None:
        try:
            connection.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return


def _authorization(user: str | None, password: str | None) -> dict[str, str]:
    if user is None:
        return {}
    token = f"{user}:{password or ''}".encode()
    return {"Authorization": "Basic " + base64.b64encode(token).decode()}


def _seconds_of(header: str | None) -> float:
    return float(header) if header and header.isdecimal() else 1.0
