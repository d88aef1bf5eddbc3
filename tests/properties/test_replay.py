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
from tests.support.system import COHORT

from .machine import replayed
from .rebuilt import compare_agents, compare_books, compare_clocks, compare_wallets
from .story import FIRST, SECOND, THIRD, Story

# Events that say nothing of the state that is rebuilt, or say again what another one says.
SILENT = {
    "Approval", "Transfer", "Registered", "MetadataSet", "Heartbeat", "RotationProposed", "SuccessorProposed",
    "RecoveryAddressProposed", "RoleGranted", "RoleRevoked", "RoleAdminChanged", "RoleGrantDelayChanged",
    "TargetFunctionRoleUpdated", "AuthorityUpdated", "ReleaseSkipped", "Rebalanced", "RulesSet",
    "EIP712DomainChanged",
}  # fmt: skip


@pytest.fixture(scope="module")
def story() -> Story:
    told = Story(Revm(), 1)
    told.tell()
    return told


@pytest.fixture(scope="module")
def rebuilt(story: Story) -> State:
    return replayed(story.system)


def test_replay__full_story__keeps_every_agent(story: Story, rebuilt: State) -> None:
    """Invariant 42."""
    assert len(rebuilt.agents) == COHORT + 3
    compare_agents(story.system, rebuilt)


def test_replay__full_story__keeps_every_wallet(story: Story, rebuilt: State) -> None:
    """Invariant 42."""
    compare_wallets(story.system, rebuilt, story.wallets())


def test_replay__full_story__keeps_every_book(story: Story, rebuilt: State) -> None:
    """Invariants 2, 4, 42."""
    assert {FIRST, SECOND, THIRD} < set(rebuilt.numbers)
    compare_books(story.system, rebuilt)


def test_replay__full_story__keeps_clocks_and_offices(story: Story, rebuilt: State) -> None:
    """Invariant 42."""
    assert story.system.token.paused()
    compare_clocks(story.system, rebuilt)


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
