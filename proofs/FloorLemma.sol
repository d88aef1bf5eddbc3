// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @dev Arithmetic alone: no rule of the protocol is called here. The solver finds no order between two quotients by
/// itself, so the other proofs show of each quotient q = floor(a / span) that q × span ≤ a < (q + 1) × span, and this
/// one what follows from that.
contract FloorLemma {
    /// @notice Of two such quotients by the same divisor, the one of the smaller dividend is not the larger.
    function ordered(uint256 other, uint256 gap, uint256 span, uint256 a, uint256 b) external pure {
        // Were floor(a / span) larger than floor(b / span) = other, it would be other + 1 + gap.
        require(other < 1e30 && gap < 1e30 && span < 1e60);
        uint256 whole = other * span;
        require(b < whole + span);
        bool larger = whole + span + gap * span <= a;
        assert(!(larger && a <= b));
    }

    /// @notice The product used there is the one of the larger quotient.
    function product(uint256 other, uint256 gap, uint256 span) external pure {
        require(other < 1e30 && gap < 1e30 && span < 1e60);
        assert((other + 1 + gap) * span == other * span + span + gap * span);
    }
}
