"""Writes what the subgraph takes from the contracts and their deployments: subgraph/abis and networks.json.

python -m tools.subgraph            after a change of an event, or a deployment to a public network
python -m tools.subgraph --check    says what is stale, and fails
"""

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from deployment.artifacts import load_artifacts
from deployment.book import read_book
from deployment.record import BOOKS
from indexer.networks import places_of, subgraph_network
from indexer.paths import SUBGRAPH


def abis() -> dict[str, str]:
    """Events of each contract that emits any, by the file's name."""
    files = {}
    for name, artifact in load_artifacts().items():
        if events := [entry for entry in artifact.abi if entry["type"] == "event"]:
            files[f"abis/{name}.json"] = _text(sorted(events, key=lambda event: event["name"]))
    return files


def networks(books: Path = BOOKS) -> str:
    """Address and start block of each data source, by network; local chains come and go."""
    public = [path for path in sorted(books.glob("*.json")) if not path.name.startswith("local")]
    found = {}
    for data in map(read_book, public):
        found[subgraph_network(data["chain"]["id"])] = places_of(data)
    return _text(found)


def stale(files: Mapping[str, str], folder: Path = SUBGRAPH) -> list[str]:
    """Names of files that differ from what they should be, are missing, or are of no contract."""
    there = {f"abis/{path.name}" for path in folder.glob("abis/*.json")}
    differing = {name for name, text in files.items() if _read(folder / name) != text}
    return sorted(differing | (there - files.keys()))


def write(files: Mapping[str, str], folder: Path = SUBGRAPH) -> None:
    """Write the files, and remove ABIs of contracts that are no more."""
    (folder / "abis").mkdir(parents=True, exist_ok=True)
    for name in stale(files, folder):
        if name in files:
            (folder / name).write_text(files[name], encoding="utf-8")
        else:
            (folder / name).unlink()


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


def _text(value: Any) -> str:
    return json.dumps(value, indent=2, sort_keys=True) + "\n"


def main() -> int:
    """Write the files, or compare them."""
    parser = argparse.ArgumentParser(prog="python -m tools.subgraph", description=__doc__)
    parser.add_argument("--check", action="store_true", help="only say what is stale")
    check = parser.parse_args().check
    files = {**abis(), "networks.json": networks()}
    if not check:
        write(files)
        return 0
    if names := stale(files):
        sys.stderr.write(f"stale in subgraph/: {', '.join(names)}; run: python -m tools.subgraph\n")
    return 1 if names else 0


if __name__ == "__main__":
    sys.exit(main())
