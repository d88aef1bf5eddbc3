"""A JSON-RPC proxy before a node: fails as real endpoints do, and is as strict as geth about replacements.

A fault is a function of the request; the first one that answers wins.
"""

import json
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from eth_account import Account
from eth_account.typed_transactions import TypedTransaction
from eth_utils import keccak
from hexbytes import HexBytes

Body = dict[str, Any] | list[dict[str, Any]]


@dataclass
class Answer:
    """What goes back: a body as it stands, or nothing (the connection breaks)."""

    body: bytes | None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    drip: float = 0.0  # seconds between bytes


Fault = Callable[["Proxy", list[dict[str, Any]]], "Answer | None"]


class Proxy:
    """One endpoint. Count of requests by method in `asked`, raw transactions in `sent`."""

    def __init__(self, upstream: str, *, strict: bool = True) -> None:
        parts = urlsplit(upstream)
        self._upstream = (parts.hostname or "127.0.0.1", parts.port or 80)
        self.strict = strict
        self.faults: list[Fault] = []
        self.asked: Counter[str] = Counter()
        self.sent: list[str] = []
        self.requests = 0
        self._pool: dict[tuple[str, int], tuple[int, int]] = {}  # highest fees by sender and nonce
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # else each answer waits for an acknowledgement, 40 ms

            def do_POST(self) -> None:
                content = self.rfile.read(int(self.headers["Content-Length"]))
                proxy._answer(self, content)

            def log_message(self, *_: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 64

            def handle_error(self, *_: Any) -> None:
                pass  # the keeper hung up

        self._server = Server(("127.0.0.1", 0), Handler)
        self.uri = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def fail(self, fault: Fault, *, times: int | None = None, after: int = 0) -> None:
        """Add a fault that strikes `times` times, after it has let pass `after` requests."""
        left, skip = [times], [after]

        def limited(proxy: "Proxy", requests: list[dict[str, Any]]) -> "Answer | None":
            if left[0] == 0:
                return None
            answer = fault(proxy, requests)
            if answer is None:
                return None
            if skip[0] > 0:
                skip[0] -= 1
                return None
            if left[0] is not None:
                left[0] -= 1
            return answer

        self.faults.append(limited)

    def forward(self, body: Body) -> bytes:
        """What the node answers."""
        connection = HTTPConnection(*self._upstream, timeout=60)
        connection.request("POST", "/", json.dumps(body), {"Content-Type": "application/json"})
        content = connection.getresponse().read()
        connection.close()
        return content

    def _answer(self, handler: BaseHTTPRequestHandler, content: bytes) -> None:
        body: Body = json.loads(content)
        requests = body if isinstance(body, list) else [body]
        with self._lock:
            self.requests += 1
            self.asked.update(request["method"] for request in requests)
            answer = next((a for f in list(self.faults) if (a := f(self, requests)) is not None), None)
            for request in requests:
                if request["method"] == "eth_sendRawTransaction":
                    self.sent.append(request["params"][0])
                    answer = answer or self._underpriced(request)
        if answer is None:
            answer = Answer(self.forward(body))
        self._write(handler, answer)

    def _write(self, handler: BaseHTTPRequestHandler, answer: Answer) -> None:
        if answer.delay:
            time.sleep(answer.delay)
        if answer.body is None:
            handler.connection.shutdown(socket.SHUT_RDWR)
            handler.close_connection = True
            return
        handler.send_response(answer.status)
        for name, value in {"Content-Type": "application/json", **answer.headers}.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(answer.body)))
        handler.end_headers()
        if not answer.drip:
            handler.wfile.write(answer.body)
            return
        for byte in answer.body:
            handler.wfile.write(bytes([byte]))
            handler.wfile.flush()
            time.sleep(answer.drip)

    def _underpriced(self, request: dict[str, Any]) -> Answer | None:
        """Geth's rule, which Anvil does not have: a replacement pays a tenth more on both fees."""
        if not self.strict:
            return None
        raw = HexBytes(request["params"][0])
        fields = TypedTransaction.from_bytes(raw).as_dict()
        place = (Account.recover_transaction(raw), fields["nonce"])
        fees = (fields["maxFeePerGas"], fields["maxPriorityFeePerGas"])
        known = self._pool.get(place)
        if (
            known is not None
            and fees != known
            and any(new * 10 < old * 11 for new, old in zip(fees, known, strict=True))
        ):
            return Answer(error(request, -32000, "replacement transaction underpriced"))
        self._pool[place] = max(known or (0, 0), fees)
        return None


# --- Faults ---


def error(request: dict[str, Any], code: int, message: str, data: str | None = None) -> bytes:
    """A JSON-RPC error."""
    fields = {"code": code, "message": message, **({"data": data} if data else {})}
    return json.dumps({"jsonrpc": "2.0", "id": request["id"], "error": fields}).encode()


def answer(request: dict[str, Any], value: Any) -> bytes:
    """A JSON-RPC result."""
    return json.dumps({"jsonrpc": "2.0", "id": request["id"], "result": value}).encode()


def on(method: str, reply: Callable[["Proxy", dict[str, Any]], "Answer"]) -> Fault:
    """A fault of one method, in single requests."""
    return lambda proxy, requests: reply(proxy, requests[0]) if requests[0]["method"] == method else None


def always(reply: Answer) -> Fault:
    """A fault of every request."""
    return lambda proxy, requests: reply


def before(method: str, act: Callable[[dict[str, Any]], Any], *, times: int = 1) -> Fault:
    """Something happens elsewhere before a request of this method goes on to the node."""
    left = [times]

    def strike(proxy: "Proxy", requests: list[dict[str, Any]]) -> None:
        if requests[0]["method"] == method and left[0]:
            left[0] -= 1
            act(requests[0])

    return strike


def accepted_then_lost(proxy: "Proxy", request: dict[str, Any]) -> Answer:
    """The node takes it, and its answer never arrives."""
    proxy.forward(request)
    return Answer(None)


def swallowed(proxy: "Proxy", request: dict[str, Any]) -> Answer:
    """The endpoint answers with the hash and forgets the transaction."""
    return Answer(answer(request, "0x" + keccak(hexstr=request["params"][0]).hex()))


def refused(code: int, message: str) -> Callable[["Proxy", dict[str, Any]], Answer]:
    """The node refuses in these words."""
    return lambda proxy, request: Answer(error(request, code, message))


def result(value: Any) -> Callable[["Proxy", dict[str, Any]], Answer]:
    """The endpoint answers something else than the node."""
    return lambda proxy, request: Answer(answer(request, value))
