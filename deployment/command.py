"""A command on the network that is chosen: it makes sure of the node first, and never tells its URL."""

import os
import re
from typing import Any, cast

import requests
from ape.api import ProviderAPI
from ape.cli import ConnectedProviderCommand
from click import Context
from web3 import HTTPProvider
from web3.exceptions import Web3RPCError
from web3.types import RPCEndpoint

from deployment.errors import EndpointFailed, EndpointOfOtherChain, EndpointUnset

PROBE_SECONDS = 20
LEAST_SECRET = 8  # characters of a part of a URL that is not told
FORK = "-fork"


class NetworkCommand(ConnectedProviderCommand):
    """Refuses a public network without a URL, with one that does not answer, or with another chain's."""

    def invoke(self, ctx: Context) -> Any:
        """See click.Command."""
        provider = cast(ProviderAPI, ctx.params["network"])
        network = f"{provider.network.ecosystem.name}:{provider.network.name}"
        try:
            if not provider.network.is_dev:
                check_endpoint(provider, network)
            return super().invoke(ctx)
        except requests.RequestException as error:  # its message holds the URL
            raise EndpointFailed(network, _plain(error)) from None
        except Web3RPCError as error:
            raise EndpointFailed(network, _without(_url(provider), error.message)) from None


def variable_of(provider: ProviderAPI) -> str:
    """The environment variable that ape-config.yaml takes a network's URL from."""
    network = provider.network
    return f"{network.ecosystem.name}_{network.name.removesuffix(FORK)}_RPC".upper()


def check_endpoint(provider: ProviderAPI, network: str) -> None:
    """Ask the node for its chain id. Raises EndpointUnset, EndpointFailed and EndpointOfOtherChain."""
    url = _url(provider)
    if url is None:
        raise EndpointUnset(network, variable_of(provider))
    try:
        node = HTTPProvider(
            url, request_kwargs={"timeout": PROBE_SECONDS}, exception_retry_configuration=None
        )
        found = int(node.make_request(RPCEndpoint("eth_chainId"), [])["result"], 16)
    except requests.RequestException as error:
        raise EndpointFailed(network, _plain(error)) from None
    except (ValueError, KeyError, TypeError):
        raise EndpointFailed(network, "what answers is no JSON-RPC node") from None
    if found != provider.network.chain_id:
        raise EndpointOfOtherChain(network, provider.network.chain_id, found)


def _url(provider: ProviderAPI) -> str | None:
    """The URL on the command line, or of the environment."""
    given = provider.provider_settings.get("uri")
    return given or os.environ.get(variable_of(provider)) or None


def _without(url: str | None, message: str) -> str:
    """What a node says, without its URL or a part of it that may be a key."""
    for part in sorted({url or "", *re.split(r"[/?&=@:]+", url or "")}, key=len, reverse=True):
        if len(part) >= LEAST_SECRET:
            message = message.replace(part, "…")
    return message


def _plain(error: requests.RequestException) -> str:
    """What went wrong, in words that hold no URL."""
    status = error.response.status_code if error.response is not None else None
    if status is not None:
        return f"HTTP status {status}"
    if isinstance(error, requests.Timeout):
        return "it took too long"
    return "no connection" if isinstance(error, requests.ConnectionError) else type(error).__name__
