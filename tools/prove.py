"""Prove the assertions in proofs/ with solc's model checker (CHC, with the z3 inside solc-js).

A theorem is a function of a contract there; its `@notice` is the sentence that its assertions prove for all
arguments that its `require`s admit. Every assertion must be proved: one that the solver refutes or cannot
decide fails the run. The solver counts its steps and not the time, so the outcome is the machine's nowhere.

    python tools/prove.py                  all theorems
    python tools/prove.py Cap              those of the files whose names contain this
    python tools/prove.py --control        prove `assert(false)` instead: what can, assumes nonsense
"""

import argparse
import json
import os
import queue
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PROOFS = ROOT / "proofs"
PROVER = ["node", str(ROOT / "tools" / "solc" / "server.js")]

PROVED, REFUTED, UNDECIDED = "proved", "REFUTED", "UNDECIDED"
SAFE, VIOLATION, UNSUPPORTED = "9576", "6328", "5724"  # the model checker's messages
# `timeout` stays unset: with it the solver's own limit of steps would be replaced by the clock.
CHECKER: dict[str, Any] = {
    "engine": "chc",
    "solvers": ["z3"],
    "targets": ["assert"],
    "showProvedSafe": True,
    "showUnproved": True,
}

# The form that `forge fmt` gives: a contract begins and ends in the first column, a function in the fifth.
CONTRACT = re.compile(rb"^contract (\w+).*?^}", re.M | re.S)
FUNCTION = re.compile(rb"((?:^    ///[^\n]*\n)*)^    function (\w+)\(.*?^    }\n", re.M | re.S)
COMMENT_LINE = re.compile(rb"//.*")
ASSERT = re.compile(rb"\bassert\(")
NOTICE = re.compile(r"@notice (.*?)(?=@\w|\Z)", re.S)


@dataclass(frozen=True)
class Theorem:
    """One function with assertions, and where in the bytes of its file it stands."""

    unit: str
    source: bytes
    contract: str
    name: str
    words: str
    begin: int
    end: int
    asserts: tuple[int, ...]

    @property
    def reads_only(self) -> bool:
        """Whether leaving it out changes no state that another theorem speaks of."""
        return bool(re.search(rb"\) external (pure|view) \{", self.source[self.begin : self.end]))

    def line(self, offset: int) -> int:
        """Number of the line of an offset."""
        return self.source.count(b"\n", 0, offset) + 1


@dataclass(frozen=True)
class Verdict:
    """What the model checker says of one assertion."""

    theorem: Theorem
    offset: int
    outcome: str
    detail: str = ""
    seconds: float = 0.0

    def __str__(self) -> str:
        t = self.theorem
        place = f"{t.unit}:{t.line(self.offset)}"
        text = f"{self.outcome:9} {self.seconds:5.1f} s  {place:34} {t.contract}.{t.name}: {t.words}\n"
        return text + "".join(f"    {line}\n" for line in self.detail.splitlines() if line.strip())


def say(text: str) -> None:
    """Print at once, also into a pipe."""
    sys.stdout.write(text)
    sys.stdout.flush()


def theorems(unit: str, source: bytes) -> list[Theorem]:
    """Find the functions with assertions in a file; each must say what it proves."""
    bare = COMMENT_LINE.sub(lambda comment: b" " * len(comment[0]), source)
    found = []
    for contract in CONTRACT.finditer(source):
        for function in FUNCTION.finditer(source, *contract.span()):
            asserts = tuple(match.start() for match in ASSERT.finditer(bare, *function.span()))
            if not asserts:
                continue
            notes = re.sub(r"\s*///\s*", " ", function[1].decode())
            notice = NOTICE.search(notes)
            name = function[2].decode()
            if not notice:
                raise SystemExit(f"{unit}: {name} has no @notice that says what it proves")
            words = notice[1].strip()
            found.append(Theorem(unit, source, contract[1].decode(), name, words, *function.span(), asserts))
    if len(ASSERT.findall(bare)) != sum(len(theorem.asserts) for theorem in found):
        raise SystemExit(f"{unit}: an assertion stands outside of the functions found; `make format`?")
    return found


def alone(theorem: Theorem) -> bytes:
    """Blank out the file's other theorems and contracts, which only make the solver slower; offsets stay.

    A function that writes is a step of an induction and stays, with or without assertions.
    """
    text = bytearray(theorem.source)

    def blank(begin: int, end: int) -> None:
        text[begin:end] = re.sub(rb"[^\n]", b" ", theorem.source[begin:end])

    for contract in CONTRACT.finditer(theorem.source):
        if contract[1].decode() != theorem.contract:
            blank(*contract.span())
    for other in theorems(theorem.unit, theorem.source):
        if other.contract == theorem.contract and other.begin != theorem.begin and other.reads_only:
            blank(other.begin, other.end)
    return bytes(text)


def with_control(theorem: Theorem) -> Theorem:
    """Return the same theorem, with nothing but `assert(false)` to prove, at its end."""
    end = theorem.source.rindex(b"    }", theorem.begin, theorem.end)
    control = b"        assert(false);\n"
    source = theorem.source[:end] + control + theorem.source[end:]
    return replace(
        theorem,
        source=source,
        end=theorem.end + len(control),
        asserts=(end + control.index(b"assert"),),
    )


def standard_json(theorem: Theorem) -> str:
    """Write the compiler's input for one theorem."""
    checker = CHECKER | {"contracts": {theorem.unit: [theorem.contract]}}
    return json.dumps(
        {
            "language": "Solidity",
            "sources": {theorem.unit: {"content": alone(theorem).decode()}},
            "settings": {"modelChecker": checker, "outputSelection": {}},
        }
    )


def verdicts(theorem: Theorem, answer: dict[str, Any]) -> list[Verdict]:
    """Read the messages about one theorem; an assertion of which nothing is said is not proved."""
    messages = answer["output"].get("errors", [])
    said = "\n".join(str(m["formattedMessage"]) for m in messages if m["severity"] == "error")
    if said:
        raise SystemExit(f"prove: {theorem.unit} does not compile\n{said}")
    if any(m.get("errorCode") == UNSUPPORTED for m in messages):
        raise SystemExit(f"prove: {theorem.unit} imports what the model checker can't read, such as assembly")
    each = answer["seconds"] / len(theorem.asserts)
    return [_verdict(theorem, offset, messages, each) for offset in theorem.asserts]


def _verdict(theorem: Theorem, offset: int, messages: list[dict[str, Any]], seconds: float) -> Verdict:
    here = [m for m in messages if _start(m) == offset and theorem.unit == m["sourceLocation"]["file"]]
    if len(here) == 1 and here[0].get("errorCode") == SAFE:
        return Verdict(theorem, offset, PROVED, seconds=seconds)
    refuted = [m for m in here if "happens here" in m["message"] and m.get("errorCode") == VIOLATION]
    detail = refuted[0]["message"] if refuted else ""
    return Verdict(theorem, offset, REFUTED if refuted else UNDECIDED, detail, seconds)


def _start(message: dict[str, Any]) -> int:
    return int((message.get("sourceLocation") or {"start": -1})["start"])


def prove(all_theorems: list[Theorem], workers: int) -> Iterator[Verdict]:
    """Yield the verdict on every assertion, as the provers find them."""
    todo: queue.SimpleQueue[Theorem] = queue.SimpleQueue()
    done: queue.SimpleQueue[list[Verdict] | BaseException] = queue.SimpleQueue()
    for theorem in all_theorems:
        todo.put(theorem)

    def work() -> None:
        with subprocess.Popen(PROVER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as prover:  # noqa: S603
            assert prover.stdin  # noqa: S101
            assert prover.stdout  # noqa: S101
            while not todo.empty():
                try:
                    theorem = todo.get_nowait()
                    prover.stdin.write(standard_json(theorem) + "\n")
                    prover.stdin.flush()
                    answer = prover.stdout.readline()
                    if not answer:
                        raise SystemExit(f"prove: the prover ended at {theorem.contract}.{theorem.name}")
                    done.put(verdicts(theorem, json.loads(answer)))
                except queue.Empty:
                    break
                except BaseException as error:  # noqa: BLE001 - handed to the thread that waits for the verdicts
                    done.put(error)
                    break

    threads = [threading.Thread(target=work, daemon=True) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for _ in all_theorems:
        found = done.get()
        if isinstance(found, BaseException):
            raise found
        yield from found
    for thread in threads:
        thread.join()


def load(directory: Path, wanted: str) -> list[Theorem]:
    """Read the theorems of all files whose names contain `wanted`."""
    files = [path for path in sorted(directory.glob("*.sol")) if wanted in path.name]
    return [t for path in files for t in theorems(f"{directory.name}/{path.name}", path.read_bytes())]


def main(arguments: list[str], directory: Path = PROOFS) -> int:
    """Prove everything; 0 if nothing is left unproved."""
    parser = argparse.ArgumentParser(description="Prove the assertions in proofs/.")
    parser.add_argument("wanted", nargs="?", default="", help="part of a file's name")
    parser.add_argument("--control", action="store_true", help="show that no theorem assumes nonsense")
    parser.add_argument("--workers", type=int, default=min(2, os.cpu_count() or 1))
    options = parser.parse_args(arguments)

    begin = time.monotonic()
    found = load(directory, options.wanted)
    if not found:
        raise SystemExit("prove: no theorem has this name")
    results = []
    for verdict in prove([with_control(t) for t in found] if options.control else found, options.workers):
        results.append(verdict)
        say(str(verdict))
    proved = sum(result.outcome == PROVED for result in results)
    seconds = time.monotonic() - begin
    if options.control:
        say(f"prove: {proved} of {len(results)} theorems assume nonsense ({seconds:.0f} s)\n")
        return 1 if proved else 0
    say(f"prove: {proved} of {len(results)} assertions of {len(found)} theorems proved ({seconds:.0f} s)\n")
    return 0 if proved == len(results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
