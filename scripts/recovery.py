"""ape run recovery: how the office is taken from a stolen or silent key, one subcommand for each step.

Everything is simulated and shown in plain words first, as `ape run guardian` does. Nothing is signed or sent
until --send is given; --unsigned and --safe write what is signed elsewhere.
"""

from collections.abc import Callable

import click

from office import rescue
from office.act import Act
from office.command import acting
from office.subcommands import CANDIDATE

STEPS: dict[str, Callable[..., Act]] = {
    "stop-rotation": rescue.stop_rotation,
    "stop-successor": rescue.stop_successor,
    "stop-recovery-address": rescue.stop_recovery_address,
    "propose": rescue.propose,
    "cancel": rescue.cancel,
    "confirm": rescue.confirm,
    "accept": rescue.accept,
    "challenge": rescue.challenge,
    "declare-vacancy": rescue.declare_vacancy,
    "succeed": rescue.succeed,
}


@click.group()
def cli() -> None:
    """Take the office from a stolen or silent key: shown in plain words, then signed, written or sent."""


BY = click.Option(["--by"], metavar="ADDRESS", help="Who sends it, which anybody may; else the successor.")
PARAMS: dict[str, tuple[click.Parameter, ...]] = {
    "propose": (CANDIDATE,),
    "challenge": (BY,),
    "declare-vacancy": (BY,),
}

for _name, _make in STEPS.items():
    cli.add_command(acting(_name, _make, PARAMS.get(_name, ())))
