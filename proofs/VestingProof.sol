// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {GuardianSchedule} from "contracts/libraries/GuardianSchedule.sol";

/// @dev A year is any number of seconds up to 365 days, so that every TIME_DIVISOR is covered. The ranges of the three
/// years touch and do not overlap: what has vested never falls from one to the next, and by `evenly` not within one.
contract GuardianVestingProof {
    uint256 private constant PERCENT = 5_100_000e18;

    /// @notice In the first year 10 % to 30 % of the guardian's share have vested, in the second 30 % to 60 %.
    function firstTwoYears(uint256 elapsed, uint256 year) external pure {
        require(year > 0 && year <= 365 days && elapsed < 1e20);
        uint256 vested = GuardianSchedule.vested(elapsed, year);
        if (elapsed < year) assert(vested >= 10 * PERCENT && vested <= 30 * PERCENT);
        else if (elapsed < 2 * year) assert(vested >= 30 * PERCENT && vested <= 60 * PERCENT);
    }

    /// @notice In the third year 60 % to all of it.
    function thirdYear(uint256 elapsed, uint256 year) external pure {
        require(year > 0 && year <= 365 days && 2 * year <= elapsed && elapsed < 3 * year);
        uint256 vested = GuardianSchedule.vested(elapsed, year);
        assert(vested >= 60 * PERCENT && vested <= 100 * PERCENT);
    }

    /// @notice After three years exactly the share of 510,000,000 ROAD, for ever.
    function after3Years(uint256 elapsed, uint256 year) external pure {
        require(year > 0 && year <= 365 days && 3 * year <= elapsed);
        assert(GuardianSchedule.vested(elapsed, year) == 510_000_000e18);
    }

    /// @notice Within a year it is floor(part × elapsed / year); so, by FloorLemma, it never falls.
    function evenly(uint256 part, uint256 elapsed, uint256 year) external pure {
        require(year <= 365 days && elapsed < year && part <= 1e27);
        uint256 vested = GuardianSchedule.during(part, elapsed, year);
        assert(vested * year <= part * elapsed);
        assert(part * elapsed < vested * year + year);
    }
}
