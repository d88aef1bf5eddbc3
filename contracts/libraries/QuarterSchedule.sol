// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @title QuarterSchedule
/// @notice What one agent has of a pool that all agents of its category share evenly, after so many of four quarters.
library QuarterSchedule {
    /// @dev 25 % at activation and after 90, 180 and 270 days.
    uint256 internal constant QUARTERS = 4;

    /// @notice floor(pool × quarters / (4 × agents)), in wei.
    /// @dev The floor is taken of the cumulative amount, so that the parts of one agent always add up to its whole
    /// share. `pool` is at most the supply of 1e27, so four of it fit.
    function vested(uint256 pool, uint256 agents, uint256 quarters) internal pure returns (uint256) {
        unchecked {
            return pool * quarters / (QUARTERS * agents);
        }
    }
}
