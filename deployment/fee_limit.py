"""--max-fee-gwei: what a unit of gas may cost, where the address book has another limit."""

from dataclasses import replace

import click

from deployment.inputs import Inputs
from deployment.parameters import MAX_FEE_GWEI

max_fee_option = click.option(
    "--max-fee-gwei",
    type=click.IntRange(1, MAX_FEE_GWEI),
    help="What a unit of gas may cost at most, tip included; else the limit of the deployment's book.",
)


def limited(inputs: Inputs, max_fee_gwei: int | None) -> Inputs:
    """The inputs with the limit of the command line, if it has one."""
    if max_fee_gwei is None:
        return inputs
    parameters = inputs.parameters.model_copy(update={"max_fee_gwei": max_fee_gwei})
    return replace(inputs, parameters=parameters)
