"""A year of the treasury and the registry lived through at both speeds.

story ── the same outcomes, errors and balances at TIME_DIVISOR 1 and 360, at each protocol second
"""

from collections.abc import Callable
from typing import Any

import pytest

from tests.support.actors import actor, agent_actor
from tests.support.agents import later_birth, request_wallet
from tests.support.contract import Receipt, Revert
from tests.support.revm import Revm
from tests.support.system import COHORT, DAY, ROAD, System

UNIT = 360  # one second of the faster clock
STEPS: list[tuple[int, str]] = [
    (UNIT, "release 1"),
    (2 * UNIT, "release 1"),
    (3 * UNIT, "suspend 2"),
    (3 * UNIT + 3 * DAY - UNIT, "release 2"),
    (3 * UNIT + 3 * DAY, "release 2"),
    (20 * DAY, "request 3"),
    (34 * DAY - UNIT, "complete 3"),
    (34 * DAY, "complete 3"),
    (34 * DAY + UNIT, "birth"),
    (40 * DAY, "retire 10"),
    (41 * DAY, "reward 1"),
    (41 * DAY + UNIT, "reward 2"),
    (80 * DAY, "reward 2"),
    (80 * DAY + UNIT, "pause"),
    (83 * DAY, "release 4"),
    (83 * DAY + UNIT, "release 4"),
    (90 * DAY - UNIT, "release 1"),
    (90 * DAY, "release 1"),
    (124 * DAY, "birth"),
    (124 * DAY + UNIT, "birth"),
    (180 * DAY - UNIT, "release 1"),
    (180 * DAY, "release 1"),
    (200 * DAY, "retire 4"),
    (270 * DAY - UNIT, "release 1"),
    (270 * DAY, "release 1"),
    (271 * DAY, "release 4"),
    (272 * DAY, "release 10"),
    (365 * DAY, "release 3"),
]


def act(system: System, step: str, at: int) -> Receipt:
    """One step of the story."""
    verb, _, number = step.partition(" ")
    agent_id, registry, treasury = int(number or 0), system.registry, system.treasury
    guardian, stranger = system.guardian, system.stranger
    steps: dict[str, Callable[[], Any]] = {
        "release": lambda: treasury.release(agent_id, sender=stranger, at=at),
        "suspend": lambda: registry.emergencySuspend(agent_id, sender=guardian, at=at),
        "retire": lambda: registry.retire(agent_id, sender=guardian, at=at),
        "complete": lambda: registry.completeWalletRequest(agent_id, sender=stranger, at=at),
        "reward": lambda: treasury.reward(agent_id, 60_000 * ROAD, "", sender=guardian, at=at),
        "pause": lambda: treasury.pausePayments(sender=guardian, at=at),
        "birth": lambda: later_birth(system, 4, at=at),
        "request": lambda: request_wallet(system, agent_id, actor("replacement"), at=at),
    }
    receipt: Receipt = steps[verb]()
    return receipt


def outcome(system: System, step: str, at: int) -> list[Any]:
    """How the step ended, and where everything stands then."""
    try:
        act(system, step, at)
        ended = "done"
    except Revert as revert:
        ended = revert.name
    treasury, wallets = system.treasury, [agent_actor(i) for i in (1, 2, 3, 4, 10)]
    held = [system.token.balanceOf(w) for w in (*wallets, actor("replacement"), treasury)]
    return [ended, *held, treasury.outstanding(), treasury.rewardReserve(), system.registry.agentCount()]


def live(divisor: int) -> list[list[Any]]:
    system = System(Revm(), divisor=divisor)
    system.birth(COHORT)
    system.confirm(1, 2, 3, 4, 10)
    system.treasury.activate(sender=system.stranger)
    start = system.treasury.activatedAt()
    return [outcome(system, step, start + seconds // divisor) for seconds, step in STEPS]


@pytest.fixture(scope="module")
def slow() -> list[list[Any]]:
    return live(1)


def test_story__divisor_360__keeps_every_outcome(slow: list[list[Any]]) -> None:
    """Invariant 51."""
    assert live(UNIT) == slow


def test_story__divisor_1__ends_as_the_specification_says(slow: list[list[Any]]) -> None:
    ended = {(seconds, step): row[0] for (seconds, step), row in zip(STEPS, slow, strict=True)}
    refused = {key: name for key, name in ended.items() if name != "done"}
    assert refused == {
        (2 * UNIT, "release 1"): "NothingToRelease",
        (3 * UNIT + 3 * DAY - UNIT, "release 2"): "AgentNotPayable",
        (34 * DAY - UNIT, "complete 3"): "WalletRequestNotReady",
        (41 * DAY + UNIT, "reward 2"): "RewardAboveMonthlyLimit",
        (83 * DAY, "release 4"): "Held",
        (90 * DAY - UNIT, "release 1"): "NothingToRelease",
        (124 * DAY, "birth"): "BirthLimitReached",
        (180 * DAY - UNIT, "release 1"): "NothingToRelease",
        (270 * DAY - UNIT, "release 1"): "NothingToRelease",
    }
