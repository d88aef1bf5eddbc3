// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @title IAgentCouncil
/// @notice 25 agents whom their categories elect.
interface IAgentCouncil {
    /// @notice Whether an agent has a seat and may use it now: not retired, not suspended.
    function isSeated(uint256 agentId) external view returns (bool);

    /// @notice Number of seats that are taken and may be used now.
    function seatedCount() external view returns (uint256);
}
