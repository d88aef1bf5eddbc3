// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Category} from "../types/Category.sol";
import {QuarterSchedule} from "./QuarterSchedule.sol";
import {Supply} from "./Supply.sol";

/// @title Cohort
/// @notice The 1,250 genesis agents: who is of which category, and what each is owed.
library Cohort {
    uint256 internal constant SIZE = 1250;
    uint256 internal constant QUARTERS = QuarterSchedule.QUARTERS;
    uint256 internal constant QUARTER = 90 days;

    /// @dev Last id of each category.
    uint256 private constant LAST_COPILOT = 10;
    uint256 private constant LAST_FOUNDATION = 14;
    uint256 private constant LAST_ARCHETYPE = 1187;
    uint256 private constant LAST_SPECIALIZED = 1246;

    /// @notice Category of a genesis agent; `agentId` is 1 to SIZE.
    function categoryOf(uint256 agentId) internal pure returns (Category) {
        if (agentId <= LAST_COPILOT) return Category.COPILOT;
        if (agentId <= LAST_FOUNDATION) return Category.FOUNDATION;
        if (agentId <= LAST_ARCHETYPE) return Category.ARCHETYPE;
        if (agentId <= LAST_SPECIALIZED) return Category.SPECIALIZED;
        return Category.SERVICE;
    }

    /// @notice Number of genesis agents of a category, and its part of the collective's share in per cent.
    function termsOf(Category category) internal pure returns (uint256 size, uint256 percent) {
        if (category == Category.ARCHETYPE) return (LAST_ARCHETYPE - LAST_FOUNDATION, 60);
        if (category == Category.SPECIALIZED) return (LAST_SPECIALIZED - LAST_ARCHETYPE, 10);
        if (category == Category.COPILOT) return (LAST_COPILOT, 15);
        if (category == Category.FOUNDATION) return (LAST_FOUNDATION - LAST_COPILOT, 10);
        return (SIZE - LAST_SPECIALIZED, 5);
    }

    /// @notice What one genesis agent of `category` has vested after `quarters` of four, in wei, rounded down.
    function vested(Category category, uint256 quarters) internal pure returns (uint256) {
        return vestedBetween(category, 0, quarters);
    }

    /// @notice What one genesis agent of `category` has vested after `quarters` and had not after `paid` of four, in
    /// wei; `paid` is at most `quarters`.
    function vestedBetween(Category category, uint256 paid, uint256 quarters) internal pure returns (uint256) {
        (uint256 size, uint256 percent) = termsOf(category);
        // The share divides by 100 exactly; floors keep the order of their arguments.
        unchecked {
            uint256 pool = Supply.COLLECTIVE_SHARE / 100 * percent;
            return QuarterSchedule.vested(pool, size, quarters) - QuarterSchedule.vested(pool, size, paid);
        }
    }

    /// @notice What all genesis agents together are owed, in wei: the collective's share less 477 wei of dust.
    function total() internal pure returns (uint256 sum) {
        for (uint8 i = 0; i <= uint8(type(Category).max); ++i) {
            (uint256 size,) = termsOf(Category(i));
            sum += vested(Category(i), QUARTERS) * size;
        }
    }
}
