// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Votes} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Votes.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

/// @title PlainVotes
/// @notice OpenZeppelin's ERC20Votes with nothing added: a yardstick of the gas bench, never deployed elsewhere.
contract PlainVotes is ERC20Votes {
    constructor() ERC20("Plain votes", "VOTES") EIP712("Plain votes", "1") {
        _mint(msg.sender, 1e27);
    }
}
