"""vetoAsCaretaker: members veto a proposal while nobody holds the office of guardian.

vetoAsCaretaker
├── office not vacant ── reverts OfficeNotVacant
├── caller ── no seat that it may use now ── reverts CallerNotSeated
├── too few, with this one ── emits CaretakerApproved
│   └── approved before ── reverts AlreadyApproved
└── two thirds of the seated council, rounded up, and at least 9 ── vetoed, or what Governance reverts with
    ├── who lost its seat since ── is not counted
    └── guardian returned ── approvals lapse
"""

import pytest

from tests.support.actors import actor, agent_actor
from tests.support.contract import Receipt, reverts
from tests.support.council import REST, SEATS, VOTING, Elections, ids_of
from tests.support.office import told, vacate
from tests.support.system import DAY

PROPOSAL = 2**255 + 7
SEATED = [ids_of(category, SEATS[category]) for category in range(5)]
MEMBERS = [agent for ids in SEATED for agent in ids]
ODD = [agent for ids in SEATED for agent in ids[::2]]  # ranks of election 0; their terms end with election 2
EVEN = [agent for ids in SEATED for agent in ids[1::2]]


def seat_all(elections: Elections, election: int) -> None:
    """The first agents of each category have the seats that this election fills."""
    chosen = {}
    for category in range(5):
        ids = SEATED[category]
        chosen[category] = ids if election == 0 else ids[election % 2 :: 2]
    elections.go(election, 0)
    elections.stand(*(agent for ids in chosen.values() for agent in ids))
    elections.go(election, VOTING)
    for category, ids in chosen.items():
        elections.vote(ids_of(category)[-1], *ids)
    elections.go(election, REST)
    for category in range(5):
        while elections.council.finalisedCount(category) <= election:
            elections.finalise(category)


@pytest.fixture
def away(elections: Elections) -> Elections:
    """All 25 seats are taken, and the guardian, last seen at the start, is away."""
    seat_all(elections, 0)
    seat_all(elections, 1)
    vacate(elections.system)
    assert elections.council.members() == MEMBERS
    return elections


def approve(elections: Elections, agent: int, proposal: int = PROPOSAL) -> Receipt:
    receipt: Receipt = elections.council.vetoAsCaretaker(proposal, sender=agent_actor(agent))
    return receipt


def test_veto__guardian_there__reverts(elections: Elections) -> None:
    seat_all(elections, 0)
    with reverts("OfficeNotVacant"):
        approve(elections, MEMBERS[0])


def test_veto__caller_without_a_usable_seat__reverts(away: Elections) -> None:
    system = away.system
    for caller in (system.guardian, system.recovery, system.successor, system.stranger, agent_actor(9)):
        with reverts("CallerNotSeated", caller):
            away.council.vetoAsCaretaker(PROPOSAL, sender=caller)


def test_veto__25_members__the_17th_vetoes(away: Elections) -> None:
    seen = away.system.guardianship.lastSeen()
    for count, agent in enumerate(MEMBERS[:16], 1):
        assert told(approve(away, agent)) == [("CaretakerApproved", PROPOSAL, seen, agent, count, 17)]
        assert away.council.caretakerApprovals(PROPOSAL) == (count, 17)
    with reverts("AlreadyApproved", PROPOSAL, MEMBERS[0]):
        approve(away, MEMBERS[0])
    assert told(approve(away, MEMBERS[16])) == [
        ("CaretakerApproved", PROPOSAL, seen, MEMBERS[16], 17, 17),
        ("ProposalVetoedByCouncil", PROPOSAL),
    ]
    assert away.council.hasApproved(PROPOSAL, MEMBERS[16])
    assert not away.council.hasApproved(PROPOSAL, MEMBERS[17])
    assert not away.council.hasApproved(PROPOSAL + 1, MEMBERS[16])


@pytest.mark.parametrize(
    ("members", "needed"), [(25, 17), (24, 16), (23, 16), (22, 15), (14, 10), (13, 9), (12, 9)]
)
def test_veto__so_many_members__two_thirds_and_at_least_9(
    elections: Elections, members: int, needed: int
) -> None:
    seat_all(elections, 0)
    for agent in ODD[: 25 - members]:
        elections.decide("retire", agent)
    seat_all(elections, 1)
    vacate(elections.system)
    seated = elections.council.members()
    assert len(seated) == members
    for agent in seated[: needed - 1]:
        assert not approve(elections, agent).of("ProposalVetoedByCouncil")
    assert elections.council.caretakerApprovals(PROPOSAL) == (needed - 1, needed)
    assert approve(elections, seated[needed - 1]).of("ProposalVetoedByCouncil")


def test_veto__governance_refuses__reverts_with_its_words(away: Elections) -> None:
    for agent in MEMBERS[:16]:
        approve(away, agent, 0)
    with reverts("GovernorNonexistentProposal", 0):
        approve(away, MEMBERS[16], 0)
    assert not away.council.hasApproved(0, MEMBERS[16])


def test_veto__rotated_wallet__approves_once(away: Elections) -> None:
    approve(away, MEMBERS[0])
    away.system.rotate(MEMBERS[0], agent_actor(MEMBERS[0]), actor("rotated"))
    with reverts("AlreadyApproved", PROPOSAL, MEMBERS[0]):
        away.council.vetoAsCaretaker(PROPOSAL, sender=actor("rotated"))


def test_veto__member_whose_term_is_over__is_not_counted(away: Elections) -> None:
    """The odd ranks of election 0 leave, so 12 members are left, and 9 of them veto."""
    for agent in ODD[:8]:
        approve(away, agent)
    for agent in EVEN[:8]:
        approve(away, agent)
    away.rpc.travel_to(away.time(2, REST))
    assert away.council.members() == EVEN
    assert away.council.caretakerApprovals(PROPOSAL) == (8, 9)
    with reverts("CallerNotSeated", agent_actor(ODD[8])):
        approve(away, ODD[8])
    with reverts("AlreadyApproved", PROPOSAL, EVEN[0]):
        approve(away, EVEN[0])
    assert told(approve(away, EVEN[8]))[1:] == [("ProposalVetoedByCouncil", PROPOSAL)]


def test_veto__council_shrinks_to_those_who_approved__a_second_call_counts_again(away: Elections) -> None:
    """Nobody else needs to be found: whoever approved asks for the count."""
    approvers = EVEN[:9]
    for agent in approvers:
        approve(away, agent)
    assert away.council.caretakerApprovals(PROPOSAL) == (9, 17)
    with reverts("AlreadyApproved", PROPOSAL, approvers[0]):
        approve(away, approvers[0])
    away.rpc.travel_to(away.time(2, REST) - 1)
    assert told(approve(away, approvers[0])) == [("ProposalVetoedByCouncil", PROPOSAL)]


def test_veto__fewer_than_9_members__nobody_vetoes(elections: Elections) -> None:
    for category, count in ((0, 5), (4, 2), (1, 1)):
        elections.go(0, 0)
        elections.stand(*ids_of(category, count))
    elections.go(0, VOTING)
    for category, count in ((0, 5), (4, 2), (1, 1)):
        elections.vote(ids_of(category)[-1], *ids_of(category, count))
    elections.go(0, REST)
    for category in range(5):
        elections.finalise(category)
    vacate(elections.system)
    members = elections.council.members()
    assert len(members) == 5
    for agent in members:
        approve(elections, agent)
    assert elections.council.caretakerApprovals(PROPOSAL) == (5, 9)


def test_veto__guardian_returns__approvals_lapse(away: Elections) -> None:
    for agent in MEMBERS[:16]:
        approve(away, agent)
    away.system.guardianship.heartbeat(sender=away.system.guardian)
    assert away.council.caretakerApprovals(PROPOSAL) == (0, 17)
    with reverts("OfficeNotVacant"):
        approve(away, MEMBERS[16])
    away.rpc.travel(30 * DAY)
    seat_all(away, 2)
    seat_all(away, 3)
    vacate(away.system)
    assert away.council.members() == MEMBERS
    (approved,) = approve(away, MEMBERS[16]).of("CaretakerApproved")
    assert (approved.approvals, approved.needed) == (1, 17)


def test_veto__next_guardian_falls_silent_too__approvals_of_the_first_vacancy_have_lapsed(
    away: Elections,
) -> None:
    for agent in MEMBERS[:16]:
        approve(away, agent)
    away.system.guardianship.install(actor("next guardian"), sender=away.system.peer("Succession"))
    assert away.system.guardianship.epoch() == 2
    with reverts("OfficeNotVacant"):
        approve(away, MEMBERS[16])
    vacate(away.system)
    assert away.council.caretakerApprovals(PROPOSAL)[0] == 0
