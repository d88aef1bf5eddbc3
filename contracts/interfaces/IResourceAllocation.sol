// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Order, OrderStatus, Resource, ResourceTerms, SignedRequest} from "../types/Resource.sol";

/// @title IResourceAllocation
/// @notice What the agents are granted of the fleet's machines and buildings, and in which order it is provisioned.
/// Resources have numbers from 1. What is unlimited is granted in the call that asks for it, and its order waits in queue
/// 0 to be provisioned. A building has seats, one an agent; who finds none waits in the queue with the building's number.
/// @dev An order's id says its queue (from bit 50), its class (bits 48 and 49) and its place in that class's line, from 1;
/// see {ServiceQueues} for whose turn it is. The error TooManyOrders belongs to the library OpenOrders.
interface IResourceAllocation {
    event ResourceRegistered(
        uint256 indexed resource, bytes32 indexed name, bytes32 unit, uint64 unitCost, uint64 capacity, uint64 maxAmount
    );
    event UnitCostChanged(uint256 indexed resource, uint256 previous, uint256 current);
    event CapacityChanged(uint256 indexed resource, uint256 previous, uint256 current);
    event MaxAmountChanged(uint256 indexed resource, uint256 previous, uint256 current);
    /// @notice An agent asked for something. What is unlimited is granted with it, and a seat by SeatGranted.
    event ResourceRequested(uint256 indexed orderId, uint256 indexed agentId, uint256 indexed resource, uint256 amount);
    /// @notice A seat was given; nothing of it is left to provision.
    event SeatGranted(uint256 indexed orderId, uint256 indexed agentId, uint256 indexed resource);
    /// @notice The provisioner took an order, of which `amount` was not released.
    event OrderAssigned(uint256 indexed orderId, uint256 indexed agentId, uint256 indexed resource, uint256 amount);
    event OrderProvisioned(uint256 indexed orderId, uint256 indexed agentId, uint256 indexed resource, uint256 amount);
    /// @notice An order could not be provisioned, or its agent was not active when its turn came.
    event OrderFailed(uint256 indexed orderId, uint256 indexed agentId, string reason);
    /// @notice `newOrderId`, at the end of its line, took the place of a failed order.
    event OrderRetried(uint256 indexed orderId, uint256 indexed agentId, uint256 indexed newOrderId);
    /// @notice `amount` was released, and `left` was not; without anything left the order is over.
    event OrderReleased(
        uint256 indexed orderId, uint256 indexed agentId, uint256 indexed resource, uint256 amount, uint256 left
    );
    /// @notice A request of a batch was passed over; `reason` is the selector of the error that it met.
    event RequestSkipped(uint256 indexed agentId, uint256 indexed nonce, bytes4 reason);
    /// @notice A confirmation of a batch was passed over.
    event ProvisioningSkipped(uint256 indexed orderId, OrderStatus status);

    /// @notice The wallet is no active agent's.
    error AgentNotAuthorized(address wallet);
    error ResourceUnknown(uint256 resource);
    error ResourceNameZero();
    error ResourceNameTaken(bytes32 name, uint256 resource);
    error TooManyResources(uint256 max);
    /// @notice What one request may ask for is out of the bounds of its kind; of seats it is 1.
    error MaxAmountOutOfRange(uint256 maxAmount, uint256 min, uint256 max);
    /// @notice A building always has a capacity, and what is unlimited never.
    error CapacityKindFixed(uint256 resource);
    error ValueUnchanged(uint256 resource, uint256 value);
    error AmountOutOfRange(uint256 resource, uint256 amount, uint256 min, uint256 max);
    /// @notice The agent has a seat of this building, or waits for one, by this order.
    error SeatTaken(uint256 agentId, uint256 resource, uint256 orderId);
    /// @notice The resource has no seats.
    error NotABuilding(uint256 resource);
    error OrderUnknown(uint256 orderId);
    error WrongOrderStatus(uint256 orderId, OrderStatus status);
    /// @notice An order's time at the head of its line is out of bounds.
    error AgeOutOfRange(uint256 agedAfter, uint256 min, uint256 max);

    // --- Views: the catalogue ---

    /// @notice Number of kinds of resources; also the last number.
    function resourceCount() external view returns (uint256);

    /// @notice Number of the resource with this name; 0 if none.
    function resourceNamed(bytes32 name) external view returns (uint256);

    /// @notice Everything stored of a resource; all zero if unknown.
    function resource(uint256 number) external view returns (Resource memory);

    /// @notice All resources, from number 1.
    function resources() external view returns (Resource[] memory);

    // --- Views: what is held ---

    /// @notice What an agent holds of a resource, in its unit.
    function heldOf(uint256 agentId, uint256 number) external view returns (uint256);

    /// @notice What an agent holds of each resource, from number 1.
    function holdingsOf(uint256 agentId) external view returns (uint256[] memory);

    /// @notice The order by which an agent has its seat in a building or waits for one; 0 if none.
    function seatOf(uint256 agentId, uint256 number) external view returns (uint256);

    /// @notice What everything granted costs, in millionths of a US dollar a month, at today's unit costs.
    function committedCost() external view returns (uint256);

    /// @notice The same of what one agent holds.
    function committedCostOfAgent(uint256 agentId) external view returns (uint256);

    /// @notice The same of one resource.
    function committedCostOfResource(uint256 number) external view returns (uint256);

    // --- Views: orders ---

    /// @notice Everything stored of an order; all zero if unknown.
    function order(uint256 orderId) external view returns (Order memory);

    /// @notice Up to `count` orders of one line, from an id on; fewer where the line ends.
    function orders(uint256 firstId, uint256 count) external view returns (Order[] memory);

    /// @notice Orders of an agent that are neither provisioned nor released, failed ones included.
    function openOrdersOf(uint256 agentId) external view returns (uint256);

    /// @notice Of each class: id of the order that waits first, and the id that the next order will have. Both are the same
    /// where nobody waits.
    function linesOf(uint256 queue) external view returns (uint256[4] memory heads, uint256[4] memory ends);

    /// @notice The order of a queue whose turn it is; 0 if nobody waits.
    function nextOf(uint256 queue) external view returns (uint256);

    // --- Anyone ---

    /// @notice Makes a request that an agent signed, see {SignedRequest}.
    /// @dev Reverts with the errors of {request}, DeadlinePassed, InvalidSignature and OpenZeppelin's InvalidAccountNonce.
    function requestBySig(SignedRequest calldata signed) external returns (uint256 orderId);

    /// @notice Makes requests that agents signed; bad ones are passed over with RequestSkipped.
    /// @dev Reverts with Held and GasTooLow.
    /// @return made Number of requests made.
    function requestsBySig(SignedRequest[] calldata batch) external returns (uint256 made);

    /// @notice Gives free seats of a building to those who wait, looking at `max` of them, 250 at most. Needed only where a
    /// capacity was raised, where more than a few who wait are not active, and after a pause.
    /// @dev Reverts with Held, NotABuilding. Emits SeatGranted; OrderFailed for whoever is not active.
    function fillSeats(uint256 number, uint256 max) external returns (uint256 given);

    // --- An agent ---

    /// @notice Asks for an amount of a resource. What is unlimited is granted in this call, and does not expire. A seat is
    /// granted while there is room; otherwise the order waits. Only active agents under no suspension.
    /// @dev Reverts with AgentNotAuthorized, Held, ResourceUnknown, AmountOutOfRange, TooManyOrders, SeatTaken. Emits
    /// ResourceRequested, and SeatGranted.
    function request(uint256 number, uint256 amount) external returns (uint256 orderId);

    /// @notice Gives back what an order was for, or a part of it; a seat goes to whoever waits. The agent, in any status;
    /// anyone where it is retired. No pause stops this.
    /// @dev Reverts with OrderUnknown, CallerNotAgent, WrongOrderStatus, AmountOutOfRange. Emits OrderReleased.
    function release(uint256 orderId, uint256 amount) external;

    /// @notice Puts a failed order at the end of its line, as a new one. Its agent, or the role of this function; the agent
    /// must be active.
    /// @dev Reverts with OrderUnknown, AccessManagedUnauthorized, WrongOrderStatus, AgentNotAuthorized. Emits OrderRetried.
    function retry(uint256 orderId) external returns (uint256 newOrderId);

    // --- The provisioner ---

    /// @notice Takes the orders whose turn it is, looking at `max` of them, 250 at most. Those of agents that are not
    /// active fail.
    /// @dev Emits OrderAssigned; OrderFailed.
    /// @return taken Number of orders that are to be provisioned now.
    function process(uint256 max) external returns (uint256 taken);

    /// @notice Says that an order that was taken is provisioned.
    /// @dev Reverts with WrongOrderStatus. Emits OrderProvisioned.
    function confirm(uint256 orderId) external;

    /// @notice The same of several; those that were not taken, or are released since, are passed over.
    /// @dev Emits OrderProvisioned, ProvisioningSkipped.
    function confirmBatch(uint256[] calldata orderIds) external;

    /// @notice Says that an order that was taken could not be provisioned. The agent still holds what it was granted.
    /// @dev Reverts with WrongOrderStatus. Emits OrderFailed.
    function fail(uint256 orderId, string calldata reason) external;

    // --- Governance ---

    /// @notice Adds a resource.
    /// @dev Reverts with ResourceNameZero, ResourceNameTaken, TooManyResources, MaxAmountOutOfRange. Emits
    /// ResourceRegistered.
    function register(ResourceTerms calldata terms) external returns (uint256 number);

    /// @notice Changes the number of seats of a building. Nobody loses a seat; a few of those who wait get one.
    /// @dev Reverts with ResourceUnknown, CapacityKindFixed, ValueUnchanged. Emits CapacityChanged.
    function setCapacity(uint256 number, uint64 capacity) external;

    /// @notice Changes what a unit costs, of what is held already too.
    /// @dev Reverts with ResourceUnknown, ValueUnchanged. Emits UnitCostChanged.
    function setUnitCost(uint256 number, uint64 unitCost) external;

    /// @notice Changes what one request may ask for.
    /// @dev Reverts with ResourceUnknown, MaxAmountOutOfRange, ValueUnchanged. Emits MaxAmountChanged.
    function setMaxAmount(uint256 number, uint64 maxAmount) external;

    // --- The guardian ---

    /// @notice Stops requests and the giving of seats, for 72 hours at most.
    function pauseAllocations() external;

    /// @notice Lifts that. The guardian, or the role of this function.
    function unpauseAllocations() external;
}
