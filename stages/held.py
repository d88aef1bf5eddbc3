"""Agents whom the treasury owes something and will not pay now, with the reason that it gives."""

from collections.abc import Mapping, Sequence
from typing import get_args

from ape.api import AccountAPI

from deployment.abi import calldata
from deployment.artifacts import errors_of
from deployment.chain import Chain
from deployment.events import Reporter
from deployment.inputs import Inputs
from deployment.release import releasable, release_all
from deployment.sender import Sender
from offchain.subgraph.agents import Reason

REFUSED = "TransferRefused"  # the token's error, whose first word is a Reason
REASONS = (REFUSED, "WalletNotProven", "AgentNotPayable")  # any other is not about the agent
SHOWN = 12  # ids of a list


def held_back(
    chain: Chain, inputs: Inputs, treasury: str, caller: str, agents: Sequence[int]
) -> dict[int, str]:
    """Ask the treasury, without sending, to pay each of these agents: whom it refuses, and why."""
    errors = errors_of(inputs.artifacts)
    calls = [(caller, treasury, calldata("release(uint256)", agent_id)) for agent_id in agents]
    held = {}
    for agent_id, refusal in zip(agents, chain.refusals(calls), strict=True):
        name = errors[refusal[:4]]["name"] if refusal[:4] in errors else ""
        if name in REASONS:
            held[agent_id] = f"{name} {get_args(Reason)[refusal[35]]}" if name == REFUSED else name
    return held


def pay(sender: Sender, inputs: Inputs, treasury: str, account: AccountAPI, reporter: Reporter) -> None:
    """Pay whoever can be paid; nothing is sent for the others, so that a second time sends nothing."""
    owed = list(releasable(sender.chain, treasury))
    held = held_back(sender.chain, inputs, treasury, account.address, owed)
    release_all(sender, treasury, account, reporter, [one for one in owed if one not in held])


def by_reason(held: Mapping[int, str]) -> dict[str, list[int]]:
    """The ids of each reason."""
    return {
        reason: [agent_id for agent_id, one in held.items() if one == reason]
        for reason in sorted(set(held.values()))
    }


def listed(ids: Sequence[int]) -> str:
    """The first agents by name, and how many there are besides."""
    more = f" and {len(ids) - SHOWN:,} more" if len(ids) > SHOWN else ""
    return ", ".join(f"P{agent_id}" for agent_id in ids[:SHOWN]) + more
