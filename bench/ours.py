"""What our own operations cost."""

from eth_typing import ChecksumAddress

from bench.alternatives.openzeppelin import PAYMENT
from bench.chain import Chain
from bench.compile import Artifact
from bench.council import council
from bench.funds import funds
from bench.governance import governance
from bench.measurement import Measurement
from bench.resources import resources
from bench.system import BATCH, DAY, System

PAID = range(201, 201 + BATCH)
"""Agents of the batches that are paid, all of one category."""
SINGLE, DELEGATOR, DELEGATE = 301, 302, 303
"""Agents that are paid alone, and that delegate."""
QUARTER = 90 * DAY
AMOUNT = PAYMENT // 8
"""What the transfers between agents move; each agent was paid sixteen times as much."""
HUMAN_FUNDS = 2_000_000 * 10**18
LOWERED_CAP = 1_000_000 * 10**18
GRACE = 30 * DAY


def measure(chain: Chain, dollar: Artifact) -> dict[str, Measurement]:
    """Measure everything, by the key under which the tables look it up; `dollar` is a coin to pay in."""
    system = System(chain)
    results = system.found()
    # In this order: the first election opens with the system, its council elects the treasurers, agents pay
    # each other what they were paid, and the last one lowers the cap.
    results |= council(system) | resources(system) | funds(system, dollar)
    for step in (releases, transfers_of_agents, governance, others, transfers_of_humans):
        results |= step(system)
    return results


def releases(system: System) -> dict[str, Measurement]:
    """Pay the same batch two quarters, and single agents."""
    chain, treasury = system.chain, system.treasury.functions
    alone = (SINGLE, DELEGATOR, DELEGATE)
    first = chain.measure(
        f"release of the first quarter, {BATCH} at once", treasury.releaseBatch(PAID), system.anyone, BATCH
    )
    chain.send(treasury.releaseBatch(alone), system.anyone)
    chain.travel(QUARTER)
    later = chain.measure(
        f"release of a later quarter, {BATCH} at once", treasury.releaseBatch(PAID), system.anyone, BATCH
    )
    single = chain.measure("release of a later quarter, alone", treasury.release(SINGLE), system.anyone)
    return {"first_release": first, "release": later, "single_release": single}


def transfers_of_agents(system: System) -> dict[str, Measurement]:
    """Transfer between two voting agents, in the three ways in which votes can follow."""
    return {
        "below_ceiling": _transfer_of_agents(system, 0, "recipient below its ceiling", 3 * AMOUNT),
        "at_ceiling": _transfer_of_agents(system, 1, "recipient at its ceiling", 0),
        "across_ceiling": _transfer_of_agents(system, 2, "recipient rises above it", AMOUNT * 3 // 2),
    }


def _transfer_of_agents(system: System, case: int, label: str, spent: int) -> Measurement:
    """Transfer a second time between the same two agents, after the recipient has spent some of its own.

    The ceiling is what the treasury paid: as much as the recipient has spent it can receive with votes.
    """
    sender, recipient, third = (system.wallet(PAID[3 * case + place]) for place in range(3))
    if spent:
        _transfer(system, recipient, third, spent)
    _transfer(system, sender, recipient, AMOUNT)
    return system.chain.measure(
        f"transfer between agents, {label}", system.token.functions.transfer(recipient, AMOUNT), sender
    )


def transfers_of_humans(system: System) -> dict[str, Measurement]:
    """Link wallets, transfer between humans, and rebalance one who is above a lowered cap."""
    chain, token, cap = system.chain, system.token.functions, system.cap.functions
    guardian = system.accounts["guardian"]
    chain.send(system.vesting.functions.release(), system.anyone)
    sender, recipient = system.human("sender"), system.human("recipient")
    link = chain.measure("link of a human's first wallet", sender.link(), system.accounts["attestor"])
    chain.send(recipient.link(), system.accounts["attestor"])
    for human in (sender, recipient):
        _transfer(system, guardian, human.wallet, HUMAN_FUNDS)
    _transfer(system, sender.wallet, recipient.wallet, AMOUNT)
    transfer = chain.measure(
        "transfer between humans", token.transfer(recipient.wallet, AMOUNT), sender.wallet
    )
    chain.send(cap.setHumanCap(LOWERED_CAP), system.critical_executor)
    chain.travel(GRACE)
    rebalance = chain.measure("rebalancing of one wallet", cap.rebalance(recipient.identity), system.anyone)
    return {"link": link, "transfer_humans": transfer, "rebalance": rebalance}


def others(system: System) -> dict[str, Measurement]:
    """Measure what stands in no comparison."""
    chain, token = system.chain, system.token.functions
    delegation = chain.measure(
        "delegation to another agent", token.delegate(system.wallet(DELEGATE)), system.wallet(DELEGATOR)
    )
    pause = chain.measure("pause of all transfers", token.pause(), system.accounts["guardian"])
    chain.send(token.unpause(), system.critical_executor)
    return {"delegate": delegation, "pause": pause}


def _transfer(system: System, sender: ChecksumAddress, recipient: ChecksumAddress, amount: int) -> None:
    """Transfer without measuring."""
    system.chain.send(system.token.functions.transfer(recipient, amount), sender)
