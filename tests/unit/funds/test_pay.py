"""A bill of a cost centre, paid with three signatures (invariants 38, 39; A7, A11, R6).

pay
├── payments are held in the agents' treasury ── reverts Held, until the hold ends
├── after the deadline ── reverts DeadlinePassed; more than 30 days before it ── reverts DeadlineTooFar
├── a payment with this number was made ── reverts NumberUsed, whatever else is different
├── nothing ── reverts AmountZero
├── to zero, to the funds, to any contract of the protocol, to the token ── reverts PayeeRefused
├── for a centre that is none ── reverts CentreUnknown
├── in an asset that is none, or in the unit of dollars itself ── reverts AssetNotListed
├── for a centre without a budget in it, or above what is left ── reverts BudgetExceeded
├── before all treasurers were elected ── reverts TreasurersNotSeated
├── fewer than three approvals ── reverts ApprovalsTooFew
├── the funds have less ── reverts FundsTooLow
└── otherwise ── emits Paid and pays; the number is used, the month has cost that
    ├── whichever three of the five approve, and four or five as well
    └── to humans, agents, contracts
a change of any field ── is another payment
"""

from itertools import combinations
from typing import Any

import pytest

from deployment.addresses import created_by, peer_of
from tests.support.actors import actor, agent_actor
from tests.support.contract import reverts
from tests.support.funds import DOLLAR, ETHER, GUARDIAN, SEATED, SENTINEL, TREASURERS, USD, Till, word
from tests.support.office import told
from tests.support.revm import Revm
from tests.support.system import DAY, GOVERNING, HOUR, NAMES, ZERO
from tests.unit.treasury.test_reward import month_of

BOARD = (GUARDIAN, 1, 2, SENTINEL, 11)
PLACES = {1: 1, 2: 2, 11: 4, GUARDIAN: 8, SENTINEL: 16}
PAYMENTS = word("payments")


def balances(till: Till) -> tuple[int, int]:
    return till.dollar.balanceOf(till.funds), till.dollar.balanceOf(till.payee)


@pytest.mark.parametrize("size", [3, 4, 5])
def test_pay__any_three_or_more_of_five__emits_and_pays(till: Till, size: int) -> None:
    for number, approvers in enumerate(combinations(BOARD, size), start=1):
        bill = till.bill(number=number, amount=1_000 * DOLLAR)
        before, had = balances(till)
        receipt = till.pay(bill, *approvers)
        month, spent = month_of(till.rpc.now), number * 1_000 * DOLLAR
        board = sum(PLACES[one] for one in approvers)
        paid = (till.funds.idOf(bill.fields), bill.centre, bill.payee, bill.asset, bill.amount, number)
        moved = ("Transfer", till.funds.address, bill.payee, bill.amount)
        assert told(receipt) == [("Paid", *paid, bill.memo, month, spent, board), moved]
        assert balances(till) == (before - bill.amount, had + bill.amount)
        assert till.funds.isUsed(number)
        assert till.funds.budgetOf(word("gpu"), USD) == (100_000 * DOLLAR, spent)


def test_pay__two_of_five__reverts(till: Till) -> None:
    """Invariant 38."""
    bill = till.bill()
    for count in range(3):
        for approvers in combinations(BOARD, count):
            with reverts("ApprovalsTooFew", till.funds.idOf(bill.fields), count, 3):
                till.pay(bill, *approvers)
    assert not till.funds.isUsed(bill.number)


def test_pay__payments_held__reverts_until_the_end(till: Till) -> None:
    """A8: the one act that stops releases and rewards stops bills too."""
    bill = till.bill(deadline=till.rpc.now + 4 * DAY)
    till.system.treasury.pausePayments(sender=till.guardian)
    until = till.rpc.now + 3 * DAY
    with reverts("Held", PAYMENTS, until):
        till.pay(bill, *TREASURERS, at=until - 1)
    till.pay(bill, *TREASURERS, at=until)


@pytest.mark.parametrize("past_midnight", [0, 1, 3 * HOUR, 23 * HOUR])
def test_pay__hold_that_ends_at_an_hour__reverts_until_the_end(till: Till, past_midnight: int) -> None:
    """The funds note the day in which they need not ask any more."""
    until = (till.rpc.now // DAY + 5) * DAY + past_midnight
    till.system.treasury.pausePayments(sender=till.guardian, at=until - 3 * DAY)
    bill = till.bill(deadline=until)
    with reverts("Held", PAYMENTS, until):
        till.pay(bill, *TREASURERS, at=until - 1)
    till.pay(bill, *TREASURERS, at=until)


def test_pay__payments_held_and_lifted__pays(till: Till) -> None:
    till.system.treasury.pausePayments(sender=till.guardian)
    till.system.treasury.unpausePayments(sender=till.guardian)
    till.pay(till.bill(), *TREASURERS)


def test_pay__deadline__is_the_last_second(till: Till) -> None:
    bill = till.bill()
    with reverts("DeadlinePassed", bill.deadline):
        till.pay(bill, *TREASURERS, at=bill.deadline + 1)
    till.pay(bill, *TREASURERS, at=bill.deadline)


def test_pay__deadline_far_away__reverts(till: Till) -> None:
    at = till.rpc.now + 5
    bill = till.bill(deadline=at + 30 * DAY + 1)
    with reverts("DeadlineTooFar", bill.deadline, at + 30 * DAY):
        till.pay(bill, *TREASURERS, at=at)
    till.pay(bill, *TREASURERS, at=at + 1)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"amount": DOLLAR},
        {"payee": actor("other").address},
        {"asset": ETHER, "amount": 1},
        {"centre": word("backups")},
        {"memo": bytes(32)},
    ],
)
def test_pay__number_used__reverts(till: Till, change: dict[str, Any]) -> None:
    """Invariant 38, A11: neither the same again nor another one in its place."""
    till.pay(till.bill(), *TREASURERS)
    with reverts("NumberUsed", 1):
        till.pay(till.bill(**change), *TREASURERS)


@pytest.mark.parametrize("number", [0, 127, 128, 255, 256, 2**256 - 1])
def test_pay__any_number__uses_it_alone(till: Till, number: int) -> None:
    others = {0, 127, 128, 255, 256, 2**256 - 1, number ^ 1} - {number}
    till.pay(till.bill(number=number), *TREASURERS)
    assert till.funds.isUsed(number)
    assert not any(till.funds.isUsed(other) for other in others)


def test_pay__zero__reverts(till: Till) -> None:
    with reverts("AmountZero"):
        till.pay(till.bill(amount=0), *TREASURERS)


def peers_at(factory: str) -> list[str]:
    """Where a factory deploys what is deployed here."""
    return [peer_of(factory, name) for name in NAMES.values()]


def test_pay__peer_whose_address_ends_with_zero__reverts() -> None:
    """That ending has a bit too."""
    rpc, deployer = Revm(), actor("deployer").address
    rpc.fund(deployer)
    while not any(peer.endswith("00") for peer in peers_at(created_by(deployer, rpc.nonce(deployer)))):
        rpc.transact(deployer, None, "0x00")
    till = Till(rpc)
    till.seat_council()
    till.seat_board()
    till.fund()
    (peer, *_) = [peer for peer in peers_at(till.system.factory.address) if peer.endswith("00")]
    with reverts("PayeeRefused", peer):
        till.pay(till.bill(payee=peer), *TREASURERS)


def test_pay__refused_payee__reverts(till: Till) -> None:
    """A7: to zero, itself, the token, the factory, any peer."""
    system = till.system
    peers = [system.peer(name) for name in (*NAMES.values(), "AgentCouncil", "OperatingFunds")]
    for payee in (ZERO, till.dollar.address, system.factory.address, *peers):
        with reverts("PayeeRefused", payee):
            till.pay(till.bill(payee=payee), *TREASURERS)
    with reverts("PayeeRefused", system.treasury):
        till.pay(till.bill(payee=system.treasury.address, asset=ETHER, amount=1), *TREASURERS)
    assert len(GOVERNING) > 10  # the others are not deployed here, and never will be


def test_pay__humans_agents_contracts__pays(till: Till) -> None:
    (human,) = till.system.human("contractor")
    contract = till.harness("Payee")
    payees: list[Any] = [human, agent_actor(20), contract, till.guardian]
    for number, payee in enumerate(payees, start=1):
        till.pay(till.bill(payee=payee.address, number=number), *TREASURERS)
        assert till.dollar.balanceOf(payee) == 5_000 * DOLLAR


def test_pay__unknown_centre__reverts(till: Till) -> None:
    with reverts("CentreUnknown", word("yachts")):
        till.pay(till.bill(centre=word("yachts")), *TREASURERS)


def test_pay__unlisted_asset__reverts(till: Till) -> None:
    for asset in (till.coin().address, USD, till.system.token.address, actor("other").address):
        with reverts("AssetNotListed", asset):
            till.pay(till.bill(asset=asset), *TREASURERS)


def test_pay__no_budget_in_the_asset__reverts(till: Till) -> None:
    """R6: budgets in ether are zero until governance sets them, and so are those of grants."""
    with reverts("BudgetExceeded", 1, 0):
        till.pay(till.bill(asset=ETHER, amount=1), *TREASURERS)
    with reverts("BudgetExceeded", 5_000 * DOLLAR, 0):
        till.pay(till.bill(centre=word("partnerships")), GUARDIAN, 1, 2)
    with reverts("BudgetExceeded", 5_000 * DOLLAR, 0):
        till.pay(till.bill(centre=word("grants")), *sorted(SEATED)[:13], grant=True)


def test_pay__above_the_budget__reverts(till: Till) -> None:
    """R6, invariant 39: at the limit, one above, however it is split."""
    limit = 100_000 * DOLLAR
    with reverts("BudgetExceeded", limit + 1, limit):
        till.pay(till.bill(amount=limit + 1), *TREASURERS)
    till.pay(till.bill(amount=limit - 1), *TREASURERS)
    with reverts("BudgetExceeded", 2, 1):
        till.pay(till.bill(amount=2, number=2), *TREASURERS)
    till.pay(till.bill(amount=1, number=2), *TREASURERS)
    with reverts("BudgetExceeded", 1, 0):
        till.pay(till.bill(amount=1, number=3), *TREASURERS)
    till.pay(till.bill(centre=word("backups"), number=3), *TREASURERS)


@pytest.mark.parametrize("amount", [2**112, 2**128, 2**256 - 1])
def test_pay__absurd_amount__reverts(till: Till, amount: int) -> None:
    with reverts("BudgetExceeded", amount, 100_000 * DOLLAR):
        till.pay(till.bill(amount=amount), *TREASURERS)


def test_pay__treasurers_not_seated__reverts(open_till: Till) -> None:
    """Until the council has elected all three only emergencies are paid."""
    till = Till(open_till.rpc)
    till.seat_council()
    till.fund()
    for place, agent_id in enumerate(TREASURERS):
        assert not till.funds.treasurersSeated()
        with reverts("TreasurersNotSeated"):
            till.pay(till.bill(), GUARDIAN, *sorted((*TREASURERS[:place], SENTINEL)))
        till.elect(place, agent_id)
    assert till.funds.treasurersSeated()
    till.pay(till.bill(), *TREASURERS)


def test_pay__funds_too_low__reverts(till: Till) -> None:
    till.funds.setBudget(word("gpu"), USD, 10_000_000 * DOLLAR, sender=till.guardian)
    till.funds.setBudget(word("gpu"), ETHER, 10**21, sender=till.guardian)
    held = 1_000_000 * DOLLAR
    with reverts("FundsTooLow", till.dollar, held + 1, held):
        till.pay(till.bill(amount=held + 1), *TREASURERS)
    with reverts("FundsTooLow", ETHER, 10**20 + 1, 10**20):
        till.pay(till.bill(asset=ETHER, amount=10**20 + 1), *TREASURERS)
    till.pay(till.bill(amount=held), *TREASURERS)
    till.pay(till.bill(asset=ETHER, amount=10**20, number=2), *TREASURERS)
    assert balances(till) == (0, held)


@pytest.mark.parametrize(
    "change",
    [
        {"amount": 5_001 * DOLLAR},
        {"payee": actor("thief").address},
        {"asset": ETHER},
        {"centre": word("backups")},
        {"number": 2},
        {"deadline": 2_000_000_000},
        {"memo": bytes(32)},
    ],
)
def test_pay__another_payment_than_was_signed__reverts(till: Till, change: dict[str, Any]) -> None:
    """Invariant 38: approvals are over exactly that payment."""
    till.funds.setBudget(word("gpu"), ETHER, 10**18, sender=till.guardian)
    bill = till.bill()
    signed = [till.sign(bill, one) for one in TREASURERS]
    changed = bill.but(**change)
    if "deadline" in change:
        changed = bill.but(deadline=bill.deadline + 1)
    with reverts("InvalidSignature", agent_actor(1)):
        till.funds.pay(changed.fields, signed, sender=till.stranger)
    till.funds.pay(bill.fields, signed, sender=till.stranger)


def test_pay__donations__break_nothing(till: Till) -> None:
    """Budgets say what may leave, not balances."""
    till.dollar.mint(till.funds, 7, sender=till.stranger)
    receipt = till.rpc.transact(till.stranger.address, till.funds.address, "0x", None, 5)
    (log,) = receipt["logs"]
    event = till.system.errors.event(log)
    assert (event.name, *event.args.values()) == ("Received", till.stranger.address, 5)
    till.pay(till.bill(), *TREASURERS)
    assert till.dollar.balanceOf(till.funds) == 995_000 * DOLLAR + 7
