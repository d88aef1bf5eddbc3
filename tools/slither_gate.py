"""Run Slither on contracts/ and block on every finding that is not accepted with a reason.

Accepted findings stand in tools/slither-accepted.yaml:

    - check: arbitrary-send-eth
      where: Treasury.release(uint256)    # contract, function or variable as Slither names it
      reason: The recipient is the agent's own confirmed wallet; the amount is its entitlement.

A `where` that ends in * covers all places that begin so; "*" alone accepts the check as a whole.
An entry that no finding needs any more blocks too, so the list stays true.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
ACCEPTED = ROOT / "tools" / "slither-accepted.yaml"
REPORT = ROOT / ".cache" / "slither.json"
COMMAND = ["slither", ".", "--config-file", "slither.config.json", "--json", str(REPORT)]
WRITE = sys.stdout.write


@dataclass(frozen=True)
class Finding:
    """One result of one detector, at the place that its first element names."""

    check: str
    where: str
    impact: str
    text: str


@dataclass(frozen=True)
class Accepted:
    """A finding that stays, and why."""

    check: str
    where: str
    reason: str

    def covers(self, finding: Finding) -> bool:
        """Say whether this entry is about the finding."""
        if self.where.endswith("*"):
            here = finding.where.startswith(self.where[:-1])
        else:
            here = finding.where == self.where
        return here and finding.check == self.check


def place(element: dict[str, Any]) -> str:
    """Name an element: `Contract`, `Contract.variable`, `Contract.function(types)` or `….parameter`."""
    fields = element.get("type_specific_fields", {})
    name = fields.get("signature", element["name"])
    parent = fields.get("parent")
    if element["type"] == "node":  # a statement: its function says more than its text
        return place(parent)
    return f"{place(parent)}.{name}" if parent else str(name)


def parse_findings(report: dict[str, Any]) -> list[Finding]:
    """Read Slither's JSON report."""
    return [
        Finding(
            check=result["check"],
            where=place(result["elements"][0]) if result["elements"] else "",
            impact=result["impact"],
            text=result["description"].strip(),
        )
        for result in report["results"].get("detectors", [])
    ]


def load_accepted(path: Path) -> list[Accepted]:
    """Read the list of accepted findings; each needs a check, a place and a reason."""
    accepted = []
    for number, entry in enumerate(yaml.safe_load(path.read_text()) or [], start=1):
        if set(entry) != {"check", "where", "reason"} or not all(str(v).strip() for v in entry.values()):
            raise SystemExit(f"{path.name}: entry {number} needs check, where and reason, and nothing else")
        accepted.append(Accepted(**entry))
    return accepted


def run_slither() -> dict[str, Any]:
    """Run the analysis and return its report."""
    REPORT.unlink(missing_ok=True)  # Slither does not overwrite one
    done = subprocess.run(COMMAND, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    report: dict[str, Any] = json.loads(REPORT.read_text()) if REPORT.exists() else {}
    if not report.get("success"):
        raise SystemExit(f"slither failed (exit code {done.returncode}):\n{done.stdout}{done.stderr}")
    return report


def main() -> int:
    """Compare the findings with the accepted ones; 0 if both lists say the same."""
    accepted = load_accepted(ACCEPTED)
    findings = parse_findings(run_slither())
    new = [f for f in findings if not any(a.covers(f) for a in accepted)]
    stale = [a for a in accepted if not any(a.covers(f) for f in findings)]

    for finding in new:
        WRITE(f"slither: {finding.impact}: {finding.check} at {finding.where}\n  {finding.text}\n")
    for entry in stale:
        WRITE(f"slither: {entry.check} at {entry.where} is accepted, but no longer found: remove the entry\n")
    counts = f"{len(findings) - len(new)} accepted findings, {len(new)} new ones, {len(stale)} stale entries"
    WRITE(f"slither: {counts}\n")
    return 1 if new or stale else 0


if __name__ == "__main__":
    sys.exit(main())
