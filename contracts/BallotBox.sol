// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {IERC5805} from "@openzeppelin/contracts/interfaces/IERC5805.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {Peer} from "./base/Peer.sol";
import {IAgentRegistry} from "./interfaces/IAgentRegistry.sol";
import {IBallotBox} from "./interfaces/IBallotBox.sol";
import {IFactory} from "./interfaces/IFactory.sol";
import {IGuardianship} from "./interfaces/IGuardianship.sol";
import {ExecutionDelay} from "./libraries/ExecutionDelay.sol";
import {Peers} from "./libraries/Peers.sol";
import {VoteCount} from "./libraries/VoteCount.sol";
import {VoteScale} from "./libraries/VoteScale.sol";
import {VoteWeights} from "./libraries/VoteWeights.sol";
import {AgentStatus} from "./types/Agent.sol";
import {GuardianBallot, ProposalClass, SignedBallot, Support, Tally} from "./types/Proposal.sol";

/// @title BallotBox
/// @notice Who votes on a proposal, with what weight, and what has been counted.
///
/// **Design.** One box a proposal: two slots of numbers, and a bit for each agent that voted. What the numbers mean is
/// said in {VoteCount}; when voting is open {Governance} knows.
///
/// **Trust assumptions.** The token's past votes, the registry's status of agents, the office of guardian.
///
/// **How to stop it.** Not at all: no pause reaches a vote.
contract BallotBox is Peer, IBallotBox {
    using SafeCast for uint256;

    /// @dev In the last two days a late quorum, or the guardian's ballot, gives two days more, once.
    uint256 private constant EXTENSION = 2 days;
    /// @dev Gas of one ballot of a batch at most, so that a voter's contract can't spend the others'.
    uint256 private constant BALLOT_GAS = 300_000;
    /// @dev What must be left for that: a call keeps a 64th back, and costs something itself.
    uint256 private constant GAS_NEEDED = 320_000;

    /// @param guardianEpoch The epoch of the guardian who voted.
    /// @param snapshot When weights are taken.
    /// @param deadline When voting ends, extension included.
    /// @param voted Which agents voted, a bit each.
    struct Box {
        uint96 inFavour;
        uint96 against;
        GuardianBallot guardian;
        uint24 guardianEpoch;
        ProposalClass class;
        bool extended;
        bool opened;
        uint96 abstaining;
        uint48 snapshot;
        uint48 deadline;
        mapping(uint256 word => uint256) voted;
    }

    /// @notice Opens boxes and lets ballots in.
    IGovernor public immutable GOVERNANCE;
    /// @notice Who the guardian is.
    IGuardianship public immutable GUARDIANSHIP;
    /// @notice Who the agents are.
    IAgentRegistry public immutable REGISTRY;
    /// @notice ROAD, whose votes are counted.
    IERC5805 public immutable TOKEN;

    mapping(uint256 proposalId => Box) private _boxes;

    constructor(IFactory factory) Peer(factory) {
        GOVERNANCE = IGovernor(factory.peer(Peers.GOVERNANCE));
        GUARDIANSHIP = IGuardianship(factory.peer(Peers.GUARDIANSHIP));
        REGISTRY = IAgentRegistry(factory.peer(Peers.REGISTRY));
        TOKEN = IERC5805(factory.peer(Peers.TOKEN));
    }

    // --- Anyone, with the agents' signatures ---

    /// @inheritdoc IBallotBox
    function castVotesBySig(uint256 proposalId, SignedBallot[] calldata ballots) external returns (uint256 counted) {
        for (uint256 i = 0; i < ballots.length; ++i) {
            SignedBallot calldata ballot = ballots[i];
            // Else a good ballot could be passed over for want of gas, and an estimate of the batch's gas settle for that.
            uint256 left = gasleft();
            if (left < GAS_NEEDED) revert GasTooLow(left, GAS_NEEDED);
            try GOVERNANCE.castVoteBySig{gas: BALLOT_GAS}(proposalId, ballot.support, ballot.voter, ballot.signature) {
                ++counted;
            } catch (bytes memory reason) {
                emit BallotSkipped(proposalId, ballot.voter, bytes4(reason));
            }
        }
    }

    // --- Contracts of the protocol ---

    /// @inheritdoc IBallotBox
    function open(uint256 proposalId, ProposalClass class, uint256 snapshot, uint256 deadline) external {
        _checkCaller(address(GOVERNANCE));
        Box storage box = _boxes[proposalId];
        (box.class, box.snapshot, box.deadline) = (class, snapshot.toUint48(), deadline.toUint48());
        // Keeps the first slot from being zero when voting begins, which would make the first ballot dearer.
        box.opened = true;
    }

    /// @inheritdoc IBallotBox
    function count(uint256 proposalId, address voter, uint8 support, uint256 weight, bool inPerson)
        external
        returns (uint256 extendedDeadline)
    {
        _checkCaller(address(GOVERNANCE));
        if (support > uint8(Support.ABSTAIN)) revert SupportUnknown(support);
        Box storage box = _boxes[proposalId];
        uint256 agentId = REGISTRY.agentOf(voter);
        if (agentId == 0) {
            _countGuardian(box, proposalId, voter, support, inPerson);
            extendedDeadline = _extend(box, 0, true);
            GUARDIANSHIP.act(voter);
            return extendedDeadline;
        }
        _countAgent(box, proposalId, agentId, voter, support, weight);
        return _extend(box, support == uint8(Support.AGAINST) ? 0 : weight, false);
    }

    // --- Views ---

    /// @inheritdoc IBallotBox
    function hasVoted(uint256 proposalId, address account) external view returns (bool) {
        Box storage box = _boxes[proposalId];
        // Perhaps an agent left that wallet before.
        if (account == GUARDIANSHIP.guardian()) return _hasGuardianVoted(box);
        uint256 agentId = REGISTRY.agentEverOf(account);
        return agentId != 0 && box.voted[agentId >> 8] & _bit(agentId) != 0;
    }

    /// @inheritdoc IBallotBox
    function votesOf(uint256 proposalId) external view returns (uint256 against, uint256 inFavour, uint256 abstaining) {
        Tally memory tally = tallyOf(proposalId);
        uint256 weight = VoteWeights.guardianWeight(tally.total);
        (against, inFavour, abstaining) = (tally.against, tally.inFavour, tally.abstaining);
        if (tally.guardian == GuardianBallot.AGAINST) against += weight;
        if (tally.guardian == GuardianBallot.FOR) inFavour += weight;
        if (tally.guardian == GuardianBallot.ABSTAIN) abstaining += weight;
    }

    /// @inheritdoc IBallotBox
    function scaledVotesOf(uint256 proposalId)
        external
        view
        returns (uint256 against, uint256 inFavour, uint256 abstaining)
    {
        (inFavour, against, abstaining) = VoteScale.scaled(tallyOf(proposalId));
    }

    /// @inheritdoc IBallotBox
    function weightOf(address account, uint256 timepoint) external view returns (uint256 weight) {
        weight = TOKEN.getPastVotes(account, timepoint);
        if (weight == 0 && GUARDIANSHIP.isGuardian(account)) {
            weight = VoteWeights.guardianWeight(TOKEN.getPastTotalSupply(timepoint));
        }
    }

    /// @inheritdoc IBallotBox
    function classOf(uint256 proposalId) external view returns (ProposalClass) {
        return _opened(proposalId).class;
    }

    /// @inheritdoc IBallotBox
    function deadlineOf(uint256 proposalId) external view returns (uint256) {
        return _boxes[proposalId].deadline;
    }

    /// @inheritdoc IBallotBox
    function hasPassed(uint256 proposalId) external view returns (bool) {
        return VoteCount.succeeded(_boxes[proposalId].class, tallyOf(proposalId));
    }

    /// @inheritdoc IBallotBox
    function outlivedAt(uint256 proposalId) external view returns (uint256) {
        Box storage box = _opened(proposalId);
        if (box.class == ProposalClass.STANDARD) return type(uint256).max;
        uint256 endedAt = _epochEndedAt(box);
        // One that ended before the vote did has made the ballot void, and the proposal fails by its count.
        return endedAt <= box.deadline ? type(uint256).max : endedAt;
    }

    /// @inheritdoc IBallotBox
    function delayOf(uint256 proposalId) external view returns (uint256) {
        return _scaled(ExecutionDelay.delay(_boxes[proposalId].class, tallyOf(proposalId)));
    }

    /// @inheritdoc IBallotBox
    function quorumOf(ProposalClass class, uint256 timepoint) public view returns (uint256) {
        return VoteWeights.quorum(class, TOKEN.getPastTotalSupply(timepoint));
    }

    /// @inheritdoc IBallotBox
    function tallyOf(uint256 proposalId) public view returns (Tally memory tally) {
        Box storage box = _opened(proposalId);
        tally.guardian = _epochEndedAt(box) <= box.deadline ? GuardianBallot.NONE : box.guardian;
        (tally.inFavour, tally.against, tally.abstaining) = (box.inFavour, box.against, box.abstaining);
        if (box.snapshot < block.timestamp) tally.total = TOKEN.getPastTotalSupply(box.snapshot);
    }

    // --- Internal ---

    /// @dev The guardian votes in person: a signature would move the heartbeat when somebody else likes. A new guardian
    /// votes anew.
    function _countGuardian(Box storage box, uint256 proposalId, address voter, uint8 support, bool inPerson) private {
        if (!inPerson || !GUARDIANSHIP.isGuardian(voter)) revert VoterNotEntitled(voter);
        if (_hasGuardianVoted(box)) revert AlreadyVoted(voter, proposalId);
        box.guardian = GuardianBallot(support + 1);
        box.guardianEpoch = uint24(GUARDIANSHIP.epoch()); // 2^24 epochs of a week last for ever
    }

    function _countAgent(
        Box storage box,
        uint256 proposalId,
        uint256 agentId,
        address voter,
        uint8 support,
        uint256 weight
    ) private {
        if (REGISTRY.agent(agentId).status != AgentStatus.ACTIVE) revert VoterNotEntitled(voter);
        if (weight == 0) revert NoVotingUnits(voter, box.snapshot);
        uint256 word = box.voted[agentId >> 8];
        if (word & _bit(agentId) != 0) revert AlreadyVoted(voter, proposalId);
        box.voted[agentId >> 8] = word | _bit(agentId);
        uint96 units = weight.toUint96();
        if (support == uint8(Support.AGAINST)) box.against += units;
        else if (support == uint8(Support.FOR)) box.inFavour += units;
        else box.abstaining += units;
    }

    /// @dev Only late ballots pay for the look at the quorum.
    /// @param weight Units that the ballot added to the quorum.
    function _extend(Box storage box, uint256 weight, bool byGuardian) private returns (uint256 deadline) {
        if (box.extended || block.timestamp + _scaled(EXTENSION) <= box.deadline) return 0;
        if (!byGuardian) {
            uint256 counted = uint256(box.inFavour) + box.abstaining;
            uint256 needed = quorumOf(box.class, box.snapshot);
            if (counted < needed || counted - weight >= needed) return 0;
        }
        deadline = box.deadline + _scaled(EXTENSION);
        (box.extended, box.deadline) = (true, deadline.toUint48());
    }

    /// @dev When the epoch of the guardian who voted ended; the largest number if it has not, or nobody voted.
    function _epochEndedAt(Box storage box) private view returns (uint256 endedAt) {
        if (box.guardian == GuardianBallot.NONE) return type(uint256).max;
        endedAt = GUARDIANSHIP.startedAt(uint256(box.guardianEpoch) + 1);
        if (endedAt == 0) endedAt = type(uint256).max;
    }

    function _hasGuardianVoted(Box storage box) private view returns (bool) {
        return box.guardian != GuardianBallot.NONE && box.guardianEpoch == GUARDIANSHIP.epoch();
    }

    function _opened(uint256 proposalId) private view returns (Box storage box) {
        box = _boxes[proposalId];
        if (!box.opened) revert IGovernor.GovernorNonexistentProposal(proposalId);
    }

    function _bit(uint256 agentId) private pure returns (uint256) {
        return 1 << (agentId & 0xff);
    }
}
