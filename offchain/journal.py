"""What a key has signed, on disk before it is sent. SQLite, synced at every commit.

A journal says what may be under way. What is true stands on the chain alone: a lost journal loses nothing.
"""

import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eth_utils import keccak

from offchain.exits import ConfigError

SCHEMA = """
CREATE TABLE IF NOT EXISTS intents (
    id INTEGER PRIMARY KEY, job TEXT NOT NULL, name TEXT NOT NULL, nonce INTEGER NOT NULL,
    gas INTEGER NOT NULL, target TEXT NOT NULL, data BLOB NOT NULL, state TEXT NOT NULL,
    opened_at REAL NOT NULL, closed_at REAL, gas_used INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX IF NOT EXISTS one_open ON intents (state) WHERE state = 'open';
CREATE TABLE IF NOT EXISTS attempts (
    hash TEXT PRIMARY KEY, intent INTEGER NOT NULL REFERENCES intents (id), raw BLOB NOT NULL,
    max_fee INTEGER NOT NULL, tip INTEGER NOT NULL
);
"""
# What was decided long ago: its bytes are of no use any more
PRUNE = "DELETE FROM attempts WHERE intent IN (SELECT id FROM intents WHERE closed_at < ?)"
KEPT_SECONDS = 90 * 86_400.0
BUSY_SECONDS = 10.0


@dataclass(frozen=True)
class Attempt:
    """One signed transaction of an intent."""

    hash: str
    raw: bytes
    max_fee: int
    tip: int


@dataclass(frozen=True)
class Intent:
    """One thing to be done with one nonce, by any of its attempts."""

    id: int
    job: str
    name: str
    nonce: int
    gas: int
    target: str
    data: bytes
    opened_at: float
    attempts: tuple[Attempt, ...]


class Journal:
    """The journal of one key on one chain. At most one intent is open."""

    def __init__(self, path: Path) -> None:
        """Open it; a file that is damaged is moved aside, and `moved` says where to."""
        self.path = path
        self.moved: Path | None = None
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._database = self._opened()
        except (OSError, sqlite3.OperationalError) as error:
            raise _unusable(path, error) from None
        except sqlite3.DatabaseError:
            self.moved = path.with_name(f"{path.name}.damaged-{time.time_ns()}")
            path.replace(self.moved)
            path.with_name(path.name + "-journal").unlink(missing_ok=True)
            self._database = self._opened()

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    # --- Intents ---

    def open_intent(self) -> Intent | None:
        """The intent that is under way."""
        row = self._one(
            "SELECT id, job, name, nonce, gas, target, data, opened_at FROM intents WHERE state = 'open'"
        )
        if row is None:
            return None
        rows = self._all(
            "SELECT hash, raw, max_fee, tip FROM attempts WHERE intent = ? ORDER BY rowid", row[0]
        )
        attempts = tuple(Attempt(*one) for one in rows)
        identity, job, name, nonce, gas, target, data, opened_at = row
        return Intent(identity, job, name, nonce, gas, target, data, opened_at, attempts)

    def begin(
        self, job: str, name: str, nonce: int, gas: int, target: str, data: bytes, first: Attempt
    ) -> Intent:
        """Note an intent with its first signed transaction."""
        with _committed(self):
            identity = self._run(
                "INSERT INTO intents (job, name, nonce, gas, target, data, state, opened_at)"
                " VALUES (?, ?, ?, ?, ?, ?, 'open', ?)",
                *(job, name, nonce, gas, target, data, time.time()),
            ).lastrowid
            self._attempt(identity, first)
        return Intent(identity or 0, job, name, nonce, gas, target, data, time.time(), (first,))

    def add(self, intent: Intent, attempt: Attempt) -> None:
        """Note a transaction that replaces the intent's others."""
        with _committed(self):
            self._attempt(intent.id, attempt)

    def finish(self, intent: Intent, state: str, gas_used: int = 0) -> None:
        """Close an intent as `mined`, `reverted` or `superseded`."""
        with _committed(self):
            self._run(
                "UPDATE intents SET state = ?, closed_at = ?, gas_used = ? WHERE id = ?",
                *(state, time.time(), gas_used, intent.id),
            )

    def signed_with(self, nonce: int) -> list[bytes]:
        """What was signed with a nonce, the newest first."""
        rows = self._all(
            "SELECT raw FROM attempts JOIN intents ON intents.id = intent WHERE nonce = ?"
            " ORDER BY attempts.rowid DESC",
            nonce,
        )
        return [raw for (raw,) in rows]

    def gas_since(self, timestamp: float) -> int:
        """Gas of all that was closed since then, and the limit of what is open."""
        row = self._one(
            "SELECT COALESCE(SUM(CASE state WHEN 'open' THEN gas ELSE gas_used END), 0) FROM intents"
            " WHERE closed_at IS NULL OR closed_at >= ?",
            timestamp,
        )
        return int(row[0]) if row else 0

    # --- SQLite ---

    def _opened(self) -> sqlite3.Connection:
        database = sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            database.execute("PRAGMA synchronous = EXTRA")
            if database.execute("PRAGMA quick_check").fetchone() != ("ok",):
                raise sqlite3.DatabaseError("damaged")
            database.executescript(SCHEMA)
            database.execute(PRUNE, (time.time() - KEPT_SECONDS,))
            for digest, raw in database.execute("SELECT hash, raw FROM attempts"):
                if "0x" + keccak(raw).hex() != digest:
                    raise sqlite3.DatabaseError("damaged")
        except sqlite3.Error:
            database.close()
            raise
        self.path.chmod(0o600)
        return database

    def _attempt(self, intent: int | None, attempt: Attempt) -> None:
        # After a reorg the very bytes of an intent that was closed can be what is to be sent.
        values = (attempt.hash, intent, attempt.raw, attempt.max_fee, attempt.tip)
        self._run("REPLACE INTO attempts (hash, intent, raw, max_fee, tip) VALUES (?, ?, ?, ?, ?)", *values)

    def _run(self, statement: str, *values: Any) -> sqlite3.Cursor:
        try:
            return self._database.execute(statement, values)
        except sqlite3.OperationalError as error:
            raise _unusable(self.path, error) from None

    def _one(self, statement: str, *values: Any) -> Any:
        return self._run(statement, *values).fetchone()

    def _all(self, statement: str, *values: Any) -> list[Any]:
        return self._run(statement, *values).fetchall()


class _committed:  # noqa: N801 (reads as a verb)
    """A transaction of the database: all of it is on disk afterwards, or nothing."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def __enter__(self) -> None:
        self._journal._run("BEGIN IMMEDIATE")

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._journal._run("COMMIT")
        elif self._journal._database.in_transaction:
            self._journal._database.rollback()


def _unusable(path: Path, error: Exception) -> ConfigError:
    return ConfigError(f"{path} cannot be written ({error}): nothing is sent without a journal")
