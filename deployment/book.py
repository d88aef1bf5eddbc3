"""The address book of one network: what was deployed, when, from what. It is written when a step is mined.

`pending` is the one transaction that was signed and may or may not be mined: the run after a killed one looks
at it first. Everything else is derived from the chain, so a book that lags behind does no harm.

One process writes a book: the first of them that has something to write holds it until it ends.
"""

import fcntl
import json
import os
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from deployment.errors import BookInUse, UnreadableFile, WrongChainBook

if TYPE_CHECKING:  # who only reads books needs no Ape, which takes seconds to load
    from deployment.chain import Chain

SCHEMA = 1
_HELD: dict[Path, IO[str]] = {}  # locks of this process, which end with it


class Book:
    """An address book, in memory alone where `path` is None."""

    def __init__(self, path: Path | None, data: dict[str, Any]) -> None:
        self.path = path
        self.data = data
        self._on_disk = _text(path)  # as it was when this process read it

    @classmethod
    def open(cls, path: Path | None, chain: "Chain", origin: dict[str, Any]) -> tuple["Book", bool]:
        """Open a chain's book, or start one; the second answer: whether a dead local chain's was put aside.

        Raises WrongChainBook for the book of another chain.
        """
        if path is None or not path.exists():
            return cls.empty(path, chain, origin), False
        data = read_book(path)
        if chain.provider.network.is_local and is_of_dead_chain(data, chain):
            return cls.empty(path, chain, origin), True
        check_chain(path, data, chain)
        return cls(path, data), False

    @classmethod
    def empty(cls, path: Path | None, chain: "Chain", origin: dict[str, Any]) -> "Book":
        """Start a book; `origin` says what is deployed from what."""
        bound = {"genesis": chain.genesis, "id": chain.id}
        return cls(path, {"schema": SCHEMA, "chain": bound, "contracts": {}, "steps": {}, **origin})

    @property
    def contracts(self) -> dict[str, Any]:
        """Entries of the contracts, by name."""
        contracts: dict[str, Any] = self.data["contracts"]
        return contracts

    @property
    def steps(self) -> dict[str, Any]:
        """Entries of the other transactions, by step."""
        steps: dict[str, Any] = self.data["steps"]
        return steps

    @property
    def pending(self) -> dict[str, Any] | None:
        """The transaction that was signed last and is not known to be mined."""
        return self.data.get("pending")

    def intend(self, pending: dict[str, Any]) -> None:
        """Note a signed transaction, before it is sent."""
        self.data["pending"] = pending
        self._save()

    def record(self, kind: str, name: str, entry: dict[str, Any]) -> None:
        """Note a mined step: `kind` is contracts or steps."""
        self.data[kind][name] = entry
        self.data.pop("pending", None)
        self._save()

    def note_code(self, name: str, code_hash: str) -> None:
        """Note the hash of a contract's code, once it was held against the compiler's."""
        entry = self.contracts[name]
        if entry.get("codeHash") != code_hash:
            entry["codeHash"] = code_hash
            self._save()

    def note_parameter(self, key: str, value: Any) -> None:
        """Note another value of a parameter that may change from run to run."""
        parameters = self.data["parameters"]
        if parameters.get(key) != value:
            parameters[key] = value
            self._save()

    def forget_pending(self) -> None:
        """Drop the intention of a transaction that was never mined."""
        if self.data.pop("pending", None):
            self._save()

    def _save(self) -> None:
        if self.path is None:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._hold(self.path)
        text = json.dumps(self.data, indent=2, sort_keys=True) + "\n"
        temporary = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        with temporary.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self.path)
        folder = os.open(self.path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)  # else a power cut may undo the renaming, and with it what was signed
        finally:
            os.close(folder)
        self._on_disk = text

    def _hold(self, path: Path) -> None:
        """Keep other processes from writing; raises BookInUse."""
        if path not in _HELD:
            file = path.with_name(f".{path.name}.lock").open("w")
            try:
                fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                file.close()
                raise BookInUse(path) from None
            _HELD[path] = file
        if _text(path) != self._on_disk:
            raise BookInUse(path)


def _text(path: Path | None) -> str | None:
    return path.read_text(encoding="utf-8") if path is not None and path.exists() else None


def read_book(path: Path) -> dict[str, Any]:
    """Read an address book; raises UnreadableFile."""
    try:
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UnreadableFile(path, None, f"cannot be read as an address book: {error}") from error
    if (
        not isinstance(data, dict)
        or data.get("schema") != SCHEMA
        or not {"chain", "contracts", "steps", "parameters", "tables"} <= data.keys()
    ):
        raise UnreadableFile(path, None, f"is no address book of schema {SCHEMA}")
    return data


def is_of_dead_chain(data: dict[str, Any], chain: "Chain") -> bool:
    """Whether a book is of another chain with the same id: of a local node that is gone."""
    return bool(data["chain"]["id"] == chain.id and data["chain"]["genesis"] != chain.genesis)


def check_chain(path: Path, data: dict[str, Any], chain: "Chain") -> None:
    """Raise WrongChainBook for the book of another chain."""
    bound = data["chain"]
    if bound["id"] != chain.id:
        raise WrongChainBook(f"{path} is the book of chain id {bound['id']}, but the node is on {chain.id}")
    if bound["genesis"] != chain.genesis:
        raise WrongChainBook(
            f"{path} belongs to a chain whose first block is {bound['genesis']}, "
            f"but the node's is {chain.genesis}"
        )
