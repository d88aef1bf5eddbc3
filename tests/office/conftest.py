"""The guardian's command line on the small system: an address book, a keyfile, and the click runner."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import ape
import click
import pytest
from ape.cli import ConnectedProviderCommand
from click.testing import CliRunner
from eth_account import Account

from deployment.chain import Chain
from deployment.inputs import load_inputs
from deployment.record import recorded
from office.desk import Desk
from scripts.guardian import cli
from tests.support.actors import Actor
from tests.support.contract import Contract, Event
from tests.support.governance import Proposal, appoint
from tests.support.rpc import Rpc
from tests.support.system import System

PASSPHRASE = "nobody ever says this aloud"


def connected_already(command: click.Command, context: click.Context) -> Any:
    """Run a subcommand on the session's connection: to connect anew takes five times as long as the rest."""
    for option in ("network", "provider_settings"):
        context.params.pop(option, None)
    return click.Command.invoke(command, context)


@dataclass
class Office:
    """Somebody at the desk."""

    system: System
    book: Path
    folder: Path
    invoke: Any = connected_already
    command: click.Group = cli

    def run(self, *words: Any) -> str:
        """Run a subcommand; the answer is what was printed, in one line. Raises what it raised."""
        arguments = [str(getattr(word, "address", word)) for word in words]
        with patch.object(ConnectedProviderCommand, "invoke", self.invoke):
            done = CliRunner().invoke(
                self.command, [*arguments, "--book", str(self.book)], standalone_mode=False
            )
        if done.exception is not None:
            raise done.exception
        return re.sub(r"[\s│]+", " ", done.output)

    def send(self, *words: Any) -> str:
        """The same, signed and sent."""
        return self.run(*words, "--send")

    @property
    def desk(self) -> Desk:
        """What a subcommand sees."""
        return Desk.open(Chain(ape.chain.provider), self.book)

    @property
    def height(self) -> int:
        """Number of the last block."""
        return int(self.system.rpc.request("eth_blockNumber"), 16)

    def events(self, contract: Contract) -> list[Event]:
        """What a contract emitted in the last block."""
        logs = self.system.rpc.logs([contract.address], self.height)
        return [self.system.errors.event(log) for log in logs]

    def file(self, name: str, content: Any = None) -> Path:
        """A path of the test's own, with JSON in it where that is given."""
        path = self.folder / name
        if content is not None:
            path.write_text(json.dumps(content))
        return path

    def proposal(self, proposer: Actor | None = None, why: str = "why") -> Proposal:
        """A STANDARD proposal."""
        return appoint(self.system, proposer or self.system.guardian, self.system.stranger, why=why)


def keyfile(alias: str, owner: Actor) -> Path:
    """An account of ape's, as `ape accounts import` leaves it, but quick to unlock."""
    path = Path(ape.config.DATA_FOLDER) / "accounts" / f"{alias}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    secret = Account.encrypt(owner.account.key, PASSPHRASE, kdf="scrypt", iterations=2)
    path.write_text(json.dumps(secret))
    return path


@pytest.hookimpl(tryfirst=True)  # before xdist looks at the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keeps these tests on one worker: the keyfiles are the checkout's."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("office"))


@pytest.fixture(scope="session")
def keyfiles(small_constitution: System) -> Iterator[None]:
    """Accounts of the guardian's and of a stranger's."""
    named = {"office_guardian": small_constitution.guardian, "office_stranger": small_constitution.stranger}
    paths = [keyfile(alias, owner) for alias, owner in named.items()]
    yield
    for path in paths:
        path.unlink()


@pytest.fixture
def office(
    assembly: System, rpc: Rpc, keyfiles: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Office:
    """The guardian's desk in front of the small system, with the keyfile's passphrase in the environment."""
    for alias in ("office_guardian", "office_stranger"):
        monkeypatch.setenv(f"APE_ACCOUNTS_{alias}_PASSPHRASE", PASSPHRASE)
    monkeypatch.setattr("deployment.account.PLAIN_WIDTH", 1_000)  # nothing is folded
    monkeypatch.setenv("APE_FOUNDRY_HOST", ape.chain.provider.http_uri)
    chain = Chain(ape.chain.provider)
    path = tmp_path / "book.json"
    contracts = {"Factory": {"address": assembly.factory.address, "block": 0}}
    bound = {"id": chain.id, "genesis": chain.genesis}
    made = {"parameters": recorded(load_inputs(chain)), "tables": {}}
    path.write_text(json.dumps({"schema": 1, "chain": bound, "contracts": contracts, "steps": {}, **made}))
    return Office(assembly, path, tmp_path)
