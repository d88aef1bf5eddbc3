"""What a program in plain Python makes of the raw logs, held against the subgraph's entities.

It knows names and types of the events alone, and asks the chain for nothing else.
"""

from collections import defaultdict
from typing import Any, get_args

from offchain.reconcile.values import NOBODY, number, raw, word
from offchain.subgraph.agents import Agent, AgentStatus, Category, WalletRequest
from offchain.subgraph.client import Snapshot
from offchain.subgraph.council import Candidacy, CouncilBallot, Endorsement, Race, Seat
from offchain.subgraph.funds import (
    Asset,
    BoardPlace,
    Budget,
    BudgetMonth,
    CostCentre,
    EmergencyDay,
    PaymentApproval,
    PaymentClass,
    PaymentNumber,
)
from offchain.subgraph.guardian import Office
from offchain.subgraph.humans import Human, Identity, Merge
from offchain.subgraph.proposals import Proposal, ProposalClass, Proposer
from offchain.subgraph.resources import Holding, Order, OrderStatus, Resource
from offchain.subgraph.wallets import Account, Protocol, WalletClass
from tests.models.replay import State
from tests.models.replay_council import Council
from tests.models.replay_funds import Books
from tests.models.replay_proposals import Governance
from tests.models.replay_resources import Resources
from tests.subgraph.facts import compare_facts
from tests.support.standing import Standing

CATEGORIES, CLASSES = get_args(Category), get_args(WalletClass)
STATUSES = ("NONE", *get_args(AgentStatus))
ORDER_STATUSES = ("NONE", *get_args(OrderStatus))
Key = tuple[int, int]  # election and category


def compare(system: Standing, snapshot: Snapshot) -> None:
    """Everything that the logs tell, in one reading for each part of the protocol."""
    logs = system.events(system.council, system.resources, system.funds, system.governance, system.ballots)
    state = State().read(logs)
    compare_agents(snapshot, state)
    compare_accounts(snapshot, state)
    compare_humans(snapshot, state)
    compare_clocks(snapshot, state)
    compare_council(snapshot, Council().read(logs))
    compare_resources(snapshot, Resources().read(logs))
    compare_funds(snapshot, Books().read(logs))
    compare_board(snapshot, Books().read(logs))
    compare_proposals(snapshot, Governance().read(logs))
    compare_facts(system, snapshot)


def compare_agents(snapshot: Snapshot, state: State) -> None:
    pending = {one.id: one for one in snapshot.all(WalletRequest)}
    told: dict[int, tuple[Any, ...]] = {}
    for one in snapshot.all(Agent):
        asked = pending[one.wallet_request] if one.wallet_request else None
        told[one.number] = (
            *(one.wallet, CATEGORIES.index(one.category), STATUSES.index(one.status), one.proven),
            *(one.born_at, one.suspended_until, one.suspensions),
            *(one.released, one.rewarded, one.forfeited),
            (asked.wallet, asked.ready_at) if asked else None,
        )
    assert told == {
        agent: (
            *(body.wallet.lower(), body.category, body.status, body.proven),
            *(body.born, body.suspended_until, body.suspensions),
            *(state.released[agent], state.rewarded[agent], state.forfeited.get(agent, 0)),
            _lower(state.requests.get(agent)),
        )
        for agent, body in state.agents.items()
    }


def _lower(request: tuple[str, int] | None) -> tuple[str, int] | None:
    return (request[0].lower(), request[1]) if request else None


def compare_accounts(snapshot: Snapshot, state: State) -> None:
    """Every wallet that any event moved something to."""
    told = {
        one.id: (
            *(CLASSES.index(one.class_), number(one.human), one.balance, one.ceiling, one.frozen_until),
            *(one.delegate, one.votes, one.escrowed),
        )
        for one in snapshot.all(Account)
    }
    wallets = {*state.classes, *state.balances, *state.votes, *state.delegates} - {NOBODY}
    expected = {
        wallet.lower(): (
            *(state.classes[wallet], state.book_of[wallet], state.balances[wallet], state.ceilings[wallet]),
            *(state.frozen_until[wallet], state.delegates.get(wallet, wallet).lower()),
            *(state.votes[wallet], state.escrowed[wallet]),
        )
        for wallet in wallets
    }
    assert {wallet: told.get(wallet) for wallet in expected} == expected


def compare_humans(snapshot: Snapshot, state: State) -> None:
    humans = snapshot.all(Human)
    assert {
        one.number: (one.holdings, one.over_since, one.valid_until, one.suspended, list(one.wallets))
        for one in humans
        if one.merged_into is None
    } == {
        book: (a.holdings, a.over_since, a.valid_until, a.suspended, [w.lower() for w in a.wallets])
        for book, a in state.books.items()
    }
    numbers = {raw(one.id): number(one.human) for one in snapshot.all(Identity)}
    assert numbers == state.numbers
    merges = [one for one in snapshot.all(Merge) if one.status == "PENDING"]
    assert {number(one.from_): (number(one.into), one.ready_at) for one in merges} == state.merges


def compare_clocks(snapshot: Snapshot, state: State) -> None:
    (protocol,), (office,) = snapshot.all(Protocol), snapshot.all(Office)
    assert (
        *(raw(protocol.head), protocol.human_cap, protocol.time_divisor, protocol.bootstrap_closed_at),
        *(protocol.activated_at, protocol.reward_reserve, protocol.guardian_paid),
    ) == (
        *(state.head, state.cap, state.divisor, state.closed_at),
        *(state.activated_at, state.reserve, state.guardian_paid),
    )
    assert (office.guardian, number(office.epoch)) == (state.guardian.lower(), state.epoch)


def compare_council(snapshot: Snapshot, council: Council) -> None:
    races = {one.id: (number(one.election), CATEGORIES.index(one.category)) for one in snapshot.all(Race)}
    candidacies = {one.id: one for one in snapshot.all(Candidacy)}
    lists: dict[Key, list[tuple[int, int, int]]] = defaultdict(list)
    endorsed: dict[Key, dict[int, int]] = defaultdict(dict)
    ballots: dict[Key, dict[int, list[int]]] = defaultdict(dict)
    for one in sorted(candidacies.values(), key=lambda candidacy: candidacy.place):
        if one.listed:
            lists[races[one.race]].append((number(one.agent), one.endorsements, one.approvals))
    for word_ in snapshot.all(Endorsement):
        candidacy = candidacies[word_.candidacy]
        endorsed[races[candidacy.race]][number(word_.by)] = number(candidacy.agent)
    for ballot in snapshot.all(CouncilBallot):
        names = sorted(number(candidacies[one].agent) for one in ballot.approves)
        ballots[races[ballot.race]][number(ballot.agent)] = names
    winners: dict[Key, list[int]] = {races[one.id]: [] for one in snapshot.all(Race) if one.finalised_at}
    for one in sorted(candidacies.values(), key=lambda candidacy: candidacy.rank):
        if one.rank:
            winners[races[one.race]].append(number(one.agent))
    for key, race in council.races.items():
        found = (lists[key], endorsed[key], ballots[key], winners.get(key))
        given = {agent: sorted(names) for agent, names in race.ballots.items()}
        assert found == (race.nominees(), race.endorsed, given, race.winners)
    seats = {
        (CATEGORIES.index(one.category), one.number): (number(one.agent), one.until, one.suspensions)
        for one in snapshot.all(Seat)
    }
    assert seats == {key: (s.agent, s.until, s.suspensions) for key, s in council.seats.items()}


def compare_resources(snapshot: Snapshot, resources: Resources) -> None:
    assert {
        one.number: (word(one.name), word(one.unit), one.unit_cost, one.capacity, one.max_amount)
        for one in snapshot.all(Resource)
    } == {n: (k.name, k.unit, k.unit_cost, k.capacity, k.most) for n, k in resources.kinds.items()}
    assert {
        one.number: (
            *(number(one.agent), number(one.resource), one.amount, one.requested_at),
            ORDER_STATUSES.index(one.status),
        )
        for one in snapshot.all(Order)
    } == {n: (o.agent, o.resource, o.amount, o.asked, o.status) for n, o in resources.orders.items()}
    held = {(number(one.agent), number(one.resource)): one.held for one in snapshot.all(Holding) if one.held}
    assert held == {key: amount for key, amount in resources.held().items() if amount}


def compare_funds(snapshot: Snapshot, books: Books) -> None:
    kinds = ("NONE", *get_args(PaymentClass))
    centres = {raw(one.id): kinds.index(one.class_) for one in snapshot.all(CostCentre)}
    assert centres == books.classes
    budgets = {one.id: (raw(one.centre), one.unit) for one in snapshot.all(Budget)}
    limits = {budgets[one.id]: one.limit for one in snapshot.all(Budget) if one.limit}
    assert limits == {(c, unit.lower()): limit for (c, unit), limit in books.limits.items() if limit}
    months = {(*budgets[one.budget], one.month): one.spent for one in snapshot.all(BudgetMonth)}
    assert months == {(c, unit.lower(), month): spent for (c, unit, month), spent in books.spent.items()}
    listed = {one.id for one in snapshot.all(Asset) if one.listed}
    assert listed == {asset.lower() for asset in books.listed}
    assert {int(one.id): one.spent for one in snapshot.all(EmergencyDay)} == books.days
    used = {int(one.id): raw(one.made) for one in snapshot.all(PaymentNumber) if one.made}
    assert used == books.used


def compare_board(snapshot: Snapshot, books: Books) -> None:
    said: dict[bytes, dict[int, tuple[str, int, bool]]] = defaultdict(dict)
    for one in snapshot.all(PaymentApproval):
        said[raw(one.payment)][number(one.agent)] = (one.wallet, one.mandate, not one.withdrawn)
    assert said == {
        payment: {by: (wallet.lower(), mandate, yes) for by, (wallet, mandate, yes) in words.items()}
        for payment, words in books.approvals.items()
    }
    places = {one.number: one for one in snapshot.all(BoardPlace)}
    assert number(places[4].agent) == books.security
    for place, treasurer in books.treasurers.items():
        seat = places[place]
        found = (number(seat.agent), seat.until, seat.mandate, seat.suspensions)
        assert found == (treasurer.agent, treasurer.until, treasurer.mandate, treasurer.suspensions)


def compare_proposals(snapshot: Snapshot, governance: Governance) -> None:
    """What has an event of its own; a veto of many and the end of an epoch have none for each proposal."""
    kinds, proposals = get_args(ProposalClass), {int(one.id): one for one in snapshot.all(Proposal)}
    assert proposals.keys() == governance.proposals.keys()
    for key, told in governance.proposals.items():
        one = proposals[key]
        found = (one.proposer_account, one.snapshot, one.deadline, kinds.index(one.class_), one.index)
        assert found == (told.proposer.lower(), told.snapshot, told.deadline, told.class_, told.index)
        counted = [one.units_against, one.units_for, one.units_abstain]
        assert (counted, one.ballot_count, one.eta or 0) == (told.units, told.ballots, told.eta)
        assert one.status in ({told.status} if one.status != "CANCELED" else {"CANCELED"})
    made: dict[str, list[int]] = defaultdict(list)
    for one in sorted(proposals.values(), key=lambda proposal: proposal.index):
        made[one.proposer].append(one.created_at)
    told_times = {one.id: list(one.made_at) for one in snapshot.all(Proposer)}
    assert told_times == {proposer: times[-3:] for proposer, times in made.items()}
