// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {ResourcesHandler} from "./handlers/ResourcesHandler.sol";
import {Deployment} from "./support/Deployment.sol";
import {Search} from "./support/Search.sol";
import {vm} from "./support/Vm.sol";
import {World} from "./support/World.sol";

/// @title ResourcesInvariants
/// @notice 43 to 45: grants, what is held, the order of service, seats.
contract ResourcesInvariants is Search {
    ResourcesHandler private immutable handler;
    uint256[] private _acting = [1, 11, 15, 1188, 1247, 16, 2, 3, 12, 1189, 17, 18];

    constructor() World(Deployment.protocol()) {
        Deployment.genesis(factory);
        handler = new ResourcesHandler(factory, _acting);
        _handler = address(handler);
    }

    function invariant_resources() external {
        vm.warp(handler.time());
        _demandNone(handler.violation());
        _demandNone(handler.broken());
    }
}
