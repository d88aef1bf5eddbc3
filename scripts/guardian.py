"""ape run guardian: what the guardian may do, one subcommand each.

Everything is simulated and shown in plain words first. Nothing is signed or sent until --send (or --sign) is
given; --unsigned and --safe write what is signed elsewhere.
"""

from pathlib import Path

import click
from rich.console import Console

from office.command import ACCOUNT_HELP, FILE, acting, at_desk
from office.desk import Desk
from office.signed import sign, signed_heartbeat, signed_veto
from office.standing import show_status
from office.subcommands import PROPOSAL, REASON, SUBCOMMANDS

SIGNING: tuple[click.Parameter, ...] = (
    click.Option(["--hours"], type=float, help="Until when it can be relayed; 72 at most, and otherwise."),
    click.Option(["--sign", "signed"], type=FILE, help="Sign it, and write the call that relays it."),
    click.Option(["--unsigned"], type=FILE, help="Write it as EIP-712 JSON, to sign it elsewhere."),
    click.Option(["--account", "alias"], help=ACCOUNT_HELP),
)


@click.group()
def cli() -> None:
    """What the guardian may do: shown in plain words, then signed, written or sent if that is asked for."""


def sign_heartbeat(
    desk: Desk,
    console: Console,
    hours: float | None,
    signed: Path | None,
    unsigned: Path | None,
    alias: str | None,
) -> None:
    """Sign a heartbeat that a keeper relays."""
    sign(desk, console, signed_heartbeat(desk, hours), alias, unsigned, signed)


def sign_veto(
    desk: Desk,
    console: Console,
    proposal: str,
    reason: str,
    hours: float | None,
    signed: Path | None,
    unsigned: Path | None,
    alias: str | None,
) -> None:
    """Sign a veto of PROPOSAL (its number or id) that a keeper relays."""
    sign(desk, console, signed_veto(desk, hours, proposal, reason), alias, unsigned, signed)


cli.add_command(at_desk("status", show_status, (), show_status.__doc__ or ""))
for _subcommand in SUBCOMMANDS:
    cli.add_command(acting(_subcommand.name, _subcommand.make, _subcommand.params))
cli.add_command(at_desk("sign-heartbeat", sign_heartbeat, SIGNING, sign_heartbeat.__doc__ or ""))
cli.add_command(at_desk("sign-veto", sign_veto, (PROPOSAL, REASON, *SIGNING), sign_veto.__doc__ or ""))
