"""What speaks for a release beside the test network itself.

audited ── no report, none of the network, unreadable ── not met
    failed, incomplete, of another network, other code, another deployment, no commit ── not met | else ── met
committed ── a commit ── met | with changes, unknown ── not met
guarded ── a key, with delegated code too ── not met | a contract ── met
"""

import datetime
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from deployment.chain import Chain
from deployment.inputs import Inputs
from deployment.record import code_hash_of, deployment_hash
from stages.evidence import audited, committed, guarded
from stages.report import Head, Section, result_of, write_report
from tests.support.actors import actor
from tests.support.agents import AGREES

SEPOLIA = 11_155_111
GUARDIAN = actor("guardian")
TODAY = datetime.date(2026, 1, 31)
COMMIT, OTHER = "c" * 40, "0x" + "5a" * 32
PART = Section("Tests", "make unit", passed=True, seconds=1, body="fine")


@pytest.fixture(scope="session")
def tried(inputs: Inputs) -> Inputs:
    """What stands on a test network."""
    return replace(inputs, parameters=inputs.parameters.model_copy(update={"chain_id": SEPOLIA}))


def report(folder: Path, tried: Inputs, **changes: Any) -> Path:
    code, deployment = code_hash_of(tried), deployment_hash(tried)
    head = Head(TODAY, COMMIT, "sepolia", code, deployment, "passed")
    return write_report(replace(head, **changes), [PART], folder)


@pytest.mark.parametrize(
    ("changes", "detail"),
    [
        ({}, ""),
        ({"result": "failed"}, " is failed"),
        ({"result": "incomplete"}, " is incomplete"),
        ({"code": OTHER}, " is of other code or permissions"),
        ({"deployment": OTHER}, f" is of deployment {OTHER}, and on sepolia stands {{deployment}}"),
        ({"commit": f"{COMMIT}-dirty"}, f" is of {COMMIT}-dirty, which is no commit that can be checked out"),
        ({"commit": "unknown"}, " is of unknown, which is no commit that can be checked out"),
    ],
)
def test_audited__report__sets_whether_it_is_met(
    inputs: Inputs, tried: Inputs, tmp_path: Path, changes: dict[str, Any], detail: str
) -> None:
    report(tmp_path, tried, **changes)
    condition = audited(inputs, tried, tmp_path)
    assert condition.met is (not detail)
    expected = detail.format(deployment=deployment_hash(tried))
    assert condition.detail == f"2026-01-31-sepolia.md{expected}"


@pytest.mark.parametrize("network", ["local", "op-sepolia"])
def test_audited__report_of_another_network__sets_not_met(
    inputs: Inputs, tried: Inputs, tmp_path: Path, network: str
) -> None:
    """Also under the name of the right one."""
    path = report(tmp_path, tried, network=network)
    condition = audited(inputs, tried, tmp_path)
    assert (condition.met, condition.detail) == (False, f"no report of sepolia in {tmp_path.name}/")
    path.rename(tmp_path / "2026-01-31-sepolia.md")
    condition = audited(inputs, tried, tmp_path)
    assert (condition.met, condition.detail) == (
        False,
        f"2026-01-31-sepolia.md is of {network}, not of sepolia",
    )


def test_audited__newer_report_that_failed__sets_not_met(
    inputs: Inputs, tried: Inputs, tmp_path: Path
) -> None:
    later = TODAY + datetime.timedelta(days=1)
    report(tmp_path, tried)
    report(tmp_path, tried, date=later, network="local", result="failed")
    assert audited(inputs, tried, tmp_path).met
    report(tmp_path, tried, date=later, result="failed")
    assert audited(inputs, tried, tmp_path).detail == "2026-02-01-sepolia.md is failed"


@pytest.mark.parametrize("text", ["", "---\n---\n", "---\nresult: passed\n---\n", "---\n[\n---\n"])
def test_audited__file_that_is_no_report__sets_not_met(
    inputs: Inputs, tried: Inputs, tmp_path: Path, text: str
) -> None:
    path = tmp_path / "2026-01-31-sepolia.md"
    path.write_text(text)
    condition = audited(inputs, tried, tmp_path)
    assert (condition.met, condition.detail) == (False, f"{path}: is no audit report")


def test_result_of__parts__sets_passed_only_for_all_of_them() -> None:
    failed = replace(PART, passed=False)
    assert result_of([PART, PART], 2) == "passed"
    assert result_of([PART], 2) == "incomplete"
    assert result_of([PART, failed], 2) == "failed"
    assert result_of([failed], 2) == "failed"


@pytest.mark.parametrize(("commit", "met"), [(COMMIT, True), (f"{COMMIT}-dirty", False), ("unknown", False)])
def test_committed__checkout__sets_whether_it_is_one(commit: str, met: bool) -> None:
    assert committed(commit).met is met


def test_guarded__key_and_contract__sets_whose_office_it_would_be(chain: Chain, undone: None) -> None:
    guardian = GUARDIAN.address
    neither = f"{guardian} is neither, as far as this machine knows"
    assert guarded(chain, guardian).detail == neither
    chain.provider.set_code(guardian, f"0xef0100{'11' * 20}")
    assert guarded(chain, guardian).detail == neither
    chain.provider.set_code(guardian, AGREES)
    condition = guarded(chain, guardian)
    assert (condition.met, condition.detail) == (True, f"{guardian} is a contract")
