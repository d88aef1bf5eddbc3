// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {QuarterSchedule} from "contracts/libraries/QuarterSchedule.sol";

contract AgentVestingProof {
    /// @notice An agent's part is floor(pool × quarters / (4 × agents)); so, by FloorLemma, it never falls.
    function quarters(uint256 pool, uint256 agents, uint256 count) external pure {
        require(pool <= 1e27 && 0 < agents && agents <= 1250 && count <= 4);
        uint256 vested = QuarterSchedule.vested(pool, agents, count);
        assert(vested * (4 * agents) <= pool * count);
        assert(pool * count < vested * (4 * agents) + 4 * agents);
    }

    /// @notice In the five pools of the cohort nothing falls from one quarter to a later one.
    function copilot(uint256 earlier, uint256 later) external pure {
        assert(_ordered(73_500_000e18, 10, earlier, later));
    }

    /// @notice The same of the pool of foundation.
    function foundation(uint256 earlier, uint256 later) external pure {
        assert(_ordered(49_000_000e18, 4, earlier, later));
    }

    /// @notice The same of the pool of archetype.
    function archetype(uint256 earlier, uint256 later) external pure {
        assert(_ordered(294_000_000e18, 1173, earlier, later));
    }

    function _ordered(uint256 pool, uint256 agents, uint256 earlier, uint256 later) private pure returns (bool) {
        require(earlier <= later && later <= 4);
        return QuarterSchedule.vested(pool, agents, earlier) <= QuarterSchedule.vested(pool, agents, later);
    }
}
