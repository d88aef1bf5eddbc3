// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @title PauseBudget
/// @notice The arithmetic of {EmergencyBudget}: when a hold ends, and what it is charged. Times and spans are those of
/// the network, already divided by TIME_DIVISOR.
library PauseBudget {
    /// @notice When the span that began at `start` ends if it is held from `time` on for `length` more: the budget
    /// leaves it what the `others` of the window have not used. Not after `time` if nothing is left.
    function endOf(uint256 time, uint256 start, uint256 others, uint256 length, uint256 budget)
        internal
        pure
        returns (uint256)
    {
        if (others > budget) return start;
        uint256 last = start + budget - others;
        time += length;
        return time < last ? time : last;
    }

    /// @notice Until when a span is charged: for `least` seconds at least.
    function chargedUntil(uint256 start, uint256 end, uint256 least) internal pure returns (uint256) {
        start += least;
        return end > start ? end : start;
    }

    /// @notice Seconds that a span charged from `start` to `until` takes of a window that begins at `from`.
    function charge(uint256 start, uint256 until, uint256 from) internal pure returns (uint256) {
        if (start < from) start = from;
        return until > start ? until - start : 0;
    }
}
