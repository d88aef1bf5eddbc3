// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {GuardianBallot, ProposalClass, SignedBallot, Tally} from "../types/Proposal.sol";

/// @title IGovernance
/// @notice What the protocol's governor adds to OpenZeppelin's: classes, the guardian's 51, vetoes, ballots in batches.
interface IGovernance {
    /// @notice A proposal was made: its place in the order of all proposals, from 0, and its class.
    event ProposalClassified(uint256 indexed proposalId, uint256 indexed index, ProposalClass class);
    /// @notice Its voting ends later, once: the quorum was reached, or the guardian voted, in the last two days.
    event ProposalExtended(uint256 indexed proposalId, uint64 extendedDeadline);
    /// @notice The guardian vetoed one proposal.
    event ProposalVetoed(uint256 indexed proposalId, address indexed guardian, bytes32 reasonHash);
    /// @notice The guardian vetoed every proposal up to `index`, that one included, that was not final.
    event ProposalsVetoedUpTo(uint256 indexed index, address indexed guardian, bytes32 reasonHash);
    /// @notice The council vetoed a proposal while the office of guardian was vacant.
    event ProposalVetoedByCouncil(uint256 indexed proposalId);
    /// @notice A ballot of a batch was passed over; `reason` is the selector of the error that it met.
    event BallotSkipped(uint256 indexed proposalId, address indexed voter, bytes4 reason);

    /// @notice Neither the guardian, nor an agent with the right to make a proposal of this class.
    error ProposerNotEntitled(address proposer, ProposalClass class);
    /// @notice The proposer's last proposal is still pending or active.
    error ProposalStillLive(address proposer, uint256 proposalId);
    error TooManyActions(uint256 count, uint256 max);
    error CalldataTooLong(uint256 length, uint256 max);
    /// @notice The voter is no active agent, and not the guardian voting in person.
    error VoterNotEntitled(address voter);
    /// @notice The voter had no units at the snapshot.
    error NoVotingUnits(address voter, uint256 timepoint);
    error AlreadyVoted(address voter, uint256 proposalId);
    error SupportUnknown(uint8 support);
    /// @notice An action has become graver than the proposal.
    error ClassRaised(uint256 proposalId, ProposalClass stored, ProposalClass found);
    /// @notice The delay is not over.
    error DelayNotOver(uint256 proposalId, uint256 eta);
    /// @notice The ether sent is not what the actions spend.
    error ValueMismatch(uint256 sent, uint256 needed);
    error IndexUnknown(uint256 index, uint256 count);
    error VetoNotHigher(uint256 index, uint256 vetoedUpTo);
    /// @notice {relay} does not exist.
    error RelayUnavailable();

    // --- Views ---

    /// @notice The class that a proposal had when it was made.
    function classOf(uint256 proposalId) external view returns (ProposalClass);

    /// @notice Its place in the order of all proposals, from 0.
    function indexOf(uint256 proposalId) external view returns (uint256);

    /// @notice The raw numbers that decide it; a ballot that a new epoch made void is not in them.
    function tallyOf(uint256 proposalId) external view returns (Tally memory);

    /// @notice Units that a proposal of a class needs in ballots, abstentions included, at a snapshot.
    function quorumOf(ProposalClass class, uint256 timepoint) external view returns (uint256);

    /// @notice Seconds between queueing and execution, with what has been voted so far.
    function delayOf(uint256 proposalId) external view returns (uint256);

    /// @notice When a queued proposal can be executed no more, or one that succeeded be queued no more; 0 before.
    function expiryOf(uint256 proposalId) external view returns (uint256);

    /// @notice For, against and abstaining as parts of 1e18: the guardian's ballot is 0.51e18 of it, all agents' 0.49e18.
    function scaledVotes(uint256 proposalId) external view returns (uint256 inFavour, uint256 against, uint256 abstaining);

    // --- Anyone, with the agents' signatures ---

    /// @notice Casts ballots that agents signed; bad ones are passed over with BallotSkipped.
    /// @return counted Number of ballots that counted.
    function castVotesBySig(uint256 proposalId, SignedBallot[] calldata ballots) external returns (uint256 counted);

    // --- The guardian ---

    /// @notice Vetoes a proposal that has not been executed. Only the guardian.
    function veto(uint256 proposalId, bytes32 reasonHash) external;

    /// @notice Vetoes every proposal up to `index`, that one included, that is not final. Only the guardian.
    function vetoUpTo(uint256 index, bytes32 reasonHash) external;

    /// @notice Relays a veto that the guardian signed: EIP-712
    /// `Veto(uint256 proposalId,bytes32 reasonHash,uint256 epoch,uint256 deadline)`, the deadline at most 72 hours away.
    function vetoBySig(uint256 proposalId, bytes32 reasonHash, uint256 deadline, bytes calldata signature) external;

    // --- Contracts of the protocol ---

    /// @notice Vetoes a proposal while the office of guardian is vacant. Only the contract named "AgentCouncil".
    function vetoByCouncil(uint256 proposalId) external;
}
