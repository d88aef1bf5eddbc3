// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {GovernorStorage} from "@openzeppelin/contracts/governance/extensions/GovernorStorage.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {Peer} from "./base/Peer.sol";
import {IAgentRegistry} from "./interfaces/IAgentRegistry.sol";
import {IEmergency} from "./interfaces/IEmergency.sol";
import {IEmergencyConfirmation} from "./interfaces/IEmergencyConfirmation.sol";
import {IFactory} from "./interfaces/IFactory.sol";
import {IROADToken} from "./interfaces/IROADToken.sol";
import {Peers} from "./libraries/Peers.sol";

/// @title EmergencyConfirmation
/// @notice Lets a freeze or a suspension last until the proposal that confirms it is final.
///
/// **Design.** A proposal confirms a hold by an action that says so: {confirm} of this contract, which belongs to the
/// critical executor. While it is open, anyone may prolong the hold; once it is final, anyone may end it, though not
/// before it would have ended without the proposal; and the hold ends by itself 35 days after its start, once in 180.
///
/// **Trust assumptions.** {Governance} tells the state of its proposals.
///
/// **How to stop it.** The guardian lifts the hold, or vetoes the proposal.
contract EmergencyConfirmation is Peer, IEmergencyConfirmation {
    using SafeCast for uint256;

    bytes32 private constant FREEZE = "freeze";
    bytes32 private constant SUSPENSION = "suspension";
    /// @dev A selector and two words.
    uint256 private constant CONFIRM_LENGTH = 68;

    /// @param proposalId The proposal that prolongs the hold.
    /// @param heldUntil When the hold would have ended by itself.
    /// @param until When it ends now, at the latest.
    struct Prolongation {
        uint256 proposalId;
        uint48 heldUntil;
        uint48 until;
    }

    /// @notice Whose proposals confirm.
    GovernorStorage public immutable GOVERNANCE;
    /// @notice Holds the freezes.
    IROADToken public immutable TOKEN;
    /// @notice Holds the suspensions.
    IAgentRegistry public immutable REGISTRY;

    mapping(bytes32 scope => mapping(bytes32 subject => Prolongation)) private _prolongations;

    constructor(IFactory factory) Peer(factory) {
        GOVERNANCE = GovernorStorage(payable(factory.peer(Peers.GOVERNANCE)));
        TOKEN = IROADToken(factory.peer(Peers.TOKEN));
        REGISTRY = IAgentRegistry(factory.peer(Peers.REGISTRY));
    }

    // --- Anyone ---

    /// @inheritdoc IEmergencyConfirmation
    function prolong(uint256 proposalId, uint256 action) external {
        (bytes32 scope, bytes32 subject) = _confirmed(proposalId, action);
        if (!_isOpen(proposalId)) revert ProposalNotOpen(proposalId);
        uint256 heldUntil = _heldUntil(scope, subject);
        emit HoldProlonged(scope, subject, proposalId);
        _confirmHold(scope, subject, true);
        // Rotating meanwhile is no way out.
        bytes32 next = _nextOf(scope, subject);
        if (next != 0 && _heldUntil(scope, next) == heldUntil) _confirmHold(scope, next, true);
        uint48 until = _heldUntil(scope, subject).toUint48();
        _prolongations[scope][subject] = Prolongation(proposalId, heldUntil.toUint48(), until);
    }

    /// @inheritdoc IEmergencyConfirmation
    function end(bytes32 scope, bytes32 subject) external {
        Prolongation memory made = _prolongations[scope][subject];
        if (made.proposalId == 0) revert HoldNotProlonged(scope, subject);
        if (_isOpen(made.proposalId)) revert ProposalOpen(made.proposalId);
        delete _prolongations[scope][subject];
        emit HoldEnded(scope, subject, made.proposalId);
        _endHold(scope, subject, made);
        bytes32 next = _nextOf(scope, subject);
        if (next != 0) _endHold(scope, next, made);
    }

    // --- Views ---

    /// @inheritdoc IEmergencyConfirmation
    function proposalOf(bytes32 scope, bytes32 subject) external view returns (uint256) {
        return _prolongations[scope][subject].proposalId;
    }

    // --- Governance ---

    /// @inheritdoc IEmergencyConfirmation
    function confirm(bytes32 scope, bytes32 subject) external {
        _checkCaller(FACTORY.peer(Peers.CRITICAL_EXECUTOR));
        emit HoldConfirmed(scope, subject);
    }

    // --- Internal ---

    function _confirmHold(bytes32 scope, bytes32 subject, bool open) private {
        if (scope == SUSPENSION) REGISTRY.confirmSuspension(uint256(subject), open);
        else TOKEN.confirmFreeze(_wallet(subject), open);
    }

    /// @dev What was lifted or is over, and may have been made anew since, is none of the proposal's. And no proposal
    /// ends a hold before it would have ended by itself.
    function _endHold(bytes32 scope, bytes32 subject, Prolongation memory made) private {
        if (_heldUntil(scope, subject) != made.until) return;
        if (block.timestamp < made.heldUntil) revert HoldNotOver(scope, subject, made.heldUntil);
        _confirmHold(scope, subject, false);
    }

    function _heldUntil(bytes32 scope, bytes32 subject) private view returns (uint256) {
        if (scope == SUSPENSION) return IEmergency(address(REGISTRY)).heldUntil(scope, subject);
        if (scope != FREEZE) revert ScopeUnknown(scope);
        return IEmergency(address(TOKEN)).heldUntil(scope, subject);
    }

    /// @dev A freeze goes with its agent to the next wallet; zero if there is none.
    function _nextOf(bytes32 scope, bytes32 subject) private view returns (bytes32) {
        if (scope != FREEZE) return 0;
        address current = REGISTRY.agent(REGISTRY.agentEverOf(_wallet(subject))).wallet;
        return current == _wallet(subject) ? bytes32(0) : bytes32(uint256(uint160(current)));
    }

    function _wallet(bytes32 subject) private pure returns (address) {
        return address(uint160(uint256(subject))); // {_confirmed} lets no more than an address in
    }

    /// @dev Whether the proposal can still be executed one day.
    function _isOpen(uint256 proposalId) private view returns (bool) {
        IGovernor.ProposalState state = GOVERNANCE.state(proposalId);
        return state == IGovernor.ProposalState.Pending || state == IGovernor.ProposalState.Active
            || state == IGovernor.ProposalState.Succeeded || state == IGovernor.ProposalState.Queued;
    }

    /// @dev The hold that an action of a proposal confirms.
    function _confirmed(uint256 proposalId, uint256 action) private view returns (bytes32 scope, bytes32 subject) {
        (address[] memory targets,, bytes[] memory calldatas,) = GOVERNANCE.proposalDetails(proposalId);
        if (action >= targets.length || targets[action] != address(this)) revert NotAConfirmation(proposalId, action);
        bytes memory data = calldatas[action];
        if (data.length != CONFIRM_LENGTH || bytes4(data) != this.confirm.selector) {
            revert NotAConfirmation(proposalId, action);
        }
        // Behind length and selector there are exactly two words.
        assembly ("memory-safe") {
            scope := mload(add(data, 36))
            subject := mload(add(data, 68))
        }
        if (scope == FREEZE && uint256(subject) > type(uint160).max) revert NotAConfirmation(proposalId, action);
    }
}
