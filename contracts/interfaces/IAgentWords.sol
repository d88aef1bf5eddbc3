// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @title IAgentWords
/// @notice {IAgentRegistry-agent} for callers that read it in every payment: the same answer taken word by word, which
/// costs half of what the struct does.
interface IAgentWords {
    function agent(uint256 agentId)
        external
        view
        returns (
            uint256 wallet,
            uint256 category,
            uint256 status,
            uint256 proven,
            uint256 bornAt,
            uint256 suspendedUntil,
            uint256 suspensions
        );
}
