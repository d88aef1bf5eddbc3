"""The list of failures names each once, and tests that exist."""

import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
TEXT = (HERE / "README.md").read_text(encoding="utf-8")
IDS = [f"F{number}" for number in range(1, 51)]
IDS += [f"K{number}" for number in (1, 2, 3, 5, 8, 10, 11, 12, 13, 14, 15, 17, 18)]
IDS += [f"S{number}" for number in (2, 3, 4, 6)]
ROWS = re.findall(r"^\| ([FKS]\d+) \| (.+?) \| (.+?) \|$", TEXT, re.MULTILINE)
NAMED = sorted(set(re.findall(r"`([\w/]+\.py)::(\w+)`", TEXT)))


def test_readme__each_failure__stands_once() -> None:
    assert [row[0] for row in ROWS] == IDS


@pytest.mark.parametrize(("name", "shown"), [(name, shown) for name, _, shown in ROWS])
def test_readme__each_failure__has_a_test_or_a_reason(name: str, shown: str) -> None:
    assert "::test_" in shown or shown.startswith("Not shown here: "), name


@pytest.mark.parametrize(("file", "test"), NAMED)
def test_readme__each_test__exists(file: str, test: str) -> None:
    assert re.search(rf"^def {test}\(", (HERE / file).read_text(encoding="utf-8"), re.MULTILINE)
