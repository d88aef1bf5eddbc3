"""A whole deployment as a command does it: the plan, or the act and what verify says of it."""

from pathlib import Path

from rich.console import Console

from deployment.account import ConsoleReporter, addresses_table, findings_table, phases_table
from deployment.artifacts import git_commit
from deployment.chain import Chain
from deployment.fees import above_limit
from deployment.inputs import Inputs
from deployment.plan import funds_table, plan_table, rehearse
from deployment.system import deploy_inputs, signers_of
from deployment.verify import verify

DIRTY = "-dirty"  # of a commit from which files of the checkout differ


def run_deployment(
    console: Console, chain: Chain, inputs: Inputs, path: Path, *, alias: str | None, send: bool
) -> bool:
    """Show the plan, or with `send` deploy what is left and verify the whole; whether it acted.

    Raises VerificationFailed.
    """
    tell_commit(console, git_commit())
    if not send:
        steps = rehearse(chain, inputs, path)
        console.print(plan_table(steps))
        console.print(funds_table(chain, inputs, steps))
        if reason := above_limit(chain, inputs.parameters.max_fee):
            console.print(f"Nothing could be sent now: {reason.message}.", style="red")
        console.print("Nothing was sent: this was the plan. Add --send to act.")
        return False
    signers = signers_of(inputs, alias)
    with ConsoleReporter(console) as reporter:
        system = deploy_inputs(chain, inputs, path, reporter, signers)
    console.print(addresses_table({name: contract.address for name, contract in system.contracts.items()}))
    console.print(phases_table(reporter.phases))
    findings = verify(chain, inputs, system.book.data)
    console.print(findings_table(findings))
    findings.raise_differences()
    console.print(f"Deployed and verified; the address book is {path}")
    return True


def tell_commit(console: Console, commit: str) -> None:
    """Say which commit is deployed, and whether files differ from it: the address book names it."""
    console.print(f"Commit {commit}")
    if commit.endswith(DIRTY):
        console.print(
            "Files differ from the commit that the address book would name: commit them first.",
            style="yellow",
        )
