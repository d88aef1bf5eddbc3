// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {GovernorStorage} from "@openzeppelin/contracts/governance/extensions/GovernorStorage.sol";

import {Peer} from "./base/Peer.sol";
import {IAgentRegistry} from "./interfaces/IAgentRegistry.sol";
import {IEmergencyConfirmation} from "./interfaces/IEmergencyConfirmation.sol";
import {IFactory} from "./interfaces/IFactory.sol";
import {IROADToken} from "./interfaces/IROADToken.sol";
import {Peers} from "./libraries/Peers.sol";

/// @title EmergencyConfirmation
/// @notice Lets a freeze or a suspension last until the proposal that confirms it is final.
///
/// **Design.** A proposal confirms a hold by an action that says so: {confirm} of this contract, which belongs to the
/// critical executor. While it is open, anyone may prolong the hold; once it is final, anyone may end it, and the hold
/// ends by itself 35 days after its start, once in 180.
///
/// **Trust assumptions.** {Governance} tells the state of its proposals.
///
/// **How to stop it.** The guardian lifts the hold, or vetoes the proposal.
contract EmergencyConfirmation is Peer, IEmergencyConfirmation {
    bytes32 private constant FREEZE = "freeze";
    bytes32 private constant SUSPENSION = "suspension";
    /// @dev A selector and two words.
    uint256 private constant CONFIRM_LENGTH = 68;

    /// @notice Whose proposals confirm.
    GovernorStorage public immutable GOVERNANCE;
    /// @notice Holds the freezes.
    IROADToken public immutable TOKEN;
    /// @notice Holds the suspensions.
    IAgentRegistry public immutable REGISTRY;

    /// @inheritdoc IEmergencyConfirmation
    mapping(bytes32 scope => mapping(bytes32 subject => uint256)) public proposalOf;

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
        proposalOf[scope][subject] = proposalId;
        emit HoldProlonged(scope, subject, proposalId);
        _confirmHold(scope, subject, true);
    }

    /// @inheritdoc IEmergencyConfirmation
    function end(bytes32 scope, bytes32 subject) external {
        uint256 proposalId = proposalOf[scope][subject];
        if (proposalId == 0) revert HoldNotProlonged(scope, subject);
        if (_isOpen(proposalId)) revert ProposalOpen(proposalId);
        delete proposalOf[scope][subject];
        emit HoldEnded(scope, subject, proposalId);
        _confirmHold(scope, subject, false);
    }

    // --- Governance ---

    /// @inheritdoc IEmergencyConfirmation
    function confirm(bytes32 scope, bytes32 subject) external {
        _checkCaller(FACTORY.peer(Peers.CRITICAL_EXECUTOR));
        emit HoldConfirmed(scope, subject);
    }

    // --- Internal ---

    function _confirmHold(bytes32 scope, bytes32 subject, bool open) private {
        if (scope == SUSPENSION) return REGISTRY.confirmSuspension(uint256(subject), open);
        if (scope != FREEZE) revert ScopeUnknown(scope);
        address wallet = address(uint160(uint256(subject)));
        TOKEN.confirmFreeze(wallet, open);
        if (open) return;
        // A freeze goes with its agent to the next wallet.
        address current = REGISTRY.agent(REGISTRY.agentEverOf(wallet)).wallet;
        if (current != address(0) && current != wallet) TOKEN.confirmFreeze(current, false);
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
    }
}
