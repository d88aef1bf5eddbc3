"""ape run verify: compare the chain with parameters, permissions, census and code; nothing is sent."""

from pathlib import Path

import click
from ape import networks

from deployment.account import findings_table, new_console
from deployment.chain import Chain
from deployment.command import NetworkCommand
from deployment.record import open_inputs
from deployment.verify import verify


@click.command(cls=NetworkCommand)
@click.option("--parameters", type=click.Path(path_type=Path), help="Compare with this file, not the book's.")
@click.option("--book", type=click.Path(path_type=Path), help="Another address book than the network's own.")
def cli(parameters: Path | None, book: Path | None) -> None:
    """Read everything back from the chain and fail on any difference."""
    console = new_console()
    chain = Chain(networks.active_provider)
    inputs, opened = open_inputs(chain, book, parameters)
    findings = verify(chain, inputs, opened.data)
    console.print(findings_table(findings))
    findings.raise_differences()
    since = ", and as it was changed since" if findings.notes else ""
    console.print(f"Everything is as {inputs.parameters.path.name} and the code say{since}.")
