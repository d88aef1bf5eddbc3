"""A local chain of our own."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from ape import networks

from deployment.chain import Chain
from deployment.errors import PortTaken

JOIN = "APE_FOUNDRY_HOST"  # with this Ape joins a node that runs already


@contextmanager
def private_chain(port: int | None = None) -> Iterator[Chain]:
    """Run an Anvil of our own, on a free port unless one is named, and end it.

    Raises PortTaken.
    """
    if port is not None and not is_free(port):
        raise PortTaken(port)
    joined = os.environ.pop(JOIN, None)
    host = f"http://127.0.0.1:{port}" if port else "auto"
    try:
        with networks.ethereum.local.use_provider(
            "foundry", provider_settings={"host": host}, disconnect_after=True
        ) as provider:
            yield Chain(provider)
    finally:
        if joined is not None:
            os.environ[JOIN] = joined


def is_free(port: int) -> bool:
    """Whether nobody listens on a port of 127.0.0.1."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
