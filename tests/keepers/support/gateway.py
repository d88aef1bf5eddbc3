"""A GraphQL server that gives the answers that it was given, the last one again and again."""

import json
from http.server import BaseHTTPRequestHandler
from typing import Any

from .proxy import Answer, Proxy


class Gateway(Proxy):
    """One endpoint. What was asked stands in `bodies`, with which headers in `headers`."""

    def __init__(self, *answers: Answer | dict[str, Any]) -> None:
        super().__init__("http://127.0.0.1")
        self._answers = [one if isinstance(one, Answer) else told(one) for one in answers]
        self.bodies: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []

    def _answer(self, handler: BaseHTTPRequestHandler, content: bytes) -> None:
        self.bodies.append(json.loads(content))
        self.headers.append(dict(handler.headers))
        self._write(handler, self._answers.pop(0) if len(self._answers) > 1 else self._answers[0])


def told(document: Any, status: int = 200, **headers: str) -> Answer:
    """A whole answer."""
    return Answer(json.dumps(document).encode(), status, headers)


def data(**fields: Any) -> Answer:
    """The data of a query."""
    return told({"data": fields})


def refused(*messages: str, **fields: Any) -> Answer:
    """What Graph Node says of a query that it does not answer, or answers in part."""
    return told({"data": fields or None, "errors": [{"message": message} for message in messages]})


def at(number: int, block_hash: str, *, failed: bool = False, **fields: Any) -> Answer:
    """How far a subgraph is, beside the data of a query."""
    place = {"number": number, "hash": block_hash}
    return data(_meta={"hasIndexingErrors": failed, "block": place}, **fields)
