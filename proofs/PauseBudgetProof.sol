// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {PauseBudget} from "contracts/libraries/PauseBudget.sol";

/// @dev Times and spans of any size; the protocol's are 72 hours, 14 days and 90 days.
contract PauseBudgetProof {
    /// @notice A hold ends at most 72 hours from now, and with what the window holds of others it is 14 days at most.
    function bound(uint256 time, uint256 start, uint256 others, uint256 length, uint256 budget) external pure {
        require(start <= time && time < 1e12 && others < 1e12 && length < 1e12 && budget < 1e12);
        uint256 end = PauseBudget.endOf(time, start, others, length, budget);
        require(end > time); // else it is refused
        assert(end <= time + length);
        assert(others + (end - start) <= budget);
    }

    /// @notice An unused budget always allows an immediate hold, of the full length where the budget has it.
    function immediate(uint256 time, uint256 length, uint256 budget) external pure {
        require(time < 1e12 && 0 < length && length <= budget && budget < 1e12);
        assert(PauseBudget.endOf(time, time, 0, length, budget) == time + length);
    }

    /// @notice A hold is refused only when the budget is used.
    function refused(uint256 time, uint256 start, uint256 others, uint256 length, uint256 budget) external pure {
        require(start <= time && time < 1e12 && others < 1e12 && 0 < length && length < 1e12 && budget < 1e12);
        require(PauseBudget.endOf(time, start, others, length, budget) <= time);
        assert(others + (time - start) >= budget);
    }
}

contract PauseWindowProof {
    /// @notice What a past span takes of the window never grows as the window moves on.
    function fades(uint256 start, uint256 until, uint256 from, uint256 later) external pure {
        require(start <= until && from <= later);
        assert(PauseBudget.charge(start, until, later) <= PauseBudget.charge(start, until, from));
    }

    /// @notice A span is charged for no less than it lasts, and for its least charge.
    function charged(uint256 start, uint256 end, uint256 least) external pure {
        require(start <= end && end < 1e12 && least < 1e12);
        uint256 until = PauseBudget.chargedUntil(start, end, least);
        assert(until >= end && until - start >= least);
        assert(until == end || until == start + least);
    }

    /// @notice A span inside the window is charged whole, one before it not at all.
    function edges(uint256 start, uint256 until, uint256 from) external pure {
        require(start <= until);
        uint256 taken = PauseBudget.charge(start, until, from);
        assert(start < from || taken == until - start);
        assert(until > from || taken == 0);
    }
}

/// @dev The window's argument for two earlier spans; more of them are a sum of the same kind.
contract PauseSequenceProof {
    /// @notice In every window that ends inside the new hold, all holds together are within the budget.
    function everyWindow(uint256 a, uint256 b, uint256 c, uint256 d, uint256 time, uint256 at) external pure {
        uint256 window = 90 days;
        require(window <= a && a <= b && b <= c && c <= d && d <= time && time < 1e12);
        uint256 from = time - window;
        uint256 others = PauseBudget.charge(a, b, from) + PauseBudget.charge(c, d, from);
        uint256 end = PauseBudget.endOf(time, time, others, 72 hours, 14 days);
        require(time < at && at <= end);
        from = at - window;
        uint256 held = PauseBudget.charge(a, b, from) + PauseBudget.charge(c, d, from) + (at - time);
        assert(held <= 14 days);
    }
}
