"""Graph Node and PostgreSQL as we start and end them, and each way in which that fails.

programs that are not there: named, with what to do
compiling
├── a data source that the manifest does not have: named, with those that it has
└── a mapping with a fault: what the compiler says
PostgreSQL
├── answers nobody without its password, and listens on 127.0.0.1
└── a folder that is not empty: what initdb says
Graph Node
├── ends early: the end of its log
├── never begins: it is started anew, and said in the end
├── a handler fails: the block and the message; the client refuses what is stored
├── a block that does not come: where it is instead
├── has ended: that it does not answer
└── a query that is none: what it says of it
ape run index: however it is ended, nothing stays behind
"""

import json
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml

from deployment.parameters import ROOT
from indexer import programs as installed
from indexer.build import build
from indexer.errors import (
    BuildFailed,
    IndexerBehind,
    IndexingFailed,
    NotReady,
    ProgramFailed,
    ProgramMissing,
    QueryFailed,
    UnknownSource,
    Unreachable,
)
from indexer.index import ATTEMPTS, indexing
from indexer.node import GraphNode, graph_node
from indexer.paths import SUBGRAPH
from indexer.postgres import greeting, postgres
from offchain.subgraph import errors
from offchain.subgraph.client import Subgraph
from tests.subgraph.economy import Economy

pytestmark = pytest.mark.xdist_group("subgraph of the economy")

SCHEMA = "type Payment @entity(immutable: true) { id: Bytes! }"
FAILING = """
import { Transfer } from "../generated/ROAD_Token/ROAD_Token"
export function handleTransfer(event: Transfer): void { assert(false, "no transfer is good enough") }
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A subgraph of one data source, the token, whose one handler fails."""
    manifest = yaml.safe_load((SUBGRAPH / "subgraph.yaml").read_text())
    token = next(source for source in manifest["dataSources"] if source["name"] == "ROAD_Token")
    event = "Transfer(indexed address,indexed address,uint256)"
    token["mapping"] |= {
        "file": "./src/token.ts",
        "entities": ["Payment"],
        "eventHandlers": [{"event": event, "handler": "handleTransfer"}],
    }
    folder = tmp_path / "small"
    (folder / "src").mkdir(parents=True)
    (folder / "src/token.ts").write_text(FAILING)
    (folder / "schema.graphql").write_text(SCHEMA)
    (folder / "subgraph.yaml").write_text(yaml.safe_dump({**manifest, "dataSources": [token]}))
    shutil.copytree(SUBGRAPH / "abis", folder / "abis")
    shutil.copy(SUBGRAPH / "package-lock.json", folder)
    (folder / "node_modules").symlink_to(SUBGRAPH / "node_modules")
    return folder


# --- Programs and compiling ---


def test_programs__not_installed__reverts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installed, "GND", tmp_path / "gnd")
    monkeypatch.setattr(installed, "POSTGRES", tmp_path)
    with pytest.raises(
        ProgramMissing, match=rf"^Graph Node is not there \({tmp_path}/gnd\)\. On Linux x86-64 "
    ):
        installed.gnd()
    with pytest.raises(ProgramMissing, match=rf"^PostgreSQL is not there \({tmp_path}/initdb\)\. On Linux"):
        installed.postgres("initdb")


def test_build__unknown_data_source__reverts(small: Path) -> None:
    with pytest.raises(UnknownSource, match=r"^subgraph\.yaml has no ROAD; it has ROAD_Token$"):
        build(["ROAD"], small)


def test_build__mapping_that_does_not_compile__reverts(programs: None, small: Path) -> None:
    (small / "src/token.ts").write_text('import { Nothing } from "./nowhere"\n')
    with pytest.raises(
        BuildFailed, match=r"(?s)^the subgraph does not compile \(gnd build\):\n.*src/nowhere"
    ):
        build(folder=small)


# --- PostgreSQL ---


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that other users reach, which pytest's are not: PostgreSQL does not run as root."""
    with TemporaryDirectory(prefix="blackroad-test-") as name:
        Path(name).chmod(0o711)
        (Path(name) / "store").mkdir()
        yield Path(name) / "store"


def test_postgres__without_the_password__is_refused(programs: None, folder: Path) -> None:
    with postgres(folder) as url:
        parts = re.fullmatch(r"postgresql://graph:[0-9a-f]{32}@127\.0\.0\.1:(\d+)/postgres", url)
        assert parts
        assert greeting(int(parts[1])) == b"R"  # it asks for a password before anything else
        assert not list(folder.glob("password*"))
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.2", int(parts[1])), timeout=5)


def test_postgres__folder_that_is_not_empty__reverts(programs: None, folder: Path) -> None:
    (folder / "data").mkdir()
    (folder / "data/something").touch()
    (folder / "data").chmod(0o777)
    failure = pytest.raises(ProgramFailed, match=r"(?s)^initdb ended with 1; .* exists but is not empty")
    with failure, postgres(folder):
        pass


# --- Graph Node ---


def test_graph_node__no_manifest__reverts(programs: None, tmp_path: Path) -> None:
    nowhere = tmp_path / "subgraph.yaml"
    starting = graph_node(
        tmp_path, nowhere, "anvil", "http://127.0.0.1:1", "postgresql://x", "http://127.0.0.1:1"
    )
    with (
        pytest.raises(ProgramFailed, match=r"(?s)^gnd ended with 1; .*Manifest path does not exist"),
        starting,
    ):
        pass


def test_indexing__never_begins__starts_anew(
    small: Path, programs: None, chain: Economy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each time in a store of its own; in the end it is said."""
    stores: list[str] = []

    def deaf(*places: Any) -> None:
        stores.append(places[4])
        raise NotReady("gnd", "was not ready after 0 seconds", "")

    monkeypatch.setattr("indexer.index.graph_node", deaf)
    failure = pytest.raises(NotReady, match=r"^gnd was not ready after 0 seconds; its log ends with:\n$")
    with failure, indexing(build(folder=small), chain.uri, chain.book):
        pass
    assert len(set(stores)) == ATTEMPTS
    for store in stores:
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", int(store.rsplit(":", 1)[1].split("/")[0])), timeout=5)


def test_wait__handler_that_fails__reverts(programs: None, small: Path, chain: Economy) -> None:
    failure = pytest.raises(
        IndexingFailed, match=r"^indexing failed at block \d+: .*no transfer is good enough"
    )
    with indexing(build(folder=small), chain.uri, chain.book) as index:
        with failure:
            index.wait(chain.head()[0])
        until_queries_know(index)
        assert Subgraph(index.url).meta().has_indexing_errors
        with pytest.raises(
            errors.IndexingFailed, match=r"^the subgraph has indexing errors and stands still$"
        ):
            Subgraph(index.url).query("{ payments { id } }")
    with pytest.raises(Unreachable, match=f"^Graph Node does not answer at {index.url}: .*refused"):
        index.query("{ _meta { deployment } }")


def until_queries_know(index: GraphNode) -> None:
    """Graph Node tells of a failure a moment before its answers to queries do."""
    for _ in range(300):
        with suppress(QueryFailed):
            index.query("{ _meta { deployment } }")
            return
        time.sleep(0.1)
    pytest.fail("no query is answered")


def test_wait__block_that_does_not_come__reverts(indexed: GraphNode, chain: Economy) -> None:
    head, _ = chain.head()
    expected = f"^Graph Node is at block {head} after 0.2 seconds, and not at {head + 1}$"
    with pytest.raises(IndexerBehind, match=expected):
        indexed.wait(head + 1, seconds=0.2)


def test_query__of_what_is_not_there__reverts(indexed: GraphNode) -> None:
    with pytest.raises(
        QueryFailed, match=r"^Graph Node refuses the query: .*Type `Query` has no field `dragons`"
    ):
        indexed.query("{ dragons { id } }")


# --- The command ---


@pytest.fixture
def book(chain: Economy, tmp_path: Path) -> Path:
    """The chain's address book, as a file."""
    path = tmp_path / "book.json"
    path.write_text(json.dumps(chain.book))
    return path


@pytest.fixture
def command(
    subgraph: object, chain: Economy, book: Path, tmp_path: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """`ape run index` on that chain, as soon as it has said where it is queried."""
    with (tmp_path / "said").open("wb") as said:
        arguments = ["run", "index", "--node", chain.uri, "--book", str(book), "--only", "Advice"]
        process = subprocess.Popen(["ape", *arguments], cwd=ROOT, stdout=said, stderr=said)
    try:
        for _ in range(1200):
            if "GraphQL:" in (tmp_path / "said").read_text():
                break
            assert process.poll() is None, (tmp_path / "said").read_text()
            time.sleep(0.1)
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_index__ended__leaves_nothing_running(
    command: subprocess.Popen[bytes], ending: signal.Signals
) -> None:
    begun = descendants(command.pid)
    names = {Path(f"/proc/{pid}/comm").read_text().strip() for pid in begun}
    assert {"gnd", "postgres"} <= names
    command.send_signal(ending)
    command.wait(60)
    for _ in range(600):
        if not any(map(runs, begun)):
            return
        time.sleep(0.1)
    pytest.fail(f"of {names} there still are {[pid for pid in begun if runs(pid)]}")


def descendants(pid: int) -> list[int]:
    """Processes that a process has begun, and theirs."""
    children = [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return [one for child in children for one in (child, *descendants(child))]


def runs(pid: int) -> bool:
    """Whether a process is there and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
