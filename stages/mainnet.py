"""The third stage: main networks, which are reserved.

It always prints the conditions of a release with their state, and refuses unless all are met, `--release` is
given and the guardian has signed the deployment's hash.
"""

import json
from pathlib import Path

import click
from ape import networks

from deployment.account import new_console
from deployment.chain import Chain
from deployment.command import NetworkCommand, check_endpoint
from deployment.errors import ReservedNetwork
from deployment.inputs import inputs_of
from deployment.parameters import MAIN_NETWORKS, parameters_for_chain
from deployment.record import book_path, deployment_hash, open_inputs
from deployment.run import run_deployment
from stages import release
from stages.conditions import Condition, deployed, require
from stages.report import FOLDER

FILE = click.Path(path_type=Path)


@click.command(cls=NetworkCommand)
@click.option("--parameters", type=FILE, required=True, help="The main network's parameters.")
@click.option("--testnet", default="ethereum:sepolia:node", help="Where the protocol was proven.")
@click.option("--testnet-book", type=FILE, help="Its address book, if not its network's own.")
@click.option("--keeper-metrics", type=FILE, help="The keepers' metrics of the test network.")
@click.option("--audits", type=FILE, default=FOLDER, help="Where the audit's reports are.")
@click.option("--subgraph", help="The subgraph's endpoint of the test network.")
@click.option("--typed-data", is_flag=True, help="Print what the guardian has to sign, and end.")
@click.option("--signature", help="The guardian's signature over it, in hexadecimal.")
@click.option("--release", "released", is_flag=True, help="Yes, this is a main network.")
@click.option("--book", type=FILE, help="Another address book than the network's own.")
@click.option("--account", "alias", help="Ape's account that deploys; else the deployer's own.")
@click.option("--send", is_flag=True, help="Act, instead of showing the plan.")
def mainnet(
    parameters: Path,
    testnet: str,
    testnet_book: Path | None,
    keeper_metrics: Path | None,
    audits: Path,
    subgraph: str | None,
    typed_data: bool,
    signature: str | None,
    released: bool,
    book: Path | None,
    alias: str | None,
    send: bool,
) -> None:
    """Say what is missing for a release; reserved until nothing is."""
    console, chain = new_console(), Chain(networks.active_provider)
    name = MAIN_NETWORKS.get(chain.id, f"chain id {chain.id}")
    require(console, "mainnet", [Condition("the chain is a main network", chain.id in MAIN_NETWORKS, name)])
    inputs = inputs_of(parameters_for_chain(chain.id, parameters, released=True))
    deployment = deployment_hash(inputs)
    console.print(f"Deployment {deployment}")
    if typed_data:
        click.echo(json.dumps(release.release_typed_data(chain.id, deployment), indent=2))
        return
    conditions = [
        release.audited(inputs, audits),
        *proven(testnet, testnet_book, subgraph),
        release.guarded(chain, inputs.accounts["guardian"]),
        release.keepers_at_work(keeper_metrics),
    ]
    try:
        require(console, "a release", conditions)
        if not released:
            raise ReservedNetwork(chain.id)
    finally:
        console.print(f"{name} is reserved: it takes every condition, --release and --signature.")
    signed = bytes.fromhex((signature or "").removeprefix("0x"))
    release.check_signed(chain, inputs.accounts["guardian"], deployment, signed)
    run_deployment(console, chain, inputs, book_path(chain, book), alias=alias, send=send)


def proven(choice: str, book: Path | None, subgraph: str | None) -> list[Condition]:
    """What stands on the test network."""
    provider = networks.get_provider_from_choice(choice)
    check_endpoint(provider, choice)
    with provider.network.use_provider(provider):
        chain = Chain(provider)
        inputs, opened = open_inputs(chain, book)
        conditions = deployed(chain, inputs, opened.data)
        return [*conditions, release.subgraph_synced(chain, subgraph)]
