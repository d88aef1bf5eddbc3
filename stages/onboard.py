"""The fifth stage: every agent born, known by its handle, paid, and with a seat in a building.

Agents ask for their seats themselves: `--typed-data` prints what one signs, `--requests` relays what they
signed. On a local chain the stage signs for all.
"""

import csv
import json
from pathlib import Path

import click
from ape import networks
from ape.api import AccountAPI
from eth_utils import to_checksum_address

from deployment.account import ConsoleReporter, new_console, phases_table
from deployment.book import Book
from deployment.chain import Chain
from deployment.command import NetworkCommand
from deployment.deployer import Deployer
from deployment.errors import CensusDiffers
from deployment.events import Reporter
from deployment.fee_limit import limited, max_fee_option
from deployment.forks import check_not_forked
from deployment.inputs import Inputs, load_inputs, signer_of
from deployment.record import book_path, open_inputs
from deployment.relay import AGENT
from deployment.sender import sign_by_passphrase
from deployment.verify_agents import births
from stages import seats
from stages.conditions import Condition, begun, deployed, require
from stages.held import pay

LIFE = 30 * 86_400  # seconds that a request to be signed lasts
FILE = click.Path(path_type=Path)


@click.command(cls=NetworkCommand)
@click.option("--requests", "file", type=FILE, help="CSV of id,building,nonce,deadline,signature: relay it.")
@click.option("--typed-data", "agent_id", type=click.IntRange(1), help="Print what the agent ID has to sign.")
@click.option("--building", help="Of --typed-data: its name in the catalogue.")
@click.option("--book", type=FILE, help="Another address book than the network's own.")
@click.option("--account", "alias", help="Ape's account that sends, anybody's; else the registrar's.")
@max_fee_option
@click.option("--send", is_flag=True, help="Act, instead of showing what would be done.")
def onboard(
    file: Path | None,
    agent_id: int | None,
    building: str | None,
    book: Path | None,
    alias: str | None,
    max_fee_gwei: int | None,
    send: bool,
) -> None:
    """Birth, name, pay and seat every agent."""
    console, chain = new_console(), Chain(networks.active_provider)
    inputs, opened = open_inputs(chain, book)
    inputs = limited(inputs, max_fee_gwei)
    addresses = {name: str(entry["address"]) for name, entry in opened.contracts.items()}
    resources, numbers = addresses["ResourceAllocation"], seats.buildings(inputs.catalogue)
    if agent_id is not None:
        if building not in numbers:
            raise click.BadParameter(f"there are {', '.join(numbers)}", param_hint="--building")
        click.echo(json.dumps(to_sign(chain, addresses, agent_id, numbers[building]), indent=2))
        return
    check_not_forked(chain, opened.path)  # the handles are written even if nothing is sent
    conditions = deployed(chain, inputs, opened.data)
    require(console, "onboard", [*conditions, begun(chain, addresses["AgentTreasury"])])
    console.print(f"Handles: {write_handles(chain, inputs, opened, book_path(chain, book))}")
    have = seats.seated(chain, resources, list(numbers.values()))
    requests = asked(chain, inputs, resources, file)
    left = [one for one in requests if one.id not in have]
    if file is not None:
        seats.check_requests(chain, addresses["AgentRegistry"], resources, file, left)
    console.print(f"Seats: {len(have):,} agents have one or wait for it; {len(left):,} requests to relay.")
    if not send and not inputs.parameters.is_local:
        console.print("Nothing was sent: this was the plan. Add --send to act.")
        return
    account = signer_of("registrar", inputs.accounts["registrar"], alias)
    with ConsoleReporter(console) as reporter:
        welcome(chain, inputs, opened, account, left, reporter)
    console.print(phases_table(reporter.phases))
    have = seats.seated(chain, resources, list(numbers.values()))
    missing = [one.id for one in left if one.id not in have]
    sentence = "whoever asked has a seat or waits for one"
    require(console, "agents at work", [Condition(sentence, not missing, f"{len(have):,} agents")])


def welcome(
    chain: Chain,
    inputs: Inputs,
    book: Book,
    account: AccountAPI,
    requests: list[seats.SeatRequest],
    reporter: Reporter,
) -> None:
    """Birth whoever is not born, pay whoever was proven since, and relay the requests."""
    sign_by_passphrase(account)
    deployer = Deployer(chain, inputs, book, reporter, {"registrar": account})
    deployer.sender.settle([account])
    deployer.birth_agents(str(book.contracts["AgentRegistry"]["address"]))
    pay(deployer.sender, inputs, str(book.contracts["AgentTreasury"]["address"]), account, reporter)
    resources = str(book.contracts["ResourceAllocation"]["address"])
    seats.make_requests(deployer.sender, account, resources, requests, reporter)


def asked(chain: Chain, inputs: Inputs, resources: str, file: Path | None) -> list[seats.SeatRequest]:
    """The signed requests of a file, or on a local chain those of all agents, signed here."""
    if file is not None:
        return seats.load_requests(file, inputs.catalogue)
    if not inputs.parameters.is_local:
        return []
    deadline, members = chain.timestamp + LIFE, load_inputs(chain).members
    pairs = seats.assigned(members, inputs.catalogue)
    return [seats.sign_seat(chain, resources, member, number, deadline) for member, number in pairs]


def write_handles(chain: Chain, inputs: Inputs, book: Book, path: Path) -> Path:
    """Write who is who, from the chain's births; raises CensusDiffers for a name that is not the census'."""
    registry, first = str(book.contracts["AgentRegistry"]["address"]), int(book.contracts["Factory"]["block"])
    born = births(chain, registry, first)
    directory = path.with_name(f"{path.stem}-handles.csv")
    with directory.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "handle", "category", "wallet"])
        for member in inputs.members:
            wallet, _, name = born[member.agent.id]
            if name != member.agent.name:
                raise CensusDiffers(f"P{member.agent.id} was born as {name}, not as {member.agent.name}")
            rows.writerow([member.agent.id, member.agent.handle, member.agent.category, wallet])
    return directory


def to_sign(chain: Chain, addresses: dict[str, str], agent_id: int, building: int) -> dict[str, object]:
    """What an agent's wallet has to sign for a seat."""
    agent = chain.call(addresses["AgentRegistry"], "agent(uint256)", agent_id, returns=AGENT)
    if not agent[2]:
        raise click.BadParameter(f"the registry has no agent {agent_id}", param_hint="--typed-data")
    resources, wallet = addresses["ResourceAllocation"], to_checksum_address(agent[0])
    nonce = seats.next_nonce(chain, resources, wallet, building)
    terms = [agent_id, building, seats.SEAT, nonce, chain.timestamp + LIFE]
    return seats.typed_request(chain, resources, wallet, terms)
