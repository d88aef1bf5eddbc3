// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @title IEmergencyConfirmation
/// @notice Freezes and suspensions that last longer, because a proposal confirms them.
interface IEmergencyConfirmation {
    /// @notice A hold lasts until `proposalId` is final, 35 days from its start at the latest.
    event HoldProlonged(bytes32 indexed scope, bytes32 indexed subject, uint256 indexed proposalId);
    /// @notice The proposal that prolonged a hold is final, and the hold over.
    event HoldEnded(bytes32 indexed scope, bytes32 indexed subject, uint256 indexed proposalId);
    /// @notice Governance confirmed that a hold was right.
    event HoldConfirmed(bytes32 indexed scope, bytes32 indexed subject);

    /// @notice Only a freeze ("freeze", a wallet) or a suspension ("suspension", an agent's id) can be confirmed.
    error ScopeUnknown(bytes32 scope);
    /// @notice The proposal has no action of this number that confirms a hold.
    error NotAConfirmation(uint256 proposalId, uint256 action);
    /// @notice The proposal is final.
    error ProposalNotOpen(uint256 proposalId);
    /// @notice The proposal that prolonged the hold is not final yet.
    error ProposalOpen(uint256 proposalId);
    /// @notice Without the proposal the hold would last until `heldUntil`; it is not ended before.
    error HoldNotOver(bytes32 scope, bytes32 subject, uint256 heldUntil);
    /// @notice No proposal prolonged this hold.
    error HoldNotProlonged(bytes32 scope, bytes32 subject);

    /// @notice The proposal that prolongs a hold; 0 if none.
    function proposalOf(bytes32 scope, bytes32 subject) external view returns (uint256);

    /// @notice Prolongs a hold while a proposal is open that has {confirm} of it as an action. Anyone, within 72 hours of
    /// the hold's start. Where a frozen agent has rotated since, its next wallet's freeze is prolonged too.
    /// @dev Reverts with NotAConfirmation, ProposalNotOpen, ScopeUnknown, and EmergencyBudget's NotHeld, ConfirmedTooLate
    /// and ConfirmedTooRecently. Emits HoldProlonged, and EmergencyConfirmed where the hold is.
    /// @param action Place of that action in the proposal, from 0.
    function prolong(uint256 proposalId, uint256 action) external;

    /// @notice Ends a prolonged hold whose proposal is final. Anyone. A hold that was made since is left alone.
    /// @dev Reverts with HoldNotProlonged, ProposalOpen, HoldNotOver. Emits HoldEnded, and EmergencyLifted where the
    /// hold is.
    function end(bytes32 scope, bytes32 subject) external;

    /// @notice The action of a proposal that confirms a hold. Only the contract named "CriticalExecutor". What follows
    /// from it, a suspension by governance for instance, is another action of the same proposal.
    function confirm(bytes32 scope, bytes32 subject) external;
}
