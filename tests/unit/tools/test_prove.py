"""The tool that proves: what is false must be found, and what is not shown must not pass.

main
├── an assertion that holds → 0
├── one that does not → 1, with a counterexample
├── one that the solver can't decide → 1
├── contradictory assumptions → 0, and 1 with --control
├── no theorem of that name → stops
└── a file that does not compile → stops
theorems
├── an assertion outside of any function that is found → stops
├── one whose function says nothing of what it proves → stops
└── `assert` in a comment is none
alone
├── other theorems and contracts are blank, every offset as before
└── functions that write stay
"""

from pathlib import Path

import pytest

from tools.prove import alone, main, theorems

HEAD = """// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

contract C {
    uint256 private _count;
"""
TRUE = """
    /// @notice Four at most.
    function four(uint256 x) external pure {
        require(x < 5);
        assert(x <= 4);
    }
"""
FALSE = """
    /// @notice Never five.
    function five(uint256 x) external pure {
        require(x < 6);
        assert(x != 5);
    }
"""
HARD = """
    /// @notice A quotient grows with its dividend, which is true and more than the solver sees.
    function quotient(uint256 x, uint256 y, uint256 d) external pure {
        require(x <= y && d > 0);
        assert(x / d <= y / d);
    }
"""
NONSENSE = """
    /// @notice Anything.
    function nonsense(uint256 x) external pure {
        require(x < 5 && x > 6);
        assert(x == 1);
    }
"""
WRITES = """
    /// @notice A step.
    function step() external {
        assert(_count < 9);
        ++_count;
    }
"""


def write(folder: Path, *functions: str) -> Path:
    (folder / "Case.sol").write_text(HEAD + "".join(functions) + "}\n")
    return folder


def test_main__assertion_that_holds__sets_zero(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([], write(tmp_path, TRUE)) == 0
    assert "C.four: Four at most." in capsys.readouterr().out


def test_main__false_assertion__sets_one_with_a_counterexample(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([], write(tmp_path, TRUE, FALSE)) == 1
    out = capsys.readouterr().out
    assert "REFUTED" in out
    assert "x = 5" in out
    assert "prove: 1 of 2 assertions of 2 theorems proved" in out


def test_main__undecided__sets_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([], write(tmp_path, HARD)) == 1
    assert "UNDECIDED" in capsys.readouterr().out


def test_main__contradictory_assumptions__sets_one_under_control(tmp_path: Path) -> None:
    write(tmp_path, NONSENSE)
    assert main([], tmp_path) == 0
    assert main(["--control"], tmp_path) == 1


def test_main__sensible_assumptions__sets_zero_under_control(tmp_path: Path) -> None:
    assert main(["--control"], write(tmp_path, TRUE)) == 0


def test_main__nothing_to_prove__reverts(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="no theorem has this name"):
        main(["Other"], write(tmp_path, TRUE))


def test_main__does_not_compile__reverts(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="does not compile"):
        main([], write(tmp_path, TRUE.replace("x < 5", "z < 5")))


def test_theorems__assertion_outside_of_a_theorem__reverts() -> None:
    with pytest.raises(SystemExit, match="outside of the functions"):
        theorems("Case.sol", b"contract C {\nfunction f() external pure { assert(false); }\n}\n")


def test_theorems__no_notice__reverts() -> None:
    with pytest.raises(SystemExit, match="four has no @notice"):
        theorems("Case.sol", (HEAD + TRUE.replace("@notice", "@dev") + "}\n").encode())


def test_theorems__assertion_in_a_comment__keeps_to_the_code() -> None:
    (found,) = theorems("Case.sol", (HEAD + TRUE + "    // assert(false)\n}\n").encode())
    assert [found.source[at : at + 14] for at in found.asserts] == [b"assert(x <= 4)"]
    assert found.line(found.asserts[0]) == 10


def test_alone__other_theorems__sets_them_blank_and_keeps_the_offsets() -> None:
    source = (HEAD + TRUE + FALSE + WRITES + "}\n\ncontract D {" + NONSENSE + "}\n").encode()
    for theorem in theorems("Case.sol", source):
        text = alone(theorem)
        assert len(text) == len(source)
        assert text.count(b"\n") == source.count(b"\n")
        assert text[theorem.begin : theorem.end] == source[theorem.begin : theorem.end]
        assert (b"++_count" in text) == (theorem.contract == "C")
        assert sum(name in text for name in (b"four", b"five", b"nonsense")) == (theorem.name != "step")
