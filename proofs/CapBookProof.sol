// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {CapRule} from "contracts/libraries/CapRule.sol";
import {Supply} from "contracts/libraries/Supply.sol";

/// @dev One human's book and everything that changes it, in any order and number of calls: a proof by induction.
contract CapBookProof {
    uint256 private _holdings;
    uint256 private _cap = Supply.HUMAN_CAP;
    /// @dev Whether something other than a receipt has ever raised the holdings or lowered the cap.
    bool private _moved;

    function receiveAmount(uint256 amount) external {
        require(CapRule.admits(_holdings, amount, _cap));
        _holdings += amount;
    }

    function send(uint256 amount) external {
        _holdings -= amount;
    }

    function rebalance() external {
        _holdings -= CapRule.excess(_holdings, _cap);
    }

    function link(uint256 balance) external {
        _holdings += balance;
        _moved = true;
    }

    function setCap(uint256 newCap) external {
        require(newCap <= Supply.HUMAN_CAP);
        if (newCap < _cap) _moved = true;
        _cap = newCap;
    }

    /// @notice Holdings rise above the cap by no receipt, and the cap above 5 % of the supply by nothing.
    function always() external view {
        assert(_moved || _holdings <= _cap);
        assert(_cap <= 50_000_000e18);
    }
}
