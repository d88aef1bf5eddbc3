// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {EmergencyHandler} from "./handlers/EmergencyHandler.sol";
import {Deployment} from "./support/Deployment.sol";
import {Search} from "./support/Search.sol";
import {vm} from "./support/Vm.sol";
import {World} from "./support/World.sol";

/// @title EmergencyInvariants
/// @notice 29 and 30: how long the guardian holds something, and what nobody holds.
contract EmergencyInvariants is Search {
    EmergencyHandler private immutable handler;

    constructor() World(Deployment.protocol()) {
        Deployment.genesis(factory);
        Deployment.releaseAll(factory);
        handler = new EmergencyHandler(factory);
        _handler = address(handler);
    }

    function invariant_emergency() external {
        vm.warp(handler.time());
        _demandNone(handler.violation());
        _demandNone(handler.broken());
    }
}
