"""ape run deploy: deploy what is not deployed yet, record each step, and verify the whole at the end.

Local chains are deployed to at once. On public networks this only shows the plan until --send is given.
"""

from pathlib import Path

import click
from ape import networks

from deployment.account import ConsoleReporter, addresses_table, findings_table, new_console, phases_table
from deployment.chain import Chain
from deployment.command import NetworkCommand
from deployment.inputs import load_inputs
from deployment.plan import funds_table, plan_table, rehearse
from deployment.record import book_path
from deployment.system import deploy_inputs, signers_of
from deployment.verify import verify


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
    if not send and not inputs.parameters.is_local:
        steps = rehearse(chain, inputs, path)
        console.print(plan_table(steps))
        console.print(funds_table(chain, inputs, steps))
        console.print("Nothing was sent: this was the plan. Add --send to act.")
        return
    signers = signers_of(inputs, alias)
    with ConsoleReporter(console) as reporter:
        system = deploy_inputs(chain, inputs, path, reporter, signers)
    console.print(addresses_table({name: contract.address for name, contract in system.contracts.items()}))
    console.print(phases_table(reporter.phases))
    findings = verify(chain, inputs, system.book.data)
    console.print(findings_table(findings))
    findings.raise_differences()
    console.print(f"Deployed and verified; the address book is {path}")
