"""A fork of a public network: a private node, but its keys, books and signatures are the public network's."""

from pathlib import Path

from deployment.chain import Chain
from deployment.errors import ForkedNetwork
from deployment.record import book_path


def check_not_forked(chain: Chain, path: Path | None) -> None:
    """Let a command sign and write, unless it would with the network's own book on a fork of the network.

    What only reads uses that book on a fork, too. Raises ForkedNetwork.
    """
    network = chain.provider.network
    if path is not None and network.is_fork and path.resolve() == book_path(chain, None).resolve():
        raise ForkedNetwork(network.name, str(path))
