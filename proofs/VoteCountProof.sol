// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {VoteCount} from "contracts/libraries/VoteCount.sol";
import {VoteWeights} from "contracts/libraries/VoteWeights.sol";
import {GuardianBallot, ProposalClass, Tally} from "contracts/types/Proposal.sol";

/// @dev For every tally that can be: units up to the supply, and no more of them cast than there are.
contract VoteCountProof {
    /// @notice The guardian's vote for decides the comparison, and passes STANDARD and CRITICAL.
    function guardianFor(uint256 a, uint256 b, uint256 c, uint256 n) external pure {
        Tally memory tally = _tally(GuardianBallot.FOR, a, b, c, n);
        assert(VoteCount.decides(tally));
        assert(VoteCount.succeeded(ProposalClass.STANDARD, tally));
        assert(VoteCount.succeeded(ProposalClass.CRITICAL, tally));
    }

    /// @notice The guardian's vote against decides it too, and defeats every class.
    function guardianAgainst(uint256 a, uint256 b, uint256 c, uint256 n, ProposalClass class) external pure {
        Tally memory tally = _tally(GuardianBallot.AGAINST, a, b, c, n);
        assert(!VoteCount.decides(tally) && !VoteCount.succeeded(class, tally));
    }

    /// @notice Without the guardian's vote for nothing passes but STANDARD.
    function guardianNeeded(GuardianBallot guardian, uint256 a, uint256 b, uint256 c, uint256 n, ProposalClass class)
        external
        pure
    {
        require(guardian != GuardianBallot.FOR && class != ProposalClass.STANDARD);
        assert(!VoteCount.succeeded(class, _tally(guardian, a, b, c, n)));
    }

    /// @notice While the guardian is silent or abstains, the comparison is: strictly more units for than against.
    function guardianSilent(bool abstains, uint256 a, uint256 b, uint256 c, uint256 n) external pure {
        GuardianBallot guardian = abstains ? GuardianBallot.ABSTAIN : GuardianBallot.NONE;
        assert(VoteCount.decides(_tally(guardian, a, b, c, n)) == (a > b));
    }

    /// @notice STANDARD then passes exactly with strictly more for than against, and the quorum.
    function collective(uint256 a, uint256 b, uint256 c, uint256 n) external pure {
        bool passes = VoteCount.succeeded(ProposalClass.STANDARD, _tally(GuardianBallot.NONE, a, b, c, n));
        assert(passes == (a > b && a + c >= VoteWeights.quorum(ProposalClass.STANDARD, n)));
    }

    /// @notice With N = 0 no AMENDMENT passes, nor with the guardian's vote alone.
    function guardianAlone(GuardianBallot guardian, uint256 n) external pure {
        assert(!VoteCount.succeeded(ProposalClass.AMENDMENT, _tally(guardian, 0, 0, 0, n)));
    }

    /// @notice Nor with the guardian and one agent, of whom none is owed more than 12,250,000 ROAD.
    function guardianAndOne(uint256 units, uint256 n) external pure {
        require(units <= 12_250_000e18);
        assert(!VoteCount.succeeded(ProposalClass.AMENDMENT, _tally(GuardianBallot.FOR, units, 0, 0, n)));
    }

    /// @notice An AMENDMENT that passes has the guardian's vote for, 40 % of max(N, FLOOR) for it or abstaining, and 67 %
    /// of all units cast for it.
    function amendment(GuardianBallot guardian, uint256 a, uint256 b, uint256 c, uint256 n) external pure {
        require(VoteCount.succeeded(ProposalClass.AMENDMENT, _tally(guardian, a, b, c, n)));
        assert(guardian == GuardianBallot.FOR && 100 * a >= 67 * (a + b + c));
        assert(100 * (a + c) >= 40 * VoteWeights.denominator(n));
    }

    function _tally(GuardianBallot guardian, uint256 a, uint256 b, uint256 c, uint256 n)
        private
        pure
        returns (Tally memory)
    {
        require(n <= 1e27 && a <= n && b <= n - a && c <= n - a - b);
        return Tally(guardian, a, b, c, n);
    }
}
