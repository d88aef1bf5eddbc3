// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Supply} from "contracts/libraries/Supply.sol";

contract SupplyProof {
    /// @notice The two shares are the whole supply of 1e27 wei.
    function shares() external pure {
        assert(Supply.TOTAL == 1e27);
        assert(Supply.GUARDIAN_SHARE + Supply.COLLECTIVE_SHARE == Supply.TOTAL);
    }

    /// @notice The guardian's share is 51 %, the collective's 49 %, the human cap 5 % of it, each exactly.
    function percentages() external pure {
        assert(100 * Supply.GUARDIAN_SHARE == 51 * Supply.TOTAL);
        assert(100 * Supply.COLLECTIVE_SHARE == 49 * Supply.TOTAL);
        assert(100 * Supply.HUMAN_CAP == 5 * Supply.TOTAL);
    }
}
