"""The audit's report: one dated file, whose head a later stage reads."""

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from deployment.errors import UnreadableFile
from deployment.parameters import ROOT

FOLDER = ROOT / "audits"
MARK = "---\n"


@dataclass(frozen=True)
class Section:
    """One part of an audit."""

    title: str
    command: str  # what anybody may run to see it again
    passed: bool
    seconds: float
    body: str  # Markdown


@dataclass(frozen=True)
class Head:
    """What a release asks of a report."""

    date: datetime.date
    commit: str
    network: str
    code: str  # hash of the contracts' code and permissions
    deployment: str  # hash of the deployment that was looked at
    result: str  # passed, failed or incomplete

    @property
    def fields(self) -> dict[str, Any]:
        """As the file has it."""
        return dict(vars(self))


def result_of(sections: list[Section], wanted: int) -> str:
    """Passed only if every section there is was run and passed."""
    if not all(section.passed for section in sections):
        return "failed"
    return "passed" if len(sections) == wanted else "incomplete"


def write_report(head: Head, sections: list[Section], folder: Path) -> Path:
    """Write the report of a day and network; one of the same day is replaced."""
    lines = [MARK + yaml.safe_dump(head.fields, sort_keys=False) + MARK]
    lines += [f"# Audit of {head.network}, {head.date.isoformat()}: {head.result}\n"]
    lines += ["| part | result | seconds | command |", "|---|---|---:|---|"]
    for section in sections:
        result = "passed" if section.passed else "**failed**"
        lines += [f"| {section.title} | {result} | {section.seconds:,.0f} | `{section.command}` |"]
    for section in sections:
        lines += [f"\n## {section.title}\n", section.body.rstrip()]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{head.date.isoformat()}-{head.network}.md"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def read_head(path: Path) -> Head:
    """The head of a report; raises UnreadableFile."""
    try:
        _, head, _ = path.read_text(encoding="utf-8").split(MARK, 2)
        return Head(**yaml.safe_load(head))
    except (OSError, ValueError, TypeError, yaml.YAMLError) as error:
        raise UnreadableFile(path, None, "is no audit report") from error


def newest(folder: Path, network: str) -> Path | None:
    """The newest report of a network; their names begin with the date."""
    found = (path for path in folder.glob("*.md") if path.stem[len("2026-01-31-") :] == network)
    return max(found, key=lambda path: path.name, default=None)
