"""What requests and their service cost, whatever waits; beside it what a queue and a heap alone cost."""

from web3.contract.contract import ContractFunction

from bench.alternatives.queues import BATCH as TAKEN
from bench.alternatives.queues import FEW, MANY
from bench.measurement import Measurement
from bench.system import BATCH, DAY, System
from deployment.confirmations import domain_separator
from deployment.requests import DOMAIN_NAME, sign_request

GPU, MEMORY, LAB = 2, 3, 15
AMOUNT = 64_000
"""As many bytes as an amount may have there."""
CROWD = 1_000
"""Agents 1 to this one fill the queue, in turns."""
FRESH = iter(range(CROWD + 101, 1_188))
"""Archetypes, as the crowd is for the most part, who have asked for nothing."""
SIGNERS = range(CROWD + 1, CROWD + 1 + BATCH)


def resources(system: System) -> dict[str, Measurement]:
    """Measure with few and with many waiting, besides those that are taken at once."""
    results: dict[str, Measurement] = {}
    done = 0
    with system.chain.undone():
        for waiting in (FEW, MANY):
            _fill(system, done, waiting + TAKEN)
            done = waiting + TAKEN
            results |= _measure(system, waiting)
        return results | _seats(system) | _others(system)


def _fill(system: System, done: int, total: int) -> None:
    """Let agents ask in turns, by signature, before anything is measured."""
    for start in range(done, total, BATCH):
        numbers = range(start, min(start + BATCH, total))
        asked = [(1 + number % CROWD, number // CROWD) for number in numbers]
        system.chain.send(_signed(system, asked), system.anyone)


def _signed(system: System, asked: list[tuple[int, int]]) -> ContractFunction:
    """Return the call that relays requests: agents, and how often each has signed before."""
    address = system.resources.address
    domain = domain_separator(system.chain.web3.eth.chain_id, address, DOMAIN_NAME)
    deadline = system.chain.timestamp + DAY
    batch = [
        sign_request(domain, system.members[agent - 1], GPU, 1, nonce, deadline) for agent, nonce in asked
    ]
    return system.resources.functions.requestsBySig(batch)


def _measure(system: System, waiting: int) -> dict[str, Measurement]:
    """Measure a first request, one more, and a batch of those whose turn it is."""
    chain, calls, wallet = system.chain, system.resources.functions, system.wallet(next(FRESH))
    provisioner, behind = system.accounts["provisioner"], f"{waiting:,} waiting"
    request = calls.request(GPU, AMOUNT)
    results = {
        f"request_first_{waiting}": chain.measure(f"first request, {behind}", request, wallet),
        f"request_{waiting}": chain.measure(f"one more request, {behind}", request, wallet),
    }
    with chain.undone():
        process = calls.process(TAKEN)
        label = f"taking an order, {TAKEN} at once, {behind}"
        results[f"process_{waiting}"] = chain.measure(label, process, provisioner, TAKEN)
    return results


def _seats(system: System) -> dict[str, Measurement]:
    """Measure a seat in a building with room, and one that goes from an agent to the next."""
    chain, calls = system.chain, system.resources.functions
    seated, waiting = system.wallet(next(FRESH)), system.wallet(next(FRESH))
    results = {"seat": chain.measure("request of a seat, granted", calls.request(LAB, 1), seated)}
    operations = system.operations_executor
    chain.send(calls.setCapacity(LAB, 1), operations)
    chain.send(calls.request(LAB, 1), waiting)
    order = calls.seatOf(system.registry.functions.agentOf(seated).call(), LAB).call()
    label = "release of a seat, which the next is given"
    return results | {"seat_next": chain.measure(label, calls.release(order, 1), seated)}


def _others(system: System) -> dict[str, Measurement]:
    """Measure what stands in no comparison."""
    chain, calls = system.chain, system.resources.functions
    provisioner = system.accounts["provisioner"]
    signed = _signed(system, [(agent, 0) for agent in SIGNERS])
    label = f"first request by signature, {BATCH} at once"
    results = {"requests_signed": chain.measure(label, signed, system.anyone, BATCH)}
    wallet = system.wallet(next(FRESH))
    chain.send(calls.request(MEMORY, AMOUNT), wallet)
    heads = calls.linesOf(0).call()[0]
    chain.send(calls.process(TAKEN), provisioner)
    taken = [head + place for head in heads for place in range(TAKEN)]
    taken = [order for order in taken if calls.order(order).call()[4] == 2][:TAKEN]
    label = f"confirmation of an order, {TAKEN} at once"
    results["confirm_order"] = chain.measure(label, calls.confirmBatch(taken), provisioner, TAKEN)
    owner = calls.order(taken[0]).call()[0]
    release = calls.release(taken[0], 1)
    return results | {"release_order": chain.measure("release of an order", release, system.wallet(owner))}
