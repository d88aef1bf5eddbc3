"""Every error that our contracts declare is used, and provoked by a test that names it and its values.

an error of contracts/ that no contract reverts with ── fails
an error of contracts/ that no test expects ── fails
"""

import re
from functools import cache
from pathlib import Path

import ape
import pytest

DECLARED = re.compile(r"^\s*error\s+(\w+)\s*\(", re.MULTILINE)
COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)


def sources(folder: str, suffix: str) -> list[Path]:
    return sorted((Path(ape.project.path) / folder).rglob(f"*{suffix}"))


@cache
def contracts() -> str:
    """All our Solidity, without its comments."""
    return "\n".join(COMMENT.sub("", path.read_text()) for path in sources("contracts", ".sol"))


@cache
def expected_by_tests() -> set[str]:
    """Names in `reverts("Name"` anywhere in the tests."""
    text = "\n".join(path.read_text() for path in sources("tests", ".py"))
    return set(re.findall(r"reverts\(\s*\"(\w+)\"", text))


ERRORS = sorted(set(DECLARED.findall(contracts())))


def test_errors__declared__are_found() -> None:
    assert {"CallerNotGuardian", "EmergencyBudgetSpent", "TransferRefused"} <= set(ERRORS)


@pytest.mark.parametrize("name", ERRORS)
def test_error__declared__is_used(name: str) -> None:
    uses = re.findall(rf"\b{name}\s*(?:\(|\.selector)", contracts())
    assert len(uses) > len(re.findall(rf"\berror\s+{name}\b", contracts()))


@pytest.mark.parametrize("name", ERRORS)
def test_error__declared__is_expected_by_a_test(name: str) -> None:
    assert name in expected_by_tests(), f'no test says reverts("{name}"'
