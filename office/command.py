"""Subcommands: each makes one act, shows it, and then writes, signs or sends only what it was asked to."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from ape import networks
from ape.api import AccountAPI
from rich.console import Console

from deployment.abi import describe_error
from deployment.account import new_console
from deployment.book import Book
from deployment.chain import CallRefused, Chain
from deployment.command import NetworkCommand
from deployment.contract_account import is_contract_account
from deployment.events import Silent
from deployment.fee_limit import max_fee_option
from deployment.fees import GWEI, above_limit
from deployment.forks import check_not_forked
from deployment.inputs import signer_of
from deployment.sender import Sender, sign_by_passphrase
from office.act import Act
from office.desk import Desk
from office.draft import Draft, draft_of
from office.errors import ActRefused, FileExists, HolderIsContract, HolderIsNoContract, NotTheirs
from office.review import show_act, show_draft, show_safe
from office.safe import batch_of, safe_nonce

FILE = click.Path(path_type=Path, dir_okay=False)
ACCOUNT_HELP = "Ape's account that signs; else the one with the address."


@dataclass(frozen=True)
class Outcome:
    """What is to become of an act."""

    alias: str | None
    send: bool
    unsigned: Path | None
    safe: Path | None
    max_fee: int  # wei that a unit of gas may cost at most


def at_desk(
    name: str, body: Callable[..., None], params: Sequence[click.Parameter], words: str
) -> click.Command:
    """A subcommand: `body(desk, console, **arguments)`."""

    def run(book: Path | None, **arguments: Any) -> None:
        body(Desk.open(Chain(networks.active_provider), book), new_console(), **arguments)

    own = click.Option(["--book"], type=FILE, help="Another address book than the network's own.")
    return click.command(name, cls=NetworkCommand, params=[*params, own], help=words)(run)


def acting(name: str, make: Callable[..., Act], params: Sequence[click.Parameter]) -> click.Command:
    """A subcommand that makes an act, and does with it what it was asked to: `make(desk, **arguments)`."""

    def body(
        desk: Desk,
        console: Console,
        alias: str | None,
        send: bool,
        unsigned: Path | None,
        safe: Path | None,
        max_fee_gwei: int | None,
        **arguments: Any,
    ) -> None:
        max_fee = desk.max_fee if max_fee_gwei is None else max_fee_gwei * GWEI
        carry_out(desk, console, make(desk, **arguments), Outcome(alias, send, unsigned, safe, max_fee))

    outcomes = [
        click.Option(["--send"], is_flag=True, help="Sign and send, instead of showing only."),
        click.Option(["--account", "alias"], help=ACCOUNT_HELP),
        click.Option(["--unsigned"], type=FILE, help="Write the unsigned transaction, to sign it elsewhere."),
        click.Option(["--safe"], type=FILE, help="Write the act for Safe's Transaction Builder."),
    ]
    return max_fee_option(at_desk(name, body, [*params, *outcomes], make.__doc__ or ""))


def carry_out(desk: Desk, console: Console, act: Act, outcome: Outcome) -> None:
    """Simulate an act, show it, and do with it what was asked.

    Raises ActRefused before anything else, and FeeAboveLimit before anything is sent.
    """
    is_contract = is_contract_account(desk.chain, act.caller)
    if is_contract and (outcome.send or outcome.unsigned):
        raise HolderIsContract(act.caller)
    if outcome.safe and not is_contract:
        raise HolderIsNoContract(act.caller)
    signer = signer_for(desk, act, outcome.alias) if outcome.send else None
    to = desk.addresses[act.contract]
    gas = simulated(desk, act.name, act.caller, to, act.data)
    show_act(console, desk, act)
    if is_contract:
        show_safe(console, desk, act, safe_nonce(desk.chain, act.caller))
        if outcome.safe:
            write(console, outcome.safe, batch_of(desk, act, act.caller))
    else:
        draft = draft_of(desk.chain, outcome.max_fee, act.caller, to, act.data, gas)
        above = above_limit(desk.chain, outcome.max_fee)
        show_draft(console, draft, above)
        if outcome.unsigned:
            write(console, outcome.unsigned, draft.as_json())
        if signer and above:
            raise above
        if signer:
            send(desk, console, act, draft, signer, outcome.max_fee)
    if not (outcome.send or outcome.unsigned or outcome.safe):
        console.print(
            "Nothing was signed, sent or written. Add --send, --unsigned FILE or --safe FILE to act."
        )


def simulated(desk: Desk, name: str, caller: str, to: str, data: bytes) -> int:
    """Gas of a call now; raises ActRefused with the contract's error."""
    try:
        return desk.chain.estimate(caller, to, data)
    except CallRefused as error:
        reason = describe_error(desk.errors, bytes.fromhex(error.data.removeprefix("0x")))
        raise ActRefused(name, reason or error.message) from error


def signer_for(desk: Desk, act: Act, alias: str | None) -> AccountAPI:
    """Ape's account whose act it is; raises MissingKey, NotTheirs or ForkedNetwork."""
    check_not_forked(desk.chain, desk.book)
    account = signer_of("signer", act.caller, alias)
    if account.address != act.caller:
        raise NotTheirs(str(alias), account.address, act.caller)
    sign_by_passphrase(account)
    return account


def send(desk: Desk, console: Console, act: Act, draft: Draft, signer: AccountAPI, max_fee: int) -> None:
    """Sign exactly what was shown, send it, and say where it stands.

    It is replaced by a dearer one, up to `max_fee` wei a unit of gas, if the base fee outgrows it.
    """
    book = Book.empty(None, desk.chain, {})
    sender = Sender(desk.chain, book, Silent(), desk.errors, max_fee)
    mined = sender.submit(act.name, signer, draft.call, draft.fees)
    console.print(f"Sent: {mined.transaction}, block {mined.block}, {mined.gas:,} gas.")


def write(console: Console, path: Path, content: dict[str, Any]) -> None:
    """Write a new file; raises FileExists."""
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(json.dumps(content, indent=2, ensure_ascii=False) + "\n")
    except FileExistsError as error:
        raise FileExists(f"{path} exists already; name another file") from error
    console.print(f"Written: {path}. It holds no secret.")
