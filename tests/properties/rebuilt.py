"""What a program that knows only the events says of a system, held against the system's own views."""

from collections.abc import Iterable

from tests.models.books import AGENT, GUARDIAN, HUMAN, PROTOCOL
from tests.models.replay import State
from tests.models.replay_funds import USD, Books
from tests.models.replay_resources import Resources
from tests.support.contract import Contract
from tests.support.system import COHORT, NAMES, ZERO, System

SCOPES = {
    "transfers": "token", "births": "registry", "walletRequests": "registry", "links": "cap",
    "payments": "treasury",
}  # fmt: skip


def compare_agents(system: System, rebuilt: State) -> None:
    """Every agent: wallet, category, status, proof, birth, suspension, request, pay."""
    registry, treasury = system.registry, system.treasury
    assert sorted(rebuilt.agents) == list(range(1, registry.agentCount() + 1))
    for number, body in rebuilt.agents.items():
        agent, request = registry.agent(number), registry.walletRequest(number)
        seen = (agent.wallet, agent.category, agent.status, agent.proven, agent.bornAt)
        assert seen == (body.wallet, body.category, body.status, body.proven, body.born)
        assert agent.suspendedUntil == body.suspended_until
        assert agent.suspensions == body.suspensions % 256
        assert (request.newWallet, request.readyAt) == rebuilt.requests.get(number, (ZERO, 0))
        assert treasury.releasedOf(number) == rebuilt.released[number]
        assert treasury.rewardedOf(number) == rebuilt.rewarded[number]


def compare_wallets(system: System, rebuilt: State, wallets: Iterable[str]) -> None:
    """Wallets: class, book, balance, ceiling, units, votes, delegate, freeze, escrow; and all units."""
    token, cap, escrow = system.token, system.cap, system.escrow
    for wallet in wallets:
        found = cap.walletOf(wallet)
        seen = (found["class"], found.book, found.ceiling, found.frozenUntil)
        assert seen == (
            rebuilt.classes[wallet],
            rebuilt.book_of[wallet],
            rebuilt.ceilings[wallet],
            rebuilt.frozen_until[wallet],
        ), wallet
        assert token.balanceOf(wallet) == rebuilt.balances[wallet]
        assert token.unitsOf(wallet) == rebuilt.units(wallet)
        assert token.getVotes(wallet) == rebuilt.votes[wallet]
        assert token.delegates(wallet) == rebuilt.delegates.get(wallet, wallet)
        assert escrow.escrowedOf(wallet) == rebuilt.escrowed[wallet]
    now = system.rpc.now
    total = token.getPastTotalSupply(now, at=now + 1)
    assert total == sum(map(rebuilt.units, list(rebuilt.balances)))


def compare_books(system: System, rebuilt: State) -> None:
    """Every book: holdings, verification, wallets, time above the cap, merge; the chain's head."""
    cap = system.cap
    assert cap.head() == rebuilt.head
    assert cap.humanCap() == rebuilt.cap
    assert cap.bookCount() == max(rebuilt.numbers.values(), default=0)
    for identity, number in rebuilt.numbers.items():
        book, account = cap.bookOf(identity), rebuilt.books[number]
        seen = (book.holdings, book.overSince, book.validUntil, book.suspended)
        assert seen == (account.holdings, account.over_since, account.valid_until, account.suspended)
        assert book.linked == sum(rebuilt.classes[w] == HUMAN for w in account.wallets)
        assert cap.numberOf(identity) == number
        assert cap.walletsOf(identity) == account.wallets
        merge = cap.mergeOf(identity)
        assert (merge.into, merge.readyAt) == rebuilt.merges.get(number, (0, 0))
    exempt = (PROTOCOL, GUARDIAN, AGENT)
    uncounted = sum(b for w, b in rebuilt.balances.items() if b > 0 and rebuilt.classes[w] in exempt)
    assert uncounted + sum(book.holdings for book in rebuilt.books.values()) == 10**27


def compare_clocks(system: System, rebuilt: State) -> None:
    """Peers, clocks, reserve, guardian, and what is held."""
    now = system.rpc.now
    assert {short: rebuilt.peers[name] for short, name in NAMES.items()} == {
        short: getattr(system, short).address for short in NAMES
    }
    assert system.factory.closedAt() == rebuilt.closed_at
    assert system.treasury.activatedAt() == rebuilt.activated_at
    assert system.treasury.rewardReserve() == rebuilt.reserve
    owed = sum(map(system.treasury.entitlementOf, range(1, COHORT + 1)))
    gone = sum(rebuilt.released.values()) + sum(rebuilt.forfeited.values())
    assert system.treasury.outstanding() == owed - gone
    assert (system.guardianship.guardian(), system.guardianship.epoch()) == (rebuilt.guardian, rebuilt.epoch)
    assert system.vesting.released() == rebuilt.guardian_paid
    for scope, place in SCOPES.items():
        until = getattr(system, place).heldUntil(scope.encode().ljust(32, b"\0"), bytes(32))
        assert (until > now) == rebuilt.held(scope, now)


def compare_orders(system: System, rebuilt: Resources, agents: Iterable[int]) -> None:
    """The catalogue, every order, what these agents hold, and whose turn it is in every line."""
    resources, held = system.resources, rebuilt.held()
    for number, kind in enumerate(resources.resources(), start=1):
        mine = rebuilt.kinds[number]
        seen = (kind.name, kind.unit, kind.unitCost, kind.capacity, kind.maxAmount)
        assert seen == (mine.name, mine.unit, mine.unit_cost, mine.capacity, mine.most)
        assert kind.granted == sum(amount for (_, n), amount in held.items() if n == number)
    for number, order in rebuilt.orders.items():
        found = resources.order(number)
        seen = (found.agentId, found.resource, found.amount, found.requestedAt, found.status)
        assert seen == (order.agent, order.resource, order.amount, order.asked, order.status)
    for agent in agents:
        assert resources.holdingsOf(agent) == [held[agent, number] for number in rebuilt.kinds]
        assert resources.openOrdersOf(agent) == rebuilt.opened(agent)
    for queue in (0, *(number for number, kind in rebuilt.kinds.items() if kind.capacity)):
        heads, ends = resources.linesOf(queue)
        waiting = [head if head != end else 0 for head, end in zip(heads, ends, strict=True)]
        assert waiting == rebuilt.heads(queue)
    cost = sum(amount * rebuilt.kinds[number].unit_cost for (_, number), amount in held.items())
    assert resources.committedCost() == cost


def compare_budgets(funds: Contract, rebuilt: Books) -> None:
    """Cost centres with their classes, budgets in every unit with what the month has cost, the dollar."""
    assert list(rebuilt.classes) == funds.centres()
    assert all(funds.classOf(centre) == class_ for centre, class_ in rebuilt.classes.items())
    units = {USD, ZERO, *rebuilt.listed, *(unit for _, unit in rebuilt.limits)}
    for centre in rebuilt.classes:
        for unit in units:
            spent = rebuilt.spent.get((centre, unit, funds.currentMonth()), 0)
            assert funds.budgetOf(centre, unit) == (rebuilt.limits.get((centre, unit), 0), spent)
    assert rebuilt.dollar == funds.dollar()
    assert all(map(funds.isUsed, rebuilt.used))


def compare_board(funds: Contract, rebuilt: Books, now: int) -> None:
    """The treasurers that were elected; an emergency suspension keeps them from the board."""
    for place, one in rebuilt.treasurers.items():
        found = funds.treasurer(place)
        assert (one.agent, one.until, one.mandate, one.suspensions) == tuple(
            found[key] for key in ("agentId", "until", "mandate", "suspensions")
        )
        halted = now < rebuilt.registry.agents[one.agent].suspended_until
        assert funds.isOnBoard(one.agent) == (rebuilt.is_treasurer(place, now) and not halted)
