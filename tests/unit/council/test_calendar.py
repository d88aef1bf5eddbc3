"""current, timesOf: the calendar, a matter of the clock alone.

current
├── bootstrap open ── reverts BootstrapOpen
└── otherwise ── nomination 7 days, campaign 14, voting 7, rest until the quarter is over
timesOf
├── bootstrap open ── reverts BootstrapOpen
└── otherwise ── nomination, voting, seats of any election
stand, endorse, vote, a second before, at and after each phase
└── outside their phase ── reverts WrongPhase
"""

import pytest

from tests.support.actors import agent_actor
from tests.support.contract import reverts
from tests.support.council import CAMPAIGN, NOMINATION, REST, VOTING, Elections, deploy_council
from tests.support.revm import Revm
from tests.support.system import DAY, System

PHASES = [NOMINATION, CAMPAIGN, VOTING, REST]
LENGTHS = [7, 14, 7, 62]


@pytest.mark.parametrize("divisor", [1, 1440])
def test_current__each_boundary__is_exact(divisor: int) -> None:
    """Invariant 51: the same calendar, divided."""
    system = System(Revm(), divisor=divisor, close=False)
    council = deploy_council(system)
    with reverts("BootstrapOpen"):
        council.current()
    with reverts("BootstrapOpen"):
        council.timesOf(0)
    system.factory.closeBootstrap(sender=system.deployer)
    time = system.factory.closedAt()
    assert council.fn("current")(at=time) == (0, NOMINATION)
    for election in range(4):
        opens = time
        for phase, days in zip(PHASES, LENGTHS, strict=True):
            end = time + days * DAY // divisor
            assert council.fn("current")(at=time) == (election, phase)
            assert council.fn("current")(at=end - 1) == (election, phase)
            time = end
        voting, seated = opens + 21 * DAY // divisor, opens + 28 * DAY // divisor
        assert council.timesOf(election) == (opens, voting, seated)
    assert council.fn("current")(at=time) == (4, NOMINATION)


def test_stand_endorse_vote__each_boundary__only_in_their_phase(elections: Elections) -> None:
    """G25: the clock alone opens and closes; election 1 opens though nobody finalised election 0."""
    council = elections.council
    elections.stand(1, 2)
    calls = {
        "stand": (NOMINATION, lambda at: council.stand(sender=agent_actor(3), at=at)),
        "endorse": (NOMINATION, lambda at: council.endorse(1, sender=agent_actor(4), at=at)),
        "vote": (VOTING, lambda at: council.vote([1], sender=agent_actor(4), at=at)),
    }
    for phase in PHASES:
        begin = elections.time(0, phase)
        end = elections.time(0, phase + 1) if phase != REST else elections.time(1, NOMINATION)
        for needed, call in calls.values():
            for at in (begin, begin + 1, end - 1):
                if at <= elections.rpc.now:
                    continue
                snapshot = elections.rpc.snapshot()
                if phase == needed:
                    call(at)
                else:
                    with reverts("WrongPhase", 0, phase, needed):
                        call(at)
                elections.rpc.revert(snapshot)
    elections.go(1, NOMINATION)
    with reverts("WrongPhase", 1, NOMINATION, VOTING):
        council.vote([], sender=agent_actor(4), at=elections.time(1, NOMINATION))
    council.stand(sender=agent_actor(1), at=elections.time(1, NOMINATION))
    assert council.candidacyOf(1, 1) == (True, 0)
