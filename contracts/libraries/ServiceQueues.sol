// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Order, OrderStatus, ServiceClass} from "../types/Resource.sol";

/// @title ServiceQueues
/// @notice Queues of orders, each of four lines, one a class. The higher class goes first, inside one the earlier order;
/// but what has waited too long at the head of its line goes before all that has not, the oldest first.
/// @dev An order's id says its queue, its class and its place in that line, so a line needs no storage but the places of
/// its head and of its end; those of all four lines share a slot each. The head is always an order that waits, or the end:
/// orders that leave a line before their turn are gaps, neighbouring gaps are one, and a gap is passed in one step.
///
/// Why nobody starves: an order that has waited too long is behind none but those that came before it. What is served
/// from then on is the oldest of the heads that waited too long, its own line's head is one of them, and that came no
/// later than it did. So it waits for that time, and then for no more orders than waited when it came (those of the same
/// second and of higher classes included).
library ServiceQueues {
    uint256 internal constant CLASSES = 4;

    /// @dev Places have 48 bits, of which nobody pays for the last; an id has the class above them, then the queue.
    uint256 private constant PLACE_BITS = 48;
    uint256 private constant PLACE_MASK = type(uint48).max;
    uint256 private constant QUEUE_SHIFT = 50;
    uint256 private constant CLASS_MASK = 3;
    /// @dev Four lines whose next order is their first; places count from 1, so that the slots are never empty.
    uint256 private constant FIRST = 1 | 1 << 48 | 1 << 96 | 1 << 144;
    /// @dev Above the four places of a slot.
    uint256 private constant STOP_SHIFT = 192;

    /// @param heads The place of the head of each line, 48 bits each.
    /// @param ends The place that the next order of each line takes; above them the time of {stop}.
    struct Queue {
        uint256 heads;
        uint256 ends;
    }

    struct Data {
        mapping(uint256 orderId => Order) orders;
        mapping(uint256 number => Queue) queues;
    }

    function open(Data storage self, uint256 number) internal {
        self.queues[number] = Queue(FIRST, FIRST);
    }

    /// @notice Notes until when nothing new is let into `number`, in the slot that a new order changes anyway.
    function stop(Data storage self, uint256 number, uint256 until) internal {
        Queue storage queue = self.queues[number];
        queue.ends = (queue.ends & ((1 << STOP_SHIFT) - 1)) | until << STOP_SHIFT;
    }

    function stoppedUntil(Data storage self, uint256 number) internal view returns (uint256) {
        return self.queues[number].ends >> STOP_SHIFT;
    }

    /// @notice Heads of the lines of a queue and what follows their last orders, as ids; both are the same where nobody
    /// waits.
    function boundsOf(Data storage self, uint256 number)
        internal
        view
        returns (uint256[CLASSES] memory heads, uint256[CLASSES] memory ends)
    {
        Queue storage queue = self.queues[number];
        for (uint256 class = 0; class < CLASSES; ++class) {
            heads[class] = _idOf(number, class, _placeIn(queue.heads, class));
            ends[class] = _idOf(number, class, _placeIn(queue.ends, class));
        }
    }

    /// @notice Puts an order at the end of its line.
    /// @dev Casts: ids of agents and numbers of resources count from 1.
    function push(
        Data storage self,
        uint256 number,
        ServiceClass class,
        uint256 agentId,
        uint256 resource,
        uint64 amount
    ) internal returns (uint256 orderId) {
        Queue storage queue = self.queues[number];
        uint256 ends = queue.ends;
        orderId = _idOf(number, uint256(class), _placeIn(ends, uint256(class)));
        unchecked {
            queue.ends = ends + (1 << (uint256(class) * PLACE_BITS)); // see PLACE_BITS
        }
        Order storage order = self.orders[orderId];
        (order.agentId, order.amount, order.requestedAt) = (uint64(agentId), amount, uint40(block.timestamp));
        (order.resource, order.status) = (uint16(resource), OrderStatus.QUEUED);
    }

    /// @notice The order whose turn it is; 0 if nobody waits.
    /// @param heads The queue's heads, which a batch writes once.
    /// @param agedAfter Seconds after which an order goes before those of higher classes.
    function next(Data storage self, uint256 number, uint256 heads, uint256 agedAfter)
        internal
        view
        returns (uint256 orderId)
    {
        uint256 ends = self.queues[number].ends;
        uint256 oldest = block.timestamp - agedAfter;
        for (uint256 class = 0; class < CLASSES; ++class) {
            uint256 head = _placeIn(heads, class);
            if (head == _placeIn(ends, class)) continue;
            head = _idOf(number, class, head);
            uint256 requestedAt = self.orders[head].requestedAt;
            if (orderId != 0 && requestedAt >= oldest) continue;
            orderId = head;
            if (requestedAt < oldest) oldest = requestedAt;
        }
    }

    /// @notice The heads of a queue from which `orderId`, one of them, was taken.
    function without(Data storage self, uint256 heads, uint256 orderId) internal view returns (uint256) {
        (uint256 number, uint256 class, uint256 head) = _partsOf(orderId);
        uint256 following = head + 1;
        if (following < _placeIn(self.queues[number].ends, class)) {
            Order storage order = self.orders[orderId + 1];
            if (order.status != OrderStatus.QUEUED) following = uint256(order.gap) + 1;
        }
        return heads + ((following - head) << (class * PLACE_BITS));
    }

    /// @notice Takes an order, which is no longer QUEUED, out of its line before its turn.
    function drop(Data storage self, uint256 orderId) internal {
        (uint256 number, uint256 class, uint256 first) = _partsOf(orderId);
        Queue storage queue = self.queues[number];
        if (first == _placeIn(queue.heads, class)) {
            queue.heads = without(self, queue.heads, orderId);
            return;
        }
        uint256 last = first;
        Order storage neighbour = self.orders[orderId + 1];
        bool isEnd = last + 1 == _placeIn(queue.ends, class);
        if (!isEnd && neighbour.status != OrderStatus.QUEUED) last = neighbour.gap;
        neighbour = self.orders[orderId - 1];
        if (neighbour.status != OrderStatus.QUEUED) first = neighbour.gap;
        self.orders[_idOf(number, class, first)].gap = uint48(last); // both are places
        self.orders[_idOf(number, class, last)].gap = uint48(first);
    }

    function _placeIn(uint256 places, uint256 class) private pure returns (uint256) {
        return (places >> (class * PLACE_BITS)) & PLACE_MASK;
    }

    function _idOf(uint256 number, uint256 class, uint256 place) private pure returns (uint256) {
        return number << QUEUE_SHIFT | class << PLACE_BITS | place;
    }

    function _partsOf(uint256 orderId) private pure returns (uint256 number, uint256 class, uint256 place) {
        return (orderId >> QUEUE_SHIFT, (orderId >> PLACE_BITS) & CLASS_MASK, orderId & PLACE_MASK);
    }
}
