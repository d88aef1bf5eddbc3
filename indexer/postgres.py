"""A PostgreSQL of our own: a new, empty database with a password, on 127.0.0.1."""

import os
import pwd
import secrets
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from indexer.errors import ProgramFailed
from indexer.process import free_port, running
from indexer.programs import postgres as program

USER = "graph"
DATABASE = "postgres"
ANSWER = 5.0  # seconds that its first word may take
PROTOCOL = 3 << 16  # PostgreSQL's, version 3.0
UNPRIVILEGED = "nobody"  # PostgreSQL refuses to be run by root
CLUSTER = ("--encoding=UTF8", "--locale=C", "--auth=scram-sha-256", "--no-instructions", "--no-sync")
# It must not outlive a crash, since it is filled from the chain anew.
FLEETING = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "shared_preload_libraries": "pg_stat_statements",
}


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """Run PostgreSQL with its data in a folder, which must be empty; yields the database's URL.

    Raises ProgramMissing and ProgramFailed.
    """
    server, user = program(), _user()
    data, password = folder / "data", secrets.token_hex(16)
    if user is not None:
        os.chown(folder, user, user)
    _create(data, password, user)
    port = free_port()
    settings = {**SETTINGS, **FLEETING, "port": str(port)}
    command = [str(server), "-D", str(data), *(f"--{key}={value}" for key, value in settings.items())]
    log = folder / "postgres.log"
    # SIGINT: end at once, but in order; SIGTERM would wait for whoever is still connected.
    with running(
        command, log, lambda: _ready(port), environment=_environment(), user=user, end=signal.SIGINT
    ):
        yield f"postgresql://{USER}:{password}@127.0.0.1:{port}/{DATABASE}"


def greeting(port: int) -> bytes:
    """The first byte of the answer to somebody who says only who it is: R asks for the password."""
    words = f"user\0{USER}\0database\0{DATABASE}\0\0".encode()
    startup = (len(words) + 8).to_bytes(4, "big") + PROTOCOL.to_bytes(4, "big") + words
    with socket.create_connection(("127.0.0.1", port), timeout=ANSWER) as connection:
        connection.sendall(startup)
        return connection.recv(1)


def _ready(port: int) -> bool:
    """It listens before it takes anybody: then it says that it is starting up."""
    try:
        return greeting(port) == b"R"
    except OSError:
        return False


def _create(data: Path, password: str, user: int | None) -> None:
    """Make the folder of the data."""
    file = data.with_name("password")
    file.touch(0o600)
    file.write_text(password, encoding="ascii")
    if user is not None:
        os.chown(file, user, user)
    done = subprocess.run(  # noqa: S603
        [str(program("initdb")), "-D", str(data), "-U", USER, f"--pwfile={file}", *CLUSTER],
        capture_output=True,
        text=True,
        check=False,
        cwd=data.parent,
        env=_environment(),
        user=user,
        group=user,
        extra_groups=None if user is None else [],
    )
    file.unlink()
    if done.returncode:
        raise ProgramFailed("initdb", f"ended with {done.returncode}", done.stderr)


def _user() -> int | None:
    """Whom it runs as; None: as we do."""
    return pwd.getpwnam(UNPRIVILEGED).pw_uid if os.geteuid() == 0 else None


def _environment() -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "LC_ALL": "C"}
