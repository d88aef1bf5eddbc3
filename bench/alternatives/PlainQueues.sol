// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {DoubleEndedQueue} from "@openzeppelin/contracts/utils/structs/DoubleEndedQueue.sol";
import {Heap} from "@openzeppelin/contracts/utils/structs/Heap.sol";

/// @title PlainDeque
/// @notice OpenZeppelin's queue with nothing added: a yardstick of the gas bench, never deployed elsewhere.
contract PlainDeque {
    using DoubleEndedQueue for DoubleEndedQueue.Bytes32Deque;

    DoubleEndedQueue.Bytes32Deque private _queue;

    /// @notice Puts one at the end.
    function push(bytes32 value) external {
        _queue.pushBack(value);
    }

    /// @notice Puts several at the end.
    function pushAll(bytes32[] calldata values) external {
        for (uint256 i = 0; i < values.length; ++i) {
            _queue.pushBack(values[i]);
        }
    }

    /// @notice Takes the first.
    function pop() external returns (bytes32) {
        return _queue.popFront();
    }

    /// @notice Takes the first `count`.
    function popAll(uint256 count) external {
        for (uint256 i = 0; i < count; ++i) {
            _queue.popFront();
        }
    }
}

/// @title PlainHeap
/// @notice OpenZeppelin's heap with nothing added: a yardstick of the gas bench, never deployed elsewhere.
contract PlainHeap {
    using Heap for Heap.Uint256Heap;

    Heap.Uint256Heap private _heap;

    /// @notice Puts one in.
    function push(uint256 value) external {
        _heap.insert(value);
    }

    /// @notice Puts several in.
    function pushAll(uint256[] calldata values) external {
        for (uint256 i = 0; i < values.length; ++i) {
            _heap.insert(values[i]);
        }
    }

    /// @notice Takes the lowest.
    function pop() external returns (uint256) {
        return _heap.pop();
    }

    /// @notice Takes the lowest `count`.
    function popAll(uint256 count) external {
        for (uint256 i = 0; i < count; ++i) {
            _heap.pop();
        }
    }
}
