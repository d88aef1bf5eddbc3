// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Factory} from "../../../contracts/Factory.sol";
import {Category} from "../../../contracts/types/Category.sol";
import {Order, OrderStatus} from "../../../contracts/types/Resource.sol";
import {vm} from "../support/Vm.sol";
import {Handler} from "./Handler.sol";

/// @title ResourcesHandler
/// @notice Requests, service, releases and seats, beside lists that are shifted when somebody leaves them.
contract ResourcesHandler is Handler {
    uint256 private constant CLASSES = 4;
    uint256 private constant UNLIMITED = 14;
    uint256 private constant LAB = 15;
    uint256 private constant STEPS = 4;
    uint256 private constant AGED_AFTER = 1 days;

    /// @notice The agents that take part.
    uint256[] public cast;

    uint256[] private _orders;
    mapping(uint256 queue => mapping(uint256 class => uint256[])) private _lines;
    mapping(uint256 orderId => uint256) private _askedAt;
    mapping(uint256 agentId => mapping(uint256 resource => uint256)) private _held;
    mapping(uint256 resource => uint256) private _granted;

    constructor(Factory deployed, uint256[] memory acting) Handler(deployed) {
        cast = acting;
        vm.prank(operations);
        resources.setCapacity(LAB, 3);
    }

    // --- Agents ---

    function request(uint256 seed, uint256 amount) external timed {
        uint256 agentId = cast[seed % cast.length];
        if (!registry.isActive(agentId)) revert NothingToDo();
        uint256 resource = 1 + (seed >> 16) % UNLIMITED;
        amount = range(amount, 1, resources.resource(resource).maxAmount);
        vm.prank(walletOf(agentId));
        uint256 orderId = resources.request(resource, amount);
        _enter(orderId, agentId, 0);
        _grant(agentId, resource, amount);
        _expect(resources.order(orderId).amount == amount, "43: granted is not what was requested");
    }

    function requestSeat(uint256 seed) external timed {
        for (uint256 i = 0; i < cast.length; ++i) {
            uint256 agentId = cast[(seed % cast.length + i) % cast.length];
            if (!registry.isActive(agentId) || resources.seatOf(agentId, LAB) != 0) continue;
            vm.prank(walletOf(agentId));
            uint256 orderId = resources.request(LAB, 1);
            _enter(orderId, agentId, LAB);
            _seat(STEPS);
            vm.prank(walletOf(agentId));
            try resources.request(LAB, 1) {
                _expect(false, "44: a second seat");
            } catch {}
            return;
        }
        revert NothingToDo();
    }

    /// @dev Of a part, or of all; every other time of the first order that still waits.
    function release(uint256 seed, uint256 part) external timed {
        uint256 orderId = seed % 2 == 0 ? _inStatus(seed, OrderStatus.QUEUED) : _someOrder(seed);
        Order memory order = resources.order(orderId);
        uint256 amount = part % 2 == 0 ? order.amount : range(part, 1, order.amount);
        vm.prank(walletOf(order.agentId));
        resources.release(orderId, amount);
        bool seats = order.resource == LAB;
        if (amount == order.amount && order.status == OrderStatus.QUEUED) _leave(orderId);
        if (seats && order.status != OrderStatus.PROVISIONED) return;
        _held[order.agentId][order.resource] -= amount;
        _granted[order.resource] -= amount;
        if (seats) _seat(STEPS);
    }

    function retry(uint256 seed, bool byAgent) external timed {
        uint256 orderId = _inStatus(seed, OrderStatus.FAILED);
        Order memory order = resources.order(orderId);
        vm.prank(byAgent ? walletOf(order.agentId) : provisioner);
        uint256 again = resources.retry(orderId);
        _expect(resources.order(again).amount == order.amount, "44: another amount was retried");
        _enter(again, order.agentId, order.resource == LAB ? LAB : 0);
        if (order.resource == LAB) _seat(STEPS);
    }

    // --- The provisioner ---

    function process(uint256 seed) external timed {
        uint256 max = range(seed, 1, 5);
        uint256[] memory turns = new uint256[](max);
        uint256 count = 0;
        uint256 active = 0;
        while (count < max && (turns[count] = _turn(0)) != 0) {
            if (registry.isActive(resources.order(turns[count]).agentId)) ++active;
            _leave(turns[count++]);
        }
        if (count == 0) revert NothingToDo();
        vm.prank(provisioner);
        _expect(resources.process(max) == active, "45: more or fewer were taken");
        for (uint256 i = 0; i < count; ++i) {
            bool isActive = registry.isActive(resources.order(turns[i]).agentId);
            OrderStatus expected = isActive ? OrderStatus.ASSIGNED : OrderStatus.FAILED;
            _expect(resources.order(turns[i]).status == expected, "45: somebody else was served");
        }
    }

    function confirm(uint256 seed) external timed {
        uint256 orderId = _inStatus(seed, OrderStatus.ASSIGNED);
        vm.prank(provisioner);
        resources.confirm(orderId);
        vm.prank(provisioner);
        try resources.confirm(orderId) {
            _expect(false, "45: served twice");
        } catch {}
    }

    function fail(uint256 seed) external timed {
        uint256 orderId = _inStatus(seed, OrderStatus.ASSIGNED);
        vm.prank(provisioner);
        resources.fail(orderId, "out of stock");
    }

    // --- Buildings ---

    function resize(uint256 seed) external timed {
        vm.prank(operations);
        resources.setCapacity(LAB, uint64(range(seed, 1, 6)));
        _seat(STEPS);
    }

    /// @dev After a change that leaves some for it, and at any other time.
    function fillSeats(uint256 seed) external timed {
        resources.fillSeats(LAB, seed % 8);
        _seat(seed % 8);
    }

    // --- Decisions and time ---

    /// @dev Most of them stay active.
    function suspend(uint256 seed) external timed {
        uint256 agentId = cast[seed % (cast.length / 2)];
        bool suspended = !registry.isActive(agentId);
        vm.prank(critical);
        if (suspended) registry.reinstate(agentId);
        else registry.suspend(agentId);
    }

    function wait(uint256 span) external timed {
        _pass(range(span, 1, 12 hours));
    }

    // --- Views ---

    /// @notice The first property of the resources that does not hold; empty if all do.
    function broken() external view returns (string memory) {
        for (uint256 resource = 1; resource <= LAB; ++resource) {
            uint256 sum = 0;
            for (uint256 i = 0; i < cast.length; ++i) {
                uint256 held = resources.heldOf(cast[i], resource);
                if (held != _held[cast[i]][resource]) return "44: held is not granted minus released";
                sum += held;
            }
            if (resources.resource(resource).granted != sum) return "44: a total is not the sum";
            if (_granted[resource] != sum) return "44: a total is not granted minus released";
        }
        if (resources.nextOf(0) != _turn(0)) return "45: another one's turn";
        if (resources.nextOf(LAB) != _turn(LAB)) return "45: another one's turn for a seat";
        for (uint256 i = 0; i < cast.length; ++i) {
            if (_held[cast[i]][LAB] > 1) return "44: two seats";
            if (resources.openOrdersOf(cast[i]) > 32) return "44: too many open orders";
        }
        return "";
    }

    // --- Internal ---

    function _enter(uint256 orderId, uint256 agentId, uint256 queue) private {
        _orders.push(orderId);
        _askedAt[orderId] = block.timestamp;
        _lines[queue][_classOf(agentId)].push(orderId);
    }

    function _grant(uint256 agentId, uint256 resource, uint256 amount) private {
        _held[agentId][resource] += amount;
        _granted[resource] += amount;
    }

    /// @dev What the contract must have done: looked at so many of the list while there was room.
    function _seat(uint256 steps) private {
        for (uint256 i = 0; i < steps && _granted[LAB] < resources.resource(LAB).capacity; ++i) {
            uint256 orderId = _turn(LAB);
            if (orderId == 0) break;
            uint256 agentId = resources.order(orderId).agentId;
            bool isActive = registry.isActive(agentId);
            _leave(orderId);
            if (isActive) _grant(agentId, LAB, 1);
            OrderStatus expected = isActive ? OrderStatus.PROVISIONED : OrderStatus.FAILED;
            _expect(resources.order(orderId).status == expected, "45: somebody else was seated");
        }
    }

    /// @dev The oldest head of those that waited too long, else the head of the highest class.
    function _turn(uint256 queue) private view returns (uint256 first) {
        uint256 oldest = 0;
        for (uint256 class = 0; class < CLASSES; ++class) {
            if (_lines[queue][class].length == 0) continue;
            uint256 head = _lines[queue][class][0];
            if (first == 0) first = head;
            bool old = block.timestamp - _askedAt[head] > AGED_AFTER;
            if (old && (oldest == 0 || _askedAt[head] < _askedAt[oldest])) oldest = head;
        }
        return oldest == 0 ? first : oldest;
    }

    function _leave(uint256 orderId) private {
        uint256 queue = resources.order(orderId).resource == LAB ? LAB : 0;
        uint256[] storage line = _lines[queue][_classOf(resources.order(orderId).agentId)];
        bool found = false;
        for (uint256 i = 0; i < line.length; ++i) {
            if (found) line[i - 1] = line[i];
            if (line[i] == orderId) found = true;
        }
        _expect(found, "45: whoever left did not wait");
        if (found) line.pop();
    }

    function _classOf(uint256 agentId) private view returns (uint256) {
        Category category = registry.agent(agentId).category;
        if (category == Category.COPILOT) return 0;
        if (category == Category.FOUNDATION) return 1;
        return category == Category.SPECIALIZED ? 2 : 3;
    }

    function _someOrder(uint256 seed) private view returns (uint256) {
        if (_orders.length == 0) revert NothingToDo();
        return _orders[(seed >> 8) % _orders.length];
    }

    function _inStatus(uint256 seed, OrderStatus status) private view returns (uint256) {
        for (uint256 i = 0; i < _orders.length; ++i) {
            uint256 orderId = _orders[((seed >> 8) % _orders.length + i) % _orders.length];
            if (resources.order(orderId).status == status) return orderId;
        }
        revert NothingToDo();
    }
}
