"""What must hold of any deployed system at any moment, read from the chain and from its events.

code ── at each address of the book is what was deployed there
replay ── events rebuild what the views say of agents, wallets, books and clocks
economy
├── supply, books and cap
├── treasury: what is owed, and that it is there
└── votes: agents' alone
constitution
├── the table of permissions is the committed one
├── executors have their roles, and nobody else whom we know
└── council: seats as its events say
business
├── resources: orders, holdings and lines as their events say
└── operating funds: budgets, numbers and board as their events say
"""

import pytest

from deployment.artifacts import EXECUTORS, code_hash
from tests.models.books import AGENT, NONE
from tests.models.council import SEATS
from tests.models.replay import State
from tests.models.replay_council import Council
from tests.models.replay_funds import Books
from tests.models.replay_resources import Resources
from tests.models.vesting import COHORT, DUST, agent_vested, entitlement, quarters_after
from tests.properties.rebuilt import (
    compare_agents,
    compare_board,
    compare_books,
    compare_budgets,
    compare_clocks,
    compare_orders,
    compare_wallets,
)
from tests.support.funds import SENTINEL
from tests.support.stage import CONTRACTS, ROWS
from tests.support.standing import APPOINTED, Standing
from tests.support.system import CAP

PLACES = {name: short for short, name in CONTRACTS.items()}


def test_book__each_address__keeps_the_code_that_was_deployed(standing: Standing) -> None:
    for name, entry in standing.book["contracts"].items():
        assert code_hash(standing.rpc.code(entry["address"])) == entry["codeHash"], name


def test_replay__agents__keeps_what_the_views_say(system: Standing, told: State) -> None:
    """Invariants 41 and 42."""
    compare_agents(system, told)
    wallets = [body.wallet for body in told.agents.values()]
    assert len(set(wallets)) == len(wallets)


def test_replay__wallets__keeps_what_the_views_say(system: Standing, told: State) -> None:
    """Invariants 10 and 42."""
    compare_wallets(system, told, told.classes)
    assert all(told.units(w) == 0 for w, kind in told.classes.items() if kind != AGENT)


def test_replay__books_and_clocks__keeps_what_the_views_say(system: Standing, told: State) -> None:
    """Invariants 2, 29 and 42; holds are replayed with their budgets."""
    compare_books(system, told)
    compare_clocks(system, told)


def test_supply__books_and_balances__keeps_a_thousand_million(system: Standing, told: State) -> None:
    """Invariants 1, 3 and 4."""
    assert system.token.totalSupply() == 10**27 == sum(b for b in told.balances.values() if b > 0)
    unknown = [w for w, balance in told.balances.items() if balance > 0 and told.classes[w] == NONE]
    assert not unknown or system.cap.UNVERIFIED_ALLOWED()
    assert told.cap <= CAP
    for book in told.books.values():
        assert system.cap.excessOf(book.identity) == max(0, book.holdings - told.cap)
        assert book.over_since or book.holdings <= CAP


def test_treasury__each_agent__keeps_what_it_is_owed(system: Standing, told: State) -> None:
    """Invariants 35 and 36."""
    now, owed = system.rpc.now, 0
    for number in range(1, COHORT + 1):
        body = told.agents[number]
        elapsed = (body.retired_at or now) - told.activated_at
        vested = agent_vested(number, quarters_after(elapsed, system.divisor)) if told.activated_at else 0
        assert system.treasury.vestedOf(number) == vested
        assert told.released[number] <= vested <= entitlement(number)
        owed += (vested if body.retired_at else entitlement(number)) - told.released[number]
    assert system.treasury.outstanding() == owed
    assert system.token.balanceOf(system.treasury) >= owed + told.reserve + DUST


def test_table__each_function__keeps_the_committed_role(system: Standing) -> None:
    """Invariant 24."""
    table = {(row[0], selector): row[2] for row in system.permissions() for selector in row[1]}
    for row in ROWS:
        target = getattr(system, PLACES[row.contract])
        found = system.authority.getTargetFunctionRole(target, row.selector)
        assert found == table.get((target.address, row.selector), 0), (row.contract, row.function)


def test_roles__executors__keeps_them_apart(system: Standing) -> None:
    """Invariant 24: the deployer holds nothing."""
    assert system.authority.handedOver()
    everybody = [getattr(system, short).address for short in CONTRACTS]
    people = [getattr(system, office).address for office in (*APPOINTED, "deployer", "guardian")]
    for role, name in enumerate(EXECUTORS.values()):
        holders = [one for one in (*everybody, *people) if system.authority.hasRole(role, one)[0]]
        assert holders == [system.peer(name)]
    assert not any(system.authority.hasRole(role, system.deployer)[0] for role in range(3, 7))


@pytest.fixture(scope="session")
def chamber(standing: Standing) -> Council:
    """What the events say of the council."""
    return Council().read(standing.events(standing.council))


def test_council__seats__keeps_what_the_elections_gave(system: Standing, chamber: Council) -> None:
    """Invariants 31, 33 and 42."""
    council, now = system.council, system.rpc.now
    for category, size in enumerate(SEATS):
        holders = [chamber.holder(category, seat, now) for seat in range(size)]
        assert [seat.agentId for seat in council.seatsOf(category)] == holders
        assert len([one for one in holders if one]) == len({one for one in holders if one})
        assert council.finalisedCount(category) == chamber.finalised(category)
    assert council.members() == chamber.seated(now)
    for (election, category), race in chamber.races.items():
        found = council.nomineesOf(election, category)
        assert [(n.agentId, n.endorsements, n.approvals) for n in found] == race.nominees()


def test_resources__each_order__keeps_its_place(system: Standing) -> None:
    """Invariants 42, 44 and 45."""
    rebuilt = Resources().read(system.events(system.resources))
    compare_orders(system, rebuilt, sorted({order.agent for order in rebuilt.orders.values()}))


def test_funds__budgets_and_board__keeps_what_was_decided(system: Standing) -> None:
    """Invariants 39 and 42."""
    rebuilt = Books(State(system.divisor)).read(system.events(system.funds))
    compare_budgets(system.funds, rebuilt)
    compare_board(system.funds, rebuilt, system.rpc.now)
    assert system.funds.securityAgent() == (rebuilt.security or SENTINEL)
