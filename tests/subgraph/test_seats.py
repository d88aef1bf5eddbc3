"""Elections and seats as the store has them, and as the council answers.

the story's elections ── lists, endorsements, approvals, ballots, counts, calendar, seats
a full list
└── one with more endorsements ── takes the place of the one with the fewest
a member
└── suspended by governance ── has its seat no more, reinstated or not
the office of guardian is vacant
└── enough members approve ── the council's veto takes a proposal
"""

from typing import Any

import pytest

from tests.subgraph.assembling import VOTING, VOTING_AFTER, assembled, finalise, nomination
from tests.subgraph.played import Played, numbers
from tests.support.system import CATEGORIES as NAMES
from tests.support.system import DAY

pytestmark = pytest.mark.xdist_group("subgraph of the story")

CATEGORIES = [name.upper() for name in NAMES]
LISTED = 64
ARCHETYPE = CATEGORIES.index("ARCHETYPE")
SEAT = "number category holder { id } until suspensions"
RACES = "election { id opensAt votingFrom seatedFrom } category seats listed finalisedAt winners { id } " + (
    "candidacies(first: 1000) { agent { id } listed place endorsements approvals rank } "
    "ballots(first: 1000) { agent { id } approves { agent { id } } }"
)


def check(told: Played) -> None:
    """Everything of both sides."""
    council, races = told.system.council, told.every("races", RACES)
    assert races
    for race in races:
        check_race(told, race)
    for kind, category in enumerate(CATEGORIES):
        finalised = [one for one in races if one["category"] == category and one["finalisedAt"]]
        assert len(finalised) == council.finalisedCount(kind)
        check_seats(told, kind)


def check_race(told: Played, race: dict[str, Any]) -> None:
    council, kind = told.system.council, CATEGORIES.index(race["category"])
    election = int(race["election"]["id"])
    assert race["seats"] == council.openSeats(election, kind)
    assert numbers(race["election"], "opensAt", "votingFrom", "seatedFrom") == tuple(
        council.timesOf(election)
    )
    listed = sorted((one for one in race["candidacies"] if one["listed"]), key=lambda one: one["place"])
    assert [one["place"] for one in listed] == list(range(1, race["listed"] + 1))
    told_list = [(int(one["agent"]["id"]), one["endorsements"], one["approvals"]) for one in listed]
    assert told_list == [(n.agentId, n.endorsements, n.approvals) for n in council.nomineesOf(election, kind)]
    elected = sorted((one for one in race["candidacies"] if one["rank"]), key=lambda one: one["rank"])
    assert [one["rank"] for one in elected] == list(range(1, len(race["winners"]) + 1))
    assert {one["agent"]["id"] for one in elected} == {one["id"] for one in race["winners"]}
    approvals = [one["approvals"] for one in elected]
    assert approvals == sorted(approvals, reverse=True)
    for one in race["candidacies"]:
        stands = council.candidacyOf(election, int(one["agent"]["id"]))
        assert stands == (True, one["endorsements"])
    for ballot in race["ballots"]:
        approves = sorted(int(one["agent"]["id"]) for one in ballot["approves"])
        assert approves == sorted(council.ballotOf(election, int(ballot["agent"]["id"])))


def check_seats(told: Played, kind: int) -> None:
    now, every = told.system.rpc.now, told.every("seats", SEAT)
    given = {one["number"]: one for one in every if one["category"] == CATEGORIES[kind]}
    for number, seat in enumerate(told.system.council.seatsOf(kind)):
        one = given.get(number)
        if one is None or one["holder"] is None or int(one["until"]) <= now:
            assert seat.agentId == 0
        else:
            assert (seat.agentId, seat.until) == (int(one["holder"]["id"]), int(one["until"]))
            assert seat.suspensions == one["suspensions"]


def test_council__of_the_story__is_the_chains(told: Played) -> None:
    check(told)


def test_council__a_full_list__keeps_its_places(told: Played) -> None:
    system = told.system
    nomination(told)
    seated = {seat.agentId for seat in system.council.seatsOf(ARCHETYPE)}
    standing = [agent for agent in range(700, 800) if agent not in seated][: LISTED + 2]
    for agent in standing:
        system.council.stand(sender=system.wallet_of(agent))
    for voter, nominee in ((900, standing[-1]), (901, standing[-1]), (902, standing[0])):
        system.council.endorse(nominee, sender=system.wallet_of(voter))
    check(told)
    assert told.every("displacements", "candidacy { id }")
    system.rpc.travel(VOTING_AFTER)
    for voter, names in ((900, [standing[0], standing[-1]]), (901, [standing[0]]), (900, [standing[-1]])):
        system.council.vote(names, sender=system.wallet_of(voter))
    check(told)
    system.rpc.travel(VOTING)
    finalise(told)
    check(told)


def test_council__suspended_by_governance__has_its_seat_no_more(told: Played) -> None:
    system = told.system
    member = assembled(told)[-1]
    system.registry.suspend(member, sender=system.critical)
    check(told)
    held = [one["holder"] for one in told.every("seats", "holder { id }")]
    assert {"id": str(member)} not in held
    system.registry.reinstate(member, sender=system.critical)
    check(told)


def test_council__while_there_is_no_guardian__vetoes(told: Played) -> None:
    system, guardian = told.system, told.system.guardianship.guardian()
    system.rpc.travel(91 * DAY)
    members = assembled(told)
    system.guardianship.vacate(sender=system.succession)
    acts = (
        [system.resources.address],
        [0],
        [bytes.fromhex(system.resources.calldata("setUnitCost", 1, 1)[2:])],
    )
    receipt = system.governance.propose(*acts, "No", sender=system.wallet_of(members[0]))
    number = receipt.of("ProposalCreated")[0].proposalId
    _, needed = system.council.caretakerApprovals(number)
    for member in members[:needed]:
        system.council.vetoAsCaretaker(number, sender=system.wallet_of(member))
    fields = "status canceledBy veto { kind } caretakerApprovals(first: 25) { approvals needed }"
    proposal = told.one("proposal", str(number), fields)
    assert (proposal["status"], proposal["canceledBy"]) == ("CANCELED", "VETO")
    assert proposal["veto"] == {"kind": "COUNCIL"}
    approvals = [(one["approvals"], one["needed"]) for one in proposal["caretakerApprovals"]]
    assert sorted(approvals) == [(number, needed) for number in range(1, needed + 1)]
    system.guardianship.heartbeat(sender=guardian)
