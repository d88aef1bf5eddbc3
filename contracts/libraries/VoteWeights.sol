// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {ProposalClass} from "../types/Proposal.sol";

/// @title VoteWeights
/// @notice What a ballot weighs. The guardian's weighs 51; all agents' together 49, each in proportion to its units among
/// max(N, FLOOR), N being all units at the snapshot.
/// @dev Units are at most the supply of 1e27, so no product here leaves 256 bits. Imports nothing but types: the model
/// checker reads whatever is imported.
library VoteWeights {
    uint256 internal constant GUARDIAN_WEIGHT = 51;
    uint256 internal constant COLLECTIVE_WEIGHT = 49;

    /// @dev A quarter of the collective's share: with fewer units than this paid out, the agents weigh less than 49.
    uint256 internal constant FLOOR = 122_500_000e18;

    uint256 internal constant QUORUM_PERCENT = 10;
    uint256 internal constant AMENDMENT_QUORUM_PERCENT = 40;

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

    // --- For views and events; nothing is decided on these ---

    /// @notice The guardian's ballot in units, rounded down: still more than all units together.
    function guardianWeight(uint256 total) internal pure returns (uint256) {
        return GUARDIAN_WEIGHT * denominator(total) / COLLECTIVE_WEIGHT;
    }

    /// @notice `units` out of `all` as a part of 0.49e18, rounded down.
    function collectivePart(uint256 units, uint256 all) internal pure returns (uint256) {
        return COLLECTIVE_WEIGHT * 1e16 * units / all;
    }
}
