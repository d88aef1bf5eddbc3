"""What the chain says to each question of subgraph/README.md, beside what the subgraph answered."""

from collections.abc import Callable

from tests.subgraph.answers import holdings, rule
from tests.subgraph.answers.holdings import PEOPLE
from tests.subgraph.answers.reading import Data
from tests.support.standing import Standing

__all__ = ["ANSWERS", "PEOPLE"]

ANSWERS: dict[str, Callable[[Standing, Data], None]] = {
    "Vetoes": rule.vetoes,
    "Open": rule.open_,
    "Guardian": rule.guardian,
    "Holds": rule.holds,
    "Executed": rule.executed,
    "Tallies": rule.tallies,
    "Permissions": rule.permissions,
    "Fleet": rule.fleet,
    "Life": rule.life,
    "Humans": holdings.humans,
    "Decisions": holdings.decisions,
    "Classes": holdings.classes,
    "Resources": holdings.resources,
    "Waiting": holdings.waiting,
    "Served": holdings.served,
    "Held": holdings.held,
    "Owed": holdings.owed,
    "Pay": holdings.pay,
    "Bills": holdings.bills,
    "Budgets": holdings.budgets,
    "Days": holdings.days,
}
