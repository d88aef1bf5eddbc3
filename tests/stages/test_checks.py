"""A part of an audit is what its command says.

run: exit code 0 ── passed | another ── failed | colours ── left out | summary ── only if it passed
    variables that are meant for other commands ── left out
"""

import pytest

from stages.checks import KEYS, LAST_LINES, Part

SHELL = ("sh", "-c")


def test_run__command_that_ends_well__sets_passed_with_its_last_lines() -> None:
    section = Part("x", "Title", (*SHELL, f"seq {LAST_LINES + 5}; printf '\\033[31mred\\033[0m\\n'")).run()
    assert section.passed
    assert section.body.splitlines()[1:-1] == [*map(str, range(7, LAST_LINES + 6)), "red"]


@pytest.mark.parametrize("code", [1, 2, 137])
def test_run__command_that_fails__sets_failed(code: int) -> None:
    section = Part("x", "Title", (*SHELL, f"echo why >&2; exit {code}"), lambda: "the last run's").run()
    assert not section.passed
    assert "why" in section.body
    assert "the last run's" not in section.body


def test_run__summary_of_a_command_that_ends_well__sets_it() -> None:
    assert Part("x", "Title", (*SHELL, "echo much"), lambda: "in short").run().body == "in short"


def test_keys__parts__keeps_what_an_audit_asks_for() -> None:
    assert set(KEYS) == {"verify", "matrix", "slither", "prove", "unit", "invariants", "mutants", "bench"}


@pytest.mark.parametrize(
    "name",
    [
        "BLACKROAD_ACCOUNTS__GUARDIAN",
        "ROAD_KEEPER_BOOK",
        "APE_ACCOUNTS_deployer_PASSPHRASE",
        "PYTEST_ADDOPTS",
        "HYPOTHESIS_PROFILE",
        "FOUNDRY_INVARIANT_RUNS",
        "ARGS",
        "WORKERS",
        "EXTRAS",
        "MAKEFLAGS",
        "MAKEFILES",
        "GNUMAKEFLAGS",
        "MFLAGS",
    ],
)
def test_run__variable_of_other_commands__keeps_it_out(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "stray")
    monkeypatch.setenv("NODE_OF_THE_OPERATOR", "kept")
    body = Part("x", "Title", (*SHELL, f"echo ${{{name}-unset}} $NODE_OF_THE_OPERATOR")).run().body
    assert body.splitlines()[1:-1] == ["unset kept"]
