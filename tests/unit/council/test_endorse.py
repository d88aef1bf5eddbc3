"""endorse: one nominee of one's own category, once in an election.

endorse
├── caller ── as for stand (test_stand)
├── not the nomination ── reverts WrongPhase (test_calendar)
├── endorsed somebody in this election ── reverts AlreadyEndorsed
├── nominee does not stand, or in another category ── reverts NotStanding
└── otherwise ── emits Endorsed with the new count; itself allowed
"""

import pytest

from tests.support.actors import actor, agent_actor
from tests.support.contract import reverts
from tests.support.council import ARCHETYPE, COPILOT, NOMINATION, Elections
from tests.support.office import told


def test_endorse__nominee__emits_and_counts(elections: Elections) -> None:
    elections.stand(1, 2)
    receipts = elections.endorse(2, 5, 6, 2)
    assert [told(receipt) for receipt in receipts] == [
        [("Endorsed", 0, 2, by, COPILOT, count)] for count, by in ((1, 5), (2, 6), (3, 2))
    ]
    assert elections.council.candidacyOf(0, 2) == (True, 3)
    assert elections.council.endorsementOf(0, 5) == 2
    assert elections.council.endorsementOf(0, 7) == 0
    assert elections.council.nomineesOf(0, COPILOT) == [
        {"agentId": 1, "endorsements": 0, "approvals": 0},
        {"agentId": 2, "endorsements": 3, "approvals": 0},
    ]


def test_endorse__no_agent__reverts(elections: Elections) -> None:
    elections.stand(1)
    for caller in (elections.system.guardian, elections.system.stranger):
        with reverts("CallerNotAgent", caller, 0):
            elections.council.endorse(1, sender=caller)


def test_endorse__again__reverts(elections: Elections) -> None:
    elections.stand(1, 2)
    elections.endorse(2, 5)
    for nominee in (1, 2, 3):
        with reverts("AlreadyEndorsed", 5, 2):
            elections.endorse(nominee, 5)
    elections.system.rotate(5, agent_actor(5), actor("rotated"))
    with reverts("AlreadyEndorsed", 5, 2):
        elections.council.endorse(1, sender=actor("rotated"))


@pytest.mark.parametrize("nominee", [0, 3, 11, 1251, 2**64 + 1, 2**256 - 1])
def test_endorse__not_standing__reverts(elections: Elections, nominee: int) -> None:
    """Nobody, somebody else, another category's nominee, ids that do not exist."""
    elections.stand(1, 11)
    with reverts("NotStanding", nominee):
        elections.endorse(nominee, 5)


def test_endorse__next_election__starts_anew(elections: Elections) -> None:
    elections.stand(15)
    elections.endorse(15, 20)
    elections.go(1, NOMINATION)
    with reverts("NotStanding", 15):
        elections.endorse(15, 20)
    elections.stand(15)
    elections.endorse(15, 20)
    assert elections.council.candidacyOf(1, 15) == (True, 1)
    assert elections.council.nomineesOf(0, ARCHETYPE)[0].endorsements == 1
