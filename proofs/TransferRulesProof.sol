// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {TransferRules} from "contracts/libraries/TransferRules.sol";
import {Book, Reason} from "contracts/types/Holder.sol";

contract TransferRulesProof {
    /// @notice What the transfer's rule lets a human receive leaves it at the cap at most.
    function holding(uint128 holdings, uint40 validUntil, uint256 amount, uint256 cap, uint256 time) external pure {
        Book memory book = Book(holdings, 0, validUntil, 1, false);
        require(TransferRules.refusesHolding(book, amount, cap, 8, time) == Reason.NONE);
        assert(amount <= cap && holdings <= cap - amount);
        assert(time < validUntil);
    }

    /// @notice A suspended human receives nothing, nor one with more wallets than it may have.
    function refused(Book memory book, uint256 amount, uint256 cap, uint256 time) external pure {
        require(book.suspended || book.linked > 8);
        assert(TransferRules.refusesHolding(book, amount, cap, 8, time) != Reason.NONE);
    }
}
