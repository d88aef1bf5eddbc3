"""ape run confirm: relay the signatures by which agents confirm their wallets, or print what one has to sign.

Local chains are sent to at once. On public networks this only shows what it would send until --send is given.
"""

import json
from pathlib import Path

import click
from ape import networks
from ape.api import AccountAPI
from eth_utils import to_checksum_address
from rich.console import Console

from deployment.account import ConsoleReporter, new_console
from deployment.artifacts import errors_of
from deployment.book import Book
from deployment.chain import Chain
from deployment.command import NetworkCommand
from deployment.confirmations import typed_confirmation
from deployment.errors import BookError
from deployment.fee_limit import limited, max_fee_option
from deployment.forks import check_not_forked
from deployment.inputs import Inputs, signer_of
from deployment.record import open_inputs
from deployment.relay import AGENT, batches, check_funds, gas_of, relay
from deployment.sender import sender_for, sign_by_passphrase
from deployment.signatures import load_signatures, still_unproven

LIFE = 30 * 86_400  # seconds that a signature lasts unless told otherwise
FILE = click.Path(path_type=Path)


@click.command(cls=NetworkCommand)
@click.option("--signatures", type=FILE, help="CSV of id,deadline,signature: check it and relay it.")
@click.option("--typed-data", "agent_id", type=click.IntRange(1), help="Print what the agent ID has to sign.")
@click.option("--deadline", type=click.IntRange(1), help="Of --typed-data, in Unix time; else 30 days ahead.")
@click.option("--book", type=FILE, help="Another address book than the network's own.")
@click.option("--account", "alias", help="Ape's account that relays, anybody's; else the registrar's.")
@max_fee_option
@click.option("--send", is_flag=True, help="On public networks: act, instead of showing what would be sent.")
def cli(
    signatures: Path | None,
    agent_id: int | None,
    deadline: int | None,
    book: Path | None,
    alias: str | None,
    max_fee_gwei: int | None,
    send: bool,
) -> None:
    """Relay agents' confirmations of their wallets from a file, or print one agent's to sign."""
    if (signatures is None) == (agent_id is None):
        raise click.UsageError("Give one of --signatures FILE and --typed-data ID.")
    chain = Chain(networks.active_provider)
    inputs, opened = open_inputs(chain, book)
    inputs = limited(inputs, max_fee_gwei)
    if agent_id is not None:
        click.echo(to_sign(chain, registry_of(opened), agent_id, deadline))
    if signatures is not None:
        relayer = signer_of("registrar", inputs.accounts["registrar"], alias)
        acts = send or inputs.parameters.is_local
        relay_file(new_console(), chain, inputs, opened, signatures, relayer, acts)


def registry_of(book: Book) -> str:
    """Where the registry stands."""
    if "AgentRegistry" not in book.contracts:
        raise BookError(f"{book.path} has no AgentRegistry: deploy first")
    return str(book.contracts["AgentRegistry"]["address"])


def to_sign(chain: Chain, registry: str, agent_id: int, deadline: int | None) -> str:
    """The EIP-712 JSON that an agent's wallet has to sign."""
    wallet, _, status, *_ = chain.call(registry, "agent(uint256)", agent_id, returns=AGENT)
    if not status:
        raise click.BadParameter(f"the registry has no agent {agent_id}", param_hint="--typed-data")
    until = deadline or chain.timestamp + LIFE
    typed = typed_confirmation(chain.id, registry, agent_id, to_checksum_address(wallet), until)
    return json.dumps(typed, indent=2)


def relay_file(
    console: Console, chain: Chain, inputs: Inputs, book: Book, path: Path, relayer: AccountAPI, send: bool
) -> None:
    """Check a file of signatures in full, then relay those that the registry still needs."""
    if send:
        check_not_forked(chain, book.path)
    registry, errors = registry_of(book), errors_of(inputs.artifacts)
    signed = load_signatures(path)
    with ConsoleReporter(console) as reporter:
        sender = sender_for(chain, book, reporter, inputs)
        if send:
            sign_by_passphrase(relayer)
            sender.settle([relayer])  # what a killed run left
        left = still_unproven(chain, registry, path, signed)
        plan = list(batches(sender, relayer, registry, [one.confirmation for one in left]))
        gas, proven = gas_of(sender, relayer, registry, plan), len(signed) - len(left)
        if not send:
            console.print(f"To relay: {len(left):,} in {len(plan)} transactions, about {gas:,} gas.")
            console.print(f"Skipped: {proven:,}, proven already.")
            console.print("Nothing was sent: this was the plan. Add --send to act.")
            return
        check_funds(sender, relayer, gas)
        skipped = relay(sender, relayer, registry, plan, reporter)
    console.print(f"Relayed: {len(left) - len(skipped):,}. Skipped: {proven:,}, proven already.")
    for agent_id, reason in skipped.items():
        name = errors[reason]["name"] if reason in errors else "0x" + reason.hex()
        console.print(f"P{agent_id} was passed over by the registry: {name}", style="red")
