"""The plan of a deployment to a public network: rehearsed in full on a private local chain.

The rehearsal impersonates the real deployer with its real nonce, so that addresses, arguments and gas are
those of the real run.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ape import accounts as ape_accounts
from rich.table import Table

from deployment.artifacts import FACTORY
from deployment.book import Book, check_chain, read_book
from deployment.chain import Chain
from deployment.deployer import Deployer
from deployment.events import Mined, Silent
from deployment.inputs import Inputs
from deployment.local import private_chain

BALANCE = hex(10**24)


@dataclass(frozen=True)
class Step:
    """One transaction of the plan."""

    name: str
    gas: int
    address: str
    arguments: dict[str, Any]
    is_done: bool


class _Recorder(Silent):
    """Remembers what was mined."""

    def __init__(self) -> None:
        self.steps: list[Mined] = []

    def mined(self, mined: Mined) -> None:
        """See Reporter."""
        self.steps.append(mined)


def rehearse(chain: Chain, inputs: Inputs, path: Path) -> list[Step]:
    """Run the deployment on a private chain and return its steps, those that are done already marked."""
    done: dict[str, Any] = {}
    nonce = chain.nonce(inputs.accounts["deployer"])
    if path.exists():
        data = read_book(path)
        check_chain(path, data, chain)
        done = {**data["contracts"], **data["steps"]}
        nonce = done.get(FACTORY, {}).get("nonce", nonce)
    recorder = _Recorder()
    with private_chain() as rehearsal:
        signers = {}
        for role in ("deployer", "registrar"):
            address = inputs.accounts[role]
            rehearsal.provider.make_request("anvil_setBalance", [address, BALANCE])
            signers[role] = ape_accounts.test_accounts.impersonate_account(address)
        rehearsal.provider.make_request("anvil_setNonce", [inputs.accounts["deployer"], hex(nonce)])
        book = Book.empty(None, rehearsal, {})
        Deployer(rehearsal, inputs, book, recorder, signers).run()
    return [
        Step(
            mined.step,
            mined.gas,
            book.contracts.get(mined.step, {}).get("address", ""),
            book.contracts.get(mined.step, {}).get("arguments", {}),
            mined.step in done,
        )
        for mined in recorder.steps
    ]


def plan_table(steps: list[Step]) -> Table:
    """The plan as a person reads it."""
    table = Table(title="Plan, rehearsed on a private chain", title_justify="left")
    table.add_column("step")
    table.add_column("address and arguments", overflow="fold")
    table.add_column("gas", justify="right")
    table.add_column("done")
    for step in steps:
        lines = [step.address] if step.address else []
        lines += [f"{name}: {_short(value)}" for name, value in step.arguments.items()]
        table.add_row(step.name, "\n".join(lines), f"{step.gas:,}", "yes" if step.is_done else "")
    table.add_section()
    left = sum(step.gas for step in steps if not step.is_done)
    table.add_row("all that is left", "", f"{left:,}", "")
    return table


def _short(value: Any) -> str:
    if isinstance(value, list):
        return "\n  ".join(["", *(" ".join(map(str, row)) for row in value)])
    return str(value)
