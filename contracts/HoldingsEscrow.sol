// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {Peer} from "./base/Peer.sol";
import {IFactory} from "./interfaces/IFactory.sol";
import {IHoldingsEscrow} from "./interfaces/IHoldingsEscrow.sol";
import {IHumanCapEnforcement} from "./interfaces/IHumanCapEnforcement.sol";
import {IROADToken} from "./interfaces/IROADToken.sol";
import {Peers} from "./libraries/Peers.sol";
import {Wallet} from "./types/Holder.sol";

/// @title HoldingsEscrow
/// @notice Where a human's excess over the cap waits for that human.
///
/// **Design.** Nothing is confiscated: a human's wallets, and they alone, send its excess on.
///
/// **Trust assumptions.** {HumanCapEnforcement} says which wallet belongs to which human.
///
/// **How to stop it.** A pause of transfers defers withdrawals; nothing takes a balance away.
contract HoldingsEscrow is Peer, IHoldingsEscrow {
    using SafeERC20 for IROADToken;

    IHumanCapEnforcement public immutable CAP;
    IROADToken public immutable TOKEN;

    /// @inheritdoc IHoldingsEscrow
    mapping(uint256 number => uint256) public escrowedOf;

    constructor(IFactory factory) Peer(factory) {
        CAP = IHumanCapEnforcement(factory.peer(Peers.CAP));
        TOKEN = IROADToken(factory.peer(Peers.TOKEN));
    }

    /// @inheritdoc IHoldingsEscrow
    function withdraw(address to, uint256 amount) external {
        Wallet memory wallet = CAP.walletOf(msg.sender);
        if (wallet.book == 0) revert CallerWithoutBook(msg.sender);
        if (block.timestamp < wallet.frozenUntil) revert CallerFrozen(msg.sender, wallet.frozenUntil);
        uint256 balance = escrowedOf[wallet.book];
        if (amount > balance) revert EscrowBalanceTooLow(wallet.book, balance, amount);
        escrowedOf[wallet.book] = balance - amount;
        emit Withdrawn(wallet.book, msg.sender, to, amount, balance - amount);
        TOKEN.safeTransfer(to, amount);
    }

    /// @inheritdoc IHoldingsEscrow
    function credit(uint256 number, uint256 amount) external {
        _checkCaller(address(CAP));
        uint256 balance = escrowedOf[number] + amount;
        escrowedOf[number] = balance;
        emit Credited(number, amount, balance);
    }

    /// @inheritdoc IHoldingsEscrow
    function merge(uint256 from, uint256 into) external {
        _checkCaller(address(CAP));
        uint256 amount = escrowedOf[from];
        if (amount == 0) return;
        escrowedOf[from] = 0;
        escrowedOf[into] += amount;
        emit EscrowMerged(from, into, amount);
    }
}
