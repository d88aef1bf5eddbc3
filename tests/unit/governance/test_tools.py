"""The calls that wallets, explorers and voting sites make of any OpenZeppelin governor.

identity ── name, version, token, clock, modes, EIP-712 domain, interface ids
parameters ── delay, period, threshold, quorum
a proposal ── found by id and by place, its times, votes, state, proposer, through its whole life
events ── OpenZeppelin's own, without indexed fields
"""

from eth_utils import keccak

from tests.support.actors import actor, agent_actor
from tests.support.contract import reverts
from tests.support.governance import (
    AGAINST,
    FOR,
    SEATED,
    SMALL_SHARE,
    STATES,
    appoint,
    cancel,
    propose,
    sign_ballot,
    to_end,
    to_eta,
    to_voting,
    vote,
)
from tests.support.office import told
from tests.support.system import DAY, ROAD, System, artifact

NEW = actor("new registrar")
UNITS = len(SEATED) * SMALL_SHARE
GUARDIAN_WEIGHT = 51 * UNITS // 49


def test_identity__asked__is_that_of_a_governor(assembly: System) -> None:
    governance = assembly.governance
    assert governance.fn("name")() == "BlackRoad Governance"
    assert governance.version() == "1.0.0"
    assert governance.token() == assembly.token.address
    assert governance.clock() == assembly.rpc.now == assembly.token.clock()
    assert governance.CLOCK_MODE() == assembly.token.CLOCK_MODE() == "mode=timestamp"
    assert governance.COUNTING_MODE() == "support=bravo&quorum=for,abstain"
    domain = governance.eip712Domain()
    assert domain[1:5] == ("BlackRoad Governance", "1.0.0", assembly.rpc.chain_id, governance.address)


def test_supports_interface__governor__has_both_ids(assembly: System) -> None:
    supported = [assembly.governance.supportsInterface(bytes.fromhex(i)) for i in IDS]
    assert supported == [True, True, True, False]


IDS = ("65455a86", "cdbdfcee", "01ffc9a7", "ffffffff")


def test_parameters__asked__are_the_constitutions(assembly: System) -> None:
    assembly.rpc.travel(1)
    governance, now = assembly.governance, assembly.rpc.now
    assert (governance.votingDelay(), governance.votingPeriod()) == (7 * DAY, 7 * DAY)
    assert governance.proposalThreshold() == ROAD
    assert governance.quorum(now - 1) == UNITS // 10
    assert governance.proposalNeedsQueuing(1)
    assert governance.getVotes(agent_actor(1), now - 1) == SMALL_SHARE
    assert governance.getVotes(assembly.guardian, now - 1) == GUARDIAN_WEIGHT
    assert governance.getVotes(assembly.stranger, now - 1) == 0
    with reverts("ERC5805FutureLookup", now, now):
        governance.quorum(now)


def test_states__of_the_interface__keep_their_order() -> None:
    (entry,) = [e for e in artifact("Governance")[0] if e.get("name") == "state"]
    assert entry["outputs"][0]["internalType"] == "enum IGovernor.ProposalState"
    assert STATES[:4] + STATES[5:] == [
        "Pending", "Active", "Canceled", "Defeated", "Queued", "Expired", "Executed",
    ]  # fmt: skip


def test_events__of_the_interface__index_nothing() -> None:
    events = {e["name"]: e for e in artifact("Governance")[0] if e["type"] == "event"}
    for name, indexed in {
        "ProposalCreated": 0, "ProposalQueued": 0, "ProposalExecuted": 0, "ProposalCanceled": 0,
        "VoteCast": 1, "VoteCastWithParams": 1,
    }.items():  # fmt: skip
        assert sum(field["indexed"] for field in events[name]["inputs"]) == indexed, name


def test_proposal__through_its_life__is_told_to_the_tools(assembly: System) -> None:
    governance, first = assembly.governance, assembly.rpc.now + 1
    made = appoint(assembly, agent_actor(1), NEW)
    description = "why#proposer=" + agent_actor(1).address.lower()
    lists = made.lists
    created = next(e for e in made.receipt.events if e.name == "ProposalCreated")
    start, end = first + 7 * DAY, first + 14 * DAY
    assert list(created.args.values()) == [
        made.id, agent_actor(1).address, lists[0], [0], [""], lists[2], start, end, description,
    ]  # fmt: skip
    text = keccak(text=description)
    assert governance.hashProposal(*lists, text) == made.id
    assert governance.getProposalId(*lists, text) == made.id
    assert governance.proposalCount() == 1
    details = (lists[0], [0], lists[2], text)
    assert governance.proposalDetails(made.id) == details
    assert governance.proposalDetailsAt(0) == (made.id, *details)
    assert (made.snapshot, made.deadline, made.eta) == (start, end, 0)
    assert governance.proposalProposer(made.id) == agent_actor(1).address
    assert [made.state_at(t) for t in (start, start + 1, end, end + 1)] == [
        "Pending", "Active", "Active", "Defeated",
    ]  # fmt: skip
    to_voting(made)
    receipt = governance.castVoteWithReason(made.id, FOR, "good", sender=agent_actor(2))
    assert told(receipt) == [("VoteCast", agent_actor(2).address, made.id, FOR, SMALL_SHARE, "good")]
    signature = sign_ballot(made, AGAINST, agent_actor(3))
    receipt = governance.castVoteBySig(made.id, AGAINST, agent_actor(3), signature, sender=assembly.stranger)
    assert told(receipt) == [("VoteCast", agent_actor(3).address, made.id, AGAINST, SMALL_SHARE, "")]
    (receipt,) = vote(made, FOR, assembly.guardian)
    assert told(receipt)[-1] == ("VoteCast", assembly.guardian.address, made.id, FOR, GUARDIAN_WEIGHT, "")
    assert governance.proposalVotes(made.id) == (SMALL_SHARE, SMALL_SHARE + GUARDIAN_WEIGHT, 0)
    voters = (agent_actor(2), agent_actor(3), agent_actor(4), assembly.guardian)
    assert [governance.hasVoted(made.id, v) for v in voters] == [True, True, False, True]
    to_end(made)
    queued = assembly.rpc.now + 1
    receipt = governance.fn("queue(address[],uint256[],bytes[],bytes32)")(
        *lists, text, sender=assembly.stranger, at=queued
    )
    assert told(receipt) == [("ProposalQueued", made.id, queued + 7 * DAY)]
    to_eta(made)
    receipt = governance.fn("execute(address[],uint256[],bytes[],bytes32)")(
        *lists, text, sender=assembly.stranger
    )
    assert told(receipt) == [
        ("RoleGranted", 3, NEW.address, 0, assembly.rpc.now + 3 * DAY, True),
        ("ProposalExecuted", made.id),
    ]
    assert made.state == "Executed"


def test_cancel__by_its_proposer_under_discussion__cancels(assembly: System) -> None:
    made = appoint(assembly, agent_actor(1), NEW)
    for caller in (agent_actor(2), assembly.guardian, assembly.stranger):
        with reverts("GovernorUnableToCancel", made.id, caller):
            cancel(made, sender=caller)
    assert told(cancel(made)) == [("ProposalCanceled", made.id)]
    other = appoint(assembly, agent_actor(2), NEW)
    to_voting(other)
    with reverts("GovernorUnableToCancel", other.id, agent_actor(2)):
        cancel(other)


def test_details__of_no_proposal__reverts(assembly: System) -> None:
    for function in ("proposalDetails(uint256)", "state(uint256)"):
        with reverts("GovernorNonexistentProposal", 7):
            assembly.governance.fn(function)(7)
    for function in ("queue(uint256)", "execute(uint256)", "cancel(uint256)"):
        with reverts("GovernorNonexistentProposal", 7):
            assembly.governance.fn(function)(7, sender=assembly.stranger)


def test_deposits__of_anything__are_refused(assembly: System) -> None:
    """G22: nothing can be stuck in the governor."""
    governance = assembly.governance
    data = [assembly.stranger, assembly.stranger]
    for function, args in {
        "onERC721Received": (*data, 1, b""),
        "onERC1155Received": (*data, 1, 1, b""),
        "onERC1155BatchReceived": (*data, [1], [1], b""),
    }.items():
        with reverts("GovernorDisabledDeposit"):
            governance.fn(function)(*args, sender=assembly.stranger)
    with reverts("RelayUnavailable"):
        governance.relay(assembly.stranger, 0, b"", sender=assembly.peer("ConstitutionalExecutor"))


def test_propose__nothing_or_uneven__reverts(assembly: System) -> None:
    """G18."""
    with reverts("GovernorInvalidProposalLength", 0, 0, 0):
        propose(assembly, agent_actor(1), [])
    target = assembly.registry.address
    with reverts("GovernorInvalidProposalLength", 1, 1, 2):
        assembly.governance.propose([target], [0, 0], [b""], "why", sender=agent_actor(1))
    with reverts("GovernorInvalidProposalLength", 1, 0, 1):
        assembly.governance.propose([target], [0], [], "why", sender=agent_actor(1))
