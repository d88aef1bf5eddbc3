// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @title PaymentNumbers
/// @notice What has become of the payments' numbers: two bits each, 128 in a slot, so that payments in the order of their
/// numbers find the slot in use.
library PaymentNumbers {
    /// @dev A payment with this number was made.
    uint256 internal constant USED = 1;
    /// @dev Somebody approved on chain, or withdrew; else nobody's records need to be read.
    uint256 internal constant NOTED = 2;

    uint256 private constant MASK = 3;

    struct Data {
        mapping(uint256 index => uint256) words;
    }

    /// @notice The marks of a number.
    function get(Data storage self, uint256 number) internal view returns (uint256) {
        return self.words[number >> 7] >> _shift(number) & MASK;
    }

    /// @notice Adds a mark.
    function mark(Data storage self, uint256 number, uint256 bit) internal {
        self.words[number >> 7] |= bit << _shift(number);
    }

    function _shift(uint256 number) private pure returns (uint256) {
        return (number & 0x7f) << 1;
    }
}
