// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title PushLoop
/// @notice Pays a list from its own balance in one loop: the least that any distribution by pushing does.
/// @dev Warning: no access control and no record of what was paid. A yardstick of the gas bench, never deployed elsewhere.
contract PushLoop {
    IERC20 private immutable TOKEN;

    constructor(IERC20 token) {
        TOKEN = token;
    }

    /// @notice Pays `amounts[i]` to `recipients[i]`.
    function pay(address[] calldata recipients, uint256[] calldata amounts) external {
        for (uint256 i; i < recipients.length; ++i) {
            // The token reverts on failure, so its answer says nothing more.
            TOKEN.transfer(recipients[i], amounts[i]);
        }
    }
}
