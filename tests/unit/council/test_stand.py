"""stand: a nomination, by the agent itself.

stand
├── caller ── no agent ── reverts CallerNotAgent
│   ├── pending, suspended or retired by governance ── reverts WrongStatus
│   ├── a later agent of less than 90 days ── reverts AgentTooYoung
│   ├── a seat that lasts until after the next seats begin ── reverts SeatLasts
│   └── under emergency suspension ── stands
├── bootstrap open ── nobody is an agent
├── not the nomination ── reverts WrongPhase (test_calendar)
├── stands already ── reverts AlreadyStanding
└── otherwise ── emits Stood: on the list, or not (test_list)
"""

from typing import Any

import pytest

from tests.support.actors import actor, agent_actor
from tests.support.agents import later_birth
from tests.support.contract import reverts
from tests.support.council import (
    COPILOT,
    FOUNDATION,
    NOMINATION,
    REST,
    SPECIALIZED,
    Elections,
    ids_of,
)
from tests.support.office import told
from tests.support.system import COHORT, DAY

PENDING, SUSPENDED, RETIRED = 1, 3, 4
ARGUMENTS: dict[str, list[Any]] = {"stand": [], "endorse": [2], "vote": [[2]]}


def test_stand__agent__emits_and_is_listed(elections: Elections) -> None:
    (receipt,) = elections.stand(1200)
    assert told(receipt) == [("Stood", 0, SPECIALIZED, 1200, True)]
    assert elections.council.candidacyOf(0, 1200) == (True, 0)
    assert elections.council.candidacyOf(0, 1201) == (False, 0)
    assert elections.council.candidacyOf(1, 1200) == (False, 0)
    assert elections.council.nomineesOf(0, SPECIALIZED) == [
        {"agentId": 1200, "endorsements": 0, "approvals": 0}
    ]
    assert elections.council.nomineesOf(0, COPILOT) == []


def test_stand__no_agent__reverts(elections: Elections) -> None:
    system = elections.system
    for caller in (system.guardian, system.registrar, system.stranger, system.deployer):
        with reverts("CallerNotAgent", caller, 0):
            elections.council.stand(sender=caller)


@pytest.mark.parametrize("call", ["stand", "endorse", "vote"])
def test_part__status__only_active(elections: Elections, call: str) -> None:
    """What governance suspends or retires takes no part; a reinstated agent does again."""
    arguments = ARGUMENTS[call]
    pending = later_birth(elections.system, COPILOT)
    elections.decide("suspend", 3)
    elections.decide("retire", 4)
    for agent, status in ((pending, PENDING), (3, SUSPENDED), (4, RETIRED)):
        with reverts("WrongStatus", agent, status):
            elections.council.fn(call)(*arguments, sender=agent_actor(agent))
    elections.decide("reinstate", 3)
    elections.stand(2)
    if call == "vote":
        elections.go(0, 2)
    elections.council.fn(call)(*arguments, sender=agent_actor(3))


@pytest.mark.parametrize("call", ["stand", "endorse", "vote"])
def test_part__emergency_suspension__changes_nothing(elections: Elections, call: str) -> None:
    """Invariant 48."""
    elections.stand(2)
    if call == "vote":
        elections.go(0, 2)
    elections.system.registry.emergencySuspend(3, sender=elections.system.guardian)
    arguments = ARGUMENTS[call]
    elections.council.fn(call)(*arguments, sender=agent_actor(3))
    assert not elections.system.registry.isActive(3)


@pytest.mark.parametrize("call", ["stand", "endorse", "vote"])
def test_part__later_agent__from_the_day_on_which_it_is_90_days_old(elections: Elections, call: str) -> None:
    """Its age counts from its birth, not from its admission."""
    phase = 2 if call == "vote" else NOMINATION
    elections.rpc.travel_to(elections.time(1, phase) - 89 * DAY)
    (agent,) = elections.later_agents(COPILOT)
    assert agent == COHORT + 1
    mature = elections.system.registry.agent(agent).bornAt + 90 * DAY
    elections.go(1, NOMINATION)
    elections.stand(2)
    arguments = ARGUMENTS[call]
    with reverts("AgentTooYoung", agent, mature):
        elections.council.fn(call)(*arguments, sender=agent_actor(agent), at=mature - 1)
    snapshot = elections.rpc.snapshot()
    for at in (mature, mature + 1):
        elections.council.fn(call)(*arguments, sender=agent_actor(agent), at=at)
        elections.rpc.revert(snapshot)
        snapshot = elections.rpc.snapshot()


def test_stand__last_genesis_agent_on_the_first_day__is_old_enough(elections: Elections) -> None:
    elections.stand(COHORT)
    assert elections.rpc.now < elections.system.registry.agent(COHORT).bornAt + DAY


def test_stand__twice__reverts(elections: Elections) -> None:
    elections.stand(1)
    with reverts("AlreadyStanding", 1):
        elections.stand(1)
    elections.go(1, NOMINATION)
    elections.stand(1)


def test_stand__rotated_wallet__is_the_same_agent(elections: Elections) -> None:
    elections.stand(1)
    elections.system.rotate(1, agent_actor(1), actor("rotated"))
    with reverts("AlreadyStanding", 1):
        elections.council.stand(sender=actor("rotated"))
    with reverts("CallerNotAgent", agent_actor(1), 0):
        elections.council.stand(sender=agent_actor(1))


def test_stand__seat_lasts_longer__reverts(elections: Elections) -> None:
    """Odd ranks of election 0 stand again in election 2, even ones in election 1."""
    elections.elect(0, FOUNDATION, 11, 12)
    elections.go(1, NOMINATION)
    with reverts("SeatLasts", 11, elections.time(2, REST)):
        elections.stand(11)
    elections.stand(12, 13)
    elections.go(2, NOMINATION)
    elections.stand(11)


def test_stand__seat_suspended_by_the_guardian__lasts(elections: Elections) -> None:
    elections.elect(0, FOUNDATION, 11, 12)
    elections.go(1, NOMINATION)
    elections.system.registry.emergencySuspend(11, sender=elections.system.guardian)
    with reverts("SeatLasts", 11, elections.time(2, REST)):
        elections.stand(11)


def test_stand__seat_lost_by_suspension__stands_again(elections: Elections) -> None:
    elections.elect(0, FOUNDATION, 11, 12)
    elections.decide("suspend", 11)
    elections.decide("reinstate", 11)
    elections.go(1, NOMINATION)
    elections.stand(11)
    elections.go(1, 2)
    elections.vote(14, 11)
    elections.go(1, REST)
    elections.finalise(FOUNDATION)
    assert elections.holders(FOUNDATION) == [0, 11]


def test_stand__every_agent_of_a_category__lists_the_first_births(elections: Elections) -> None:
    elections.stand(*ids_of(SPECIALIZED))
    assert len(elections.council.nomineesOf(0, SPECIALIZED)) == 59
