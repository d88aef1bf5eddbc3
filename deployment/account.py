"""How scripts speak to a person: one console, tables, and a reporter with progress bars."""

import time
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from rich.console import Console, Group
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from deployment.events import Mined
from deployment.findings import Findings

PLAIN_WIDTH = 120  # columns where nobody looks at a terminal


def new_console(*, stderr: bool = False) -> Console:
    """A console that is neat in a terminal and in a file."""
    console = Console(highlight=False, stderr=stderr)
    return console if console.is_terminal else Console(highlight=False, stderr=stderr, width=PLAIN_WIDTH)


@dataclass
class Phase:
    """What one part of the work took."""

    name: str
    total: int
    begun: float = field(default_factory=time.monotonic)
    ended: float = 0.0
    transactions: int = 0
    gas: int = 0
    largest: int = 0

    @property
    def seconds(self) -> float:
        """Time that it took."""
        return (self.ended or time.monotonic()) - self.begun


class ConsoleReporter:
    """Shows a deployment while it works, and remembers what each part took."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.phases: list[Phase] = []
        self._progress = Progress(
            TextColumn("{task.description:<14}"),
            BarColumn(bar_width=40),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            disable=not console.is_terminal,
        )
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()
        self._progress.stop()

    def phase(self, name: str, total: int) -> None:
        """See Reporter."""
        self._end()
        self.phases.append(Phase(name, total))
        self._task = self._progress.add_task(name, total=total)

    def progress(self, done: int) -> None:
        """See Reporter."""
        if self._task is not None:
            self._progress.update(self._task, completed=done)
        if self.phases and done >= self.phases[-1].total:
            self._end()

    def intended(self, step: str) -> None:
        """See Reporter."""

    def sent(self, step: str) -> None:
        """See Reporter."""

    def mined(self, mined: Mined) -> None:
        """See Reporter."""
        if self.phases:
            phase = self.phases[-1]
            phase.transactions += 1
            phase.gas += mined.gas
            phase.largest = max(phase.largest, mined.gas)
        if not self.console.is_terminal:
            self.console.print(f"  {mined.step:<24} {mined.gas:>12,} gas   block {mined.block}")

    def note(self, text: str) -> None:
        """See Reporter."""
        self.console.print(f"note: {text}", style="yellow")

    def _end(self) -> None:
        if self.phases and not self.phases[-1].ended:
            self.phases[-1].ended = time.monotonic()


def phases_table(phases: list[Phase]) -> Table:
    """Gas and time of each part."""
    table = Table(title="What it took", title_justify="left")
    table.add_column("step")
    for heading in ("units", "transactions", "gas", "largest tx", "gas/unit", "seconds"):
        table.add_column(heading, justify="right")
    for phase in phases:
        each = f"{phase.gas // phase.total:,}" if phase.gas and phase.total else ""
        table.add_row(
            phase.name,
            f"{phase.total:,}",
            f"{phase.transactions}",
            f"{phase.gas:,}",
            f"{phase.largest:,}",
            each,
            f"{phase.seconds:.1f}",
        )
    table.add_section()
    transactions, gas = sum(p.transactions for p in phases), sum(p.gas for p in phases)
    table.add_row("all", "", f"{transactions}", f"{gas:,}", "", "", f"{sum(p.seconds for p in phases):.1f}")
    return table


def addresses_table(addresses: dict[str, str]) -> Table:
    """Where the contracts stand."""
    table = Table(title="Contracts", title_justify="left")
    table.add_column("contract")
    table.add_column("address", no_wrap=True)
    for name, address in addresses.items():
        table.add_row(name, address)
    return table


def findings_table(findings: Findings) -> Group:
    """What verify compared."""
    table = Table(title="Verified against the chain", title_justify="left")
    table.add_column("part")
    table.add_column("comparisons", justify="right")
    table.add_column("differences", justify="right")
    for part, (done, failed) in findings.by_part().items():
        table.add_row(part, f"{done:,}", f"{failed:,}", style="red" if failed else None)
    noted = ["Changed since the deployment, by those who may:", *findings.notes] if findings.notes else []
    return Group(table, *map(Text, noted))
