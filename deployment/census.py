"""The census: who the 1,250 genesis agents are. Read and checked in full before anything is sent."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from coincurve import PrivateKey
from eth_utils import is_checksum_address

from deployment.cohort import SIZE, category_of
from deployment.errors import (
    BadAddress,
    BadName,
    DuplicateId,
    DuplicateName,
    DuplicateWallet,
    MalformedRow,
    MissingColumn,
    ReservedWallet,
    UnknownId,
    UnreadableFile,
    WrongCategory,
    WrongCount,
)
from deployment.hdkeys import address_of, addresses_from_xpub, keys_from_mnemonic

AGENT_COLUMNS = ("id", "name", "category", "handle")
WALLET_COLUMNS = ("id", "wallet")
MAX_NAME = 31  # bytes: a name is a bytes32 on the chain, and ends with a zero
MAX_DIGITS = 78  # of a uint256


@dataclass(frozen=True)
class Agent:
    """One line of the census."""

    id: int
    name: str
    category: str
    handle: str
    line: int | None = None

    @property
    def name_word(self) -> bytes:
        """The name as the chain keeps it."""
        return self.name.encode().ljust(32, b"\0")


@dataclass(frozen=True)
class Wallet:
    """An agent's wallet, where it was read, and its key where it is a development one."""

    address: str
    line: int | None = None
    key: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Member:
    """An agent with its wallet."""

    agent: Agent
    wallet: Wallet


def load_agents(path: Path) -> list[Agent]:
    """Read the agents, ordered by id; raises the census errors with file and line."""
    agents: dict[int, Agent] = {}
    names: dict[str, int] = {}
    for line, row in rows_of(path, AGENT_COLUMNS):
        agent = Agent(_id(path, line, row["id"]), row["name"], row["category"], row["handle"], line)
        if agent.id in agents:
            raise DuplicateId(path, line, f"id {agent.id} stands in line {agents[agent.id].line} already")
        expected = category_of(agent.id).name
        if agent.category != expected:
            raise WrongCategory(path, line, f"P{agent.id} is of category {expected}, not {agent.category!r}")
        _check_name(path, agent)
        if agent.name in names:
            raise DuplicateName(path, line, f"name {agent.name!r} stands in line {names[agent.name]} already")
        agents[agent.id] = agent
        names[agent.name] = line
    _check_count(path, agents)
    return [agents[agent_id] for agent_id in sorted(agents)]


def agents_from_names(path: Path, names: list[str]) -> list[Agent]:
    """The cohort whose names an address book has, by id; raises WrongCount and BadName."""
    if len(names) != SIZE:
        raise WrongCount(path, None, f"{len(names)} names of agents instead of {SIZE}")
    agents = [Agent(i, name, category_of(i).name, handle_of(name)) for i, name in enumerate(names, start=1)]
    for agent in agents:
        _check_name(path, agent)
    return agents


def handle_of(name: str) -> str:
    """The handle of an agent with this name."""
    return f"@{name}_blackroad"


def wallets_from_file(path: Path) -> list[Wallet]:
    """Read the wallets, ordered by agent; raises the census errors with file and line."""
    wallets: dict[int, Wallet] = {}
    lines: dict[str, int] = {}
    for line, row in rows_of(path, WALLET_COLUMNS):
        agent_id, address = _id(path, line, row["id"]), row["wallet"]
        if agent_id in wallets:
            raise DuplicateId(path, line, f"id {agent_id} stands in line {wallets[agent_id].line} already")
        if not is_checksum_address(address):
            raise BadAddress(path, line, f"{address!r} is no address with a right checksum (EIP-55)")
        if int(address, 16) == 0:
            raise BadAddress(path, line, "the zero address is nobody's wallet")
        if address in lines:
            raise DuplicateWallet(path, line, f"wallet {address} stands in line {lines[address]} already")
        wallets[agent_id] = Wallet(address, line)
        lines[address] = line
    _check_count(path, wallets)
    return [wallets[agent_id] for agent_id in sorted(wallets)]


def wallets_from_xpub(text: str) -> list[Wallet]:
    """Derive the wallet of agent n as m/0/(n - 1) of an extended public key."""
    return [Wallet(address) for address in addresses_from_xpub(text, SIZE)]


def wallets_from_mnemonic(phrase: str, parent: str) -> list[Wallet]:
    """Derive wallets with their keys. For development chains only."""
    keys = keys_from_mnemonic(phrase, parent, SIZE)
    return [Wallet(address_of(PrivateKey(key).public_key), key=key) for key in keys]


def join(path: Path, agents: list[Agent], wallets: list[Wallet], taken: dict[str, str]) -> list[Member]:
    """Give each agent its wallet; `taken` names the addresses that are an office's or a role's."""
    for agent, wallet in zip(agents, wallets, strict=True):
        if role := taken.get(wallet.address):
            raise ReservedWallet(path, wallet.line, f"wallet {wallet.address} of P{agent.id} is the {role}'s")
    return [Member(agent, wallet) for agent, wallet in zip(agents, wallets, strict=True)]


def rows_of(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the lines of a CSV file with their numbers, the header checked."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(path, None, f"cannot be read: {error}") from error
    reader = csv.reader(text.splitlines(), strict=True)
    header = next(reader, [])
    for column in columns:
        if column not in header:
            raise MissingColumn(path, 1, f"column {column!r} is missing; the header is {','.join(columns)}")
    if len(header) != len(columns):
        raise MissingColumn(path, 1, f"columns other than {','.join(columns)}: {','.join(header)}")
    try:
        for fields in reader:
            if len(fields) != len(header):
                problem = f"{len(fields)} fields instead of {len(header)}"
                raise MalformedRow(path, reader.line_num, problem)
            yield reader.line_num, dict(zip(header, fields, strict=True))
    except csv.Error as error:
        raise MalformedRow(path, reader.line_num, f"no CSV: {error}") from error


def whole_number(path: Path, line: int, column: str, text: str) -> int:
    """A field as a uint256; raises MalformedRow."""
    plain = text.isascii() and text.isdecimal() and len(text) <= MAX_DIGITS
    if not plain or int(text) >= 2**256:
        raise MalformedRow(path, line, f"{column} {text!r} is no whole number of 256 bits")
    return int(text)


def _id(path: Path, line: int, text: str) -> int:
    agent_id = whole_number(path, line, "id", text)
    if not 1 <= agent_id <= SIZE:
        raise UnknownId(path, line, f"id {text} is not one of 1 to {SIZE}")
    return agent_id


def _check_name(path: Path, agent: Agent) -> None:
    name = agent.name
    if not name or not name.isascii() or not name.isprintable() or name != name.strip():
        raise BadName(path, agent.line, f"name {name!r} is not printable ASCII")
    if len(name) > MAX_NAME:
        raise BadName(path, agent.line, f"name {name!r} has {len(name)} bytes; {MAX_NAME} fit")
    if agent.handle != handle_of(name):
        raise BadName(path, agent.line, f"handle {agent.handle!r} is not '{handle_of(name)}'")


def _check_count(path: Path, ids: Iterable[int]) -> None:
    found = set(ids)
    missing = [agent_id for agent_id in range(1, SIZE + 1) if agent_id not in found]
    if missing:
        listed = ", ".join(map(str, missing[:5])) + (", …" if len(missing) > 5 else "")
        raise WrongCount(path, None, f"{len(found)} agents instead of {SIZE}; missing: {listed}")
