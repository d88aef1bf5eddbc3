"""The second stage: everything that can be checked, in one dated report.

It takes an hour or more: static analysis, proofs, tests, invariants, mutants, gas and sizes, permissions.
A report with parts left out says that it is incomplete, and no release accepts it.
"""

import datetime
from pathlib import Path

import click
from ape import networks

from deployment.account import new_console
from deployment.artifacts import FACTORY, git_commit
from deployment.chain import Chain
from deployment.command import NetworkCommand
from deployment.record import code_hash_of, deployment_hash, open_inputs
from stages import checks
from stages.conditions import require, standing
from stages.report import FOLDER, Head, result_of, write_report


@click.command(cls=NetworkCommand)
@click.option("--book", type=click.Path(path_type=Path), help="Another address book than the network's own.")
@click.option("--only", multiple=True, type=click.Choice(checks.KEYS), help="These parts only.")
@click.option("--folder", type=click.Path(path_type=Path), default=FOLDER, help="Where the report goes.")
def audit(book: Path | None, only: tuple[str, ...], folder: Path) -> None:
    """Check everything, and write the report."""
    console, chain = new_console(), Chain(networks.active_provider)
    inputs, opened = open_inputs(chain, book)
    conditions, findings = standing(chain, inputs, opened.data)
    require(console, "audit", conditions)
    wanted = only or checks.KEYS
    addresses = {name: str(entry["address"]) for name, entry in opened.contracts.items()}
    first = int(opened.contracts[FACTORY]["block"])
    sections = []
    if checks.VERIFICATION in wanted:
        sections.append(checks.verification(findings))
    if checks.MATRIX in wanted:
        sections.append(checks.matrix(chain, inputs, addresses, first))
    for part in checks.COMMANDS:
        if part.key in wanted:
            console.print(f"{part.title}: {' '.join(part.command)} …")
            section = part.run()
            sections.append(section)
            console.print(f"  {'passed' if section.passed else 'FAILED'} in {section.seconds:,.0f} s")
    head = Head(
        date=datetime.datetime.now(datetime.UTC).date(),
        commit=git_commit(),
        network=inputs.parameters.network,
        code=code_hash_of(inputs),
        deployment=deployment_hash(inputs),
        result=result_of(sections, len(checks.KEYS)),
    )
    console.print(f"{write_report(head, sections, folder)}: {head.result}")
    if head.result == "failed":
        raise click.exceptions.Exit(1)
