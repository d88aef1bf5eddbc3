"""What a main network is released on.

audited ── no report, one that failed, is incomplete or unreadable, of other code ── not met | passed ── met
guarded ── a key ── not met | a contract ── met
keepers_at_work ── no file, nothing in it, too old, from the future ── not met | fresh ── met
subgraph_synced ── no endpoint, no answer, behind, with errors ── not met | at the head ── met
check_signed ── the guardian's key or contract ── passes | anybody else's, another deployment ── reverts
deployment_hash ── anything that is deployed changes it | the fee's limit does not
"""

import datetime
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from eth_account import Account
from eth_account.messages import encode_typed_data

from deployment.chain import Chain
from deployment.errors import ParameterError, ReservedNetwork
from deployment.inputs import Inputs
from deployment.parameters import FOLDER, MAIN_NETWORKS, Parameters, load_parameters, parameters_for_chain
from deployment.record import code_hash_of, deployment_hash
from stages.release import (
    KEEPERS_SECONDS,
    SUBGRAPH_BLOCKS,
    ReleaseUnsigned,
    audited,
    check_signed,
    guarded,
    keepers_at_work,
    release_typed_data,
    subgraph_synced,
)
from stages.report import Head, Section, result_of, write_report
from tests.support.actors import actor
from tests.support.agents import AGREES, DISAGREES

GUARDIAN, OTHER = actor("guardian"), actor("stranger")
DEPLOYMENT = "0x" + "5a" * 32
TODAY = datetime.date(2026, 1, 31)
PART = Section("Tests", "make unit", passed=True, seconds=1, body="fine")


def report(folder: Path, inputs: Inputs, **changes: Any) -> None:
    code = code_hash_of(inputs)
    head = Head(TODAY, "c" * 40, "sepolia", code, DEPLOYMENT, "passed")
    write_report(replace(head, **changes), [PART], folder)


@pytest.mark.parametrize(
    ("changes", "met", "detail"),
    [
        ({}, True, "2026-01-31-sepolia.md"),
        ({"result": "failed"}, False, "is failed"),
        ({"result": "incomplete"}, False, "is incomplete"),
        ({"code": "0x" + "00" * 32}, False, "is of other code"),
    ],
)
def test_audited__report__sets_whether_it_is_met(
    inputs: Inputs, tmp_path: Path, changes: dict[str, Any], met: bool, detail: str
) -> None:
    report(tmp_path, inputs, **changes)
    condition = audited(inputs, tmp_path)
    assert condition.met is met
    assert condition.detail.endswith(detail)


def test_audited__newer_report_that_failed__sets_not_met(inputs: Inputs, tmp_path: Path) -> None:
    report(tmp_path, inputs)
    report(tmp_path, inputs, date=TODAY + datetime.timedelta(days=1), result="failed")
    assert not audited(inputs, tmp_path).met


@pytest.mark.parametrize("text", ["", "---\n---\n", "---\nresult: passed\n---\n", "---\n[\n---\n"])
def test_audited__file_that_is_no_report__sets_not_met(inputs: Inputs, tmp_path: Path, text: str) -> None:
    assert audited(inputs, tmp_path).detail.startswith("no report")
    (tmp_path / "2026-01-31-sepolia.md").write_text(text)
    condition = audited(inputs, tmp_path)
    assert not condition.met
    assert condition.detail.endswith("is no audit report")


def test_result_of__parts__sets_passed_only_for_all_of_them() -> None:
    failed = replace(PART, passed=False)
    assert result_of([PART, PART], 2) == "passed"
    assert result_of([PART], 2) == "incomplete"
    assert result_of([PART, failed], 2) == "failed"
    assert result_of([failed], 2) == "failed"


def test_guarded__key_and_contract__sets_whose_office_it_would_be(chain: Chain, undone: None) -> None:
    assert not guarded(chain, GUARDIAN.address).met
    chain.provider.set_code(GUARDIAN.address, AGREES)
    assert guarded(chain, GUARDIAN.address).met


@pytest.mark.parametrize(
    ("age", "met"),
    [(10, True), (KEEPERS_SECONDS - 60, True), (KEEPERS_SECONDS + 60, False), (-600, False)],
)
def test_keepers_at_work__last_success__sets_whether_it_is_fresh(
    tmp_path: Path, age: float, met: bool
) -> None:
    metrics, name = tmp_path / "keepers.prom", "road_keeper_last_success_timestamp"
    seen = time.time() - age
    lines = [f"# TYPE {name} gauge", f'{name}{{job="ballots"}} 0', f'{name}{{job="release"}} {seen}']
    metrics.write_text("\n".join([*lines, ""]))
    assert keepers_at_work(metrics).met is met


def test_keepers_at_work__no_success__sets_not_met(tmp_path: Path) -> None:
    metrics = tmp_path / "keepers.prom"
    assert not keepers_at_work(None).met
    assert not keepers_at_work(metrics).met
    metrics.write_text('road_keeper_last_success_timestamp{job="release"} 0.0\n')
    assert keepers_at_work(metrics).detail.endswith("tells of no success")


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
    yield f"http://127.0.0.1:{server.server_port}/subgraphs/name/blackroad"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("behind", "broken", "met"),
    [(0, False, True), (SUBGRAPH_BLOCKS, False, True), (SUBGRAPH_BLOCKS + 1, False, False), (0, True, False)],
)
def test_subgraph_synced__distance__sets_whether_it_is_met(
    chain: Chain, behind: int, broken: bool, met: bool
) -> None:
    chain.provider.mine(SUBGRAPH_BLOCKS + 1)
    meta = {"block": {"number": chain.height - behind}, "hasIndexingErrors": broken}
    with endpoint(json.dumps({"data": {"_meta": meta}})) as url:
        assert subgraph_synced(chain, url).met is met


@pytest.mark.parametrize("answer", ["", "[]", "{}", '{"errors": []}', "<html>"])
def test_subgraph_synced__no_subgraph__sets_not_met(chain: Chain, answer: str) -> None:
    with endpoint(answer) as url:
        assert not subgraph_synced(chain, url).met
    assert not subgraph_synced(chain, url).met
    assert not subgraph_synced(chain, None).met


def signed(chain: Chain, key: Any, deployment: str = DEPLOYMENT) -> bytes:
    """What a wallet answers to the printed JSON."""
    message = encode_typed_data(full_message=release_typed_data(chain.id, deployment))
    return bytes(Account.sign_message(message, key.account.key).signature)


def test_check_signed__guardians_key__passes(chain: Chain) -> None:
    check_signed(chain, GUARDIAN.address, DEPLOYMENT, signed(chain, GUARDIAN))


@pytest.mark.parametrize("wrong", ["stranger", "another deployment", "nothing"])
def test_check_signed__another_signature__reverts(chain: Chain, wrong: str) -> None:
    signatures = {
        "stranger": signed(chain, OTHER),
        "another deployment": signed(chain, GUARDIAN, "0x" + "5b" * 32),
        "nothing": b"",
    }
    problem = "has 0 bytes instead of 65" if wrong == "nothing" else "not signed by the guardian"
    with pytest.raises(ReleaseUnsigned, match=problem):
        check_signed(chain, GUARDIAN.address, DEPLOYMENT, signatures[wrong])


def test_check_signed__guardians_contract__follows_its_answer(chain: Chain, undone: None) -> None:
    chain.provider.set_code(GUARDIAN.address, AGREES)
    check_signed(chain, GUARDIAN.address, DEPLOYMENT, b"")
    chain.provider.set_code(GUARDIAN.address, DISAGREES)
    with pytest.raises(ReleaseUnsigned, match="does not agree"):
        check_signed(chain, GUARDIAN.address, DEPLOYMENT, signed(chain, GUARDIAN))


def test_deployment_hash__what_is_deployed__sets_another(inputs: Inputs) -> None:
    first = deployment_hash(inputs)
    accounts = {**inputs.accounts, "guardian": OTHER.address}
    members = [replace(inputs.members[0], wallet=inputs.members[1].wallet), *inputs.members[1:]]
    cheaper = inputs.parameters.model_copy(update={"max_fee_gwei": 1})
    slower = inputs.parameters.model_copy(update={"time_divisor": 2})
    assert deployment_hash(inputs) == first
    assert deployment_hash(replace(inputs, parameters=cheaper)) == first
    for changed in (
        replace(inputs, accounts=accounts),
        replace(inputs, members=members),
        replace(inputs, catalogue=inputs.catalogue[1:]),
        replace(inputs, centres=inputs.centres[1:]),
        replace(inputs, parameters=slower),
    ):
        assert deployment_hash(changed) != first


@pytest.mark.parametrize("chain_id", MAIN_NETWORKS)
def test_parameters__of_a_main_network__reverts_unless_released(parameters_file: Any, chain_id: int) -> None:
    accounts = {
        role: actor(role).address for role in load_parameters(FOLDER / "local.yaml").accounts.model_dump()
    }

    def spoil(data: dict[str, Any]) -> None:
        data |= {"chain_id": chain_id, "accounts": accounts}
        data["census"]["wallets"] = {"file": "census/wallets.csv"}

    path = parameters_file(spoil, "local")
    with pytest.raises(ReservedNetwork):
        parameters_for_chain(chain_id, path)
    released: Parameters = parameters_for_chain(chain_id, path, released=True)
    assert released.network == MAIN_NETWORKS[chain_id]

    def hurry(data: dict[str, Any]) -> None:
        spoil(data)
        data["time_divisor"] = 360

    path = parameters_file(hurry, "local")
    with pytest.raises(ParameterError, match="360 on a main network, which has full time"):
        parameters_for_chain(chain_id, path, released=True)
