"""The audit trail has one head (invariants 2 and 4): whoever has the events can compute it, and every book.

every change of a book ── emits BookMoved once, extends the chain
what changes no book ── leaves the head
the head ── equals keccak256(abi.encode(head, from, to, amount, cause)) over all of them
the books ── equal the sums over all of them, and the balances of their wallets
"""

from collections import defaultdict

from eth_abi import encode
from eth_utils import keccak

from tests.support.actors import actor, agent_actor
from tests.support.holders import history, paid_agent, rich_human
from tests.support.office import rotate_office
from tests.support.system import CAP, DAY, GUARDIAN_IDENTITY, ROAD, System, identity_of

TRANSFER, LINK, MERGE, RECLASSIFICATION, REBALANCE = range(5)


def story(system: System) -> None:
    """Every cause, in one life."""
    first = rich_human(system, "first", CAP, 0)
    second = rich_human(system, "second", 3 * ROAD)[0]
    agent = paid_agent(system, 1)
    system.token.transfer(second, ROAD, sender=first[0])
    system.token.transfer(first[1], ROAD, sender=first[0])
    system.token.transfer(agent, ROAD, sender=second)
    system.rotate(1, agent, actor("next wallet"))
    system.link(agent, identity_of("second"))
    system.registry.retire(1, sender=system.guardian)
    system.cap.requestMerge(identity_of("second"), identity_of("first"), sender=system.attestor)
    system.rpc.travel(14 * DAY)
    system.cap.merge(identity_of("second"), sender=system.stranger)
    system.vesting.release(sender=system.stranger)
    rotate_office(system, first[1])
    rotate_office(system, system.guardian)
    system.rpc.travel(30 * DAY)
    system.cap.rebalance(identity_of("first"), sender=system.stranger)
    system.escrow.withdraw(agent_actor(2), ROAD, sender=first[0])


def test_head__over_all_events__is_the_chains(fleet: System) -> None:
    story(fleet)
    head = b"\0" * 32
    moves = history(fleet, "BookMoved")
    for event in moves:
        source, to, amount, cause = (event.args[name] for name in ("from", "to", "amount", "cause"))
        assert source != to
        assert amount > 0
        head = keccak(encode(["bytes32", *["uint256"] * 4], [head, source, to, amount, cause]))
        assert event.head == head
    assert fleet.cap.head() == head
    assert {event.cause for event in moves} == {TRANSFER, LINK, MERGE, RECLASSIFICATION, REBALANCE}


def test_books__over_all_events__are_the_sums(fleet: System) -> None:
    """Invariants 2 and 4: book = sum of its wallets, and all books and uncounted wallets are the supply."""
    story(fleet)
    books: dict[int, int] = defaultdict(int)
    for event in history(fleet, "BookMoved"):
        books[event.args["from"]] -= event.amount
        books[event.to] += event.amount
    assert books.pop(0) == -sum(books.values())
    identities = {e.number: e.identity for e in history(fleet, "BookOpened")}
    assert len(identities) == fleet.cap.bookCount()
    counted = 0
    for number, identity in identities.items():
        if fleet.cap.numberOf(identity) != number:
            assert books[number] == 0  # merged away
            continue
        wallets = [w for w in fleet.cap.walletsOf(identity) if w != fleet.guardianship.guardian()]
        assert fleet.cap.holdingsOf(identity) == books[number]
        assert sum(map(fleet.token.balanceOf, wallets)) == books[number]
        counted += books[number]
    exempt = [fleet.treasury, fleet.vesting, fleet.escrow, fleet.guardian, agent_actor(2)]
    assert counted + sum(map(fleet.token.balanceOf, exempt)) == 10**27


def test_head__what_changes_no_book__leaves_it(fleet: System) -> None:
    wallets = rich_human(fleet, "human", ROAD, ROAD)
    paid_agent(fleet, 1)
    head, moves = fleet.cap.head(), len(history(fleet, "BookMoved"))
    fleet.token.transfer(wallets[1], ROAD, sender=wallets[0])
    fleet.token.transfer(agent_actor(2), ROAD, sender=agent_actor(1))
    fleet.token.transfer(fleet.guardian, ROAD, sender=agent_actor(1))
    fleet.token.transfer(wallets[0], 0, sender=agent_actor(1))
    fleet.vesting.release(sender=fleet.stranger)
    fleet.cap.unlink(wallets[1], sender=fleet.attestor)
    fleet.link(wallets[1], identity_of("human"))
    fleet.cap.setHumanCap(CAP - 1, sender=fleet.guardian)
    fleet.cap.rebalance(identity_of("human"), sender=fleet.stranger)
    fleet.registry.suspend(1, sender=fleet.guardian)
    fleet.registry.retire(3, sender=fleet.guardian)
    assert (fleet.cap.head(), len(history(fleet, "BookMoved"))) == (head, moves)


def test_numbers__in_the_order_of_opening__from_one(fleet: System) -> None:
    story(fleet)
    opened = history(fleet, "BookOpened")
    assert [e.number for e in opened] == list(range(1, len(opened) + 1))
    assert opened[0].identity == GUARDIAN_IDENTITY
