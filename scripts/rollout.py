"""ape run rollout STAGE: from a test network to agents at work, in stages that people run in order.

    testnet      contracts and births on a test network
    audit        everything that can be checked, in one dated report
    mainnet      reserved: says what is missing for a release
    distribute   the agents' clock starts, and the first shares are paid
    onboard      every agent born, named, paid, and seated in a building

Each stage is safe to repeat, and refuses to begin before what it builds on is on the chain.
"""

import click

from stages.audit import audit
from stages.distribute import distribute
from stages.mainnet import mainnet
from stages.onboard import onboard
from stages.testnet import testnet


@click.group(context_settings={"max_content_width": 110})
def cli() -> None:
    """Bring the protocol into the world, stage by stage: testnet, audit, mainnet, distribute, onboard."""


for stage in (testnet, audit, mainnet, distribute, onboard):
    cli.add_command(stage)
