"""ape run verify: compare the chain with parameters, permissions, census and code; nothing is sent."""

from pathlib import Path

import click
from ape import networks
from ape.cli import ConnectedProviderCommand

from deployment.account import findings_table, new_console
from deployment.book import check_chain, read_book
from deployment.chain import Chain
from deployment.inputs import load_inputs
from deployment.system import BOOKS
from deployment.verify import verify


@click.command(cls=ConnectedProviderCommand)
@click.option("--parameters", type=click.Path(path_type=Path), help="Another file than the network's own.")
@click.option("--book", type=click.Path(path_type=Path), help="Another address book than the network's own.")
def cli(parameters: Path | None, book: Path | None) -> None:
    """Read everything back from the chain and fail on any difference."""
    console = new_console()
    chain = Chain(networks.active_provider)
    inputs = load_inputs(chain, parameters)
    path = book or BOOKS / f"{inputs.parameters.network}.json"
    data = read_book(path)
    check_chain(path, data, chain)
    findings = verify(chain, inputs, data)
    console.print(findings_table(findings))
    findings.raise_differences()
    console.print(f"Everything is as {inputs.parameters.path.name}, the census and the code say.")
