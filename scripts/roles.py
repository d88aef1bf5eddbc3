"""ape run roles: print who may call what, read from the chain; fail if the committed table says otherwise.

The table is parameters/permissions.yaml and parameters/rules.yaml. Nothing is sent.
"""

from pathlib import Path
from typing import Any

import click
from ape import networks
from rich.console import Console

from deployment.account import findings_table, new_console
from deployment.artifacts import FACTORY
from deployment.chain import Chain
from deployment.changes import closed_in
from deployment.command import NetworkCommand
from deployment.findings import Findings
from deployment.inputs import Inputs
from deployment.matrix import holders_table, matrix_table, read_matrix
from deployment.probes import verify_rules
from deployment.record import open_inputs
from deployment.verify_authority import verify_authority


@click.command(cls=NetworkCommand)
@click.option("--parameters", type=click.Path(path_type=Path), help="Compare with this file, not the book's.")
@click.option("--book", type=click.Path(path_type=Path), help="Another address book than the network's own.")
def cli(parameters: Path | None, book: Path | None) -> None:
    """Print the matrix of permissions from the chain, and fail on any difference from the committed one."""
    chain = Chain(networks.active_provider)
    inputs, opened = open_inputs(chain, book, parameters)
    tell(new_console(), chain, inputs, opened.contracts[FACTORY])


def tell(console: Console, chain: Chain, inputs: Inputs, entry: dict[str, Any]) -> None:
    """Print the matrix of the deployment with this factory in its book; raises VerificationFailed."""
    addresses, first = inputs.addresses(entry["address"]), int(entry["block"])
    matrix = read_matrix(chain, inputs, addresses, first)
    console.print(matrix_table(matrix))
    console.print(holders_table(matrix, inputs, addresses))
    findings = Findings()
    after = closed_in(chain, addresses[FACTORY], first)
    now = verify_authority(chain, findings, inputs, addresses, first, after)
    verify_rules(chain, findings, now, addresses)
    console.print(findings_table(findings))
    findings.raise_differences()
    console.print("The permissions are those of the committed table.")
