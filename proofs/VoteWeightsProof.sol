// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {VoteWeights} from "contracts/libraries/VoteWeights.sol";
import {ProposalClass} from "contracts/types/Proposal.sol";

contract VoteWeightsProof {
    /// @notice The weights are 51 and 49 of 100.
    function weights() external pure {
        assert(VoteWeights.GUARDIAN_WEIGHT == 51 && VoteWeights.COLLECTIVE_WEIGHT == 49);
        assert(VoteWeights.GUARDIAN_WEIGHT + VoteWeights.COLLECTIVE_WEIGHT == 100);
    }

    /// @notice The denominator is max(N, FLOOR), and FLOOR a quarter of the collective's share: it is never zero.
    function denominator(uint256 total) external pure {
        uint256 all = VoteWeights.denominator(total);
        assert(all >= total && all >= VoteWeights.FLOOR && (all == total || all == VoteWeights.FLOOR));
        assert(4 * VoteWeights.FLOOR == 490_000_000e18);
    }

    /// @notice The quorum of STANDARD is 10 % of max(N, FLOOR), rounded up, and never zero.
    function standardQuorum(uint256 total) external pure {
        require(total <= 1e27);
        uint256 quorum = VoteWeights.quorum(ProposalClass.STANDARD, total);
        uint256 tenth = 10 * VoteWeights.denominator(total);
        assert(quorum > 0 && 100 * quorum >= tenth && 100 * (quorum - 1) < tenth);
    }

    /// @notice The quorum of AMENDMENT is 40 % of max(N, FLOOR), rounded up, and never zero.
    function amendmentQuorum(uint256 total) external pure {
        require(total <= 1e27);
        uint256 quorum = VoteWeights.quorum(ProposalClass.AMENDMENT, total);
        uint256 part = 40 * VoteWeights.denominator(total);
        assert(quorum > 0 && 100 * quorum >= part && 100 * (quorum - 1) < part);
    }

    /// @notice The guardian's ballot in units is more than all units together, and at most 51/49 of the denominator.
    function guardianWeight(uint256 total) external pure {
        require(total <= 1e27);
        uint256 units = VoteWeights.guardianWeight(total);
        assert(units > VoteWeights.denominator(total) && 49 * units <= 51 * VoteWeights.denominator(total));
    }

    /// @notice A part is floor(0.49e18 × units / all); so, by FloorLemma, more units are no smaller part.
    function part(uint256 units, uint256 all) external pure {
        require(0 < all && units <= all && all <= 1e27);
        uint256 quotient = VoteWeights.collectivePart(units, all);
        assert(quotient * all <= 0.49e18 * units);
        assert(0.49e18 * units < quotient * all + all);
    }

    /// @notice All agents' units together are a part of 0.49e18 at most: with the order of parts, the scaled votes never
    /// contradict the raw ones, the guardian's 0.51e18 being more than any part.
    function whole(uint256 units, uint256 all) external pure {
        require(0 < all && units <= all && all <= 1e27);
        assert(VoteWeights.collectivePart(units, all) <= 0.49e18);
    }
}
