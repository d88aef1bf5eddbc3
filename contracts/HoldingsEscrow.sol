// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {Peer} from "./base/Peer.sol";
import {IFactory} from "./interfaces/IFactory.sol";
import {IHoldingsEscrow} from "./interfaces/IHoldingsEscrow.sol";
import {IHumanCapEnforcement} from "./interfaces/IHumanCapEnforcement.sol";
import {IROADToken} from "./interfaces/IROADToken.sol";
import {Peers} from "./libraries/Peers.sol";

/// @title HoldingsEscrow
/// @notice Where a human's excess over the cap waits for that human.
///
/// **Design.** Nothing is confiscated: what came from a wallet is that wallet's to send on, and nobody else's. It is
/// kept by wallet and not by human, so that whoever says which wallets are one human can't reach it.
///
/// **Trust assumptions.** {HumanCapEnforcement} says what came from where.
///
/// **How to stop it.** A pause of transfers defers withdrawals, a freeze those of one wallet; nothing takes a balance.
contract HoldingsEscrow is Peer, IHoldingsEscrow {
    using SafeERC20 for IROADToken;

    IHumanCapEnforcement public immutable CAP;
    IROADToken public immutable TOKEN;

    /// @inheritdoc IHoldingsEscrow
    mapping(address wallet => uint256) public escrowedOf;

    constructor(IFactory factory) Peer(factory) {
        CAP = IHumanCapEnforcement(factory.peer(Peers.CAP));
        TOKEN = IROADToken(factory.peer(Peers.TOKEN));
    }

    /// @inheritdoc IHoldingsEscrow
    function withdraw(address to, uint256 amount) external {
        uint256 frozenUntil = CAP.walletOf(msg.sender).frozenUntil;
        if (block.timestamp < frozenUntil) revert CallerFrozen(msg.sender, frozenUntil);
        uint256 balance = escrowedOf[msg.sender];
        if (amount > balance) revert EscrowBalanceTooLow(msg.sender, balance, amount);
        escrowedOf[msg.sender] = balance - amount;
        emit Withdrawn(msg.sender, to, amount, balance - amount);
        TOKEN.safeTransfer(to, amount);
    }

    /// @inheritdoc IHoldingsEscrow
    function credit(address wallet, uint256 amount) external {
        _checkCaller(address(CAP));
        uint256 balance = escrowedOf[wallet] + amount;
        escrowedOf[wallet] = balance;
        emit Credited(wallet, amount, balance);
    }
}
