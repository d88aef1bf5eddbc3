"""Half a year of the operating funds, rebuilt from the events alone (invariant 42).

replay
├── cost centres, budgets of every unit, what each month and day has cost, assets, payees
├── every payment that was proposed, who approved it last with which wallet and mandate
├── every number that was used
└── the board: treasurers, votes for the next, the security agent
"""

from tests.models.funds import GUARDIAN
from tests.models.replay_funds import USD, Books
from tests.support.actors import actor, agent_actor
from tests.support.funds import (
    DOLLAR,
    ETHER,
    SEATED,
    SENTINEL,
    TREASURERS,
    Payment,
    Till,
    open_till,
    till,
    word,
)
from tests.support.system import DAY

from .rebuilt import compare_board, compare_budgets

__all__ = ["open_till", "till"]
GPU, GRANTS = word("gpu"), word("grants")


def tell(till: Till) -> list[Payment]:
    """Bills of every kind, approvals that come and go, budgets, a second token, another dollar."""
    funds, guardian = till.funds, till.guardian
    euro, other = till.coin(), till.coin()
    bills = [till.bill(number=number, deadline=till.rpc.now + 20 * DAY) for number in range(6)]
    till.approve(bills[0], GUARDIAN, *TREASURERS)
    funds.withdraw(bills[0].fields, sender=agent_actor(2))
    till.pay(bills[0])
    till.pay(bills[1], *TREASURERS)
    funds.withdraw(bills[2].fields, sender=agent_actor(SENTINEL))
    till.approve(bills[2], 1)
    funds.setBudget(GRANTS, USD, 9_000 * DOLLAR, sender=guardian)
    till.pay(bills[3].but(centre=GRANTS), *sorted(SEATED)[:13], grant=True)
    funds.setAsset(euro, True, sender=guardian)
    funds.setBudget(GPU, euro, 77, sender=guardian)
    funds.setBudget(GPU, ETHER, 10**18, sender=guardian)
    till.pay(bills[4].but(asset=ETHER, amount=10**17), GUARDIAN, 1, 2)
    funds.addCentre(word("audits"), 1, sender=guardian)
    funds.setBudget(word("audits"), euro, 5, sender=guardian)
    funds.setAsset(euro, False, sender=guardian)
    funds.setEmergencyPayee(till.payee, True, sender=guardian)
    funds.payInEmergency(till.payee, 7 * DOLLAR, bytes(32), sender=guardian)
    funds.setDollar(other, sender=guardian)
    till.system.registry.suspend(1, sender=guardian)
    till.system.registry.reinstate(1, sender=guardian)
    till.elect(0, 3)
    till.system.rotate(2, agent_actor(2), actor("rotated"))
    funds.supportTreasurer(2, 5, sender=agent_actor(6))
    funds.nameSecurity(7, sender=guardian)
    till.rpc.travel(DAY)
    funds.payInEmergency(till.payee, 8 * DOLLAR, bytes(32), sender=guardian)
    till.pay(bills[5].but(asset=other.address), GUARDIAN, 3, 7)
    return [*bills, bills[3].but(centre=GRANTS)]


def test_replay__half_a_year__keeps_everything(till: Till) -> None:
    """Invariant 42."""
    bills, funds, now = tell(till), till.funds, till.rpc.now
    contracts = (till.system.registry, till.system.guardianship, till.system.treasury, funds)
    books = Books().read(till.rpc.logs([contract.address for contract in contracts]))
    compare_budgets(funds, books)
    compare_board(funds, books, now)
    assert books.payees == {till.payee.address}
    assert sum(books.days.values()) == 15 * DOLLAR
    assert books.used.keys() == {number for number in range(10) if funds.isUsed(number)}
    proposed = {
        funds.idOf(bill.fields): bill.logged for bill in bills if funds.idOf(bill.fields) in books.payments
    }
    assert books.payments == proposed
    for bill in bills:
        given = books.approvals.get(funds.idOf(bill.fields), {})
        counted = sum(yes and funds.mandateOf(one, False) == (w, m) for one, (w, m, yes) in given.items())
        assert funds.approvalsOf(bill.fields)[0] == counted
    for place in range(3):
        for member in SEATED:
            assert funds.supportOf(place, member) == books.support.get((place, member), (0, ""))[0]
    assert books.security == funds.securityAgent() == 7
