"""What OpenZeppelin's queue and heap cost, whatever waits in them."""

from collections.abc import Sequence

from eth_utils.crypto import keccak
from web3.contract import Contract

from bench.chain import Chain
from bench.compile import Artifact
from bench.measurement import Measurement

FEW, SOME, MANY = 10, 1_000, 10_000
"""How many wait, besides those that are taken."""
BATCH = 25
"""Taken at once, ours as well."""
FILLING = 200
"""Put in at once before anything is measured."""


def measure(chain: Chain, artifacts: dict[str, Artifact]) -> dict[str, Measurement]:
    """Measure both, by the key under which the table looks it up."""
    deque, heap = chain.deploy(artifacts["PlainDeque"]), chain.deploy(artifacts["PlainHeap"])
    # Anything in any order; a heap of what comes in its order would pop for about as much.
    values = [keccak(number.to_bytes(32)) for number in range(MANY + BATCH)]
    numbers = [int.from_bytes(value) for value in values]
    results: dict[str, Measurement] = {}
    done = 0
    for waiting in (FEW, SOME, MANY):
        _fill(chain, deque, values[done:waiting])
        _fill(chain, heap, numbers[done:waiting])
        done = waiting
        results |= _measure(chain, deque, "deque", "OpenZeppelin's deque", values[MANY:], waiting)
        results |= _measure(chain, heap, "heap", "OpenZeppelin's heap", numbers[MANY:], waiting)
    return results


def _fill(chain: Chain, structure: Contract, values: Sequence[bytes] | Sequence[int]) -> None:
    """Put in values before anything is measured."""
    for start in range(0, len(values), FILLING):
        chain.send(structure.functions.pushAll(values[start : start + FILLING]))


def _measure(
    chain: Chain,
    structure: Contract,
    key: str,
    name: str,
    values: Sequence[bytes] | Sequence[int],
    waiting: int,
) -> dict[str, Measurement]:
    """Measure one more, one less and a batch less, so that as many wait afterwards as before."""
    calls, behind = structure.functions, f"{waiting:,} waiting"
    push = chain.measure(f"{name}: push, {behind}", calls.push(values[0]))
    pop = chain.measure(f"{name}: pop, {behind}", calls.pop())
    with chain.undone():
        chain.send(calls.pushAll(values))
        batch = chain.measure(f"{name}: pop, {BATCH} at once, {behind}", calls.popAll(BATCH), items=BATCH)
    return {f"{key}_push_{waiting}": push, f"{key}_pop_{waiting}": pop, f"{key}_pops_{waiting}": batch}
