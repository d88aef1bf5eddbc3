// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {ProposalClass} from "../types/Proposal.sol";

/// @title IProposalAdmission
/// @notice Who may make a proposal of which class, and how many.
interface IProposalAdmission {
    /// @notice Neither the guardian, nor an agent with the right to make a proposal of this class.
    error ProposerNotEntitled(address proposer, ProposalClass class);
    /// @notice The proposer's last proposal is still pending or active.
    error ProposalStillLive(address proposer, uint256 proposalId);
    /// @notice Three proposals were made in 12 hours.
    error TooManyProposals(address proposer, uint256 nextAt);
    error TooManyActions(uint256 count, uint256 max);
    error CalldataTooLong(uint256 length, uint256 max);

    /// @notice Units that an agent needs to make a STANDARD proposal, in wei.
    function THRESHOLD() external view returns (uint256);

    /// @notice Actions of one proposal at most.
    function MAX_ACTIONS() external view returns (uint256);

    /// @notice Bytes of calldata of all its actions at most.
    function MAX_CALLDATA() external view returns (uint256);

    /// @notice Reverts with TooManyActions or CalldataTooLong where a proposal is too large.
    function checkSize(bytes[] calldata calldatas) external pure;

    /// @notice Admits a proposal that is being made, and says its class. Only the contract named "Governance".
    /// @dev Reverts with ProposerNotEntitled, ProposalStillLive, TooManyProposals.
    function admit(
        uint256 proposalId,
        address proposer,
        address[] calldata targets,
        uint256[] calldata values,
        bytes[] calldata calldatas
    ) external returns (ProposalClass class);
}
