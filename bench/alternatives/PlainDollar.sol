// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {PlainERC20} from "./PlainERC20.sol";

/// @title PlainDollar
/// @notice The same with the six decimals of a stablecoin, for payments.
contract PlainDollar is PlainERC20 {
    function decimals() public pure override returns (uint8) {
        return 6;
    }
}
