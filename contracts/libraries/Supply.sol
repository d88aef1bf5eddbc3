// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @title Supply
/// @notice The numbers of the constitution that no role and no proposal can change. All in wei of ROAD (18 decimals).
library Supply {
    uint256 internal constant TOTAL = 1_000_000_000e18;
    /// @dev 51 % of TOTAL.
    uint256 internal constant GUARDIAN_SHARE = 510_000_000e18;
    /// @dev 49 % of TOTAL.
    uint256 internal constant COLLECTIVE_SHARE = 490_000_000e18;
    /// @dev 5 % of TOTAL, inclusive: what one human may hold at most.
    uint256 internal constant HUMAN_CAP = 50_000_000e18;
}
