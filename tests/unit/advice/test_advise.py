"""What humans and operators say of a proposal, and that it counts for nothing (invariant 22).

advise
├── neither a verified human nor an operator ── reverts AdviserNotEntitled
├── no such ballot ── reverts AdviceUnknown
├── no such proposal ── reverts GovernorNonexistentProposal
└── otherwise ── emits Advised, and changes no state, count or deadline; as often as one likes
"""

import pytest

from tests.support.actors import actor, agent_actor
from tests.support.contract import reverts
from tests.support.governance import AGAINST, FOR, Proposal, appoint, to_voting, vote
from tests.support.office import told
from tests.support.system import DAY, System, identity_of

OPERATOR = 6
ADVICE = "I would not"


@pytest.fixture
def proposal(assembly: System) -> Proposal:
    """A STANDARD proposal under discussion."""
    return appoint(assembly, agent_actor(1), actor("new registrar"))


def view(proposal: Proposal) -> tuple[object, ...]:
    """All that a vote is made of."""
    system = proposal.system
    tally = system.ballots.tallyOf(proposal.id)
    return proposal.state, tally, system.governance.proposalVotes(proposal.id), proposal.deadline


def test_advise__strangers_agents_and_officers__reverts(proposal: Proposal) -> None:
    system = proposal.system
    for caller in (system.stranger, agent_actor(1), system.guardian, system.registrar, system.provisioner):
        with reverts("AdviserNotEntitled", caller):
            system.advice.advise(proposal.id, FOR, ADVICE, sender=caller)


@pytest.mark.parametrize("support", [3, 255])
def test_advise__no_such_ballot__reverts(proposal: Proposal, support: int) -> None:
    (human,) = proposal.system.human("somebody")
    with reverts("AdviceUnknown", support):
        proposal.system.advice.advise(proposal.id, support, ADVICE, sender=human)


def test_advise__no_such_proposal__reverts(proposal: Proposal) -> None:
    (human,) = proposal.system.human("somebody")
    with reverts("GovernorNonexistentProposal", proposal.id + 1):
        proposal.system.advice.advise(proposal.id + 1, FOR, ADVICE, sender=human)


def test_advise__a_human__emits_and_changes_nothing_else(proposal: Proposal) -> None:
    system = proposal.system
    (human,) = system.human("somebody")
    to_voting(proposal)
    vote(proposal, FOR, agent_actor(2))
    before = view(proposal)
    for support in (AGAINST, FOR, FOR):
        receipt = system.advice.advise(proposal.id, support, ADVICE, sender=human)
        said = ("Advised", proposal.id, human.address, identity_of("somebody"), support, ADVICE)
        assert told(receipt) == [said]
    assert view(proposal) == before
    assert not system.governance.hasVoted(proposal.id, human)


def test_advise__an_operator__emits_without_an_identity(proposal: Proposal) -> None:
    system, operator = proposal.system, actor("site reliability")
    system.authority.grantRole(OPERATOR, operator, 0, sender=system.peer("OperationsExecutor"))
    with reverts("AdviserNotEntitled", operator):
        system.advice.advise(proposal.id, FOR, ADVICE, sender=operator)
    system.rpc.travel(3 * DAY)
    receipt = system.advice.advise(proposal.id, FOR, ADVICE, sender=operator)
    assert told(receipt) == [("Advised", proposal.id, operator.address, bytes(32), FOR, ADVICE)]


def test_advise__a_human_who_unlinked__reverts(proposal: Proposal) -> None:
    system = proposal.system
    (human,) = system.human("somebody")
    system.cap.unlink(human, sender=system.attestor)
    with reverts("AdviserNotEntitled", human):
        system.advice.advise(proposal.id, FOR, ADVICE, sender=human)
