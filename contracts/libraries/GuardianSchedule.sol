// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Supply} from "./Supply.sol";

/// @title GuardianSchedule
/// @notice 10 % at the start, then 20 % over the first year, 30 % over the second, 40 % over the third, each linearly.
library GuardianSchedule {
    uint256 internal constant YEAR = 365 days;

    /// @notice What has vested `elapsed` seconds after the start, in wei, rounded down.
    /// @param year Seconds of a year on this network.
    function vested(uint256 elapsed, uint256 year) internal pure returns (uint256) {
        uint256 percent = Supply.GUARDIAN_SHARE / 100; // divides exactly
        if (elapsed < year) return 10 * percent + 20 * percent * elapsed / year;
        if (elapsed < 2 * year) return 30 * percent + 30 * percent * (elapsed - year) / year;
        if (elapsed < 3 * year) return 60 * percent + 40 * percent * (elapsed - 2 * year) / year;
        return Supply.GUARDIAN_SHARE;
    }
}
