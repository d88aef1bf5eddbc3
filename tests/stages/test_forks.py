"""What signs and writes leaves the public network's book alone on a fork.

distribute --send, onboard: the public network's book on a fork ── refused, and nothing is written
"""

import json
from pathlib import Path

import click
import pytest
from ape.cli import ConnectedProviderCommand
from click.testing import CliRunner

from deployment.artifacts import FACTORY
from deployment.book import Book
from deployment.chain import Chain
from deployment.errors import ForkedNetwork
from deployment.inputs import Inputs
from deployment.record import origin_of
from stages.distribute import distribute
from stages.onboard import onboard
from tests.office.conftest import connected_already


@pytest.mark.parametrize(("stage", "words"), [(distribute, ["--send"]), (onboard, []), (onboard, ["--send"])])
def test_stage__public_networks_book_on_a_fork__reverts_and_keeps_it(
    chain: Chain,
    inputs: Inputs,
    forked: Path,
    monkeypatch: pytest.MonkeyPatch,
    stage: click.Command,
    words: list[str],
) -> None:
    book = Book.empty(forked, chain, origin_of(inputs))
    for name in (FACTORY, "AgentTreasury", "GuardianVesting", "ResourceAllocation"):
        book.contracts[name] = {"address": inputs.accounts["deployer"], "block": 0}
    forked.write_text(json.dumps(book.data))
    before = forked.read_bytes()
    monkeypatch.setattr(ConnectedProviderCommand, "invoke", connected_already)
    with pytest.raises(ForkedNetwork, match=f"local is a fork, on which {forked} is only read"):
        CliRunner().invoke(stage, words, standalone_mode=False, catch_exceptions=False)
    assert (forked.read_bytes(), [*forked.parent.iterdir()]) == (before, [forked])
