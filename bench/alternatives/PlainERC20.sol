// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title PlainERC20
/// @notice OpenZeppelin's ERC-20 with nothing added: a yardstick of the gas bench, never deployed elsewhere.
contract PlainERC20 is ERC20 {
    constructor() ERC20("Plain", "PLAIN") {
        _mint(msg.sender, 1e27);
    }
}
