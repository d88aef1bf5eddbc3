// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Category} from "../types/Category.sol";
import {Seat} from "../types/Council.sol";

/// @title SeatPlan
/// @notice How many seats a category has, and which of them an election fills.
/// @dev Seats of a category are numbered from 0 in the order of ranks. Election 0 fills them all. Afterwards an even
/// election fills the even numbers (odd ranks), an odd one the odd numbers, each until the second next election.
library SeatPlan {
    uint256 internal constant COPILOT = 5;
    uint256 internal constant FOUNDATION = 2;
    uint256 internal constant ARCHETYPE = 12;
    uint256 internal constant SPECIALIZED = 4;
    uint256 internal constant SERVICE = 2;
    uint256 internal constant TOTAL = COPILOT + FOUNDATION + ARCHETYPE + SPECIALIZED + SERVICE;

    function size(Category category) internal pure returns (uint256) {
        if (category == Category.COPILOT) return COPILOT;
        if (category == Category.FOUNDATION) return FOUNDATION;
        if (category == Category.ARCHETYPE) return ARCHETYPE;
        if (category == Category.SPECIALIZED) return SPECIALIZED;
        return SERVICE;
    }

    /// @notice Seats that an election fills; also names on a ballot at most.
    function open(Category category, uint256 election) internal pure returns (uint256) {
        uint256 seats = size(category);
        if (election == 0) return seats;
        return election % 2 == 0 ? (seats + 1) / 2 : seats / 2;
    }

    /// @notice Number of the seat that the winner of `rank`, from 0, takes.
    function seatOf(uint256 election, uint256 rank) internal pure returns (uint256) {
        return election == 0 ? rank : 2 * rank + election % 2;
    }

    /// @notice With which election the term of a seat ends that is given by `election`, or by a vacancy before the next.
    function lastsUntil(uint256 election, uint256 seat) internal pure returns (uint256) {
        return seat % 2 == election % 2 ? election + 2 : election + 1;
    }

    /// @notice The seats that were given for longer than until `time`.
    function beyond(Seat[] memory seats, uint256 time) internal pure returns (Seat[] memory kept) {
        uint256 count = 0;
        kept = new Seat[](seats.length);
        for (uint256 i = 0; i < seats.length; ++i) {
            if (time < seats[i].until) kept[count++] = seats[i];
        }
        assembly ("memory-safe") {
            mstore(kept, count)
        }
    }

    /// @notice End of the term of the seat, among `seats`, that an active agent has; 0 if it has none.
    /// @param suspensions How often governance has suspended the agent: a suspension takes the seat for good.
    function heldUntil(Seat[] memory seats, uint256 agentId, uint8 suspensions) internal pure returns (uint256) {
        for (uint256 i = 0; i < seats.length; ++i) {
            Seat memory seat = seats[i];
            if (seat.agentId == agentId && seat.suspensions == suspensions) return seat.until;
        }
        return 0;
    }
}
