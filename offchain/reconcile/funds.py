"""Operating funds: centres, assets and budgets by month."""

from typing import get_args

from offchain.reconcile.values import DAY, NOBODY, month_of, protocol_time, raw
from offchain.reconcile.walk import Walk
from offchain.subgraph.funds import (
    Asset,
    Budget,
    BudgetMonth,
    CostCentre,
    EmergencyDay,
    EmergencyPayee,
    Funds,
    PaymentClass,
)

FUNDS = "OperatingFunds"
CLASSES = ("NONE", *get_args(PaymentClass))


def compare(walk: Walk) -> None:
    """Everything of the subject."""
    time = protocol_time(walk.now, walk.call("Factory", "closedAt"), walk.divisor)
    dollar = walk.call(FUNDS, "dollar")
    _budgets(walk, month_of(time), dollar)
    _assets(walk, dollar)
    day = str(time // DAY)
    one = walk.all(EmergencyDay).get(day)
    spent = walk.call(FUNDS, "EMERGENCY_LIMIT") - walk.call(FUNDS, "emergencyLeftToday")
    walk.agree("EmergencyDay", day, {"spent": one.spent if one else 0}, (spent,))


def _budgets(walk: Walk, month: int, dollar: str) -> None:
    centres = walk.known(CostCentre, ["0x" + name.hex() for name in walk.call(FUNDS, "centres")])
    classes = walk.each(FUNDS, "classOf", [raw(one.id) for one in centres])
    for one, kind in zip(centres, classes, strict=True):
        walk.same(one, {"class": CLASSES.index(one.class_)}, (kind,))
    months = walk.all(BudgetMonth).values()
    # Asked for the token that is the dollar, the contract answers for dollars.
    budgets = [one for one in walk.all(Budget).values() if one.unit != dollar]
    found = walk.each(FUNDS, "budgetOf", [(raw(one.centre), one.unit) for one in budgets])
    for budget, (limit, spent) in zip(budgets, found, strict=True):
        told = budget.spent if budget.month == month else 0
        walk.same(budget, {"limit": budget.limit, "spent": told}, (limit, spent))
        mine = sum(one.spent for one in months if (one.budget, one.month) == (budget.id, month))
        walk.agree("BudgetMonth", f"{budget.id} {month}", {"spent": mine}, (spent,))


def _assets(walk: Walk, dollar: str) -> None:
    assets, payees = list(walk.all(Asset).values()), list(walk.all(EmergencyPayee).values())
    for asset, listed in zip(assets, walk.each(FUNDS, "isListed", [a.id for a in assets]), strict=True):
        walk.same(asset, {"listed": asset.listed}, (listed,))
    found = walk.each(FUNDS, "isEmergencyPayee", [payee.id for payee in payees])
    for payee, registered in zip(payees, found, strict=True):
        walk.same(payee, {"registered": payee.registered}, (registered,))
    for funds in walk.all(Funds).values():
        walk.same(funds, {"dollar": funds.dollar or NOBODY}, (dollar,))
