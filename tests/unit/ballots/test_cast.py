"""Who votes, once, with what weight (invariants 15, 48).

castVote, castVoteWithReason, castVoteWithReasonAndParams, and the same by signature
├── not Active ── reverts GovernorUnexpectedProposalState, to the second
├── support above 2 ── reverts SupportUnknown
├── neither an agent nor the guardian in person ── reverts VoterNotEntitled
├── an agent that governance has suspended or retired since ── reverts VoterNotEntitled; the denominator stays
├── no units at the snapshot ── reverts NoVotingUnits
├── again, by call, by signature, from the next wallet ── reverts
├── by signature: another voter, proposal, support, nonce, chain, contract; used twice ── reverts
└── otherwise ── emits VoteCast with the units of the snapshot
    ├── paid, sent, delegated since ── the same
    ├── delegated before ── the delegatee's
    └── under emergency suspension, frozen, everything paused ── the same   (48, 30)
hasVoted ── of an agent by any of its wallets, of the guardian in this epoch
count, open ── the governor alone
"""

from typing import Any

import pytest

from tests.support.actors import Actor, actor, agent_actor
from tests.support.agents import AGREES, AGREES_IN_4_BYTES, BURNS_GAS, DISAGREES, REVERTS
from tests.support.contract import reverts
from tests.support.governance import (
    ABSTAIN,
    AGAINST,
    FOR,
    SEATED,
    SMALL_SHARE,
    STATES,
    Proposal,
    appoint,
    governance_domain,
    sign_ballot,
    to_end,
    to_voting,
    vote,
    vote_by_sig,
)
from tests.support.holders import pay, rich_human
from tests.support.office import rotate_office, told, vacate
from tests.support.system import DAY, ROAD, System

P1, P2, P3 = map(agent_actor, (1, 2, 3))
NEW = actor("next wallet")
ACTIVE = (1 << STATES.index("Active")).to_bytes(32)
UNITS = 14 * SMALL_SHARE
GUARDIAN_WEIGHT = 51 * UNITS // 49
HOLDS = [("token", "pause"), ("cap", "pauseLinks"), ("registry", "pauseBirths"),
         ("registry", "pauseWalletRequests"), ("treasury", "pausePayments")]  # fmt: skip


@pytest.fixture
def proposal(assembly: System) -> Proposal:
    """A STANDARD proposal of P14, under discussion."""
    return appoint(assembly, agent_actor(14), actor("registrar to be"))


@pytest.fixture
def voting(proposal: Proposal) -> Proposal:
    """The same in the first second of the voting."""
    to_voting(proposal)
    return proposal


def counted(proposal: Proposal) -> tuple[int, int, int]:
    """Against, for, abstaining."""
    tally = proposal.system.ballots.tallyOf(proposal.id)
    return tally.against, tally.inFavour, tally.abstaining


@pytest.mark.parametrize("voter", ["agent", "guardian", "signature"])
@pytest.mark.parametrize("where", ["start", "end"])
def test_cast__at_the_edges__counts_inside_only(proposal: Proposal, where: str, voter: str) -> None:
    """G5, G2."""

    def cast(at: int) -> Any:
        if voter == "signature":
            return vote_by_sig(proposal, FOR, P1, at=at)
        return vote(proposal, FOR, P1 if voter == "agent" else proposal.system.guardian, at=at)

    if where == "start":
        outside, inside, state = proposal.snapshot, proposal.snapshot + 1, "Pending"
    else:
        to_voting(proposal)
        outside, inside, state = proposal.deadline + 1, proposal.deadline, "Defeated"
    with reverts("GovernorUnexpectedProposalState", proposal.id, STATES.index(state), ACTIVE):
        cast(outside)
    cast(inside)


@pytest.mark.parametrize("support", [AGAINST, FOR, ABSTAIN])
def test_cast__an_agent__emits(voting: Proposal, support: int) -> None:
    """G29: it has delegated to nobody."""
    (receipt,) = vote(voting, support, P1)
    assert told(receipt) == [("VoteCast", P1.address, voting.id, support, SMALL_SHARE, "")]
    assert counted(voting)[support] == sum(counted(voting)) == SMALL_SHARE
    assert voting.system.ballots.tallyOf(voting.id).guardian == 0


@pytest.mark.parametrize("support", [AGAINST, FOR, ABSTAIN])
def test_cast__the_guardian__emits_and_is_heard_of(voting: Proposal, support: int) -> None:
    system = voting.system
    (receipt,) = vote(voting, support, system.guardian)
    weight = GUARDIAN_WEIGHT
    assert told(receipt) == [
        ("Heartbeat", 1, system.rpc.now),
        ("VoteCast", system.guardian.address, voting.id, support, weight, ""),
    ]
    assert system.ballots.tallyOf(voting.id).guardian == support + 1
    assert sum(counted(voting)) == 0


@pytest.mark.parametrize("support", [3, 4, 255])
@pytest.mark.parametrize("voter", ["agent", "guardian", "stranger"])
def test_cast__no_such_support__reverts(voting: Proposal, support: int, voter: str) -> None:
    caller = P1 if voter == "agent" else getattr(voting.system, voter)
    with reverts("SupportUnknown", support):
        vote(voting, support, caller)


@pytest.mark.parametrize(
    "who", ["stranger", "registrar", "recovery", "treasury", "ballots", "human", "critical"]
)
def test_cast__no_voter__reverts(voting: Proposal, who: str) -> None:
    """Humans advise; what anybody holds gives no vote."""
    system = voting.system
    caller = rich_human(system, "rich", 50_000_000 * ROAD)[0] if who == "human" else getattr(system, who)
    with reverts("VoterNotEntitled", caller):
        vote(voting, FOR, caller)


def test_cast__with_reason__emits_it(voting: Proposal) -> None:
    governance = voting.system.governance
    receipt = governance.castVoteWithReason(voting.id, FOR, "because", sender=P1)
    assert told(receipt) == [("VoteCast", P1.address, voting.id, FOR, SMALL_SHARE, "because")]
    receipt = governance.castVoteWithReasonAndParams(voting.id, FOR, "because", b"", sender=P2)
    assert told(receipt) == [("VoteCast", P2.address, voting.id, FOR, SMALL_SHARE, "because")]
    receipt = governance.castVoteWithReasonAndParams(voting.id, FOR, "because", b"x", sender=P3)
    assert told(receipt) == [("VoteCastWithParams", P3.address, voting.id, FOR, SMALL_SHARE, "because", b"x")]
    assert counted(voting) == (0, 3 * SMALL_SHARE, 0)


def test_cast__returns__the_weight(voting: Proposal) -> None:
    """What a tool simulates before it sends."""
    system = voting.system
    data = system.governance.calldata("castVote", voting.id, FOR)
    for voter, weight in ((P1, SMALL_SHARE), (system.guardian, GUARDIAN_WEIGHT)):
        assert int.from_bytes(system.rpc.call(system.governance.address, data, voter.address)) == weight


# --- Once ---


@pytest.mark.parametrize("first", ["call", "signature"])
@pytest.mark.parametrize("second", ["call", "signature", "reason"])
def test_cast__twice__reverts(voting: Proposal, first: str, second: str) -> None:
    """G4: by call, by signature, in whatever order; the first one stands."""

    def cast(way: str, support: int) -> None:
        if way == "signature":
            vote_by_sig(voting, support, P1)
        elif way == "reason":
            voting.system.governance.castVoteWithReason(voting.id, support, "again", sender=P1)
        else:
            vote(voting, support, P1)

    cast(first, FOR)
    for support in (FOR, AGAINST):
        with reverts("AlreadyVoted", P1, voting.id):
            cast(second, support)
    assert counted(voting) == (0, SMALL_SHARE, 0)


def test_cast__the_guardian_twice__reverts(voting: Proposal) -> None:
    guardian = voting.system.guardian
    vote(voting, ABSTAIN, guardian)
    for support in (AGAINST, FOR, ABSTAIN):
        with reverts("AlreadyVoted", guardian, voting.id):
            vote(voting, support, guardian)


@pytest.mark.parametrize("agent_id", [1, 14])
def test_cast__one_voted__leaves_the_others(voting: Proposal, agent_id: int) -> None:
    """A bit for each agent."""
    vote(voting, FOR, agent_actor(agent_id))
    has_voted = voting.system.governance.hasVoted
    assert [i for i in range(1, 15) if has_voted(voting.id, agent_actor(i))] == [agent_id]


def test_cast__agents_of_other_words__are_others(assembly: System) -> None:
    """P1 and P257 have the same bit of different words."""
    assembly.birth(257 - len(SEATED))
    for i in (255, 256, 257):
        pay(assembly, agent_actor(i), SMALL_SHARE)
    proposal = appoint(assembly, agent_actor(14), actor("registrar to be"))
    to_voting(proposal)
    for i in (1, 257, 255, 256):
        assert not assembly.governance.hasVoted(proposal.id, agent_actor(i))
        vote(proposal, FOR, agent_actor(i))
        assert assembly.governance.hasVoted(proposal.id, agent_actor(i))
        with reverts("AlreadyVoted", agent_actor(i), proposal.id):
            vote(proposal, FOR, agent_actor(i))


# --- What the snapshot says ---


def test_cast__paid_since_the_snapshot__counts_what_was_before(proposal: Proposal) -> None:
    """G1, G3: what comes in the second of the snapshot counts, what comes later doesn't."""
    system = proposal.system
    at = {"sender": system.treasury, "at": proposal.snapshot}
    system.token.transfer(P1, ROAD, **at)
    system.token.transfer(P2, ROAD, **{**at, "at": proposal.snapshot + 1})
    system.token.transfer(P3, SMALL_SHARE, sender=agent_actor(4), at=proposal.snapshot + 2)
    vote(proposal, FOR, P1)
    assert counted(proposal)[FOR] == SMALL_SHARE + ROAD
    vote(proposal, AGAINST, P2, P3)
    assert counted(proposal)[AGAINST] == 2 * SMALL_SHARE


def test_cast__sent_away_since__counts_and_nobody_votes_with_it_again(voting: Proposal) -> None:
    """G3."""
    system = voting.system
    vote(voting, FOR, P1)
    system.token.transfer(P2, SMALL_SHARE, sender=P1)
    vote(voting, FOR, P2)
    assert counted(voting)[FOR] == 2 * SMALL_SHARE


def test_cast__nothing_at_the_snapshot__reverts(proposal: Proposal) -> None:
    system = proposal.system
    system.token.transfer(system.guardian, SMALL_SHARE, sender=P1)
    to_voting(proposal)
    pay(system, P1, SMALL_SHARE)
    for cast in (vote, vote_by_sig):
        with reverts("NoVotingUnits", P1, proposal.snapshot):
            cast(proposal, FOR, P1)


@pytest.mark.parametrize("giver", ["guardian", "human"])
def test_cast__gifts_before_the_snapshot__weigh_nothing(proposal: Proposal, giver: str) -> None:
    """X1, invariant 49."""
    system = proposal.system
    if giver == "guardian":
        system.vesting.release(sender=system.stranger)
        system.token.transfer(P1, 10_000_000 * ROAD, sender=system.guardian)
    else:
        human = rich_human(system, "rich", 50_000_000 * ROAD)[0]
        system.token.transfer(P1, 50_000_000 * ROAD, sender=human)
    to_voting(proposal)
    vote(proposal, FOR, P1)
    assert counted(proposal)[FOR] == SMALL_SHARE
    assert system.ballots.tallyOf(proposal.id).total == UNITS


def test_cast__delegated_before__is_the_delegatees(proposal: Proposal) -> None:
    system = proposal.system
    system.token.delegate(P2, sender=P1)
    to_voting(proposal)
    with reverts("NoVotingUnits", P1, proposal.snapshot):
        vote(proposal, FOR, P1)
    vote(proposal, FOR, P2)
    assert counted(proposal)[FOR] == 2 * SMALL_SHARE


def test_cast__delegated_since__is_its_own(voting: Proposal) -> None:
    voting.system.token.delegate(P2, sender=P1)
    vote(voting, FOR, P1)
    vote(voting, AGAINST, P2)
    assert counted(voting) == (SMALL_SHARE, SMALL_SHARE, 0)


# --- Suspensions, freezes, pauses ---


@pytest.mark.parametrize("decision", ["suspend", "retire"])
def test_cast__stopped_by_governance_since__reverts(voting: Proposal, decision: str) -> None:
    """It casts nothing, and the denominator stays; nor does a signature that was made before."""
    system, signature = voting.system, sign_ballot(voting, FOR, P1)
    system.registry.fn(decision)(1, sender=system.critical)
    with reverts("VoterNotEntitled", P1):
        vote(voting, FOR, P1)
    with reverts("VoterNotEntitled", P1):
        system.governance.castVoteBySig(voting.id, FOR, P1, signature, sender=system.stranger)
    assert system.ballots.tallyOf(voting.id).total == UNITS


def test_cast__suspended_by_governance_before__is_out_of_the_denominator(proposal: Proposal) -> None:
    system = proposal.system
    system.registry.suspend(1, sender=system.critical)
    to_voting(proposal)
    assert system.ballots.tallyOf(proposal.id).total == UNITS - SMALL_SHARE
    with reverts("VoterNotEntitled", P1):
        vote(proposal, FOR, P1)


def test_cast__reinstated__counts_what_it_had(voting: Proposal) -> None:
    system = voting.system
    system.registry.suspend(1, sender=system.critical)
    system.registry.reinstate(1, sender=system.critical)
    vote(voting, FOR, P1)
    assert counted(voting)[FOR] == SMALL_SHARE


@pytest.mark.parametrize("when", ["a second before the snapshot", "in its second", "while voting"])
@pytest.mark.parametrize("way", ["suspend", "freeze"])
def test_cast__emergency_suspension_or_freeze__changes_nothing(
    proposal: Proposal, way: str, when: str
) -> None:
    """X2, invariant 48: no unit, ballot, quorum or denominator."""
    system = proposal.system
    at = proposal.snapshot + ["a second before the snapshot", "in its second", "while voting"].index(when) - 1
    if way == "suspend":
        system.registry.emergencySuspend(1, sender=system.guardian, at=at)
    else:
        system.token.freeze(P1, sender=system.guardian, at=at)
    to_voting(proposal)
    system.rpc.travel(1)
    vote(proposal, FOR, P1)
    vote_by_sig(proposal, AGAINST, P2)
    tally = system.ballots.tallyOf(proposal.id)
    assert (tally.inFavour, tally.total) == (SMALL_SHARE, UNITS)
    assert system.ballots.quorumOf(0, proposal.snapshot) == UNITS // 10


def test_cast__everything_paused__counts(voting: Proposal) -> None:
    """Invariant 30."""
    system = voting.system
    for contract, hold in HOLDS:
        getattr(system, contract).fn(hold)(sender=system.guardian)
    vote(voting, FOR, P1, system.guardian)
    vote_by_sig(voting, FOR, P2)
    assert counted(voting)[FOR] == 2 * SMALL_SHARE


# --- Wallets ---


def test_cast__rotated_after_voting__does_not_vote_again(voting: Proposal) -> None:
    """X5: a new body is no new voter, and its old wallet none either."""
    system = voting.system
    vote(voting, FOR, P1)
    system.rotate(1, P1, NEW)
    with reverts("VoterNotEntitled", P1):
        vote(voting, FOR, P1)
    with reverts("NoVotingUnits", NEW, voting.snapshot):
        vote(voting, FOR, NEW)
    assert [system.governance.hasVoted(voting.id, one) for one in (P1, NEW)] == [True, True]


def test_cast__rotated_before_the_snapshot__votes_with_what_it_took_along(proposal: Proposal) -> None:
    system = proposal.system
    system.rotate(1, P1, NEW)
    system.token.transfer(NEW, SMALL_SHARE, sender=P1)
    to_voting(proposal)
    with reverts("VoterNotEntitled", P1):
        vote(proposal, FOR, P1)
    vote(proposal, FOR, NEW)
    assert counted(proposal)[FOR] == SMALL_SHARE
    vote_by_sig(proposal, FOR, P2)


def test_has_voted__guardian_in_a_wallet_that_an_agent_left__is_the_guardians(proposal: Proposal) -> None:
    """The agent's ballot is not the guardian's."""
    system = proposal.system
    system.rotate(1, P1, NEW)
    system.token.transfer(NEW, SMALL_SHARE, sender=P1)
    system.guardianship.proposeRotation(P1, sender=system.guardian)
    system.guardianship.acceptRotation(sender=P1, at=system.rpc.now + 7 * DAY)
    vote(proposal, FOR, NEW)
    assert [system.governance.hasVoted(proposal.id, one) for one in (NEW, P1)] == [True, False]
    vote(proposal, AGAINST, P1)
    assert system.governance.hasVoted(proposal.id, P1)
    assert system.ballots.tallyOf(proposal.id).guardian == AGAINST + 1


# --- The guardian's ballot ---


def test_cast__the_guardians_signature__is_refused(voting: Proposal) -> None:
    """A ballot has no deadline: somebody else would choose when the guardian is heard of."""
    system = voting.system
    seen = system.guardianship.lastSeen()
    with reverts("VoterNotEntitled", system.guardian):
        vote_by_sig(voting, FOR, system.guardian)
    assert system.guardianship.lastSeen() == seen


def test_cast__vacant_office__reverts(assembly: System) -> None:
    vacate(assembly)
    proposal = appoint(assembly, P1, assembly.stranger)
    to_voting(proposal)
    with reverts("VoterNotEntitled", assembly.guardian):
        vote(proposal, FOR, assembly.guardian)
    vote(proposal, FOR, P1)
    assembly.guardianship.heartbeat(sender=assembly.guardian)
    vote(proposal, FOR, assembly.guardian)


def test_cast__in_the_block_of_acceptance__reverts(proposal: Proposal) -> None:
    """Invariant 28."""
    system = proposal.system
    system.guardianship.proposeRotation(NEW, sender=system.guardian)
    time = proposal.snapshot + 10
    system.guardianship.acceptRotation(sender=NEW, at=time)
    with reverts("VoterNotEntitled", NEW):
        vote(proposal, FOR, NEW, at=time)
    vote(proposal, FOR, NEW, at=time + 1)


def test_cast__by_the_guardian_of_before__reverts(proposal: Proposal) -> None:
    system = proposal.system
    rotate_office(system, NEW)
    to_voting(proposal)
    with reverts("VoterNotEntitled", system.guardian):
        vote(proposal, FOR, system.guardian)
    vote(proposal, FOR, NEW)


# --- Signatures ---


def relay(proposal: Proposal, support: int, voter: Actor, signature: bytes) -> Any:
    system = proposal.system
    return system.governance.castVoteBySig(proposal.id, support, voter, signature, sender=system.stranger)


def test_cast_by_sig__for_something_else__reverts(voting: Proposal) -> None:
    """G26: no other chain, contract, nonce, proposal, support or voter."""
    system = voting.system
    other = appoint(system, P2, system.stranger)
    domain = governance_domain(system)
    for signature in (
        sign_ballot(voting, FOR, P1, domain={**domain, "chainId": 1}),
        sign_ballot(voting, FOR, P1, domain={**domain, "verifyingContract": system.ballots.address}),
        sign_ballot(voting, FOR, P1, domain={**domain, "version": "1"}),
        sign_ballot(voting, FOR, P1, domain={**domain, "name": "BlackRoad"}),
        sign_ballot(voting, FOR, P1, nonce=1),
        sign_ballot(voting, FOR, P1, signer=P2),
        sign_ballot(voting, AGAINST, P1),
        sign_ballot(other, FOR, P1),
        sign_ballot(voting, FOR, P2),
        bytes(65),
        b"",
    ):
        with reverts("GovernorInvalidSignature", P1):
            relay(voting, FOR, P1, signature)
    assert not system.governance.hasVoted(voting.id, P1)


def test_cast_by_sig__replayed__reverts(voting: Proposal) -> None:
    signature = sign_ballot(voting, FOR, P1)
    relay(voting, FOR, P1, signature)
    with reverts("GovernorInvalidSignature", P1):
        relay(voting, FOR, P1, signature)


def test_cast_by_sig__two_proposals__do_not_wait_for_each_other(proposal: Proposal) -> None:
    """Nonces are keyed by the proposal: ballots are relayed in any order."""
    other = appoint(proposal.system, P2, proposal.system.stranger, why="other")
    one, two = sign_ballot(proposal, FOR, P1), sign_ballot(other, AGAINST, P1)
    to_voting(other)
    relay(other, AGAINST, P1, two)
    relay(proposal, FOR, P1, one)
    assert (counted(proposal)[FOR], counted(other)[AGAINST]) == (SMALL_SHARE, SMALL_SHARE)


def test_cast_by_sig__with_reason_and_params__is_an_extended_ballot(voting: Proposal) -> None:
    system = voting.system
    fields = "uint256 proposalId,uint8 support,address voter,uint256 nonce,string reason,bytes params"
    message = {
        "proposalId": voting.id, "support": FOR, "voter": P1.address,
        "nonce": voting.id % 2**192 << 64, "reason": "why", "params": b"x",
    }  # fmt: skip
    signature = P1.sign(governance_domain(system), {"ExtendedBallot": fields}, message)
    cast = system.governance.castVoteWithReasonAndParamsBySig
    for reason, params in (("other", b"x"), ("why", b"y")):
        with reverts("GovernorInvalidSignature", P1):
            cast(voting.id, FOR, P1, reason, params, signature, sender=system.stranger)
    receipt = cast(voting.id, FOR, P1, "why", b"x", signature, sender=system.stranger)
    assert told(receipt) == [("VoteCastWithParams", P1.address, voting.id, FOR, SMALL_SHARE, "why", b"x")]


def test_cast_by_sig__with_the_plain_nonce__counts_once(voting: Proposal) -> None:
    """As every OpenZeppelin governor takes it."""
    system = voting.system
    types = {"Ballot": "uint256 proposalId,uint8 support,address voter,uint256 nonce"}
    message = {"proposalId": voting.id, "support": FOR, "voter": P1.address, "nonce": 0}
    signature = P1.sign(governance_domain(system), types, message)
    relay(voting, FOR, P1, signature)
    with reverts("GovernorInvalidSignature", P1):
        relay(voting, FOR, P1, signature)


@pytest.mark.parametrize(
    ("code", "counts"),
    [(AGREES, True), (AGREES_IN_4_BYTES, False), (DISAGREES, False), (REVERTS, False), (BURNS_GAS, False)],
    ids=["agrees", "four bytes", "disagrees", "reverts", "burns gas"],
)
def test_cast_by_sig__a_voter_with_code__is_asked(voting: Proposal, code: str, counts: bool) -> None:
    """ERC-1271."""
    voting.system.rpc.set_code(P1.address, code)
    if counts:
        relay(voting, FOR, P1, b"anything")
        assert counted(voting)[FOR] == SMALL_SHARE
    else:
        with reverts("GovernorInvalidSignature", P1):
            relay(voting, FOR, P1, b"anything")


# --- The governor alone ---


def test_count_and_open__another_caller__revert(voting: Proposal) -> None:
    system = voting.system
    for caller in (system.guardian, P1, system.constitutional, system.admission, system.stranger):
        with reverts("CallerNotPeer", caller, system.governance):
            system.ballots.count(voting.id, P1, FOR, SMALL_SHARE, True, sender=caller)
        with reverts("CallerNotPeer", caller, system.governance):
            system.ballots.open(voting.id, 0, 0, 0, sender=caller)


def test_has_voted__nobody__is_false(voting: Proposal) -> None:
    system = voting.system
    for one in (P1, system.guardian, system.stranger, "0x" + "00" * 20):
        assert not system.governance.hasVoted(voting.id, one)
    to_end(voting)
    assert not system.governance.hasVoted(voting.id, P1)
