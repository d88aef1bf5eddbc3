"""ape run wallet: how an agent whose key is lost gets another wallet, one subcommand for each step.

Everything is simulated and shown in plain words first, as `ape run guardian` does. Nothing is signed or sent
until --send is given; --unsigned and --safe write what is signed elsewhere.
"""

import click

from office import wallets
from office.command import acting, at_desk
from office.subcommands import AGENT, WALLET

DEADLINE = "Of the new wallet's signature, in Unix time"
BY = click.Option(["--by"], metavar="ADDRESS", help="Who sends it; else the only registrar.")
REQUEST = (
    AGENT,
    WALLET,
    click.Option(["--deadline"], type=click.IntRange(1), required=True, help=f"{DEADLINE}."),
    click.Option(["--signature"], required=True, help="The new wallet's signature, in hexadecimal."),
    BY,
)
TYPED_DATA = (
    AGENT,
    WALLET,
    click.Option(["--deadline"], type=click.IntRange(1), help=f"{DEADLINE}; else 30 days ahead."),
)


@click.group()
def cli() -> None:
    """Give an agent whose key is lost another wallet: shown in plain words, then signed, written or sent."""


cli.add_command(
    at_desk("typed-data", wallets.show_typed_data, TYPED_DATA, wallets.show_typed_data.__doc__ or "")
)
cli.add_command(acting("request", wallets.request, REQUEST))
cli.add_command(acting("complete", wallets.complete, (AGENT, BY)))
