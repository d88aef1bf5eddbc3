// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @title Dissent
/// @notice How the collective's votes against lengthen the delay of a CRITICAL proposal.
library Dissent {
    uint256 internal constant DELAY_MIN = 14 days;
    uint256 internal constant DELAY_MAX = 45 days;

    /// @dev Shares of the whole against, between which the delay grows.
    uint256 internal constant MIN_PERCENT = 33;
    uint256 internal constant MAX_PERCENT = 67;

    /// @notice 14 days up to 33 % of the `whole` against, 45 days from 67 % on, linear between, rounded down.
    function delay(uint256 against, uint256 whole) internal pure returns (uint256) {
        // In hundredths of the whole.
        uint256 dissent = 100 * against;
        uint256 start = MIN_PERCENT * whole;
        if (dissent <= start) return DELAY_MIN;
        return DELAY_MIN + growth(dissent - start, (MAX_PERCENT - MIN_PERCENT) * whole);
    }

    /// @notice What `part` out of `span` adds to the shortest delay: nothing to 31 days.
    function growth(uint256 part, uint256 span) internal pure returns (uint256) {
        uint256 all = DELAY_MAX - DELAY_MIN;
        uint256 grown = all * part / span;
        return grown < all ? grown : all;
    }
}
