// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @title OpenOrders
/// @notice How many orders of each agent are neither provisioned nor released: a byte an agent, 31 agents a slot. The
/// slots of the genesis agents are marked, so that no first request pays for a new one.
library OpenOrders {
    /// @notice Open orders of one agent at most.
    uint256 internal constant MAX = 32;

    /// @dev The highest byte of a word is the mark.
    uint256 private constant AGENTS = 31;
    uint256 private constant MARK = 1 << 248;
    uint256 private constant MASK = 0xff;

    struct Data {
        mapping(uint256 index => uint256) words;
    }

    /// @notice The agent has as many orders open as it may.
    error TooManyOrders(uint256 agentId, uint256 max);

    /// @notice Marks the slots of agents 1 to `count`.
    function mark(Data storage self, uint256 count) internal {
        for (uint256 index = 0; index <= count / AGENTS; ++index) {
            self.words[index] = MARK;
        }
    }

    function get(Data storage self, uint256 agentId) internal view returns (uint256) {
        return (self.words[agentId / AGENTS] >> _shift(agentId)) & MASK;
    }

    function add(Data storage self, uint256 agentId) internal {
        uint256 index = agentId / AGENTS;
        uint256 shift = _shift(agentId);
        uint256 word = self.words[index];
        if ((word >> shift) & MASK >= MAX) revert TooManyOrders(agentId, MAX);
        unchecked {
            self.words[index] = word + (1 << shift); // at most MAX of a byte
        }
    }

    /// @dev Of an agent that has one open.
    function remove(Data storage self, uint256 agentId) internal {
        self.words[agentId / AGENTS] -= 1 << _shift(agentId);
    }

    function _shift(uint256 agentId) private pure returns (uint256) {
        return (agentId % AGENTS) << 3;
    }
}
