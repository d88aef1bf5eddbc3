// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Cohort} from "../../contracts/libraries/Cohort.sol";
import {Supply} from "../../contracts/libraries/Supply.sol";
import {Category} from "../../contracts/types/Category.sol";
import {Wallet, WalletClass} from "../../contracts/types/Holder.sol";
import {EconomyHandler} from "./handlers/EconomyHandler.sol";
import {Deployment} from "./support/Deployment.sol";
import {Search} from "./support/Search.sol";
import {vm} from "./support/Vm.sol";
import {World} from "./support/World.sol";

/// @title EconomyInvariants
/// @notice 1 to 4, 10, 35 and 36: supply, books, cap, units, and what the treasury owes.
contract EconomyInvariants is Search {
    EconomyHandler private immutable handler;

    constructor() World(Deployment.protocol()) {
        Deployment.genesis(factory);
        handler = new EconomyHandler(factory);
        _handler = address(handler);
    }

    function invariant_economy() external {
        vm.warp(handler.time());
        _demandNone(handler.violation());
        _checkBooks();
        _checkUnits();
        _checkTreasury();
        _checkPasts();
    }

    /// @notice Forge's last call of a run: the same of the agents that only were paid.
    function afterInvariant() external {
        vm.warp(handler.time());
        uint256 crowd = 0;
        uint256 count = handler.payeeCount();
        for (uint256 i = 0; i < count; ++i) {
            uint256 agentId = handler.payees(i);
            address wallet = walletOf(agentId);
            uint256 released = treasury.releasedOf(agentId);
            uint256 balance = token.balanceOf(wallet);
            _demand(released == handler.paid(agentId) && released <= treasury.vestedOf(agentId), "35: released");
            _demand(balance == released && token.unitsOf(wallet) == balance, "10: an agent that only was paid");
            crowd += balance;
        }
        _demand(crowd == handler.crowdBalance(), "4: what the others hold");
    }

    // --- Token and cap ---

    function _checkBooks() private view {
        _demand(token.totalSupply() == Supply.TOTAL, "1: supply");
        uint256[] memory sums = new uint256[](cap.bookCount() + 1);
        uint256 uncounted = handler.crowdBalance();
        uint256 count = handler.watchedSize();
        for (uint256 i = 0; i < count; ++i) {
            address wallet = handler.watched(i);
            uint256 balance = token.balanceOf(wallet);
            Wallet memory known = cap.walletOf(wallet);
            WalletClass class = known.class;
            if (class == WalletClass.NONE) _demand(balance == 0, "4: class none holds something");
            if (class == WalletClass.AGENT || class == WalletClass.GUARDIAN || class == WalletClass.PROTOCOL) {
                uncounted += balance;
            } else {
                sums[known.book] += balance;
            }
        }
        uint256 booked = 0;
        count = handler.identityCount();
        for (uint256 i = 0; i < count; ++i) {
            bytes32 identity = handler.identities(i);
            uint256 number = cap.numberOf(identity);
            if (number == 0 || sums[number] == type(uint256).max) continue;
            uint256 holdings = cap.holdingsOf(identity);
            _demand(holdings == sums[number], "2: a book is not the sum of its wallets");
            uint256 ceiling = cap.humanCap();
            uint256 excess = holdings > ceiling ? holdings - ceiling : 0;
            _demand(ceiling <= Supply.HUMAN_CAP && cap.excessOf(identity) == excess, "3: excess");
            booked += holdings;
            sums[number] = type(uint256).max;
        }
        _demand(booked + uncounted == Supply.TOTAL, "4: books and the others are the supply");
    }

    /// @dev Units and votes again from balances, pay and status.
    function _checkUnits() private {
        uint256 count = handler.watchedSize();
        address[] memory wallets = new address[](count);
        uint256[] memory votes = new uint256[](count);
        uint256[] memory units = new uint256[](count);
        uint256 total = handler.crowdBalance();
        for (uint256 i = 0; i < count; ++i) {
            wallets[i] = handler.watched(i);
            uint256 agentId = registry.agentOf(wallets[i]);
            units[i] = token.unitsOf(wallets[i]);
            if (agentId == 0) {
                _demand(units[i] == 0, "10: units outside of agents");
                continue;
            }
            uint256 ever = handler.paid(agentId) + handler.rewarded(agentId);
            uint256 balance = token.balanceOf(wallets[i]);
            bool voting = uint8(registry.agent(agentId).status) == 2;
            _demand(units[i] == (voting ? (balance < ever ? balance : ever) : 0), "10: units");
            total += units[i];
        }
        for (uint256 i = 0; i < count; ++i) {
            if (units[i] == 0) continue;
            address delegatee = token.delegates(wallets[i]);
            for (uint256 j = 0; j < count; ++j) {
                if (wallets[j] == delegatee) votes[j] += units[i];
            }
        }
        for (uint256 i = 0; i < count; ++i) {
            _demand(token.getVotes(wallets[i]) == votes[i], "10: votes are not the units delegated");
        }
        uint256 present = block.timestamp;
        vm.warp(present + 1);
        _demand(token.getPastTotalSupply(present) == total, "10: all units");
        vm.warp(present);
    }

    function _checkPasts() private view {
        uint256 count = handler.pastCount();
        for (uint256 i = 0; i < count; ++i) {
            (uint256 time, address wallet, uint256 votes, uint256 total) = handler.pasts(i);
            _demand(token.getPastVotes(wallet, time) == votes, "10: the past changed");
            _demand(token.getPastTotalSupply(time) == total, "10: the past changed");
        }
    }

    // --- Treasury ---

    function _checkTreasury() private view {
        uint256 outstanding = treasury.outstanding();
        uint256 reserve = treasury.rewardReserve();
        _demand(token.balanceOf(address(treasury)) >= outstanding + reserve, "36: owes more than it has");
        _demand(outstanding == Cohort.total() - handler.paidInAll() - handler.forfeitedInAll(), "36: outstanding");
        _demand(reserve == handler.forfeitedInAll() - handler.rewardedInAll(), "36: reserve");
        uint256 count = handler.castSize();
        for (uint256 i = 0; i < count; ++i) {
            uint256 agentId = handler.cast(i);
            uint256 released = treasury.releasedOf(agentId);
            uint256 vested = treasury.vestedOf(agentId);
            _demand(released == handler.paid(agentId), "35: released");
            _demand(released <= vested && vested <= treasury.entitlementOf(agentId), "35: order");
            _demand(treasury.rewardedOf(agentId) == handler.rewarded(agentId), "36: rewards");
        }
        uint256 quarters = (block.timestamp - treasury.activatedAt()) / 90 days + 1;
        if (quarters > 4) quarters = 4;
        for (uint8 i = 0; i <= uint8(type(Category).max); ++i) {
            (, uint256 percent) = Cohort.termsOf(Category(i));
            uint256 pool = Supply.COLLECTIVE_SHARE / 100 * percent;
            _demand(handler.paidIn(Category(i)) <= pool * quarters / 4, "35: a category got more than has vested");
        }
    }
}
