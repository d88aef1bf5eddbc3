"""The machines of tests/properties, which go on from what they find.

Their models begin with what the events of the chain say, and after every step the chain's views must agree.
"""

from collections.abc import Iterable

import pytest

from tests.models.replay import State
from tests.properties.brakes import BrakesMachine, brakes_of
from tests.properties.council import CouncilMachine, council_of
from tests.properties.depth import FORK, FORK_DEEP, Depth
from tests.properties.economy import EconomyMachine, economy_of
from tests.properties.funded import opened
from tests.properties.funds import FundsMachine
from tests.properties.governance import GovernanceMachine
from tests.properties.lives import LivesMachine, registered
from tests.properties.machine import replayed, search
from tests.properties.payments import PaymentsMachine, payroll
from tests.properties.republic import AGENTS, furnish, republic_of, veto_what_matters
from tests.properties.resources import ResourcesMachine, pool_of, resources_of
from tests.properties.succession import SuccessionMachine, office_of, voters_of
from tests.support.council import Elections
from tests.support.funds import FoundTill
from tests.support.resources import Fleet
from tests.support.standing import Standing

ENOUGH = 0.7  # of all units; 67 % elect
VOICE = 0.3  # with those of the agents that take part more than 40 %, the quorum of an AMENDMENT

depths = pytest.mark.parametrize(
    "depth", [FORK, pytest.param(FORK_DEEP, marks=pytest.mark.deep)], ids=["brief", "deep"]
)


@depths
def test_economy__from_what_stands__keeps_books_cap_and_votes(calm: Standing, depth: Depth) -> None:
    """Invariants 1 to 4, 7 to 10, 12, 48 and 49."""
    search(EconomyMachine, calm, economy_of(calm), depth)


@depths
def test_payments__from_what_stands__keeps_what_is_owed(calm: Standing, depth: Depth) -> None:
    """Invariants 35, 36, 37 and 40."""
    search(PaymentsMachine, calm, payroll(calm), depth)


@depths
def test_brakes__from_what_stands__keeps_the_budget(calm: Standing, depth: Depth) -> None:
    """Invariant 29."""
    search(BrakesMachine, calm, brakes_of(calm), depth)


@depths
def test_lives__from_what_stands__keeps_wallets_and_agents_inverse(calm: Standing, depth: Depth) -> None:
    """Invariants 41 and 50."""
    search(LivesMachine, calm, registered(calm), depth)


@depths
def test_succession__from_what_stands__seats_whom_the_rules_name(
    calm: Standing, told: State, depth: Depth
) -> None:
    """Invariants 25, 26, 27 and 28."""
    gather(calm, told)
    search(SuccessionMachine, calm, office_of(calm), depth)


@depths
def test_council__from_what_stands__keeps_seats_and_ballots(calm: Standing, depth: Depth) -> None:
    """Invariants 31 to 34 and 48."""
    elections = Elections(calm, calm.council)
    machine = type("CouncilMachine", (CouncilMachine,), {"elections": elections})
    search(machine, calm, council_of(elections), depth)


@depths
def test_resources__from_what_stands__keeps_grants_and_order(calm: Standing, depth: Depth) -> None:
    """Invariants 43 to 46."""
    fleet = Fleet(calm)
    pool = pool_of(fleet)
    calm.adopt(*pool)
    machine = type("ResourcesMachine", (ResourcesMachine,), {"fleet": fleet, "pool": pool})
    search(machine, calm, resources_of(fleet, pool), depth)


@depths
def test_funds__from_what_stands__pays_what_was_approved_within_the_budget(
    calm: Standing, depth: Depth
) -> None:
    """Invariants 36, 38 and 39. Those of the five whose keys nobody has here approve on the chain."""
    till = FoundTill(calm)
    calm.adopt(*(member for member in calm.council.members() if not till.funds.isOnBoard(member)))
    machine = type("FundsMachine", (FundsMachine,), {"till": till})
    search(machine, calm, opened(till), depth)


@depths
def test_governance__from_what_stands__keeps_the_constitution(calm: Standing, depth: Depth) -> None:
    """Invariants 13, 15 to 24, 30, 48 and 49.

    Agents sign from new wallets, a guardian only after a change of the office. Proposals that wait already
    go on, but for those that would change what the model knows, which are vetoed.
    """
    calm.adopt(*AGENTS)
    told = replayed(calm)
    furnish(calm, told.balances[told.guardian] // 2)
    lend(calm, told, AGENTS[0], AGENTS, VOICE)
    veto_what_matters(calm)
    search(GovernanceMachine, calm, republic_of(calm), depth)


def gather(system: Standing, told: State) -> None:
    """One of the voters can cast enough to elect."""
    first, *others = voters_of(told)
    lend(system, told, first, others, ENOUGH)


def lend(system: Standing, told: State, first: int, others: Iterable[int], part: float) -> None:
    """The agents with most units let one cast them, until it has that part of all units of them all."""
    units = {i: told.units(body.wallet) for i, body in told.agents.items() if i == first or i not in others}
    gathered = 0
    for agent_id in sorted(units, key=lambda i: (i != first, -units[i])):
        if gathered > part * sum(units.values()):
            return
        gathered += units[agent_id]
        system.token.delegate(told.agents[first].wallet, sender=told.agents[agent_id].wallet)
