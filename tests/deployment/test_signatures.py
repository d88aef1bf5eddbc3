"""A file of agents' signatures is refused by file and line.

load_signatures: a column missing | any line short, with a bad id, deadline or hex, or with an id twice
"""

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deployment import errors
from deployment.signatures import load_signatures

SPOILT: dict[str, tuple[Callable[[str], str], type[errors.FileError], str]] = {
    "short": (lambda row: row.rpartition(",")[0], errors.MalformedRow, "2 fields instead of 3"),
    "id": (lambda row: "x" + row, errors.MalformedRow, "is no whole number of 256 bits"),
    "deadline": (
        lambda row: row.replace(",", ",-", 1),
        errors.MalformedRow,
        "is no whole number of 256 bits",
    ),
    "too late": (lambda row: row.replace(",", f",{2**256 // 10}"), errors.MalformedRow, "256 bits"),
    "no 0x": (lambda row: row.replace("0x", ""), errors.MalformedRow, "is no hex that begins with 0x"),
    "half a byte": (lambda row: row[:-1], errors.MalformedRow, "is no hex that begins with 0x"),
    "no hex": (lambda row: row[:-2] + " g", errors.MalformedRow, "is no hex that begins with 0x"),
    "twice": (lambda row: "0" + row + "\n" + row, errors.DuplicateId, "stands in line"),
}


@settings(deadline=None)
@given(
    st.integers(1, 40).flatmap(lambda n: st.tuples(st.just(n), st.integers(1, n))), st.sampled_from([*SPOILT])
)
def test_load_signatures__one_line_spoilt__reverts_with_the_line(size: tuple[int, int], kind: str) -> None:
    count, chosen = size
    spoil, error, problem = SPOILT[kind]
    rows = [f"{agent_id},1700000000,0x{'ab' * 65}" for agent_id in range(count, 0, -1)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "signatures.csv"
        path.write_text("\n".join(["id,deadline,signature", *rows]))
        assert [one.line for one in load_signatures(path)] == list(range(count + 1, 1, -1))
        rows[chosen - 1] = spoil(rows[chosen - 1])
        path.write_text("\n".join(["id,deadline,signature", *rows]))
        with pytest.raises(errors.FileError) as caught:
            load_signatures(path)
    line = chosen + 1 + (kind == "twice")
    assert (type(caught.value), caught.value.path, caught.value.line) == (error, path, line)
    assert problem in caught.value.problem


@pytest.mark.parametrize("column", ["id", "deadline", "signature"])
def test_load_signatures__column_missing__reverts(tmp_path: Path, column: str) -> None:
    path = tmp_path / "signatures.csv"
    path.write_text("id,deadline,signature\n".replace(column, "x"))
    with pytest.raises(errors.MissingColumn, match=f"csv:1: column '{column}' is missing"):
        load_signatures(path)
