// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {IHumanCapEnforcement} from "../interfaces/IHumanCapEnforcement.sol";
import {Book, Cause} from "../types/Holder.sol";
import {CapRule} from "./CapRule.sol";

/// @title Ledger
/// @notice The books of all humans, and the hash chain over everything that ever changed one.
/// @dev Humans are numbered from 1 in the order in which their books were opened; number 0 stands for whatever is not
/// counted, so that every change of a book is a movement between two numbers.
library Ledger {
    using SafeCast for uint256;

    /// @param cap What one human may hold now, in wei.
    /// @param capLoweredAt When the cap was lowered last; the grace periods of all run from there at the earliest.
    /// @param count Number of books.
    /// @param head Last link of the hash chain.
    struct Data {
        uint128 cap;
        uint40 capLoweredAt;
        uint32 count;
        bytes32 head;
        mapping(uint256 number => Book) books;
        mapping(uint256 number => bytes32[]) identities;
        mapping(bytes32 identity => uint32) numbers;
        mapping(uint256 number => address[]) wallets;
    }

    /// @notice Opens a book for `identity`, which has none.
    function open(Data storage self, bytes32 identity, uint40 validUntil) internal returns (uint32 number) {
        number = ++self.count;
        self.identities[number].push(identity);
        self.numbers[identity] = number;
        self.books[number].validUntil = validUntil;
        emit IHumanCapEnforcement.BookOpened(number, identity, validUntil);
    }

    /// @notice Moves `amount` wei from one book to another, either of which may be 0, and extends the chain.
    /// @dev head' = keccak256(abi.encode(head, from, to, amount, cause)).
    function move(Data storage self, uint256 from, uint256 to, uint256 amount, Cause cause) internal {
        uint256 cap = self.cap;
        if (from != 0) _set(self.books[from], self.books[from].holdings - amount, cap);
        if (to != 0) _set(self.books[to], self.books[to].holdings + amount, cap);
        bytes32 head = keccak256(abi.encode(self.head, from, to, amount, cause));
        self.head = head;
        emit IHumanCapEnforcement.BookMoved(from, to, amount, cause, head);
    }

    /// @notice Appends `wallet` to the human's wallets, in the order of linking.
    function attach(Data storage self, uint256 number, address wallet) internal {
        self.wallets[number].push(wallet);
    }

    /// @notice Takes `wallet` out of the human's wallets and keeps the order of the others.
    function detach(Data storage self, uint256 number, address wallet) internal {
        address[] storage list = self.wallets[number];
        uint256 last = list.length - 1;
        bool found = false;
        for (uint256 i = 0; i < last; ++i) {
            if (list[i] == wallet) found = true;
            if (found) list[i] = list[i + 1];
        }
        list.pop();
    }

    /// @notice The identity that opened the book; zero for number 0.
    function identityOf(Data storage self, uint256 number) internal view returns (bytes32) {
        return number == 0 ? bytes32(0) : self.identities[number][0];
    }

    /// @notice Everything that is `from`'s becomes `into`'s; the caller has checked that there is room.
    function merge(Data storage self, uint256 from, uint32 into) internal {
        Book storage source = self.books[from];
        Book storage target = self.books[into];
        if (source.holdings != 0) move(self, from, into, source.holdings, Cause.MERGE);
        target.linked += source.linked;
        if (source.suspended) target.suspended = true;
        bytes32[] memory identities = self.identities[from];
        for (uint256 i = 0; i < identities.length; ++i) {
            self.numbers[identities[i]] = into;
            self.identities[into].push(identities[i]);
        }
        address[] memory wallets = self.wallets[from];
        for (uint256 i = 0; i < wallets.length; ++i) {
            self.wallets[into].push(wallets[i]);
        }
        delete self.wallets[from];
        delete self.books[from];
    }

    /// @notice What the human holds above the cap, in wei.
    function excess(Data storage self, uint256 number) internal view returns (uint256) {
        return CapRule.excess(self.books[number].holdings, self.cap);
    }

    /// @dev The grace period runs from the moment in which the holdings rose above the cap; where the cap fell below
    /// the holdings, from the change of the cap.
    function _set(Book storage book, uint256 holdings, uint256 cap) private {
        uint40 overSince = book.overSince;
        if (holdings <= cap) overSince = 0;
        else if (book.holdings <= cap) overSince = block.timestamp.toUint40();
        (book.holdings, book.overSince) = (holdings.toUint128(), overSince);
    }
}
