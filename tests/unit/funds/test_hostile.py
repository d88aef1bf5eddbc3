"""Tokens and payees that misbehave (A1, A4, A6, invariants 36 and 38).

a token
├── moves, and returns nothing or 32 bytes of one ── paid
├── returns false, reverts, burns all gas ── reverts PaymentFailed
├── moves less, more, or nothing, doubles balances, gives back ── reverts TransferInexact
└── calls back ── finds nothing open, and its payment reverts where it paid another one meanwhile
a payee of ether
├── takes it; returns 64 KiB ── paid, nothing is copied
├── reverts, burns all gas, reverts with 64 KiB ── reverts PaymentFailed, for little gas
└── calls back ── what is paid is used; whatever else it may do it may do anyway
whatever they do
├── the number stays unused, the month has cost nothing, and the bill can be paid later
└── others are paid, and the agents are owed what they were
a peer of the protocol is called by nobody's payment (A6)
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.support.contract import Contract, reverts
from tests.support.funds import DOLLAR, ETHER, TREASURERS, USD, Payment, Till, word
from tests.support.system import reason

MODES = [
    "HONEST", "NO_ANSWER", "SAYS_NO", "SAYS_NO_AND_STAYS", "LIES", "FEE", "SURCHARGE", "REBASES", "BLOCKS",
    "BURNS_GAS", "BOMB", "REENTERS", "GENEROUS",
]  # fmt: skip
PAYEE_MODES = ["HONEST", "REVERTS", "BURNS_GAS", "BOMB", "REVERT_BOMB", "REENTERS"]
AMOUNT = 5_000 * DOLLAR
CHEAP = 400_000


def owed(till: Till) -> tuple[int, ...]:
    """What agents are owed, and what is there for it (invariant 36)."""
    treasury = till.system.treasury
    held = till.system.token.balanceOf(treasury)
    assert held >= treasury.outstanding() + treasury.rewardReserve()
    return held, treasury.outstanding(), treasury.rewardReserve()


@contextmanager
def untouched(till: Till, bill: Payment) -> Iterator[None]:
    """A payment that reverts leaves everything as it was."""
    before = (till.funds.budgetOf(bill.centre, USD), owed(till), till.dollar.balanceOf(till.funds))
    yield
    assert before == (till.funds.budgetOf(bill.centre, USD), owed(till), till.dollar.balanceOf(till.funds))
    assert not till.funds.isUsed(bill.number)


@pytest.mark.parametrize("mode", ["HONEST", "NO_ANSWER", "BOMB"])
def test_pay__token_that_moves_exactly__pays(till: Till, mode: str) -> None:
    """A4."""
    till.dollar.setMode(MODES.index(mode), sender=till.stranger)
    till.pay(till.bill(), *TREASURERS)
    assert till.dollar.balanceOf(till.payee) == AMOUNT


@pytest.mark.parametrize("mode", ["SAYS_NO", "SAYS_NO_AND_STAYS", "BLOCKS", "BURNS_GAS"])
def test_pay__token_that_refuses__reverts_and_can_be_paid_later(till: Till, mode: str) -> None:
    """A4: one that blocks a payee blocks nobody else."""
    till.dollar.setMode(MODES.index(mode), sender=till.stranger)
    bill = till.bill()
    with untouched(till, bill), reverts("PaymentFailed", till.dollar, till.payee, AMOUNT):
        till.pay(bill, *TREASURERS)
    till.dollar.setMode(0, sender=till.stranger)
    till.pay(till.bill(), *TREASURERS)


@pytest.mark.parametrize("mode", ["LIES", "FEE", "SURCHARGE", "REBASES", "GENEROUS"])
def test_pay__token_that_moves_something_else__reverts(till: Till, mode: str) -> None:
    """A4: fees on transfer and rebases are refused."""
    till.dollar.setMode(MODES.index(mode), sender=till.stranger)
    bill = till.bill()
    with untouched(till, bill), reverts("TransferInexact", till.dollar, till.payee, AMOUNT):
        till.pay(bill, *TREASURERS)


def test_pay__token_rebased_between_payments__pays(till: Till) -> None:
    """No balance is kept in books."""
    till.dollar.setMode(MODES.index("REBASES"), sender=till.stranger)
    till.dollar.transfer(till.payee, 0, sender=till.stranger)
    till.dollar.setMode(0, sender=till.stranger)
    till.pay(till.bill(), *TREASURERS)
    assert till.dollar.balanceOf(till.funds) == 2_000_000 * DOLLAR - AMOUNT


def call_of(till: Till, bill: Payment) -> bytes:
    """Calldata that pays a bill which three have signed."""
    signed = [till.sign(bill, one) for one in TREASURERS]
    return bytes.fromhex(till.funds.calldata("pay", bill.fields, signed)[2:])


def test_pay__token_calls_back_with_the_same__pays_once(till: Till) -> None:
    """A1: the number is used before the token is called."""
    till.dollar.setMode(MODES.index("REENTERS"), sender=till.stranger)
    till.dollar.setCall(till.funds, call_of(till, till.bill()), sender=till.stranger)
    till.pay(till.bill(), *TREASURERS)
    used = till.system.errors
    answer = till.dollar.answer()
    assert used.errors[answer[:4]]["name"] == "NumberUsed"
    assert till.dollar.balanceOf(till.payee) == AMOUNT


def test_pay__token_calls_back_with_another__reverts(till: Till) -> None:
    """A1: nothing moves of that token but what this payment moves."""
    till.dollar.setMode(MODES.index("REENTERS"), sender=till.stranger)
    other = till.bill(number=2)
    till.dollar.setCall(till.funds, call_of(till, other), sender=till.stranger)
    bill = till.bill()
    with untouched(till, bill), reverts("TransferInexact", till.dollar, till.payee, AMOUNT):
        till.pay(bill, *TREASURERS)
    assert not till.funds.isUsed(2)


@pytest.fixture
def payee(till: Till) -> Contract:
    """Somebody with code, whom the GPU centre may pay an ether."""
    till.funds.setBudget(word("gpu"), ETHER, 10**18, sender=till.guardian)
    return till.harness("Payee")


def ether_for(till: Till, payee: Contract, number: int = 1) -> Payment:
    return till.bill(asset=ETHER, amount=10**17, payee=payee.address, number=number)


@pytest.mark.parametrize("mode", ["HONEST", "BOMB"])
def test_pay__payee_takes_ether__pays(till: Till, payee: Contract, mode: str) -> None:
    """A1: however much it returns, none of it is copied."""
    payee.setMode(PAYEE_MODES.index(mode), sender=till.stranger)
    receipt = till.pay(ether_for(till, payee), *TREASURERS)
    assert receipt.gas_used < CHEAP


@pytest.mark.parametrize("mode", ["REVERTS", "BURNS_GAS", "REVERT_BOMB"])
def test_pay__payee_refuses_ether__reverts_and_harms_nobody(till: Till, payee: Contract, mode: str) -> None:
    """A1: the bill waits, others are paid."""
    payee.setMode(PAYEE_MODES.index(mode), sender=till.stranger)
    bill = ether_for(till, payee)
    with untouched(till, bill), reverts("PaymentFailed", ETHER, payee, 10**17):
        till.pay(bill, *TREASURERS)
    till.pay(till.bill(number=2), *TREASURERS)
    payee.setMode(0, sender=till.stranger)
    till.pay(ether_for(till, payee), *TREASURERS)


@pytest.mark.parametrize("number", [1, 2])
def test_pay__payee_calls_back__is_paid_once_for_each_bill(till: Till, payee: Contract, number: int) -> None:
    """A1: another bill that three have signed is nothing that it could not have sent itself."""
    bill, again = ether_for(till, payee), ether_for(till, payee, number)
    payee.setMode(PAYEE_MODES.index("REENTERS"), sender=till.stranger)
    payee.setCall(till.funds, call_of(till, again), sender=till.stranger)
    till.pay(bill, *TREASURERS)
    if number == 1:
        assert till.system.errors.errors[payee.answer()]["name"] == "NumberUsed"
    paid = 1 + till.funds.isUsed(2)
    assert till.funds.budgetOf(word("gpu"), ETHER)[1] == paid * 10**17
    assert till.balance(payee) == paid * 10**17


def test_pay__anything_but_a_transfer__is_impossible(till: Till) -> None:
    """A6: no payment carries calldata, and no contract of the protocol is a payee or a token."""
    names = {entry["name"] for entry in till.funds.abi if entry["type"] == "function"}
    assert not [name for name in names if name.startswith(("execute", "call", "multicall", "delegate"))]
    for contract in (till.system.token, till.system.treasury, till.system.escrow):
        with reverts("AssetRefused", contract):
            till.funds.setAsset(contract, True, sender=till.guardian)
        with reverts("PayeeRefused", contract):
            till.pay(till.bill(payee=contract.address), *TREASURERS)


def test_transfer__road_to_the_funds__reverts(till: Till) -> None:
    """Invariant 36: what agents are owed never shares a balance with what is spent."""
    system = till.system
    assert system.cap.classOf(till.funds) == 0
    system.vesting.release(sender=till.stranger)
    with reverts("TransferRefused", reason("RECIPIENT_UNKNOWN"), till.guardian, till.funds, 1):
        system.token.transfer(till.funds, 1, sender=till.guardian)
