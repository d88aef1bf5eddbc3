"""Acts at random on a chain with the whole protocol, for searches that compare afterwards."""

from collections import Counter
from random import Random

from tests.subgraph.acts import agents, decisions, goods, holders, offices
from tests.subgraph.acts.world import Act, World
from tests.support.contract import Revert
from tests.support.standing import Standing

ACTS: tuple[Act, ...] = (*holders.ACTS, *agents.ACTS, *offices.ACTS, *decisions.ACTS, *goods.ACTS)


def act(system: Standing, seed: int, done: Counter[str]) -> None:
    """One act by a seed; what the contracts refuse leaves the chain as it was, or some steps further."""
    world = World(system, Random(seed))
    one = world.pick(ACTS)
    try:
        one(world)
    except Revert:
        return
    done[f"{one.__module__.rpartition('.')[2]}.{one.__name__}"] += 1
