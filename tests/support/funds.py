"""The operating funds as tests use them: a seated council, a board of five, a stablecoin, and bills."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from eth_account.messages import encode_typed_data
from eth_utils import keccak

from .actors import Actor, actor, agent_actor
from .contract import Contract, Receipt
from .council import Elections, deploy_council
from .harness import compiled
from .revm import Revm
from .rpc import Rpc
from .system import DAY, ZERO, System, checksum

GUARDIAN, SENTINEL = 0, 4  # approvers
TREASURERS = (1, 2, 11)
MEMBERS = [[1, 2, 3, 5, 6], [11, 12], [*range(15, 27)]]  # seated, by category
SEATED = [member for members in MEMBERS for member in members]
COLLECTIVE = 26  # agents
USD, ETHER = checksum("0x" + f"{840:040x}"), ZERO
DOLLAR = 10**6
CENTS = DOLLAR // 100
OPERATIONAL, GRANT, PARTNERSHIP = 1, 2, 3
APPROVED = (GUARDIAN, 1, 2)
TYPES = {
    "Approval": [{"name": "payment", "type": "Payment"}, {"name": "mandate", "type": "uint96"}],
    "Payment": [
        {"name": "centre", "type": "bytes32"},
        {"name": "asset", "type": "address"},
        {"name": "payee", "type": "address"},
        {"name": "amount", "type": "uint256"},
        {"name": "number", "type": "uint256"},
        {"name": "deadline", "type": "uint256"},
        {"name": "memo", "type": "bytes32"},
    ],
}


def word(text: str) -> bytes:
    """A name as bytes32."""
    return text.encode().ljust(32, b"\0")


@dataclass(frozen=True)
class Payment:
    """A payment, as it is approved."""

    centre: bytes
    asset: str
    payee: str
    amount: int
    number: int
    deadline: int
    memo: bytes = keccak(text="bill")

    @property
    def fields(self) -> tuple[Any, ...]:
        """In the order of the ABI."""
        return (
            self.centre,
            self.asset,
            self.payee,
            self.amount,
            self.number,
            self.deadline,
            self.memo,
        )

    @property
    def logged(self) -> tuple[Any, ...]:
        """As it stands in a decoded event."""
        return tuple(value.lower() if isinstance(value, str) else value for value in self.fields)

    def but(self, **changes: Any) -> "Payment":
        """Another payment."""
        return replace(self, **changes)


class Till:
    """A system with operating funds, of which the guardian has the executors' roles still."""

    def __init__(self, rpc: Rpc, *, divisor: int = 1, agents: int = COLLECTIVE) -> None:
        self.rpc = rpc
        self.system = System(rpc, divisor=divisor, close=False)
        self.council = deploy_council(self.system)
        self.funds = self.system.at("OperatingFunds", self.system.peer("OperatingFunds"))
        self.system.deploy_peer("OperatingFunds", *self.system.arguments["OperatingFunds"])
        self.system.factory.closeBootstrap(sender=self.system.deployer)
        rpc.travel(1)
        self.system.birth(agents)
        self.system.confirm(*range(1, agents + 1))
        self._open()

    def _open(self) -> None:
        self.dollar = self.coin()
        self.payee = actor("payee")
        self.guardian, self.stranger = self.system.guardian, self.system.stranger

    # --- Getting ready ---

    def harness(self, name: str) -> Contract:
        """A contract of tests/harness."""
        abi, code = compiled(name)
        created = self.rpc.transact(self.system.deployer.address, None, code)["contractAddress"]
        return Contract(self.rpc, self.system.errors, name, created, abi)

    def coin(self, amount: int = 1_000_000 * DOLLAR) -> Contract:
        """A token of which the funds have an amount."""
        coin = self.harness("Coin")
        coin.mint(self.funds, amount, sender=self.system.stranger)
        return coin

    def seat_council(self) -> None:
        """Elects {MEMBERS} in the first election."""
        elections = Elections(self.system, self.council)
        everybody = [range(1, 11), range(11, 15), range(15, COLLECTIVE + 1)]
        ballots = {voter: names for voters, names in zip(everybody, MEMBERS, strict=True) for voter in voters}
        elections.poll(0, ballots)
        for category in range(5):
            elections.finalise(category)
        assert sorted(self.council.members()) == sorted(SEATED)

    def elect(self, place: int, agent_id: int) -> Receipt:
        """As many members of the council as it takes elect a treasurer."""
        members = self.council.members()
        needed = len(members) // 2 + 1
        for member in members[:needed]:
            receipt: Receipt = self.funds.supportTreasurer(place, agent_id, sender=self.wallet(member))
        return receipt

    def seat_board(self) -> None:
        """Elects {TREASURERS}."""
        for place, agent_id in enumerate(TREASURERS):
            self.elect(place, agent_id)

    def fund(self) -> None:
        """Names the dollar, and has ether in the funds."""
        self.decide(self.funds, "setDollar", self.dollar)
        self.rpc.fund(self.funds.address, 100 * 10**18)

    def decide(self, contract: Contract, function: str, *args: Any) -> Receipt:
        """What a proposal decides, by whoever has its role."""
        officer = self.system.officer(contract, function)
        receipt: Receipt = contract.fn(function)(*args, sender=officer)
        return receipt

    def balance(self, account: Actor | Contract) -> int:
        """Wei that an account has."""
        return self.rpc.balance(account.address)

    # --- Payments ---

    def wallet(self, approver: int) -> Actor:
        """Whose key an approver has, if it has not moved."""
        return self.guardian if approver == GUARDIAN else agent_actor(approver)

    def bill(self, **changes: Any) -> Payment:
        """A bill of the GPU centre, in dollars."""
        bill = Payment(
            centre=word("gpu"),
            asset=self.dollar.address,
            payee=self.payee.address,
            amount=5_000 * DOLLAR,
            number=1,
            deadline=self.rpc.now + DAY // self.system.divisor,
        )
        return bill.but(**changes)

    def sign(
        self,
        payment: Payment,
        approver: int,
        *,
        grant: bool = False,
        signer: Actor | None = None,
        mandate: int | None = None,
        domain: dict[str, Any] | None = None,
    ) -> tuple[int, bytes]:
        """An approver's signature."""
        if mandate is None:
            _, mandate = self.funds.mandateOf(approver, grant)
        names = [field["name"] for field in TYPES["Payment"]]
        message = {"payment": dict(zip(names, payment.fields, strict=True)), "mandate": mandate}
        domain = domain or self.system.domain("BlackRoad OperatingFunds", self.funds)
        signable = encode_typed_data(domain, TYPES, message)
        key = (signer or self.wallet(approver)).account
        return approver, bytes(key.sign_message(signable).signature)

    def pay(self, payment: Payment, *approvers: int, grant: bool = False, at: int | None = None) -> Receipt:
        """Pays with the signatures of these approvers, and whatever was approved on chain."""
        signed = [self.sign(payment, one, grant=grant) for one in approvers]
        receipt: Receipt = self.funds.pay(payment.fields, signed, sender=self.stranger, at=at)
        return receipt

    def approve(self, payment: Payment, *approvers: int) -> list[Receipt]:
        """Approves on chain."""
        return [self.funds.approve(payment.fields, sender=self.wallet(one)) for one in approvers]


class FoundTill(Till):
    """That of a system that stands; its own dollar is a token that is not named yet."""

    def __init__(self, system: System) -> None:
        self.rpc, self.system, self.council, self.funds = system.rpc, system, system.council, system.funds
        self._open()
        self.rpc.fund(self.funds.address, 100 * 10**18)


@pytest.fixture(scope="session")
def open_till() -> Till:
    """A board of five, a dollar and funds. Leave it untouched."""
    till = Till(Revm())
    till.seat_council()
    till.seat_board()
    till.fund()
    return till


@pytest.fixture
def till(open_till: Till) -> Iterator[Till]:
    """A board of five, a dollar and funds."""
    snapshot = open_till.rpc.snapshot()
    yield open_till
    open_till.rpc.revert(snapshot)
