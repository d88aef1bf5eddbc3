"""The plan of a deployment to a public network: rehearsed in full on a private local chain.

The rehearsal impersonates the real deployer with its real nonce, so that addresses, arguments and gas are
those of the real run.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ape import accounts as ape_accounts
from rich.table import Table

from deployment.addresses import created_by
from deployment.book import Book, check_chain, read_book
from deployment.chain import Chain
from deployment.deployer import Deployer
from deployment.events import Mined, Silent
from deployment.fees import fees_within
from deployment.inputs import SENDING, Inputs
from deployment.layer2 import Sent, data_gas
from deployment.local import private_chain
from deployment.progress import factory_nonce, progress_of
from deployment.record import check_unchanged

BALANCE = hex(10**24)


@dataclass(frozen=True)
class Step:
    """One transaction of the plan."""

    name: str
    sender: str
    gas: int
    cost: int  # wei, at the fee that would be offered now, or at the limit if gas costs more
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
    """Run the deployment on a private chain and return its steps, those that are done already marked.

    Raises WrongChainBook, CodeChanged and ParametersChanged for a book that this run would not go on with.
    """
    begun: dict[str, Any] = {}
    if path.exists():
        begun = read_book(path)
        check_chain(path, begun, chain)
        check_unchanged(Book(path, begun), inputs)
    deployer = inputs.accounts["deployer"]
    nonce = factory_nonce(chain, deployer, begun)
    done = progress_of(chain, inputs.addresses(created_by(deployer, nonce)), begun)
    recorder = _Recorder()
    with private_chain() as rehearsal:
        signers = {}
        for role in SENDING:
            address = inputs.accounts[role]
            rehearsal.provider.make_request("anvil_setBalance", [address, BALANCE])
            signers[role] = ape_accounts.test_accounts.impersonate_account(address)
        rehearsal.provider.make_request("anvil_setNonce", [deployer, hex(nonce)])
        book = Book.empty(None, rehearsal, {})
        Deployer(rehearsal, inputs, book, recorder, signers).run()
        sent = [_sent(rehearsal, mined) for mined in recorder.steps]
    price = fees_within(chain, inputs.parameters.max_fee).most
    roles = {inputs.accounts[role].lower(): role for role in SENDING}
    return [
        Step(
            mined.step,
            roles[mined.sender.lower()],
            mined.gas + extra,
            (mined.gas + extra) * price + chain.data_fee(one.size),
            book.contracts.get(mined.step, {}).get("address", ""),
            book.contracts.get(mined.step, {}).get("arguments", {}),
            done.has(mined.step),
        )
        for mined, one, extra in zip(recorder.steps, sent, data_gas(chain, sent), strict=True)
    ]


def funds_table(chain: Chain, inputs: Inputs, steps: list[Step]) -> Table:
    """What the senders need for what is left, and what they have."""
    table = Table(title="Money", title_justify="left")
    table.add_column("sender")
    table.add_column("address", no_wrap=True)
    for heading in ("needs about, ETH", "has, ETH"):
        table.add_column(heading, justify="right")
    for role in SENDING:
        address = inputs.accounts[role]
        needed = sum(step.cost for step in steps if step.sender == role and not step.is_done)
        balance = chain.balance(address)
        style = "red" if balance < needed else None
        table.add_row(role, address, _ether(needed), _ether(balance), style=style)
    return table


def plan_table(steps: list[Step]) -> Table:
    """The plan as a person reads it."""
    table = Table(title="Plan, rehearsed on a private chain", title_justify="left")
    table.add_column("step")
    table.add_column("address and arguments", overflow="fold")
    table.add_column("gas", justify="right")
    table.add_column("cost, ETH", justify="right")
    table.add_column("done")
    for step in steps:
        lines = [step.address] if step.address else []
        lines += [f"{name}: {_short(value)}" for name, value in step.arguments.items()]
        done = "yes" if step.is_done else ""
        table.add_row(step.name, "\n".join(lines), f"{step.gas:,}", _ether(step.cost), done)
    table.add_section()
    left = [step for step in steps if not step.is_done]
    gas, cost = sum(step.gas for step in left), sum(step.cost for step in left)
    table.add_row("all that is left", "", f"{gas:,}", _ether(cost), "")
    return table


def _sent(chain: Chain, mined: Mined) -> Sent:
    known = chain.transaction(mined.transaction) or {"to": None, "input": "0x"}
    return Sent(known["to"], bytes.fromhex(known["input"][2:]))


def _ether(wei: int) -> str:
    return f"{wei / 10**18:.6f}"


def _short(value: Any) -> str:
    if isinstance(value, list):
        return "\n  ".join(["", *(" ".join(map(str, row)) for row in value)])
    return str(value)
