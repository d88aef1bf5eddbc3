"""ape run story: the constitution at work on a local chain of its own, each step with its numbers."""

import signal
import sys
import time

import click
from ape.logging import LogLevel, logger

from deployment.account import ConsoleReporter, new_console
from deployment.inputs import load_inputs
from deployment.local import private_chain
from deployment.release import first_payday
from deployment.system import deploy_inputs
from story import bills, chapters, resources
from story.stage import Stage


@click.command()
def cli() -> None:
    """Deploy to a local chain, pay the first quarter, and live through half a year of decisions."""
    console = new_console()
    logger.set_level(LogLevel.WARNING)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the node ends with us
    begun = time.monotonic()
    with private_chain() as chain:
        inputs = load_inputs(chain)
        console.print("Deploying, and paying 1,250 agents their first quarter …")
        with ConsoleReporter(console) as reporter:
            system = deploy_inputs(chain, inputs, None, reporter)
            first_payday(chain, system, reporter)
        play(Stage(chain, system, console))
    console.print(f"\nDone in {time.monotonic() - begun:.0f} seconds.")


def play(stage: Stage) -> None:
    """All chapters."""
    nominees = chapters.election_opens(stage)
    routine = chapters.routine(stage)
    refused = chapters.vetoed(stage)
    chapters.agents_decide(stage, routine, refused)
    chapters.election_votes(stage, nominees)
    chapters.admitted(stage, routine)
    resources.machines(stage)
    resources.building(stage)
    board = bills.treasurers(stage)
    bills.bills(stage, board, bills.stablecoin(stage))
    waiting = chapters.dissent(stage)
    chapters.succession(stage, waiting)
