"""The third stage: main networks, which are reserved.

It always prints what the guardian would sign and the conditions of a release with their state, and refuses
unless all are met, `--release` is given and the guardian has signed. The environment has no say in the
parameters.
"""

import json
from pathlib import Path

import click
from ape import networks
from eth_utils import to_checksum_address

from deployment.account import new_console
from deployment.artifacts import FACTORY, git_commit
from deployment.chain import Chain
from deployment.command import NetworkCommand, check_endpoint
from deployment.errors import ReservedNetwork
from deployment.inputs import Inputs, inputs_of
from deployment.parameters import LOCAL_CHAIN, MAIN_NETWORKS, NETWORKS, parameters_for_chain
from deployment.record import book_path, open_inputs
from deployment.run import run_deployment
from deployment.typed_data import typed_data
from stages.conditions import Condition, require, standing
from stages.evidence import audited, committed, guarded
from stages.keepers import keepers_at_work
from stages.release import check_signed, release_of, show_release, signature_in
from stages.report import FOLDER
from stages.subgraph import VARIABLE, subgraph_synced

FILE = click.Path(path_type=Path)


@click.command(cls=NetworkCommand)
@click.option("--parameters", type=FILE, required=True, help="The main network's parameters.")
@click.option("--testnet", default="ethereum:sepolia:node", help="Where the protocol was proven.")
@click.option("--testnet-book", type=FILE, help="Its address book, if not its network's own.")
@click.option("--keeper-metrics", type=FILE, help="Folder of the keepers' metrics of the test network.")
@click.option("--audits", type=FILE, default=FOLDER, help="Where the audit's reports are.")
@click.option("--subgraph", envvar=VARIABLE, show_envvar=True, help="The test network's subgraph: its URL.")
@click.option("--typed-data", "as_json", is_flag=True, help="Print what the guardian has to sign, and end.")
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
    as_json: bool,
    signature: str | None,
    released: bool,
    book: Path | None,
    alias: str | None,
    send: bool,
) -> None:
    """Say what is missing for a release; reserved until nothing is."""
    console, chain = new_console(stderr=as_json), Chain(networks.active_provider)
    name = MAIN_NETWORKS.get(chain.id, f"chain id {chain.id}")
    require(console, "mainnet", [Condition("the chain is a main network", chain.id in MAIN_NETWORKS, name)])
    inputs = inputs_of(parameters_for_chain(chain.id, parameters, released=True))
    release = release_of(inputs, git_commit())
    show_release(console, release)
    if as_json:
        click.echo(json.dumps(typed_data(release), indent=2))
        return
    conditions = [
        committed(str(release.commit)),
        guarded(chain, inputs.accounts["guardian"]),
        *proven(testnet, testnet_book, inputs, audits, keeper_metrics, subgraph),
    ]
    try:
        require(console, "a release", conditions)
        if not released:
            raise ReservedNetwork(chain.id)
    finally:
        console.print(f"{name} is reserved: it takes every condition, --release and --signature.")
    check_signed(chain, release, signature_in(signature))
    run_deployment(console, chain, inputs, book_path(chain, book), alias=alias, send=send)


def proven(
    choice: str, book: Path | None, inputs: Inputs, audits: Path, metrics: Path | None, subgraph: str | None
) -> list[Condition]:
    """What stands on the test network, who audited it, and who looks after it."""
    provider = networks.get_provider_from_choice(choice)
    check_endpoint(provider, choice)
    with provider.network.use_provider(provider):
        chain = Chain(provider)
        tried, opened = open_inputs(chain, book)
        public = chain.id in NETWORKS and chain.id != LOCAL_CHAIN
        stands, _ = standing(chain, tried, opened.data)
        contracts = {name: to_checksum_address(entry["address"]) for name, entry in opened.contracts.items()}
        return [
            Condition("it was proven on a test network", public, tried.parameters.network),
            audited(inputs, tried, audits),
            *stands,
            keepers_at_work(chain.id, contracts[FACTORY], metrics),
            subgraph_synced(chain, contracts.get("Governance", ""), subgraph),
        ]
