"""Agents vote for any address, with the units that their wallets had in the second before the challenge.

vote
├── not an agent's wallet of now ── reverts CallerNotAgent
├── agent pending, suspended by governance or retired ── reverts WrongStatus
├── no round runs ── reverts WrongStage
├── the wallet is not and was not the agent's ── reverts WalletNotOfAgent
├── candidate zero, the silent guardian, a contract of the protocol, an agent ── reverts CandidateRefused
├── the wallet had no units ── reverts NoVotingUnits
├── for the same candidate again ── reverts SupportUnchanged
└── otherwise ── emits CandidateSupported
    ├── for another candidate ── moves the units
    ├── the wallet was rotated since ── its units vote once
    ├── under emergency suspension ── the same   (invariant 48)
    └── the threshold reached ── emits CandidateElected; no more votes
"""

import pytest

from tests.support.actors import actor, agent_actor
from tests.support.agents import later_birth
from tests.support.contract import reverts
from tests.support.holders import pay
from tests.support.office import told
from tests.support.succession import (
    FORTNIGHT,
    challenge,
    declare,
    elect,
    hold_agent_for_ever,
    open_round,
    st,
    stage,
    vote,
)
from tests.support.system import DAY, ZERO, System, reason

NEXT, OTHER = actor("next guardian"), actor("other candidate")
P1, P2, P3, P4 = map(agent_actor, range(1, 5))


@pytest.fixture
def voting(office: System) -> System:
    """The first round runs."""
    open_round(office)
    return office


@pytest.mark.parametrize("who", ["stranger", "guardian", "recovery", "successor", "registrar"])
def test_vote__no_agent__reverts(voting: System, who: str) -> None:
    caller = getattr(voting, who)
    with reverts("CallerNotAgent", caller, 0):
        voting.succession.vote(NEXT, P1, sender=caller)


def test_vote__wallet_that_the_agent_left__reverts(voting: System) -> None:
    voting.rotate(1, P1, actor("new body"))
    with reverts("CallerNotAgent", P1, 0):
        voting.succession.vote(NEXT, P1, sender=P1)


@pytest.mark.parametrize(("decision", "status"), [("suspend", 3), ("retire", 4)])
def test_vote__agent_that_governance_stopped__reverts(office: System, decision: str, status: int) -> None:
    """An agent suspended or retired after the snapshot casts nothing; the denominator stays."""
    office.hand_over()
    made = challenge(office)
    office.registry.fn(decision)(2, sender=office.peer("CriticalExecutor"))
    office.succession.declareVacancy(sender=office.stranger, at=made + 30 * DAY)
    office.succession.openElection(sender=office.stranger, at=made + 44 * DAY)
    with reverts("WrongStatus", 2, status):
        office.succession.vote(NEXT, P2, sender=P2)
    assert office.succession.challenged().threshold == 67


def test_vote__reinstated__counts(office: System) -> None:
    """A decision that was taken back before the vote takes nothing away."""
    office.registry.suspend(2, sender=office.guardian)
    office.registry.reinstate(2, sender=office.guardian)
    open_round(office)
    assert vote(office, 2, NEXT).events[0].weight == 33


def test_vote__no_round__reverts(office: System) -> None:
    with reverts("WrongStage", st("quiet"), st("voting")):
        vote(office, 1, NEXT)
    declare(office)
    with reverts("WrongStage", st("successor"), st("voting")):
        vote(office, 1, NEXT)
    office.rpc.travel(FORTNIGHT)
    with reverts("WrongStage", st("openable"), st("voting")):
        vote(office, 1, NEXT)


@pytest.mark.parametrize("after", [1, FORTNIGHT - 1], ids=["first second", "last second"])
def test_vote__in_time__emits(office: System, after: int) -> None:
    """G5."""
    time = open_round(office) + after
    receipt = office.succession.vote(NEXT, P1, sender=P1, at=time)
    assert told(receipt) == [("CandidateSupported", 1, P1.address, NEXT.address, ZERO, 1, 66)]
    assert office.succession.votesOf(1, NEXT) == 66
    assert office.succession.supportOf(1, P1) == NEXT.address
    assert (stage(office)[0], office.succession.elected()) == ("voting", ZERO)


def test_vote__too_late__reverts(office: System) -> None:
    """G5."""
    time = open_round(office) + FORTNIGHT
    with reverts("WrongStage", st("failed"), st("voting")):
        office.succession.vote(NEXT, P1, sender=P1, at=time)


def test_vote__another_agents_wallet__reverts(voting: System) -> None:
    for wallet in (P2, voting.guardian, voting.treasury, OTHER):
        with reverts("WalletNotOfAgent", wallet, 1):
            voting.succession.vote(NEXT, wallet, sender=P1)


def test_vote__a_wallet_that_another_agent_left__reverts(voting: System) -> None:
    voting.rotate(2, P2, actor("new body"))
    with reverts("WalletNotOfAgent", P2, 1):
        voting.succession.vote(NEXT, P2, sender=P1)


def test_vote__for_whom_the_office_refuses__reverts(voting: System) -> None:
    for candidate in (ZERO, voting.guardian, voting.treasury, voting.succession, P1, P2, agent_actor(14)):
        with reverts("CandidateRefused", candidate):
            voting.succession.vote(candidate, P1, sender=P1)


@pytest.mark.parametrize("who", ["stranger", "recovery", "successor", "registrar", "deployer"])
def test_vote__for_anybody_else__counts(voting: System, who: str) -> None:
    """Nobody needs a nomination."""
    candidate = getattr(voting, who)
    assert vote(voting, 1, candidate).events[0].candidate == candidate.address


def test_vote__no_units_at_the_snapshot__reverts(office: System) -> None:
    """G1: what was paid in the second of the challenge or later doesn't count."""
    time = office.succession.challengeableFrom()
    challenge(office, at=time)
    office.token.transfer(P4, 1000, sender=office.treasury, at=time)
    office.succession.declareVacancy(sender=office.stranger, at=time + 30 * DAY)
    office.succession.openElection(sender=office.stranger, at=time + 44 * DAY)
    with reverts("NoVotingUnits", P4, time - 1):
        vote(office, 4, NEXT)


def test_vote__paid_in_the_second_of_the_snapshot__counts(office: System) -> None:
    time = office.succession.challengeableFrom()
    office.token.transfer(P4, 1000, sender=office.treasury, at=time - 1)
    open_round(office)
    assert vote(office, 4, NEXT).events[0].weight == 1000


def test_vote__units_sent_away_since__count_once(voting: System) -> None:
    """G3: the snapshot doesn't follow the ROAD."""
    voting.token.transfer(P4, 66, sender=P1)
    vote(voting, 1, NEXT)
    with reverts("NoVotingUnits", P4, voting.succession.challenged().madeAt - 1):
        vote(voting, 4, NEXT)
    assert voting.succession.votesOf(1, NEXT) == 66


def test_vote__delegated_before_the_challenge__is_the_delegatees(office: System) -> None:
    office.token.delegate(P3, sender=P2)
    open_round(office)
    with reverts("NoVotingUnits", P2, office.succession.challenged().madeAt - 1):
        vote(office, 2, NEXT)
    assert vote(office, 3, NEXT).events[0].weight == 34


def test_vote__delegated_since__is_still_its_own(voting: System) -> None:
    """G3."""
    voting.token.delegate(P3, sender=P2)
    assert vote(voting, 3, NEXT).events[0].weight == 1
    assert vote(voting, 2, NEXT).events[0].weight == 33


def test_vote__for_the_same_again__reverts(voting: System) -> None:
    """G4."""
    vote(voting, 1, NEXT)
    with reverts("SupportUnchanged", P1, NEXT):
        vote(voting, 1, NEXT)
    assert voting.succession.votesOf(1, NEXT) == 66


def test_vote__for_another__moves_the_units(voting: System) -> None:
    """G4: each unit is for one candidate at a time."""
    count = voting.succession.votesOf
    vote(voting, 3, NEXT)
    vote(voting, 1, NEXT)
    assert stage(voting)[0] == "elected"
    assert (count(1, NEXT), count(1, OTHER)) == (67, 0)


def test_vote__changed_many_times__counts_the_last(voting: System) -> None:
    count = voting.succession.votesOf
    vote(voting, 2, NEXT)
    for now, before in ((OTHER, NEXT), (NEXT, OTHER), (OTHER, NEXT)):
        receipt = vote(voting, 2, now)
        assert told(receipt) == [("CandidateSupported", 1, P2.address, now.address, before.address, 2, 33)]
        assert (count(1, now), count(1, before)) == (33, 0)
        assert voting.succession.supportOf(1, P2) == now.address
    vote(voting, 1, NEXT)
    assert (count(1, NEXT), stage(voting)[0]) == (66, "voting")


def test_vote__wallet_rotated_since__votes_once(voting: System) -> None:
    """X5: the new body votes with what the old one had, and nobody votes with it twice."""
    body, later = actor("new body"), actor("newer body")
    snapshot = voting.succession.challenged().madeAt - 1
    vote(voting, 1, NEXT)
    voting.rotate(1, P1, body)
    with reverts("SupportUnchanged", P1, NEXT):
        voting.succession.vote(NEXT, P1, sender=body)
    with reverts("NoVotingUnits", body, snapshot):
        voting.succession.vote(NEXT, body, sender=body)
    voting.succession.vote(OTHER, P1, sender=body)
    voting.rotate(1, body, later)
    receipt = voting.succession.vote(NEXT, P1, sender=later)
    event = ("CandidateSupported", 1, P1.address, NEXT.address, OTHER.address, 1, 66)
    assert told(receipt) == [event]
    assert (voting.succession.votesOf(1, NEXT), voting.succession.votesOf(1, OTHER)) == (66, 0)
    assert stage(voting)[0] == "voting"


def test_vote__rotated_before_the_challenge__votes_with_both_wallets(office: System) -> None:
    """It is still the delegatee of units that others gave to the wallet that it left."""
    body = actor("new body")
    office.token.delegate(P1, sender=P3)
    office.rotate(1, P1, body)
    office.token.transfer(body, 66, sender=P1)
    open_round(office)
    assert office.succession.challenged().threshold == 67
    assert office.succession.vote(NEXT, body, sender=body).events[0].weight == 66
    assert office.succession.vote(NEXT, P1, sender=body).events[0].weight == 1
    assert office.succession.elected() == NEXT.address


@pytest.mark.parametrize(("way", "refused"), [("suspend", "SENDER_SUSPENDED"), ("freeze", "SENDER_FROZEN")])
def test_vote__emergency_suspension_or_freeze__counts(office: System, way: str, refused: str) -> None:
    """X2, invariant 48: neither changes units or ballots, however long it lasts."""
    hold_agent_for_ever(office, 1, way)
    open_round(office)
    assert office.token.explain(P1, P2, 1) == reason(refused)
    assert office.registry.isActive(1) == (way == "freeze")
    assert vote(office, 1, NEXT).events[0].weight == 66


def test_vote__pending_agent__reverts(system: System) -> None:
    """It has no units, and no say."""
    agent_id = later_birth(system, 4)
    newcomer = system.registry.getAgentWallet(agent_id)
    succession = system.create("Succession", system.factory)
    with reverts("WrongStatus", agent_id, 1):
        succession.vote(NEXT, newcomer, sender=newcomer)


def test_vote__threshold_reached__emits(voting: System) -> None:
    """Invariant 27: 66 of 100 do not, 67 do."""
    vote(voting, 1, NEXT)
    assert stage(voting)[0] == "voting"
    time = voting.rpc.now + 10
    receipt = voting.succession.vote(NEXT, P3, sender=P3, at=time)
    assert told(receipt) == [
        ("CandidateSupported", 1, P3.address, NEXT.address, ZERO, 3, 1),
        ("CandidateElected", 1, NEXT.address, time + FORTNIGHT, time + 2 * FORTNIGHT),
    ]
    round_ = voting.succession.round()
    assert (round_.electedAt, round_.elected) == (time, NEXT.address)
    assert stage(voting) == ("elected", time + FORTNIGHT)
    assert voting.succession.elected() == NEXT.address


def test_vote__in_the_last_second__elects(office: System) -> None:
    """G27: who has the threshold has it; nothing is extended."""
    end = open_round(office) + FORTNIGHT
    office.succession.vote(NEXT, P1, sender=P1)
    office.succession.vote(NEXT, P2, sender=P2, at=end - 1)
    assert stage(office) == ("elected", end - 1 + FORTNIGHT)


def test_vote__somebody_is_elected__reverts(office: System) -> None:
    time = elect(office, NEXT)
    for later, current in ((1, "elected"), (FORTNIGHT, "acceptance"), (2 * FORTNIGHT, "failed")):
        for agent, candidate in ((P3, NEXT), (P1, OTHER)):
            with reverts("WrongStage", st(current), st("voting")):
                office.succession.vote(candidate, agent, sender=agent, at=time + later)


def test_vote__two_thirds__elect_nobody(unpaid: System) -> None:
    """Invariant 27: two agents of three are 66.7 %."""
    for agent in (P1, P2, P3):
        pay(unpaid, agent, 10**24)
    open_round(unpaid)
    vote(unpaid, 1, NEXT)
    vote(unpaid, 2, NEXT)
    assert stage(unpaid)[0] == "voting"
    vote(unpaid, 3, NEXT)
    assert unpaid.succession.elected() == NEXT.address
