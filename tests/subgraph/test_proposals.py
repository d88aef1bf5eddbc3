"""Proposals as the store has them, and as governor and ballot box answer.

the story's proposals: executed, vetoed, outlived by a guardian, with dissent, …
├── class, times, state by the clock ── are the governor's
├── tallies in units, in votes and as parts of 1e18, quorum, delay ── are the ballot box's
└── actions ── are what the governor would execute
what has no event of its own
├── units move after a snapshot ── the total is the snapshot's
├── a veto of all up to an index ── cancels those that were not final
└── a new guardian ── voids the ballot where voting runs, and cancels what the last one had passed
ballots ── late ones extend the vote, reasons and parameters are kept, bad ones of a batch are told
proposers ── when they may propose again
"""

from typing import Any

import pytest

from tests.subgraph.played import Played, numbers
from tests.support.actors import actor
from tests.support.contract import reverts
from tests.support.system import DAY

pytestmark = pytest.mark.xdist_group("subgraph of the story")

CLASSES = ("STANDARD", "CRITICAL", "AMENDMENT")
ZERO, GPU = "0x" + "00" * 20, b"gpu".ljust(32, b"\0")
FOR, ABSTAIN = 1, 2
CANCEL = "cancel(address[],uint256[],bytes[],bytes32)"
BALLOTS = (None, "AGAINST", "FOR", "ABSTAIN")
PENDING, ACTIVE, CANCELED, DEFEATED, SUCCEEDED, QUEUED, EXPIRED, EXECUTED = range(8)
FIELDS = """class snapshot deadline status total unitsFor unitsAgainst unitsAbstain guardian
    votesFor votesAgainst votesAbstain scaledFor scaledAgainst scaledAbstain quorum passes delay
    eta expiry canceledBy proposerAccount { id } index
    actions(orderBy: index) { target value calldata }"""


def state(proposal: dict[str, Any], now: int) -> int:
    """What the clock makes of what the events said, as the schema tells it."""
    snapshot, deadline, expiry = numbers(proposal, "snapshot", "deadline", "expiry")
    if proposal["status"] in ("CANCELED", "EXECUTED"):
        return CANCELED if proposal["status"] == "CANCELED" else EXECUTED
    if now <= deadline:
        return PENDING if now <= snapshot else ACTIVE
    if not proposal["passes"]:
        return DEFEATED
    if now > expiry:
        return EXPIRED
    return QUEUED if proposal["status"] == "QUEUED" else SUCCEEDED


def check(told: Played) -> None:
    """All proposals of both sides."""
    system = told.system
    found = told.every("proposals", FIELDS)
    assert len(found) == system.governance.proposalCount()
    units = int(told.one("protocol", "blackroad", "votingUnits")["votingUnits"])
    for proposal in found:
        number = int(proposal["id"])
        assert system.governance.proposalDetailsAt(proposal["index"])[0] == number
        assert CLASSES[system.ballots.classOf(number)] == proposal["class"]
        assert state(proposal, system.rpc.now) == system.governance.state(number)
        assert int(proposal["snapshot"]) == system.governance.proposalSnapshot(number)
        assert int(proposal["deadline"]) == system.governance.proposalDeadline(number)
        assert int(proposal["eta"] or 0) == system.governance.proposalEta(number)
        assert int(proposal["expiry"]) == system.governance.expiryOf(number)
        proposer = system.governance.proposalProposer(number)
        assert proposal["proposerAccount"]["id"] == proposer.lower()
        check_count(told, proposal, units)
        targets, values, calldatas, _ = system.governance.proposalDetails(number)
        acts = [(one["target"], int(one["value"]), one["calldata"]) for one in proposal["actions"]]
        expected = zip(targets, values, calldatas, strict=True)
        assert acts == [(target.lower(), value, "0x" + data.hex()) for target, value, data in expected]


def check_count(told: Played, proposal: dict[str, Any], units: int) -> None:
    ballots, number = told.system.ballots, int(proposal["id"])
    tally = ballots.tallyOf(number)
    voting = told.system.rpc.now > int(proposal["snapshot"])
    if voting:
        assert int(proposal["total"] or units) == tally.total
    assert BALLOTS[tally.guardian] == proposal["guardian"]
    cast = numbers(proposal, "unitsAgainst", "unitsFor", "unitsAbstain")
    assert cast == (tally.against, tally.inFavour, tally.abstaining)
    votes = numbers(proposal, "votesAgainst", "votesFor", "votesAbstain")
    assert votes == tuple(ballots.votesOf(number))
    scaled = numbers(proposal, "scaledAgainst", "scaledFor", "scaledAbstain")
    assert scaled == tuple(ballots.scaledVotesOf(number))
    assert proposal["passes"] == ballots.hasPassed(number)
    assert int(proposal["delay"]) == ballots.delayOf(number)
    if proposal["quorum"] is not None:
        kind = CLASSES.index(proposal["class"])
        assert int(proposal["quorum"]) == ballots.quorumOf(kind, int(proposal["snapshot"]))


def propose(told: Played, by: str, text: str, *, grave: bool = False) -> int:
    """A proposal of somebody, which would change what a resource costs or, as a grave one, a budget."""
    funds, resources = told.system.funds, told.system.resources
    target = funds if grave else resources
    data = funds.calldata("setBudget", GPU, ZERO, 1) if grave else resources.calldata("setUnitCost", 1, 1)
    acts = [target.address], [0], [bytes.fromhex(data[2:])]
    (created,) = told.system.governance.propose(*acts, text, sender=by).of("ProposalCreated")
    return int(created.proposalId)


def test_proposals__of_the_story__are_the_chains(told: Played) -> None:
    check(told)
    found = told.every("proposals", "status canceledBy")
    assert {"EXECUTED", "CANCELED"} <= {one["status"] for one in found}
    assert "VETO" in {one["canceledBy"] for one in found}


def test_proposals__units_that_move_after_the_snapshot__keep_the_total(told: Played) -> None:
    number = propose(told, told.system.wallet_of(21), "# A total\n\nof the snapshot.")
    told.system.rpc.travel(7 * DAY + 1)
    for sender in (22, 23):
        told.system.token.transfer(told.system.wallet_of(24), 10**18, sender=told.system.wallet_of(sender))
    told.system.governance.castVote(number, FOR, sender=told.system.wallet_of(25))
    check(told)
    proposal = told.one("proposal", str(number), "title total ballotCount ballots { agent { id } support }")
    units = told.one("protocol", "blackroad", "votingUnits")["votingUnits"]
    assert int(proposal["total"]) == int(units) + 2 * 10**18
    assert (proposal["title"], proposal["ballotCount"]) == ("A total", 1)
    assert proposal["ballots"] == [{"agent": {"id": "25"}, "support": "FOR"}]


def test_proposals__a_veto_of_many__cancels_what_was_not_final(told: Played) -> None:
    system = told.system
    first, second, third = (propose(told, system.wallet_of(agent), f"Veto {agent}") for agent in (31, 32, 33))
    index = told.one("proposal", str(second), "index")["index"]
    system.governance.vetoUpTo(index, b"w" * 32, sender=system.guardianship.guardian())
    check(told)
    vetoed = told.every("vetos", "kind upTo proposals { id }")
    (veto,) = [one for one in vetoed if one["kind"] == "GUARDIAN_UP_TO" and one["upTo"] == index]
    taken = {int(one["id"]) for one in veto["proposals"]}
    assert {first, second} <= taken
    assert third not in taken


def test_proposals__a_new_guardian__ends_what_the_last_one_did(told: Played) -> None:
    system, heir = told.system, actor("heir").address
    guardian = system.guardianship.guardian()
    grave = propose(told, guardian, "Grave", grave=True)
    system.rpc.travel(7 * DAY + 1)
    system.governance.castVote(grave, FOR, sender=guardian)
    routine = propose(told, system.wallet_of(41), "Routine")
    system.guardianship.proposeRotation(heir, sender=guardian)
    system.rpc.travel(7 * DAY + 1)
    system.governance.fn("queue(uint256)")(grave, sender=system.stranger)
    system.governance.castVote(routine, FOR, sender=guardian)
    check(told)
    assert told.one("proposal", str(routine), "guardian")["guardian"] == "FOR"
    system.guardianship.acceptRotation(sender=heir)
    check(told)
    assert told.one("proposal", str(routine), "guardian")["guardian"] is None
    assert told.one("proposal", str(grave), "canceledBy")["canceledBy"] == "EPOCH"


def test_proposals__voting_over__are_told_by_the_clock(told: Played) -> None:
    number = propose(told, told.system.wallet_of(51), "Nobody votes")
    told.system.rpc.travel(15 * DAY)
    check(told)
    assert told.system.governance.state(number) == DEFEATED
    told.system.rpc.travel(30 * DAY)
    check(told)


def test_ballots__late_reasoned_and_bad__are_told(told: Played) -> None:
    system, guardian = told.system, told.system.guardianship.guardian()
    number = propose(told, system.wallet_of(71), "Ballots")
    system.rpc.travel(7 * DAY + 1)
    system.ballots.castVotesBySig(number, [(guardian, FOR, b"")], sender=system.stranger)
    reasoned = system.governance.castVoteWithReasonAndParams
    reasoned(number, FOR, "because", b"\x07", sender=system.wallet_of(72))
    system.rpc.travel(6 * DAY)
    system.governance.castVote(number, ABSTAIN, sender=guardian)
    check(told)
    fields = 'extended steps { kind } ballots(where: { agent: "72" }) { reason params }'
    proposal = told.one("proposal", str(number), fields)
    assert proposal["extended"]
    assert {"kind": "EXTENDED"} in proposal["steps"]
    assert proposal["ballots"] == [{"reason": "because", "params": "0x07"}]
    skips = told.every("ballotSkips", "proposalId voter")
    assert (str(number), guardian.lower()) in [(one["proposalId"], one["voter"]) for one in skips]


def test_proposers__three_proposals__wait_as_long_as_the_chain_says(told: Played) -> None:
    wallet = told.system.wallet_of(61)
    for text in ("One", "Two", "Three"):
        number = propose(told, wallet, text)
        details = told.system.governance.proposalDetails(number)
        told.system.governance.fn(CANCEL)(*details, sender=wallet)
    next_at = int(told.one("proposer", "61", "nextAt")["nextAt"])
    with reverts("TooManyProposals", wallet, next_at):
        propose(told, wallet, "Four")
    assert told.one("proposal", str(number), "canceledBy")["canceledBy"] == "PROPOSER"
