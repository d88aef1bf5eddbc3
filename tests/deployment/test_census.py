"""The census is refused before the first transaction, by file and line.

load_agents: as committed | 1,249 lines | an id twice | an id that is none | a column missing | one too many |
    a short line | another category | a name twice, too long, not ASCII, empty | another's handle | no file
agents_from_names: a book's names | 1,249 | one too many | one too long
wallets_from_file: good | a wallet twice | a bad checksum | no address | zero | 1,249 lines
join: a wallet of an agent that is the guardian's
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from eth_utils import to_checksum_address

from deployment import errors
from deployment.census import agents_from_names, join, load_agents, wallets_from_file
from deployment.cohort import CATEGORIES, SIZE
from tests.deployment.conftest import CENSUS

Census = Callable[[Callable[[list[str]], None]], Path]
ADDRESSES = [to_checksum_address(f"0x{number:040x}") for number in range(0xA11CE000, 0xA11CE000 + SIZE)]


def test_load_agents__census_as_committed__keeps_the_slots_of_the_constitution() -> None:
    agents = load_agents(CENSUS)
    assert [agent.id for agent in agents] == list(range(1, SIZE + 1))
    for category in CATEGORIES:
        assert sum(agent.category == category.name for agent in agents) == category.size
    assert [agents[i - 1].name for i in (1, 4, 10, 11, 14, 1_247, 1_250)] == [
        "cece", "sentinel", "harmony", "lucidia", "persephone", "codefix", "github_hub",
    ]  # fmt: skip


REFUSALS = {
    "1,249 lines": (lambda ls: ls.pop(100), errors.WrongCount, None, "1249 agents instead of 1250"),
    "id twice": (lambda ls: ls.__setitem__(5, ls[4]), errors.DuplicateId, 6, "stands in line 5"),
    "id 1251": (lambda ls: ls.append("1251,x,service,@x_blackroad"), errors.UnknownId, 1_252, "1251"),
    "id no number": (lambda ls: ls.__setitem__(3, "³,x,y,z"), errors.MalformedRow, 4, "whole number"),
    "column missing": (
        lambda ls: ls.__setitem__(0, "id,name,handle"), errors.MissingColumn, 1, "'category' is missing",
    ),
    "column too many": (
        lambda ls: ls.__setitem__(0, "id,name,category,handle,age"), errors.MissingColumn, 1, "other than",
    ),
    "short line": (lambda ls: ls.__setitem__(7, "7,scribe"), errors.MalformedRow, 8, "2 fields instead of 4"),
    "empty line": (lambda ls: ls.insert(7, ""), errors.MalformedRow, 8, "0 fields instead of 4"),
    "other category": (
        lambda ls: ls.__setitem__(11, ls[11].replace("foundation", "copilot")),
        errors.WrongCategory, 12, "P11 is of category foundation",
    ),
    "name twice": (
        lambda ls: ls.__setitem__(2, "2,cece,copilot,@cece_blackroad"), errors.DuplicateName, 3, "line 2",
    ),
    "name too long": (
        lambda ls: ls.__setitem__(2, f"2,{'x' * 32},copilot,@{'x' * 32}_blackroad"),
        errors.BadName, 3, "32 bytes; 31 fit",
    ),
    "name not ASCII": (lambda ls: ls.__setitem__(2, "2,ö,copilot,@ö_blackroad"), errors.BadName, 3, "ASCII"),
    "name empty": (lambda ls: ls.__setitem__(2, "2,,copilot,@_blackroad"), errors.BadName, 3, "ASCII"),
    "other handle": (lambda ls: ls.__setitem__(2, "2,codex,copilot,@x"), errors.BadName, 3, "@codex"),
    "open quote": (lambda ls: ls.__setitem__(2, '2,"codex,copilot'), errors.MalformedRow, 1_251, "no CSV"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSALS)
def test_load_agents__something_wrong__reverts_with_file_and_line(case: str, census_file: Census) -> None:
    spoil, error, line, words = REFUSALS[case]
    path = census_file(spoil)
    with pytest.raises(error, match=words) as caught:
        load_agents(path)
    assert type(caught.value) is error
    assert (caught.value.path, caught.value.line) == (path, line)


def test_load_agents__no_file__reverts(tmp_path: Path) -> None:
    with pytest.raises(errors.UnreadableFile):
        load_agents(tmp_path / "nothing.csv")


def test_agents_from_names__names_of_the_census__sets_the_same_agents() -> None:
    agents = load_agents(CENSUS)
    named = agents_from_names(CENSUS, [agent.name for agent in agents])
    assert named == [replace(agent, line=None) for agent in agents]


@pytest.mark.parametrize(
    ("names", "error", "words"),
    [
        (["x"] * (SIZE - 1), errors.WrongCount, "1249 names of agents instead of 1250"),
        (["x"] * (SIZE + 1), errors.WrongCount, "1251 names of agents instead of 1250"),
        ([*["x"] * (SIZE - 1), "x" * 32], errors.BadName, "32 bytes; 31 fit"),
    ],
)
def test_agents_from_names__something_wrong__reverts_with_file(
    tmp_path: Path, names: list[str], error: type[errors.FileError], words: str
) -> None:
    with pytest.raises(error, match=words) as caught:
        agents_from_names(tmp_path / "book.json", names)
    assert (caught.value.path, caught.value.line) == (tmp_path / "book.json", None)


def wallet_file(folder: Path, changes: dict[int, str], count: int = SIZE) -> Path:
    """Wallets of all agents, with those of some ids changed."""
    rows = [f"{i},{changes.get(i, ADDRESSES[i - 1])}" for i in range(1, count + 1)]
    path = folder / "wallets.csv"
    path.write_text("\n".join(["id,wallet", *rows]))
    return path


def test_wallets_from_file__good_file__sets_wallets_by_id(tmp_path: Path) -> None:
    assert [wallet.address for wallet in wallets_from_file(wallet_file(tmp_path, {}))] == ADDRESSES


@pytest.mark.parametrize(
    ("wallet", "error", "words"),
    [
        (ADDRESSES[3], errors.DuplicateWallet, "stands in line 5"),
        (ADDRESSES[8].lower(), errors.BadAddress, "checksum"),
        (ADDRESSES[8].swapcase().replace("X", "x"), errors.BadAddress, "checksum"),
        (ADDRESSES[8][:-1], errors.BadAddress, "no address"),
        ("0x" + "00" * 20, errors.BadAddress, "zero address"),
        ("", errors.BadAddress, "no address"),
    ],
)
def test_wallets_from_file__bad_wallet__reverts_with_line(
    tmp_path: Path, wallet: str, error: type[errors.FileError], words: str
) -> None:
    path = wallet_file(tmp_path, {9: wallet})
    with pytest.raises(error, match=words) as caught:
        wallets_from_file(path)
    assert (caught.value.path, caught.value.line) == (path, 10)


def test_wallets_from_file__one_missing__reverts(tmp_path: Path) -> None:
    with pytest.raises(errors.WrongCount, match="missing: 1250"):
        wallets_from_file(wallet_file(tmp_path, {}, SIZE - 1))


def test_join__agent_with_the_guardians_wallet__reverts_with_line(tmp_path: Path) -> None:
    path = wallet_file(tmp_path, {})
    with pytest.raises(errors.ReservedWallet, match="of P7 is the guardian's") as caught:
        join(path, load_agents(CENSUS), wallets_from_file(path), {ADDRESSES[6]: "guardian"})
    assert caught.value.line == 8
