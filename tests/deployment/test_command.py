"""A command on a public network, when its node fails: what is told, and what is not.

invoke: the node refuses | no connection | an HTTP status ── EndpointFailed, without the URL or a part of it
"""

from types import SimpleNamespace

import click
import pytest
import requests
from ape.cli import ConnectedProviderCommand
from web3.exceptions import Web3RPCError

from deployment.command import NetworkCommand
from deployment.errors import EndpointFailed

KEY = "0a1b2c3d4e5f60718293"
URL = f"https://user:secret-word@node.example/v3/{KEY}?token=another-key"


def refused(status: int) -> requests.HTTPError:
    response = requests.Response()
    response.status_code = status
    return requests.HTTPError(f"{status} for url: {URL}", response=response)


@pytest.mark.parametrize(
    ("failure", "told"),
    [
        (Web3RPCError("header not found"), "header not found"),
        (Web3RPCError(f"project {KEY} is over its limit at {URL}"), "project … is over its limit at …"),
        (Web3RPCError("token another-key of secret-word"), "token … of …"),
        (requests.ConnectionError(f"refused: {URL}"), "no connection"),
        (requests.Timeout(URL), "it took too long"),
        (refused(429), "HTTP status 429"),
    ],
)
def test_invoke__node_fails__reverts_without_its_url(
    monkeypatch: pytest.MonkeyPatch, failure: Exception, told: str
) -> None:
    def fail(command: NetworkCommand, context: click.Context) -> None:
        raise failure

    monkeypatch.setattr(ConnectedProviderCommand, "invoke", fail)
    network = SimpleNamespace(name="sepolia", is_dev=True, ecosystem=SimpleNamespace(name="ethereum"))
    provider = SimpleNamespace(network=network, provider_settings={"uri": URL})
    command = NetworkCommand("any", callback=lambda: None)
    context = click.Context(command)
    context.params["network"] = provider
    with pytest.raises(EndpointFailed) as caught:
        command.invoke(context)
    assert caught.value.message == (
        f"the node for ethereum:sepolia fails: {told}; run again to go on from there"
    )
