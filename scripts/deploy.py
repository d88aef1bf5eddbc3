"""ape run deploy: deploy what is not deployed yet, record each step, and verify the whole at the end.

Local chains are deployed to at once. On public networks this only shows the plan until --send is given.
"""

from pathlib import Path

import click
from ape import networks

from deployment.account import new_console
from deployment.chain import Chain
from deployment.command import NetworkCommand
from deployment.inputs import load_inputs
from deployment.record import book_path
from deployment.run import run_deployment


@click.command(cls=NetworkCommand)
@click.option("--parameters", type=click.Path(path_type=Path), help="Another file than the network's own.")
@click.option("--book", type=click.Path(path_type=Path), help="Another address book than the network's own.")
@click.option(
    "--account", "alias", help="Ape's account that deploys; else the one with the deployer's address."
)
@click.option("--send", is_flag=True, help="On public networks: act, instead of showing the plan.")
def cli(parameters: Path | None, book: Path | None, alias: str | None, send: bool) -> None:
    """Deploy BlackRoad to the network that is chosen, or go on where an earlier run stopped."""
    console = new_console()
    chain = Chain(networks.active_provider)
    inputs = load_inputs(chain, parameters)
    path = book_path(chain, book)
    acts = send or inputs.parameters.is_local
    run_deployment(console, chain, inputs, path, alias=alias, send=acts)
