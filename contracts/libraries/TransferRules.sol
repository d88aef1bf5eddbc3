// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Book, Reason, Wallet, WalletClass} from "../types/Holder.sol";
import {CapRule} from "./CapRule.sol";

/// @title TransferRules
/// @notice Who may send, who may receive, and how much: three pure questions, asked in this order.
library TransferRules {
    /// @notice Whether the two wallets may take part in any movement at `time`.
    function refusesMove(Wallet storage sender, Wallet storage recipient, uint256 time) internal view returns (Reason) {
        if (time < sender.frozenUntil) return Reason.SENDER_FROZEN;
        if (time < recipient.frozenUntil) return Reason.RECIPIENT_FROZEN;
        if (time < sender.haltedUntil) return Reason.SENDER_SUSPENDED;
        return Reason.NONE;
    }

    /// @notice Whether the recipient's class may receive.
    /// @param fromTreasury The one sender that a former wallet may receive from: a retired agent is still owed.
    /// @param unverifiedAllowed Whether this network lets unknown wallets hold.
    function refusesClass(WalletClass class, bool fromTreasury, bool unverifiedAllowed) internal pure returns (Reason) {
        if (class == WalletClass.NONE && !unverifiedAllowed) return Reason.RECIPIENT_UNKNOWN;
        if (class == WalletClass.FORMER && !fromTreasury) return Reason.RECIPIENT_FORMER;
        return Reason.NONE;
    }

    /// @notice Whether a human may come to hold `amount` more at `time`. The cap itself may be held.
    /// @param cap What one human may hold, in wei.
    function refusesHolding(Book memory book, uint256 amount, uint256 cap, uint256 maxWallets, uint256 time)
        internal
        pure
        returns (Reason)
    {
        if (time >= book.validUntil) return Reason.IDENTITY_EXPIRED;
        if (book.suspended) return Reason.IDENTITY_SUSPENDED;
        if (book.linked > maxWallets) return Reason.TOO_MANY_WALLETS;
        if (!CapRule.admits(book.holdings, amount, cap)) return Reason.ABOVE_CAP;
        return Reason.NONE;
    }

    /// @notice The book that counts a wallet's balance; 0 for agents, the guardian and the protocol.
    function countedIn(Wallet storage wallet) internal view returns (uint32) {
        WalletClass class = wallet.class;
        bool exempt = class == WalletClass.AGENT || class == WalletClass.GUARDIAN || class == WalletClass.PROTOCOL;
        return exempt ? 0 : wallet.book;
    }
}
