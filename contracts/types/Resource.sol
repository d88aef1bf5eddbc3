// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @notice Whose turn comes first. It follows from an agent's category: copilots, foundation, specialized, all others.
enum ServiceClass {
    CRITICAL,
    HIGH,
    MEDIUM,
    STANDARD
}

/// @notice Where an order stands. Of a seat, QUEUED is the waiting list, and ASSIGNED does not occur.
///
///  request ──▶ QUEUED ──▶ ASSIGNED ──confirm──▶ PROVISIONED
///                │           │ fail                  │
///                ├──────▶ FAILED ──retry──▶ RETRIED  │    FAILED from QUEUED: the agent was not active at its turn
///                │           │                       │    RETRIED (final): another order took its place
///                └───────────┴──────── release ──────┴──▶ RELEASED (final)
enum OrderStatus {
    NONE,
    QUEUED,
    ASSIGNED,
    PROVISIONED,
    FAILED,
    RETRIED,
    RELEASED
}

/// @notice What an agent asked for, in one storage slot.
/// @param agentId Who asked.
/// @param amount What of it was not released, in the resource's unit.
/// @param requestedAt When it took its place in the queue, in seconds since 1970.
/// @param resource Number of the resource.
/// @param status See {OrderStatus}.
/// @param gap Of an order that left a queue before its turn: the other end of the gap that it is an end of.
struct Order {
    uint64 agentId;
    uint64 amount;
    uint40 requestedAt;
    uint16 resource;
    OrderStatus status;
    uint48 gap;
}

/// @notice A kind of resource; what changes with a request stands in one slot.
/// @param name Left-aligned text, for ever.
/// @param unit Left-aligned text, for ever.
/// @param unitCost Millionths of a US dollar for one unit and month.
/// @param capacity Seats of a building; 0 of what is unlimited.
/// @param maxAmount What one request may ask for; 1 of a seat.
/// @param granted What all agents together hold.
struct Resource {
    bytes32 name;
    bytes32 unit;
    uint64 unitCost;
    uint64 capacity;
    uint64 maxAmount;
    uint64 granted;
}

/// @notice What is decided of a kind of resource when it is registered; see {Resource}.
struct ResourceTerms {
    bytes32 name;
    bytes32 unit;
    uint64 unitCost;
    uint64 capacity;
    uint64 maxAmount;
}

/// @notice What an agent has of one resource, in one slot.
/// @param held What was granted to it and not released.
/// @param seat Of a building: the order by which it has its seat or waits for one; 0 if none.
struct Position {
    uint64 held;
    uint64 seat;
}

/// @notice A request that an agent signed: EIP-712
/// `Request(uint256 agentId,address wallet,uint256 resource,uint256 amount,uint256 nonce,uint256 deadline)`,
/// `wallet` the agent's, the nonce keyed as the agent likes.
struct SignedRequest {
    uint256 agentId;
    uint256 resource;
    uint256 amount;
    uint256 nonce;
    uint256 deadline;
    bytes signature;
}
