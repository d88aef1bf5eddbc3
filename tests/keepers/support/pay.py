"""Who was paid: exactly what is due, nobody twice, nobody forgotten."""

from .world import Result, World

FEW = 24  # agents of the small world


def paid(world: World) -> list[int]:
    """What each agent has."""
    system = world.system
    return [system.token.balanceOf(system.registry.agent(i).wallet) for i in range(1, FEW + 1)]


def due(world: World) -> list[int]:
    """What each has been due."""
    return [world.system.treasury.vestedOf(i) for i in range(1, FEW + 1)]


def assert_paid(world: World) -> None:
    """Everybody has exactly what is due."""
    assert paid(world) == due(world)


def assert_unpaid(world: World) -> None:
    """Nobody has anything."""
    assert paid(world) == [0] * FEW


def run_until_paid(world: World, most: int = 3) -> Result:
    """Run as often as cron would, until nothing is due."""
    for _ in range(most):
        result = world.run("release")
        if result.code == 0 and result.summary["due"] == 0:
            break
    assert_paid(world)
    assert world.run("release").summary["due"] == 0
    return result
