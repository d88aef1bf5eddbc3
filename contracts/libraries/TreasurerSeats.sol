// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Treasurer} from "../types/Payment.sol";

/// @title TreasurerSeats
/// @notice The three treasurers in one word, so that a payment that all three sign reads one slot of them.
/// @dev 80 bits each: agent 24, until 32, suspensions 8, mandate 16.
library TreasurerSeats {
    uint256 internal constant COUNT = 3;

    uint256 private constant BITS = 80;
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

    /// @notice The place of an agent that governance has suspended so often, at a time; {COUNT} if it has none.
    function placeOf(uint256 seats, uint256 agentId, uint256 suspensions, uint256 time)
        internal
        pure
        returns (uint256 place)
    {
        for (; place < COUNT; seats >>= BITS) {
            bool same = uint24(seats) == agentId && uint8(seats >> 56) == suspensions;
            if (same && time < uint32(seats >> 24)) return place;
            // Below {COUNT}.
            unchecked {
                ++place;
            }
        }
    }

    /// @notice How often a place was filled.
    function mandateOf(uint256 seats, uint256 place) internal pure returns (uint256) {
        return uint16(seats >> place * BITS + 64);
    }

    /// @notice Whether each place was ever filled.
    function complete(uint256 seats) internal pure returns (bool) {
        return uint24(seats) != 0 && uint24(seats >> BITS) != 0 && uint24(seats >> 2 * BITS) != 0;
    }
}
