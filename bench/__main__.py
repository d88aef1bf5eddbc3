"""`python -m bench`: measure everything on a fresh Anvil and print the tables."""

import argparse
import signal
import sys
from pathlib import Path

from ape.exceptions import ApeException
from rich.console import Console
from rich.table import Table
from web3.exceptions import Web3Exception

from bench import alternatives, indexers, keepers, ours, sizes
from bench.anvil import ChainError
from bench.chain import Chain
from bench.compile import CompileError
from bench.table import ALONE_HEADINGS, HEADINGS, ROWS, alone
from deployment.artifacts import load_artifacts
from deployment.errors import DeploymentError
from indexer.errors import IndexerError

WIDTH_OF_A_FILE = 160
NOTE = (
    "Gas of real transactions on a fresh Anvil; of a batch, the mean for each item. The floor is 21,000"
    " + calldata + cold accounts + cold slots + logs of that very transaction, with all computing free."
)
NUMERIC = frozenset(
    {
        "ours",
        "our floor",
        "its gas",
        "its floor",
        "ratio",
        "gas",
        "floor",
        "gas / floor",
        "bytes",
        "spare bytes",
        "seconds",
        "requests",
        "transactions",
        "gas / agent",
        "events",
        "events / second",
        "seconds of processor",
    }
)
FAILURES = (ChainError, CompileError, DeploymentError, IndexerError, ApeException, Web3Exception, OSError)


def main() -> int:
    """Run the bench; 0 when every goal is met, 1 when one is missed, 2 when it could not run."""
    options = _parser().parse_args()
    # So that Anvil is ended too when this program is told to end.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    progress = Console(stderr=True)
    try:
        progress.print("compiling the alternatives (half a minute) …")
        artifacts = alternatives.compile_alternatives()
        with Chain() as chain:
            progress.print("measuring the alternatives …")
            others = alternatives.measure(chain, *artifacts)
            progress.print("measuring ours …")
            own = ours.measure(chain, artifacts[0]["PlainDollar"])
        code = sizes.sizes(load_artifacts())
        progress.print("paying all agents twice …")
        runs = keepers.measure()
        progress.print("indexing the same events twice …")
        indexings = indexers.measure()
    except FAILURES as error:
        progress.print(f"bench: {error}", markup=False, style="red")
        return 2
    tables = (
        (HEADINGS, [row.cells(own, others) for row in ROWS]),
        (ALONE_HEADINGS, alone(own)),
        (sizes.HEADINGS, sizes.cells(code)),
        (keepers.HEADINGS, [run.cells() for run in runs]),
        (indexers.HEADINGS, [run.cells() for run in indexings]),
    )
    for headings, rows in tables:
        _show(headings, rows)
    progress.print(NOTE, highlight=False)
    if options.markdown:
        options.markdown.write_text("\n".join([_markdown(*table) for table in tables] + [NOTE, ""]))
    missed = any(row.met(own, others) is False for row in ROWS)
    fits = all(map(sizes.fits, code.values()))
    return 1 if missed or not fits or not keepers.met(runs) else 0


def _parser() -> argparse.ArgumentParser:
    """Define the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="also write the tables to this file")
    return parser


def _show(headings: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """Print one table."""
    table = Table()
    for heading in headings:
        table.add_column(heading, justify="right" if heading in NUMERIC else "left")
    for row in rows:
        table.add_row(*row)
    Console(width=None if sys.stdout.isatty() else WIDTH_OF_A_FILE).print(table)


def _markdown(headings: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """Format one table as Markdown."""
    rule = tuple("---:" if heading in NUMERIC else "---" for heading in headings)
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (headings, rule, *rows)) + "\n"


if __name__ == "__main__":
    sys.exit(main())
