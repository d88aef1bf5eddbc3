// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {ProposalClass, Tally} from "../types/Proposal.sol";
import {VoteCount} from "./VoteCount.sol";

/// @title ExecutionDelay
/// @notice Seconds between queueing and execution, before they are divided by TIME_DIVISOR. Dissent of the collective
/// lengthens a critical one.
library ExecutionDelay {
    uint256 internal constant STANDARD_DELAY = 7 days;
    uint256 internal constant AMENDMENT_DELAY = 30 days;
    uint256 internal constant CRITICAL_DELAY_MIN = 14 days;
    uint256 internal constant CRITICAL_DELAY_MAX = 45 days;

    /// @dev Shares of max(N, FLOOR) against, between which a critical delay grows.
    uint256 internal constant DISSENT_MIN_PERCENT = 33;
    uint256 internal constant DISSENT_MAX_PERCENT = 67;

    /// @notice The delay of a proposal of `class` with this tally.
    function delay(ProposalClass class, Tally memory tally) internal pure returns (uint256) {
        if (class == ProposalClass.STANDARD) return STANDARD_DELAY;
        if (class == ProposalClass.AMENDMENT) return AMENDMENT_DELAY;
        return criticalDelay(tally.against, tally.total);
    }

    /// @notice 14 days up to 33 % of max(N, FLOOR) against, 45 days from 67 % on, linear between, rounded down.
    function criticalDelay(uint256 against, uint256 total) internal pure returns (uint256) {
        uint256 whole = VoteCount.denominator(total);
        // Against, and where the growth begins, both in hundredths of the whole.
        uint256 dissent = 100 * against;
        uint256 start = DISSENT_MIN_PERCENT * whole;
        if (dissent <= start) return CRITICAL_DELAY_MIN;
        uint256 growth = CRITICAL_DELAY_MAX - CRITICAL_DELAY_MIN;
        uint256 grown = growth * (dissent - start) / ((DISSENT_MAX_PERCENT - DISSENT_MIN_PERCENT) * whole);
        return CRITICAL_DELAY_MIN + (grown < growth ? grown : growth);
    }
}
