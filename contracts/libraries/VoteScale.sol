// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {GuardianBallot, Tally} from "../types/Proposal.sol";
import {VoteWeights} from "./VoteWeights.sol";

/// @title VoteScale
/// @notice A tally as parts of 1e18, for views: nothing is decided on these.
library VoteScale {
    /// @notice For, against and abstaining: the guardian's ballot is 0.51e18, the agents' parts are rounded down.
    function scaled(Tally memory tally) internal pure returns (uint256 inFavour, uint256 against, uint256 abstaining) {
        uint256 all = VoteWeights.denominator(tally.total);
        uint256 guardian = VoteWeights.GUARDIAN_WEIGHT * 1e16;
        inFavour = tally.guardian == GuardianBallot.FOR ? guardian : 0;
        against = tally.guardian == GuardianBallot.AGAINST ? guardian : 0;
        abstaining = tally.guardian == GuardianBallot.ABSTAIN ? guardian : 0;
        inFavour += VoteWeights.collectivePart(tally.inFavour, all);
        against += VoteWeights.collectivePart(tally.against, all);
        abstaining += VoteWeights.collectivePart(tally.abstaining, all);
    }
}
