// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {GuardianBallot, ProposalClass, Tally} from "../types/Proposal.sol";

/// @title VoteCount
/// @notice The 51/49 count. The guardian's ballot weighs 51; all agents' together 49, each in proportion to its units
/// among max(N, FLOOR), N being all units at the snapshot.
/// @dev Decided on raw integers: both sides of every comparison are multiplied by the denominator, so nothing is rounded
/// but the quorum, which is rounded up. A tally holds no more units than `total`, which is at most the supply of 1e27,
/// so no product here leaves 256 bits. Imports nothing but types: the model checker reads whatever is imported.
library VoteCount {
    uint256 internal constant GUARDIAN_WEIGHT = 51;
    uint256 internal constant COLLECTIVE_WEIGHT = 49;

    /// @dev A quarter of the collective's share: with fewer units than this paid out, the agents weigh less than 49.
    uint256 internal constant FLOOR = 122_500_000e18;

    uint256 internal constant QUORUM_PERCENT = 10;
    uint256 internal constant AMENDMENT_QUORUM_PERCENT = 40;
    /// @dev Of the units cast, abstentions among them, for an AMENDMENT.
    uint256 internal constant AMENDMENT_MAJORITY_PERCENT = 67;

    /// @dev {scaled} gives the guardian 0.51 and the collective 0.49 of it.
    uint256 internal constant SCALE = 1e18;

    /// @notice What the units are a share of: max(N, FLOOR).
    function denominator(uint256 total) internal pure returns (uint256) {
        return total > FLOOR ? total : FLOOR;
    }

    /// @notice Units that must be cast for it or abstain, rounded up. As usual, those against don't help it to pass.
    /// @dev The guardian's ballot decides STANDARD and CRITICAL without it.
    function quorum(ProposalClass class, uint256 total) internal pure returns (uint256) {
        uint256 percent = class == ProposalClass.AMENDMENT ? AMENDMENT_QUORUM_PERCENT : QUORUM_PERCENT;
        return (denominator(total) * percent + 99) / 100;
    }

    /// @notice Units that agents cast, of any kind.
    function cast(Tally memory tally) internal pure returns (uint256) {
        return tally.inFavour + tally.against + tally.abstaining;
    }

    /// @notice Whether agents cast for it, or abstain with, as many units as the class needs.
    function quorumReached(ProposalClass class, Tally memory tally) internal pure returns (bool) {
        return tally.inFavour + tally.abstaining >= quorum(class, tally.total);
    }

    /// @notice Both sides of the 51/49 comparison, times the denominator.
    function sides(Tally memory tally) internal pure returns (uint256 inFavour, uint256 against) {
        uint256 guardian = GUARDIAN_WEIGHT * denominator(tally.total);
        inFavour = COLLECTIVE_WEIGHT * tally.inFavour;
        against = COLLECTIVE_WEIGHT * tally.against;
        if (tally.guardian == GuardianBallot.FOR) inFavour += guardian;
        if (tally.guardian == GuardianBallot.AGAINST) against += guardian;
    }

    /// @notice Whether strictly more than half of what was cast for or against is for, by 51 and 49.
    function decides(Tally memory tally) internal pure returns (bool) {
        (uint256 inFavour, uint256 against) = sides(tally);
        return inFavour > against;
    }

    /// @notice Whether a proposal of `class` with this final tally has passed.
    function succeeded(ProposalClass class, Tally memory tally) internal pure returns (bool) {
        if (!decides(tally)) return false;
        if (class == ProposalClass.STANDARD) {
            return tally.guardian == GuardianBallot.FOR || quorumReached(class, tally);
        }
        if (tally.guardian != GuardianBallot.FOR) return false;
        return class == ProposalClass.CRITICAL || collectiveAmends(tally);
    }

    /// @notice The collective's part in an AMENDMENT: a quorum of 40 % of all units, and 67 % of those cast for it.
    function collectiveAmends(Tally memory tally) internal pure returns (bool) {
        return quorumReached(ProposalClass.AMENDMENT, tally)
            && 100 * tally.inFavour >= AMENDMENT_MAJORITY_PERCENT * cast(tally);
    }

    // --- For views; nothing is decided on these ---

    /// @notice For, against and abstaining as parts of 1e18, the agents' rounded down.
    function scaled(Tally memory tally) internal pure returns (uint256 inFavour, uint256 against, uint256 abstaining) {
        uint256 all = denominator(tally.total);
        inFavour = collectivePart(tally.inFavour, all);
        against = collectivePart(tally.against, all);
        abstaining = collectivePart(tally.abstaining, all);
        uint256 guardian = SCALE / 100 * GUARDIAN_WEIGHT;
        if (tally.guardian == GuardianBallot.FOR) inFavour += guardian;
        if (tally.guardian == GuardianBallot.AGAINST) against += guardian;
        if (tally.guardian == GuardianBallot.ABSTAIN) abstaining += guardian;
    }

    /// @notice `units` out of `all` as a part of 0.49e18, rounded down.
    function collectivePart(uint256 units, uint256 all) internal pure returns (uint256) {
        return SCALE / 100 * COLLECTIVE_WEIGHT * units / all;
    }

    /// @notice The guardian's ballot in units, rounded down: still more than all units together.
    function guardianWeight(uint256 total) internal pure returns (uint256) {
        return GUARDIAN_WEIGHT * denominator(total) / COLLECTIVE_WEIGHT;
    }
}
