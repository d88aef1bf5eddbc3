// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {PauseBudget} from "./PauseBudget.sol";

/// @title EmergencyBudget
/// @notice How long the guardian may hold something: 72 hours at a time, 14 days in any 90, over by itself.
/// @dev A brake remembers its last 15 spans. A span is charged for the time it lasts and for one day at least, so 14
/// whole spans fill the budget and the 15th place is for one that the window's edge cuts: an entry that is overwritten
/// is always outside the window.
///
/// Why the bound holds for every window: let a brake be engaged at `now` for `length`. Of all windows that end in the
/// new span, the one at its end holds the most, and it holds at most what [now − WINDOW, now] holds, plus `length`;
/// {engage} allows no more than BUDGET for that sum.
library EmergencyBudget {
    using SafeCast for uint256;

    uint256 internal constant SPAN = 72 hours;
    uint256 internal constant BUDGET = 14 days;
    uint256 internal constant WINDOW = 90 days;
    uint256 internal constant MIN_CHARGE = 1 days;
    /// @dev A hold under confirmation by a proposal: at most 35 days from its start, once in 180.
    uint256 internal constant CONFIRMATION = 35 days;
    uint256 internal constant CONFIRMATION_INTERVAL = 180 days;

    uint256 private constant SPANS = 15;

    struct Span {
        uint40 start;
        uint40 end;
    }

    /// @param until End of the hold; in the past when nothing is held.
    /// @param startedAt Start of the hold that runs, or ran last.
    /// @param confirmedAt When a hold was last extended for a proposal that confirms it.
    /// @param latest Place of the newest span.
    /// @param epoch The guardian's epoch in which the hold was made.
    struct Brake {
        uint40 until;
        uint40 startedAt;
        uint40 confirmedAt;
        uint8 latest;
        uint64 epoch;
        Span[SPANS] spans;
    }

    /// @notice The hold would exceed the budget of its scope.
    error EmergencyBudgetSpent(uint256 used, uint256 budget);
    /// @notice Nothing is held that could be lifted or confirmed.
    error NotHeld();
    /// @notice A proposal to confirm a hold comes within 72 hours of its start.
    error ConfirmedTooLate(uint256 startedAt, uint256 latest);
    /// @notice This subject's last confirmation is too recent.
    error ConfirmedTooRecently(uint256 confirmedAt, uint256 nextAt);

    /// @notice Holds for 72 hours, or for what is left of the budget. A hold that runs is prolonged.
    /// @param divisor The protocol's TIME_DIVISOR.
    /// @param epoch The guardian's epoch.
    /// @return until End of the hold.
    function engage(Brake storage self, uint256 divisor, uint256 epoch) internal returns (uint40 until) {
        bool running = block.timestamp < self.until;
        Span storage last = self.spans[self.latest];
        // A span that is still being charged is continued; else the oldest place is used again.
        if (last.start == 0 || block.timestamp > _chargedUntil(last, divisor)) {
            // Below SPANS, before and after.
            unchecked {
                self.latest = uint8((self.latest + 1) % SPANS);
            }
            last = self.spans[self.latest];
            last.start = block.timestamp.toUint40();
        }
        last.end = 0;
        uint256 others = used(self, divisor) - MIN_CHARGE / divisor;
        uint256 budget = BUDGET / divisor;
        uint256 end = PauseBudget.endOf(block.timestamp, last.start, others, SPAN / divisor, budget);
        if (end <= block.timestamp) revert EmergencyBudgetSpent(others + block.timestamp - last.start, budget);
        last.end = end.toUint40();
        if (!running) self.startedAt = block.timestamp.toUint40();
        // A hold under confirmation may already last longer; holding again never shortens it.
        until = uint40(Math.max(end, self.until)); // both fit
        (self.until, self.epoch) = (until, epoch.toUint64());
    }

    /// @notice Ends the hold now. The time that was not used goes back into the budget.
    function lift(Brake storage self) internal {
        uint40 time = block.timestamp.toUint40();
        self.until = time;
        Span storage last = self.spans[self.latest];
        if (last.end > time) last.end = time;
    }

    /// @notice Prolongs a hold while a proposal to confirm it is open: at most 35 days from its start, once in 180.
    /// @return until End of the hold, if nobody lifts it before.
    function confirm(Brake storage self, uint256 divisor) internal returns (uint40 until) {
        if (block.timestamp >= self.until) revert NotHeld();
        uint256 latest = self.startedAt + SPAN / divisor;
        if (block.timestamp > latest) revert ConfirmedTooLate(self.startedAt, latest);
        uint256 nextAt = self.confirmedAt == 0 ? 0 : self.confirmedAt + CONFIRMATION_INTERVAL / divisor;
        if (block.timestamp < nextAt) revert ConfirmedTooRecently(self.confirmedAt, nextAt);
        until = (self.startedAt + CONFIRMATION / divisor).toUint40();
        (self.until, self.confirmedAt) = (until, block.timestamp.toUint40());
    }

    /// @notice Seconds charged in the window that ends now, the rest of a running span included.
    function used(Brake storage self, uint256 divisor) internal view returns (uint256 total) {
        uint256 from = block.timestamp - Math.min(block.timestamp, WINDOW / divisor);
        for (uint256 i = 0; i < SPANS; ++i) {
            Span storage span = self.spans[i];
            if (span.start == 0) continue;
            // 15 times of 40 bits.
            unchecked {
                total += PauseBudget.charge(span.start, _chargedUntil(span, divisor), from);
            }
        }
    }

    function _chargedUntil(Span storage span, uint256 divisor) private view returns (uint256) {
        return PauseBudget.chargedUntil(span.start, span.end, MIN_CHARGE / divisor);
    }
}
