// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {FundsHandler} from "./handlers/FundsHandler.sol";
import {Deployment} from "./support/Deployment.sol";
import {Search} from "./support/Search.sol";
import {vm} from "./support/Vm.sol";
import {World} from "./support/World.sol";

/// @title FundsInvariants
/// @notice 36, 38 and 39: what agents are owed, what three of five approved, what a month may cost.
contract FundsInvariants is Search {
    FundsHandler private immutable handler;

    constructor() World(Deployment.protocol()) {
        Deployment.genesis(factory);
        handler = new FundsHandler(factory);
        _handler = address(handler);
    }

    function invariant_funds() external {
        vm.warp(handler.time());
        _demandNone(handler.violation());
        uint256 owed = treasury.outstanding() + treasury.rewardReserve();
        _demand(owed == handler.owed(), "36: what agents are owed changed");
        _demand(token.balanceOf(address(treasury)) >= owed, "36: owes more than it has");
        _demand(token.balanceOf(address(funds)) == 0, "36: ROAD among what is spent");
        uint256 coins = handler.coin().balanceOf(address(funds));
        _demand(coins == handler.coinsIn() - handler.coinsOut(), "36: dollars");
        _demand(address(funds).balance == handler.etherIn() - handler.etherOut(), "36: ether");
    }
}
