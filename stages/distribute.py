"""The fourth stage: the agents' clock starts, and whoever has a proven wallet is paid; the guardian too."""

from pathlib import Path

import click
from ape import networks

from deployment.abi import calldata
from deployment.account import ConsoleReporter, new_console, phases_table
from deployment.chain import Chain
from deployment.command import NetworkCommand
from deployment.fee_limit import limited, max_fee_option
from deployment.forks import check_not_forked
from deployment.inputs import signer_of
from deployment.record import open_inputs
from deployment.release import activate, releasable
from deployment.sender import sender_for, sign_by_passphrase
from deployment.standing import road
from stages.conditions import begun, deployed, paid, require
from stages.held import by_reason, held_back, listed, pay

VESTING = "GuardianVesting"


@click.command(cls=NetworkCommand)
@click.option("--book", type=click.Path(path_type=Path), help="Another address book than the network's own.")
@click.option("--account", "alias", help="Ape's account that sends, anybody's; else the registrar's.")
@max_fee_option
@click.option("--send", is_flag=True, help="Act, instead of showing what would be done.")
def distribute(book: Path | None, alias: str | None, max_fee_gwei: int | None, send: bool) -> None:
    """Start the agents' clock and pay what has vested."""
    console, chain = new_console(), Chain(networks.active_provider)
    inputs, opened = open_inputs(chain, book)
    inputs = limited(inputs, max_fee_gwei)
    if send:
        check_not_forked(chain, opened.path)
    require(console, "distribute", deployed(chain, inputs, opened.data))
    addresses = {name: str(entry["address"]) for name, entry in opened.contracts.items()}
    treasury, vesting = addresses["AgentTreasury"], addresses[VESTING]
    guardians = chain.call(vesting, "releasable()", returns="uint256")
    if not send:
        due = releasable(chain, treasury)
        console.print(f"{len(due):,} agents have vested and not received {road(sum(due.values()))} ROAD,")
        console.print(f"and the guardian {road(guardians)} ROAD.")
        console.print("Nothing was sent: this was the plan. Add --send to act.")
        return
    account = signer_of("registrar", inputs.accounts["registrar"], alias)
    sign_by_passphrase(account)
    with ConsoleReporter(console) as reporter:
        sender = sender_for(chain, opened, reporter, inputs)
        sender.settle([account])
        activate(sender, treasury, account, reporter)
        pay(sender, inputs, treasury, account, reporter)
        if guardians:
            reporter.phase("guardian", 1)
            sender.send(f"guardian {chain.timestamp}", account, vesting, calldata("release()"))
            reporter.progress(1)
    console.print(phases_table(reporter.phases))
    owed = list(releasable(chain, treasury))
    held = held_back(chain, inputs, treasury, account.address, owed)
    for reason, ids in by_reason(held).items():
        console.print(f"{len(ids):,} agents are held back, {reason}: {listed(ids)}")
    require(console, "the next stage", [begun(chain, treasury), paid(owed, held)])
