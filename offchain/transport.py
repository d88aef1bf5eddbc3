"""One JSON-RPC endpoint, as a web3 provider that is strict: one attempt, one deadline, checked answers."""

import base64
import http.client
import json
import socket
import ssl
import threading
import time
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from web3 import Web3
from web3.eth import Eth
from web3.providers.rpc import HTTPProvider
from web3.types import RPCEndpoint, RPCResponse

from offchain.answers import Answer, classify

MAX_BYTES = 64 * 2**20  # of an answer
MAX_TEXT = 300  # of a node's message that is kept
RETRY_AFTER = (429, 503)
BATCH_REFUSED = "batch refused"  # as too large
Request = tuple[str, Sequence[Any]]


class Fault(Exception):
    """The endpoint gave no usable answer; says nothing about what was asked."""

    def __init__(self, endpoint: str, kind: str, retry_after: float = 0.0) -> None:
        self.endpoint, self.kind, self.retry_after = endpoint, kind, retry_after
        super().__init__(f"{endpoint}: {kind}")


class Refusal(Exception):
    """The node understood and refuses, or the contract does."""

    def __init__(self, message: str, code: int | None, data: bytes) -> None:
        self.message, self.code, self.data = message[:MAX_TEXT], code, data
        self.answer = classify(message, code)
        super().__init__(self.message)


class Endpoint(HTTPProvider):
    """A node behind a URL. Only its host and number are ever named: a URL can hold a secret.

    web3's own retries are off: a transaction is sent again by the sender alone, which has noted its bytes.
    """

    def __init__(self, url: str, number: int = 1, *, seconds: float = 10.0, per_second: float = 25.0) -> None:
        super().__init__(url, exception_retry_configuration=None)
        parts = urlsplit(url)
        self.host = parts.hostname or "?"
        self.name = f"{self.host}#{number}"
        self.global_ccip_read_enabled = False  # a contract's answer makes no request of ours
        self.eth: Eth = Web3(self, middleware=[]).eth
        self.requests = 0
        self.busy_seconds = 0.0
        self.faults: dict[str, int] = {}
        self._tls = parts.scheme == "https"
        self._port = parts.port or (443 if self._tls else 80)
        self._path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._headers = {"Content-Type": "application/json", **_authorization(parts.username, parts.password)}
        self._seconds, self._pause = seconds, 1 / per_second
        self._connection: http.client.HTTPConnection | None = None
        self._next_at = 0.0
        self._id = 0

    def make_request(self, method: RPCEndpoint, params: Any) -> RPCResponse:
        """Ask once; raises Fault or Refusal."""
        self._id += 1
        body = {"jsonrpc": "2.0", "id": self._id, "method": method, "params": params}
        answer = self._exchange(json.dumps(body).encode())
        return {"jsonrpc": "2.0", "id": self._id, "result": self._result(answer, self._id)}

    def ask(self, method: str, *params: Any) -> Any:
        """The result of one request."""
        return self.make_request(RPCEndpoint(method), list(params))["result"]

    def ask_many(self, requests: Sequence[Request]) -> list[Any]:
        """Results of a batch in the order of its requests, matched by id; a refusal stands as itself."""
        first = self._id + 1
        self._id += len(requests)
        body = [
            {"jsonrpc": "2.0", "id": first + place, "method": method, "params": list(params)}
            for place, (method, params) in enumerate(requests)
        ]
        answers = self._exchange(json.dumps(body).encode())
        if not isinstance(answers, list):
            raise self._fault(BATCH_REFUSED if "batch" in str(answers).lower() else "no batch")
        by_id = {one.get("id"): one for one in answers if isinstance(one, dict)}
        results: list[Any] = []
        for place in range(len(requests)):
            if first + place not in by_id or len(answers) != len(requests):
                raise self._fault("incomplete batch")
            try:
                results.append(self._result(by_id[first + place], first + place))
            except Refusal as refusal:
                results.append(refusal)
        return results

    def _result(self, answer: Any, number: int) -> Any:
        if not isinstance(answer, dict) or answer.get("id") != number:
            raise self._fault("another request's answer")
        error = answer.get("error")
        if error is not None:
            raise self._refusal(error)
        if "result" not in answer:
            raise self._fault("neither result nor error")
        return answer["result"]

    def _refusal(self, error: Any) -> Exception:
        if not isinstance(error, dict) or not isinstance(error.get("message"), str):
            return self._fault("malformed error")
        data, code = error.get("data"), error.get("code")
        raw = bytes.fromhex(data[2:]) if isinstance(data, str) and _is_hex(data) else b""
        refusal = Refusal(error["message"], code if isinstance(code, int) else None, raw)
        if refusal.answer is Answer.ENDPOINT:
            self._count(f"refused {code}")
        return refusal

    def _exchange(self, body: bytes) -> Any:
        """Send and receive within one deadline, however slowly the bytes drip."""
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
        except (OSError, http.client.HTTPException, ValueError) as error:
            connection.close()
            late = time.monotonic() - began >= self._seconds
            raise self._fault("timeout" if late else type(error).__name__) from None
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
            raise self._fault(f"http {response.status}", wait)
        try:
            return json.loads(content)
        except ValueError:
            raise self._fault("no JSON") from None

    def _connect(self) -> http.client.HTTPConnection:
        if self._tls:
            context = ssl.create_default_context()
            return http.client.HTTPSConnection(self.host, self._port, timeout=self._seconds, context=context)
        return http.client.HTTPConnection(self.host, self._port, timeout=self._seconds)

    def _fault(self, kind: str, retry_after: float = 0.0) -> Fault:
        self._count(kind)
        return Fault(self.name, kind, retry_after)

    def _count(self, kind: str) -> None:
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


def _is_hex(text: str) -> bool:
    return (
        text.startswith("0x") and len(text) % 2 == 0 and all(c in "0123456789abcdefABCDEF" for c in text[2:])
    )
