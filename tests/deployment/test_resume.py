"""A deployment goes on from what the chain has, and refuses what is not its own.

deploy_inputs: its book lost a step | deployer or registrar without funds | a book of another chain, of a dead
    local chain, no book at all, of other code | agents born from another census
save: another process writes the book, or has written it since
"""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from deployment import errors
from deployment.book import Book, read_book
from deployment.census import Member
from deployment.chain import Chain
from deployment.deployer import Deployer
from deployment.events import Silent
from deployment.inputs import Inputs
from deployment.system import deploy_inputs, signers_of
from tests.deployment.reporters import KilledError, Listener, Mortal

pytestmark = pytest.mark.usefixtures("undone")


def test_deploy_contracts__step_mined_and_lost_by_the_book__keeps_it(
    chain: Chain, inputs: Inputs, tmp_path: Path
) -> None:
    deployer, book = deployment_of(chain, inputs, tmp_path / "local.json")
    deployer.deploy_contracts()
    noted = dict(book.contracts["Guardianship"])
    del book.contracts["Guardianship"]
    again = Listener()
    Deployer(chain, inputs, book, again, signers_of(inputs)).deploy_contracts()
    assert again.steps == ["Guardianship"]
    assert book.contracts["Guardianship"] == noted


def test_deploy_inputs__deployer_without_funds__reverts_before_anything_is_sent(
    chain: Chain, inputs: Inputs, tmp_path: Path
) -> None:
    chain.provider.set_balance(inputs.accounts["deployer"], 0)
    height = chain.height
    with pytest.raises(errors.UnfundedAccount, match=r"deployer .* has 0\.000000 ETH") as caught:
        deploy_inputs(chain, inputs, tmp_path / "local.json", Silent())
    assert (caught.value.balance, caught.value.address) == (0, inputs.accounts["deployer"])
    assert chain.height == height
    assert not (tmp_path / "local.json").exists()


def test_deploy_inputs__registrar_without_funds__reverts_before_anything_is_sent(
    chain: Chain, inputs: Inputs, tmp_path: Path
) -> None:
    chain.provider.set_balance(inputs.accounts["registrar"], 0)
    height = chain.height
    with pytest.raises(errors.UnfundedAccount, match="registrar"):
        deploy_inputs(chain, inputs, tmp_path / "local.json", Silent())
    assert chain.height == height


def test_deploy_inputs__book_of_another_chain__reverts(chain: Chain, inputs: Inputs, tmp_path: Path) -> None:
    path = spoilt_book(chain, tmp_path, lambda data: data["chain"].__setitem__("id", 11_155_111))
    before = path.read_bytes()
    with pytest.raises(errors.WrongChainBook, match="book of chain id 11155111"):
        deploy_inputs(chain, inputs, path, Silent())
    assert path.read_bytes() == before


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": 2, "chain": {}, "contracts": {}}'])
def test_deploy_inputs__file_that_is_no_book__reverts(
    chain: Chain, inputs: Inputs, tmp_path: Path, text: str
) -> None:
    path = tmp_path / "local.json"
    path.write_text(text)
    with pytest.raises(errors.UnreadableFile, match="address book"):
        deploy_inputs(chain, inputs, path, Silent())


def test_open__book_of_a_dead_local_chain__sets_a_new_one(chain: Chain, tmp_path: Path) -> None:
    def spoil(data: dict[str, Any]) -> None:
        data["chain"]["genesis"] = "0x" + "11" * 32
        data["contracts"]["Factory"] = {"address": "0x" + "22" * 20}

    path = spoilt_book(chain, tmp_path, spoil)
    book, replaced = Book.open(path, chain, {})
    assert replaced
    assert book.contracts == {}
    assert book.data["chain"]["genesis"] == chain.genesis


def test_save__another_process_writes_the_book__reverts(chain: Chain, tmp_path: Path) -> None:
    path = tmp_path / "local.json"
    book = Book.empty(path, chain, {"parameters": {}, "tables": {}})
    holder = "import fcntl, sys; f = open(sys.argv[1], 'w'); fcntl.lockf(f, fcntl.LOCK_EX); print(); input()"
    command = [sys.executable, "-c", holder, str(tmp_path / ".local.json.lock")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout
        assert other.stdout.readline()
        with pytest.raises(errors.BookInUse, match=f"another run writes {path}"):
            book.intend({})
        other.communicate(b"\n")
    book.intend({"name": "Factory"})
    assert read_book(path)["pending"] == {"name": "Factory"}


def test_save__book_was_written_meanwhile__reverts_and_keeps_that(chain: Chain, tmp_path: Path) -> None:
    path = tmp_path / "local.json"
    late, early = (Book.empty(path, chain, {"parameters": {}, "tables": {}}) for _ in range(2))
    early.intend({"name": "Factory"})
    before = path.read_bytes()
    with pytest.raises(errors.BookInUse, match="wait for its end, then run again"):
        late.intend({"name": "another"})
    assert path.read_bytes() == before


def test_deploy_contracts__address_with_other_code__reverts(
    chain: Chain, inputs: Inputs, tmp_path: Path
) -> None:
    deployer, _ = deployment_of(chain, inputs, tmp_path / "local.json")
    addresses = deployer.deploy_contracts()
    chain.provider.set_code(addresses["HoldingsEscrow"], "0x00")
    with pytest.raises(errors.ForeignContract, match=r"HoldingsEscrow .* other code"):
        deployer.deploy_contracts()
    chain.provider.set_code(addresses["Factory"], "0x")
    with pytest.raises(errors.ForeignContract, match=r"Factory .* no code"):
        deployer.deploy_contracts()


def test_birth_agents__others_born_from_another_census__reverts(
    chain: Chain, inputs: Inputs, tmp_path: Path
) -> None:
    deployer, book = deployment_of(chain, inputs, tmp_path / "local.json")
    registry = deployer.deploy_contracts()["AgentRegistry"]
    with pytest.raises(KilledError):
        Deployer(chain, inputs, book, Mortal(3), signers_of(inputs)).birth_agents(registry)
    swapped = replace(inputs, members=swap(inputs.members))
    with pytest.raises(errors.CensusDiffers, match="P1 was not born with"):
        Deployer(chain, swapped, book, Silent(), signers_of(inputs)).birth_agents(registry)


def deployment_of(chain: Chain, inputs: Inputs, path: Path) -> tuple[Deployer, Book]:
    """A deployment that has not begun."""
    book = Book.empty(path, chain, {})
    return Deployer(chain, inputs, book, Silent(), signers_of(inputs)), book


def swap(members: list[Member]) -> list[Member]:
    """Give the first two agents each other's wallets."""
    first, second, *rest = members
    return [Member(first.agent, second.wallet), Member(second.agent, first.wallet), *rest]


def spoilt_book(chain: Chain, folder: Path, spoil: Callable[[dict[str, Any]], None]) -> Path:
    """Write an empty book with something changed."""
    data = Book.empty(None, chain, {"parameters": {}, "tables": {}}).data
    spoil(data)
    path = folder / "local.json"
    path.write_text(json.dumps(data))
    return path
