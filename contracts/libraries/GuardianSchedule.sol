// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Supply} from "./Supply.sol";

/// @title GuardianSchedule
/// @notice 10 % at the start, then 20 % over the first year, 30 % over the second, 40 % over the third, each linearly.
library GuardianSchedule {
    uint256 internal constant YEAR = 365 days;

    /// @dev Of Supply.GUARDIAN_SHARE.
    uint256 internal constant PERCENT = 5_100_000e18;

    /// @notice What has vested `elapsed` seconds after the start, in wei, rounded down.
    /// @param year Seconds of a year on this network.
    function vested(uint256 elapsed, uint256 year) internal pure returns (uint256) {
        if (elapsed < year) return 10 * PERCENT + during(20 * PERCENT, elapsed, year);
        if (elapsed < 2 * year) return 30 * PERCENT + during(30 * PERCENT, elapsed - year, year);
        if (elapsed < 3 * year) return 60 * PERCENT + during(40 * PERCENT, elapsed - 2 * year, year);
        return Supply.GUARDIAN_SHARE;
    }

    /// @notice What of `part`, which vests evenly over one year, has vested after `elapsed` of it, rounded down.
    /// @dev `elapsed` is below `year`, so the whole is never reached; that it is never exceeded either, the model checker
    /// sees only where it is written.
    function during(uint256 part, uint256 elapsed, uint256 year) internal pure returns (uint256) {
        uint256 vestedPart = part * elapsed / year;
        return vestedPart < part ? vestedPart : part;
    }
}
