"""The story of the economy, told twice: events rebuild its whole state, and time's scale changes nothing.

replay
├── every agent: wallet, category, status, proof, birth, suspension, request, pay
├── every wallet: class, book, balance, ceiling, units, votes, delegate, freeze, escrow
├── every book: holdings, verification, list of wallets, time above the cap, pending merge; the chain's head
└── clocks, reserve, cap, guardian, pauses
divisor
└── the same end at 1 and at the test networks' 360
"""

import pytest

from tests.models.replay import State
from tests.support.revm import Revm
from tests.support.system import COHORT, NAMES

from .story import FIRST, SECOND, THIRD, Story

# Events that say nothing of the state that is rebuilt, or say again what another one says.
SILENT = {
    "Approval", "Transfer", "Registered", "MetadataSet", "Heartbeat", "RotationProposed", "SuccessorProposed",
    "RecoveryAddressProposed", "RoleGranted", "RoleRevoked", "RoleAdminChanged", "RoleGrantDelayChanged",
    "TargetFunctionRoleUpdated", "AuthorityUpdated", "ReleaseSkipped", "Rebalanced", "EIP712DomainChanged",
}  # fmt: skip


@pytest.fixture(scope="module")
def story() -> Story:
    told = Story(Revm(), 1)
    told.tell()
    return told


@pytest.fixture(scope="module")
def rebuilt(story: Story) -> State:
    system = story.system
    peers = [getattr(system, short).address for short in NAMES]
    return State().read(system.rpc.logs([system.factory.address, *peers]))


def test_replay__full_story__keeps_every_agent(story: Story, rebuilt: State) -> None:
    """Invariant 42."""
    registry, treasury = story.system.registry, story.system.treasury
    assert sorted(rebuilt.agents) == list(range(1, registry.agentCount() + 1))
    assert len(rebuilt.agents) == COHORT + 3
    for number, body in rebuilt.agents.items():
        agent, request = registry.agent(number), registry.walletRequest(number)
        seen = (agent.wallet, agent.category, agent.status, agent.proven, agent.bornAt)
        assert seen == (body.wallet, body.category, body.status, body.proven, body.born)
        assert agent.suspendedUntil == body.suspended_until
        assert agent.suspensions == body.suspensions % 256
        none = ("0x" + "00" * 20, 0)
        assert (request.newWallet, request.readyAt) == rebuilt.requests.get(number, none)
        assert treasury.releasedOf(number) == rebuilt.released[number]
        assert treasury.rewardedOf(number) == rebuilt.rewarded[number]


def test_replay__full_story__keeps_every_wallet(story: Story, rebuilt: State) -> None:
    """Invariant 42."""
    token, cap, escrow = story.system.token, story.system.cap, story.system.escrow
    for wallet in story.wallets():
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
    now = story.system.rpc.now
    total = token.getPastTotalSupply(now, at=now + 1)
    assert total == sum(map(rebuilt.units, list(rebuilt.balances)))


def test_replay__full_story__keeps_every_book(story: Story, rebuilt: State) -> None:
    """Invariants 2, 4, 42."""
    cap = story.system.cap
    assert cap.head() == rebuilt.head
    assert cap.humanCap() == rebuilt.cap
    assert cap.bookCount() == max(rebuilt.numbers.values())
    assert {FIRST, SECOND, THIRD} < set(rebuilt.numbers)
    for identity, number in rebuilt.numbers.items():
        book, account = cap.bookOf(identity), rebuilt.books[number]
        seen = (book.holdings, book.overSince, book.validUntil, book.suspended)
        assert seen == (account.holdings, account.over_since, account.valid_until, account.suspended)
        assert book.linked == sum(rebuilt.classes[w] == 4 for w in account.wallets)
        assert cap.numberOf(identity) == number
        assert cap.walletsOf(identity) == account.wallets
        merge = cap.mergeOf(identity)
        assert (merge.into, merge.readyAt) == rebuilt.merges.get(number, (0, 0))
    uncounted = sum(b for w, b in rebuilt.balances.items() if b > 0 and rebuilt.classes[w] in (1, 2, 3))
    assert uncounted + sum(book.holdings for book in rebuilt.books.values()) == 10**27


def test_replay__full_story__keeps_clocks_and_offices(story: Story, rebuilt: State) -> None:
    """Invariant 42."""
    system, now = story.system, story.system.rpc.now
    assert rebuilt.peers == {name: getattr(system, short).address for short, name in NAMES.items()}
    assert system.factory.closedAt() == rebuilt.closed_at
    assert system.treasury.activatedAt() == rebuilt.activated_at
    assert system.treasury.rewardReserve() == rebuilt.reserve
    owed = sum(map(system.treasury.entitlementOf, range(1, COHORT + 1)))
    gone = sum(rebuilt.released.values()) + sum(rebuilt.forfeited.values())
    assert system.treasury.outstanding() == owed - gone
    assert (system.guardianship.guardian(), system.guardianship.epoch()) == (rebuilt.guardian, rebuilt.epoch)
    assert system.vesting.released() == rebuilt.guardian_paid
    assert system.token.paused()
    for scope in ("transfers", "births", "payments", "links", "walletRequests"):
        places = {"transfers": system.token, "payments": system.treasury, "links": system.cap}
        until = places.get(scope, system.registry).heldUntil(scope.encode().ljust(32, b"\0"), bytes(32))
        assert (until > now) == rebuilt.held(scope, now)


def test_replay__every_event_of_the_contracts__keeps_its_reader(story: Story, rebuilt: State) -> None:
    """Invariant 42: nothing that the program does not know changes the state."""
    names = {topic.hex(): entry["name"] for (topic, _), entry in story.system.errors.events.items()}
    assert {names[topic[2:]] for topic in rebuilt.unread} <= SILENT


def test_story__any_divisor__keeps_its_end(story: Story) -> None:
    """Invariant 51: each act at the same hour of the protocol's time, at 1 and at 360."""
    hurried = Story(Revm(), 360)
    hurried.tell()
    assert hurried.hour == story.hour
    expected = story.summary()
    for part, found in hurried.summary().items():
        assert found == expected[part], part
