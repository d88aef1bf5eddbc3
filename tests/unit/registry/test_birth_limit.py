"""At most 5 % of a category, and at least one, in any 90 days.

limit
├── 10, 4, 1173, 59 and 4 agents ── 1, 1, 58, 2 and 1 births
├── one second before 90 days ── reverts BirthLimitReached; at 90 days ── free
├── categories ── each has its own
├── admitted agents ── raise it; pending ones do not
├── retired agents ── lower it
└── any moment ── accepted exactly when fewer than the limit were born in the 90 days before
"""

from random import Random

import pytest

from tests.support.agents import later_birth
from tests.support.contract import Revert, reverts
from tests.support.system import DAY, System

WINDOW = 90 * DAY
LIMITS = [1, 1, 58, 2, 1]
ARCHETYPE, SPECIALIZED, SERVICE = 2, 3, 4


@pytest.mark.parametrize("category", [0, 1, 3, 4])
def test_limit__boundary__reverts_one_second_before_90_days(system: System, category: int) -> None:
    times = []
    for _ in range(LIMITS[category]):
        later_birth(system, category)
        times.append(system.rpc.now)
    limit, next_at = LIMITS[category], times[0] + WINDOW
    for at in (times[-1] + 1, next_at - 1):
        with reverts("BirthLimitReached", category, limit, next_at):
            later_birth(system, category, at=at)
    later_birth(system, category, at=next_at)
    assert system.rpc.now == next_at


def test_limit__categories__keep_apart(system: System) -> None:
    for category in range(5):
        later_birth(system, category)
    for category in (0, 1, 4):
        with reverts(
            "BirthLimitReached", category, 1, system.registry.agent(1251 + category).bornAt + WINDOW
        ):
            later_birth(system, category)


def test_limit__archetypes__sets_58_and_59_when_7_are_admitted(system: System) -> None:
    first = later_birth(system, ARCHETYPE)
    for _ in range(57):
        later_birth(system, ARCHETYPE)
    born = system.registry.agent(first).bornAt
    with reverts("BirthLimitReached", ARCHETYPE, 58, born + WINDOW):
        later_birth(system, ARCHETYPE)
    for agent_id in range(first, first + 6):
        system.registry.admit(agent_id, sender=system.guardian)
    with reverts("BirthLimitReached", ARCHETYPE, 58, born + WINDOW):
        later_birth(system, ARCHETYPE)
    system.registry.admit(first + 6, sender=system.guardian)
    assert system.registry.membersOf(ARCHETYPE) == 1180
    later_birth(system, ARCHETYPE)
    with reverts("BirthLimitReached", ARCHETYPE, 59, born + WINDOW):
        later_birth(system, ARCHETYPE)


def test_limit__fewer_members__sets_the_lower_one(system: System) -> None:
    later_birth(system, SPECIALIZED)
    later_birth(system, SPECIALIZED)
    last = system.rpc.now
    for agent_id in range(1188, 1208):
        system.registry.retire(agent_id, sender=system.guardian)
    assert system.registry.membersOf(SPECIALIZED) == 39
    with reverts("BirthLimitReached", SPECIALIZED, 1, last + WINDOW):
        later_birth(system, SPECIALIZED, at=last + WINDOW - 1)
    later_birth(system, SPECIALIZED, at=last + WINDOW)


def test_limit__all_retired__keeps_one(system: System) -> None:
    """R7: a category whose agents are all retired."""
    for agent_id in range(1247, 1251):
        system.registry.retire(agent_id, sender=system.guardian)
    assert system.registry.membersOf(SERVICE) == 0
    later_birth(system, SERVICE)
    with reverts("BirthLimitReached", SERVICE, 1, system.rpc.now + WINDOW):
        later_birth(system, SERVICE)


def test_limit__random_times__keeps_exactly_two_in_any_window(system: System) -> None:
    """Every attempt succeeds exactly when fewer than two were born in the 90 days that end then."""
    random, now, times = Random(5), system.rpc.now, list[int]()
    for _ in range(45):
        now += random.choice([1, DAY, 30 * DAY, WINDOW - 1, WINDOW, random.randrange(1, WINDOW)])
        if random.random() < 0.3 and times:
            now = max(now, times[-1] + WINDOW + random.choice([-1, 0, 1]))
        room = sum(now - WINDOW < time for time in times) < 2
        try:
            later_birth(system, SPECIALIZED, at=now)
        except Revert as revert:
            assert not room
            assert (revert.name, revert.values) == ("BirthLimitReached", (SPECIALIZED, 2, times[-2] + WINDOW))
        else:
            assert room
            times.append(now)
    assert len(times) > 12
