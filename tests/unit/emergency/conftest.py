"""Fourteen agents, governance's addresses, and each of the eight brakes, in an EVM of this process."""

from collections.abc import Iterator

import pytest

from tests.support.actors import actor
from tests.support.revm import Revm
from tests.support.rpc import Rpc
from tests.support.system import System
from tests.unit.emergency.brakes import BRAKES, Brake, Kind

AGENTS = 14


@pytest.fixture(scope="session")
def populated() -> System:
    """A closed bootstrap and fourteen agents, deployed once."""
    system = System(Revm(), resources=True)
    system.birth(AGENTS)
    return system


@pytest.fixture(scope="session")
def governed(rpc: Rpc) -> System:
    """The same on the local node."""
    system = System(rpc, resources=True)
    system.birth(AGENTS)
    return system


@pytest.fixture
def small(populated: System) -> Iterator[System]:
    """A closed bootstrap and fourteen agents, as if nobody had touched them."""
    snapshot = populated.rpc.snapshot()
    yield populated
    populated.rpc.revert(snapshot)


@pytest.fixture(params=BRAKES, ids=[k.scope for k in BRAKES])
def brake(small: System, request: pytest.FixtureRequest) -> Brake:
    """Each brake in turn, on a subject that nothing was held of."""
    kind: Kind = request.param
    return Brake(small, kind, actor("held wallet") if kind.scope == "freeze" else 1)


@pytest.fixture(params=BRAKES, ids=[k.scope for k in BRAKES])
def governed_brake(governed: System, isolated: None, request: pytest.FixtureRequest) -> Brake:
    """Each brake in turn, where governance can take over."""
    kind: Kind = request.param
    return Brake(governed, kind, actor("held wallet") if kind.scope == "freeze" else 1)


@pytest.fixture(params=[k for k in BRAKES if k.confirm], ids=lambda k: k.scope)
def confirmable(small: System, request: pytest.FixtureRequest) -> Brake:
    """The two brakes that a proposal can confirm."""
    kind: Kind = request.param
    return Brake(small, kind, actor("held wallet") if kind.scope == "freeze" else 1)


@pytest.fixture
def transfers(small: System) -> Brake:
    """The brake on transfers, for what is the same for all of them."""
    return Brake(small, BRAKES[0], 0)
