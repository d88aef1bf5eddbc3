// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {VoteScale} from "contracts/libraries/VoteScale.sol";
import {GuardianBallot, Tally} from "contracts/types/Proposal.sol";

contract VoteScaleProof {
    /// @notice The guardian's vote for is at least 0.51e18 of the scaled votes for.
    function guardianFor(uint256 a, uint256 b, uint256 c, uint256 n) external pure {
        require(n <= 1e27 && a <= n && b <= n && c <= n);
        (uint256 inFavour,,) = VoteScale.scaled(Tally(GuardianBallot.FOR, a, b, c, n));
        assert(inFavour >= 0.51e18);
    }

    /// @notice The guardian's vote against is as much of those against.
    function guardianAgainst(uint256 a, uint256 b, uint256 c, uint256 n) external pure {
        require(n <= 1e27 && a <= n && b <= n && c <= n);
        (, uint256 against,) = VoteScale.scaled(Tally(GuardianBallot.AGAINST, a, b, c, n));
        assert(against >= 0.51e18);
    }
}
