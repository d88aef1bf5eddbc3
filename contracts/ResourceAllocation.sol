// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {NoncesKeyed} from "@openzeppelin/contracts/utils/NoncesKeyed.sol";

import {ResourceCatalogue} from "./base/ResourceCatalogue.sol";
import {IAgentRegistry} from "./interfaces/IAgentRegistry.sol";
import {IBallotBox} from "./interfaces/IBallotBox.sol";
import {IFactory} from "./interfaces/IFactory.sol";
import {IResourceAllocation} from "./interfaces/IResourceAllocation.sol";
import {Cohort} from "./libraries/Cohort.sol";
import {OpenOrders} from "./libraries/OpenOrders.sol";
import {Peers} from "./libraries/Peers.sol";
import {ServiceQueues} from "./libraries/ServiceQueues.sol";
import {Agent, AgentStatus} from "./types/Agent.sol";
import {Category} from "./types/Category.sol";
import {Order, OrderStatus, Position, Resource, ResourceTerms, ServiceClass, SignedRequest} from "./types/Resource.sol";

/// @title ResourceAllocation
/// @notice Grants agents what they ask for, says in which order it is provisioned, and keeps the buildings' seats.
///
/// **Design.** What is unlimited is granted at once; the queue decides only who is served first. An order is one slot, and
/// its id its place in the queue, so nothing is moved or cleared when it is served. {ServiceQueues} says whose turn it is,
/// {ResourceCatalogue} what there is and who holds it.
///
/// **Trust assumptions.** The registry for who is an active agent, and of which category. The provisioner says what has
/// been provisioned; it can neither grant nor take, nor choose whom it serves.
///
/// **How to stop it.** The guardian pauses new allocations, for a time. What is held stays held, is provisioned and can be
/// released.
contract ResourceAllocation is ResourceCatalogue, EIP712, NoncesKeyed {
    using OpenOrders for OpenOrders.Data;
    using ServiceQueues for ServiceQueues.Data;

    /// @notice Orders that one call looks at, at most.
    uint256 public constant MAX_BATCH = 250;
    /// @notice Walls of the time after which an order goes before those of higher classes.
    uint256 public constant MIN_AGE = 1 hours;
    uint256 public constant MAX_AGE = 30 days;

    /// @dev The queue of what is unlimited.
    uint256 private constant PROVISIONING = 0;
    /// @dev Those who wait for a seat that one call to something else looks at, at most.
    uint256 private constant STEPS = 4;
    /// @dev Gas of one request of a batch at most, so that an agent's contract can't spend the others'.
    uint256 private constant REQUEST_GAS = 300_000;
    /// @dev What must be left for that: a call keeps a 64th back, and costs something itself.
    uint256 private constant GAS_NEEDED = 320_000;
    bytes32 private constant ALLOCATIONS = "allocations";
    bytes32 private constant REQUEST_TYPEHASH = keccak256(
        "Request(uint256 agentId,address wallet,uint256 resource,uint256 amount,uint256 nonce,uint256 deadline)"
    );

    /// @notice Who the agents are.
    IAgentRegistry public immutable REGISTRY;
    /// @notice Seconds after which an order at the head of its line goes before those of higher classes.
    uint256 public immutable AGED_AFTER;

    ServiceQueues.Data private _queues;
    OpenOrders.Data private _open;

    /// @param agedAfter Seconds, before the time divisor.
    /// @param catalogue The first resources, from number 1.
    constructor(IFactory factory, uint256 agedAfter, ResourceTerms[] memory catalogue)
        ResourceCatalogue(factory)
        EIP712("BlackRoad ResourceAllocation", "1")
    {
        if (agedAfter < MIN_AGE || agedAfter > MAX_AGE) {
            revert AgeOutOfRange(agedAfter, MIN_AGE, MAX_AGE);
        }
        REGISTRY = IAgentRegistry(factory.peer(Peers.REGISTRY));
        AGED_AFTER = _scaled(agedAfter);
        _open.mark(Cohort.SIZE);
        _queues.open(PROVISIONING);
        for (uint256 i = 0; i < catalogue.length; ++i) {
            _add(catalogue[i]);
        }
    }

    // --- Views ---

    /// @inheritdoc IResourceAllocation
    function order(uint256 orderId) external view returns (Order memory) {
        return _queues.orders[orderId];
    }

    /// @inheritdoc IResourceAllocation
    function orders(uint256 firstId, uint256 count) external view returns (Order[] memory page) {
        page = new Order[](count);
        uint256 found = 0;
        while (found < count && _queues.orders[firstId + found].status != OrderStatus.NONE) {
            page[found] = _queues.orders[firstId + found];
            ++found;
        }
        // Shortens the page to what was found.
        assembly ("memory-safe") {
            mstore(page, found)
        }
    }

    /// @inheritdoc IResourceAllocation
    function openOrdersOf(uint256 agentId) external view returns (uint256) {
        return _open.get(agentId);
    }

    /// @inheritdoc IResourceAllocation
    function linesOf(uint256 queue) external view returns (uint256[4] memory heads, uint256[4] memory ends) {
        return _queues.boundsOf(queue);
    }

    /// @inheritdoc IResourceAllocation
    function nextOf(uint256 queue) external view returns (uint256) {
        return _queues.next(queue, _queues.queues[queue].heads, AGED_AFTER);
    }

    // --- Anyone ---

    /// @inheritdoc IResourceAllocation
    function requestBySig(SignedRequest calldata signed) external returns (uint256 orderId) {
        address wallet = REGISTRY.agent(signed.agentId).wallet;
        bytes32 message = keccak256(
            abi.encode(
                REQUEST_TYPEHASH,
                signed.agentId,
                wallet, // another one's nonces begin anew
                signed.resource,
                signed.amount,
                signed.nonce,
                signed.deadline
            )
        );
        _checkSignature(wallet, _hashTypedDataV4(message), signed.deadline, signed.signature);
        _useCheckedNonce(wallet, signed.nonce);
        return _request(wallet, signed.agentId, signed.resource, signed.amount);
    }

    /// @inheritdoc IResourceAllocation
    function requestsBySig(SignedRequest[] calldata batch) external returns (uint256 made) {
        _checkNotPaused();
        for (uint256 i = 0; i < batch.length; ++i) {
            // Else a good request could be passed over for want of gas, and an estimate of the batch's gas settle for that.
            uint256 left = gasleft();
            if (left < GAS_NEEDED) revert IBallotBox.GasTooLow(left, GAS_NEEDED);
            try this.requestBySig{gas: REQUEST_GAS}(batch[i]) {
                ++made;
            } catch (bytes memory reason) {
                emit RequestSkipped(batch[i].agentId, batch[i].nonce, bytes4(reason));
            }
        }
    }

    /// @inheritdoc IResourceAllocation
    function fillSeats(uint256 number, uint256 max) external returns (uint256 given) {
        _checkNotPaused();
        if (_resources[number].capacity == 0) revert NotABuilding(number);
        return _serve(number, Math.min(max, MAX_BATCH));
    }

    // --- An agent ---

    /// @inheritdoc IResourceAllocation
    function request(uint256 number, uint256 amount) external returns (uint256 orderId) {
        uint256 agentId = REGISTRY.agentOf(msg.sender);
        return _request(msg.sender, agentId, number, amount);
    }

    /// @inheritdoc IResourceAllocation
    function release(uint256 orderId, uint256 amount) external {
        Order storage released = _orderOf(orderId);
        (uint256 agentId, uint256 number, OrderStatus status) = (released.agentId, released.resource, released.status);
        Agent memory agent = REGISTRY.agent(agentId);
        if (msg.sender != agent.wallet && agent.status != AgentStatus.RETIRED) {
            revert IAgentRegistry.CallerNotAgent(msg.sender, agentId);
        }
        if (status >= OrderStatus.RETRIED) revert WrongOrderStatus(orderId, status);
        uint256 left = released.amount;
        if (amount == 0 || amount > left) revert AmountOutOfRange(number, amount, 1, left);
        left -= amount;
        released.amount = uint64(left); // it was more
        emit OrderReleased(orderId, agentId, number, amount, left);
        bool seats = _resources[number].capacity != 0;
        if (left == 0) _close(orderId, released, seats);
        if (seats && status != OrderStatus.PROVISIONED) return; // it had none
        _positions[agentId][number].held -= uint64(amount); // at most what is held, which has 64 bits
        _resources[number].granted -= uint64(amount);
        if (seats) _serveUnlessHeld(number);
    }

    /// @inheritdoc IResourceAllocation
    function retry(uint256 orderId) external returns (uint256 newOrderId) {
        Order storage failed = _orderOf(orderId);
        uint256 agentId = failed.agentId;
        address wallet = REGISTRY.agent(agentId).wallet;
        if (msg.sender != wallet) _checkCanCall(msg.sender, msg.data);
        _checkStatus(orderId, failed, OrderStatus.FAILED);
        if (!REGISTRY.isActive(agentId)) revert AgentNotAuthorized(wallet);
        failed.status = OrderStatus.RETRIED;
        uint256 number = failed.resource;
        bool seats = _resources[number].capacity != 0;
        newOrderId = _enqueue(agentId, number, failed.amount, seats);
        emit OrderRetried(orderId, agentId, newOrderId);
        if (!seats) return newOrderId;
        _positions[agentId][number].seat = uint64(newOrderId); // an id has 57 bits
        _serveUnlessHeld(number);
    }

    // --- The provisioner ---

    /// @inheritdoc IResourceAllocation
    function process(uint256 max) external restricted returns (uint256 taken) {
        return _serve(PROVISIONING, Math.min(max, MAX_BATCH));
    }

    /// @inheritdoc IResourceAllocation
    function confirm(uint256 orderId) external restricted {
        _checkStatus(orderId, _orderOf(orderId), OrderStatus.ASSIGNED);
        _provision(orderId);
    }

    /// @inheritdoc IResourceAllocation
    function confirmBatch(uint256[] calldata orderIds) external restricted {
        for (uint256 i = 0; i < orderIds.length; ++i) {
            OrderStatus status = _queues.orders[orderIds[i]].status;
            if (status == OrderStatus.ASSIGNED) _provision(orderIds[i]);
            else emit ProvisioningSkipped(orderIds[i], status);
        }
    }

    /// @inheritdoc IResourceAllocation
    function fail(uint256 orderId, string calldata reason) external restricted {
        Order storage failed = _orderOf(orderId);
        _checkStatus(orderId, failed, OrderStatus.ASSIGNED);
        failed.status = OrderStatus.FAILED;
        emit OrderFailed(orderId, failed.agentId, reason);
    }

    // --- Governance ---

    /// @inheritdoc IResourceAllocation
    function register(ResourceTerms calldata terms) external restricted returns (uint256 number) {
        return _add(terms);
    }

    /// @inheritdoc IResourceAllocation
    function setCapacity(uint256 number, uint64 capacity) external restricted {
        _changeCapacity(number, capacity);
        _serveUnlessHeld(number);
    }

    // --- The guardian ---

    /// @inheritdoc IResourceAllocation
    function pauseAllocations() external {
        _queues.stop(PROVISIONING, _hold(ALLOCATIONS, 0));
    }

    /// @inheritdoc IResourceAllocation
    function unpauseAllocations() external {
        _lift(ALLOCATIONS, 0);
        _queues.stop(PROVISIONING, 0);
    }

    // --- Internal ---

    function _add(ResourceTerms memory terms) private returns (uint256 number) {
        number = _register(terms);
        if (terms.capacity != 0) _queues.open(number);
    }

    function _request(address wallet, uint256 agentId, uint256 number, uint256 amount)
        private
        returns (uint256 orderId)
    {
        if (!REGISTRY.isActive(agentId)) revert AgentNotAuthorized(wallet);
        _checkNotPaused();
        Resource storage wanted = _resources[number];
        (uint256 most, bool seats) = (wanted.maxAmount, wanted.capacity != 0);
        if (most == 0) revert ResourceUnknown(number);
        if (amount == 0 || amount > most) revert AmountOutOfRange(number, amount, 1, most);
        _open.add(agentId);
        Position storage position = _positions[agentId][number];
        if (seats && position.seat != 0) revert SeatTaken(agentId, number, position.seat);
        orderId = _enqueue(agentId, number, uint64(amount), seats); // a maxAmount has 64 bits
        emit ResourceRequested(orderId, agentId, number, amount);
        if (seats) {
            position.seat = uint64(orderId); // an id has 57 bits
            _serve(number, STEPS);
            return orderId;
        }
        unchecked {
            // See MAX_AMOUNT.
            wanted.granted += uint64(amount);
            position.held += uint64(amount);
        }
    }

    function _enqueue(uint256 agentId, uint256 number, uint64 amount, bool seats) private returns (uint256) {
        return _queues.push(seats ? number : PROVISIONING, _classOf(agentId), agentId, number, amount);
    }

    /// @dev Looks at up to `max` orders whose turn it is. What an agent that is not active waits for it gets by a new
    /// place, when it is active again: nothing is provisioned for it meanwhile, and it blocks nobody.
    function _serve(uint256 queue, uint256 max) private returns (uint256 served) {
        uint256 heads = _queues.queues[queue].heads;
        Resource storage building = _resources[queue];
        for (uint256 i = 0; i < max; ++i) {
            if (queue != PROVISIONING && building.granted >= building.capacity) break;
            uint256 orderId = _queues.next(queue, heads, AGED_AFTER);
            if (orderId == 0) break;
            heads = _queues.without(heads, orderId);
            Order storage head = _queues.orders[orderId];
            uint256 agentId = head.agentId;
            if (!REGISTRY.isActive(agentId)) {
                head.status = OrderStatus.FAILED;
                emit OrderFailed(orderId, agentId, "agent not active");
                continue;
            }
            ++served;
            if (queue == PROVISIONING) {
                head.status = OrderStatus.ASSIGNED;
                emit OrderAssigned(orderId, agentId, head.resource, head.amount);
            } else {
                head.status = OrderStatus.PROVISIONED;
                _open.remove(agentId);
                _positions[agentId][queue].held = 1;
                ++building.granted;
                emit SeatGranted(orderId, agentId, queue);
            }
        }
        _queues.queues[queue].heads = heads;
    }

    /// @dev Giving a seat is an allocation, and waits for the end of a pause.
    function _serveUnlessHeld(uint256 number) private {
        if (!_isPaused()) _serve(number, STEPS);
    }

    function _provision(uint256 orderId) private {
        Order storage provisioned = _queues.orders[orderId];
        provisioned.status = OrderStatus.PROVISIONED;
        _open.remove(provisioned.agentId);
        emit OrderProvisioned(orderId, provisioned.agentId, provisioned.resource, provisioned.amount);
    }

    /// @dev Nothing of it is left.
    function _close(uint256 orderId, Order storage closed, bool seats) private {
        OrderStatus status = closed.status;
        closed.status = OrderStatus.RELEASED;
        if (status == OrderStatus.QUEUED) _queues.drop(orderId);
        if (status != OrderStatus.PROVISIONED) _open.remove(closed.agentId);
        if (seats) _positions[closed.agentId][closed.resource].seat = 0;
    }

    function _orderOf(uint256 orderId) private view returns (Order storage known) {
        known = _queues.orders[orderId];
        if (known.status == OrderStatus.NONE) revert OrderUnknown(orderId);
    }

    function _checkStatus(uint256 orderId, Order storage checked, OrderStatus expected) private view {
        if (checked.status != expected) revert WrongOrderStatus(orderId, checked.status);
    }

    /// @dev What is noted in the queue says only whether the brake must be asked: a new epoch may have ended the pause.
    function _isPaused() private view returns (bool) {
        return block.timestamp < _queues.stoppedUntil(PROVISIONING) && _held(ALLOCATIONS);
    }

    function _checkNotPaused() private view {
        if (_isPaused()) _checkNotHeld(ALLOCATIONS);
    }

    /// @dev Of a genesis agent the category follows from its id, and nobody is asked.
    function _classOf(uint256 agentId) private view returns (ServiceClass) {
        bool genesis = agentId <= Cohort.SIZE;
        Category category = genesis ? Cohort.categoryOf(agentId) : REGISTRY.agent(agentId).category;
        if (category == Category.COPILOT) return ServiceClass.CRITICAL;
        if (category == Category.FOUNDATION) return ServiceClass.HIGH;
        if (category == Category.SPECIALIZED) return ServiceClass.MEDIUM;
        return ServiceClass.STANDARD;
    }
}
