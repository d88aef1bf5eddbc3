"""What Graph Node asks of IPFS: whether it is there. The files of the subgraph it reads from the disk."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

VERSION = b'{"Version": "0"}'


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        if self.path != "/api/v0/version":
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Length", str(len(VERSION)))
        self.end_headers()
        self.wfile.write(VERSION)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def ipfs() -> Iterator[str]:
    """Serve on a free port of 127.0.0.1; yields the address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
