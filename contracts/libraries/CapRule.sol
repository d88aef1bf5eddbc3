// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @title CapRule
/// @notice The cap in numbers: what a human may come to hold, and what it holds too much.
library CapRule {
    /// @notice Whether `amount` more may be received. The cap itself may be held.
    function admits(uint256 holdings, uint256 amount, uint256 cap) internal pure returns (bool) {
        // Subtraction and not a sum, so that no amount overflows.
        return holdings <= cap && amount <= cap - holdings;
    }

    /// @notice What is held above the cap, in wei.
    function excess(uint256 holdings, uint256 cap) internal pure returns (uint256) {
        return holdings > cap ? holdings - cap : 0;
    }
}
