// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {WalletClass} from "../../contracts/types/Holder.sol";
import {OfficeHandler} from "./handlers/OfficeHandler.sol";
import {Actors} from "./support/Actors.sol";
import {Deployment} from "./support/Deployment.sol";
import {Search} from "./support/Search.sol";
import {vm} from "./support/Vm.sol";
import {World} from "./support/World.sol";

/// @title OfficeInvariants
/// @notice 25 to 28: who is guardian, how that changes, and what moves the heartbeat.
contract OfficeInvariants is Search {
    OfficeHandler private immutable handler;
    uint256[] private _voters = [11, 12, 13, 14, 1, 2, 3, 4, 15, 16, 17];

    constructor() World(Deployment.protocol()) {
        Deployment.genesis(factory);
        Deployment.releaseAll(factory);
        for (uint256 agentId = 18; agentId <= 1187; ++agentId) {
            address delegatee = walletOf(15 + agentId % 3);
            vm.prank(Actors.called("agent", agentId));
            token.delegate(delegatee);
        }
        handler = new OfficeHandler(factory, _voters);
        _handler = address(handler);
    }

    function invariant_office() external {
        vm.warp(handler.time());
        _demandNone(handler.violation());
        address guardian = guardianship.guardian();
        _demand(guardian == handler.holder() && guardianship.epoch() == handler.epoch(), "25: another guardian");
        _demand(guardianship.lastSeen() == handler.seen(), "26: heard of without an act of the guardian");
        _demand(guardian != address(0) && !factory.isPeer(guardian), "25: nobody, or a contract of the protocol");
        _demand(registry.agentOf(guardian) == 0, "25: an agent");
        _demand(cap.classOf(guardian) == WalletClass.GUARDIAN, "2: the guardian's class");
        _demand(!guardianship.vacant() || block.timestamp >= handler.seen() + 120 days, "25: vacant too early");
        _demand(!guardianship.vacant() || !guardianship.isGuardian(guardian), "25: a vacant office has a holder");
    }
}
