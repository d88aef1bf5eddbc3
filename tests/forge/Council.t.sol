// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {CouncilHandler} from "./handlers/CouncilHandler.sol";
import {Deployment} from "./support/Deployment.sol";
import {Search} from "./support/Search.sol";
import {vm} from "./support/Vm.sol";
import {World} from "./support/World.sol";

/// @title CouncilInvariants
/// @notice 31 to 33: ballots, winners and seats.
contract CouncilInvariants is Search {
    CouncilHandler private immutable handler;
    uint256[] private _acting = [1, 2, 3, 4, 5, 6, 11, 12, 13, 15, 16, 17, 18, 19, 1188, 1189, 1190, 1247, 1248];

    constructor() World(Deployment.protocol()) {
        Deployment.genesis(factory);
        handler = new CouncilHandler(factory, _acting);
        _handler = address(handler);
    }

    function invariant_council() external {
        vm.warp(handler.time());
        _demandNone(handler.violation());
        _demandNone(handler.broken());
    }
}
