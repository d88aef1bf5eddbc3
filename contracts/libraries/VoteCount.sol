// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {GuardianBallot, ProposalClass, Tally} from "../types/Proposal.sol";
import {VoteWeights} from "./VoteWeights.sol";

/// @title VoteCount
/// @notice Whether a proposal has passed, by the weights of {VoteWeights}.
/// @dev Decided on raw integers: both sides of every comparison are multiplied by the denominator, so nothing is rounded
/// but the quorum, which is rounded up. A tally holds no more units than its `total`.
library VoteCount {
    /// @dev Of the units cast, abstentions among them, for an AMENDMENT.
    uint256 internal constant AMENDMENT_MAJORITY_PERCENT = 67;

    /// @notice Whether a proposal of `class` with this final tally has passed.
    function succeeded(ProposalClass class, Tally memory tally) internal pure returns (bool) {
        if (!decides(tally)) return false;
        bool byGuardian = tally.guardian == GuardianBallot.FOR;
        if (class == ProposalClass.STANDARD) return byGuardian || quorumReached(class, tally);
        return byGuardian && (class == ProposalClass.CRITICAL || collectiveAmends(tally));
    }

    /// @notice Whether strictly more than half of what was cast for or against is for, by 51 and 49.
    function decides(Tally memory tally) internal pure returns (bool) {
        uint256 guardian = VoteWeights.GUARDIAN_WEIGHT * VoteWeights.denominator(tally.total);
        uint256 inFavour = VoteWeights.COLLECTIVE_WEIGHT * tally.inFavour;
        uint256 against = VoteWeights.COLLECTIVE_WEIGHT * tally.against;
        if (tally.guardian == GuardianBallot.FOR) inFavour += guardian;
        if (tally.guardian == GuardianBallot.AGAINST) against += guardian;
        return inFavour > against;
    }

    /// @notice Whether agents cast for it, or abstain with, as many units as the class needs.
    function quorumReached(ProposalClass class, Tally memory tally) internal pure returns (bool) {
        return tally.inFavour + tally.abstaining >= VoteWeights.quorum(class, tally.total);
    }

    /// @notice The collective's part in an AMENDMENT: its quorum, and 67 % of the units cast, of any kind, for it.
    function collectiveAmends(Tally memory tally) internal pure returns (bool) {
        return quorumReached(ProposalClass.AMENDMENT, tally)
            && 100 * tally.inFavour >= AMENDMENT_MAJORITY_PERCENT * cast(tally);
    }

    /// @notice Units that agents cast, of any kind.
    function cast(Tally memory tally) internal pure returns (uint256) {
        return tally.inFavour + tally.against + tally.abstaining;
    }
}
