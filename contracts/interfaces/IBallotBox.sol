// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {ProposalClass, SignedBallot, Tally} from "../types/Proposal.sol";

/// @title IBallotBox
/// @notice Who votes on a proposal, with what weight, and what has been counted.
interface IBallotBox {
    /// @notice A ballot of a batch was passed over; `reason` is the selector of the error that it met.
    event BallotSkipped(uint256 indexed proposalId, address indexed voter, bytes4 reason);

    /// @notice The voter is no active agent, and not the guardian voting in person.
    error VoterNotEntitled(address voter);
    /// @notice The voter had no units at the snapshot.
    error NoVotingUnits(address voter, uint256 timepoint);
    error AlreadyVoted(address voter, uint256 proposalId);
    error SupportUnknown(uint8 support);
    /// @notice A batch of ballots needs so much gas left before each.
    error GasTooLow(uint256 left, uint256 needed);

    // --- Views ---

    /// @notice Raw numbers that decide a proposal; a ballot of the guardian's that a new epoch made void is not in them.
    function tallyOf(uint256 proposalId) external view returns (Tally memory);

    /// @notice For, against and abstaining in voting units, the guardian's ballot as {VoteCount-guardianWeight}.
    function votesOf(uint256 proposalId) external view returns (uint256 against, uint256 inFavour, uint256 abstaining);

    /// @notice The same as parts of 1e18: the guardian's ballot is 0.51e18 of it, all agents' together 0.49e18.
    function scaledVotesOf(uint256 proposalId)
        external
        view
        returns (uint256 against, uint256 inFavour, uint256 abstaining);

    /// @notice Whether an account's vote was counted; of the guardian, in the present epoch.
    function hasVoted(uint256 proposalId, address account) external view returns (bool);

    /// @notice An agent's votes at a time, in wei; for the guardian its 51 in the same unit.
    function weightOf(address account, uint256 timepoint) external view returns (uint256);

    /// @notice Units that a proposal of a class needs in ballots, abstentions included, at a snapshot.
    function quorumOf(ProposalClass class, uint256 timepoint) external view returns (uint256);

    /// @notice The class of a proposal when it was made.
    function classOf(uint256 proposalId) external view returns (ProposalClass);

    /// @notice When voting ends, extension included; seconds since 1970.
    function deadlineOf(uint256 proposalId) external view returns (uint256);

    /// @notice Whether what has been counted lets the proposal pass.
    function hasPassed(uint256 proposalId) external view returns (bool);

    /// @notice When the epoch ended of the guardian whose ballot passed a CRITICAL or AMENDMENT proposal; the largest
    /// number if it has not.
    function outlivedAt(uint256 proposalId) external view returns (uint256);

    /// @notice Seconds between queueing and execution, with what has been counted.
    function delayOf(uint256 proposalId) external view returns (uint256);

    // --- Anyone, with the agents' signatures ---

    /// @notice Casts ballots that agents signed; bad ones are passed over with BallotSkipped.
    /// @dev Reverts with GasTooLow.
    /// @return counted Number of ballots that counted.
    function castVotesBySig(uint256 proposalId, SignedBallot[] calldata ballots) external returns (uint256 counted);

    // --- Contracts of the protocol ---

    /// @notice Opens the box of a new proposal. Only the contract named "Governance".
    function open(uint256 proposalId, ProposalClass class, uint256 snapshot, uint256 deadline) external;

    /// @notice Counts a ballot. Only the contract named "Governance", which has checked that voting is open.
    /// @dev Reverts with SupportUnknown, VoterNotEntitled, NoVotingUnits, AlreadyVoted.
    /// @param weight What {weightOf} says of the voter at the snapshot.
    /// @param inPerson Whether the voter calls, and did not sign.
    /// @return extendedDeadline When voting ends now, if this ballot moved it; else 0.
    function count(uint256 proposalId, address voter, uint8 support, uint256 weight, bool inPerson)
        external
        returns (uint256 extendedDeadline);
}
