// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {GuardianBallot, ProposalClass, Tally} from "../../../contracts/types/Proposal.sol";

/// @title Count
/// @notice The 51/49 count once more, case by case as the specification tells it, to compare with.
library Count {
    uint256 private constant FLOOR = 122_500_000e18;

    function whole(uint256 total) internal pure returns (uint256) {
        return total < FLOOR ? FLOOR : total;
    }

    function passes(ProposalClass class, Tally memory tally) internal pure returns (bool) {
        bool guardianFor = tally.guardian == GuardianBallot.FOR;
        uint256 turnout = tally.inFavour + tally.abstaining;
        if (class == ProposalClass.CRITICAL) return guardianFor;
        if (class == ProposalClass.AMENDMENT) {
            bool quorum = turnout * 100 >= whole(tally.total) * 40;
            return guardianFor && quorum && tally.inFavour * 100 >= (turnout + tally.against) * 67;
        }
        if (guardianFor) return true;
        if (tally.guardian == GuardianBallot.AGAINST) return false;
        return tally.inFavour > tally.against && turnout * 10 >= whole(tally.total);
    }

    /// @notice Seconds from queueing to execution.
    function delay(ProposalClass class, Tally memory tally) internal pure returns (uint256) {
        if (class == ProposalClass.STANDARD) return 7 days;
        if (class == ProposalClass.AMENDMENT) return 30 days;
        uint256 all = whole(tally.total);
        if (tally.against * 100 <= all * 33) return 14 days;
        if (tally.against * 100 >= all * 67) return 45 days;
        return 14 days + 31 days * (tally.against * 100 - all * 33) / (all * 34);
    }
}
