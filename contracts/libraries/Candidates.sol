// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IAgentRegistry} from "../interfaces/IAgentRegistry.sol";
import {IFactory} from "../interfaces/IFactory.sol";
import {IGuardianship} from "../interfaces/IGuardianship.sol";

/// @title Candidates
/// @notice Who can't be guardian, recovery address or successor.
library Candidates {
    /// @notice Reverts for the zero address, the present holder of the office, a contract of the protocol and an
    /// agent's wallet.
    function check(address candidate, address holder, IFactory factory, IAgentRegistry registry) internal view {
        bool refused = candidate == address(0) || candidate == holder || factory.isPeer(candidate)
            || registry.agentOf(candidate) != 0;
        if (refused) revert IGuardianship.CandidateRefused(candidate);
    }
}
