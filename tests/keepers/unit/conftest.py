"""No test here reaches a network."""

import socket
from typing import Any

import pytest


class NetworkReached(Exception):
    """A unit test tried to connect."""


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise NetworkReached

    monkeypatch.setattr(socket.socket, "connect", refuse)
