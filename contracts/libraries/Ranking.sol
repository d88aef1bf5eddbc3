// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Arrays} from "@openzeppelin/contracts/utils/Arrays.sol";
import {Comparators} from "@openzeppelin/contracts/utils/Comparators.sol";

/// @title Ranking
/// @notice The order of nominees as one number each: more votes, then the earlier birth, then the lower id is higher.
/// @dev Votes in bits 96 to 127, birth and id below, complemented since less of them ranks higher. No two agents have
/// the same number, so the order is total and whatever follows from it does not depend on who came first.
library Ranking {
    function rankOf(uint32 votes, uint32 bornAt, uint64 agentId) internal pure returns (uint256) {
        return uint256(votes) << 96 | uint256(~bornAt) << 64 | uint256(~agentId);
    }

    function votesOf(uint256 rank) internal pure returns (uint256) {
        return rank >> 96;
    }

    function agentOf(uint256 rank) internal pure returns (uint256) {
        return uint64(~rank);
    }

    /// @notice Sorts a list, the highest first.
    function sort(uint256[] memory ranks) internal pure {
        Arrays.sort(ranks, Comparators.gt);
    }
}
