"""Worlds of the keepers' tests: each test has a node of its own, which begins with a saved state."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bench.anvil import Anvil
from tests.support.governance import small_system
from tests.support.rpc import Rpc
from tests.support.system import COHORT, DAY, System

from .support.world import FLAGS, World, rebound, save_state, small_treasury

FEW = 24  # agents of the small world
Saved = tuple[System, Path]


def _saved(folder: Path, agents: int) -> Saved:
    with Anvil(*FLAGS) as node:
        rpc = Rpc(node.uri)
        system = small_treasury(rpc, agents)
        return system, save_state(rpc, folder / f"{agents}.json")


@pytest.fixture(scope="session")
def few(tmp_path_factory: pytest.TempPathFactory) -> Saved:
    """Twenty-four agents who are owed their first quarter."""
    return _saved(tmp_path_factory.mktemp("few"), FEW)


@pytest.fixture(scope="session")
def all_agents(tmp_path_factory: pytest.TempPathFactory) -> Saved:
    """The whole cohort, owed its first quarter."""
    return _saved(tmp_path_factory.mktemp("all"), COHORT)


@pytest.fixture(scope="session")
def governed_few(tmp_path_factory: pytest.TempPathFactory) -> Saved:
    """Fourteen agents with ten million units each, and governance in office."""
    folder = tmp_path_factory.mktemp("governed")
    with Anvil(*FLAGS) as node:
        rpc = Rpc(node.uri)
        system = small_system(rpc)
        rpc.travel(DAY)  # ahead of the host's clock, from which the next node's begins
        return system, save_state(rpc, folder / "state.json")


@pytest.fixture
def worlds(tmp_path: Path) -> Iterator[Callable[..., World]]:
    """Makes worlds that end with the test."""
    made: list[World] = []

    def make(saved: Saved, *flags: str, **settings: object) -> World:
        system, state = saved
        folder = tmp_path / f"world{len(made)}"
        folder.mkdir()
        world = World(folder, state, flags)
        made.append(world)
        world.adopt(rebound(system, world.rpc), **settings)
        return world

    yield make
    for world in made:
        world.close()


@pytest.fixture
def world(worlds: Callable[..., World], few: Saved) -> World:
    """A small world."""
    return worlds(few)


@pytest.fixture
def republic(worlds: Callable[..., World], governed_few: Saved) -> World:
    """A small world that decides."""
    return worlds(governed_few)
