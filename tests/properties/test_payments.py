"""Treasury and vesting under any sequence of releases, rewards, suspensions, donations and waiting."""

from .conftest import Route
from .machine import search
from .payments import PaymentsMachine, payroll


def test_payments__any_sequence__keeps_what_is_owed(route: Route) -> None:
    """Invariants 35, 36, 37, 40; R10, R11."""
    search(PaymentsMachine, route.system, payroll(route.system), route.settings, least=route.least)
