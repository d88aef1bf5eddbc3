"""A web server that answers with one JSON document."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any


@contextmanager
def serving(document: Any, status: int = 200, heard: list[Any] | None = None) -> Iterator[str]:
    """The URL at which it stands; `heard` gets what is posted to it."""
    content = document if isinstance(document, bytes) else json.dumps(document).encode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def do_POST(self) -> None:
            posted = self.rfile.read(int(self.headers["Content-Length"]))
            if heard is not None:
                heard.append(json.loads(posted))
            self.do_GET()

        do_PUT = do_POST  # noqa: N815

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/secret-path"
    finally:
        server.shutdown()
        server.server_close()
