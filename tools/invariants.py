"""Run Forge's invariants and block unless they were searched well.

    python tools/invariants.py             # what `make test` runs: the same calls each time
    python tools/invariants.py --deep      # more and longer runs, other calls each time
    python tools/invariants.py --match-contract Economy   # whatever else `forge test` takes

A search counts if at least 60 % of its calls went through and each function of its handler did so 100 times.
A handler's function reverts when the protocol refuses what it tries, so that a call that went through did
something.
"""

import argparse
import json
import os
import secrets
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from eth_abi import encode

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "parameters" / "permissions.yaml"
CATALOGUE = ROOT / "parameters" / "resources.yaml"
NUMBERS = ("unitCost", "capacity", "maxAmount")
OUT = ROOT / ".cache" / "forge" / "out"
MIN_SHARE = 0.6
MIN_REACHED = 100
DEEP = {"FOUNDRY_INVARIANT_RUNS": "2000", "FOUNDRY_INVARIANT_DEPTH": "500"}
WRITE = sys.stdout.write


@dataclass(frozen=True)
class Reach:
    """How often one function of a handler was called, and in how many of them nothing came of it."""

    name: str
    calls: int
    useless: int

    @property
    def reached(self) -> int:
        """Calls that went through."""
        return self.calls - self.useless


def permissions() -> str:
    """The authority's table for the deployment in Solidity: contract, selectors and role, ABI-encoded."""
    data = yaml.safe_load(TABLE.read_text())
    rows = []
    for role, contracts in data["permissions"].items():
        for contract, functions in contracts.items():
            artifact = json.loads((OUT / f"{contract}.sol" / f"{contract}.json").read_text())
            known: dict[str, str] = artifact["methodIdentifiers"]
            selectors = [
                bytes.fromhex(s) for f in functions for name, s in known.items() if name.startswith(f + "(")
            ]
            rows.append((word(contract), selectors, data["roles"][role]))
    return "0x" + encode(["(bytes32,bytes4[],uint64)[]"], [rows]).hex()


def catalogue() -> str:
    """What agents can ask for, as the constructor of ResourceAllocation takes it, ABI-encoded."""
    data = yaml.safe_load(CATALOGUE.read_text())
    rows = [
        (word(name), word(one["unit"]), *(one[number] for number in NUMBERS)) for name, one in data.items()
    ]
    return "0x" + encode(["(bytes32,bytes32,uint64,uint64,uint64)[]"], [rows]).hex()


def word(text: str) -> bytes:
    """A name as the contracts keep it."""
    return text.encode().ljust(32, b"\0")


def forge(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Forge with the profile of the invariants."""
    env = {**os.environ, "FOUNDRY_PROFILE": "invariants", **environment}
    command = ["forge", *arguments]
    return subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, check=False)  # noqa: S603


def searches(report: dict[str, Any]) -> dict[str, list[Reach]]:
    """What each search called, by its name."""
    found = {}
    for suite, results in report.items():
        for test, result in results["test_results"].items():
            metrics = result["kind"].get("Invariant", {}).get("metrics", {})
            name = f"{suite.split(':')[-1]}.{test}"
            found[name] = [
                Reach(call.split(".")[-1], m["calls"], m["reverts"] + m["discards"])
                for call, m in metrics.items()
            ]
    return found


def failures(report: dict[str, Any]) -> list[str]:
    """The properties that did not hold."""
    return [
        f"{suite.split(':')[-1]}.{test}: {result['reason']}"
        for suite, results in report.items()
        for test, result in results["test_results"].items()
        if result["status"] != "Success"
    ]


def totals(reaches: list[Reach]) -> tuple[int, int]:
    """How many calls went through, and of how many."""
    return sum(reach.reached for reach in reaches), sum(reach.calls for reach in reaches)


def shortcomings(name: str, reaches: list[Reach]) -> list[str]:
    """Why a search does not count."""
    reached, calls = totals(reaches)
    problems = [f"{r.name} went through {r.reached} times only" for r in reaches if r.reached < MIN_REACHED]
    if reached < MIN_SHARE * calls:
        problems.append(f"{reached / calls:.0%} of the calls went through only")
    return [f"{name}: {problem}" for problem in problems]


def main() -> int:
    """Build, search, count; 0 if everything held and the search was a good one."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--deep", action="store_true", help="search longer, and elsewhere each time")
    parser.add_argument("--table", action="store_true", help="print how often each function went through")
    options, arguments = parser.parse_known_args()

    if built := forge("build", "--quiet").returncode:
        return built
    deep = ["--fuzz-seed", hex(secrets.randbits(64))] if options.deep else []
    environment = {**(DEEP if options.deep else {}), "BLACKROAD_PERMISSIONS": permissions()}
    environment["BLACKROAD_CATALOGUE"] = catalogue()
    done = forge("test", "--json", *deep, *arguments, **environment)
    try:
        report = json.loads(done.stdout)
    except ValueError:
        WRITE(done.stdout)
        return done.returncode or 1

    found = searches(report)
    problems = failures(report)
    for name, reaches in found.items():
        if not problems:
            problems += shortcomings(name, reaches)
        if options.table:
            for reach in reaches:
                WRITE(f"  {reach.name:<32}{reach.calls:>8}{reach.reached:>8}\n")
    for problem in problems:
        WRITE(f"invariants: {problem}\n")
    reached, calls = totals([reach for reaches in found.values() for reach in reaches])
    WRITE(f"invariants: {len(found)} searches, {reached:,} of {calls:,} calls went through, ")
    WRITE(f"{len(problems)} problems\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
