// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {ProposalClass} from "../types/Proposal.sol";

/// @title IGovernance
/// @notice What the protocol's governor adds to OpenZeppelin's: classes, vetoes, delays, expiry.
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

    /// @notice An action has become graver than the proposal.
    error ClassRaised(uint256 proposalId, ProposalClass class, ProposalClass found);
    /// @notice The delay is not over.
    error DelayNotOver(uint256 proposalId, uint256 eta);
    /// @notice The ether sent is not what the actions spend.
    error ValueMismatch(uint256 sent, uint256 needed);
    error IndexUnknown(uint256 index, uint256 count);
    /// @notice Everything up to `vetoedUpTo` has been vetoed already.
    error VetoNotHigher(uint256 index, uint256 vetoedUpTo);
    /// @notice {relay} does not exist.
    error RelayUnavailable();

    // --- Views ---

    /// @notice When a queued proposal can be executed no more, or one that succeeded be queued no more.
    function expiryOf(uint256 proposalId) external view returns (uint256);

    // --- The guardian ---

    /// @notice Vetoes a proposal that is not final. Only the guardian.
    /// @dev Reverts with Guardianship's errors and GovernorUnexpectedProposalState. Emits ProposalVetoed and
    /// ProposalCanceled.
    /// @param reasonHash Hash of a text that says why.
    function veto(uint256 proposalId, bytes32 reasonHash) external;

    /// @notice Vetoes every proposal up to `index`, that one included, that is not final. Only the guardian.
    /// @dev Reverts with IndexUnknown, VetoNotHigher. Emits ProposalsVetoedUpTo alone, whatever their number.
    function vetoUpTo(uint256 index, bytes32 reasonHash) external;

    /// @notice Relays a veto that the guardian signed: EIP-712
    /// `Veto(uint256 proposalId,bytes32 reasonHash,uint256 epoch,uint256 deadline)`, the deadline at most 72 hours away.
    /// @dev Reverts with DeadlineTooFar, DeadlinePassed, InvalidSignature, and as {veto} does.
    function vetoBySig(uint256 proposalId, bytes32 reasonHash, uint256 deadline, bytes calldata signature) external;

    // --- Contracts of the protocol ---

    /// @notice Vetoes a proposal while the office of guardian is vacant. Only the contract named "AgentCouncil".
    function vetoByCouncil(uint256 proposalId) external;
}
