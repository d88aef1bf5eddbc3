// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @title IAdvice
/// @notice What humans think of a proposal: recorded, and of no effect on any count.
interface IAdvice {
    /// @notice Somebody advised. `identity` is the adviser's in the human cap's books; zero for an operator.
    event Advised(
        uint256 indexed proposalId, address indexed adviser, bytes32 indexed identity, uint8 support, string reason
    );

    /// @notice The adviser is neither a verified human nor an operator.
    error AdviserNotEntitled(address adviser);
    /// @notice Ballots are 0 against, 1 for, 2 abstain.
    error AdviceUnknown(uint8 support);

    /// @notice Advises on a proposal. Verified humans, and the operators whom governance has named.
    /// @dev Reverts with AdviserNotEntitled, AdviceUnknown, and GovernorNonexistentProposal. Emits Advised.
    function advise(uint256 proposalId, uint8 support, string calldata reason) external;
}
