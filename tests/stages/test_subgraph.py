"""The subgraph of the test network is at its chain's head.

subgraph_synced ── no endpoint, no answer, no subgraph ── not met, and no word of the URL
    with errors, behind, ahead of the node, of another chain, of another deployment ── not met | else ── met
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from deployment.chain import Chain
from stages.subgraph import BLOCKS, subgraph_synced

GOVERNANCE, ANOTHER = "0x" + "1F" * 20, "0x" + "2f" * 20
KEY = "0123456789abcdef0123456789abcdef"


@contextmanager
def endpoint(answer: str) -> Iterator[str]:
    """Somebody who answers every question with the same."""

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(answer.encode())

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answering)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/api/{KEY}/subgraphs/name/blackroad"
    server.shutdown()
    server.server_close()


def hash_of(chain: Chain, number: int) -> str:
    return "0x" + bytes(chain.provider.web3.eth.get_block(number)["hash"]).hex()


def detail(chain: Chain, met: bool, answer: str) -> str:
    """What is said of a subgraph that answers so."""
    with endpoint(answer) as url:
        condition = subgraph_synced(chain, GOVERNANCE, url)
    assert condition.met is met
    assert KEY not in condition.detail
    return condition.detail


def says(number: int, block_hash: str, *, broken: bool = False, governor: str = GOVERNANCE.lower()) -> str:
    meta = {"block": {"number": number, "hash": block_hash}, "hasIndexingErrors": broken}
    return json.dumps({"data": {"_meta": meta, "protocol": {"governor": governor}}})


@pytest.fixture
def height(chain: Chain, undone: None) -> int:
    """Of a chain that is long enough."""
    chain.provider.mine(BLOCKS + 1)
    return chain.height


@pytest.mark.parametrize("behind", [0, BLOCKS])
def test_subgraph_synced__at_the_head__sets_met(chain: Chain, height: int, behind: int) -> None:
    number = height - behind
    assert detail(chain, True, says(number, hash_of(chain, number))) == f"{behind} blocks behind"


def test_subgraph_synced__behind__sets_not_met(chain: Chain, height: int) -> None:
    number = height - BLOCKS - 1
    said = detail(chain, False, says(number, hash_of(chain, number)))
    assert said == f"{BLOCKS + 1} blocks behind, {BLOCKS} are allowed"


def test_subgraph_synced__errors__sets_not_met(chain: Chain, height: int) -> None:
    said = detail(chain, False, says(height, hash_of(chain, height), broken=True))
    assert said == f"it has indexing errors and stands still at block {height}"


@pytest.mark.parametrize("ahead", [1, 192_000_000])
def test_subgraph_synced__block_that_the_node_does_not_know__sets_not_met(
    chain: Chain, height: int, ahead: int
) -> None:
    said = detail(chain, False, says(height + ahead, hash_of(chain, height)))
    block = f"the node, at block {height}, does not know its block {height + ahead}"
    assert said == f"{block}: it follows another chain"


def test_subgraph_synced__another_chain_of_the_same_length__sets_not_met(chain: Chain, height: int) -> None:
    other = "0x" + "ab" * 32
    said = detail(chain, False, says(height, other))
    assert said == f"it has another block {height} than the chain: {other}, not {hash_of(chain, height)}"


def test_subgraph_synced__another_deployment__sets_not_met(chain: Chain, height: int) -> None:
    answer = says(height, hash_of(chain, height), governor=ANOTHER)
    said = detail(chain, False, answer)
    assert said == f"it is of the deployment that {ANOTHER} governs, not {GOVERNANCE}"
    nobody = json.loads(answer)
    nobody["data"]["protocol"] = None
    said = detail(chain, False, json.dumps(nobody))
    assert said == f"it is of the deployment that None governs, not {GOVERNANCE}"


REFUSED = f'{{"errors": [{{"message": "no such key {KEY}"}}]}}'


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("[]", "the subgraph's answer: neither data nor errors"),
        ("{}", "the subgraph's answer: neither data nor errors"),
        ('{"data": {}}', "the subgraph's Meta: answer: "),
        (REFUSED, "the subgraph refuses the query: no such key [hidden]"),
        ("<html>", "the subgraph does not answer: 127.0.0.1: no JSON, 2 of 2 times"),
    ],
)
def test_subgraph_synced__no_subgraph__sets_not_met(chain: Chain, answer: str, words: str) -> None:
    assert detail(chain, False, answer).startswith(words)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        (None, "no endpoint of the subgraph: --subgraph URL, or the environment variable BLACKROAD_SUBGRAPH"),
        (f"http://127.0.0.1:1/{KEY}", "the subgraph does not answer: 127.0.0.1: ConnectionRefusedError"),
        (f"http://127.0.0.1:{KEY}/", "the endpoint is no URL"),
        (KEY, "the subgraph does not answer: ?: "),
    ],
)
def test_subgraph_synced__no_endpoint__sets_not_met_and_tells_no_secret(
    chain: Chain, url: str | None, words: str
) -> None:
    condition = subgraph_synced(chain, GOVERNANCE, url)
    assert condition.met is False
    assert condition.detail.startswith(words)
    assert KEY not in condition.detail
