"""Fixtures of the deployment's tests: files to spoil, and one deployment that all of them look at."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ape
import pytest
import yaml

from deployment import record
from deployment.chain import Chain
from deployment.inputs import SENDING, Inputs, load_inputs
from deployment.parameters import FOLDER, ROOT
from deployment.system import System, deploy_inputs
from deployment.yaml_file import load_yaml
from tests.deployment.reporters import KilledError, Mortal

CENSUS = ROOT / "census" / "agents.csv"
Spoil = Callable[[dict[str, Any]], None]


@pytest.fixture(scope="session")
def chain() -> Chain:
    """The node that ape started for this test session."""
    return Chain(ape.networks.active_provider)


@pytest.fixture(scope="session")
def inputs(chain: Chain) -> Inputs:
    """What a local deployment needs to know."""
    return load_inputs(chain)


@dataclass
class History:
    """How a deployment came about: how often it was killed, and what its accounts had sent before it."""

    deaths: int
    nonces: dict[str, int]


@pytest.fixture(scope="module")
def history(chain: Chain, inputs: Inputs) -> History:
    """The history of `deployed`."""
    return History(0, {role: chain.nonce(inputs.accounts[role]) for role in SENDING})


@pytest.fixture(scope="module")
def deployed(
    chain: Chain, inputs: Inputs, history: History, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[System]:
    """A finished deployment with its address book, killed at random moments and run again each time."""
    snapshot = chain.provider.snapshot()
    path = tmp_path_factory.mktemp("books") / "local.json"
    chance = random.Random(51_49)
    while True:
        try:
            system = deploy_inputs(chain, inputs, path, Mortal(chance.randint(0, 8)))
            break
        except KilledError:
            history.deaths += 1
    yield system
    chain.provider.restore(snapshot)


@pytest.fixture
def undone(chain: Chain) -> Iterator[None]:
    """Undoes whatever the test did to the chain."""
    snapshot = chain.provider.snapshot()
    yield
    chain.provider.restore(snapshot)


@pytest.fixture
def forked(chain: Chain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The node is a fork's, and this is the book of its public network."""
    network = chain.provider.network
    monkeypatch.setattr(type(network), "is_fork", True)
    monkeypatch.setattr(record, "BOOKS", tmp_path / "public")
    (tmp_path / "public").mkdir()
    return tmp_path / "public" / f"{network.name}.json"


@pytest.fixture
def parameters_file(tmp_path: Path) -> Callable[..., Path]:
    """Write a network's parameters with something changed: `parameters_file(spoil, "local")`."""

    def write(spoil: Spoil = lambda data: None, network: str = "local") -> Path:
        data = load_yaml(FOLDER / f"{network}.yaml")
        spoil(data)
        path = tmp_path / "parameters.yaml"
        path.write_text(yaml.safe_dump(data))
        return path

    return write


@pytest.fixture
def census_file(tmp_path: Path) -> Callable[[Callable[[list[str]], None]], Path]:
    """Write the census with its lines changed; line n of the file is lines[n - 1]."""

    def write(spoil: Callable[[list[str]], None]) -> Path:
        lines = CENSUS.read_text().splitlines()
        spoil(lines)
        path = tmp_path / "agents.csv"
        path.write_text("\n".join(lines) + "\n")
        return path

    return write
