"""One mapping, compiled by Graph Node's own command, or taken from what was compiled before."""

import fcntl
import hashlib
import shutil
import subprocess
from pathlib import Path

from indexer.errors import BuildFailed
from indexer.paths import COMPILED
from indexer.programs import gnd, node

TOOLS = ".tools"


def compiled(name: str, folder: Path) -> Path:
    """The mapping of the one data source of a folder's subgraph. Raises ProgramMissing and BuildFailed."""
    kept = COMPILED / f"{name}-{_hash(folder)}.wasm"
    COMPILED.mkdir(parents=True, exist_ok=True)
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # whoever else wants it waits, and then has it
        if not kept.exists():
            _offer_node(folder)
            _gnd("codegen", folder)
            _gnd("build", folder)
            written = kept.with_suffix(".part")
            shutil.copy(folder / "build" / name / f"{name}.wasm", written)
            written.replace(kept)  # whole or not there
    return kept


def _gnd(step: str, folder: Path) -> None:
    """Run a step with nothing but Node on PATH: gnd would have npx fetch a formatter for its output."""
    command, environment = [str(gnd()), step], {"PATH": str(folder / TOOLS)}
    done = subprocess.run(  # noqa: S603
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BuildFailed(step, done.stdout + done.stderr)


def _offer_node(folder: Path) -> None:
    (folder / TOOLS).mkdir()
    (folder / TOOLS / "node").symlink_to(node())


def _hash(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(f"{path.relative_to(folder)}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:32]
