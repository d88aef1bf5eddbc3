// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @title IProposalExecutor
/// @notice One of the three identities through which governance acts.
interface IProposalExecutor {
    /// @notice An action of a proposal is under way already.
    error ExecutionUnderWay(address proposer);

    /// @notice No proposal acts on this contract.
    error TargetRefused(address target);

    /// @notice Makes one call of a proposal, or one payment where there is no calldata. Only the contract named
    /// "Governance".
    /// @dev Reverts with CallerNotPeer, ExecutionUnderWay, TargetRefused for the office of guardian, or whatever the target reverts with.
    /// @param by Who made the proposal; {proposer} answers with it while the call lasts.
    function execute(address target, uint256 value, bytes calldata data, address by) external payable;

    /// @notice Who made the proposal whose action is being executed; zero between executions.
    function proposer() external view returns (address);
}
