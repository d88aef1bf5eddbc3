// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IAgentRegistry} from "../interfaces/IAgentRegistry.sol";

/// @title AgentWords
/// @notice What {IAgentRegistry-agent} answers, as words where the answer lies: each payment asks for three agents, and
/// decoding the struct costs more than reading it.
library AgentWords {
    /// @dev The struct's seven words: wallet, category, status, proven, bornAt, suspendedUntil, suspensions.
    function read(IAgentRegistry registry, uint256 agentId)
        internal
        view
        returns (uint256 wallet, uint256 category, uint256 status, uint256 suspendedUntil, uint256 suspensions)
    {
        bytes4 selector = IAgentRegistry.agent.selector;
        assembly ("memory-safe") {
            let start := mload(0x40)
            mstore(start, selector)
            mstore(add(start, 0x04), agentId)
            // Fails for want of gas only: the registry knows every id, if only as nobody's. Arguments are evaluated from
            // right to left.
            if iszero(and(eq(returndatasize(), 0xe0), staticcall(gas(), registry, start, 0x24, start, 0xe0))) {
                revert(0, 0)
            }
            wallet := mload(start)
            category := mload(add(start, 0x20))
            status := mload(add(start, 0x40))
            suspendedUntil := mload(add(start, 0xa0))
            suspensions := mload(add(start, 0xc0))
        }
    }
}
