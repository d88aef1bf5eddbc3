"""A year of the council, rebuilt from the events alone.

replay
├── every election: who stands, the list, endorsements, ballots, approvals, winners
├── every seat: its holder, its term, whether it is usable
└── the caretaker's approvals
"""

import pytest

from tests.models.replay_council import KNOWN, Council
from tests.support.actors import agent_actor
from tests.support.council import (
    ARCHETYPE,
    COPILOT,
    LISTED,
    NOMINATION,
    REST,
    SEATS,
    SERVICE,
    VOTING,
    Elections,
    ids_of,
)
from tests.support.office import vacate

from .machine import undone

PROPOSAL = 7
NEWCOMER = ids_of(ARCHETYPE)[900]  # two endorsements bring it onto a full list
CROWD = ids_of(ARCHETYPE)[300 : 300 + LISTED]


def tell(elections: Elections) -> None:
    """Lists that overflow, ballots that change, seats that are lost and filled, a guardian that goes."""
    early, registry, guardian = ids_of(ARCHETYPE), elections.system.registry, elections.system.guardian
    elections.stand(*CROWD, NEWCOMER, early[0], *range(1, 9), 11, 1188, *ids_of(SERVICE))
    elections.endorse(NEWCOMER, NEWCOMER, early[901])
    elections.endorse(CROWD[-1], early[5])
    elections.endorse(3, 9, 10)
    elections.go(0, VOTING)
    for voter in early[:20]:
        elections.vote(voter, *CROWD[voter % 40 : voter % 40 + 12])
    elections.vote(early[0], NEWCOMER)
    elections.vote(early[1])
    elections.vote(1, 1, 2, 3, 4, 5)
    elections.vote(2, 1, 2, 6)
    elections.vote(11, 11)
    elections.vote(1188, 1188)
    elections.vote(1247, 1247, 1248)
    elections.vote(1248, 1250)
    elections.go(0, REST)
    for category in (4, 2, 0, 1):
        elections.finalise(category)
    elections.decide("suspend", 1)
    elections.decide("reinstate", 1)
    elections.decide("retire", 1247)
    elections.fill(COPILOT)
    elections.fill(SERVICE)
    elections.go(1, NOMINATION)
    elections.stand(1, 2, 4)
    elections.go(1, VOTING)
    elections.vote(9, 1, 4)
    elections.go(1, REST)
    for category in (0, 3, 3, 2):
        elections.finalise(category)
    registry.emergencySuspend(2, sender=guardian)
    vacate(elections.system)
    for agent in elections.council.members()[:5]:
        elections.council.vetoAsCaretaker(PROPOSAL, sender=agent_actor(agent))


@pytest.mark.parametrize("when", ["at the end", "before the vacancy"])
def test_replay__a_year__keeps_elections_seats_and_approvals(polity: Elections, when: str) -> None:
    """Invariant 42."""
    council, system, rpc = polity.council, polity.system, polity.rpc
    with undone(system):
        tell(polity)
        if when == "before the vacancy":
            system.guardianship.heartbeat(sender=system.guardian)
        contracts = [system.factory, system.guardianship, system.registry, council]
        rebuilt = Council().read(rpc.logs([contract.address for contract in contracts]))
        for category, size in enumerate(SEATS):
            seats = council.seatsOf(category)
            holders = [rebuilt.holder(category, seat, rpc.now) for seat in range(size)]
            assert [seat.agentId for seat in seats] == holders
            for number, seat in enumerate(seats):
                if seat.agentId:
                    mine = rebuilt.seats[category, number]
                    assert (seat.until, seat.suspensions) == (mine.until, mine.suspensions)
            assert council.finalisedCount(category) == rebuilt.finalised(category)
        assert council.members() == rebuilt.seated(rpc.now)
        assert len(rebuilt.races) == 8
        for (election, category), race in rebuilt.races.items():
            found = council.nomineesOf(election, category)
            assert [(n.agentId, n.endorsements, n.approvals) for n in found] == race.nominees()
            for agent in race.standing:
                assert council.candidacyOf(election, agent)[0]
            for agent, nominee in race.endorsed.items():
                assert council.endorsementOf(election, agent) == nominee
            for agent, ballot in race.ballots.items():
                assert set(council.ballotOf(election, agent)) == set(ballot)
        assert NEWCOMER in rebuilt.races[0, ARCHETYPE].listed
        seen = system.guardianship.lastSeen()
        for agent in council.members():
            assert council.hasApproved(PROPOSAL, agent) == (agent in rebuilt.approved[seen, PROPOSAL])
        topics = {bytes.fromhex(log["topics"][0][2:]) for log in rpc.logs([council.address])}
        assert topics == {topic for topic, _ in KNOWN}
