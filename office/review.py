"""What is shown before anything is signed."""

from eth_utils import keccak
from rich.console import Console
from rich.table import Table
from rich.text import Text

from deployment.errors import FeeAboveLimit
from deployment.explain import arguments_of
from deployment.words import coins
from office.act import Act, notice_of
from office.desk import Desk
from office.draft import Draft
from office.safe import safe_hash


def show_act(console: Console, desk: Desk, act: Act) -> None:
    """Say who does what, to what effect."""
    table = sheet("What is to be signed")
    add(table, "network", desk.network)
    add(table, "by", f"{desk.name_of(act.caller)}, epoch {desk.epoch}")
    add(table, "contract", f"{act.contract} {desk.addresses[act.contract]}")
    add(table, "function", act.signature)
    for name, text in arguments_of(desk, act.contract, act.data):
        add(table, f"  {name}", text)
    if notice := notice_of(desk, act.contract, act.signature):
        add(table, "the contract says", notice)
    for heading, words in zip(["effect", *[""] * len(act.words)], act.words, strict=False):
        add(table, heading, words)
    console.print(table)


def show_draft(console: Console, draft: Draft, above: FeeAboveLimit | None) -> None:
    """Say what the transaction costs, and what a device shows of it; `above`, why it would wait."""
    table = sheet("The transaction")
    add(table, "nonce", f"{draft.nonce}")
    add(
        table,
        "gas",
        f"{draft.gas:,} at most, for at most {draft.fee / 10**9:.9g} gwei each: {coins(draft.cost)}",
    )
    if above:
        add(table, "waits", above.message)
    add(table, "value", coins(0))
    add(table, "calldata", "0x" + draft.data.hex())
    add(table, "hash to sign", "0x" + draft.hash.hex())
    console.print(table)


def show_safe(console: Console, desk: Desk, act: Act, nonce: int | None) -> None:
    """Say what the owners of a Safe sign."""
    table = sheet("The Safe's transaction")
    add(table, "Safe", act.caller)
    add(table, "calldata", "0x" + act.data.hex())
    add(table, "hash of the calldata", "0x" + keccak(act.data).hex())
    if nonce is None:
        add(table, "hash to sign", "unknown: the contract does not tell a nonce as a Safe does")
    else:
        to = desk.addresses[act.contract]
        digest = safe_hash(desk.chain.id, act.caller, to, act.data, nonce)
        add(table, "nonce", f"{nonce}, if nothing else is executed before")
        add(table, "hash to sign", "0x" + digest.hex())
    console.print(table)


def sheet(title: str) -> Table:
    """A table of headings and texts."""
    table = Table(title=title, title_justify="left", show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    return table


def add(table: Table, heading: str, text: str) -> None:
    """A heading and its text."""
    add_texts(table, heading, text)


def add_texts(table: Table, *texts: str) -> None:
    """A row; nothing in it is taken for markup."""
    table.add_row(*map(Text, texts))
