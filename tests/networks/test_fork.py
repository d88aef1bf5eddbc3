"""A real deployment, months of its life, and the machines on a fork of the chain on which it stands.

fork
├── book of this chain ── every test of tests/fork passes
├── book of another chain ── refused, before any test
├── another expectation ── fails
├── a local chain ── told to name a fork
├── no URL ── the variable is named
└── nobody answers, or another chain ── said, without the URL
"""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from deployment.parameters import ROOT

from .months import live, staged, stop_the_clock, write_census
from .standin import CHOICES, StandIn, standin

pytestmark = pytest.mark.xdist_group("fork")

FORKS = {
    "sepolia": "ethereum:sepolia-fork:foundry",
    "op-sepolia": "optimism:sepolia-fork:foundry",
    "arbitrum-sepolia": "arbitrum:sepolia-fork:foundry",
    "local": "ethereum:local:foundry",
}
TESTS = 20  # of tests/fork, without the deep ones
DEEP = 9
TOLD = (
    "'Admit P1251' is Executed; P1251 is active: yes",
    "'Appoint another registrar' is Canceled",
    "25 members are seated",
    "the named successor accepts: epoch 2",
)


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StandIn]:
    """A stand-in of Sepolia on which the system was deployed by the command, and lived for months."""
    with standin("sepolia", tmp_path_factory.mktemp("lived")) as one:
        write_census(one)
        code, output = one.run(*one.deploy("--send"))
        assert code == 0, output
        stop_the_clock(one)
        with staged(one) as (stage, heard):
            live(stage)
        for sentence in TOLD:
            assert sentence in heard.getvalue()
        yield one


def on_fork(one: StandIn, *arguments: str, network: str = "sepolia", **environment: str) -> tuple[int, str]:
    """`ape test tests/fork` as a person runs it; exit code and output, which never tell the URL."""
    command = ["ape", "test", "tests/fork", "-q", "--network", FORKS[network], *arguments]
    variables = {**one.environment, "BLACKROAD_BOOK": str(one.book), **environment}
    done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)
    output = done.stdout + done.stderr
    assert one.uri not in output
    return done.returncode, output


@pytest.mark.slow
def test_fork__of_a_system_that_lived__keeps_every_property(lived: StandIn) -> None:
    """All invariants that tests/fork names."""
    code, output = on_fork(lived)
    assert code == 0, output[-4000:]
    assert re.search(rf"^{TESTS} passed, {DEEP} deselected in ", output, re.MULTILINE), output[-400:]


@pytest.mark.slow
def test_fork__book_of_another_chain__reverts_to_its_first_block(lived: StandIn, tmp_path: Path) -> None:
    data = json.loads(lived.book.read_text())
    genesis, data["chain"]["genesis"] = data["chain"]["genesis"], "0x" + "11" * 32
    other = tmp_path / "other.json"
    other.write_text(json.dumps(data))
    code, output = on_fork(lived, BLACKROAD_BOOK=str(other))
    assert code == pytest.ExitCode.USAGE_ERROR
    wrong = f"{other} belongs to a chain whose first block is {data['chain']['genesis']}, "
    assert wrong + f"but the node's is {genesis}" in output
    assert "passed" not in output


@pytest.mark.slow
def test_fork__false_expectation__fails(lived: StandIn, tmp_path: Path) -> None:
    """A book that names another code than stands there: one test fails, and says which."""
    data = json.loads(lived.book.read_text())
    data["contracts"]["ROAD_Token"]["codeHash"] = "0x" + "22" * 32
    other = tmp_path / "other.json"
    other.write_text(json.dumps(data))
    code, output = on_fork(lived, "-k", "test_book", BLACKROAD_BOOK=str(other))
    assert code == pytest.ExitCode.TESTS_FAILED
    assert "AssertionError: ROAD_Token" in output


@pytest.mark.slow
@pytest.mark.deep
def test_fork__of_a_system_that_lived__keeps_every_property_for_long(lived: StandIn) -> None:
    """The same machines, deeper."""
    code, output = on_fork(lived, "-m", "deep")
    assert code == 0, output[-4000:]
    assert re.search(rf"^{DEEP} passed, {TESTS} deselected in ", output, re.MULTILINE), output[-400:]


def test_fork__local_chain__reverts_with_what_to_name(lived: StandIn) -> None:
    code, output = on_fork(lived, network="local")
    assert code == pytest.ExitCode.USAGE_ERROR
    assert output.splitlines()[0] == "ERROR: tests/fork needs a fork: --network ethereum:sepolia-fork:foundry"


@pytest.mark.parametrize(
    ("network", "url", "said"),
    [
        (
            "arbitrum-sepolia",
            "",
            "no node for arbitrum:sepolia: put its URL into the environment variable ARBITRUM_SEPOLIA_RPC",
        ),
        (
            "sepolia",
            "http://127.0.0.1:1",
            "the node for ethereum:sepolia fails: no connection; run again to go on from there",
        ),
        (
            "op-sepolia",
            "sepolia's",
            "the node for optimism:sepolia is on chain id 11155111, not 11155420: check its URL",
        ),
    ],
    ids=["unset", "down", "another chain's"],
)
def test_fork__endpoint_unfit__reverts_with_the_reason(
    lived: StandIn, network: str, url: str, said: str
) -> None:
    variable = CHOICES[network][1]
    code, output = on_fork(lived, network=network, **{variable: lived.uri if url == "sepolia's" else url})
    assert code == pytest.ExitCode.USAGE_ERROR
    assert output.splitlines()[0] == f"ERROR: {said}"
