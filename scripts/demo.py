"""ape run demo: the whole economy on a local chain of its own, from the first contract to the first payday.

`--keep` leaves the node running until Ctrl-C; without it nothing stays behind.
"""

import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from ape.logging import LogLevel, logger
from rich.console import Console

from deployment.account import ConsoleReporter, addresses_table, findings_table, new_console, phases_table
from deployment.chain import Chain
from deployment.inputs import load_inputs
from deployment.local import is_free, private_chain
from deployment.record import BOOKS
from deployment.release import first_payday
from deployment.standing import agents_table, roles_table, supply_table
from deployment.system import System, deploy_inputs
from deployment.verify import verify

USUAL_PORT = 8545


@click.command()
@click.option("--keep", is_flag=True, help="Keep the node running until Ctrl-C.")
@click.option("--port", type=click.IntRange(1, 65_535), help="Port of the node; else a free one.")
def cli(keep: bool, port: int | None) -> None:
    """Deploy to a local chain, activate the treasury, pay all agents their first quarter, and tell."""
    console = new_console()
    logger.set_level(LogLevel.WARNING)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the node ends with us
    if keep and port is None and is_free(USUAL_PORT):
        port = USUAL_PORT
    begun = time.monotonic()
    with book_path(keep) as path, private_chain(port) as chain:
        inputs = load_inputs(chain)
        with ConsoleReporter(console) as reporter:
            system = deploy_inputs(chain, inputs, path, reporter)
            reporter.phase("verify", 1)
            findings = verify(chain, inputs, system.book.data)
            findings.raise_differences()
            reporter.progress(1)
            skipped = first_payday(chain, system, reporter)
        tell(console, chain, system)
        console.print(phases_table(reporter.phases))
        console.print(findings_table(findings))
        for agent_id, reason in skipped.items():
            console.print(f"P{agent_id} was not paid: {reason}", style="red")
        console.print(f"Done in {time.monotonic() - begun:.0f} seconds.")
        if keep:
            wait(console, chain, path)


def tell(console: Console, chain: Chain, system: System) -> None:
    """Print what stands on the chain."""
    console.print(addresses_table({name: contract.address for name, contract in system.contracts.items()}))
    console.print(roles_table(system))
    console.print(supply_table(chain, system))
    console.print(agents_table(chain, system))


def wait(console: Console, chain: Chain, path: Path) -> None:
    """Keep the node until Ctrl-C."""
    uri = chain.provider.http_uri
    console.print(f"\nThe node listens on {uri} (chain id {chain.id}); the address book is {path}.")
    console.print("Attach from another terminal, in this checkout:")
    console.print(f"  . ./activate && export APE_FOUNDRY_HOST={uri}")
    console.print("  ape console      # or: ape run verify")
    console.print("Ctrl-C ends it.")
    try:
        while True:
            time.sleep(3_600)
    finally:  # Ctrl-C, or whoever else ends us
        console.print("The node ends.")


@contextmanager
def book_path(keep: bool) -> Iterator[Path]:
    """The address book: the local one of a node that stays, else one that goes with the node."""
    if keep:
        yield BOOKS / "local.json"
        return
    with tempfile.TemporaryDirectory(prefix="blackroad-demo-") as folder:
        yield Path(folder) / "local.json"
