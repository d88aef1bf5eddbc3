"""The list of invariants names every sentence that the contracts can keep by now, and tests that exist."""

import re
from pathlib import Path

TESTS = Path(__file__).parent.parent
TEXT = (TESTS / "invariants/README.md").read_text(encoding="utf-8")
NUMBERS = {*range(1, 52)}


def test_readme__list_of_sentences__keeps_every_number() -> None:
    assert {int(number) for number in re.findall(r"^\| (\d+) \|", TEXT, re.MULTILINE)} == NUMBERS


def test_readme__each_path__keeps_pointing_at_something() -> None:
    paths = set(re.findall(r"`((?:tests/)?(?:properties|unit|attacks|models|forge|fork)/?[\w/.]*)`", TEXT))
    assert len(paths) > 20
    assert not {path for path in paths if not (TESTS / path.removeprefix("tests/")).exists()}
