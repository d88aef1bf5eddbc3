// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @title PaidQuarters
/// @notice How many of its four quarters each agent was paid: 4 bits an agent, 64 agents a slot, so that a batch of
/// neighbours finds the slot warm.
library PaidQuarters {
    /// @dev 64 agents a word.
    uint256 private constant WORD_SHIFT = 6;
    uint256 private constant WORD_MASK = 63;
    /// @dev 4 bits an agent.
    uint256 private constant BITS_SHIFT = 2;
    uint256 private constant MASK = 15;

    struct Word {
        uint256 bits;
    }

    struct Data {
        mapping(uint256 index => Word) words;
    }

    /// @notice Quarters that agent `agentId` was paid, 0 to 4.
    function get(Data storage self, uint256 agentId) internal view returns (uint256) {
        return (self.words[agentId >> WORD_SHIFT].bits >> _shift(agentId)) & MASK;
    }

    /// @notice Writes that number; `quarters` is at most 4.
    function set(Data storage self, uint256 agentId, uint256 quarters) internal {
        Word storage word = self.words[agentId >> WORD_SHIFT];
        uint256 shift = _shift(agentId);
        word.bits = (word.bits & ~(MASK << shift)) | (quarters << shift);
    }

    function _shift(uint256 agentId) private pure returns (uint256) {
        return (agentId & WORD_MASK) << BITS_SHIFT;
    }
}
