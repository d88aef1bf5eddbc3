// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {ProposalClass} from "../types/Proposal.sol";

/// @title IProposalClassifier
/// @notice How grave an action is, read from the authority's table and from nowhere else.
interface IProposalClassifier {
    /// @notice Class of one action.
    function classOf(address target, uint256 value, bytes calldata data) external view returns (ProposalClass);

    /// @notice Class of a proposal: that of its gravest action.
    function classOfAll(address[] calldata targets, uint256[] calldata values, bytes[] calldata calldatas)
        external
        view
        returns (ProposalClass gravest);
}
