"""The first stage: a deployment to a test network, and its sources for explorers.

Shows the plan until --send is given. An interrupted run goes on where it stopped.
"""

from pathlib import Path

import click
from ape import networks

from deployment.account import new_console
from deployment.chain import Chain
from deployment.command import NetworkCommand
from deployment.inputs import load_inputs
from deployment.parameters import NETWORKS
from deployment.record import book_path, open_inputs
from deployment.run import run_deployment
from deployment.sources import write_all
from stages.conditions import Condition, deployed, require


@click.command(cls=NetworkCommand)
@click.option("--parameters", type=click.Path(path_type=Path), help="Another file than the network's own.")
@click.option("--book", type=click.Path(path_type=Path), help="Another address book than the network's own.")
@click.option("--account", "alias", help="Ape's account that deploys; else the deployer's own.")
@click.option("--send", is_flag=True, help="Act, instead of showing the plan.")
def testnet(parameters: Path | None, book: Path | None, alias: str | None, send: bool) -> None:
    """Deploy to a test network."""
    console, chain = new_console(), Chain(networks.active_provider)
    name = NETWORKS.get(chain.id, f"chain id {chain.id}")
    require(console, "testnet", [Condition("the chain is a test network", chain.id in NETWORKS, name)])
    inputs, path = load_inputs(chain, parameters), book_path(chain, book)
    if not run_deployment(console, chain, inputs, path, alias=alias, send=send):
        return
    inputs, opened = open_inputs(chain, path)
    require(console, "the next stage", deployed(chain, inputs, opened.data))
    console.print(f"Sources for explorers: {write_all(inputs, opened)}")
