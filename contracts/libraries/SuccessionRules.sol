// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @title SuccessionRules
/// @notice How many voting units elect a guardian.
library SuccessionRules {
    uint256 internal constant PERCENT = 67;

    /// @notice 67 % of all units, rounded up, and never zero: without units nobody is elected.
    /// @dev Units are wei of ROAD, so the product stays below 2^97.
    function threshold(uint256 units) internal pure returns (uint256) {
        return units == 0 ? 1 : (PERCENT * units + 99) / 100;
    }
}
