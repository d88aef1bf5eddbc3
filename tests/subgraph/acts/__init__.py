"""Acts at random on a chain with the whole protocol, for searches that compare afterwards."""

from random import Random

from tests.subgraph.acts import agents, decisions, goods, holders, offices
from tests.subgraph.acts.world import Act, World
from tests.support.contract import Revert
from tests.support.standing import Standing

ACTS: tuple[Act, ...] = (*holders.ACTS, *agents.ACTS, *offices.ACTS, *decisions.ACTS, *goods.ACTS)


def act(system: Standing, seed: int) -> tuple[str, bool]:
    """One act by a seed: its name, and whether it went through.

    What the contracts refuse leaves the chain as it was, or a few steps further.
    """
    world = World(system, Random(seed))
    one = world.pick(ACTS)
    name = f"{one.__module__.rpartition('.')[2]}.{one.__name__}"
    try:
        one(world)
    except Revert:
        return name, False
    return name, True


def settle(system: Standing) -> None:
    """Humans with wallets that hold something: where walks begin."""
    holders.settle(World(system, Random(0)))
