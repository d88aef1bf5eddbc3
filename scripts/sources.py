"""ape run sources: write each contract's standard JSON input for block explorers, and prove it.

Nothing is sent. Compiling every file anew takes a minute or two; --no-check leaves it out.
"""

from pathlib import Path

import click
from ape import networks

from deployment.account import ConsoleReporter, new_console
from deployment.chain import Chain
from deployment.command import NetworkCommand
from deployment.errors import ForeignContract
from deployment.record import open_inputs
from deployment.sources import check, source_of, write_all


@click.command(cls=NetworkCommand)
@click.option("--book", type=click.Path(path_type=Path), help="Another address book than the network's own.")
@click.option("--folder", type=click.Path(path_type=Path), help="Where to write; else beside the book.")
@click.option("--no-check", is_flag=True, help="Do not compile what was written.")
def cli(book: Path | None, folder: Path | None, no_check: bool) -> None:
    """Write the contracts' sources as explorers take them."""
    console = new_console()
    chain = Chain(networks.active_provider)
    inputs, opened = open_inputs(chain, book)
    for name, entry in opened.contracts.items():
        if inputs.artifacts[name].immutables_in(chain.code(entry["address"])) is None:
            raise ForeignContract(
                f"{name}: {entry['address']} holds other code than this checkout compiles to"
            )
    index = write_all(inputs, opened, folder)
    console.print(f"Wrote {len(opened.contracts)} inputs; {index} says what an explorer asks for besides.")
    if no_check:
        return
    with ConsoleReporter(console) as reporter:
        reporter.phase("recompiled", len(opened.contracts))
        for number, name in enumerate(opened.contracts, start=1):
            check(source_of(inputs.artifacts[name]), inputs.artifacts[name])
            reporter.progress(number)
    console.print(f"All {len(opened.contracts)} compile to the bytecode on the chain.")
