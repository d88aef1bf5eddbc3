"""`rollout mainnet` with the session's chain as a main network, and conditions as the test says.

--typed-data ── standard output is JSON alone, the words are beside it
a condition is not met ── refuses, whatever else is given
all are met ── without --release, without a signature, with another's, with no hexadecimal ── refuses
    with both ── the plan, or with --send the deployment
the environment ── has no say in the parameters
proven ── everything is held against the test network's own book, a local chain's does not count
"""

import json
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest
from ape.cli import ConnectedProviderCommand
from click.testing import CliRunner, Result
from eth_account import Account
from eth_account.messages import encode_typed_data

from deployment.book import Book
from deployment.chain import Chain
from deployment.errors import ReservedNetwork
from deployment.inputs import Inputs
from stages import mainnet
from stages.conditions import Condition, StageRefused
from stages.release import ReleaseUnsigned
from tests.office.conftest import connected_already
from tests.support.actors import Actor, actor

GUARDIAN, STRANGER = actor("guardian"), actor("stranger")
COMMIT = "c" * 40
RESERVED = "mainnet is reserved: it takes every condition, --release and --signature."


@dataclass
class Stage:
    """The stage, what it finds on the test network, and the deployments that it begins."""

    parameters: Path
    found: list[Condition] = field(default_factory=lambda: [Condition("proven", met=True, detail="it is")])
    begun: list[bool] = field(default_factory=list)

    def run(self, *words: str) -> Result:
        """Run it; what it raised is in the answer."""
        arguments = ["--parameters", str(self.parameters), *words]
        with patch.object(ConnectedProviderCommand, "invoke", connected_already):
            return CliRunner(mix_stderr=False).invoke(mainnet.mainnet, arguments, standalone_mode=False)

    def signed(self, key: Actor) -> str:
        """What a wallet answers to the printed JSON."""
        message = encode_typed_data(full_message=json.loads(self.run("--typed-data").stdout))
        return "0x" + bytes(Account.sign_message(message, key.account.key).signature).hex()


@pytest.fixture
def stage(
    chain: Chain, inputs: Inputs, parameters_file: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> Stage:
    """All conditions are met."""

    def fill(data: dict[str, Any]) -> None:
        data["accounts"]["guardian"] = GUARDIAN.address
        data["census"]["wallets"] = {"addresses": [member.wallet.address for member in inputs.members]}

    one = Stage(parameters_file(fill))
    monkeypatch.setattr(mainnet, "MAIN_NETWORKS", {chain.id: "mainnet"})
    monkeypatch.setattr(mainnet, "git_commit", lambda: COMMIT)
    monkeypatch.setattr(mainnet, "guarded", lambda *_: Condition("guarded", met=True, detail="it is"))
    monkeypatch.setattr(mainnet, "proven", lambda *_: one.found)
    monkeypatch.setattr(mainnet, "run_deployment", lambda *_, send, **__: one.begun.append(send))
    return one


def test_mainnet__typed_data__emits_json_alone(stage: Stage) -> None:
    done = stage.run("--typed-data")
    message = json.loads(done.stdout)["message"]
    assert (message["guardian"], message["commit"]) == (GUARDIAN.address, COMMIT)
    assert done.stderr.startswith("Conditions of mainnet")
    for value in message.values():
        assert value in done.stderr
    assert stage.begun == []


@pytest.mark.parametrize("spoilt", ["proven", "committed"])
def test_mainnet__condition_not_met__reverts(
    stage: Stage, spoilt: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if spoilt == "proven":
        stage.found[0] = Condition("proven", met=False, detail="it is not")
        problem = "proven: it is not"
    else:
        monkeypatch.setattr(mainnet, "git_commit", lambda: f"{COMMIT}-dirty")
        problem = f"the checkout is a commit: {COMMIT}-dirty"
    done = stage.run("--release", "--signature", stage.signed(GUARDIAN), "--send")
    assert isinstance(done.exception, StageRefused)
    assert done.exception.message == f"a release cannot begin; not met:\n  - {problem}"
    assert RESERVED in done.stdout
    assert stage.begun == []


def test_mainnet__all_met_without_release__reverts(chain: Chain, stage: Stage) -> None:
    done = stage.run("--signature", stage.signed(GUARDIAN), "--send")
    assert isinstance(done.exception, ReservedNetwork)
    assert done.exception.chain_id == chain.id
    assert RESERVED in done.stdout
    assert stage.begun == []


@pytest.mark.parametrize("signature", ["", "stranger", "zz", None])
def test_mainnet__all_met_without_the_guardians_signature__reverts(
    stage: Stage, signature: str | None
) -> None:
    given = stage.signed(STRANGER) if signature == "stranger" else signature
    problem = {
        "": "the signature has 0 bytes instead of 65",
        "zz": "the signature 'zz' is no hexadecimal",
        None: "no signature of the guardian's: --signature",
        "stranger": (
            f"not signed by the guardian {GUARDIAN.address} for this release: {STRANGER.address} signed"
        ),
    }[signature]
    done = stage.run("--release", "--send", *([] if given is None else ["--signature", given]))
    assert isinstance(done.exception, ReleaseUnsigned)
    assert done.exception.message == problem
    assert stage.begun == []


@pytest.mark.parametrize("send", [False, True])
def test_mainnet__all_met_released_and_signed__begins(stage: Stage, send: bool) -> None:
    done = stage.run("--release", "--signature", stage.signed(GUARDIAN), *(["--send"] if send else []))
    assert done.exception is None
    assert GUARDIAN.address in done.stdout
    assert stage.begun == [send]


def test_mainnet__guardian_in_the_environment__keeps_the_files(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = stage.run("--typed-data").stdout
    monkeypatch.setenv("BLACKROAD_ACCOUNTS__GUARDIAN", STRANGER.address)
    assert stage.run("--typed-data").stdout == before


def test_proven__local_chain__is_held_against_its_own_book(
    chain: Chain, inputs: Inputs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The test network's chain, book and parameters are what everything is compared with."""
    factory, governance = actor("factory").address, actor("governance").address
    contracts = {"Factory": {"address": factory.lower()}, "Governance": {"address": governance.lower()}}
    provider = SimpleNamespace(network=SimpleNamespace(use_provider=lambda _: nullcontext()))
    seen: list[Any] = []

    def noting(name: str) -> Callable[..., Condition]:
        def note(*given: Any) -> Condition:
            seen.append(given)
            return Condition(name, met=True, detail="it is")

        return note

    monkeypatch.setattr(mainnet, "networks", SimpleNamespace(get_provider_from_choice=lambda _: provider))
    monkeypatch.setattr(mainnet, "check_endpoint", lambda *_: None)
    monkeypatch.setattr(mainnet, "Chain", lambda _: chain)
    monkeypatch.setattr(mainnet, "open_inputs", lambda *_: (inputs, Book(None, {"contracts": contracts})))
    monkeypatch.setattr(
        mainnet, "standing", lambda *_: ([Condition("stands", met=True, detail="it does")], None)
    )
    monkeypatch.setattr(mainnet, "audited", noting("audited"))
    monkeypatch.setattr(mainnet, "keepers_at_work", noting("keepers"))
    monkeypatch.setattr(mainnet, "subgraph_synced", noting("subgraph"))
    main = replace(inputs, accounts={})
    conditions = mainnet.proven("a:b:c", None, main, tmp_path, tmp_path / "metrics", "a url")
    assert conditions[0] == Condition("it was proven on a test network", met=False, detail="local")
    assert [one.sentence for one in conditions[1:]] == ["audited", "stands", "keepers", "subgraph"]
    assert seen == [
        (main, inputs, tmp_path),
        (chain.id, factory, tmp_path / "metrics"),
        (chain, governance, "a url"),
    ]
