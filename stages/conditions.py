"""What must stand on the chain before a stage begins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.table import Table

from deployment.chain import Chain
from deployment.cohort import SIZE
from deployment.errors import DeploymentError
from deployment.findings import Findings
from deployment.inputs import Inputs
from deployment.release import activated_at
from deployment.verify import verify


@dataclass(frozen=True)
class Condition:
    """A sentence that is true or not, and why."""

    sentence: str
    met: bool
    detail: str


class StageRefused(DeploymentError):
    """A stage cannot begin yet."""

    def __init__(self, stage: str, unmet: Sequence[Condition]) -> None:
        self.stage = stage
        self.unmet = [condition.sentence for condition in unmet]
        listed = "".join(f"\n  - {condition.sentence}: {condition.detail}" for condition in unmet)
        super().__init__(f"{stage} cannot begin; not met:{listed}")


def require(console: Console, stage: str, conditions: Sequence[Condition]) -> None:
    """Print the conditions with their state; raises StageRefused unless all are met."""
    table = Table(title=f"Conditions of {stage}", title_justify="left")
    table.add_column("condition", no_wrap=True)
    table.add_column("state")
    table.add_column("detail", overflow="fold")
    for condition in conditions:
        style = None if condition.met else "red"
        table.add_row(
            condition.sentence, "met" if condition.met else "not met", condition.detail, style=style
        )
    console.print(table)
    if unmet := [condition for condition in conditions if not condition.met]:
        raise StageRefused(stage, unmet)


def deployed(chain: Chain, inputs: Inputs, book: dict[str, Any]) -> list[Condition]:
    """The contracts are those of this checkout, closed, with all agents born, and governance rules them."""
    addresses = {name: str(entry["address"]) for name, entry in book["contracts"].items()}
    foreign = [
        name
        for name, artifact in inputs.artifacts.items()
        if name not in addresses or artifact.immutables_in(chain.code(addresses[name])) is None
    ]
    code = Condition(
        "the contracts are this checkout's",
        not foreign,
        ", ".join(foreign) or f"{len(addresses)} compared",
    )
    if foreign:
        return [code]
    closed = chain.call(addresses["Factory"], "closedAt()", returns="uint256")
    count = chain.call(addresses["AgentRegistry"], "agentCount()", returns="uint256")
    return [
        code,
        Condition("the bootstrap is closed", bool(closed), f"at {closed}" if closed else "it is open"),
        sealed(chain, addresses, count),
        in_office(chain, addresses),
    ]


def sealed(chain: Chain, addresses: dict[str, str], count: int) -> Condition:
    """All genesis agents are born."""
    met = chain.call(addresses["AgentRegistry"], "genesisSealed()", returns="bool")
    return Condition(
        "the registry is sealed", bool(met), f"{min(count, SIZE):,} of {SIZE:,} genesis agents are born"
    )


def in_office(chain: Chain, addresses: dict[str, str]) -> Condition:
    """Governance has the authority."""
    met = chain.call(addresses["Authority"], "handedOver()", returns="bool")
    return Condition(
        "governance is in office", bool(met), "handed over" if met else "the guardian has its roles"
    )


def standing(chain: Chain, inputs: Inputs, book: dict[str, Any]) -> tuple[list[Condition], Findings]:
    """That a deployment stands, and what `verify` compared: nothing, if it does not stand."""
    conditions = deployed(chain, inputs, book)
    if not all(condition.met for condition in conditions):
        return conditions, Findings()
    findings = verify(chain, inputs, book)
    return [*conditions, verified(findings)], findings


def verified(findings: Findings) -> Condition:
    """`verify` finds what was meant."""
    differences = findings.differences
    detail = differences[0] if differences else f"{len(findings.checks):,} comparisons"
    return Condition("verify finds no difference", not differences, detail)


def begun(chain: Chain, treasury: str) -> Condition:
    """The treasury pays."""
    since = activated_at(chain, treasury)
    return Condition("the agents' clock runs", bool(since), f"since {since}" if since else "not activated")


def paid(due: Sequence[int], held: Mapping[int, str]) -> Condition:
    """Nobody who could be paid waits: all who are due something are held back, each for a reason."""
    waiting = len(due) - len(held)
    detail = f"{waiting:,} agents can be paid and are not; {len(held):,} are held back"
    return Condition("first shares are paid", not waiting, detail)
