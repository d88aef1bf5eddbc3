// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Peer} from "../../../contracts/base/Peer.sol";
import {IFactory} from "../../../contracts/interfaces/IFactory.sol";

/// @notice A council without seats, until there is one.
contract NoCouncil is Peer {
    constructor(IFactory factory) Peer(factory) {}

    function isSeated(uint256) external pure returns (bool) {
        return false;
    }
}
