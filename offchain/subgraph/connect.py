"""The subgraph of the settings, and the chain that it is measured by."""

from offchain.chain import Block, Chain, block_at
from offchain.log import Log
from offchain.settings import Settings, read_secret
from offchain.subgraph.client import Blocks, Subgraph
from offchain.subgraph.errors import SubgraphUnset


def subgraph_of(settings: Settings, log: Log) -> Subgraph:
    """The one that the settings name; raises ConfigError."""
    if settings.subgraph is None:
        raise SubgraphUnset
    url = settings.subgraph.get_secret_value()
    token = read_secret(settings.subgraph_token_file) if settings.subgraph_token_file else None
    log.hide(url, token or "")
    return Subgraph(url, token=token, seconds=settings.request_seconds)


def blocks_of(chain: Chain) -> Blocks:
    """Blocks as the endpoints have them."""

    def block(which: str | int) -> Block:
        return chain.endpoints.read(lambda endpoint: block_at(endpoint, which))

    return block
