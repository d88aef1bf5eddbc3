"""Mutants of the contracts: how they are made, chosen, tested and judged.

generate
├── each node ── gives the faults of its kind, and what they are called
├── two statements alike ── are told apart
└── a declaration, a comment ── gives none
build
├── does not compile ── is left out
├── same code as the original, or as another one ── is left out
├── nobody asked for it since ── is removed
└── otherwise ── the code of each contract that changes, up to the quota
sample
├── an edit elsewhere ── keeps the order of the others
└── quotas ── in proportion, a floor, never more than there are
run
├── a test fails ── killed, by that test
├── none does ── survived
└── no answer in time ── timeout
judgement
├── a survivor without an explanation, or one that is killed or gone ── is told
├── fewer than 300 of token, cap, tally and treasury in a whole run ── is told
└── an entry of the list without a field ── reverts
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from unittest.mock import MagicMock

import pytest

from mutants import __main__ as program
from mutants import build as workshop
from mutants.build import build
from mutants.compiler import Compiler
from mutants.forks import Fork, wait_for_one
from mutants.mutant import Mutant
from mutants.places import ROOT
from mutants.report import summary
from mutants.results import KILLED, SURVIVED, TIMEOUT, Result, load, save
from mutants.sample import quotas, shuffled
from mutants.sources import Sources
from mutants.survivors import load_explained, problems

FILE = "contracts/Tiny.sol"
TINY = """// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @notice True, 5 and a < b are words here.
library Sums {
    enum Kind { NONE, SOME, MANY }
    error TooMuch(uint256 a, uint256 max);
    uint8 internal constant MAX = 255;
    function check(uint256 a, uint256 b) internal pure returns (Kind) {
        if (a < b && a != 7) revert TooMuch(a, b);
        b += a;
        return Kind.SOME;
    }
}

contract Tiny {
    address private immutable OWNER = msg.sender;
    uint256 private _sum;
    modifier owned() {
        if (msg.sender != OWNER) revert();
        _;
    }
    function add(uint256 a) external owned returns (bool) {
        Sums.check(a, _sum);
        _sum = a;
        _sum = a;
        return a > Sums.MAX;
    }
}
"""


@pytest.fixture(scope="module")
def compiler() -> Iterator[Compiler]:
    with Compiler() as started:
        yield started


def sources(compiler: Compiler, root: Path, text: str = TINY) -> Sources:
    (root / FILE).parent.mkdir(exist_ok=True)
    (root / FILE).write_text(text)
    return Sources(compiler, root)


def made(compiler: Compiler, root: Path, text: str = TINY) -> list[Mutant]:
    return sources(compiler, root, text).mutants(FILE)


# --- Making them ---


def test_generate__each_node__gives_its_faults(compiler: Compiler, tmp_path: Path) -> None:
    changes = [
        (m.function, m.operator, m.original, m.mutated)
        for m in made(compiler, tmp_path)
        if m.function == "Sums.check"
    ]
    test, both = "a < b && a != 7", "Sums.check"
    assert changes == [
        (both, "condition", test, "!(a < b && a != 7)"),
        (both, "logical", test, "a != 7"),
        (both, "logical", test, "a < b"),
        (both, "relational", test, "a <= b && a != 7"),
        (both, "relational", test, "a >= b && a != 7"),
        (both, "logical", test, "a < b || a != 7"),
        (both, "relational", test, "a < b && a == 7"),
        (both, "constant", test, "a < b && a != (7 + 1)"),
        (both, "constant", test, "a < b && a != (7 - 1)"),
        (both, "statement", "revert TooMuch(a, b);", ""),
        (both, "arguments", "revert TooMuch(a, b)", "revert TooMuch(b, a)"),
        (both, "statement", "b += a;", ""),
        (both, "assignment", "b += a", "b -= a"),
        (both, "assignment", "b += a", "b = a"),
        (both, "enum", "return Kind.SOME", "return Kind.MANY"),
    ]


def test_generate__a_contract__its_modifier_its_statements_alike_and_its_answer(
    compiler: Compiler, tmp_path: Path
) -> None:
    found = [m for m in made(compiler, tmp_path) if m.function == "Tiny.add"]
    assert [(m.operator, m.original, m.mutated, m.occurrence) for m in found] == [
        ("modifier", "owned", "", 1),
        ("statement", "Sums.check(a, _sum);", "", 1),
        ("arguments", "Sums.check(a, _sum)", "Sums.check(_sum, a)", 1),
        ("statement", "_sum = a;", "", 1),
        ("statement", "_sum = a;", "", 2),
        ("return", "return a > Sums.MAX", "return !(a > Sums.MAX)", 1),
        ("relational", "return a > Sums.MAX", "return a <= Sums.MAX", 1),
        ("relational", "return a > Sums.MAX", "return a >= Sums.MAX", 1),
    ]
    assert len({m.id for m in found}) == len(found)
    text = found[0].source
    assert text == TINY.replace("external owned", "external ")


def test_build__what_does_not_compile_or_is_the_same__is_left_out(
    compiler: Compiler, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workshop, "BUILDS", tmp_path / "builds")
    all_sources = sources(compiler, tmp_path)
    mutants = all_sources.mutants(FILE)
    built = build(all_sources, FILE, mutants, len(mutants))
    built_ids = {one.mutant.id for one in built}
    assert [(m.original, m.mutated) for m in mutants if m.id not in built_ids] == [
        ("uint8 internal constant MAX = 255", "uint8 internal constant MAX = (255 + 1)"),  # does not compile
        ("b += a", "b = a"),  # nobody reads b: the same as without the statement
        ("owned", ""),  # the same as without the modifier's revert
        ("_sum = a;", ""),  # written twice
        ("_sum = a;", ""),
        ("return a > Sums.MAX", "return a <= Sums.MAX"),  # the same as the negation
    ]
    assert all(set(one.codes) == {"Tiny"} for one in built)
    codes = [one.codes["Tiny"] for one in built]
    assert len(set(codes)) == len(codes)
    assert build(all_sources, FILE, mutants, 3) == built[:3]


def test_prune__builds_not_asked_for_since__are_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workshop, "BUILDS", tmp_path)
    old, new = tmp_path / "old.json", tmp_path / "new.json"
    for path, time_ in ((old, 100), (new, 200)):
        path.write_text("null")
        os.utime(path, (time_, time_))
    workshop.prune(200)
    assert list(tmp_path.iterdir()) == [new]


def test_sources__unknown_file__reverts(compiler: Compiler, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"Other\.sol is named in targets\.yaml and does not exist"):
        sources(compiler, tmp_path).mutants("contracts/Other.sol")


# --- Choosing them ---


def test_shuffled__edit_elsewhere__keeps_the_order_of_the_others(compiler: Compiler, tmp_path: Path) -> None:
    before = made(compiler, tmp_path)
    after = made(compiler, tmp_path, TINY.replace("_sum = a;\n        return", "return"))
    kept = {m.id for m in before} & {m.id for m in after}
    assert len(kept) == len(before) - 1
    orders = [[m.id for m in shuffled(one, 1) if m.id in kept] for one in (before, after)]
    assert orders[0] == orders[1] != [m.id for m in shuffled(before, 2) if m.id in kept]


def test_quotas__sizes__in_proportion_with_a_floor() -> None:
    assert quotas({"large": 300, "small": 100, "tiny": 2}, 100, 6) == {"large": 72, "small": 27, "tiny": 2}
    assert quotas({"large": 10, "tiny": 2}, 100, 6) == {"large": 10, "tiny": 2}


# --- Testing them ---


def sleeps() -> dict[str, str]:
    time.sleep(60)
    return {}


def test_fork__work__answers() -> None:
    fork = Fork(lambda: {"test": "error"})
    assert wait_for_one([fork]) is fork
    assert fork.answer() == {"test": "error"}


def test_fork__no_answer_in_time__none() -> None:
    fork, other = Fork(sleeps, limit=0.1), Fork(sleeps, limit=60)
    assert wait_for_one([fork, other]) is fork
    assert fork.answer() is None
    other.finish(readable=False)


def test_fork__work_fails__reverts() -> None:
    fork = Fork(lambda: {"x": str(1 // 0)})
    wait_for_one([fork])
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        fork.answer()


@pytest.mark.slow
def test_main__a_fault_and_an_equivalent__kills_the_one_only(tmp_path: Path) -> None:
    """Anybody rewards; and a bound that is never reached is compared in another way."""
    wanted = [
        "AgentTreasury.reward modifier: restricted",
        "->  return vestedPart <= part ? vestedPart : part",
    ]
    only = [argument for part in wanted for argument in ("--only", part)]
    tests = ["tests/unit/treasury/test_reward.py", "tests/unit/vesting/test_schedule.py"]
    results = tmp_path / "results.json"
    command = [sys.executable, "-m", "mutants", *only, "--results", str(results), "--tests", *tests]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    outcomes = {one.mutant.operator: (one.outcome, one.test.split("[")[0]) for one in load(results)}
    assert outcomes == {
        "modifier": (KILLED, f"{tests[0]}::test_reward__not_in_the_role__reverts"),
        "relational": (SURVIVED, ""),
    }
    assert done.returncode == 1
    assert "fewer than 90 % were killed" in done.stdout


# --- Judging them ---


def result(outcome: str, mutated: str) -> Result:
    mutant = Mutant(FILE, "Tiny.add", "return", "return a", mutated, 1, 28, "")
    return Result(mutant, outcome, "a test" if outcome == KILLED else "", "", 1.5)


ENTRY = {
    "file": FILE,
    "function": "Tiny.add",
    "operator": "return",
    "original": "return a",
    "mutated": "return 0",
    "reason": "It is zero.",
}


def test_problems__both_lists__must_say_the_same(tmp_path: Path) -> None:
    path = tmp_path / "survivors.yaml"
    path.write_text(json.dumps([ENTRY, {**ENTRY, "mutated": "return 1"}, {**ENTRY, "mutated": "return 2"}]))
    results = [result(SURVIVED, "return 0"), result(KILLED, "return 1"), result(SURVIVED, "return b")]
    results += [result(TIMEOUT, "return c")]
    found = problems(load_explained(path), {one.mutant.key for one in results}, results)
    place = f"{FILE} Tiny.add return: return a  ->"
    assert found == [
        f"survived: {results[2].mutant}",
        f"explained, but there is no such mutant: {place}  return 2",
        f"explained, but killed: {place}  return 1",
    ]


TARGETS = {name: {"sources": [f"{name}.sol"], "tests": []} for name in (*program.CORE, "funds")}


def results_of(funds: int, core: int) -> list[Result]:
    """Killed mutants of the funds, and of the other targets together."""
    files = ["funds.sol"] * funds + [f"{program.CORE[i % len(program.CORE)]}.sol" for i in range(core)]
    killed = Mutant("", "f", "return", "1", "0", 1, 1, "")
    return [Result(replace(killed, file=file), KILLED, "a test", "", 0.1) for file in files]


def test_too_few__core_targets__must_have_300() -> None:
    assert program.too_few(results_of(funds=0, core=300), TARGETS) == []
    assert program.too_few(results_of(funds=200, core=299), TARGETS) == [
        "299 mutants of token, cap, tally and treasury; 300 are the least"
    ]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], 1),
        (["--count", "500"], 1),
        (["--count", "100"], 0),
        (["--only", "funds"], 0),
        (["--tests", "tests/unit"], 0),
    ],
)
def test_main__too_few_of_the_core__fails_unless_narrowed(
    arguments: list[str],
    code: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "targets.yaml").write_text(json.dumps(TARGETS))
    (tmp_path / "survivors.yaml").write_text("[]")
    monkeypatch.setattr(program, "TARGETS", tmp_path / "targets.yaml")
    monkeypatch.setattr(program, "SURVIVORS", tmp_path / "survivors.yaml")
    monkeypatch.setattr(program, "Compiler", MagicMock())
    monkeypatch.setattr(program, "Sources", MagicMock())
    monkeypatch.setattr(program, "_built", lambda *_: [])
    monkeypatch.setattr(program, "run", lambda *_: results_of(funds=200, core=299))
    assert program.main([*arguments, "--results", str(tmp_path / "results.json")]) == code
    told = "mutants: 299 mutants of token, cap, tally and treasury; 300 are the least\n"
    assert (told in capsys.readouterr().out) is bool(code)


@pytest.mark.parametrize("field", ENTRY)
def test_load_explained__field_missing__reverts(tmp_path: Path, field: str) -> None:
    path = tmp_path / "survivors.yaml"
    path.write_text(json.dumps([{name: value for name, value in ENTRY.items() if name != field}]))
    with pytest.raises(SystemExit, match="entry 1 needs file, function"):
        load_explained(path)


def test_summary__results__figures_and_reasons(tmp_path: Path) -> None:
    results = [result(KILLED, "return 1"), result(SURVIVED, "return 0"), result(SURVIVED, "return a || b")]
    save(tmp_path / "results.json", results)
    assert {one.mutant.id for one in load(tmp_path / "results.json")} == {one.mutant.id for one in results}
    (tmp_path / "survivors.yaml").write_text(json.dumps([ENTRY]))
    text = summary(tmp_path / "results.json", tmp_path / "survivors.yaml")
    assert text.startswith(
        "3 mutants, 1 killed (33.3 %; 0 of them since they hang), 2 survived, 1 of them explained."
    )
    assert "| Tiny.sol |       3 |      1 |        2 |         1 |       4 |" in text
    assert f"| `{FILE}:28` return | `return a` → `return 0` | It is zero. |" in text
    assert f"| `{FILE}:28` return | `return a` → `return a \\|\\| b` | **not explained** |" in text
