"""Cost centres, budgets, assets and the dollar, as governance sets them (invariant 39, R6, A2).

constructor ── the cost centres of the parameters with their budgets; a dollar, if one is named
addCentre ── reverts CentreRefused, TooManyCentres; emits
setBudget ── reverts CentreUnknown, AssetNotListed, Unchanged; emits, at once
setAsset ── reverts AssetRefused, Unchanged; emits; struck off, its budgets are gone
setDollar ── reverts AssetRefused, DollarDecimals, Unchanged; emits; budgets and what was spent stay
a month ── begins on its first second, UTC; nothing carries over
"""

import pytest

from tests.support.contract import reverts
from tests.support.funds import (
    DOLLAR,
    ETHER,
    GRANT,
    OPERATIONAL,
    PARTNERSHIP,
    TREASURERS,
    USD,
    Till,
    word,
)
from tests.support.office import told
from tests.support.system import ZERO
from tests.unit.treasury.test_reward import month_of, next_month

DEFAULTS = {
    "kubernetes": 50_000, "serverless": 20_000, "gpu": 100_000, "databases": 10_000, "object-storage": 5_000,
    "backups": 5_000, "bandwidth": 10_000, "cdn": 5_000, "gas": 5_000, "nodes": 10_000,
}  # fmt: skip
GPU = word("gpu")


def test_constructor__parameters__sets_the_budgets(till: Till) -> None:
    funds = till.funds
    assert sum(DEFAULTS.values()) == 220_000
    assert funds.centres() == [word(name) for name in (*DEFAULTS, "grants", "partnerships")]
    for name, dollars in DEFAULTS.items():
        assert funds.classOf(word(name)) == OPERATIONAL
        assert funds.budgetOf(word(name), USD) == (dollars * DOLLAR, 0)
        assert funds.budgetOf(word(name), ETHER) == (0, 0)
    assert [funds.classOf(word(name)) for name in ("grants", "partnerships", "none")] == [
        GRANT,
        PARTNERSHIP,
        0,
    ]
    assert funds.budgetOf(word("grants"), USD) == (0, 0)


def test_constructor__dollar__is_listed(till: Till) -> None:
    centres = [(GPU, OPERATIONAL, 5)]
    funds = till.system.create("OperatingFunds", till.system.factory, till.dollar, centres)
    assert (funds.dollar(), funds.budgetOf(GPU, USD)) == (till.dollar.address, (5, 0))
    till.dollar.setDecimals(18, sender=till.stranger)
    with reverts("DollarDecimals", till.dollar, 18, 6):
        till.system.create("OperatingFunds", till.system.factory, till.dollar, centres)
    with reverts("CentreRefused", GPU, OPERATIONAL):
        till.system.create("OperatingFunds", till.system.factory, ZERO, centres * 2)


def test_add_centre__refused__reverts(till: Till) -> None:
    for centre, class_ in ((bytes(32), OPERATIONAL), (word("x"), 0), (GPU, GRANT)):
        with reverts("CentreRefused", centre, class_):
            till.funds.addCentre(centre, class_, sender=till.guardian)


def test_add_centre__new__emits_and_has_no_budget(till: Till) -> None:
    receipt = till.funds.addCentre(word("audits"), PARTNERSHIP, sender=till.guardian)
    assert told(receipt)[-1] == ("CentreAdded", word("audits"), PARTNERSHIP)
    assert till.funds.centres()[-1] == word("audits")
    with reverts("BudgetExceeded", 1, 0):
        till.pay(till.bill(centre=word("audits"), amount=1), *TREASURERS)


def test_add_centre__65th__reverts(till: Till) -> None:
    """Changing the dollar walks through all of them."""
    for number in range(len(till.funds.centres()), 64):
        till.funds.addCentre(word(f"centre {number}"), OPERATIONAL, sender=till.guardian)
    with reverts("TooManyCentres", 64):
        till.funds.addCentre(word("one more"), OPERATIONAL, sender=till.guardian)


def test_set_budget__refused__reverts(till: Till) -> None:
    with reverts("CentreUnknown", word("none")):
        till.funds.setBudget(word("none"), USD, 1, sender=till.guardian)
    for unit in (till.dollar.address, till.coin().address):
        with reverts("AssetNotListed", unit):
            till.funds.setBudget(GPU, unit, 1, sender=till.guardian)
    with reverts("Unchanged"):
        till.funds.setBudget(GPU, USD, 100_000 * DOLLAR, sender=till.guardian)
    with reverts("SafeCastOverflowedUintDowncast", 112, 2**112):
        till.funds.setBudget(GPU, USD, 2**112, sender=till.guardian)


def test_set_budget__lowered_and_raised__holds_at_once(till: Till) -> None:
    till.pay(till.bill(amount=60_000 * DOLLAR), *TREASURERS)
    receipt = till.funds.setBudget(GPU, USD, 50_000 * DOLLAR, sender=till.guardian)
    assert told(receipt)[-1] == ("BudgetSet", GPU, USD, 100_000 * DOLLAR, 50_000 * DOLLAR)
    with reverts("BudgetExceeded", 1, 0):
        till.pay(till.bill(amount=1, number=2), *TREASURERS)
    till.funds.setBudget(GPU, USD, 60_001 * DOLLAR, sender=till.guardian)
    with reverts("BudgetExceeded", DOLLAR + 1, DOLLAR):
        till.pay(till.bill(amount=DOLLAR + 1, number=2), *TREASURERS)
    till.pay(till.bill(amount=DOLLAR, number=2), *TREASURERS)


def test_set_budget__ether__pays_wei(till: Till) -> None:
    till.funds.setBudget(GPU, ETHER, 10**18, sender=till.guardian)
    receipt = till.pay(till.bill(asset=ETHER, amount=10**18), *TREASURERS)
    assert [event.name for event in receipt.events] == ["Paid"]
    assert till.balance(till.payee) == 10**18
    with reverts("BudgetExceeded", 1, 0):
        till.pay(till.bill(asset=ETHER, amount=1, number=2), *TREASURERS)
    till.pay(till.bill(number=2), *TREASURERS)


def test_set_asset__refused__reverts(till: Till) -> None:
    """ROAD is one of the protocol's contracts; agents' money is not spent here."""
    refused = (
        till.system.token.address,
        till.system.treasury.address,
        till.payee.address,
        ZERO,
        till.dollar.address,
    )
    for asset in refused:
        with reverts("AssetRefused", asset):
            till.funds.setAsset(asset, True, sender=till.guardian)
    with reverts("Unchanged"):
        till.funds.setAsset(till.coin(), False, sender=till.guardian)


def test_set_asset__listed__pays_within_its_own_budget(till: Till) -> None:
    euro = till.coin()
    receipt = till.funds.setAsset(euro, True, sender=till.guardian)
    assert told(receipt)[-1] == ("AssetSet", euro.address, True)
    with reverts("BudgetExceeded", 7, 0):
        till.pay(till.bill(asset=euro.address, amount=7), *TREASURERS)
    till.funds.setBudget(GPU, euro, 7, sender=till.guardian)
    till.pay(till.bill(asset=euro.address, amount=7), *TREASURERS)
    assert (till.funds.budgetOf(GPU, euro), till.funds.budgetOf(GPU, USD)[1]) == ((7, 7), 0)


def test_set_asset__struck_off__takes_its_budgets(till: Till) -> None:
    """Listed again it has none, and what the month has cost stays."""
    euro = till.coin()
    till.funds.setAsset(euro, True, sender=till.guardian)
    till.funds.setBudget(GPU, euro, 10, sender=till.guardian)
    till.pay(till.bill(asset=euro.address, amount=7), *TREASURERS)
    till.funds.setAsset(euro, False, sender=till.guardian)
    assert till.funds.budgetOf(GPU, euro) == (0, 7)
    with reverts("AssetNotListed", euro):
        till.pay(till.bill(asset=euro.address, amount=1, number=2), *TREASURERS)
    till.funds.setAsset(euro, True, sender=till.guardian)
    with reverts("BudgetExceeded", 1, 0):
        till.pay(till.bill(asset=euro.address, amount=1, number=2), *TREASURERS)
    till.funds.setBudget(GPU, euro, 10, sender=till.guardian)
    with reverts("BudgetExceeded", 4, 3):
        till.pay(till.bill(asset=euro.address, amount=4, number=2), *TREASURERS)


def test_set_dollar__refused__reverts(till: Till) -> None:
    euro, odd = till.coin(), till.coin()
    till.funds.setAsset(euro, True, sender=till.guardian)
    odd.setDecimals(18, sender=till.stranger)
    for asset in (euro.address, till.system.token.address, till.payee.address):
        with reverts("AssetRefused", asset):
            till.funds.setDollar(asset, sender=till.guardian)
    with reverts("DollarDecimals", odd, 18, 6):
        till.funds.setDollar(odd, sender=till.guardian)
    with reverts("Unchanged"):
        till.funds.setDollar(till.dollar, sender=till.guardian)


def test_set_dollar__another__keeps_budgets_and_what_was_spent(till: Till) -> None:
    other = till.coin()
    till.pay(till.bill(amount=99_999 * DOLLAR), *TREASURERS)
    receipt = till.funds.setDollar(other, sender=till.guardian)
    assert told(receipt)[-1] == ("DollarSet", till.dollar.address, other.address)
    with reverts("AssetNotListed", till.dollar):
        till.pay(till.bill(number=2, amount=1), *TREASURERS)
    with reverts("BudgetExceeded", DOLLAR + 1, DOLLAR):
        till.pay(till.bill(number=2, asset=other.address, amount=DOLLAR + 1), *TREASURERS)
    till.pay(till.bill(number=2, asset=other.address, amount=DOLLAR), *TREASURERS)


def test_set_dollar__none__keeps_budgets_for_the_next(till: Till) -> None:
    till.pay(till.bill(amount=60_000 * DOLLAR), *TREASURERS)
    till.funds.setDollar(ZERO, sender=till.guardian)
    assert till.funds.budgetOf(GPU, USD) == (100_000 * DOLLAR, 60_000 * DOLLAR)
    for asset in (USD, till.dollar.address):
        with reverts("AssetNotListed", asset):
            till.pay(till.bill(number=2, asset=asset), *TREASURERS)
    till.funds.setDollar(till.dollar, sender=till.guardian)
    with reverts("BudgetExceeded", 50_000 * DOLLAR, 40_000 * DOLLAR):
        till.pay(till.bill(number=2, amount=50_000 * DOLLAR), *TREASURERS)


def test_pay__month__ends_on_its_last_second(till: Till) -> None:
    """A2, invariant 39: months come from the time; nothing carries over."""
    edge = next_month(till.rpc.now)
    limit = 100_000 * DOLLAR
    first, second = (till.bill(number=n, amount=limit, deadline=edge + 9) for n in (1, 2))
    till.pay(first, *TREASURERS, at=edge - 2)
    with reverts("BudgetExceeded", limit, 0):
        till.pay(second, *TREASURERS, at=edge - 1)
    assert till.funds.budgetOf(GPU, USD, at=edge - 1) == (limit, limit)
    assert till.funds.budgetOf(GPU, USD, at=edge) == (limit, 0)
    (paid,) = till.pay(second, *TREASURERS, at=edge).of("Paid")
    assert (paid.month, paid.spent) == (month_of(edge), limit)
    assert till.funds.currentMonth() == month_of(edge) == month_of(edge - 1) + 1
    after = next_month(edge)
    assert till.funds.budgetOf(GPU, USD, at=next_month(after)) == (limit, 0)


@pytest.mark.parametrize("amount", [1, 100_000 * DOLLAR])
def test_pay__month_unspent__carries_nothing_over(till: Till, amount: int) -> None:
    edge = next_month(till.rpc.now)
    till.pay(till.bill(amount=1), *TREASURERS)
    till.rpc.travel_to(edge)
    with reverts("BudgetExceeded", 100_000 * DOLLAR + amount, 100_000 * DOLLAR):
        till.pay(till.bill(number=2, amount=100_000 * DOLLAR + amount), *TREASURERS)
