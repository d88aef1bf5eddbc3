"""Compiles the subgraph and sets it to a chain's addresses, in copies: the sources stay as they are.

A mapping takes the compiler seconds. So each is compiled alone, from a folder that holds nothing but what it
may use, and what came of it is kept by the content of that folder.

python -m indexer.build [NAME …]    compile all data sources, or only these
"""

import shutil
import sys
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from indexer.errors import IndexerError, UnknownSource
from indexer.mapping import compiled
from indexer.paths import SUBGRAPH

MANIFEST = "subgraph.yaml"
SCHEMA = "schema.graphql"
COMPILERS = 2  # at once
Places = Mapping[str, Mapping[str, Any]]  # address and startBlock, by data source


@dataclass(frozen=True)
class Build:
    """The compiled subgraph: its manifest, and the mappings by data source."""

    manifest: dict[str, Any]
    mappings: dict[str, Path]
    folder: Path

    def write(self, network: str, places: Places, target: Path) -> Path:
        """Write the subgraph of one chain into a folder, as Graph Node reads it; returns its manifest."""
        sources = []
        for source in self.manifest["dataSources"]:
            name = source["name"]
            shutil.copy(self.mappings[name], target / f"{name}.wasm")
            place = {**source["source"], **places[name]}
            mapping = {**source["mapping"], "file": f"{name}.wasm"}
            sources.append({**source, "network": network, "source": place, "mapping": mapping})
        shutil.copytree(self.folder / "abis", target / "abis")
        shutil.copy(self.folder / SCHEMA, target)
        manifest = target / MANIFEST
        manifest.write_text(yaml.safe_dump({**self.manifest, "dataSources": sources}, sort_keys=False))
        return manifest


def build(only: Iterable[str] = (), folder: Path = SUBGRAPH) -> Build:
    """Compile the subgraph, or `only` these of its data sources.

    Raises ProgramMissing, BuildFailed and UnknownSource.
    """
    manifest = yaml.safe_load((folder / MANIFEST).read_text(encoding="utf-8"))
    sources = _chosen(manifest["dataSources"], list(only))

    def mapping(source: dict[str, Any]) -> Path:
        with TemporaryDirectory(prefix="blackroad-mapping-") as copy:
            _lay_out(folder, Path(copy), manifest, source)
            return compiled(source["name"], Path(copy))

    with ThreadPoolExecutor(COMPILERS) as pool:
        mappings = dict(zip([source["name"] for source in sources], pool.map(mapping, sources), strict=True))
    return Build({**manifest, "dataSources": sources}, mappings, folder)


def _chosen(sources: list[dict[str, Any]], names: list[str]) -> list[dict[str, Any]]:
    known = [source["name"] for source in sources]
    if unknown := [name for name in names if name not in known]:
        raise UnknownSource(unknown, known)
    return [source for source in sources if not names or source["name"] in names]


def _lay_out(folder: Path, copy: Path, manifest: dict[str, Any], source: dict[str, Any]) -> None:
    """What one mapping may use: the schema, its own ABIs, and what is in `src/` but the other mappings."""
    mapping = source["mapping"]
    shutil.copytree(folder / "src", copy / "src")
    for other in {other["mapping"]["file"] for other in manifest["dataSources"]} - {mapping["file"]}:
        (copy / other).unlink(missing_ok=True)
    (copy / "abis").mkdir()
    for file in (SCHEMA, "package-lock.json", *(abi["file"] for abi in mapping["abis"])):
        shutil.copy(folder / file, copy / file)
    (copy / MANIFEST).write_text(yaml.safe_dump({**manifest, "dataSources": [source]}, sort_keys=False))
    (copy / "node_modules").symlink_to(folder / "node_modules")


if __name__ == "__main__":
    try:
        build(sys.argv[1:])
    except IndexerError as error:
        sys.exit(error.message)
