// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Order, OrderStatus, ServiceClass} from "../types/Resource.sol";

/// @title ServiceQueues
/// @notice Queues of orders, each of four lines, one a class. The higher class goes first, inside one the earlier order;
/// but what has waited too long at the head of its line goes before all that has not, the oldest first.
/// @dev An order's id says its queue, its class and its place in that line, so a line needs no storage but the places of
/// its head and of its end, and those of all four lines share a slot. The head is always an order that waits, or the end:
/// orders that leave a line before their turn are gaps, neighbouring gaps are one, and a gap is passed in one step.
///
/// Why nobody starves: an order that has waited too long is behind none but those that came before it. What is served
/// from then on is the oldest of the heads that waited too long, its own line's head is one of them, and that came no
/// later than it did. So it waits for that time, and then for no more orders than waited when it came (those of the same
/// second and of higher classes included).
library ServiceQueues {
    uint256 internal constant CLASSES = 4;

    /// @dev Places have 32 bits, of which nobody pays for the last; an id has the class above them, then the queue.
    uint256 private constant CLASS_SHIFT = 32;
    uint256 private constant QUEUE_SHIFT = 34;
    uint256 private constant CLASS_MASK = 3;
    uint256 private constant PLACE_MASK = type(uint32).max;
    /// @dev In the slot of a queue each class has 64 bits: its head, above it its end.
    uint256 private constant LINE_SHIFT = 6;
    uint256 private constant END_SHIFT = 32;
    /// @dev Four lines without orders; places count from 1, so that the slot is never empty.
    uint256 private constant EMPTY = 0x0000000100000001000000010000000100000001000000010000000100000001;

    struct Data {
        mapping(uint256 orderId => Order) orders;
        mapping(uint256 queue => uint256) lines;
    }

    function open(Data storage self, uint256 queue) internal {
        self.lines[queue] = EMPTY;
    }

    /// @notice Heads of the lines of a queue and what follows their last orders, as ids; both are the same where nobody
    /// waits.
    function boundsOf(Data storage self, uint256 queue)
        internal
        view
        returns (uint256[CLASSES] memory heads, uint256[CLASSES] memory ends)
    {
        uint256 lines = self.lines[queue];
        for (uint256 class = 0; class < CLASSES; ++class) {
            (uint256 head, uint256 end) = _lineOf(lines, class);
            (heads[class], ends[class]) = (_idOf(queue, class, head), _idOf(queue, class, end));
        }
    }

    /// @notice Puts an order at the end of its line.
    function push(Data storage self, uint256 queue, ServiceClass class, Order memory order)
        internal
        returns (uint256 orderId)
    {
        uint256 lines = self.lines[queue];
        (, uint256 end) = _lineOf(lines, uint256(class));
        orderId = _idOf(queue, uint256(class), end);
        self.orders[orderId] = order;
        unchecked {
            self.lines[queue] = lines + (1 << ((uint256(class) << LINE_SHIFT) + END_SHIFT)); // see PLACE_MASK
        }
    }

    /// @notice The order whose turn it is; 0 if nobody waits.
    /// @param lines The slot of the queue, which a batch writes once.
    /// @param agedAfter Seconds after which an order goes before those of higher classes.
    function next(Data storage self, uint256 queue, uint256 lines, uint256 agedAfter)
        internal
        view
        returns (uint256 orderId)
    {
        uint256 oldest = block.timestamp - agedAfter;
        for (uint256 class = 0; class < CLASSES; ++class) {
            (uint256 head, uint256 end) = _lineOf(lines, class);
            if (head == end) continue;
            uint256 requestedAt = self.orders[_idOf(queue, class, head)].requestedAt;
            if (orderId != 0 && requestedAt >= oldest) continue;
            orderId = _idOf(queue, class, head);
            if (requestedAt < oldest) oldest = requestedAt;
        }
    }

    /// @notice The slot of a queue from which `orderId`, a head, was taken.
    function without(Data storage self, uint256 lines, uint256 orderId) internal view returns (uint256) {
        uint256 class = (orderId >> CLASS_SHIFT) & CLASS_MASK;
        (uint256 head, uint256 end) = _lineOf(lines, class);
        uint256 following = head + 1;
        if (following < end) {
            Order storage order = self.orders[orderId + 1];
            if (order.status != OrderStatus.QUEUED) following = uint256(order.gap) + 1;
        }
        return lines + ((following - head) << (class << LINE_SHIFT));
    }

    /// @notice Takes an order out of its line before its turn.
    function drop(Data storage self, uint256 orderId) internal {
        uint256 queue = orderId >> QUEUE_SHIFT;
        uint256 lines = self.lines[queue];
        uint256 class = (orderId >> CLASS_SHIFT) & CLASS_MASK;
        (uint256 head, uint256 end) = _lineOf(lines, class);
        uint256 first = orderId & PLACE_MASK;
        if (first == head) {
            self.lines[queue] = without(self, lines, orderId);
            return;
        }
        uint256 last = first;
        Order storage neighbour = self.orders[orderId + 1];
        if (last + 1 < end && neighbour.status != OrderStatus.QUEUED) last = neighbour.gap;
        neighbour = self.orders[orderId - 1];
        if (neighbour.status != OrderStatus.QUEUED) first = neighbour.gap;
        self.orders[_idOf(queue, class, first)].gap = uint32(last); // both are places
        self.orders[_idOf(queue, class, last)].gap = uint32(first);
    }

    function _lineOf(uint256 lines, uint256 class) private pure returns (uint256 head, uint256 end) {
        uint256 line = lines >> (class << LINE_SHIFT);
        return (line & PLACE_MASK, (line >> END_SHIFT) & PLACE_MASK);
    }

    function _idOf(uint256 queue, uint256 class, uint256 place) private pure returns (uint256) {
        return queue << QUEUE_SHIFT | class << CLASS_SHIFT | place;
    }
}
