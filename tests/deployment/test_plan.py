"""The plan of a deployment says what is left to do, from where it stands on the chain.

factory_nonce: nothing begun | noted | signed, and mined or not
progress_of: nothing | contracts and some births, whatever the book has
rehearse: parameters, code changed since it began ── refused, as the run would be
data_gas: Arbitrum's node interface | none ── nothing
tell_commit: clean | files that differ
"""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from rich.console import Console

from deployment import errors
from deployment.addresses import created_by
from deployment.artifacts import PEERS
from deployment.book import Book
from deployment.chain import Chain
from deployment.deployer import Deployer
from deployment.events import Silent
from deployment.inputs import Inputs
from deployment.layer2 import ENVELOPE, NODE_INTERFACE, Sent, data_gas
from deployment.plan import rehearse
from deployment.progress import factory_nonce, progress_of
from deployment.record import origin_of
from deployment.run import tell_commit
from deployment.system import signers_of
from tests.deployment.reporters import KilledError, Mortal

pytestmark = pytest.mark.usefixtures("undone")
DEPLOYER = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"
NONCE = 7  # of the deployer's next transaction
PENDING = {"name": "Factory", "nonce": 6}


@pytest.mark.parametrize(
    ("book", "mined", "nonce"),
    [
        ({}, [], NONCE),
        ({"contracts": {}}, [], NONCE),
        ({"contracts": {"Factory": {"nonce": 3}}}, [], 3),
        ({"contracts": {}, "pending": PENDING}, [6], 6),
        ({"contracts": {}, "pending": {**PENDING, "nonce": NONCE}}, [], NONCE),
        ({"contracts": {}, "pending": PENDING}, [], NONCE),  # its nonce was taken by another transaction
        ({"contracts": {"Factory": {"nonce": 3}}, "pending": {**PENDING, "name": "Authority"}}, [3, 6], 3),
    ],
)
def test_factory_nonce__book__sets_the_nonce_of_the_factory(
    book: dict[str, Any], mined: list[int], nonce: int
) -> None:
    codes = {created_by(DEPLOYER, number): b"\x01" for number in mined}
    chain: Any = SimpleNamespace(nonce=lambda _: NONCE, code=lambda address: codes.get(address, b""))
    assert factory_nonce(chain, DEPLOYER, book) == nonce


def test_progress_of__nothing_begun__sets_nothing_done(chain: Chain, inputs: Inputs) -> None:
    factory = created_by(inputs.accounts["deployer"], chain.nonce(inputs.accounts["deployer"]))
    done = progress_of(chain, inputs.addresses(factory), {})
    steps = ("Factory", "AgentRegistry", "closeBootstrap", "birth 0001-0001", "confirm 0001-0100")
    assert not any(done.has(step) for step in steps)


def test_progress_of__some_agents_born__sets_done_by_the_chain(
    chain: Chain, inputs: Inputs, tmp_path: Path
) -> None:
    """Whatever the batches of the run were that birthed them."""
    book, signers = Book.empty(tmp_path / "local.json", chain, {}), signers_of(inputs)
    addresses = Deployer(chain, inputs, book, Silent(), signers).deploy_contracts()
    with pytest.raises(KilledError):
        Deployer(chain, inputs, book, Mortal(2), signers).birth_agents(addresses["AgentRegistry"])
    born = chain.call(addresses["AgentRegistry"], "agentCount()", returns="uint256")
    done = progress_of(chain, addresses, {"steps": {"confirm 0001-0100": {}}})
    assert born > 1
    assert done.contracts == {"Factory", *PEERS}
    for step in ("closeBootstrap", "birth 0001-0001", f"birth 0002-{born:04}", "confirm 0001-0100"):
        assert done.has(step)
    for step in (f"birth 0001-{born + 1:04}", f"birth {born + 1:04}-1250", "confirm 0101-0200"):
        assert not done.has(step)


CHANGES: dict[str, tuple[Callable[[Inputs], Inputs], type[errors.BookError]]] = {
    "parameters": (
        lambda one: replace(one, parameters=one.parameters.model_copy(update={"time_divisor": 2})),
        errors.ParametersChanged,
    ),
    "code": (
        lambda one: replace(one, artifacts={**one.artifacts, "Advice": one.artifacts["Governance"]}),
        errors.CodeChanged,
    ),
}


@pytest.mark.parametrize("case", CHANGES)
def test_rehearse__changed_since_it_began__reverts_as_the_run_would(
    chain: Chain, inputs: Inputs, tmp_path: Path, case: str
) -> None:
    change, error = CHANGES[case]
    book = Book.empty(tmp_path / "local.json", chain, origin_of(inputs))
    book.intend({**PENDING, "sent": []})
    with pytest.raises(error, match="was begun with"):
        rehearse(chain, change(inputs), tmp_path / "local.json")


def test_data_gas__node_interface__sets_what_it_says(chain: Chain) -> None:
    sent = [Sent(None, b"\x01" * 24_000), Sent(DEPLOYER, b""), Sent(DEPLOYER, b"\x02" * 10)]
    assert data_gas(chain, sent) == [0, 0, 0]
    assert [one.size for one in sent] == [24_000 + ENVELOPE, ENVELOPE, 10 + ENVELOPE]
    # Answers the size of what it is asked, and two more words.
    chain.provider.set_code(NODE_INTERFACE, "0x365f5260605ff3")
    asked = [4 + 32 * 4 + words * 32 for words in (750, 0, 1)]
    assert data_gas(chain, sent) == asked


@pytest.mark.parametrize(("commit", "warned"), [("c" * 40, False), ("c" * 40 + "-dirty", True)])
def test_tell_commit__commit__emits_whether_files_differ(commit: str, warned: bool) -> None:
    console = Console(file=io.StringIO(), width=200)
    tell_commit(console, commit)
    assert isinstance(console.file, io.StringIO)
    told = console.file.getvalue()
    assert f"Commit {commit}\n" in told
    assert ("Files differ from the commit that the address book would name" in told) is warned
