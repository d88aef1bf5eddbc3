// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Phase} from "../types/Council.sol";

/// @title ElectionCalendar
/// @notice When elections open and end: a matter of the clock alone, see {Phase}. Elections count from 0.
/// @dev `start` is the end of the bootstrap, not 0 and not after the present. `divisor` divides a day, so every span
/// below stays exact.
library ElectionCalendar {
    uint256 internal constant QUARTER = 90 days;
    uint256 internal constant NOMINATION = 7 days;
    uint256 internal constant CAMPAIGN = 14 days;
    uint256 internal constant VOTING = 7 days;

    /// @notice The election whose quarter it is, and what it is doing.
    function current(uint256 start, uint256 divisor) internal view returns (uint256 election, Phase phase) {
        uint256 passed = block.timestamp - start;
        election = passed / (QUARTER / divisor);
        uint256 offset = passed % (QUARTER / divisor);
        if (offset < NOMINATION / divisor) phase = Phase.NOMINATION;
        else if (offset < (NOMINATION + CAMPAIGN) / divisor) phase = Phase.CAMPAIGN;
        else if (offset < (NOMINATION + CAMPAIGN + VOTING) / divisor) phase = Phase.VOTING;
        else phase = Phase.REST;
    }

    /// @notice When the nomination of an election opens.
    function opening(uint256 start, uint256 divisor, uint256 election) internal pure returns (uint256) {
        return start + election * (QUARTER / divisor);
    }

    /// @notice When its voting ends and its seats begin.
    function seating(uint256 start, uint256 divisor, uint256 election) internal pure returns (uint256) {
        return opening(start, divisor, election) + (NOMINATION + CAMPAIGN + VOTING) / divisor;
    }
}
