// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @title PaymentNumbers
/// @notice What has become of the payments' numbers: two bits each, 128 in a slot, so that payments in the order of their
/// numbers find the slot in use.
library PaymentNumbers {
    /// @dev A payment with this number was made.
    uint256 private constant USED = 1;
    /// @dev Somebody approved on chain, or withdrew; else nobody's records need to be read.
    uint256 private constant NOTED = 2;

    struct Data {
        mapping(uint256 index => uint256) words;
    }

    /// @notice A payment with this number was made.
    error NumberUsed(uint256 number);

    /// @notice Uses a number, once.
    /// @return noted Whether anybody acted on chain on a payment with it.
    function use(Data storage self, uint256 number) internal returns (bool noted) {
        (uint256 index, uint256 shift) = _placeOf(number);
        uint256 word = self.words[index];
        uint256 marks = word >> shift;
        if (marks & USED != 0) revert NumberUsed(number);
        self.words[index] = word | USED << shift;
        return marks & NOTED != 0;
    }

    /// @notice Notes that somebody acts on chain on a payment with this number, which is not used.
    function note(Data storage self, uint256 number) internal {
        (uint256 index, uint256 shift) = _placeOf(number);
        self.words[index] |= NOTED << shift;
    }

    /// @notice Whether a payment with this number was made.
    function isUsed(Data storage self, uint256 number) internal view returns (bool) {
        (uint256 index, uint256 shift) = _placeOf(number);
        return self.words[index] >> shift & USED != 0;
    }

    function _placeOf(uint256 number) private pure returns (uint256 index, uint256 shift) {
        return (number >> 7, (number & 0x7f) << 1);
    }
}
