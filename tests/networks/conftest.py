"""Stand-ins of the public networks, one a module."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.networks.standin import StandIn, standin


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("network")


@pytest.fixture(scope="module")
def sepolia(folder: Path) -> Iterator[StandIn]:
    with standin("sepolia", folder) as one:
        yield one


@pytest.fixture(scope="module")
def op_sepolia(folder: Path) -> Iterator[StandIn]:
    with standin("op-sepolia", folder) as one:
        yield one


@pytest.fixture(scope="module")
def arbitrum_sepolia(folder: Path) -> Iterator[StandIn]:
    with standin("arbitrum-sepolia", folder) as one:
        yield one
