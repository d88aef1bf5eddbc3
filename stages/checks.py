"""The audit's parts: the project's own commands, and what is read from the chain."""

import io
import os
import re
import shlex
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass

from rich.console import Console

from deployment.account import findings_table
from deployment.chain import Chain
from deployment.findings import Findings
from deployment.inputs import Inputs
from deployment.matrix import holders_table, matrix_table, read_matrix
from deployment.parameters import ROOT
from mutants import report as mutants
from stages.report import Section

WIDTH = 160  # columns of the tables in a report
GAS = ".cache/gas.md"  # where the bench writes its tables, below the checkout
LAST_LINES = 60  # of a command's output, which end with its result
# What would narrow or turn a part that is run from the same shell; it is to be what anybody else would run.
FOREIGN = re.compile(
    "(BLACKROAD|ROAD_KEEPER|APE|PYTEST|HYPOTHESIS|FOUNDRY|DAPP)_.*|(GNU)?MAKE.*|MFLAGS|ARGS|WORKERS|EXTRAS"
)
_COLOURS = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


@dataclass(frozen=True)
class Part:
    """A part whose result is the exit code of a command."""

    key: str
    title: str
    command: tuple[str, ...]
    summary: Callable[[], str] | None = None  # what the report has instead of the command's last lines

    def run(self) -> Section:
        """Run it, to its end."""
        begun = time.monotonic()
        done = subprocess.run(  # noqa: S603
            self.command,
            cwd=ROOT,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        passed, seconds = done.returncode == 0, time.monotonic() - begun
        lines = _COLOURS.sub("", done.stdout).rstrip().splitlines()[-LAST_LINES:]
        body = self.summary() if self.summary is not None and passed else _block(lines)
        return Section(self.title, shlex.join(self.command), passed, seconds, body)


def environment() -> dict[str, str]:
    """What a part is run with: the operator's variables without those that are meant for other commands."""
    return {name: value for name, value in os.environ.items() if not FOREIGN.fullmatch(name)}


COMMANDS = (
    Part("slither", "Static analysis", ("make", "slither")),
    Part("prove", "Proofs of the rules", ("make", "prove")),
    Part("unit", "Tests", ("make", "unit")),
    Part("invariants", "Invariants", ("make", "invariants")),
    Part("mutants", "Mutants", ("make", "mutants"), mutants.summary),
    Part("bench", "Gas and sizes", ("make", "bench", f"ARGS=--markdown {GAS}"), (ROOT / GAS).read_text),
)
VERIFICATION, MATRIX = "verify", "matrix"
KEYS = (VERIFICATION, MATRIX, *(part.key for part in COMMANDS))


def read_section(title: str, command: str, read: Callable[[Console], bool]) -> Section:
    """A part that is read from the chain; `read` prints it and says whether it is as it should be."""
    begun = time.monotonic()
    printed = io.StringIO()
    passed = read(Console(file=printed, width=WIDTH, highlight=False))
    lines = printed.getvalue().rstrip().splitlines()
    return Section(title, command, passed, time.monotonic() - begun, _block(lines))


def verification(findings: Findings) -> Section:
    """What verify compared."""

    def read(console: Console) -> bool:
        console.print(findings_table(findings))
        for difference in findings.differences:
            console.print(difference)
        return not findings.differences

    return read_section("Deployment", "ape run verify", read)


def matrix(chain: Chain, inputs: Inputs, addresses: dict[str, str], first: int) -> Section:
    """Who may call what, by the chain."""

    def read(console: Console) -> bool:
        found = read_matrix(chain, inputs, addresses, first)
        console.print(matrix_table(found))
        console.print(holders_table(found, inputs, addresses))
        return True  # `verify` has compared it

    return read_section("Permission matrix", "ape run roles", read)


def _block(lines: list[str]) -> str:
    return "\n".join(["```", *lines, "```"])
