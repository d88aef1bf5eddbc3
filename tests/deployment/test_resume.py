"""A deployment goes on from what the chain has, and refuses what is not its own.

deploy_inputs: its book lost a step | deployer or registrar without funds | a book of another chain, of a dead
    local chain, no book at all, of other code | agents born from another census | code, compiler, roles,
    permissions, parameters or tables changed since | the public network's book on a fork |
    a limit for gas changed since ── the book has the new one
open_inputs: census gone ── the book's agents
signers_of: a name that no account has
save: another process writes the book, or has written it since
"""

import copy
import json
import re
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
from deployment.forks import check_not_forked
from deployment.inputs import Inputs, load_inputs
from deployment.record import check_unchanged, open_inputs, origin_of, parameters_of
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


@pytest.mark.parametrize("alias", ["nobody-has-this", ""])
def test_signers_of__no_account_of_that_name__reverts(inputs: Inputs, alias: str) -> None:
    with pytest.raises(errors.MissingKey, match=f"no account of ape's is named '{alias}': ape accounts list"):
        signers_of(inputs, alias)


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


def test_check_unchanged__as_it_began__passes(chain: Chain, inputs: Inputs) -> None:
    check_unchanged(Book.empty(None, chain, origin_of(inputs)), inputs)


CHANGES: dict[str, Callable[[dict[str, Any]], None]] = {
    "compiler.optimizer.runs": lambda data: data["compiler"]["optimizer"].__setitem__("runs", 1),
    "permissions.AgentRegistry.admit(uint256)": lambda data: data["permissions"].pop("AgentRegistry"),
    "roles.OPERATOR": lambda data: data["roles"].__setitem__("OPERATOR", 7),
    "parameters.accounts.guardian": lambda data: data["parameters"]["accounts"].pop("guardian"),
    "parameters.census.names": lambda data: data["parameters"]["census"]["names"].reverse(),
    "parameters.time_divisor": lambda data: data["parameters"].__setitem__("time_divisor", 360),
    "tables.centres": lambda data: data["tables"]["centres"].pop(),
}


@pytest.mark.parametrize("key", CHANGES)
def test_check_unchanged__something_changed__reverts_naming_it(
    chain: Chain, inputs: Inputs, key: str
) -> None:
    book = Book.empty(None, chain, copy.deepcopy(origin_of(inputs)))
    CHANGES[key](book.data)
    with pytest.raises(errors.ParametersChanged, match=re.escape(f"was begun with {key} = ")) as caught:
        check_unchanged(book, inputs)
    assert caught.value.key == key


@pytest.mark.parametrize("began", ["0x" + "11" * 32, None])
def test_check_unchanged__code_of_a_contract_changed__reverts_naming_it(
    chain: Chain, inputs: Inputs, began: str | None
) -> None:
    book = Book.empty(None, chain, {**origin_of(inputs), "commit": "c" * 40})
    book.data["code"] = {**book.data["code"], "Governance": began}
    words = f"other code of Governance, of commit {'c' * 40}, and now it is commit "
    with pytest.raises(errors.CodeChanged, match=words) as caught:
        check_unchanged(book, inputs)
    assert caught.value.contract == "Governance"


def test_deploy_inputs__begun_with_other_code__reverts_before_anything_is_sent(
    chain: Chain, inputs: Inputs, tmp_path: Path
) -> None:
    path = spoilt_book(chain, tmp_path, lambda data: data.update(origin_of(inputs), code={}))
    before, height = path.read_bytes(), chain.height
    with pytest.raises(errors.CodeChanged, match="other code of Factory"):
        deploy_inputs(chain, inputs, path, Silent())
    assert (path.read_bytes(), chain.height) == (before, height)


def test_deploy_inputs__public_networks_book_on_a_fork__reverts_before_anything_is_sent(
    chain: Chain, inputs: Inputs, forked: Path
) -> None:
    height = chain.height
    with pytest.raises(errors.ForkedNetwork, match=f"local is a fork, on which {forked} is only read"):
        deploy_inputs(chain, inputs, forked, Silent())
    assert (chain.height, forked.exists()) == (height, False)
    beside = forked.parent / ".." / forked.parent.name / forked.name
    with pytest.raises(errors.ForkedNetwork):
        check_not_forked(chain, beside)
    check_not_forked(chain, forked.with_name("another.json"))
    check_not_forked(chain, None)


def test_deploy_inputs__another_limit_for_gas__sets_it_in_the_book(
    chain: Chain, inputs: Inputs, tmp_path: Path
) -> None:
    path = spoilt_book(chain, tmp_path, lambda data: data.update(origin_of(inputs)))
    chain.provider.set_balance(inputs.accounts["deployer"], 0)  # it ends there
    dearer = replace(inputs, parameters=inputs.parameters.model_copy(update={"max_fee_gwei": 501}))
    with pytest.raises(errors.UnfundedAccount):
        deploy_inputs(chain, dearer, path, Silent())
    assert parameters_of(Book(path, read_book(path))).max_fee == 501 * 10**9


def test_open_inputs__census_gone__keeps_the_agents_of_the_book(
    chain: Chain, inputs: Inputs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def deployed(data: dict[str, Any]) -> None:
        data.update(origin_of(inputs), contracts={"Factory": {}})

    path = spoilt_book(chain, tmp_path, deployed)
    monkeypatch.setattr("deployment.inputs.ROOT", tmp_path)
    with pytest.raises(errors.UnreadableFile):
        load_inputs(chain)
    members = open_inputs(chain, path)[0].members
    assert [(one.agent.name, one.agent.category, one.wallet.address) for one in members] == [
        (one.agent.name, one.agent.category, one.wallet.address) for one in inputs.members
    ]


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
