// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {DateTimeLib} from "solady/src/utils/DateTimeLib.sol";

/// @title ProtocolTime
/// @notice The calendar of the protocol, UTC: its time runs TIME_DIVISOR times as fast as the clock.
library ProtocolTime {
    /// @notice The protocol's time now, where it left the clock's at `start`.
    function since(uint256 start, uint256 divisor) internal view returns (uint256) {
        return start + (block.timestamp - start) * divisor;
    }

    /// @notice Year × 12 + month, 1 to 12.
    function monthOf(uint256 time) internal pure returns (uint256) {
        (uint256 year, uint256 month,) = DateTimeLib.timestampToDate(time);
        return year * 12 + month;
    }

    /// @notice Days since 1970.
    function dayOf(uint256 time) internal pure returns (uint256) {
        return time / 1 days;
    }
}
