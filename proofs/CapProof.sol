// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {CapRule} from "contracts/libraries/CapRule.sol";

contract CapRuleProof {
    /// @notice After an accepted receipt a human holds the cap at most, whatever the amount.
    function bound(uint256 holdings, uint256 amount, uint256 cap) external pure {
        require(CapRule.admits(holdings, amount, cap));
        assert(holdings <= cap);
        assert(holdings + amount <= cap);
    }

    /// @notice The room up to the cap is received, one wei more is not.
    function boundary(uint256 holdings, uint256 cap) external pure {
        require(holdings <= cap && cap < type(uint256).max);
        assert(CapRule.admits(holdings, cap - holdings, cap));
        assert(!CapRule.admits(holdings, cap - holdings + 1, cap));
    }

    /// @notice Above the cap nothing comes in.
    function above(uint256 holdings, uint256 amount, uint256 cap) external pure {
        require(holdings > cap);
        assert(!CapRule.admits(holdings, amount, cap));
    }

    /// @notice Without its excess a human holds exactly the cap; there is none up to the cap.
    function excess(uint256 holdings, uint256 cap) external pure {
        uint256 tooMuch = CapRule.excess(holdings, cap);
        assert(holdings <= cap ? tooMuch == 0 : holdings - tooMuch == cap);
    }
}
