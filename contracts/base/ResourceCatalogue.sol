// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IFactory} from "../interfaces/IFactory.sol";
import {IResourceAllocation} from "../interfaces/IResourceAllocation.sol";
import {Position, Resource, ResourceTerms} from "../types/Resource.sol";
import {Braked} from "./Braked.sol";

/// @title ResourceCatalogue
/// @notice What {ResourceAllocation} knows of resources, and what each agent holds of them.
abstract contract ResourceCatalogue is Braked, IResourceAllocation {
    /// @notice Kinds of resources at most; views walk through all of them.
    uint256 public constant MAX_RESOURCES = 64;
    /// @notice What one request may be allowed to ask for at most. A sum of 64 bits has room for millions of such requests.
    uint256 public constant MAX_AMOUNT = 1e12;

    /// @inheritdoc IResourceAllocation
    uint256 public resourceCount;
    /// @inheritdoc IResourceAllocation
    mapping(bytes32 name => uint256) public resourceNamed;

    mapping(uint256 number => Resource) internal _resources;
    mapping(uint256 agentId => mapping(uint256 number => Position)) internal _positions;

    constructor(IFactory factory) Braked(factory) {}

    // --- Views ---

    /// @inheritdoc IResourceAllocation
    function resource(uint256 number) external view returns (Resource memory) {
        return _resources[number];
    }

    /// @inheritdoc IResourceAllocation
    function resources() external view returns (Resource[] memory list) {
        list = new Resource[](resourceCount);
        for (uint256 i = 0; i < list.length; ++i) {
            list[i] = _resources[i + 1];
        }
    }

    /// @inheritdoc IResourceAllocation
    function heldOf(uint256 agentId, uint256 number) external view returns (uint256) {
        return _positions[agentId][number].held;
    }

    /// @inheritdoc IResourceAllocation
    function holdingsOf(uint256 agentId) public view returns (uint256[] memory held) {
        held = new uint256[](resourceCount);
        for (uint256 i = 0; i < held.length; ++i) {
            held[i] = _positions[agentId][i + 1].held;
        }
    }

    /// @inheritdoc IResourceAllocation
    function seatOf(uint256 agentId, uint256 number) external view returns (uint256) {
        return _positions[agentId][number].seat;
    }

    /// @inheritdoc IResourceAllocation
    function committedCost() external view returns (uint256 cost) {
        for (uint256 number = resourceCount; number > 0; --number) {
            cost += committedCostOfResource(number);
        }
    }

    /// @inheritdoc IResourceAllocation
    function committedCostOfAgent(uint256 agentId) external view returns (uint256 cost) {
        uint256[] memory held = holdingsOf(agentId);
        for (uint256 i = 0; i < held.length; ++i) {
            cost += held[i] * _resources[i + 1].unitCost;
        }
    }

    /// @inheritdoc IResourceAllocation
    function committedCostOfResource(uint256 number) public view returns (uint256) {
        return uint256(_resources[number].granted) * _resources[number].unitCost;
    }

    // --- Governance ---

    /// @inheritdoc IResourceAllocation
    function setUnitCost(uint256 number, uint64 unitCost) external restricted {
        Resource storage changed = _known(number);
        uint256 previous = changed.unitCost;
        _checkChanged(number, previous, unitCost);
        changed.unitCost = unitCost;
        emit UnitCostChanged(number, previous, unitCost);
    }

    /// @inheritdoc IResourceAllocation
    function setMaxAmount(uint256 number, uint64 maxAmount) external restricted {
        Resource storage changed = _known(number);
        uint256 previous = changed.maxAmount;
        _checkMaxAmount(changed.capacity, maxAmount);
        _checkChanged(number, previous, maxAmount);
        changed.maxAmount = maxAmount;
        emit MaxAmountChanged(number, previous, maxAmount);
    }

    // --- Internal ---

    function _register(ResourceTerms memory terms) internal returns (uint256 number) {
        if (terms.name == 0) revert ResourceNameZero();
        if (resourceNamed[terms.name] != 0) revert ResourceNameTaken(terms.name, resourceNamed[terms.name]);
        number = resourceCount + 1;
        if (number > MAX_RESOURCES) revert TooManyResources(MAX_RESOURCES);
        _checkMaxAmount(terms.capacity, terms.maxAmount);
        (resourceCount, resourceNamed[terms.name]) = (number, number);
        _resources[number] = Resource(terms.name, terms.unit, terms.unitCost, terms.capacity, terms.maxAmount, 0);
        emit ResourceRegistered(number, terms.name, terms.unit, terms.unitCost, terms.capacity, terms.maxAmount);
    }

    function _changeCapacity(uint256 number, uint64 capacity) internal {
        Resource storage changed = _known(number);
        uint256 previous = changed.capacity;
        if (previous == 0 || capacity == 0) revert CapacityKindFixed(number);
        _checkChanged(number, previous, capacity);
        changed.capacity = capacity;
        emit CapacityChanged(number, previous, capacity);
    }

    function _known(uint256 number) internal view returns (Resource storage known) {
        known = _resources[number];
        if (known.maxAmount == 0) revert ResourceUnknown(number);
    }

    function _checkMaxAmount(uint256 capacity, uint256 maxAmount) private pure {
        uint256 max = capacity == 0 ? MAX_AMOUNT : 1;
        if (maxAmount == 0 || maxAmount > max) revert MaxAmountOutOfRange(maxAmount, 1, max);
    }

    function _checkChanged(uint256 number, uint256 previous, uint256 current) private pure {
        if (current == previous) revert ValueUnchanged(number, current);
    }
}
