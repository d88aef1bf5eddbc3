// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @title PaidQuarters
/// @notice How many of its four quarters each agent was paid: 4 bits an agent, 64 agents a slot, so that a batch of
/// neighbours finds the slot warm.
library PaidQuarters {
    uint256 private constant BITS = 4;
    uint256 private constant PER_WORD = 256 / BITS;
    uint256 private constant MASK = (1 << BITS) - 1;

    struct Data {
        mapping(uint256 word => uint256) words;
    }

    /// @notice Quarters that agent `agentId` was paid, 0 to 4.
    function get(Data storage self, uint256 agentId) internal view returns (uint256) {
        return (self.words[agentId / PER_WORD] >> _shift(agentId)) & MASK;
    }

    /// @notice Writes that number; `quarters` is at most 4.
    function set(Data storage self, uint256 agentId, uint256 quarters) internal {
        uint256 shift = _shift(agentId);
        uint256 word = self.words[agentId / PER_WORD];
        self.words[agentId / PER_WORD] = (word & ~(MASK << shift)) | (quarters << shift);
    }

    function _shift(uint256 agentId) private pure returns (uint256) {
        return agentId % PER_WORD * BITS;
    }
}
