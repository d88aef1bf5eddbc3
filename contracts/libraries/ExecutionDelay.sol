// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {ProposalClass, Tally} from "../types/Proposal.sol";
import {Dissent} from "./Dissent.sol";
import {VoteWeights} from "./VoteWeights.sol";

/// @title ExecutionDelay
/// @notice Seconds between queueing and execution, before they are divided by TIME_DIVISOR.
library ExecutionDelay {
    uint256 internal constant STANDARD_DELAY = 7 days;
    uint256 internal constant AMENDMENT_DELAY = 30 days;

    /// @notice The delay of a proposal of `class` with this tally; a CRITICAL one's grows with {Dissent}.
    function delay(ProposalClass class, Tally memory tally) internal pure returns (uint256) {
        if (class == ProposalClass.STANDARD) return STANDARD_DELAY;
        if (class == ProposalClass.AMENDMENT) return AMENDMENT_DELAY;
        return Dissent.delay(tally.against, VoteWeights.denominator(tally.total));
    }
}
