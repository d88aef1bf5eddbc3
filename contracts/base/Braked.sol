// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {IEmergency} from "../interfaces/IEmergency.sol";
import {IFactory} from "../interfaces/IFactory.sol";
import {EmergencyBudget} from "../libraries/EmergencyBudget.sol";
import {Peers} from "../libraries/Peers.sol";
import {Managed} from "./Managed.sol";

/// @title Braked
/// @notice A contract with functions that the guardian may hold in an emergency.
/// @dev The guardian is asked for through an immutable, never through the authority: no proposal can unmap the brake.
/// Scopes that concern everybody fall with the guardian's epoch; a frozen wallet or a suspended agent stays so until
/// the hold ends or is lifted.
abstract contract Braked is Managed, IEmergency {
    using EmergencyBudget for EmergencyBudget.Brake;

    mapping(bytes32 scope => mapping(bytes32 subject => EmergencyBudget.Brake)) private _brakes;

    constructor(IFactory factory) Managed(factory) {}

    // --- Views ---

    /// @inheritdoc IEmergency
    function heldUntil(bytes32 scope, bytes32 subject) public view returns (uint256) {
        EmergencyBudget.Brake storage brake = _brakes[scope][subject];
        uint256 until = brake.until;
        // The office is asked only while something is held, so that a transfer does not pay for it.
        if (block.timestamp >= until || subject != 0) return until;
        return brake.epoch == GUARDIANSHIP.epoch() ? until : 0;
    }

    /// @inheritdoc IEmergency
    function emergencyBudgetLeft(bytes32 scope, bytes32 subject) public view returns (uint256) {
        uint256 budget = EmergencyBudget.BUDGET / TIME_DIVISOR;
        return budget - Math.min(budget, _brakes[scope][subject].used(TIME_DIVISOR));
    }

    // --- For the contracts that can be held ---

    function _held(bytes32 scope) internal view returns (bool) {
        return block.timestamp < _brakes[scope][0].until && block.timestamp < heldUntil(scope, 0);
    }

    function _checkNotHeld(bytes32 scope) internal view {
        uint256 until = heldUntil(scope, 0);
        if (block.timestamp < until) revert Held(scope, until);
    }

    /// @dev Only the guardian. The first act of a hold, and its prolongation within the budget.
    function _hold(bytes32 scope, bytes32 subject) internal returns (uint40 until) {
        GUARDIANSHIP.act(msg.sender);
        uint256 epoch = GUARDIANSHIP.epoch();
        until = _brakes[scope][subject].engage(TIME_DIVISOR, epoch);
        emit EmergencyStarted(scope, subject, epoch, until, emergencyBudgetLeft(scope, subject));
    }

    /// @dev The guardian, or whoever holds the calling function's role in the authority.
    function _lift(bytes32 scope, bytes32 subject) internal {
        _checkGuardianOrRole();
        _end(scope, subject);
    }

    /// @dev Only {EmergencyConfirmation}, when a proposal to confirm the hold is made, and again when it is final.
    function _confirm(bytes32 scope, bytes32 subject, bool open) internal returns (uint40 until) {
        _checkCaller(FACTORY.peer(Peers.CONFIRMATION));
        if (!open) {
            // It may have ended, or been lifted, before the proposal was final.
            if (block.timestamp < heldUntil(scope, subject)) _end(scope, subject);
            return uint40(block.timestamp); // below 2^40 until the year 36812
        }
        until = _brakes[scope][subject].confirm(TIME_DIVISOR);
        emit EmergencyConfirmed(scope, subject, until);
    }

    /// @dev What was held of one subject goes on for another, its used budget included; what the other one had used
    /// stays used.
    function _carryBrake(bytes32 scope, bytes32 from, bytes32 to) internal {
        EmergencyBudget.Brake storage source = _brakes[scope][from];
        EmergencyBudget.Brake storage target = _brakes[scope][to];
        (uint40 until, uint40 startedAt) =
            source.until > target.until ? (source.until, source.startedAt) : (target.until, target.startedAt);
        uint40 confirmedAt = source.confirmedAt > target.confirmedAt ? source.confirmedAt : target.confirmedAt;
        if (source.used(TIME_DIVISOR) > target.used(TIME_DIVISOR)) _brakes[scope][to] = source;
        (target.until, target.startedAt, target.confirmedAt) = (until, startedAt, confirmedAt);
    }

    function _checkGuardianOrRole() internal {
        if (GUARDIANSHIP.isGuardian(msg.sender)) GUARDIANSHIP.act(msg.sender);
        else _checkCanCall(msg.sender, msg.data);
    }

    function _end(bytes32 scope, bytes32 subject) private {
        // A new epoch may have ended it.
        if (block.timestamp >= heldUntil(scope, subject)) revert EmergencyBudget.NotHeld();
        _brakes[scope][subject].lift();
        emit EmergencyLifted(scope, subject, msg.sender);
    }
}
