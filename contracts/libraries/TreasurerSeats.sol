// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {Treasurer} from "../types/Payment.sol";

/// @title TreasurerSeats
/// @notice The three treasurers in one word, so that a payment that all three sign reads one slot of them; and in what is
/// left of it the day until which it has to be asked whether payments are held.
/// @dev 80 bits each: agent 24, until 32, suspensions 8, mandate 16. The day since 1970 in the 16 bits above, until 2149.
library TreasurerSeats {
    uint256 internal constant COUNT = 3;

    // Written out: what is computed of constants is computed in each payment anew.
    uint256 private constant BITS = 80;
    uint256 private constant THIRD = 160;
    uint256 private constant DAY_SHIFT = 240;
    uint256 private constant MASK = (1 << BITS) - 1;

    /// @notice Treasurer `place`, from 0.
    function get(uint256 seats, uint256 place) internal pure returns (Treasurer memory) {
        uint256 bits = seats >> place * BITS;
        // Each cast keeps the bits of its field.
        return Treasurer(uint24(bits), uint32(bits >> 24), uint8(bits >> 56), uint16(bits >> 64));
    }

    /// @notice The same treasurers, `place` apart.
    function set(uint256 seats, uint256 place, Treasurer memory treasurer) internal pure returns (uint256) {
        uint256 bits = treasurer.agentId | uint256(treasurer.until) << 24 | uint256(treasurer.suspensions) << 56
            | uint256(treasurer.mandate) << 64;
        return seats & ~(MASK << place * BITS) | bits << place * BITS;
    }

    /// @notice The place of an agent that governance has suspended so often, at a time, and how often that was filled;
    /// {COUNT} if it has none.
    function placeOf(uint256 seats, uint256 agentId, uint256 suspensions, uint256 time)
        internal
        pure
        returns (uint256 place, uint256 mandate)
    {
        for (; place < COUNT; seats >>= BITS) {
            if (uint24(seats) == agentId) {
                bool same = uint8(seats >> 56) == suspensions;
                if (same && time < uint32(seats >> 24)) return (place, uint16(seats >> 64));
            }
            // Below {COUNT}.
            unchecked {
                ++place;
            }
        }
    }

    /// @notice Whether each place was ever filled.
    function complete(uint256 seats) internal pure returns (bool) {
        return uint24(seats) != 0 && uint24(seats >> BITS) != 0 && uint24(seats >> THIRD) != 0;
    }

    /// @notice The first second in which nothing has to be asked.
    function askedUntil(uint256 seats) internal pure returns (uint256) {
        // Of 16 bits.
        unchecked {
            return (seats >> DAY_SHIFT) * 1 days;
        }
    }

    /// @notice Asks until `time`, or until the end of that day.
    function askUntil(uint256 seats, uint256 time) internal pure returns (uint256) {
        uint256 day = Math.ceilDiv(time, 1 days);
        return seats & ((1 << DAY_SHIFT) - 1) | day << DAY_SHIFT;
    }
}
