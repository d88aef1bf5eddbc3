"""The system of the address book, on the fork that ape started; each test leaves the fork as it was."""

import os
from pathlib import Path

import ape
import pytest
from ape import networks
from ape.api.networks import ForkedNetworkAPI

from deployment.chain import Chain
from deployment.command import FORK, check_endpoint
from deployment.errors import DeploymentError
from deployment.record import open_inputs
from tests.models.replay import State
from tests.properties.machine import replayed
from tests.support.rpc import Rpc
from tests.support.standing import Standing

BOOK = "BLACKROAD_BOOK"


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Runs on a chain of their own pass these tests over."""
    return None if is_forked(config) else True


def pytest_configure(config: pytest.Config) -> None:
    """Asks the endpoint first: ape would wait for a node that cannot start."""
    if not is_forked(config):
        if any("tests/fork" in str(argument) for argument in config.args):
            raise pytest.UsageError("tests/fork needs a fork: --network ethereum:sepolia-fork:foundry")
        return
    forked: ForkedNetworkAPI = networks.parse_network_choice(config.getoption("network"))._provider.network
    network = forked.upstream_network
    try:
        check_endpoint(forked.upstream_provider, f"{network.ecosystem.name}:{network.name}")
    except DeploymentError as error:
        raise pytest.UsageError(str(error)) from None


def is_forked(config: pytest.Config) -> bool:
    return FORK in str(config.getoption("network"))


@pytest.fixture(scope="session")
def standing(rpc: Rpc) -> Standing:
    """The system of the address book."""
    path = Path(os.environ[BOOK]) if os.environ.get(BOOK) else None
    try:
        _, book = open_inputs(Chain(ape.chain.provider), path)
    except DeploymentError as error:
        pytest.exit(str(error), returncode=pytest.ExitCode.USAGE_ERROR)
    return Standing(rpc, book.data)


@pytest.fixture(scope="session")
def told(standing: Standing) -> State:
    """What the events say of it."""
    return replayed(standing)


@pytest.fixture
def system(standing: Standing, isolated: None) -> Standing:
    """That system as it stands."""
    return standing


@pytest.fixture
def calm(system: Standing, told: State) -> Standing:
    """Its guardian has just been heard of, and no emergency hold runs."""
    last = max((brake.until for brake in told.brakes.values()), default=0)
    if last > system.rpc.now:
        system.rpc.travel_to(last)
    system.guardianship.heartbeat(sender=system.guardian)
    return system
