// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {IERC6372} from "@openzeppelin/contracts/interfaces/IERC6372.sol";
import {IERC5805} from "@openzeppelin/contracts/interfaces/IERC5805.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {IAgentRegistry} from "../interfaces/IAgentRegistry.sol";
import {IFactory} from "../interfaces/IFactory.sol";
import {IGovernance} from "../interfaces/IGovernance.sol";
import {IGuardianship} from "../interfaces/IGuardianship.sol";
import {Peers} from "../libraries/Peers.sol";
import {ProposalRules} from "../libraries/ProposalRules.sol";
import {AgentStatus} from "../types/Agent.sol";
import {GuardianBallot, ProposalClass, SignedBallot, Support, Tally} from "../types/Proposal.sol";
import {Peer} from "./Peer.sol";

/// @title BallotBox
/// @notice Who votes on a proposal, with what weight, and what has been counted. What a count means {ProposalRules} says.
abstract contract BallotBox is Governor, Peer, IGovernance {
    using SafeCast for uint256;

    uint256 private constant VOTING_PERIOD = 7 days;
    /// @dev In the last two days a late quorum, or the guardian's ballot, gives two days more, once.
    uint256 private constant EXTENSION = 2 days;
    /// @dev Gas of one ballot of a batch at most, so that a voter's contract can't spend the others'.
    uint256 private constant BALLOT_GAS = 300_000;

    /// @dev One proposal, in two slots besides the marks. `known` keeps the first from being zero when voting begins.
    /// @param voted Which agents voted, a bit each.
    struct Box {
        uint96 inFavour;
        uint96 against;
        GuardianBallot guardian;
        uint24 guardianEpoch;
        ProposalClass class;
        bool extended;
        bool known;
        uint96 abstaining;
        uint32 index;
        bool vetoed;
        mapping(uint256 word => uint256) voted;
    }

    /// @notice Who the guardian is.
    IGuardianship public immutable GUARDIANSHIP;
    /// @notice Who the agents are.
    IAgentRegistry public immutable REGISTRY;
    /// @notice ROAD, whose votes are counted.
    IERC5805 public immutable TOKEN;

    mapping(uint256 proposalId => Box) internal _boxes;

    constructor(IFactory factory) {
        GUARDIANSHIP = IGuardianship(factory.peer(Peers.GUARDIANSHIP));
        REGISTRY = IAgentRegistry(factory.peer(Peers.REGISTRY));
        TOKEN = IERC5805(factory.peer(Peers.TOKEN));
    }

    // --- Anyone, with the agents' signatures ---

    /// @inheritdoc IGovernance
    function castVotesBySig(uint256 proposalId, SignedBallot[] calldata ballots) external returns (uint256 counted) {
        for (uint256 i = 0; i < ballots.length; ++i) {
            SignedBallot calldata ballot = ballots[i];
            try this.castVoteBySig{gas: BALLOT_GAS}(proposalId, ballot.support, ballot.voter, ballot.signature) {
                ++counted;
            } catch (bytes memory reason) {
                emit BallotSkipped(proposalId, ballot.voter, bytes4(reason));
            }
        }
    }

    // --- Views ---

    /// @notice The token whose votes are counted.
    function token() external view returns (IERC5805) {
        return TOKEN;
    }

    /// @notice Seconds since 1970, the token's clock (ERC-6372).
    function clock() public view override(Governor, IERC6372) returns (uint48) {
        return TOKEN.clock();
    }

    /// @notice Machine-readable description of the clock (ERC-6372).
    function CLOCK_MODE() public view override(Governor, IERC6372) returns (string memory) {
        return TOKEN.CLOCK_MODE();
    }

    /// @notice Bravo's three kinds of ballot; those for and those that abstain count to the quorum (units, never the
    /// guardian's ballot).
    function COUNTING_MODE() public pure override(IGovernor) returns (string memory) {
        return "support=bravo&quorum=for,abstain";
    }

    /// @notice Seconds of voting, an extension apart.
    function votingPeriod() public view override(IGovernor) returns (uint256) {
        return _scaled(VOTING_PERIOD);
    }

    /// @notice When voting ends, extension included.
    function proposalDeadline(uint256 proposalId) public view virtual override(Governor) returns (uint256) {
        return super.proposalDeadline(proposalId) + (_boxes[proposalId].extended ? _scaled(EXTENSION) : 0);
    }

    /// @notice Units that a STANDARD proposal needs in ballots, at a snapshot; see {quorumOf} for the others.
    function quorum(uint256 timepoint) public view override(IGovernor) returns (uint256) {
        return quorumOf(ProposalClass.STANDARD, timepoint);
    }

    /// @inheritdoc IGovernance
    function quorumOf(ProposalClass class, uint256 timepoint) public view returns (uint256) {
        return ProposalRules.quorum(class, TOKEN.getPastTotalSupply(timepoint));
    }

    /// @notice Whether an account's vote was counted; the guardian's in the present epoch.
    function hasVoted(uint256 proposalId, address account) public view override(IGovernor) returns (bool) {
        Box storage box = _boxes[proposalId];
        uint256 agentId = REGISTRY.agentEverOf(account);
        if (agentId != 0) return box.voted[agentId >> 8] & _bit(agentId) != 0;
        return account == GUARDIANSHIP.guardian() && _hasGuardianVoted(box);
    }

    /// @notice Ballots as the usual tools read them, in voting units; the guardian's counts as
    /// {ProposalRules-guardianWeight}.
    function proposalVotes(uint256 proposalId)
        external
        view
        returns (uint256 againstVotes, uint256 forVotes, uint256 abstainVotes)
    {
        Tally memory tally = tallyOf(proposalId);
        uint256 weight = ProposalRules.guardianWeight(tally.total);
        (againstVotes, forVotes, abstainVotes) = (tally.against, tally.inFavour, tally.abstaining);
        if (tally.guardian == GuardianBallot.AGAINST) againstVotes += weight;
        if (tally.guardian == GuardianBallot.FOR) forVotes += weight;
        if (tally.guardian == GuardianBallot.ABSTAIN) abstainVotes += weight;
    }

    /// @inheritdoc IGovernance
    function scaledVotes(uint256 proposalId) external view returns (uint256, uint256, uint256) {
        return ProposalRules.scaled(tallyOf(proposalId));
    }

    /// @inheritdoc IGovernance
    function tallyOf(uint256 proposalId) public view returns (Tally memory tally) {
        Box storage box = _boxes[proposalId];
        uint256 snapshot = proposalSnapshot(proposalId);
        if (snapshot == 0) revert GovernorNonexistentProposal(proposalId);
        tally.guardian = _isGuardianBallotVoid(proposalId, box) ? GuardianBallot.NONE : box.guardian;
        (tally.inFavour, tally.against, tally.abstaining) = (box.inFavour, box.against, box.abstaining);
        if (snapshot < block.timestamp) tally.total = TOKEN.getPastTotalSupply(snapshot);
    }

    // --- Internal ---

    /// @dev An agent's votes at a time; the guardian's 51 in the same units.
    function _getVotes(address account, uint256 timepoint, bytes memory) internal view override returns (uint256 votes) {
        votes = TOKEN.getPastVotes(account, timepoint);
        if (votes == 0 && GUARDIANSHIP.isGuardian(account)) {
            votes = ProposalRules.guardianWeight(TOKEN.getPastTotalSupply(timepoint));
        }
    }

    function _countVote(uint256 proposalId, address account, uint8 support, uint256 weight, bytes memory)
        internal
        override
        returns (uint256)
    {
        if (support > uint8(Support.ABSTAIN)) revert SupportUnknown(support);
        Box storage box = _boxes[proposalId];
        uint256 agentId = REGISTRY.agentOf(account);
        if (agentId == 0) {
            // The guardian votes in person: a signature would move the heartbeat when somebody else likes.
            if (account != _msgSender() || !GUARDIANSHIP.isGuardian(account)) revert VoterNotEntitled(account);
            if (_hasGuardianVoted(box)) revert AlreadyVoted(account, proposalId);
            GUARDIANSHIP.act(account);
            box.guardian = GuardianBallot(support + 1);
            box.guardianEpoch = uint24(GUARDIANSHIP.epoch()); // 2^24 epochs last for ever
        } else {
            if (REGISTRY.agent(agentId).status != AgentStatus.ACTIVE) revert VoterNotEntitled(account);
            if (weight == 0) revert NoVotingUnits(account, proposalSnapshot(proposalId));
            uint256 word = box.voted[agentId >> 8];
            if (word & _bit(agentId) != 0) revert AlreadyVoted(account, proposalId);
            box.voted[agentId >> 8] = word | _bit(agentId);
            // All votes together are below 2^96.
            if (support == uint8(Support.AGAINST)) box.against += uint96(weight);
            else if (support == uint8(Support.FOR)) box.inFavour += uint96(weight);
            else box.abstaining += uint96(weight);
        }
        _extend(proposalId, box, agentId == 0 || support == uint8(Support.AGAINST) ? 0 : weight, agentId == 0);
        return weight;
    }

    function _quorumReached(uint256 proposalId) internal view override returns (bool) {
        return ProposalRules.quorumReached(_boxes[proposalId].class, tallyOf(proposalId));
    }

    function _voteSucceeded(uint256 proposalId) internal view override returns (bool) {
        return ProposalRules.succeeded(_boxes[proposalId].class, tallyOf(proposalId));
    }

    /// @dev Whether the guardian's ballot was that of an epoch which ended before the vote did.
    function _isGuardianBallotVoid(uint256 proposalId, Box storage box) internal view returns (bool) {
        if (box.guardian == GuardianBallot.NONE) return false;
        uint256 endedAt = GUARDIANSHIP.startedAt(uint256(box.guardianEpoch) + 1);
        return endedAt != 0 && endedAt <= proposalDeadline(proposalId);
    }

    function _hasGuardianVoted(Box storage box) private view returns (bool) {
        return box.guardian != GuardianBallot.NONE && box.guardianEpoch == GUARDIANSHIP.epoch();
    }

    /// @dev Called after each ballot. Only the late ones pay for the look at the quorum.
    /// @param weight Units that the ballot added to the quorum.
    function _extend(uint256 proposalId, Box storage box, uint256 weight, bool byGuardian) private {
        if (box.extended) return;
        uint256 deadline = proposalDeadline(proposalId);
        if (block.timestamp + _scaled(EXTENSION) <= deadline) return;
        if (!byGuardian) {
            uint256 counted = uint256(box.inFavour) + box.abstaining;
            uint256 needed = quorumOf(box.class, proposalSnapshot(proposalId));
            if (counted < needed || counted - weight >= needed) return;
        }
        box.extended = true;
        emit ProposalExtended(proposalId, (deadline + _scaled(EXTENSION)).toUint64());
    }

    function _bit(uint256 agentId) private pure returns (uint256) {
        return 1 << (agentId & 0xff);
    }
}
